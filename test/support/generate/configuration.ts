// Which random configurations use every kind of group, sort and after-action?
// Must not know: how they are followed.

import type {
  AfterAction,
  Configuration,
  LocationGroup,
  LocationSort,
  Route,
  Settings,
} from '../model/messages.js';
import { randomFilters } from './filters.js';
import type { Rng } from './random.js';

const ACTIONS = [
  'LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED',
  'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
  'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
  'CANCEL_ORDER',
] as const;

const RESTARTS = ['UNSPECIFIED', 'START_AT_BEGINNING', 'CURRENT_GROUP'] as const;

const SORTS = [
  'RANK',
  'DISTANCE',
  'LTD',
  'LOWEST_AVAILABLE',
  'HIGHEST_AVAILABLE',
  'RANDOM',
] as const;

const DIRECTIONS = ['UNSPECIFIED', 'NATURAL', 'ASCENDING', 'DESCENDING'] as const;

const DEFAULT_STATES = ['CANCEL', 'CUSTOMER_CARE', 'BACKORDER'] as const;

const SPLITS = ACTIONS.filter((action) => action.includes('SPLIT'));

/**
 * Makes a configuration for these locations; equal chances make equal configurations. A plain one
 * has no filters and mostly splits, so that much gets through to the split search.
 */
export function randomConfiguration(
  rng: Rng,
  locationCodes: readonly string[],
  productCodes: readonly string[],
  isPlain: boolean,
): Configuration {
  const { filters, dataLists } = randomFilters(rng, 10, locationCodes, productCodes);
  const filterNames = isPlain ? [] : filters.map((filter) => filter.name);
  const routes = randomRoutes(rng);
  const locationGroups = routes.flatMap((route) =>
    randomGroups(rng, route, locationCodes, filterNames, isPlain ? SPLITS : ACTIONS),
  );
  return {
    ...(rng.chance(0.9) ? { settings: randomSettings(rng) } : {}),
    dataLists,
    filters,
    locationGroups: rng.sample(locationGroups, locationGroups.length),
    routes,
  };
}

function randomSettings(rng: Rng): Settings {
  const settings: Settings = {};
  if (rng.chance(0.7)) settings.defaultStateChange = `STATE_CHANGE_${rng.pick(DEFAULT_STATES)}`;
  if (rng.chance(0.6)) settings.currencyCode = rng.pick(['USD', 'EUR', 'JPY', 'KWD']);
  if (rng.chance(0.5)) settings.allowInternationalAssignment = rng.chance(0.7);
  return settings;
}

/** Mostly one route an order type; now and then none, an inactive one, two, one for returns. */
function randomRoutes(rng: Rng): Route[] {
  const routes: Route[] = [];
  if (rng.chance(0.1)) {
    routes.push({ name: 'resting', orderType: 'ORDER_TYPE_DIRECTSHIP', active: false });
  }
  if (rng.chance(0.98)) routes.push({ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' });
  if (rng.chance(0.85)) {
    routes.push({ name: 'deliver', orderType: 'ORDER_TYPE_DELIVERY', active: true });
  }
  if (rng.chance(0.1)) routes.push({ name: 'ship later', orderType: 'ORDER_TYPE_DIRECTSHIP' });
  if (rng.chance(0.1)) routes.push({ name: 'return', orderType: 'ORDER_TYPE_RETURN' });
  for (const route of routes) {
    if (rng.chance(0.5)) {
      route.candidateSortStrategy = 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS';
    }
  }
  return routes;
}

function randomGroups(
  rng: Rng,
  route: Route,
  locationCodes: readonly string[],
  filterNames: readonly string[],
  actions: readonly string[],
): LocationGroup[] {
  const count = rng.integer(1, 4);
  const defaultIndex = rng.chance(0.6) ? rng.integer(0, count - 1) : -1;
  const groups: LocationGroup[] = [];
  for (let index = 0; index < count; index++) {
    const group: LocationGroup = {
      name: `${route.name} ${index + 1}`,
      route: route.name,
      rank: rng.chance(0.7) ? index + 1 : rng.integer(1, 3),
    };
    if (rng.chance(0.3)) group.active = rng.chance(0.75);
    if (index === defaultIndex) makeDefault(rng, group, locationCodes);
    else group.locations = randomMembers(rng, locationCodes, 0.7);
    const filterCount = rng.pick([0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4]);
    const filters = rng.sample(filterNames, filterCount);
    if (filters.length > 0) group.filters = filters;
    const sorts = randomSorts(rng);
    if (sorts.length > 0) group.sorts = sorts;
    if (rng.chance(0.75)) group.afterActionPartial = randomAction(rng, actions);
    if (rng.chance(0.6)) group.afterActionNone = randomAction(rng, actions);
    groups.push(group);
  }
  return groups;
}

function makeDefault(rng: Rng, group: LocationGroup, locationCodes: readonly string[]): void {
  group.isDefaultGroup = true;
  if (rng.chance(0.6)) group.locations = randomMembers(rng, locationCodes, 0.3);
  if (rng.chance(0.5)) {
    const listed = new Set(group.locations?.map((entry) => entry.locationCode));
    const others = [...locationCodes, 'unknown-excluded'].filter((code) => !listed.has(code));
    const excluded = rng.sample(others, rng.integer(1, 3));
    if (excluded.length > 0) group.excludedLocationCodes = excluded;
  }
}

/** Given ranks, places in the list, equal ranks; now and then a code that does not exist. */
function randomMembers(
  rng: Rng,
  locationCodes: readonly string[],
  share: number,
): { locationCode: string; rank?: number }[] {
  const count = Math.max(1, Math.round(locationCodes.length * share * (0.5 + rng.next())));
  const codes = rng.sample(locationCodes, count);
  if (rng.chance(0.1)) codes.splice(rng.integer(0, codes.length), 0, 'unknown-member');
  const style = rng.pick(['places', 'ranks', 'equal']);
  return codes.map((locationCode) => {
    if (style === 'places' || rng.chance(0.1)) return { locationCode };
    return { locationCode, rank: rng.integer(1, style === 'equal' ? 2 : 9) };
  });
}

function randomSorts(rng: Rng): LocationSort[] {
  return rng.sample(SORTS, rng.pick([0, 1, 1, 2, 2, 3])).map((type) => {
    const sort: LocationSort = { type: `SORT_TYPE_${type}` };
    if (rng.chance(0.7)) sort.direction = `SORT_DIRECTION_${rng.pick(DIRECTIONS)}`;
    return sort;
  });
}

function randomAction(rng: Rng, actions: readonly string[]): AfterAction {
  const after: AfterAction = { action: `FAILOVER_ACTION_${rng.pick(actions)}` };
  const restart = rng.pick(RESTARTS);
  if (restart !== 'UNSPECIFIED') after.restartAttempt = `RESTART_ATTEMPT_${restart}`;
  return after;
}
