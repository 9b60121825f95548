// What do the groups of a route decide, one after the other?
// Must not know: how a group is filtered and sorted, how a split is found.

import { limitIdOf, survey } from './groups.js';
import { planCosts } from './cost.js';
import type { Ledger } from './ledger.js';
import { commit, mayServe, openLines, settle } from './ledger.js';
import type { Line } from './lines.js';
import type { AfterAction, LocationGroup, Route, StateChange } from './messages.js';
import { coversAll } from './pool.js';
import { costOf, SINGLE } from './proofs.js';
import { groupsFrom, groupsOf, targetKind } from './routes.js';
import type { Scene, Survivor } from './scene.js';
import type { SplitRules } from './split.js';
import { searchSplit } from './split.js';
import { uniteGroups } from './unite.js';

/** One walk over the groups for some of the lines. */
interface Walk {
  scene: Scene;
  ledger: Ledger;
  route: Route;
  lines: Line[];
}

/** What comes after a group: another one, none because there is none left, or none at all. */
type Next = LocationGroup | 'ran-out' | 'stopped';

/** Walks the groups; tells whether an action or the last unit ended it, or there were no more. */
export function walkGroups(
  scene: Scene,
  ledger: Ledger,
  route: Route,
  lines: Line[],
): 'ran-out' | 'stopped' {
  const walk: Walk = { scene, ledger, route, lines };
  const entered = new Set<LocationGroup>();
  let current: Next = groupsOf(scene.world.configuration, route)[0] ?? 'ran-out';
  while (current !== 'ran-out' && current !== 'stopped') {
    if (openLines(lines, ledger).length === 0) return 'stopped';
    current = tryGroup(walk, current, entered);
  }
  return current;
}

function tryGroup(walk: Walk, group: LocationGroup, entered: Set<LocationGroup>): Next {
  const { scene, ledger, lines } = walk;
  const open = openLines(lines, ledger);
  const survivors = survey(scene, group, open);
  if (survivors === undefined) return following(walk, group);
  const isSearched = searchesByCost(walk, group, survivors, entered);
  if (!isSearched && commitFullMatch(walk, group, survivors, open)) return 'stopped';
  if (entered.has(group)) {
    scene.trace('guard:entered-again');
    return following(walk, group);
  }
  entered.add(group);
  const slot = survivors.length > 0 ? 'partial' : 'none';
  const after = slot === 'partial' ? group.afterActionPartial : group.afterActionNone;
  const target = targetKind(scene.world.configuration, group, after);
  const restart = `${after?.restartAttempt ?? 'absent'}${target}`;
  scene.trace(`action:${slot}:${after?.action ?? 'absent'}:${restart}`);
  if (after === undefined) return following(walk, group);
  return runAction(walk, group, after, survivors);
}

/** Whether the cheapest plan is searched in place of a full match: where the group may split. */
function searchesByCost(
  { scene, route }: Walk,
  group: LocationGroup,
  survivors: Survivor[],
  entered: Set<LocationGroup>,
): boolean {
  const after = survivors.length > 0 ? group.afterActionPartial : group.afterActionNone;
  const isSplit = after?.action?.includes('_SPLIT_') === true;
  return isSplit && planCosts(scene, route) !== undefined && !entered.has(group);
}

function following(walk: Walk, group: LocationGroup): Next {
  const groups = groupsOf(walk.scene.world.configuration, walk.route);
  return groups[groups.indexOf(group) + 1] ?? 'ran-out';
}

/** The first that covers every open line within the limits gives everything. */
function commitFullMatch(
  walk: Walk,
  group: LocationGroup,
  survivors: Survivor[],
  open: Line[],
): boolean {
  const { scene, ledger, route } = walk;
  const costs = planCosts(scene, route);
  const inOrder = survivors.toSorted((left, right) => {
    return costs === undefined ? 0 : costs.unitAt(left.place) - costs.unitAt(right.place);
  });
  for (const { pairs, place, score } of inOrder) {
    const rows = new Map(pairs.map(({ line, row }) => [line, row]));
    if (!coversAll(rows, open)) continue;
    if (!mayServe(ledger, place, open)) {
      scene.trace('limit:full-match');
      continue;
    }
    scene.trace('full-match');
    const limitGroupId = limitIdOf(group);
    const takes = pairs.map(({ line, row }) => {
      return { line, place, row, units: line.need, score, limitGroupId };
    });
    const costMinor = costs === undefined ? {} : { costMinor: costOf(costs, takes) };
    ledger.searches.push({ ...SINGLE, ...costMinor });
    commit(ledger, takes);
    return true;
  }
  return false;
}

function runAction(
  walk: Walk,
  group: LocationGroup,
  after: AfterAction,
  survivors: Survivor[],
): Next {
  const { scene, ledger, lines } = walk;
  const action = (after.action ?? 'UNSPECIFIED').replace('FAILOVER_ACTION_', '');
  const settleOpen = (state: StateChange): Next => {
    settle(ledger, openLines(lines, ledger), state);
    return 'stopped';
  };
  switch (action) {
    case 'CANCEL_ORDER':
      return settleOpen('STATE_CHANGE_CANCEL');
    case 'ASSIGN_TO_CUSTOMER_CARE':
      return settleOpen('STATE_CHANGE_CUSTOMER_CARE');
    case 'ASSIGN_TO_BACKORDER':
      return settleOpen('STATE_CHANGE_BACKORDER');
    case 'SEND_ORDER_TO_BIDDING':
      scene.trace(`bidding:${Math.min(2, survivors.length)}`);
      ledger.availableLocationCodes = survivors.map(({ place }) => place.location.code);
      return settleOpen('STATE_CHANGE_AVAILABLE');
    case 'ASSIGN_TO_GROUP':
      return groupsFrom(scene.world.configuration, group, after, 'next')[0] ?? 'ran-out';
    default: {
      const rules = rulesOf(action);
      split(walk, group, after, rules);
      return rules.ifFulfilled ? following(walk, group) : settleOpen(stateOf(action));
    }
  }
}

function split(walk: Walk, group: LocationGroup, after: AfterAction, rules: SplitRules): void {
  const { scene, ledger, route, lines } = walk;
  const range = rangeOf(walk, group, after);
  const open = openLines(lines, ledger);
  const candidates = uniteGroups(scene, range, open);
  const takes = searchSplit(scene, ledger, route, candidates, open, rules);
  const chosen = takes.map((take) => {
    const candidate = candidates.find(({ place }) => place === take.place);
    return { ...take, limitGroupId: candidate?.limitGroupId };
  });
  commit(ledger, chosen);
}

/** The groups that a split looks at: this one, all, or all from one on. */
function rangeOf(walk: Walk, group: LocationGroup, after: AfterAction): LocationGroup[] {
  const { configuration } = walk.scene.world;
  switch (after.restartAttempt ?? '') {
    case 'RESTART_ATTEMPT_START_AT_BEGINNING':
    case 'RESTART_ATTEMPT_GROUP_RANK':
      return groupsFrom(configuration, group, after, 'this');
    default:
      return [group];
  }
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
