// What the names of the contract's enumerations mean to the program: their numbers, and what each
// after-action does.

import { INVENTORY_REQUEST } from '../columns/order.js';
import {
  OPERATOR,
  ORDER_TYPE,
  SORT,
  STATE_CHANGE,
  STRATEGY,
  type AfterActionProgram,
} from '../columns/program.js';

/**
 * An enumeration of the contract: the names that may be given, with their numbers. 0 is never in
 * `numbers`.
 */
export type Enumeration = {
  readonly title: string;
  /** The name that stands for a value that is not given. */
  readonly unspecified: string;
  readonly numbers: ReadonlyMap<string, number>;
};

function enumeration(
  title: string,
  prefix: string,
  numbers: Readonly<Record<string, number>>,
): Enumeration {
  const names = Object.entries(numbers).map(([name, number]) => [prefix + name, number] as const);
  return { title, unspecified: `${prefix}UNSPECIFIED`, numbers: new Map(names) };
}

/** OrderType. */
export const ORDER_TYPES = enumeration('OrderType', 'ORDER_TYPE_', {
  DIRECTSHIP: ORDER_TYPE.directShip,
  TRANSFER: ORDER_TYPE.transfer,
  STH_CONSOLIDATED: ORDER_TYPE.sthConsolidated,
  RETURN: ORDER_TYPE.return,
  DISPOSITION: ORDER_TYPE.disposition,
  DELIVERY: ORDER_TYPE.delivery,
  BOPIS: ORDER_TYPE.bopis,
});

/** InventoryRequestType. */
export const INVENTORY_REQUESTS = enumeration('InventoryRequestType', 'INVENTORY_REQUEST_TYPE_', {
  ALL: INVENTORY_REQUEST.all,
  PARTIAL: INVENTORY_REQUEST.partial,
  ANY: INVENTORY_REQUEST.any,
  ALL_STORES: INVENTORY_REQUEST.allStores,
});

/** StateChange. */
export const STATE_CHANGES = enumeration('StateChange', 'STATE_CHANGE_', {
  CANCEL: STATE_CHANGE.cancel,
  CUSTOMER_CARE: STATE_CHANGE.customerCare,
  AVAILABLE: STATE_CHANGE.available,
  BACKORDER: STATE_CHANGE.backorder,
});

/** The numbers of RecordMode. */
export const RECORD_MODE = { all: 1, share: 2, onRequest: 3 } as const;

/** RecordMode. */
export const RECORD_MODES = enumeration('RecordMode', 'RECORD_MODE_', {
  ALL: RECORD_MODE.all,
  SHARE: RECORD_MODE.share,
  ON_REQUEST: RECORD_MODE.onRequest,
});

/** The numbers of DataListType. */
export const LIST_TYPE = { string: 1, number: 2, location: 3, date: 4 } as const;

/** DataListType. */
export const LIST_TYPES = enumeration('DataListType', 'DATA_LIST_TYPE_', {
  STRING: LIST_TYPE.string,
  NUMBER: LIST_TYPE.number,
  LOCATION: LIST_TYPE.location,
  DATE: LIST_TYPE.date,
});

/** FilterOperator. */
export const OPERATORS = enumeration('FilterOperator', 'FILTER_OPERATOR_', {
  EQUAL: OPERATOR.equal,
  NOT_EQUAL: OPERATOR.notEqual,
  GREATER_THAN: OPERATOR.greaterThan,
  LESS_THAN: OPERATOR.lessThan,
  GREATER_OR_EQUAL: OPERATOR.greaterOrEqual,
  LESS_OR_EQUAL: OPERATOR.lessOrEqual,
  IN: OPERATOR.in,
  NOT_IN: OPERATOR.notIn,
  BETWEEN: OPERATOR.between,
  STARTS_WITH: OPERATOR.startsWith,
  ENDS_WITH: OPERATOR.endsWith,
  CONTAINS: OPERATOR.contains,
  DOES_NOT_CONTAIN: OPERATOR.doesNotContain,
  SUBSET: OPERATOR.subset,
});

/** The numbers of MeasureUnit. */
export const UNIT = {
  mi: 1,
  km: 2,
  m: 3,
  cm: 4,
  in: 5,
  ft: 6,
  g: 7,
  kg: 8,
  oz: 9,
  lb: 10,
} as const;

/** MeasureUnit. */
export const UNITS = enumeration('MeasureUnit', 'MEASURE_UNIT_', {
  MI: UNIT.mi,
  KM: UNIT.km,
  M: UNIT.m,
  CM: UNIT.cm,
  IN: UNIT.in,
  FT: UNIT.ft,
  G: UNIT.g,
  KG: UNIT.kg,
  OZ: UNIT.oz,
  LB: UNIT.lb,
});

/** SortType. */
export const SORTS = enumeration('SortType', 'SORT_TYPE_', {
  RANK: SORT.rank,
  DISTANCE: SORT.distance,
  LTD: SORT.ltd,
  LOWEST_AVAILABLE: SORT.lowestAvailable,
  HIGHEST_AVAILABLE: SORT.highestAvailable,
  RANDOM: SORT.random,
  COST: SORT.cost,
  DATA_SET: SORT.dataSet,
  EXCESS_COUNT: SORT.excessCount,
  EXCESS_PERCENTAGE: SORT.excessPercentage,
  SCORE: SORT.score,
});

/** The numbers of ScoreMode. */
export const SCORE_MODE = { relative: 1, published: 2 } as const;

/** ScoreMode. */
export const SCORE_MODES = enumeration('ScoreMode', 'SCORE_MODE_', {
  RELATIVE: SCORE_MODE.relative,
  PUBLISHED: SCORE_MODE.published,
});

/** The numbers of LogicalOperator. */
export const LOGICAL_OPERATOR = { and: 1, or: 2 } as const;

/** LogicalOperator. */
export const LOGICAL_OPERATORS = enumeration('LogicalOperator', 'LOGICAL_OPERATOR_', {
  AND: LOGICAL_OPERATOR.and,
  OR: LOGICAL_OPERATOR.or,
});

/** The numbers of DataSetColumnType. */
export const COLUMN_TYPE = { number: 1, string: 2 } as const;

/** DataSetColumnType. */
export const COLUMN_TYPES = enumeration('DataSetColumnType', 'DATA_SET_COLUMN_TYPE_', {
  NUMBER: COLUMN_TYPE.number,
  STRING: COLUMN_TYPE.string,
});

/** ProductIdentifierMapping. */
export const IDENTIFIER_MAPPINGS = enumeration(
  'ProductIdentifierMapping',
  'PRODUCT_IDENTIFIER_MAPPING_',
  {
    UPC_ONLY: 1,
    SKU_ONLY: 2,
    PART_NUMBER_ONLY: 3,
    PART_NUMBER_AND_UPC: 4,
    PART_NUMBER_AND_SKU: 5,
    UPC_AND_SKU: 6,
    PART_NUMBER_AND_UPC_AND_SKU: 7,
  },
);

/** The numbers of FulfillmentLimitType. */
export const LIMIT_TYPE = { orders: 1, items: 2, value: 3 } as const;

/** FulfillmentLimitType. */
export const LIMIT_TYPES = enumeration('FulfillmentLimitType', 'FULFILLMENT_LIMIT_TYPE_', {
  ORDERS: LIMIT_TYPE.orders,
  ITEMS: LIMIT_TYPE.items,
  VALUE: LIMIT_TYPE.value,
});

/** DurationUnit. */
export const DURATION_UNITS = enumeration('DurationUnit', 'DURATION_UNIT_', {
  HOUR: 1,
  DAY: 2,
  WEEK: 3,
  MONTH: 4,
});

/** The numbers of LimitPeriod. */
export const LIMIT_PERIOD = { calendar: 1, rolling: 2 } as const;

/** LimitPeriod. */
export const LIMIT_PERIODS = enumeration('LimitPeriod', 'LIMIT_PERIOD_', {
  CALENDAR: LIMIT_PERIOD.calendar,
  ROLLING: LIMIT_PERIOD.rolling,
});

/** The numbers of SortDirection. */
export const DIRECTION = { natural: 1, ascending: 2, descending: 3 } as const;

/** SortDirection. */
export const DIRECTIONS = enumeration('SortDirection', 'SORT_DIRECTION_', {
  NATURAL: DIRECTION.natural,
  ASCENDING: DIRECTION.ascending,
  DESCENDING: DIRECTION.descending,
});

/** The numbers of RestartAttempt. */
export const RESTART = { startAtBeginning: 1, currentGroup: 2, groupRank: 3 } as const;

/** RestartAttempt. */
export const RESTARTS = enumeration('RestartAttempt', 'RESTART_ATTEMPT_', {
  START_AT_BEGINNING: RESTART.startAtBeginning,
  CURRENT_GROUP: RESTART.currentGroup,
  GROUP_RANK: RESTART.groupRank,
});

/** CandidateSortStrategy. */
export const STRATEGIES = enumeration('CandidateSortStrategy', 'CANDIDATE_SORT_STRATEGY_', {
  MINIMIZE_SHIPMENTS: STRATEGY.minimizeShipments,
  GROUP_RANK_AND_QUANTITY: STRATEGY.groupRankAndQuantity,
  QUANTITY: STRATEGY.quantity,
  DISTANCE: STRATEGY.distance,
  MINIMIZE_COST: STRATEGY.minimizeCost,
});

/** FailoverAction. */
export const ACTIONS = enumeration('FailoverAction', 'FAILOVER_ACTION_', {
  LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED: 1,
  LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY: 2,
  LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY: 3,
  LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY: 4,
  QUANTITY_SPLIT_ASSIGN_IF_FULFILLED: 5,
  QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY: 6,
  QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY: 7,
  QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY: 8,
  CANCEL_ORDER: 9,
  ASSIGN_TO_CUSTOMER_CARE: 10,
  ASSIGN_TO_BACKORDER: 11,
  ASSIGN_TO_GROUP: 12,
  SEND_ORDER_TO_BIDDING: 13,
});

/** The number of ASSIGN_TO_GROUP. */
export const ASSIGN_TO_GROUP = 12;

const FIRST_QUANTITY_SPLIT = 5;
/**
 * What the four splits of a mode leave the rest in, in the order of their numbers; none: routing
 * goes on.
 */
const REST_STATES = [
  STATE_CHANGE.none,
  STATE_CHANGE.cancel,
  STATE_CHANGE.backorder,
  STATE_CHANGE.customerCare,
];
/** What the actions behind the splits do, from 9 on. */
const OTHER_KINDS = ['settle', 'settle', 'settle', 'go-to-group', 'bidding'] as const;
const OTHER_STATES = [
  STATE_CHANGE.cancel,
  STATE_CHANGE.customerCare,
  STATE_CHANGE.backorder,
  STATE_CHANGE.none,
  STATE_CHANGE.available,
];
const FIRST_OTHER = 9;

/** What the action with this number of FailoverAction, 1 to 13, does with groups `range`. */
export function afterActionOf(
  action: number,
  range: { readonly firstGroup: number; readonly lastGroup: number },
): AfterActionProgram {
  if (action >= FIRST_OTHER) {
    return {
      kind: OTHER_KINDS[action - FIRST_OTHER],
      isQuantitySplit: false,
      isIfFulfilled: false,
      restState: OTHER_STATES[action - FIRST_OTHER],
      ...range,
    };
  }
  const restState = REST_STATES[(action - 1) % REST_STATES.length];
  return {
    kind: 'split',
    isQuantitySplit: action >= FIRST_QUANTITY_SPLIT,
    isIfFulfilled: restState === STATE_CHANGE.none,
    restState,
    ...range,
  };
}

/**
 * The number of a name of `names`; 0 where it is absent or unspecified. The document is valid: no
 * other name is there.
 */
export function numberOf(names: Enumeration, name: string | undefined): number {
  return name === undefined ? 0 : (names.numbers.get(name) ?? 0);
}
