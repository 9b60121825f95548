// Which locations of a group survive its filters for the open lines, and in which order?
// Must not know: after-actions, splits, answers.

import type { Pair } from './attributes.js';
import type { Line } from './lines.js';
import type { LocationGroup, ModelWorld } from './messages.js';
import type { PoolLocation } from './pool.js';
import type { Scene, Survivor } from './scene.js';
import { sortSurvivors } from './sorts.js';
import { compareBytes } from './text.js';
import type { Trace } from './trace.js';
import { filtersHold, filtersMayHold } from './trees.js';

/** The sorted survivors for the open lines; undefined where an order filter skips the group. */
export function survey(scene: Scene, group: LocationGroup, open: Line[]): Survivor[] | undefined {
  const { trace, world } = scene;
  if (!filtersMayHold(scene, group)) {
    trace('group:skipped');
    return undefined;
  }
  const survivors: Survivor[] = [];
  for (const [code, rank] of membersOf(group, world)) {
    const place = scene.pool.get(code);
    if (place === undefined) continue;
    if (place.location.onHold === true) {
      trace('group:on-hold');
      continue;
    }
    if (isFull(group, code, world)) {
      trace('group:full');
      continue;
    }
    const pairs = openPairs(place, rank, open)
      .filter((pair) => !isLeftOut(group, pair, world, trace))
      .filter((pair) => filtersHold(scene, group, pair));
    if (pairs.length > 0) survivors.push({ place, rank, pairs });
  }
  return sortSurvivors(scene, group, survivors, open);
}

/** Whether a location has reached the limit of a group. */
function isFull(group: LocationGroup, code: string, { full = [] }: ModelWorld): boolean {
  if (group.fulfillmentLimit === undefined) return false;
  if (group.fulfillmentLimit.limit === 0) return true;
  return full.some((one) => one.group === group.name && one.locationCode === code);
}

/** The id under which a group's limit counts what it chose; undefined: it has no limit. */
export function limitIdOf({ id = 0, fulfillmentLimit }: LocationGroup): number | undefined {
  return fulfillmentLimit === undefined ? undefined : id;
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

/** The pairs of a location with lines that are open and in stock there, in request order. */
export function openPairs(place: PoolLocation, rank: number, open: Line[]): Pair[] {
  return open.flatMap((line) => {
    const row = place.rows.get(line);
    return row !== undefined && row.left > 0 ? [{ place, rank, line, row }] : [];
  });
}

/** Whether the retailer leaves out a location, or a product there by its upc. */
function isLeftOut(group: LocationGroup, pair: Pair, world: ModelWorld, trace: Trace): boolean {
  if (group.useRetailerExclusionList !== true) return false;
  const entries = (world.configuration.settings?.retailerExclusions ?? []).filter(
    (entry) => entry.locationCode === pair.place.location.code,
  );
  if (entries.some((entry) => (entry.upc ?? '') === '')) {
    trace('retailer:location');
    return true;
  }
  const isProductOut = entries.some((entry) => entry.upc === pair.line.item.upc);
  if (isProductOut) trace('retailer:product');
  return isProductOut;
}
