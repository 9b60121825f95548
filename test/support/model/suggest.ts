// Where should each line of an order ship from? The reference that the engine is compared with:
// plain and slow. Must not know: the engine, and how bytes are read.

import { postalTable } from './geography.js';
import type { Scene, Survivor } from './groups.js';
import { groupsOf, routeFor, survey } from './groups.js';
import type {
  AfterAction,
  LocationGroup,
  ModelDecision,
  ModelWorld,
  StateChange,
  SuggestRoutingRequest,
} from './messages.js';
import type { Line } from './order.js';
import { readOrder, warningsOf } from './order.js';
import { buildPool } from './pool.js';
import type { SplitRules, Take } from './split.js';
import { searchSplit, uniteGroups } from './split.js';
import { readStock } from './stock.js';
import type { Trace } from './trace.js';
import { silentTrace } from './trace.js';

/** What has been decided so far; lines that are not settled are open in full. */
interface Ledger {
  takes: Take[];
  states: Map<Line, StateChange>;
  settled: Set<Line>;
}

/**
 * Decides one valid order; `requestBytes` is the encoded request, the seed of RANDOM where the
 * order has no id. Throws on an order type that is not served.
 */
export function modelSuggest(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  requestBytes: Uint8Array,
  trace: Trace = silentTrace,
): ModelDecision {
  const stock = readStock(world.inventory);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, requestBytes, stock, table);
  const route = routeFor(world.configuration, order.orderType);
  const ledger: Ledger = { takes: [], states: new Map(), settled: new Set() };
  if (route !== undefined) {
    const pool = buildPool(world, order, stock, table, trace);
    const groups = groupsOf(world.configuration, route);
    walkGroups({ world, order, pool, trace }, groups, ledger);
  }
  const given = world.configuration.settings?.defaultStateChange ?? 'STATE_CHANGE_UNSPECIFIED';
  const fallback = given === 'STATE_CHANGE_UNSPECIFIED' ? 'STATE_CHANGE_CUSTOMER_CARE' : given;
  for (const line of openLines(order.lines, ledger)) {
    trace(`default:${fallback}`);
    ledger.states.set(line, fallback);
  }
  return {
    ...(route === undefined ? {} : { route: order.orderType }),
    ...answer(order.lines, ledger),
    warnings: warningsOf(order, world, route !== undefined),
  };
}

function walkGroups(scene: Scene, groups: LocationGroup[], ledger: Ledger): void {
  for (const group of groups) {
    const open = openLines(scene.order.lines, ledger);
    if (open.length === 0) return;
    const survivors = survey(scene, group, open);
    if (survivors === undefined) continue;
    const full = survivors.find((survivor) => coversAll(survivor, open));
    if (full !== undefined) {
      scene.trace('full-match');
      for (const { line, place, row } of full.pairs) {
        commit(ledger, [{ line, place, row, units: line.quantity }]);
        ledger.settled.add(line);
      }
      return;
    }
    const slot = survivors.length > 0 ? 'partial' : 'none';
    const action = slot === 'partial' ? group.afterActionPartial : group.afterActionNone;
    scene.trace(
      `action:${slot}:${action?.action ?? 'absent'}:${action?.restartAttempt ?? 'absent'}`,
    );
    if (runAction(scene, action, group, groups, ledger) === 'stop') return;
  }
}

function coversAll(survivor: Survivor, open: Line[]): boolean {
  if (survivor.pairs.length < open.length) return false;
  return survivor.pairs.every(({ row }) => {
    const sharing = survivor.pairs.filter((pair) => pair.row === row);
    return sharing.reduce((sum, pair) => sum + pair.line.quantity, 0) <= row.left;
  });
}

function runAction(
  scene: Scene,
  after: AfterAction | undefined,
  group: LocationGroup,
  groups: LocationGroup[],
  ledger: Ledger,
): 'next-group' | 'stop' {
  const action = (after?.action ?? 'FAILOVER_ACTION_UNSPECIFIED').replace('FAILOVER_ACTION_', '');
  if (action === 'UNSPECIFIED') return 'next-group';
  const open = openLines(scene.order.lines, ledger);
  if (action === 'CANCEL_ORDER') {
    settleRest(ledger, open, 'STATE_CHANGE_CANCEL');
    return 'stop';
  }
  const fromStart = after?.restartAttempt === 'RESTART_ATTEMPT_START_AT_BEGINNING';
  const candidates = uniteGroups(scene, fromStart ? groups : [group], open);
  const rules = rulesOf(action);
  const takes = searchSplit(candidates, open, rules, scene.trace);
  scene.trace(`split:${rules.mode}:${new Set(takes.map((take) => take.place)).size}`);
  commit(ledger, takes);
  if (!rules.ifFulfilled) {
    settleRest(ledger, open, stateOf(action));
    return 'stop';
  }
  for (const take of takes) ledger.settled.add(take.line);
  return 'next-group';
}

function rulesOf(action: string): SplitRules {
  return {
    mode: action.startsWith('LINE_ITEM_SPLIT_') ? 'line' : 'quantity',
    ifFulfilled: action.endsWith('_ASSIGN_IF_FULFILLED'),
  };
}

function stateOf(action: string): StateChange {
  if (action.endsWith('_CANCEL_WITHOUT_INVENTORY')) return 'STATE_CHANGE_CANCEL';
  if (action.endsWith('_BACKORDER_WITHOUT_INVENTORY')) return 'STATE_CHANGE_BACKORDER';
  if (action.endsWith('_CUSTOMER_CARE_WITHOUT_INVENTORY')) return 'STATE_CHANGE_CUSTOMER_CARE';
  throw new Error(`unknown action ${action}`);
}

function openLines(lines: Line[], ledger: Ledger): Line[] {
  return lines.filter((line) => !ledger.settled.has(line));
}

function commit(ledger: Ledger, takes: Take[]): void {
  for (const take of takes) take.row.left -= take.units;
  ledger.takes.push(...takes);
}

function settleRest(ledger: Ledger, open: Line[], state: StateChange): void {
  for (const line of open) {
    ledger.states.set(line, state);
    ledger.settled.add(line);
  }
}

function answer(
  lines: Line[],
  ledger: Ledger,
): Pick<ModelDecision, 'assignments' | 'stateChanges'> {
  const decision: Pick<ModelDecision, 'assignments' | 'stateChanges'> = {
    assignments: [],
    stateChanges: [],
  };
  for (const line of lines) {
    let missing = line.quantity;
    for (const take of ledger.takes.filter((each) => each.line === line)) {
      const { distanceKm } = take.place;
      decision.assignments.push({
        orderItemId: line.id,
        locationCode: take.place.location.code,
        quantity: take.units,
        ...(distanceKm === undefined ? {} : { distanceKm }),
      });
      missing -= take.units;
    }
    if (missing === 0) continue;
    decision.stateChanges.push({
      orderItemId: line.id,
      quantity: missing,
      stateChange: allowedState(line, ledger.states.get(line) as StateChange),
    });
  }
  return decision;
}

/** A line that may not wait is looked at by a person instead. */
function allowedState(line: Line, state: StateChange): StateChange {
  const mayWait = line.item.backorderable === true;
  return state === 'STATE_CHANGE_BACKORDER' && !mayWait ? 'STATE_CHANGE_CUSTOMER_CARE' : state;
}
