// Which locations of a group survive its filters for the open lines, and in which order?
// Must not know: after-actions, splits, answers.

import type { Pair } from './attributes.js';
import { isOrderScope } from './attributes.js';
import { orderFilterHolds, pairFilterHolds } from './filters.js';
import type {
  Configuration,
  Filter,
  LocationGroup,
  LocationSort,
  ModelWorld,
  OrderType,
  Route,
} from './messages.js';
import type { Line, Order } from './order.js';
import type { PoolLocation } from './pool.js';
import { compareBytes, fnv1a } from './text.js';
import type { Trace } from './trace.js';

/** A location that a group keeps; its pairs are in request order and not empty. */
export interface Survivor {
  place: PoolLocation;
  rank: number;
  pairs: Pair[];
}

/** What does not change while an order is decided. */
export interface Scene {
  world: ModelWorld;
  order: Order;
  pool: Map<string, PoolLocation>;
  trace: Trace;
}

/** The active route with the lowest id that serves an order type. */
export function routeFor(configuration: Configuration, type: OrderType): Route | undefined {
  if (type !== 'ORDER_TYPE_DIRECTSHIP' && type !== 'ORDER_TYPE_DELIVERY') return undefined;
  return byId(configuration.routes ?? []).find(
    (route) => route.orderType === type && route.active !== false,
  );
}

/** The active groups of a route by rank, then id. */
export function groupsOf(configuration: Configuration, route: Route): LocationGroup[] {
  return byId(configuration.locationGroups ?? [])
    .filter((group) => group.route === route.name && group.active !== false)
    .toSorted((left, right) => left.rank - right.rank);
}

/** The sorted survivors for the open lines; undefined where an order filter skips the group. */
export function survey(scene: Scene, group: LocationGroup, open: Line[]): Survivor[] | undefined {
  const { configuration } = scene.world;
  const filters = (group.filters ?? []).map((name) => filterNamed(configuration, name));
  const holdsForOrder = filters
    .filter(isOrderScope)
    .every((filter) => orderFilterHolds(filter, scene.order, configuration, scene.trace));
  if (!holdsForOrder) {
    scene.trace('group:skipped');
    return undefined;
  }
  const pairFilters = filters.filter((filter) => !isOrderScope(filter));
  const survivors: Survivor[] = [];
  for (const [code, rank] of membersOf(group, scene.world)) {
    const place = scene.pool.get(code);
    if (place === undefined) continue;
    if (place.location.onHold === true) {
      scene.trace('group:on-hold');
      continue;
    }
    const pairs = openPairs(place, rank, open).filter((pair) =>
      pairFilters.every((filter) => pairFilterHolds(filter, pair, configuration, scene.trace)),
    );
    if (pairs.length > 0) survivors.push({ place, rank, pairs });
  }
  for (const sort of group.sorts ?? []) {
    scene.trace(`sort:${sort.type}:${sort.direction ?? 'SORT_DIRECTION_UNSPECIFIED'}`);
    const keys = survivors.map((survivor) => sortKey(sort.type, survivor, scene.order));
    const unknownCount = keys.filter((key) => key === undefined).length;
    if (unknownCount > 0 && unknownCount < keys.length) scene.trace(`sort:${sort.type}:mixed`);
  }
  return survivors.toSorted(comparisonOf(group.sorts ?? [], scene.order));
}

/** Ranks by location code. */
export function membersOf(group: LocationGroup, world: ModelWorld): Map<string, number> {
  const ranks = new Map<string, number>();
  (group.locations ?? []).forEach((entry, index) => {
    ranks.set(entry.locationCode, entry.rank ? entry.rank : index + 1);
  });
  if (group.isDefaultGroup !== true) return ranks;
  const excluded = new Set(group.excludedLocationCodes ?? []);
  let nextRank = Math.max(0, ...ranks.values()) + 1;
  const codes = world.locations.map((location) => location.code).toSorted(compareBytes);
  for (const code of codes) {
    if (ranks.has(code) || excluded.has(code)) continue;
    ranks.set(code, nextRank);
    nextRank += 1;
  }
  for (const code of excluded) ranks.delete(code);
  return ranks;
}

export function openPairs(place: PoolLocation, rank: number, open: Line[]): Pair[] {
  return open.flatMap((line) => {
    const row = place.rows.get(line);
    return row !== undefined && row.left > 0 ? [{ place, rank, line, row }] : [];
  });
}

type Comparison = (left: Survivor, right: Survivor) => number;

function comparisonOf(sorts: LocationSort[], order: Order): Comparison {
  const keys: LocationSort[] = [
    ...sorts,
    { type: 'SORT_TYPE_RANK' },
    { type: 'SORT_TYPE_DISTANCE' },
  ];
  return (left, right) => {
    for (const key of keys) {
      const difference = compareNumbers(
        sortKey(key.type, left, order),
        sortKey(key.type, right, order),
        isDescending(key),
      );
      if (difference !== 0) return difference;
    }
    return compareBytes(left.place.location.code, right.place.location.code);
  };
}

/** Compares two numbers; the unknown comes last in both directions. */
export function compareNumbers(
  left: number | undefined,
  right: number | undefined,
  descending = false,
): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return descending ? right - left : left - right;
}

function isDescending(sort: LocationSort): boolean {
  if (sort.direction === 'SORT_DIRECTION_ASCENDING') return false;
  if (sort.direction === 'SORT_DIRECTION_DESCENDING') return true;
  return sort.type === 'SORT_TYPE_LTD' || sort.type === 'SORT_TYPE_HIGHEST_AVAILABLE';
}

function sortKey(type: string, survivor: Survivor, order: Order): number | undefined {
  switch (type) {
    case 'SORT_TYPE_RANK':
      return survivor.rank;
    case 'SORT_TYPE_DISTANCE':
      return survivor.place.distanceKm;
    case 'SORT_TYPE_LTD': {
      const known = survivor.pairs.flatMap((pair) => pair.row.ltd ?? []);
      return known.length === 0 ? undefined : Math.max(...known);
    }
    case 'SORT_TYPE_LOWEST_AVAILABLE':
    case 'SORT_TYPE_HIGHEST_AVAILABLE': {
      // Lines of one product share a row, so distinct rows are distinct products.
      const rows = new Set(survivor.pairs.map((pair) => pair.row));
      return [...rows].reduce((sum, row) => sum + row.left, 0);
    }
    case 'SORT_TYPE_RANDOM':
      return fnv1a(Buffer.from(survivor.place.location.code, 'utf8'), order.randomSeed);
    default:
      throw new Error(`unknown sort ${type}`);
  }
}

export function filterNamed(configuration: Configuration, name: string): Filter {
  const found = configuration.filters?.find((filter) => filter.name === name);
  if (found === undefined) throw new Error(`unknown filter ${name}`);
  return found;
}

/** By id; those without one come after, in the order of the document. */
function byId<T extends { id?: number }>(resources: T[]): T[] {
  return resources.toSorted((left, right) => compareNumbers(left.id, right.id));
}
