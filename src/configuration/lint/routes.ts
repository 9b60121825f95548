// Routes that no order takes, groups that routing ends before, and routes whose last group leaves
// orders to a person.

import {
  STATE_CHANGE,
  type AfterActionProgram,
  type GroupProgram,
  type RouteProgram,
} from '../../columns/program.js';
import { counted, type Findings } from './findings.js';
import { requiredFilters, type Rules } from './rules.js';

/** Adds what is wrong with routes and with the way through their groups. */
export function lintRoutes(rules: Rules, findings: Findings): void {
  const live = rules.liveRoutes;
  for (const route of rules.routes.values()) {
    const { name, document } = route;
    const type = (document.orderType ?? '').replace('ORDER_TYPE_', '');
    if (document.active === false) {
      const groups = (rules.document.locationGroups ?? []).filter((group) => group.route === name);
      if (groups.length === 0) continue;
      const text = `is inactive: no order reaches its ${counted(groups.length, 'group')}`;
      findings.note('ROUTE_NEVER_SERVES', route, text, groups[0].name);
      continue;
    }
    const program = live.find((one) => one.name === name);
    if (program === undefined) {
      const text =
        type === 'BOPIS'
          ? 'orders of type BOPIS take the route of TRANSFER: no order takes this one'
          : `orders of type ${type} take no route: no order takes this one`;
      findings.warn('ROUTE_NEVER_SERVES', route, text);
      continue;
    }
    const serving = rules.program.routes[program.orderType];
    if (serving !== null && serving !== program) {
      const text = `'${serving.name}' serves ${type}: only orders that name it take this route`;
      findings.note('ROUTE_NEVER_SERVES', route, text, serving.name);
    }
    if (program.groups.length === 0) {
      const text = 'has no active group: everything gets the default state';
      findings.warn('ROUTE_WITHOUT_GROUPS', route, text);
    } else {
      lintReach(rules, program, findings);
      lintLastResort(rules, program, findings);
    }
  }
}

/** Whether an action settles everything that is open. */
function isEnd(action: AfterActionProgram | null): boolean {
  if (action === null || action.kind === 'go-to-group') return false;
  return !(action.kind === 'split' && action.isIfFulfilled);
}

/** Whether no filter on the order can keep routing from ending in the group. */
function isAlwaysEntered({ orderPredicates, tree, filters }: GroupProgram): boolean {
  return tree === null
    ? orderPredicates.length === 0
    : filters.every(({ scope }) => scope !== 'order');
}

/** Adds the groups in which no order is tried and no split looks. */
function lintReach(rules: Rules, { groups }: RouteProgram, findings: Findings): void {
  const isTried = triedGroups(groups);
  const isRead = groups.map(() => false);
  groups.forEach((group, place) => {
    for (const action of isTried[place] ? actionsOf(group) : []) {
      if (action?.kind !== 'split') continue;
      for (let at = action.firstGroup; at <= action.lastGroup; at++) isRead[at] = true;
    }
  });
  groups.forEach((group, place) => {
    if (isTried[place] || isRead[place]) return;
    const last = groups.slice(0, place).findLast((one, at) => isTried[at] && isAlwaysEntered(one));
    const ending = last?.name ?? '';
    const text = `no order is tried here: routing ends in '${ending}' before`;
    findings.warn('GROUP_UNREACHABLE', rules.group(group), text, ending);
  });
}

function actionsOf({ afterPartial, afterNone }: GroupProgram): (AfterActionProgram | null)[] {
  return [afterPartial, afterNone];
}

/**
 * Which groups an order may be tried in. One that sends orders on is left for the next group only
 * by an order that comes back to it, as a jump backwards brings it.
 */
function triedGroups(groups: readonly GroupProgram[]): boolean[] {
  let backTarget = Infinity;
  for (;;) {
    const isTried = groups.map(() => false);
    const waiting = [0];
    let nextTarget = backTarget;
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (place >= groups.length || isTried[place]) continue;
      isTried[place] = true;
      const actions = actionsOf(groups[place]);
      const targets = actions.flatMap((one) =>
        one?.kind === 'go-to-group' ? [one.firstGroup] : [],
      );
      waiting.push(...targets);
      for (const target of targets) {
        if (target <= place) nextTarget = Math.min(nextTarget, target);
      }
      const isPassed = actions.some((one) => one?.kind !== 'go-to-group' && !isEnd(one));
      const isLeft = targets.length > 0 && backTarget <= place;
      if (isPassed || isLeft || !isAlwaysEntered(groups[place])) waiting.push(place + 1);
    }
    if (nextTarget === backTarget) return isTried;
    backTarget = nextTarget;
  }
}

function lintLastResort(rules: Rules, { groups }: RouteProgram, findings: Findings): void {
  if (rules.program.defaultState !== STATE_CHANGE.customerCare) return;
  const last = groups[groups.length - 1];
  const isLeft = [last.afterPartial, last.afterNone].filter((action) => !isEnd(action));
  if (isLeft.length === 0 && isAlwaysEntered(last)) return;
  const group = rules.group(last);
  const skipping = requiredFilters(last).find(({ scope }) => scope === 'order');
  const text =
    isLeft.length > 0
      ? 'is tried last, and leaves what it cannot serve to customer care, the default state'
      : 'is tried last, and orders that its filters keep out go to customer care, by default';
  findings.note('NO_LAST_RESORT', group, text, isLeft.length > 0 ? '' : (skipping?.name ?? ''));
}
