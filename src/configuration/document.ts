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
  /** Either this or `dataList`. */
  readonly customValue?: CustomValueDocument;
  readonly dataList?: string;
  /** Whether an unknown value passes; absent: it passes negative operators only. */
  readonly acceptNulls?: boolean;
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
};

/** What a group does when no location serves the whole order. */
export type AfterActionDocument = {
  /** A FailoverAction. */
  readonly action?: string;
  /** A RestartAttempt. */
  readonly restartAttempt?: string;
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
};
