// Which JSON shapes have the newer rules of shipfrom.v1: data sets, rate cards, trees of filters,
// scores, and what callers say of single locations? As in messages.ts, which refers to them.
// Must not know: what routing does with them.

/** An extensible attribute: texts under a fully qualified name. */
export interface ExtensibleAttribute {
  attributeFqn: string;
  attributeValues?: string[];
}

/** What names an attribute: its path, and what some paths need beside it. */
export interface AttributeName {
  attribute: string;
  customAttributeName?: string;
  dataSet?: string;
  dataSetColumn?: string;
  attributeFqn?: string;
}

/** A node of a filter tree; the one without a parent is the root. */
export interface FilterLogicalGroup {
  /** Absent: 0. */
  orderIndex?: number;
  parentOrderIndex?: number;
  logicalOperator: string;
  filters?: string[];
}

/** How a location is scored. */
export interface ScoreOptions {
  mode?: string;
  inventoryCoefficient?: number;
  shippingCoefficient?: number;
  modelCoefficient?: number;
  costCoefficient?: number;
  priceShare?: number;
  rateCards?: string[];
  service?: string;
  modelDataSet?: string;
  modelDataSetColumn?: string;
  costDataSet?: string;
  costDataSetColumn?: string;
}

/** A column of a data set. */
export interface DataSetColumn {
  name: string;
  type?: string;
  unit?: string;
  isMoney?: boolean;
  defaultValue?: string;
  filterable?: boolean;
  sortable?: boolean;
}

/** A table with a row for each location. */
export interface DataSet {
  id?: number;
  name: string;
  columns: DataSetColumn[];
  rows?: { locationCode: string; values?: Record<string, string> }[];
}

/** Where a rate card ships, and for how much. */
export interface RateZone {
  name?: string;
  distanceKmMax?: number;
  countryCodes?: string[];
  postalPrefixes?: string[];
  originLocationCodes?: string[];
  priceMinor: number[];
  /** Absent: 0. */
  transitDays?: number;
}

/** What a carrier asks for a service. */
export interface RateCard {
  id?: number;
  name: string;
  carrier: string;
  service?: string;
  active?: boolean;
  volumetricDivisorCm3PerKg?: number;
  parcelLimits?: { weightGramsMax?: number; volumeCm3Max?: number; longestSideCmMax?: number };
  defaultUnitWeightGrams?: number;
  weightBandsGrams: number[];
  zones: RateZone[];
}

/** What a carrier asks for shipping an order. */
export interface ShippingRate {
  carrier: string;
  service?: string;
  /** Absent: 0. */
  priceMinor?: number;
  /** Absent: 0. */
  transitDays?: number;
}

/** What a caller knows of a location for an order. */
export interface LocationInput {
  locationCode: string;
  rates?: ShippingRate[];
  modelScore?: number;
  costFactor?: number;
}

/** How a location scored when it was chosen. */
export interface LocationScore {
  locationCode: string;
  score: number;
  inventory: number;
  shipping: number;
  model: number;
  cost: number;
  rate?: ShippingRate;
}
