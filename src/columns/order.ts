// One decoded request as columns, reused for every request of a thread. Text stays where it came: a
// field is the range of the request's bytes that holds it, and length 0 is a field that is absent
// or empty.

import { CUSTOMER_SEGMENTS_MAX, LINES_MAX } from './limits.js';

/** Bits of a line's flags. */
export const LINE_FLAG = {
  backorderable: 1,
  taxable: 2,
  weight: 4,
  length: 8,
  width: 16,
  height: 32,
  dependency: 64,
  futureOrderable: 128,
} as const;

/** What kind of request was decoded. */
export const REQUEST_KIND = { routing: 1, candidates: 2 } as const;

/** Positions in OrderColumns.texts: each is a start and a length in bytes, at 2 n and 2 n + 1. */
export const ORDER_TEXT = {
  orderId: 0,
  cartId: 1,
  externalResponseId: 2,
  pickupLocationCode: 3,
  city: 4,
  state: 5,
  countryCode: 6,
  postalCode: 7,
  strategyId: 8,
  pickupExternalStoreId: 9,
  consolidationOverride: 10,
  holdId: 11,
} as const;

const ORDER_TEXT_COUNT = 12;

/** Which stock counts, with the numbers of the wire. */
export const INVENTORY_REQUEST = { all: 1, partial: 2, any: 3, allStores: 4 } as const;

/** Positions in OrderColumns.customerTexts, each as in `texts`. */
export const CUSTOMER_TEXT = {
  accountType: 0,
  companyOrOrganization: 1,
  externalId: 2,
  customerSinceDate: 3,
} as const;

const CUSTOMER_TEXT_COUNT = 4;

/**
 * The columns of one request. `bytes` belongs to the caller and must not change while the columns
 * are read.
 */
export type OrderColumns = {
  bytes: Uint8Array;
  /** Where the request's message lies in `bytes`: in a batch or a stream it is a part of them. */
  messageStart: number;
  messageBytes: number;
  /** One of REQUEST_KIND. */
  kind: number;
  /**
   * How many fields of the message a record does not keep as they are (the address, the customer,
   * unknown ones), and where the tag of the last of them begins in `bytes`.
   */
  cutCount: number;
  cutStart: number;
  /** One of ORDER_TYPE. */
  orderType: number;
  isExpress: boolean;
  /** Whether the answer is to bring its log. */
  isLogWanted: boolean;
  hasTotal: boolean;
  totalMinor: number;
  hasFraud: boolean;
  fraud: number;
  /** Whether both halves of the destination's coordinates were given; in degrees. */
  hasCoordinates: boolean;
  latitude: number;
  longitude: number;
  /** Candidates only: whether they are sorted as routing would, and how many are listed at most. */
  isSuggestionSort: boolean;
  candidatesMax: number;
  /** One of INVENTORY_REQUEST. */
  inventoryRequestType: number;
  /** Whether items that depend on one another stay together. */
  isBundled: boolean;
  isConsolidationForced: boolean;
  /** Shipments of the order that exist already. */
  shipmentsElsewhere: number;
  /** Locations that may serve the order; 0: the order itself sets no limit. */
  maxLocations: number;
  /** How often the order was assigned or rejected before. */
  assignmentsSoFar: number;
  /** The id of the pickup store; 0: it is named otherwise. */
  pickupLocationId: number;
  /**
   * When it is decided, in epoch milliseconds; whoever decides sets it, no decoder does. Infinity:
   * what is counted against limits is not looked at.
   */
  readonly decisionTimeMs: Float64Array;
  /** Epoch milliseconds up to which future stock counts; NaN: all of it. */
  readonly futureLimitMs: Float64Array;
  /** Ranges by ORDER_TEXT. */
  readonly texts: Int32Array;

  lineCount: number;
  /** The two halves of a line's int64 id; filled in by its place where it was absent. */
  readonly itemIdLow: Int32Array;
  readonly itemIdHigh: Int32Array;
  readonly quantity: Int32Array;
  /** Bits of LINE_FLAG. */
  readonly lineFlags: Int32Array;
  readonly upcStart: Int32Array;
  readonly upcBytes: Int32Array;
  readonly skuStart: Int32Array;
  readonly skuBytes: Int32Array;
  readonly partNumberStart: Int32Array;
  readonly partNumberBytes: Int32Array;
  /** What the item depends on; read only where the line's flag is set. */
  readonly itemDependency: Int32Array;
  readonly titleStart: Int32Array;
  readonly titleBytes: Int32Array;
  /** Grams and centimetres; read only where the line's flag is set. */
  readonly weightGrams: Float64Array;
  readonly lengthCm: Float64Array;
  readonly widthCm: Float64Array;
  readonly heightCm: Float64Array;

  /**
   * Custom data of the order (line -1) and of the lines; a later entry of a key replaces an earlier
   * one.
   */
  customCount: number;
  /** Five integers an entry: line, key start, key bytes, value start, value bytes. */
  custom: Int32Array;
  /** Allowed location codes; two integers an entry: start, bytes. */
  allowedCount: number;
  allowed: Int32Array;
  /**
   * Exclusions; four integers an entry: code start, code bytes, item id low, item id high (0: the
   * whole order).
   */
  excludedCount: number;
  excluded: Int32Array;
  /** The same for future stock. */
  futureExcludedCount: number;
  futureExcluded: Int32Array;
  /**
   * Tags of the order (line -1), then those of the lines in their order; a later entry of a key
   * replaces an earlier one. Five integers an entry, as in `custom`.
   */
  tagCount: number;
  tags: Int32Array;
  /**
   * Values of extensible attributes, one entry each, in the order of the request: of the order
   * (ATTRIBUTE_OWNER.order), the customer, or a line (its number). Five integers an entry: owner,
   * name start, name bytes, value start, value bytes.
   */
  attributeCount: number;
  attributes: Int32Array;
  /** By line: where its entries begin and end in `attributes`; they lie together. */
  readonly lineAttributeStart: Int32Array;
  readonly lineAttributeEnd: Int32Array;
  /**
   * What the caller knows of locations: two integers an entry (code start, code bytes), and by
   * entry where its rates end in the columns below. Scores and factors are NaN where not given.
   */
  locationInputCount: number;
  locationInputs: Int32Array;
  locationRateEnd: Int32Array;
  locationModelScore: Float64Array;
  locationCostFactor: Float64Array;
  /** Rates: four integers an entry: carrier start, carrier bytes, service start, service bytes. */
  rateCount: number;
  rates: Int32Array;
  ratePriceMinor: Float64Array;
  rateTransitDays: Int32Array;

  /**
   * Whether the request says anything of its customer. Where not, the other columns of the customer
   * are those of one of whom nothing is known.
   */
  hasCustomer: boolean;
  /** Ranges by CUSTOMER_TEXT. */
  readonly customerTexts: Int32Array;
  isTaxExempt: boolean;
  /** One number: epoch milliseconds; NaN where it is unknown. */
  readonly customerSinceMs: Float64Array;
  segmentCount: number;
  readonly segmentStart: Int32Array;
  readonly segmentBytes: Int32Array;

  /**
   * Whether the order is decided again from a record: then the destination, the seed of RANDOM and
   * the verdicts on the city are those that were recorded, and not made from the request.
   */
  isRecorded: boolean;
  recordedSeed: number;
  recordedHasDestination: boolean;
  /** On the unit sphere: x, y, z. */
  readonly recordedPlace: Float64Array;
  /** By `Predicate.cityIndex`: 1 where the predicate held. */
  cityVerdicts: Uint8Array;
  /** Whether the order's hold was active, and which units of the order's products it then held. */
  recordedIsHeld: boolean;
  recordedOwnCount: number;
  recordedOwn: Int32Array;
  /** Who was full: FULL_INTS an entry. */
  recordedFullCount: number;
  recordedFull: Int32Array;
};

/** Owners of extensible attributes that are no line. */
export const ATTRIBUTE_OWNER = { order: -1, customer: -2 } as const;
/** Integers of an entry of `tags` and of `attributes`. */
export const TAG_INTS = 5;
/**
 * Integers of an entry of `recordedOwn`: product, location, segment, units. The product is counted
 * from 0 in the order of the lines that first name the products that are known.
 */
export const OWN_INTS = 4;
/** Integers of an entry of `recordedFull`: a limit's LimitProgram.index, and a location. */
export const FULL_INTS = 2;
/** Integers of an entry of `locationInputs`. */
export const LOCATION_INPUT_INTS = 2;
/** Integers of an entry of `rates`. */
export const RATE_INTS = 4;
/** Integers of an entry of `custom`. */
export const CUSTOM_INTS = 5;
/** Integers of an entry of `allowed`. */
export const ALLOWED_INTS = 2;
/** Integers of an entry of `excluded`. */
export const EXCLUDED_INTS = 4;

/** Columns for one request at a time. */
export function createOrderColumns(): OrderColumns {
  return {
    bytes: new Uint8Array(0),
    messageStart: 0,
    messageBytes: 0,
    kind: 0,
    cutCount: 0,
    cutStart: 0,
    orderType: 0,
    isExpress: false,
    isLogWanted: false,
    hasTotal: false,
    totalMinor: 0,
    hasFraud: false,
    fraud: 0,
    hasCoordinates: false,
    latitude: 0,
    longitude: 0,
    isSuggestionSort: false,
    candidatesMax: 0,
    inventoryRequestType: INVENTORY_REQUEST.any,
    isBundled: false,
    isConsolidationForced: false,
    shipmentsElsewhere: 0,
    maxLocations: 0,
    assignmentsSoFar: 0,
    pickupLocationId: 0,
    decisionTimeMs: new Float64Array(1).fill(Number.POSITIVE_INFINITY),
    futureLimitMs: new Float64Array(1).fill(Number.NaN),
    texts: new Int32Array(ORDER_TEXT_COUNT * 2),
    ...createLineColumns(),
    customCount: 0,
    custom: new Int32Array(64 * CUSTOM_INTS),
    allowedCount: 0,
    allowed: new Int32Array(64 * ALLOWED_INTS),
    excludedCount: 0,
    excluded: new Int32Array(64 * EXCLUDED_INTS),
    futureExcludedCount: 0,
    futureExcluded: new Int32Array(16 * EXCLUDED_INTS),
    tagCount: 0,
    tags: new Int32Array(64 * TAG_INTS),
    attributeCount: 0,
    attributes: new Int32Array(64 * TAG_INTS),
    locationInputCount: 0,
    locationInputs: new Int32Array(64 * LOCATION_INPUT_INTS),
    locationRateEnd: new Int32Array(64),
    locationModelScore: new Float64Array(64),
    locationCostFactor: new Float64Array(64),
    rateCount: 0,
    rates: new Int32Array(64 * RATE_INTS),
    ratePriceMinor: new Float64Array(64),
    rateTransitDays: new Int32Array(64),
    hasCustomer: false,
    customerTexts: new Int32Array(CUSTOMER_TEXT_COUNT * 2),
    isTaxExempt: false,
    customerSinceMs: new Float64Array(1).fill(Number.NaN),
    segmentCount: 0,
    segmentStart: new Int32Array(CUSTOMER_SEGMENTS_MAX),
    segmentBytes: new Int32Array(CUSTOMER_SEGMENTS_MAX),
    ...createRecordedColumns(),
  };
}

function createRecordedColumns() {
  return {
    isRecorded: false,
    recordedSeed: 0,
    recordedHasDestination: false,
    recordedPlace: new Float64Array(3),
    cityVerdicts: new Uint8Array(0),
    recordedIsHeld: false,
    recordedOwnCount: 0,
    recordedOwn: new Int32Array(0),
    recordedFullCount: 0,
    recordedFull: new Int32Array(0),
  };
}

function createLineColumns() {
  const ints = () => new Int32Array(LINES_MAX);
  const doubles = () => new Float64Array(LINES_MAX);
  return {
    lineCount: 0,
    itemIdLow: ints(),
    itemIdHigh: ints(),
    quantity: ints(),
    lineFlags: ints(),
    upcStart: ints(),
    upcBytes: ints(),
    skuStart: ints(),
    skuBytes: ints(),
    partNumberStart: ints(),
    partNumberBytes: ints(),
    itemDependency: ints(),
    titleStart: ints(),
    titleBytes: ints(),
    weightGrams: doubles(),
    lengthCm: doubles(),
    widthCm: doubles(),
    heightCm: doubles(),
    lineAttributeStart: ints(),
    lineAttributeEnd: ints(),
  };
}

/**
 * The column, or a copy twice as long where `count` entries of `intsPerEntry` do not fit. Rare:
 * sizes stay.
 */
export function roomFor(column: Int32Array, count: number, intsPerEntry: number): Int32Array {
  if (count * intsPerEntry <= column.length) return column;
  const grown = new Int32Array(Math.max(column.length * 2, count * intsPerEntry));
  grown.set(column);
  return grown;
}

/** The column, or a copy at least twice as long where `count` doubles do not fit. */
export function roomForDoubles(column: Float64Array, count: number): Float64Array {
  if (count <= column.length) return column;
  const grown = new Float64Array(Math.max(column.length * 2, count));
  grown.set(column);
  return grown;
}
