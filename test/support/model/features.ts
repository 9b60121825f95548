// Which features of routing must random orders reach, and how often at least, as the model counts
// them? Must not know: what they do.

/** All after-actions. */
export const ACTIONS = [
  'LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED',
  'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
  'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
  'CANCEL_ORDER',
  'ASSIGN_TO_CUSTOMER_CARE',
  'ASSIGN_TO_BACKORDER',
  'ASSIGN_TO_GROUP',
  'SEND_ORDER_TO_BIDDING',
] as const;

/** All starts of an action, and all kinds of groups that GROUP_RANK may name. */
export const RESTARTS = [
  'absent',
  'RESTART_ATTEMPT_START_AT_BEGINNING',
  'RESTART_ATTEMPT_CURRENT_GROUP',
  'RESTART_ATTEMPT_GROUP_RANK:known',
  'RESTART_ATTEMPT_GROUP_RANK:inactive',
  'RESTART_ATTEMPT_GROUP_RANK:unknown',
  'RESTART_ATTEMPT_GROUP_RANK:nameless',
] as const;

const STRATEGIES = ['MINIMIZE', 'MINIMIZE_COST', 'GROUP_RANK_AND_QUANTITY', 'QUANTITY', 'DISTANCE'];
const SPLIT_KINDS = ['line:\\w+:free', 'quantity:partial:\\w+', 'quantity:fulfilled:\\w+'];
const SERVED = ['DIRECTSHIP', 'TRANSFER', 'STH_CONSOLIDATED', 'DELIVERY', 'BOPIS'];

/** A pattern of names, and the least number of uses. */
type Feature = readonly [string, number];

const SPLITS: readonly Feature[] = [
  ['split:line:[2-9]', 50],
  ['split:quantity:[2-9]', 100],
  ['split:quantity:[3-9]', 50],
  ['split:\\w+:0', 50],
  ['place:whole:line', 100],
  ['place:whole:bundle', 10],
  ['place:pieces:[2-9]', 50],
  ['place:less-than-all', 3],
  ['greedy:single-location', 5],
  ['greedy:line-left-out', 20],
  ['bundle:(line|quantity):taken', 20],
  ['bundle:(line|quantity):left', 50],
  ...STRATEGIES.flatMap((strategy) =>
    SPLIT_KINDS.map((kind): Feature => [`strategy:${strategy}:${kind}`, 20]),
  ),
  ...STRATEGIES.map((strategy): Feature => [`strategy:${strategy}:quantity:\\w+:atomic`, 20]),
];

const LIMITS: readonly Feature[] = [
  ['limit:auto-assign', 20],
  ['limit:full-match', 10],
  ['limit:greedy', 50],
  ['limit:minimize:order', 20],
  ['limit:minimize:line', 5],
  ['bopis:limit', 1],
  ['consolidation:limit', 1],
  ['retailer:location', 100],
  ['retailer:product', 20],
];

const ORDER_TYPES: readonly Feature[] = [
  ...SERVED.map((type): Feature => [`order-type:ORDER_TYPE_${type}:ORDER_TYPE_${type}`, 100]),
  ['order-type:ORDER_TYPE_STH_CONSOLIDATED:ORDER_TYPE_DIRECTSHIP', 50],
  ['order-type:ORDER_TYPE_(RETURN|DISPOSITION):none', 50],
  ['route:ORDER_TYPE_BOPIS:none', 5],
  ['transfer:ORDER_TYPE_(TRANSFER|BOPIS)', 50],
  ['transfer:ORDER_TYPE_STH_CONSOLIDATED', 20],
  ['transfer:ORDER_TYPE_(DIRECTSHIP|DELIVERY)', 5],
  ['strategy:name:(fits|refused)', 50],
  ['strategy:id:(fits|refused)', 20],
  ['strategy:unknown:refused', 5],
  ['pickup:(code|external|id):known', 100],
  ['pickup:id:unknown', 5],
  ['pickup:external:unknown', 20],
  ['pickup:code:unknown', 20],
  ['bopis:(all|some)', 50],
  ['bopis:some', 10],
  ['bopis:(incapable|unknown)', 50],
  ['bopis:excluded', 1],
  ['consolidation:at-one-of-them', 10],
  ['consolidation:elsewhere', 10],
  ['consolidation:no-point', 20],
  ['consolidation:no-transfer', 5],
  ['consolidation:override:valid', 5],
  ['consolidation:override:invalid', 5],
];

const STOCK: readonly Feature[] = [
  ['request-type:(ALL|PARTIAL|ALL_STORES|ANY)', 500],
  ['request-type:ALL:removed', 50],
  ['request-type:PARTIAL:removed', 50],
  ['request-type:ALL_STORES:removed', 50],
  ['candidates:ALL:removed', 1],
  ['candidates:empty-list', 5],
  ['candidates:future', 20],
  ['rows:merged:now', 100],
  ['rows:merged:future', 100],
  ['rows:two-tag-sets', 50],
  ['mapping:\\w+:first:found', 50],
  ['mapping:\\w+:several:found', 50],
  ['mapping:\\w+:several:disagree', 10],
  ['mapping:\\w+:several:unknown', 1],
  ...['UPC_ONLY', 'SKU_ONLY', 'PART_NUMBER_ONLY', 'PART_NUMBER_AND_UPC'].map(
    (mapping): Feature => [`mapping:${mapping}:\\w+:found`, 20],
  ),
  ...['PART_NUMBER_AND_SKU', 'UPC_AND_SKU', 'PART_NUMBER_AND_UPC_AND_SKU'].map(
    (mapping): Feature => [`mapping:${mapping}:\\w+:found`, 20],
  ),
  ['future:pass', 50],
  ['future:served:\\S+', 20],
  ['future:not-served:\\S+', 20],
  ['future:beyond-limit', 50],
  ['future:ORDER_TYPE_\\w+', 20],
];

const WALKS: readonly Feature[] = [
  ['full-match', 200],
  ['group:skipped', 50],
  ['group:on-hold', 50],
  ['group:full', 50],
  ['guard:entered-again', 50],
  ['bidding:0', 5],
  ['bidding:[12]', 20],
  ['action:(partial|none):absent:absent', 100],
  ['default:STATE_CHANGE_(CANCEL|CUSTOMER_CARE|BACKORDER)', 100],
  ['state:STATE_CHANGE_BACKORDER', 20],
  ['state:STATE_CHANGE_AVAILABLE', 20],
  ['answer:everything', 300],
  ['answer:something', 100],
  ['answer:nothing', 100],
  ['answer:bidding', 20],
  ['order:anonymous', 100],
  ['operand:list:true', 100],
  ['operand:list:false', 100],
  ['unknown:(text|number|custom|date)', 100],
  ['pool:(inactive|capability|foreign|not-allowed|excluded)', 100],
  ['pool:item-excluded', 20],
  ['pool:pickup-store', 20],
  ['pool:express-on-hold', 5],
  ['pool:express-only', 20],
  ['pool:express-absent', 5],
  ['warning:WARNING_REASON_NO_ROUTE', 20],
  ['warning:WARNING_REASON_UNKNOWN_DESTINATION', 20],
  ['warning:WARNING_REASON_UNKNOWN_ALLOWED_LOCATIONS', 2],
  ['warning:WARNING_REASON_UNKNOWN_PICKUP_LOCATION', 20],
  ['warning:WARNING_REASON_UNKNOWN_PRODUCT', 20],
  ['warning:WARNING_REASON_HOLD_ENDED', 20],
  ['hold:active', 200],
  ['candidates:(as-routed|by-distance|cut)', 100],
];

/** All others. */
export const ROUTING_FEATURES: readonly Feature[] = [
  ...WALKS,
  ...SPLITS,
  ...LIMITS,
  ...ORDER_TYPES,
  ...STOCK,
];
