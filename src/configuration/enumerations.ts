// What the names of the contract's enumerations mean to the program: their numbers, and what each
// after-action does.

import {
  OPERATOR,
  ORDER_TYPE,
  SORT,
  STATE_CHANGE,
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
export const RESTART = { startAtBeginning: 1, currentGroup: 2 } as const;

/** RestartAttempt. */
export const RESTARTS = enumeration('RestartAttempt', 'RESTART_ATTEMPT_', {
  START_AT_BEGINNING: RESTART.startAtBeginning,
  CURRENT_GROUP: RESTART.currentGroup,
});

/** CandidateSortStrategy. */
export const STRATEGIES = enumeration('CandidateSortStrategy', 'CANDIDATE_SORT_STRATEGY_', {
  MINIMIZE_SHIPMENTS: 1,
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
});

const CANCEL_ORDER = 9;
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

/** What the action with this number of FailoverAction, 1 to 9, does. */
export function afterActionOf(action: number, isFromBeginning: boolean): AfterActionProgram {
  if (action === CANCEL_ORDER) {
    return {
      kind: 'cancel-order',
      isQuantitySplit: false,
      isIfFulfilled: false,
      restState: STATE_CHANGE.none,
      isFromBeginning: false,
    };
  }
  const restState = REST_STATES[(action - 1) % REST_STATES.length];
  return {
    kind: 'split',
    isQuantitySplit: action >= FIRST_QUANTITY_SPLIT,
    isIfFulfilled: restState === STATE_CHANGE.none,
    restState,
    isFromBeginning,
  };
}

/**
 * The number of a name of `names`; 0 where it is absent or unspecified. The document is valid: no
 * other name is there.
 */
export function numberOf(names: Enumeration, name: string | undefined): number {
  return name === undefined ? 0 : (names.numbers.get(name) ?? 0);
}
