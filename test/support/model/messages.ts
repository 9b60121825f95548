// Which JSON shapes do the messages of shipfrom.v1 have once decoded with camelCase names, enums as
// full names, longs as numbers and absent fields left out? Only fields that routing serves.
// Must not know: what routing does with them.

import type { SearchFacts } from './proofs.js';
import type {
  AttributeName,
  DataSet,
  ExtensibleAttribute,
  FilterLogicalGroup,
  LocationInput,
  LocationScore,
  RateCard,
  ScoreOptions,
} from './rules.js';

/** Degrees; half a coordinate is none. */
export interface Coordinates {
  latitude?: number;
  longitude?: number;
}

/** Exactly one of the three is set. */
export interface ProductKey {
  upc?: string;
  sku?: string;
  partNumber?: string;
}

/** A place that orders ship from. */
export interface Location {
  id?: number;
  code: string;
  name?: string;
  city?: string;
  state?: string;
  countryCode?: string;
  postalCode?: string;
  coordinates?: Coordinates;
  addressType?: string;
  active?: boolean;
  directShip?: boolean;
  transferEnabled?: boolean;
  pickup?: boolean;
  deliveryEnabled?: boolean;
  express?: boolean;
  wmsEnabled?: boolean;
  requiresManifest?: boolean;
  onHold?: boolean;
  attributes?: ExtensibleAttribute[];
  externalStoreId?: string;
  consolidationEnabled?: boolean;
}

/** The place of a postal code. */
export interface PostalCode {
  countryCode: string;
  postalCode: string;
  coordinates: Coordinates;
}

/** A stock row; counts that are not given are 0. */
export interface InventoryUpdate {
  product: ProductKey;
  aliases?: ProductKey[];
  locationCode: string;
  segment?: Record<string, string>;
  onHand?: number;
  allocated?: number;
  inTransit?: number;
  safetyStock?: number;
  ltd?: number;
  blocked?: boolean;
  hasInfiniteInventory?: boolean;
  attributes?: string[];
  extensibleAttributes?: ExtensibleAttribute[];
  excessThreshold?: number;
  /** Of future stock: when it is to come. */
  futureEpochMs?: number;
}

/** The kinds of state changes. */
export type StateChange =
  | 'STATE_CHANGE_UNSPECIFIED'
  | 'STATE_CHANGE_CANCEL'
  | 'STATE_CHANGE_CUSTOMER_CARE'
  | 'STATE_CHANGE_AVAILABLE'
  | 'STATE_CHANGE_BACKORDER';

/** The order types. */
export type OrderType =
  | 'ORDER_TYPE_UNSPECIFIED'
  | 'ORDER_TYPE_DIRECTSHIP'
  | 'ORDER_TYPE_TRANSFER'
  | 'ORDER_TYPE_STH_CONSOLIDATED'
  | 'ORDER_TYPE_RETURN'
  | 'ORDER_TYPE_DISPOSITION'
  | 'ORDER_TYPE_DELIVERY'
  | 'ORDER_TYPE_BOPIS';

/** What holds for all routes. */
export interface Settings {
  defaultStateChange?: StateChange;
  currencyCode?: string;
  allowInternationalAssignment?: boolean;
  /** Of this and the next two: 0 or absent is any number. */
  maxFulfillingLocations?: number;
  maxSplitItemLocations?: number;
  autoAssignLimit?: number;
  tooManyAssignsAction?: StateChange;
  /** Without a upc, of all products. */
  retailerExclusions?: { locationCode: string; upc?: string }[];
  productIdentifierMapping?: string;
}

/** A named list of values. */
export interface DataList {
  id?: number;
  name: string;
  type: string;
  entries?: { stringValue: string; notes?: string }[];
}

/** A condition on an attribute; exactly one of the three operands is set. */
export interface Filter extends AttributeName {
  id?: number;
  name: string;
  operator: string;
  customValue?: { stringValue: string; unit?: string };
  dataList?: string;
  dataPoint?: AttributeName;
  /** What an unknown value does; not given: as the operator says. */
  acceptNulls?: boolean;
}

/** One key of a sort. */
export interface LocationSort {
  type: string;
  direction?: string;
  dataSet?: string;
  dataSetColumn?: string;
  score?: ScoreOptions;
}

/** What a group does when no location serves the whole order. */
export interface AfterAction {
  action?: string;
  restartAttempt?: string;
  restartGroup?: string;
}

/** A ranked set of locations. */
export interface LocationGroup {
  id?: number;
  name: string;
  description?: string;
  route: string;
  rank: number;
  active?: boolean;
  isDefaultGroup?: boolean;
  locations?: { locationCode: string; rank?: number }[];
  excludedLocationCodes?: string[];
  filters?: string[];
  filterLogicalGroups?: FilterLogicalGroup[];
  sorts?: LocationSort[];
  afterActionPartial?: AfterAction;
  afterActionNone?: AfterAction;
  useRetailerExclusionList?: boolean;
  fulfillmentLimit?: FulfillmentLimit;
}

/** How much each location of a group may serve in a time. */
export interface FulfillmentLimit {
  type: string;
  limit: number;
  durationUnit: string;
  durationCount?: number;
  period?: string;
}

/** What a plan costs, in minor units. */
export interface CostModel {
  parcelMinor?: number;
  unitMinor?: number;
  unitKmMinor?: number;
}

/** What serves an order type. */
export interface Route {
  id?: number;
  name: string;
  orderType: OrderType;
  active?: boolean;
  candidateSortStrategy?: string;
  preferAtomicAssignments?: boolean;
  cost?: CostModel;
}

/** A whole set of rules. */
export interface Configuration {
  settings?: Settings;
  dataLists?: DataList[];
  filters?: Filter[];
  locationGroups?: LocationGroup[];
  routes?: Route[];
  dataSets?: DataSet[];
  rateCards?: RateCard[];
}

/** One line of an order. */
export interface OrderItem {
  orderItemId?: number;
  upc?: string;
  sku?: string;
  partNumber?: string;
  quantity: number;
  backorderable?: boolean;
  productTitle?: string;
  taxable?: boolean;
  weightGrams?: number;
  lengthCm?: number;
  widthCm?: number;
  heightCm?: number;
  customItemData?: Record<string, string>;
  extendedProductInfo?: { attributes?: ExtensibleAttribute[] };
  futureOrderable?: boolean;
  itemDependency?: number;
  tags?: Record<string, string>;
}

/** Where an order goes. */
export interface ShippingAddress {
  city?: string;
  state?: string;
  countryCode?: string;
  postalCode?: string;
  coordinates?: Coordinates;
}

/** A location that may not serve; without an item, none of the order. */
export interface LocationExclusion {
  locationCode: string;
  orderItemId?: number;
}

/** Who buys. */
export interface ExtendedCustomerInfo {
  accountType?: string;
  companyOrOrganization?: string;
  /** A date of ISO 8601. */
  customerSinceDate?: string;
  externalId?: string;
  segments?: string[];
  taxExempt?: boolean;
  attributes?: ExtensibleAttribute[];
}

/** What an order and a question for candidates have in common. */
export interface OrderRequest {
  orderType: OrderType;
  items: OrderItem[];
  shippingAddress?: ShippingAddress;
  isExpress?: boolean;
  allowedLocationCodes?: string[];
  excludedLocations?: LocationExclusion[];
  pickupLocationCode?: string;
  environmentId?: number;
  inventoryRequestType?: string;
  extendedCustomerInfo?: ExtendedCustomerInfo;
  extendedOrderInfo?: { attributes?: ExtensibleAttribute[]; orderId?: string; type?: string };
  locationInputs?: LocationInput[];
  futureDateLimitEpochMs?: number;
  futureExcludedLocations?: LocationExclusion[];
  strategyId?: string;
  tags?: Record<string, string>;
  pickupLocationId?: number;
  pickupExternalStoreId?: string;
  holdId?: string;
}

/** An order to be routed. */
export interface SuggestRoutingRequest extends OrderRequest {
  orderId?: string;
  cartId?: string;
  externalResponseId?: string;
  totalMinor: number;
  customData?: Record<string, string>;
  fraud?: number;
  bundlingStrategy?: string;
  forceSthConsolidationOnSplitShipments?: boolean;
  sthConsolidationLocationOverride?: string;
  numShipmentsNotInRequest?: number;
  assignmentsSoFar?: number;
  maxLocations?: number;
}

/** An order or a cart whose candidates are asked. */
export interface SuggestCandidatesRequest extends OrderRequest {
  sort?: string;
  maxCandidates?: number;
}

/** Units of a line that ship from a location. */
export interface Assignment {
  orderItemId: number;
  locationCode: string;
  quantity: number;
  distanceKm?: number;
  /** Where it is not the decision's. */
  route?: OrderType;
  transferToLocationCode?: string;
  futureEpochMs?: number;
  /** The group that chose the location, where that has a limit; 0: it was given no id. */
  limitGroupId?: number;
}

/** Units of a line that nothing serves. */
export interface StateChangeSuggestion {
  orderItemId: number;
  quantity: number;
  stateChange: StateChange;
}

/** Something that the caller may want to mend; without an item, about the order. */
export interface Warning {
  reason: string;
  orderItemId?: number;
}

/** The JSON form of Decision, its lists always present. */
export interface ModelDecision {
  route?: OrderType;
  assignments: Assignment[];
  stateChanges: StateChangeSuggestion[];
  warnings: Warning[];
  futureAssignments: Assignment[];
  availableLocationCodes: string[];
  /** What its proofs are to be checked against. */
  searches: SearchFacts[];
  /** Absent: none. */
  locationScores?: LocationScore[];
}

/** One location that could serve; only what routing decides about it. */
export interface ModelCandidate {
  locationCode: string;
  distanceKm?: number;
  inventory: { orderItemId: number; available: number; future: FutureAvailability[] }[];
}

/** Units that are to come to a location at one time. */
export interface FutureAvailability {
  available: number;
  futureEpochMs: number;
}

/** The JSON form of SuggestCandidatesResponse without its context. */
export interface ModelCandidates {
  candidates: ModelCandidate[];
  totalCandidates: number;
  truncated: boolean;
  warnings: Warning[];
}

/** Units that are held of rows of stock that is there. */
export interface Hold {
  holdId: string;
  lines: HoldLine[];
}

/** Units of a row. */
export interface HoldLine {
  product: ProductKey;
  locationCode: string;
  segment?: Record<string, string>;
  quantity: number;
}

/** All that routing reads beside the request. */
export interface ModelWorld {
  locations: Location[];
  /** The latest rows, each (product, location, segment, time) once. */
  inventory: InventoryUpdate[];
  postalCodes: PostalCode[];
  configuration: Configuration;
  /** The active ones. */
  holds?: Hold[];
  /** Who has reached the limit of a group; of a limit of 0, everybody has besides. */
  full?: FullLocation[];
}

/** A location that has reached the limit of a group. */
export interface FullLocation {
  group: string;
  locationCode: string;
}
