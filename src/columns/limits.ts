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
/** Tags of a segment that an order or a line asks for; more is refused. */
export const TAGS_MAX = 16;
/** Bytes of the key and of the value of such a tag. */
export const TAG_BYTES_MAX = 64;
/** Locations that a request says something of; more is refused. */
export const LOCATION_INPUTS_MAX = 1000;
/** Rates of such a location; more is refused. */
export const LOCATION_RATES_MAX = 100;
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
/**
 * Segments of a tenant, one for each set of tags and time of future stock. None is ever forgotten,
 * and each is small: this many are a slip.
 */
export const SEGMENTS_MAX = 1_000_000;
/** Sets of row attributes of a tenant. None is ever forgotten. */
export const ATTRIBUTE_SETS_MAX = 1_000_000;
/**
 * Words of row attributes and of the filters on them, of a tenant. None is forgotten while the
 * process runs; a map of texts holds no more than four times as many.
 */
export const WORDS_MAX = 4_000_000;
/** Extensible attributes of whatever has them; more are refused. */
export const EXTENSIBLE_ATTRIBUTES_MAX = 100;
/** Values of an extensible attribute; more are refused. */
export const EXTENSIBLE_VALUES_MAX = 100;
/** Hours, days, weeks or months of a fulfilment limit; more is refused. */
export const DURATIONS_MAX = 1000;
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
/** Data sets of a configuration. */
export const DATA_SETS_MAX = 100;
/** Columns of a data set. */
export const DATA_SET_COLUMNS_MAX = 32;
/** Rows of a data set. */
export const DATA_SET_ROWS_MAX = 50_000;
/** Rate cards of a configuration: a score asks each of them for each candidate. */
export const RATE_CARDS_MAX = 1000;
/** Weight bands of a rate card. */
export const WEIGHT_BANDS_MAX = 64;
/** Zones of a rate card. */
export const RATE_ZONES_MAX = 256;
/** Conditions of one kind of a zone: countries, or beginnings of postal codes. */
export const ZONE_CONDITIONS_MAX = 10_000;
/**
 * The price of a parcel in minor units: that of all parcels of the largest order stays within 64
 * bits.
 */
export const PRICE_MINOR_MAX = 1_000_000_000;
/** A parcel in a route's cost, in minor units. */
export const PARCEL_MINOR_MAX = 100_000_000;
/**
 * A unit in a route's cost, and a unit for each kilometre, in minor units: what two million units
 * from the other side of the Earth cost is a whole number of thousandths.
 */
export const UNIT_MINOR_MAX = 1_000_000;
/** See above. */
export const UNIT_KM_MINOR_MAX = 100;
/** Days on the way. */
export const TRANSIT_DAYS_MAX = 1000;
/** The largest coefficient of a score. */
export const COEFFICIENT_MAX = 1000;
/** Nodes of a filter tree. */
export const TREE_NODES_MAX = 256;
/** Keys of a group's sort: each has a column of numbers over the candidates. */
export const SORT_KEYS_MAX = 16;
/** Entries of the retailer's list of exclusions. */
export const RETAILER_EXCLUSIONS_MAX = 50_000;
/** Listed locations of a group, and excluded ones; a default group reaches more without a list. */
export const GROUP_LOCATIONS_MAX = 10_000;
/** The highest rank of a group or of a listed location: those counted on from it stay 32-bit. */
export const RANK_MAX = 1_000_000;
/** Bytes that decision records are bounded by at least: less would hold no busy minute. */
export const RECORD_BYTES_MIN = 1_048_576;
/** Days that records and the ledger are kept at most: ten years. */
export const KEPT_DAYS_MAX = 3650;
/** Hours that answers are kept by their idempotency keys at most: a year. */
export const IDEMPOTENCY_HOURS_MAX = 8760;
/** Events that are kept of a tenant at most. */
export const EVENTS_KEPT_MAX = 1_000_000_000;
/** Rows of one adjustment, deletion or block, and lines of a transfer; more are refused. */
export const STOCK_CHANGES_MAX = 1000;
/** How long a hold may hold. */
export const HOLD_MS_MAX = 30 * 86_400_000;
/** How long a hold holds that does not say. */
export const HOLD_MS_DEFAULT = 15 * 60_000;
/** Active holds of a tenant; more are refused. */
export const HOLDS_MAX = 1_000_000;
/** Rows of all active holds of a tenant together, a row for each hold of it; more are refused. */
export const HELD_ROWS_MAX = 16_000_000;
