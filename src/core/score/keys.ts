// A score as keys of a sort: the score itself, and behind it what settles its ties.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import type { ScoreProgram } from '../../columns/program.js';
import { markSurvivors } from '../group.js';
import type { CoreScratch } from '../scratch.js';
import { measureCoverage } from './coverage.js';
import { resolveInputs } from './inputs.js';
import { chooseRates } from './rates.js';
import { roomForCandidateScores } from './scratch.js';
import { makeTerms } from './terms.js';

/**
 * Scores the survivors of the group that was evaluated last, and fills the key columns from `start`
 * on: the score, highest first unless the sort is ascending; then, whatever its direction, more
 * units, lower raw cost, lower price, fewer days. The score depends on who else survives, so the
 * survivors are marked first.
 */
export function makeScoreKeys(
  program: ScoreProgram,
  isDescending: boolean,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  start: number,
): void {
  const { score, sortKeys, candidateCount: count } = scratch;
  roomForCandidateScores(score, count);
  markSurvivors(order, scratch);
  resolveInputs(order, locations, scratch);
  measureCoverage(scratch);
  chooseRates(program, order, scratch);
  makeTerms(program, order, scratch);
  const { candidateScore, candidateUnits, candidateRawCost } = score;
  const { candidatePriceMinor, candidateFewestDays } = score;
  for (let c = 0; c < count; c++) {
    if (scratch.candidateSurvives[c] === 0) {
      for (let key = start + c; key < start + 5 * count; key += count) sortKeys[key] = Infinity;
      continue;
    }
    if (isDescending) sortKeys[start + c] = -candidateScore[c];
    else sortKeys[start + c] = candidateScore[c];
    sortKeys[start + count + c] = -candidateUnits[c];
    sortKeys[start + 2 * count + c] = candidateRawCost[c];
    sortKeys[start + 3 * count + c] = candidatePriceMinor[c];
    sortKeys[start + 4 * count + c] = candidateFewestDays[c];
  }
}
