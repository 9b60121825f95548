// Which route serves an order, which groups does it have, and where in them does an action look?
// Must not know: locations, stock, splits.

import type {
  AfterAction,
  Configuration,
  LocationGroup,
  OrderRequest,
  OrderType,
  Route,
} from './messages.js';
import { compareNumbers } from './sorts.js';
import type { Trace } from './trace.js';

/** The route of an order, or undefined where none serves it. */
export function routeFor(
  configuration: Configuration,
  request: OrderRequest,
  trace: Trace,
): Route | undefined {
  const wanted = wantedTypes(request.orderType);
  const active = byId(configuration.routes ?? []).filter((route) => route.active !== false);
  if ((request.strategyId ?? '') !== '') {
    const named = active.find((route) => route.name === request.strategyId);
    const found = named ?? active.find((route) => String(route.id) === request.strategyId);
    const isFit = found !== undefined && wanted.includes(found.orderType);
    const how = found === undefined ? 'unknown' : named === undefined ? 'id' : 'name';
    trace(`strategy:${how}:${isFit ? 'fits' : 'refused'}`);
    return isFit ? found : undefined;
  }
  for (const type of wanted) {
    const route = active.find((each) => each.orderType === type);
    if (route === undefined) continue;
    trace(`route:${request.orderType}:${type}`);
    return route;
  }
  trace(`route:${request.orderType}:none`);
  return undefined;
}

/** The order types whose routes serve an order, the best first. */
function wantedTypes(type: OrderType): OrderType[] {
  switch (type) {
    case 'ORDER_TYPE_BOPIS':
      return ['ORDER_TYPE_TRANSFER'];
    case 'ORDER_TYPE_STH_CONSOLIDATED':
      return ['ORDER_TYPE_STH_CONSOLIDATED', 'ORDER_TYPE_DIRECTSHIP'];
    case 'ORDER_TYPE_RETURN':
    case 'ORDER_TYPE_DISPOSITION':
    case 'ORDER_TYPE_UNSPECIFIED':
      return [];
    case 'ORDER_TYPE_DIRECTSHIP':
    case 'ORDER_TYPE_TRANSFER':
    case 'ORDER_TYPE_DELIVERY':
      return [type];
  }
}

/** The active groups of a route by rank, then id. */
export function groupsOf(configuration: Configuration, route: Route): LocationGroup[] {
  return allGroupsOf(configuration, route.name).filter((group) => group.active !== false);
}

function allGroupsOf(configuration: Configuration, routeName: string): LocationGroup[] {
  return byId(configuration.locationGroups ?? [])
    .filter((group) => group.route === routeName)
    .toSorted((left, right) => left.rank - right.rank);
}

/** Which kind of target an action with GROUP_RANK has, for what is counted. */
export function targetKind(
  configuration: Configuration,
  group: LocationGroup,
  after: AfterAction | undefined,
): string {
  if (after?.restartAttempt !== 'RESTART_ATTEMPT_GROUP_RANK') return '';
  const target = targetOf(configuration, group, after);
  if (after.restartGroup === undefined) return ':nameless';
  if (target === undefined) return ':unknown';
  return target.active === false ? ':inactive' : ':known';
}

/**
 * The active groups from where an action says, to the last. `whenAbsent` is what no restart means;
 * behind the last group there is none.
 */
export function groupsFrom(
  configuration: Configuration,
  group: LocationGroup,
  after: AfterAction,
  whenAbsent: 'this' | 'next',
): LocationGroup[] {
  const all = allGroupsOf(configuration, group.route);
  const from = (start: number) => all.slice(start).filter((each) => each.active !== false);
  const here = all.indexOf(group);
  switch (after.restartAttempt ?? '') {
    case 'RESTART_ATTEMPT_START_AT_BEGINNING':
      return from(0);
    case 'RESTART_ATTEMPT_CURRENT_GROUP':
      return from(here);
    case 'RESTART_ATTEMPT_GROUP_RANK': {
      const target = targetOf(configuration, group, after);
      return from(target === undefined ? here + 1 : all.indexOf(target));
    }
    default:
      return from(whenAbsent === 'this' ? here : here + 1);
  }
}

function targetOf(
  configuration: Configuration,
  group: LocationGroup,
  after: AfterAction,
): LocationGroup | undefined {
  const all = allGroupsOf(configuration, group.route);
  return all.find((each) => each.name === after.restartGroup);
}

/** By id; those without one come after, in the order of the document. */
function byId<T extends { id?: number }>(resources: T[]): T[] {
  return resources.toSorted((left, right) => compareNumbers(left.id, right.id));
}
