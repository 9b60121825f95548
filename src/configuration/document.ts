// The JSON form of a configuration: what YAML files, stores and the compiler hold. Field names are
// those of the contract in camelCase, enumerations their full names, int64 a number. What is absent
// is undefined; a list may be absent.

/** A whole set of rules. Resources refer to one another by name. */
export type ConfigurationDocument = {
  readonly settings?: SettingsDocument;
  readonly dataLists?: readonly DataListDocument[];
  readonly filters?: readonly FilterDocument[];
  readonly locationGroups?: readonly LocationGroupDocument[];
  readonly routes?: readonly RouteDocument[];
  readonly dataSets?: readonly DataSetDocument[];
  readonly rateCards?: readonly RateCardDocument[];
};

/** What holds for all routes of a site. */
export type SettingsDocument = {
  /** A StateChange; absent: STATE_CHANGE_CUSTOMER_CARE. */
  readonly defaultStateChange?: string;
  /** ISO 4217; absent: USD. */
  readonly currencyCode?: string;
  readonly allowInternationalAssignment?: boolean;
  readonly decisionRecords?: DecisionRecordsDocument;
  /** 0 or absent: 30. Of several sites of a tenant, the longest holds. */
  readonly ledgerDays?: number;
  /** 0 or absent: 24. Of several sites of a tenant, the longest holds. */
  readonly idempotencyHours?: number;
  /** Absent: 10; 0: none is low. Of several sites of a tenant, the largest holds. */
  readonly lowStockUnits?: number;
  /** 0 or absent: 7. Of several sites of a tenant, the longest holds. */
  readonly eventDays?: number;
  /** 0 or absent: 1,000,000. Of several sites of a tenant, the largest holds. */
  readonly eventCountMax?: number;
  /** Of orders of which nothing is left; 0 or absent: 30. Of several sites the longest holds. */
  readonly allocationDays?: number;
  /** 0 or absent: any number. */
  readonly maxFulfillingLocations?: number;
  /** 0 or absent: any number. */
  readonly maxSplitItemLocations?: number;
  /** 0 or absent: any number. */
  readonly autoAssignLimit?: number;
  /** A StateChange; absent: STATE_CHANGE_CUSTOMER_CARE. */
  readonly tooManyAssignsAction?: string;
  readonly retailerExclusions?: readonly RetailerExclusionDocument[];
  /** A ProductIdentifierMapping; absent: UPC_ONLY. */
  readonly productIdentifierMapping?: string;
};

/** A location that the retailer leaves out, for a product or for all. */
export type RetailerExclusionDocument = {
  readonly locationCode?: string;
  /** Empty or absent: all products. */
  readonly upc?: string;
};

/** Which decisions are recorded, and how long they are kept. */
export type DecisionRecordsDocument = {
  /** A RecordMode; absent: RECORD_MODE_ALL. */
  readonly mode?: string;
  /** With RECORD_MODE_SHARE: above 0, at most 1. */
  readonly share?: number;
  /** 0 or absent: 1 GiB. */
  readonly bytesMax?: number;
  /** 0 or absent: 7. */
  readonly daysMax?: number;
};

/** A named list of values. */
export type DataListDocument = {
  readonly id?: number;
  readonly name?: string;
  /** A DataListType. */
  readonly type?: string;
  readonly notes?: string;
  readonly entries?: readonly DataListEntryDocument[];
};

/** One value of a data list. */
export type DataListEntryDocument = {
  readonly stringValue?: string;
  readonly notes?: string;
};

/** A condition that must hold for a location, or for a location and a line, to stay. */
export type FilterDocument = {
  readonly id?: number;
  readonly name?: string;
  /** The path of an attribute of attributes.ts. */
  readonly attribute?: string;
  readonly customAttributeName?: string;
  /** A FilterOperator. */
  readonly operator?: string;
  /** One of these three. */
  readonly customValue?: CustomValueDocument;
  readonly dataList?: string;
  readonly dataPoint?: DataPointDocument;
  /** Whether an unknown value passes; absent: it passes negative operators only. */
  readonly acceptNulls?: boolean;
  /** With attribute location.dataSet: the names of a data set and of its column. */
  readonly dataSet?: string;
  readonly dataSetColumn?: string;
  /** With extensible attributes: the fully qualified name. */
  readonly attributeFqn?: string;
};

/** An attribute that another one is compared with; fields as those of a filter. */
export type DataPointDocument = {
  readonly attribute?: string;
  readonly customAttributeName?: string;
  readonly dataSet?: string;
  readonly dataSetColumn?: string;
  readonly attributeFqn?: string;
};

/** A value written into a filter. */
export type CustomValueDocument = {
  readonly stringValue?: string;
  /** A MeasureUnit. */
  readonly unit?: string;
};

/** A ranked set of locations with filters, sorts and after-actions. */
export type LocationGroupDocument = {
  readonly id?: number;
  readonly name?: string;
  readonly description?: string;
  /** The name of a route. */
  readonly route?: string;
  readonly rank?: number;
  /** Absent: true. */
  readonly active?: boolean;
  readonly isDefaultGroup?: boolean;
  readonly locations?: readonly RankedLocationDocument[];
  readonly excludedLocationCodes?: readonly string[];
  /** Names of filters. */
  readonly filters?: readonly string[];
  readonly sorts?: readonly LocationSortDocument[];
  readonly afterActionPartial?: AfterActionDocument;
  readonly afterActionNone?: AfterActionDocument;
  /** A tree in place of `filters`. */
  readonly filterLogicalGroups?: readonly FilterLogicalGroupDocument[];
  readonly useRetailerExclusionList?: boolean;
  readonly fulfillmentLimit?: FulfillmentLimitDocument;
};

/** How much each location of a group may serve in a time. */
export type FulfillmentLimitDocument = {
  /** A FulfillmentLimitType. */
  readonly type?: string;
  /** 0: nothing. */
  readonly limit?: number;
  /** A DurationUnit. */
  readonly durationUnit?: string;
  /** 0 or absent: 1. */
  readonly durationCount?: number;
  /** A LimitPeriod; absent: CALENDAR. */
  readonly period?: string;
};

/** A node of a filter tree. */
export type FilterLogicalGroupDocument = {
  readonly orderIndex?: number;
  /** Absent: the root. */
  readonly parentOrderIndex?: number;
  /** A LogicalOperator. */
  readonly logicalOperator?: string;
  /** Names of filters. */
  readonly filters?: readonly string[];
};

/** A location's place in a group. */
export type RankedLocationDocument = {
  readonly locationCode?: string;
  /** 0 or absent: its place in the list, counted from 1. */
  readonly rank?: number;
};

/** One key of a sort. */
export type LocationSortDocument = {
  /** A SortType. */
  readonly type?: string;
  /** A SortDirection. */
  readonly direction?: string;
  /** With COST and DATA_SET: the names of a data set and of its column. */
  readonly dataSet?: string;
  readonly dataSetColumn?: string;
  /** With SCORE. */
  readonly score?: ScoreOptionsDocument;
};

/** How a location is scored; defaults are those of the contract. */
export type ScoreOptionsDocument = {
  /** A ScoreMode. */
  readonly mode?: string;
  readonly inventoryCoefficient?: number;
  readonly shippingCoefficient?: number;
  readonly modelCoefficient?: number;
  readonly costCoefficient?: number;
  readonly priceShare?: number;
  /** Names of rate cards. */
  readonly rateCards?: readonly string[];
  readonly service?: string;
  readonly modelDataSet?: string;
  readonly modelDataSetColumn?: string;
  readonly costDataSet?: string;
  readonly costDataSetColumn?: string;
};

/** What a group does when no location serves the whole order. */
export type AfterActionDocument = {
  /** A FailoverAction. */
  readonly action?: string;
  /** A RestartAttempt. */
  readonly restartAttempt?: string;
  /** With GROUP_RANK: the name of a group. */
  readonly restartGroup?: string;
};

/** What a plan costs, in minor units of the currency. */
export type CostModelDocument = {
  readonly parcelMinor?: number;
  readonly unitMinor?: number;
  readonly unitKmMinor?: number;
};

/** What serves an order type. */
export type RouteDocument = {
  readonly id?: number;
  readonly name?: string;
  /** An OrderType. */
  readonly orderType?: string;
  /** Absent: true. */
  readonly active?: boolean;
  /** A CandidateSortStrategy. */
  readonly candidateSortStrategy?: string;
  readonly preferAtomicAssignments?: boolean;
  readonly cost?: CostModelDocument;
};

/** A named table with a row for each location. */
export type DataSetDocument = {
  readonly id?: number;
  readonly name?: string;
  readonly notes?: string;
  readonly columns?: readonly DataSetColumnDocument[];
  readonly rows?: readonly DataSetRowDocument[];
};

/** A column of a data set. */
export type DataSetColumnDocument = {
  readonly name?: string;
  /** A DataSetColumnType. */
  readonly type?: string;
  /** A MeasureUnit. */
  readonly unit?: string;
  readonly isMoney?: boolean;
  readonly defaultValue?: string;
  /** Absent: true. */
  readonly filterable?: boolean;
  /** Absent: true for numbers. */
  readonly sortable?: boolean;
};

/** What a data set knows of a location. */
export type DataSetRowDocument = {
  readonly locationCode?: string;
  /** Text by the name of a column. */
  readonly values?: Readonly<Record<string, string>>;
};

/** What a carrier asks for a service. */
export type RateCardDocument = {
  readonly id?: number;
  readonly name?: string;
  readonly notes?: string;
  readonly carrier?: string;
  readonly service?: string;
  /** Absent: true. */
  readonly active?: boolean;
  readonly volumetricDivisorCm3PerKg?: number;
  readonly parcelLimits?: ParcelLimitsDocument;
  readonly defaultUnitWeightGrams?: number;
  readonly weightBandsGrams?: readonly number[];
  readonly zones?: readonly RateZoneDocument[];
};

/** The largest parcel of a rate card; 0 or absent: any. */
export type ParcelLimitsDocument = {
  readonly weightGramsMax?: number;
  readonly volumeCm3Max?: number;
  readonly longestSideCmMax?: number;
};

/** Where a rate card ships, and for how much. */
export type RateZoneDocument = {
  readonly name?: string;
  readonly distanceKmMax?: number;
  readonly countryCodes?: readonly string[];
  readonly postalPrefixes?: readonly string[];
  readonly originLocationCodes?: readonly string[];
  readonly priceMinor?: readonly number[];
  readonly transitDays?: number;
};
