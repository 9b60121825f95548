// In which order a group's survivors come: its sort keys, then rank, distance and location code. A
// total order.

import type { LocationTable } from '../../columns/locations.js';
import type { GroupProgram } from '../../columns/program.js';
import { CANDIDATE_COLUMNS } from '../candidates/scratch.js';
import type { CoreScratch } from '../scratch.js';
import { bucketSort } from './bucket-sort.js';

const { candidateLocation, candidateChord, sortKeys } = CANDIDATE_COLUMNS;

/**
 * Whether candidate `a` comes before candidate `b`; the keys are made. Never both ways for two
 * candidates.
 */
export function comesBefore(
  a: number,
  b: number,
  group: GroupProgram | null,
  locations: LocationTable,
  scratch: CoreScratch,
): boolean {
  if (group === null) return false;
  const { candidateCount } = scratch;
  const end = scratch.sortKeyCount * candidateCount;
  for (let start = 0; start < end; start += candidateCount) {
    const difference = sortKeys[start + a] - sortKeys[start + b];
    // Two unknown keys make NaN, which is neither: the next key decides.
    if (difference < 0) return true;
    if (difference > 0) return false;
  }
  const locationA = candidateLocation[a];
  const locationB = candidateLocation[b];
  const rankDifference = group.ranks[locationA] - group.ranks[locationB];
  if (rankDifference !== 0) return rankDifference < 0;
  if (candidateChord[a] !== candidateChord[b]) return candidateChord[a] < candidateChord[b];
  return locations.codeRank[locationA] < locations.codeRank[locationB];
}

/**
 * Fills `survivors` with the candidates that have pairs, in the group's order. The keys are made.
 */
export function sortSurvivors(
  group: GroupProgram,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { candidateSurvives, survivors } = scratch;
  let count = 0;
  for (let c = 0; c < scratch.candidateCount; c++)
    if (candidateSurvives[c] === 1) survivors[count++] = c;
  scratch.survivorCount = count;
  scratch.survivors = bucketSort(
    survivors,
    count,
    sortKeys,
    comesBefore,
    group,
    locations,
    scratch,
  );
}
