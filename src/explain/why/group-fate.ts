// What a group that was evaluated last makes of one location: out, and why; or in, and whether it
// covers everything that is open.

import { hasBit } from '../../base/bits.js';
import type { GroupProgram } from '../../columns/program.js';
import { isUsed, mayServeOpenLines, newLocationsLeft } from '../../core/limits.js';
import type { Scene } from '../scene.js';
import { groupInput, type OpenPair } from '../verdicts.js';
import type { Refused, Shortage } from './answer.js';
import { candidateOf } from './barriers.js';
import { refusalsOf } from './refusals.js';

/** What became of a location. */
export type Fate = {
  /** The end of a GroupOutcome; TAKES_PART: it survives. */
  readonly outcome: string;
  readonly text: string;
  readonly refusals: readonly Refused[];
  /** Of a survivor: what it lacks; none: it covers everything. */
  readonly shortages: readonly Shortage[];
  /** The candidate; -1: it is none. */
  readonly candidate: number;
};

/** The fate of a location in the group that was evaluated last. */
export function fateOf(scene: Scene, group: GroupProgram, location: number): Fate {
  const { scratch } = scene;
  const candidate = candidateOf(scene, location);
  const out = (outcome: string, text: string, refusals: readonly Refused[] = []): Fate => {
    return { outcome, text, refusals, shortages: [], candidate };
  };
  if (!hasBit(group.listed, location)) return out('NOT_A_MEMBER', 'is no member of the group');
  if (scene.hasFlag(location, 'onHold')) return out('ON_HOLD', 'is on hold');
  if (candidate < 0 || scratch.candidateInPool[candidate] === 0) {
    return out('NO_STOCK', 'has nothing that may serve an open line');
  }
  const input = groupInput(scene, group);
  const pairs = input.pairs.filter((pair) => pair.candidate === candidate);
  if (pairs.length === 0) {
    const isLeftOut = input.leftOut.some((one) => one.candidate === candidate);
    if (isLeftOut) return out('RETAILER_EXCLUDED', "is left out by the retailer's list");
    const isFull = input.full.includes(candidate);
    if (isFull) return out('OVERFULFILLED', 'has reached the fulfilment limit of the group');
    return out('NO_STOCK', 'has no units left that may serve an open line');
  }
  const alive = pairs.filter(({ pair }) => scratch.pairAlive[pair] === 1);
  const own = { ...input, pairs, candidates: [candidate] };
  const refusals = alive.length === pairs.length ? [] : refusalsOf(scene, group, own);
  if (alive.length === 0) {
    const [first] = refusals;
    const text = first === undefined ? 'is refused' : `is removed by '${first.filter}'`;
    return out('FILTERED', first === undefined ? text : `${text}: ${first.text}`, refusals);
  }
  const shortages = shortagesOf(scene, alive);
  const text = shortages.length === 0 ? 'covers everything' : shortText(shortages);
  return { outcome: 'TAKES_PART', text, refusals, shortages, candidate };
}

/** What a location lacks, in words. */
export function shortText(shortages: readonly Shortage[]): string {
  const [{ short, product, orderItemId }] = shortages;
  const more = shortages.length > 1 ? `, and of ${shortages.length - 1} more lines` : '';
  return `is short ${short} of ${product} (line ${orderItemId})${more}`;
}

/** The open lines that living pairs do not cover whole; lines of one row share it in order. */
function shortagesOf(scene: Scene, alive: readonly OpenPair[]): Shortage[] {
  const { scratch, order } = scene;
  const left = new Map<number, number>();
  const rowOf = new Map(alive.map(({ line, row }) => [line, row]));
  const shortages: Shortage[] = [];
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 0) continue;
    const needed = scratch.lineNeed[line];
    const row = rowOf.get(line);
    const units = row === undefined ? 0 : (left.get(row) ?? scratch.rowUnits[row]);
    const available = Math.min(units, needed);
    if (row !== undefined) left.set(row, units - available);
    if (available === needed) continue;
    const short = needed - available;
    const orderItemId = scene.itemId(line);
    shortages.push({ orderItemId, product: productText(scene, line), needed, available, short });
  }
  return shortages;
}

/** The code by which a line names its product. */
function productText(scene: Scene, line: number): string {
  const { order } = scene;
  const upc = scene.text(order.upcStart[line], order.upcBytes[line]);
  const sku = scene.text(order.skuStart[line], order.skuBytes[line]);
  return upc || sku || scene.text(order.partNumberStart[line], order.partNumberBytes[line]);
}

/** Whether a candidate may give everything that is open, within the limits. */
export function isWithinLimits({ scratch, order }: Scene, candidate: number): boolean {
  if (!mayServeOpenLines(order, scratch)) return false;
  return newLocationsLeft(scratch) > 0 || isUsed(scratch, candidate);
}
