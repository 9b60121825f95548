// The compiled form of a configuration against one table of locations: what the core runs.
// Immutable; big parts are shared memory, the rest small plain objects that are copied to each
// thread once.

import type { Dictionary } from './dictionary.js';
import type { LimitProgram } from './limit-program.js';
import type { RateCardProgram } from './rate-program.js';

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
  cost: 7,
  dataSet: 8,
  excessCount: 9,
  excessPercentage: 10,
  score: 11,
} as const;

/** Candidate sort strategies, with the numbers of the wire. */
export const STRATEGY = {
  minimizeShipments: 1,
  groupRankAndQuantity: 2,
  quantity: 3,
  distance: 4,
  minimizeCost: 5,
} as const;

/** Bits for the ids by which an item may be matched to stock. */
export const IDENTIFIER = { upc: 1, sku: 2, partNumber: 4 } as const;

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
  inventoryExtensibleAttributes: 13,
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
  itemAttributes: 31,
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
  orderAttributes: 53,
  // Of the customer.
  customerAccountType: 60,
  customerSegments: 61,
  customerExternalId: 62,
  customerTaxExempt: 63,
  customerCompanyOrOrganization: 64,
  customerCustomerSinceDate: 65,
  customerAttributes: 66,
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
  /** One of ATTRIBUTE; 0: two attributes are compared, see `point`. */
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
  /** The exact key inside custom data, or name of an extensible attribute; empty elsewhere. */
  readonly customKey: Uint8Array;
  /** The filter that it was made from. */
  readonly filterName: string;
  /** Of orderCity its place in `Program.cityPredicates`, else -1. */
  readonly cityIndex: number;
  /** What is compared with what; null: the attribute with the operands above. */
  readonly point: PointProgram | null;
};

/** Two attributes that are compared. What is unknown on either side fails every operator. */
export type PointProgram = {
  /** As what they compare: of lists one side may be a text, which is a list of one. */
  readonly kind: 'numbers' | 'texts' | 'lists';
  readonly left: PointSide;
  readonly right: PointSide;
};

/** One of two attributes. */
export type PointSide = {
  /** One of ATTRIBUTE; 0: what is known of the location before any order, in the columns below. */
  readonly attribute: number;
  /** The exact key inside custom data, or name of an extensible attribute; empty elsewhere. */
  readonly key: Uint8Array;
  /** Whether it is a list of texts. */
  readonly isList: boolean;
  /** By location, NaN where it is unknown; null where it is no such number. */
  readonly numbers: Float64Array | null;
  readonly texts: LocationTexts | null;
};

/** The texts that locations have, each a number. */
export type LocationTexts = {
  /** Folded text to number: TEXT_KIND, and for codes that are cut to five characters CUT_KIND. */
  readonly dictionary: Dictionary;
  /** By location: the number of its text; -1: unknown. */
  readonly numbers: Int32Array;
  /**
   * Where two postal codes are compared: the same, but of locations of the United States that of
   * the code cut to five characters. Elsewhere null.
   */
  readonly cutNumbers: Int32Array | null;
};

/** The kind of whole texts in LocationTexts.dictionary. */
export const TEXT_KIND = 1;
/** The kind of texts cut as postal codes are. */
export const CUT_KIND = 2;

/** What an after-action does with the order. */
export type AfterActionProgram = {
  /**
   * Search a split; give everything undecided `restState`; go on at `firstGroup`; offer everything
   * undecided to the survivors of the group.
   */
  readonly kind: 'split' | 'settle' | 'go-to-group' | 'bidding';
  /** Whether a line may be divided over locations. */
  readonly isQuantitySplit: boolean;
  /** Whether only lines covered in full are assigned, and routing goes on with the rest. */
  readonly isIfFulfilled: boolean;
  /** One of STATE_CHANGE, for what is left or settled; none: routing goes on. */
  readonly restState: number;
  /**
   * Places in `RouteProgram.groups`: a split searches from the first to the last of them, and
   * routing that is sent to another group goes on at the first. Behind the last group: none.
   */
  readonly firstGroup: number;
  readonly lastGroup: number;
};

/** One key of a group's sort. */
export type SortProgram = {
  /** One of SORT. */
  readonly type: number;
  readonly isDescending: boolean;
  /** Of cost and dataSet: numbers by location, NaN where there is none; null: no effect. */
  readonly column: Float64Array | null;
  /** Of score. */
  readonly score: ScoreProgram | null;
};

/** How a group scores its survivors. */
export type ScoreProgram = {
  /** Whether the shipping term is the published one, else relative to the other candidates. */
  readonly isPublished: boolean;
  readonly inventoryCoefficient: number;
  readonly shippingCoefficient: number;
  readonly modelCoefficient: number;
  readonly costCoefficient: number;
  /** The share of the price in the relative shipping term, 0 to 1. */
  readonly priceShare: number;
  readonly rateCards: readonly RateCardProgram[];
  /** Only rates of this service count; empty: all. */
  readonly service: Uint8Array;
  /** By location, NaN where there is none; null: the caller's alone. */
  readonly modelScores: Float64Array | null;
  readonly costFactors: Float64Array | null;
};

/** A node of a filter tree: what it holds of must all hold, or one of it. Empty: it holds. */
export type FilterNode = {
  readonly orderIndex: number;
  readonly isOr: boolean;
  readonly filters: readonly FilterProgram[];
  readonly nodes: readonly FilterNode[];
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
  /**
   * The root of its filter tree; null: all of `filters` must hold. With a tree the lists of
   * predicates are empty, and `members` knows nothing of filters.
   */
  readonly tree: FilterNode | null;
  /** Bits over locations that the retailer's list leaves out; null: the list does not hold here. */
  readonly retailerExcluded: Uint32Array | null;
  /** Products that the list leaves out at single locations: upc to its place in the bits below. */
  readonly retailerProducts: Dictionary | null;
  readonly retailerProductBits: readonly Uint32Array[];
  readonly sorts: readonly SortProgram[];
  readonly afterPartial: AfterActionProgram | null;
  readonly afterNone: AfterActionProgram | null;
  /** How much each location may serve in a time; null: any. */
  readonly limit: LimitProgram | null;
};

/** What a plan costs, in minor units: each parcel, each unit, and each unit for each kilometre. */
export type CostProgram = {
  /** Whole. */
  readonly parcelMinor: number;
  readonly unitMinor: number;
  readonly unitKmMinor: number;
};

/** A route against one table of locations. */
export type RouteProgram = {
  readonly id: number;
  readonly name: string;
  /** The name in UTF-8. */
  readonly nameBytes: Uint8Array;
  readonly orderType: number;
  /**
   * Whether a filter or a sort of some group reads more of a stock row than its units: ltd,
   * attributes, thresholds.
   */
  readonly readsRowDetails: boolean;
  /** One of STRATEGY. */
  readonly strategy: number;
  /** Whether a line is divided only where no single location can take all of it. */
  readonly prefersAtomic: boolean;
  /** What minimizeCost counts by; elsewhere null. */
  readonly cost: CostProgram | null;
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
  /**
   * By order type; null where no active route serves it. Consolidation falls back to DIRECTSHIP.
   */
  readonly routes: readonly (RouteProgram | null)[];
  /** All active routes, for requests that name one. */
  readonly allRoutes: readonly RouteProgram[];
  /** 0: any number. */
  readonly maxFulfillingLocations: number;
  readonly maxSplitItemLocations: number;
  readonly autoAssignLimit: number;
  /** One of STATE_CHANGE. */
  readonly tooManyAssignsState: number;
  /** Bits of IDENTIFIER. */
  readonly identifierMapping: number;
  readonly records: RecordPolicy;
  /**
   * The predicates of all routes on the order's city, each once. A record keeps their verdicts
   * instead of the city.
   */
  readonly cityPredicates: readonly Predicate[];
  /** How many groups of the configuration have a limit. */
  readonly limitCount: number;
};
