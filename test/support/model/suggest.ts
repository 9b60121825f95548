// Where should each line of an order ship from? The reference that the engine is compared with:
// plain and slow. Must not know: the engine, and how bytes are read.

import { answerOf } from './answer.js';
import { consolidationPoint } from './consolidate.js';
import type { PostalTable } from './geography.js';
import { postalTable } from './geography.js';
import type { Ledger } from './ledger.js';
import { commit, openLedger, openLines, settle } from './ledger.js';
import { linesAlike, rowsOfLines, type RowsByLine } from './lines.js';
import type {
  ModelDecision,
  ModelWorld,
  OrderType,
  Route,
  StateChange,
  SuggestRoutingRequest,
} from './messages.js';
import type { Order } from './order.js';
import { readOrder, warningsOf } from './order.js';
import { buildPool, isExcluded, placeOf } from './pool.js';
import { routeFor } from './routes.js';
import type { Stock } from './stock.js';
import { readStock } from './stock.js';
import type { Trace } from './trace.js';
import { silentTrace } from './trace.js';
import { walkGroups } from './walk.js';

/** All that one decision is made of. */
interface Decision {
  world: ModelWorld;
  order: Order;
  stock: Stock;
  table: PostalTable;
  ledger: Ledger;
  trace: Trace;
}

/**
 * Decides one valid order; `requestBytes` is the encoded request, the seed of RANDOM where the
 * order has no id. Throws ModelTooLarge where a split has too many ways to be tried.
 */
export function modelSuggest(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  requestBytes: Uint8Array,
  trace: Trace = silentTrace,
): ModelDecision {
  const { settings } = world.configuration;
  const stock = readStock(world, request.holdId);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, requestBytes, stock, table, trace);
  const ledger = openLedger(settings, order);
  const decision: Decision = { world, order, stock, table, ledger, trace };
  const limit = settings?.autoAssignLimit ?? 0;
  if (limit > 0 && (request.assignmentsSoFar ?? 0) > limit) {
    trace('limit:auto-assign');
    settle(ledger, order.lines, stateOr(settings?.tooManyAssignsAction));
    const answer = answerOf(order, ledger, undefined);
    return { ...answer, warnings: warningsOf(order, world, false) };
  }
  const route = routeFor(world.configuration, request, trace);
  decideLines(decision, route);
  const fallback = stateOr(settings?.defaultStateChange);
  const undecided = openLines(order.lines, ledger);
  if (undecided.length > 0) trace(`default:${fallback}`);
  settle(ledger, undecided, fallback);
  const type = decidedBy(order, route);
  return {
    ...(type === undefined ? {} : { route: type }),
    ...answerOf(order, ledger, consolidationPoint(world, order, ledger, table, trace)),
    warnings: warningsOf(order, world, route === undefined),
  };
}

/** The shopper's store, then the groups on stock that is there, then on stock to come. */
function decideLines(decision: Decision, route: Route | undefined): void {
  const { ledger, order, stock, trace } = decision;
  const rows = rowsOfLines(order.lines, stock, 'now', undefined, trace);
  if (order.orderType === 'ORDER_TYPE_BOPIS') takeFromStore(decision, rows);
  if (route === undefined) return;
  const { excludedLocations, futureExcludedLocations, futureDateLimitEpochMs } = order.request;
  const open = openLines(order.lines, ledger);
  const pool = buildPool(
    decision.world,
    { order, open, rows, exclusions: excludedLocations ?? [] },
    decision.table,
    trace,
  );
  if (walkGroups({ ...decision, pool }, ledger, route, open) === 'stopped') return;
  const waiting = openLines(order.lines, ledger).filter(
    (line) => line.item.futureOrderable === true && line.product !== undefined,
  );
  if (waiting.length === 0) return;
  trace('future:pass');
  const takers = linesAlike(order.lines, waiting);
  const future = rowsOfLines(takers, stock, 'future', futureDateLimitEpochMs, trace);
  const futurePool = buildPool(
    decision.world,
    { order, open: waiting, rows: future, exclusions: futureExcludedLocations ?? [] },
    decision.table,
    trace,
  );
  const end = walkGroups({ ...decision, pool: futurePool }, ledger, route, waiting);
  const isServed = ledger.takes.some((take) => take.futureEpochMs !== undefined);
  trace(`future:${isServed ? 'served' : 'not-served'}:${end}`);
}

/** What the shopper's store has of each line, where it may give anything. */
function takeFromStore(decision: Decision, rows: RowsByLine): void {
  const { ledger, order, trace } = decision;
  const store = order.pickupStore;
  const exclusions = order.request.excludedLocations ?? [];
  if (store === undefined) return trace('bopis:unknown');
  if (store.active === false || store.pickup !== true) return trace('bopis:incapable');
  if (isExcluded(store, exclusions)) return trace('bopis:excluded');
  if (ledger.limits.locationsOfOrder < 1) return trace('bopis:limit');
  const place = placeOf(store, order, decision.table);
  for (const line of order.lines) {
    const row = rows.get(line)?.get(store.code);
    const units = isExcluded(store, exclusions, line) ? 0 : Math.min(line.need, row?.left ?? 0);
    trace(`bopis:${units === 0 ? 'nothing' : units < line.need ? 'some' : 'all'}`);
    if (row !== undefined && units > 0) commit(ledger, [{ line, place, row, units }], true);
  }
}

function decidedBy(order: Order, route: Route | undefined): OrderType | undefined {
  return order.orderType === 'ORDER_TYPE_BOPIS' ? order.orderType : route?.orderType;
}

function stateOr(state: StateChange | undefined): StateChange {
  const isGiven = state !== undefined && state !== 'STATE_CHANGE_UNSPECIFIED';
  return isGiven ? state : 'STATE_CHANGE_CUSTOMER_CARE';
}
