// The limits of the contract and of shared memory, each with its reason. Nothing is capped in
// silence.

/** Lines of an order; more is refused. */
export const LINES_MAX = 2000;
/** Units of a line; more is refused. */
export const QUANTITY_MAX = 1_000_000;
/** Orders of a batch; more is refused. */
export const BATCH_ORDERS_MAX = 1000;
/** Candidates of an answer; more is refused. */
export const CANDIDATES_MAX = 1000;
/** Candidates of an answer that names no number. */
export const CANDIDATES_DEFAULT = 100;
/** Bytes of an order, cart, external or request id. */
export const ID_BYTES_MAX = 64;
/** Segments of an order's customer; more is refused. */
export const CUSTOMER_SEGMENTS_MAX = 100;
/** Bytes of a location or product code. */
export const CODE_BYTES_MAX = 64;
/** Bytes of a name, note or list value. */
export const TEXT_BYTES_MAX = 255;
/**
 * Units that infinite stock counts as where a number is needed; above any order (2,000 lines of
 * 1,000,000).
 */
export const INFINITE_UNITS = 4_000_000_000;
/** Units of a count in a stock row. */
export const COUNT_MAX = 1_000_000_000;
/** Locations of a tenant. */
export const LOCATIONS_MAX = 65_536;
/** Products of a tenant. */
export const PRODUCTS_MAX = 4_000_000;
/** Stock rows of a tenant. */
export const ROWS_MAX = 64_000_000;
/** Segments of a tenant. None is ever forgotten, and each is small: this many are a slip. */
export const SEGMENTS_MAX = 65_536;
/** Sets of row attributes of a tenant. None is ever forgotten. */
export const ATTRIBUTE_SETS_MAX = 1_000_000;
/**
 * Words of row attributes and of the filters on them, of a tenant. None is forgotten while the
 * process runs; a map of texts holds no more than four times as many.
 */
export const WORDS_MAX = 4_000_000;
/** Bytes of a filter's custom value: a list of values that is longer belongs into a data list. */
export const OPERAND_BYTES_MAX = 65_536;
/** Data lists of a configuration. */
export const DATA_LISTS_MAX = 1000;
/** Entries of a data list. */
export const LIST_ENTRIES_MAX = 100_000;
/** Filters of a configuration. */
export const FILTERS_MAX = 10_000;
/** Location groups of a configuration: each keeps a rank for every location. */
export const GROUPS_MAX = 1000;
/** Routes of a configuration. */
export const ROUTES_MAX = 1000;
/** Listed locations of a group, and excluded ones; a default group reaches more without a list. */
export const GROUP_LOCATIONS_MAX = 10_000;
/** The highest rank of a group or of a listed location: those counted on from it stay 32-bit. */
export const RANK_MAX = 1_000_000;
/** Bytes that decision records are bounded by at least: less would hold no busy minute. */
export const RECORD_BYTES_MIN = 1_048_576;
/** Days that records and the ledger are kept at most: ten years. */
export const KEPT_DAYS_MAX = 3650;
