// The compiled form of a configuration against one table of locations: what the core runs.
// Immutable; big parts are shared memory, the rest small plain objects that are copied to each
// thread once.

import type { Dictionary } from './dictionary.js';

/** Order types, with the numbers of the wire. */
export const ORDER_TYPE = {
  directShip: 1,
  transfer: 2,
  sthConsolidated: 3,
  return: 4,
  disposition: 5,
  delivery: 6,
  bopis: 7,
} as const;

/** State changes, with the numbers of the wire; 0 is none. */
export const STATE_CHANGE = {
  none: 0,
  cancel: 1,
  customerCare: 2,
  available: 3,
  backorder: 4,
} as const;

/** Filter operators, with the numbers of the wire. */
export const OPERATOR = {
  equal: 1,
  notEqual: 2,
  greaterThan: 3,
  lessThan: 4,
  greaterOrEqual: 5,
  lessOrEqual: 6,
  in: 7,
  notIn: 8,
  between: 9,
  startsWith: 10,
  endsWith: 11,
  contains: 12,
  doesNotContain: 13,
  subset: 14,
} as const;

/** Sort types, with the numbers of the wire. */
export const SORT = {
  rank: 1,
  distance: 2,
  ltd: 3,
  lowestAvailable: 4,
  highestAvailable: 5,
  random: 6,
} as const;

/**
 * The attributes that a program reads while it decides. Location texts and flags are gone: they
 * became bits.
 */
export const ATTRIBUTE = {
  // Of a location and the order's destination.
  locationDistance: 1,
  // Of a pair of location and line.
  inventoryAvailable: 10,
  inventoryLtd: 11,
  inventoryAttributes: 12,
  // Of a line.
  itemUpc: 20,
  itemSku: 21,
  itemPartNumber: 22,
  itemProductTitle: 23,
  itemBackorderable: 24,
  itemTaxable: 25,
  itemWeight: 26,
  itemLength: 27,
  itemWidth: 28,
  itemHeight: 29,
  itemCustomItemData: 30,
  // Of the order.
  orderTotal: 40,
  orderOrderType: 41,
  orderPickupLocationCode: 42,
  orderState: 43,
  orderCity: 44,
  orderPostalCode: 45,
  orderCountryCode: 46,
  orderItemsQuantity: 47,
  orderItemsTotalQuantity: 48,
  orderItemsPartNumber: 49,
  orderIsExpress: 50,
  orderFraud: 51,
  orderCustomData: 52,
  // Of the customer.
  customerAccountType: 60,
  customerSegments: 61,
  customerExternalId: 62,
  customerTaxExempt: 63,
  customerCompanyOrOrganization: 64,
  customerCustomerSinceDate: 65,
} as const;

/** The kind of a folded operand in a predicate's texts. */
export const OPERAND_KIND = 1;

/**
 * One filter that could not be settled before the order came. Which operand is read follows from
 * the attribute's type: numbers in the attribute's wire unit (kilometres, grams, centimetres, minor
 * units; a boolean is 0 or 1, a date its epoch milliseconds), folded texts, or words of inventory
 * attributes. Operands that do not parse are left out, and match nothing.
 */
export type Predicate = {
  /** One of ATTRIBUTE. */
  readonly attribute: number;
  /** One of OPERATOR. */
  readonly operator: number;
  /** Whether a value that is unknown passes; never an unknown distance. */
  readonly passesUnknown: boolean;
  /** Ascending for in and not_in; both ends for between; one for the other operators. */
  readonly numbers: Float64Array;
  /** Folded operands as a set; the value of an entry is its place. */
  readonly texts: Dictionary;
  /** How many different folded operands there are. */
  readonly textCount: number;
  /** Of orderPostalCode, else empty: operands cut to five characters, where the country is 'us'. */
  readonly cutTexts: Dictionary;
  /** Inventory attribute words, ascending. */
  readonly words: Int32Array;
  /** The exact key inside custom data; empty elsewhere. */
  readonly customKey: Uint8Array;
  /** The filter that it was made from. */
  readonly filterName: string;
  /** Of orderCity its place in `Program.cityPredicates`, else -1. */
  readonly cityIndex: number;
};

/** What an after-action does with the order: `kind` and, for splits, the rest. */
export type AfterActionProgram = {
  readonly kind: 'split' | 'cancel-order';
  /** Whether a line may be divided over locations. */
  readonly isQuantitySplit: boolean;
  /** Whether only lines covered in full are assigned, and routing goes on with the rest. */
  readonly isIfFulfilled: boolean;
  /** One of STATE_CHANGE, for what a split without inventory leaves. */
  readonly restState: number;
  /** Whether all groups are searched, else the current one only. */
  readonly isFromBeginning: boolean;
};

/** One key of a group's sort. */
export type SortProgram = {
  /** One of SORT. */
  readonly type: number;
  readonly isDescending: boolean;
};

/**
 * One filter of a group by itself, so that a log can say which filter removed whom. Deciding reads
 * the bits and predicates of the group instead.
 */
export type FilterProgram = {
  readonly name: string;
  /** What it keeps or removes: locations, lines, pairs of both, or the whole order. */
  readonly scope: 'location' | 'order' | 'line' | 'pair';
  /** Bits over locations: those that it keeps; null where it has a predicate. */
  readonly bits: Uint32Array | null;
  readonly predicate: Predicate | null;
};

/** A group against one table of locations. */
export type GroupProgram = {
  readonly id: number;
  readonly name: string;
  /** The configured rank. */
  readonly rank: number;
  /** Bits over locations: all that belong to the group. */
  readonly listed: Uint32Array;
  /** Of these, those that are not on hold and that every filter on the location alone keeps. */
  readonly members: Uint32Array;
  /** The rank of each listed location in the group; by location. */
  readonly ranks: Int32Array;
  /** Its filters in their order. */
  readonly filters: readonly FilterProgram[];
  readonly orderPredicates: readonly Predicate[];
  readonly linePredicates: readonly Predicate[];
  readonly locationPredicates: readonly Predicate[];
  readonly pairPredicates: readonly Predicate[];
  readonly sorts: readonly SortProgram[];
  readonly afterPartial: AfterActionProgram | null;
  readonly afterNone: AfterActionProgram | null;
};

/** A route against one table of locations. */
export type RouteProgram = {
  readonly id: number;
  readonly name: string;
  readonly orderType: number;
  /**
   * Whether a filter or a sort of some group reads more of a stock row than its units: ltd,
   * attributes.
   */
  readonly readsRowDetails: boolean;
  /** Active groups in the order in which they are tried. */
  readonly groups: readonly GroupProgram[];
};

/** Which decisions are recorded; those whose requests ask for a log always are. */
export type RecordPolicy = {
  readonly mode: 'all' | 'share' | 'on-request';
  /** With 'share': the share of the decisions, above 0 and at most 1. */
  readonly share: number;
};

/** A configuration against one table of locations. */
export type Program = {
  /** The version of the configuration; 0: none was ever applied. */
  readonly configurationVersion: number;
  /** The version of the table of locations that the bits stand for. */
  readonly locationVersion: number;
  /** One of STATE_CHANGE. */
  readonly defaultState: number;
  readonly isInternationalAllowed: boolean;
  /** By order type; null where no active route serves it. */
  readonly routes: readonly (RouteProgram | null)[];
  readonly records: RecordPolicy;
  /**
   * The predicates of all routes on the order's city, each once. A record keeps their verdicts
   * instead of the city.
   */
  readonly cityPredicates: readonly Predicate[];
};
