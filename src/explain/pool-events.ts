// Who is left out before any group is asked, and why: each location once, at the first step that
// takes it out. The obstacles are the core's own verdicts.

import { OBSTACLE, obstacleOf } from '../core/pool.js';
import type { RemovedLocation, SuggestionEvent } from './events.js';
import type { Scene } from './scene.js';
import { blockedUnits, rowsOfSlot, unitsOf } from './stock-rows.js';

/** Bytes of a location that was left out, roughly. */
const REMOVED_BYTES = 30;

/** The obstacles that are told, in the order in which they are asked. */
const STEPS = [
  [OBSTACLE.incapable, 'REMOVED_INCAPABLE_LOCATIONS'],
  [OBSTACLE.inactive, 'REMOVED_INACTIVE_LOCATIONS'],
  [OBSTACLE.international, 'REMOVED_INTERNATIONAL_LOCATIONS'],
  [OBSTACLE.unlisted, 'REMOVED_UNLISTED_LOCATIONS'],
  [OBSTACLE.excluded, 'REMOVED_EXCLUDED_LOCATIONS'],
  [OBSTACLE.pickupStore, 'REMOVED_PICKUP_LOCATION'],
] as const;

/** An event that says which locations were left out; null where none was. */
export function locationsRemoved(
  scene: Scene,
  type: string,
  removed: readonly RemovedLocation[],
  cause: { readonly name?: string; readonly causeId?: number } = {},
): SuggestionEvent | null {
  if (removed.length === 0) return null;
  const count = scene.listable(removed.length, REMOVED_BYTES);
  return {
    type: `SUGGESTION_EVENT_TYPE_${type}`,
    ...cause,
    locationsRemoved: {
      locations: removed.slice(0, count),
      omittedLocationCount: removed.length - count,
    },
  };
}

/** The events of all steps that left something out; the pool is open, nothing is committed. */
export function poolRemovals(scene: Scene): SuggestionEvent[] {
  const withStock = locationsWithStock(scene);
  const events = [locationsRemoved(scene, 'REMOVED_BLOCKED_LOCATIONS', blockedRows(scene))];
  for (const [obstacle, type] of STEPS) {
    const hit = withStock.filter(
      (location) => obstacleOf(scene.locations, scene.scratch, location) === obstacle,
    );
    const removed: RemovedLocation[] = hit.map((location) => ({
      locationCode: scene.code(location),
    }));
    if (obstacle === OBSTACLE.excluded) removed.push(...excludedPairs(scene));
    events.push(locationsRemoved(scene, type, removed));
  }
  events.push(locationsRemoved(scene, 'NON_EXPRESS_LOCATIONS_FILTERED', notExpress(scene)));
  return events.filter((event) => event !== null);
}

/** Locations with units of some line, by code. */
function locationsWithStock(scene: Scene): number[] {
  const found = new Set<number>();
  for (let slot = 0; slot < scene.scratch.slotCount; slot++) {
    for (const row of rowsOfSlot(scene, slot)) {
      if (unitsOf(scene, slot, row) > 0) found.add(scene.stock.rows.location[row]);
    }
  }
  return scene.byCode([...found], (location) => location);
}

function blockedRows(scene: Scene): RemovedLocation[] {
  const removed: RemovedLocation[] = [];
  for (let line = 0; line < scene.order.lineCount; line++) {
    const slot = scene.scratch.lineSlot[line];
    if (slot < 0) continue;
    for (const row of rowsOfSlot(scene, slot)) {
      if (blockedUnits(scene, slot, row) === 0) continue;
      const locationCode = scene.code(scene.stock.rows.location[row]);
      removed.push({ locationCode, orderItemId: scene.itemId(line) });
    }
  }
  return removed;
}

/** What the request excludes for single lines, by line. */
function excludedPairs(scene: Scene): RemovedLocation[] {
  const { scratch } = scene;
  return removedPairs(scene, scratch.excludedPairs.subarray(0, scratch.namedCount));
}

function removedPairs(scene: Scene, pairs: Iterable<number>): RemovedLocation[] {
  const { scratch } = scene;
  return [...new Set(pairs)].map((pair) => {
    const line = lineOfPair(scene, pair);
    const row = scratch.slotRowStart[scratch.lineSlot[line]] + pair - scratch.pairStart[line];
    const location = scratch.candidateLocation[scratch.rowCandidate[row]];
    return { locationCode: scene.code(location), orderItemId: scene.itemId(line) };
  });
}

/**
 * What does not cover what the type of the request asks for: locations, or locations for single
 * lines; null: nothing was left out.
 */
export function insufficientEvent(scene: Scene): SuggestionEvent | null {
  const { scratch } = scene;
  const { candidateIsNarrowed, excludedPairs } = scratch;
  const named = new Set(excludedPairs.subarray(0, scratch.namedCount));
  const isNarrowed = (candidate: number) => candidateIsNarrowed[candidate] === 1;
  const removed = candidatesWithPairs(scene, named, isNarrowed);
  const pairs = excludedPairs.subarray(scratch.namedCount, scratch.excludedCount);
  removed.push(
    ...removedPairs(
      scene,
      pairs.filter((pair) => !named.has(pair)),
    ),
  );
  return locationsRemoved(scene, 'REMOVED_INSUFFICIENT_LOCATIONS', removed);
}

/** The line of a pair. */
function lineOfPair({ order, scratch }: Scene, pair: number): number {
  let line = 0;
  while (line + 1 < order.lineCount && scratch.pairStart[line + 1] <= pair) line++;
  return line;
}

/** Candidates that the express rule took out: those with a pair that is not excluded. */
function notExpress(scene: Scene): RemovedLocation[] {
  const { candidateInPool, candidateIsNarrowed, excludedPairs, excludedCount } = scene.scratch;
  const excluded = new Set(excludedPairs.subarray(0, excludedCount));
  return candidatesWithPairs(
    scene,
    excluded,
    (candidate) => candidateInPool[candidate] === 0 && candidateIsNarrowed[candidate] === 0,
  );
}

/** The candidates of a kind that have a pair which is not excluded, by location code. */
function candidatesWithPairs(
  scene: Scene,
  excluded: ReadonlySet<number>,
  isWanted: (candidate: number) => boolean,
): RemovedLocation[] {
  const { scratch, order } = scene;
  const found = new Set<number>();
  for (let line = 0; line < order.lineCount; line++) {
    for (let pair = scratch.pairStart[line]; pair < scratch.pairStart[line + 1]; pair++) {
      if (excluded.has(pair)) continue;
      const row = scratch.slotRowStart[scratch.lineSlot[line]] + pair - scratch.pairStart[line];
      const candidate = scratch.rowCandidate[row];
      if (isWanted(candidate)) found.add(candidate);
    }
  }
  const { candidateLocation } = scratch;
  const candidates = scene.byCode([...found], (candidate) => candidateLocation[candidate]);
  return candidates.map((candidate) => ({
    locationCode: scene.code(candidateLocation[candidate]),
  }));
}
