// Which random configurations use every kind of group, sort and after-action?
// Must not know: how they are followed.

import type { Configuration, LocationGroup, Route } from '../model/messages.js';
import { addActions } from './actions.js';
import { randomDataSets } from './data-sets.js';
import { randomFilters } from './filters.js';
import type { Rng } from './random.js';
import { randomRateCards } from './rate-cards.js';
import { randomRoutes } from './routes.js';
import { randomSettings } from './settings.js';
import type { SortTables } from './sorts.js';
import { randomSorts } from './sorts.js';
import { randomTree } from './trees.js';

/** Names of groups that no route, or another one, may have. */
const STRANGERS = ['no such group', 'ship 1', 'ship 2', 'transfer 1'];

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
  const dataSets = randomDataSets(rng, locationCodes);
  const rateCards = randomRateCards(rng, locationCodes);
  const tables = { dataSets, rateCards };
  const { filters, dataLists } = randomFilters(rng, 14, locationCodes, productCodes, dataSets);
  const filterNames = isPlain ? [] : filters.map((filter) => filter.name);
  const routes = randomRoutes(rng);
  const locationGroups = routes.flatMap((route) => {
    const groups = randomGroups(rng, route, locationCodes, filterNames, tables);
    addActions(rng, groups, STRANGERS, isPlain);
    return groups;
  });
  const settings = randomSettings(rng, locationCodes, productCodes);
  return {
    ...(rng.chance(0.9) ? { settings } : {}),
    ...tables,
    dataLists,
    filters,
    locationGroups: rng.sample(locationGroups, locationGroups.length),
    routes,
  };
}

function randomGroups(
  rng: Rng,
  route: Route,
  locationCodes: readonly string[],
  filterNames: readonly string[],
  tables: SortTables,
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
    if (rng.chance(0.3)) group.active = rng.chance(0.65);
    if (rng.chance(0.5)) group.useRetailerExclusionList = rng.chance(0.8);
    if (index === defaultIndex) makeDefault(rng, group, locationCodes);
    else group.locations = randomMembers(rng, locationCodes, 0.7);
    const filterCount = rng.pick([0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4]);
    const filters = rng.sample(filterNames, filterCount);
    if (filters.length > 0 && rng.chance(0.4)) {
      group.filterLogicalGroups = randomTree(rng, filterNames);
    } else if (filters.length > 0) {
      group.filters = filters;
    }
    const sorts = randomSorts(rng, tables);
    if (sorts.length > 0) group.sorts = sorts;
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
