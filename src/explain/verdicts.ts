// What each filter of a group refuses by itself. The core's own kernels judge, one filter at a
// time, over what the group could serve before its filters; the columns are put back as they were.

import { hasBit } from '../base/bits.js';
import type { FilterProgram, GroupProgram } from '../columns/program.js';
import { testLine } from '../core/filter/line-scope.js';
import { filterLocations } from '../core/filter/location-scope.js';
import { testOrder } from '../core/filter/order-scope.js';
import { filterPairs } from '../core/filter/pair-scope.js';
import { isFull } from '../core/fulfillment/full.js';
import { isLeftOut } from '../core/retailer.js';
import type { Scene } from './scene.js';

/** A pair of an open line and a candidate with stock of it. */
export type OpenPair = {
  readonly pair: number;
  readonly line: number;
  readonly candidate: number;
  /** Its row in the working memory. */
  readonly row: number;
};

/** A candidate that the retailer's list leaves out, for a line or, as -1, for all. */
export type LeftOut = { readonly candidate: number; readonly line: number };

/** What a group could serve before its filters, and who of it may not. */
export type GroupInput = {
  /** Pairs of members that may serve, by line, then by row. */
  readonly pairs: readonly OpenPair[];
  /** The candidates of these pairs by location code. */
  readonly candidates: readonly number[];
  /** Candidates that belong to the group, have such pairs and are on hold, by location code. */
  readonly onHold: readonly number[];
  /** What the retailer's list leaves out, by location code. */
  readonly leftOut: readonly LeftOut[];
  /** Candidates that have reached the limit of the group, by location code. */
  readonly full: readonly number[];
};

/** What the group could serve now, with the stock that is left. */
export function groupInput(scene: Scene, group: GroupProgram): GroupInput {
  const { scratch, order } = scene;
  const excluded = new Set(scratch.excludedPairs.subarray(0, scratch.excludedCount));
  const pairs: OpenPair[] = [];
  const onHold = new Set<number>();
  const leftOut: LeftOut[] = [];
  const full = new Set<number>();
  const { limit } = group;
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 0) continue;
    const shift = scratch.slotRowStart[scratch.lineSlot[line]] - scratch.pairStart[line];
    for (let pair = scratch.pairStart[line]; pair < scratch.pairStart[line + 1]; pair++) {
      const row = pair + shift;
      const candidate = scratch.rowCandidate[row];
      const location = scratch.candidateLocation[candidate];
      if (scratch.candidateInPool[candidate] === 0 || !hasBit(group.listed, location)) continue;
      if (scratch.rowUnits[row] === 0 || excluded.has(pair)) continue;
      if (scene.hasFlag(location, 'onHold')) onHold.add(candidate);
      else if (isLeftOut(group, order, line, location)) leftOut.push({ line, candidate });
      else if (limit !== null && isFull(limit, location, order, scratch)) full.add(candidate);
      else pairs.push({ pair, line, candidate, row });
    }
  }
  const byCode = (candidates: Iterable<number>) =>
    scene.byCode([...candidates], (candidate) => scratch.candidateLocation[candidate]);
  const candidates = byCode(new Set(pairs.map(({ candidate }) => candidate)));
  return {
    pairs,
    candidates,
    onHold: byCode(onHold),
    leftOut: leftOutOf(scene, group, leftOut),
    full: byCode(full),
  };
}

/** Each candidate that is left out altogether once. */
function leftOutOf(scene: Scene, group: GroupProgram, found: readonly LeftOut[]): LeftOut[] {
  const { candidateLocation } = scene.scratch;
  const whole = new Set<number>();
  const single: LeftOut[] = [];
  for (const each of found) {
    const bits = group.retailerExcluded;
    const isWhole = bits !== null && hasBit(bits, candidateLocation[each.candidate]);
    if (isWhole) whole.add(each.candidate);
    else single.push(each);
  }
  const { codeRank } = scene.locations;
  const rankOf = ({ candidate }: LeftOut) => codeRank[candidateLocation[candidate]];
  const all = [...[...whole].map((candidate) => ({ candidate, line: -1 })), ...single];
  return all.sort((a, b) => rankOf(a) - rankOf(b));
}

/** What a filter refuses of a group's input, at the grain at which it looks. */
export type Verdict =
  | { readonly scope: 'order'; readonly isRefused: boolean }
  | { readonly scope: 'location'; readonly candidates: readonly number[] }
  | { readonly scope: 'line'; readonly lines: readonly number[] }
  | { readonly scope: 'pair'; readonly pairs: readonly OpenPair[] };

/** Judges a group's input by one of its filters alone. */
export function judge(scene: Scene, filter: FilterProgram, input: GroupInput): Verdict {
  const { order, scratch } = scene;
  const { scope, bits, predicate } = filter;
  if (bits !== null) {
    const { candidateLocation } = scratch;
    const candidates = input.candidates.filter((c) => !hasBit(bits, candidateLocation[c]));
    return { scope: 'location', candidates };
  }
  if (predicate === null) throw new Error(`filter '${filter.name}' has nothing to judge by`);
  switch (scope) {
    case 'order':
      return { scope, isRefused: !testOrder(predicate, order, scratch) };
    case 'line': {
      const lines = [...new Set(input.pairs.map(({ line }) => line))];
      return { scope, lines: lines.filter((line) => !testLine(predicate, order, scratch, line)) };
    }
    case 'location':
      return { scope, candidates: restoring(scene, () => refusedLocations(scene, filter, input)) };
    case 'pair':
      return { scope, pairs: restoring(scene, () => refusedPairs(scene, filter, input)) };
  }
}

/** How many it refuses, at its grain. */
export function refusedCount(verdict: Verdict): number {
  switch (verdict.scope) {
    case 'order':
      return verdict.isRefused ? 1 : 0;
    case 'location':
      return verdict.candidates.length;
    case 'line':
      return verdict.lines.length;
    case 'pair':
      return verdict.pairs.length;
  }
}

function refusedLocations(scene: Scene, { predicate }: FilterProgram, input: GroupInput): number[] {
  const { scratch, order } = scene;
  scratch.candidateAlive.fill(1, 0, scratch.candidateCount);
  if (predicate !== null) filterLocations(predicate, order, scratch);
  return input.candidates.filter((candidate) => scratch.candidateAlive[candidate] === 0);
}

function refusedPairs(scene: Scene, { predicate }: FilterProgram, input: GroupInput): OpenPair[] {
  const { scratch, order, stock } = scene;
  scratch.lineAlive.set(scratch.lineOpen.subarray(0, order.lineCount));
  scratch.pairAlive.fill(1, 0, scratch.pairStart[order.lineCount]);
  if (predicate !== null) filterPairs(predicate, order, stock, scratch);
  return input.pairs.filter(({ pair }) => scratch.pairAlive[pair] === 0);
}

/** Runs `body` and puts the columns of the group at hand back as they were. */
function restoring<T>(scene: Scene, body: () => T): T {
  const { scratch } = scene;
  const { candidateAlive, lineAlive, pairAlive } = scratch;
  const saved = [candidateAlive.slice(), lineAlive.slice(), pairAlive.slice()];
  const result = body();
  candidateAlive.set(saved[0]);
  lineAlive.set(saved[1]);
  pairAlive.set(saved[2]);
  return result;
}
