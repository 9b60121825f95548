// What a split that was just searched made of one location.

import type { GroupProgram } from '../../columns/program.js';
import type { Scene } from '../scene.js';
import type { Comparison, LocationAtGroup } from './answer.js';
import { candidateOf } from './barriers.js';

/** What the locations of a split come to. */
export type SplitSums = {
  readonly parcels: number;
  readonly rankSum: number;
  readonly positionSum: number;
  readonly isProven: boolean;
};

/** The sums of the commitments from `first` on, which are those of the split searched last. */
export function splitSums({ scratch }: Scene, first: number): SplitSums {
  const candidates = new Set<number>();
  for (let i = first; i < scratch.commitCount; i++) {
    candidates.add(scratch.rowCandidate[scratch.commitRow[i]]);
  }
  const sums = { parcels: candidates.size, rankSum: 0, positionSum: 0 };
  for (const candidate of candidates) {
    sums.rankSum += scratch.candidateRank[candidate];
    sums.positionSum += scratch.candidatePosition[candidate];
  }
  return { ...sums, isProven: scratch.search.isProven };
}

/**
 * The entry of a location that took part in the split; null: it did not. `first` is the first
 * commitment of the split.
 */
export function splitEntry(
  scene: Scene,
  { name, rank }: GroupProgram,
  location: number,
  first: number,
): LocationAtGroup | null {
  const { scratch } = scene;
  const entry = { group: name, rank, step: 'GROUP_STEP_SPLIT', future: scratch.isFuturePass };
  let units = 0;
  for (let i = first; i < scratch.commitCount; i++) {
    if (scratch.commitLocation[i] === location) units += scratch.commitUnits[i];
  }
  if (units > 0) {
    const text = `gives ${units} ${units === 1 ? 'unit' : 'units'}`;
    return { ...entry, outcome: 'GROUP_OUTCOME_CHOSEN', text };
  }
  const candidate = candidateOf(scene, location);
  if (candidate < 0 || scratch.candidateIsOrdered[candidate] === 0) return null;
  const limit = scratch.isLimitHit ? ', which a limit cuts short' : '';
  const text = `gets nothing in the split${limit}`;
  return { ...entry, outcome: 'GROUP_OUTCOME_NOT_NEEDED', text };
}

/** The entry of a location that the split does without, with what the best one with it comes to. */
export function comparedEntry(
  entry: LocationAtGroup,
  plan: SplitSums,
  other: SplitSums | null,
  canTake: boolean,
): LocationAtGroup {
  if (!canTake)
    return { ...entry, text: 'takes no part in the split, which can take nothing of it' };
  const comparison: Comparison = {
    parcels: plan.parcels,
    parcelsWith: other?.parcels ?? 0,
    rankSum: plan.rankSum,
    rankSumWith: other?.rankSum ?? 0,
    positionSum: plan.positionSum,
    positionSumWith: other?.positionSum ?? 0,
    proven: plan.isProven && other?.isProven === true,
  };
  return { ...entry, text: `is not needed: ${whyNot(comparison)}`, comparison };
}

function whyNot(comparison: Comparison): string {
  const { parcels, parcelsWith, rankSum, rankSumWith } = comparison;
  const { positionSum, positionSumWith } = comparison;
  if (parcelsWith === 0) return 'no plan with it is within the limits';
  const sides = (a: number, b: number) => `${a} instead of ${b}`;
  if (parcelsWith !== parcels) {
    return `the best plan with it takes ${sides(parcelsWith, parcels)} parcels`;
  }
  if (rankSumWith !== rankSum) {
    return `the best plan with it has the sum of group ranks ${sides(rankSumWith, rankSum)}`;
  }
  if (positionSumWith !== positionSum) {
    return `the best plan with it has the sum of positions ${sides(positionSumWith, positionSum)}`;
  }
  return 'the best plan with it has the larger codes';
}
