// What keeps a location out before any group is asked, and what it has of each line then.

import { INFINITE_UNITS } from '../../columns/limits.js';
import { INVENTORY_REQUEST } from '../../columns/order.js';
import { candidateAt, OBSTACLE, obstacleOf } from '../../core/pool.js';
import { requestTypeName } from '../names.js';
import type { Scene } from '../scene.js';
import { blockedUnits, rowsOfSlot, unitsOf } from '../stock-rows.js';
import type { Barrier, LineAtLocation } from './answer.js';

const BY_OBSTACLE: Readonly<Record<number, readonly [string, string]>> = {
  [OBSTACLE.incapable]: ['INCAPABLE', 'cannot do what the order type needs'],
  [OBSTACLE.inactive]: ['INACTIVE', 'is not active'],
  [OBSTACLE.international]: ['FOREIGN', 'is in another country than the destination'],
  [OBSTACLE.unlisted]: ['NOT_ALLOWED', 'is not among the locations that the order allows'],
  [OBSTACLE.excluded]: ['EXCLUDED', 'is excluded by the order'],
  [OBSTACLE.pickupStore]: ['PICKUP_STORE', 'is the store where the shopper picks up'],
};

/** The candidate that a location is in the pool at hand; -1: it is none. */
export function candidateOf({ scratch }: Scene, location: number): number {
  return candidateAt(scratch, location);
}

/** A barrier in the contract's form. */
export function barrier(kind: string, future: boolean, text: string): Barrier {
  return { kind: `BARRIER_KIND_${kind}`, future, text };
}

/** What keeps a location out of the pool that was laid out; null: nothing does. */
export function barrierTo(scene: Scene, location: number): Barrier | null {
  const { scratch, locations, order } = scene;
  const future = scratch.isFuturePass;
  const tell = (kind: string, what: string) => barrier(kind, future, what);
  const obstacle = BY_OBSTACLE[obstacleOf(locations, scratch, location)];
  if (obstacle !== undefined) return tell(...obstacle);
  const candidate = candidateOf(scene, location);
  if (candidate < 0) return tell('NO_STOCK', 'has no units of any line');
  const wanted = requestTypeName(order.inventoryRequestType).replace('INVENTORY_REQUEST_TYPE_', '');
  const insufficient = `has less than inventory_request_type ${wanted} asks for`;
  if (scratch.candidateInPool[candidate] === 0) {
    if (scratch.candidateIsNarrowed[candidate] === 1) return tell('INSUFFICIENT', insufficient);
    return tell('NOT_EXPRESS', 'is not express, and others with stock are');
  }
  const pairs = openPairsOf(scene, candidate);
  if (pairs.length === 0) return tell('NO_STOCK', 'has no units of an open line');
  const excluded = new Set(scratch.excludedPairs.subarray(0, scratch.excludedCount));
  if (pairs.some(({ pair }) => !excluded.has(pair))) return null;
  const named = new Set(scratch.excludedPairs.subarray(0, scratch.namedCount));
  if (pairs.every(({ pair }) => named.has(pair))) {
    return tell('EXCLUDED', 'is excluded by the order for each line that it has');
  }
  return tell('INSUFFICIENT', insufficient);
}

/** A pair of a candidate with a line, and its row. */
type OwnPair = { readonly line: number; readonly pair: number; readonly row: number };

function openPairsOf({ scratch, order }: Scene, candidate: number): OwnPair[] {
  const pairs: OwnPair[] = [];
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0 || scratch.lineOpen[line] === 0) continue;
    const shift = scratch.pairStart[line] - scratch.slotRowStart[slot];
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (scratch.rowCandidate[row] === candidate) pairs.push({ line, row, pair: row + shift });
    }
  }
  return pairs;
}

/** What the location has of each line of the stock that is there; the pool was just laid out. */
export function linesAt(scene: Scene, location: number): LineAtLocation[] {
  const { scratch, order } = scene;
  const candidate = candidateOf(scene, location);
  const named = new Set(scratch.excludedPairs.subarray(0, scratch.namedCount));
  const excluded = new Set(scratch.excludedPairs.subarray(0, scratch.excludedCount));
  const own = new Map(openPairsOf(scene, candidate).map((pair) => [pair.line, pair]));
  return Array.from({ length: order.lineCount }, (_, line): LineAtLocation => {
    const pair = own.get(line);
    const isNarrowed =
      candidate >= 0 &&
      scratch.candidateIsNarrowed[candidate] === 1 &&
      order.inventoryRequestType === INVENTORY_REQUEST.all;
    const state = (): string => {
      if (scratch.lineSlot[line] < 0) return 'UNKNOWN_PRODUCT';
      if (pair === undefined) return hasBlocked(scene, line, location) ? 'BLOCKED' : 'NO_STOCK';
      if (named.has(pair.pair)) return 'EXCLUDED';
      if (isNarrowed || excluded.has(pair.pair)) return 'INSUFFICIENT';
      return 'AVAILABLE';
    };
    return {
      orderItemId: scene.itemId(line),
      quantity: order.quantity[line],
      available: pair === undefined ? unitsAt(scene, line, location) : scratch.rowUnits[pair.row],
      state: `LINE_AT_LOCATION_STATE_${stateOf(scene, line, location, state())}`,
    };
  });
}

/** What is not a candidate may have stock all the same. */
function stateOf(scene: Scene, line: number, location: number, state: string): string {
  return state === 'NO_STOCK' && unitsAt(scene, line, location) > 0 ? 'AVAILABLE' : state;
}

function unitsAt(scene: Scene, line: number, location: number): number {
  const slot = scene.scratch.lineSlot[line];
  if (slot < 0) return 0;
  const { rows } = scene.stock;
  const own = rowsOfSlot(scene, slot).filter((row) => rows.location[row] === location);
  return Math.min(
    INFINITE_UNITS,
    own.reduce((sum, row) => sum + unitsOf(scene, slot, row), 0),
  );
}

function hasBlocked(scene: Scene, line: number, location: number): boolean {
  const { rows } = scene.stock;
  const slot = scene.scratch.lineSlot[line];
  return rowsOfSlot(scene, slot).some(
    (row) => rows.location[row] === location && blockedUnits(scene, slot, row) > 0,
  );
}
