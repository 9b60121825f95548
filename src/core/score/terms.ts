// From what a candidate has to its score: four terms of 0 to 1, weighted, and rounded to nine
// decimals. Follows section 7.2 of the order management specification.

import type { OrderColumns } from '../../columns/order.js';
import type { ScoreProgram } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { inputOf } from './inputs.js';

/** Scores compare, and are told, in units of a billionth. */
const SCALE = 1e9;

/** Fills the terms and the score of every survivor; its coverage and rates are there. */
export function makeTerms(program: ScoreProgram, order: OrderColumns, scratch: CoreScratch): void {
  const { score, candidateSurvives, openCount } = scratch;
  const { candidateInventory, candidateCoveredLines } = score;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0) continue;
    candidateInventory[c] = candidateCoveredLines[c] / openCount;
    takeInputs(program, order, scratch, c);
  }
  compareCosts(order, scratch);
  if (program.isPublished) publishedShipping(scratch);
  else relativeShipping(program, scratch);
  weigh(program, scratch);
}

/**
 * The model's score and the cost factor of a candidate: the caller's, else the data set's. Doubles
 * go from column to column, and are not passed on.
 */
function takeInputs(
  { modelScores, costFactors }: ScoreProgram,
  order: OrderColumns,
  scratch: CoreScratch,
  candidate: number,
): void {
  const { candidateModel, candidateRawCost } = scratch.score;
  const location = scratch.candidateLocation[candidate];
  const entry = inputOf(scratch, candidate);
  let model = NaN;
  let factor = NaN;
  if (entry >= 0) {
    model = order.locationModelScore[entry];
    factor = order.locationCostFactor[entry];
  }
  if (model !== model && modelScores !== null) model = modelScores[location];
  if (factor !== factor && costFactors !== null) factor = costFactors[location];
  // What is not known is 0 for the model, and 1 for the cost.
  candidateModel[candidate] = model === model ? Math.min(1, Math.max(0, model)) : 0;
  candidateRawCost[candidate] = factor === factor ? factor : 1;
}

/** The cost of each survivor, beside the largest one; before, its factor is in the raw cost. */
function compareCosts(order: OrderColumns, scratch: CoreScratch): void {
  const { candidateSurvives } = scratch;
  const { candidateRawCost, candidateCost } = scratch.score;
  let units = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 1) units += scratch.lineNeed[line];
  }
  let largest = 0;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0) continue;
    candidateRawCost[c] *= units;
    if (candidateRawCost[c] > largest) largest = candidateRawCost[c];
  }
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0) continue;
    const raw = candidateRawCost[c];
    // The largest is 1 even where it is beyond all doubles.
    if (largest === 0) candidateCost[c] = 0;
    else candidateCost[c] = raw === largest ? 1 : raw / largest;
  }
}

/** Beside the candidate's own fastest price; without a rate 0. */
function publishedShipping(scratch: CoreScratch): void {
  const { candidateSurvives } = scratch;
  const { candidateShipping, candidatePriceMinor, candidateFastestPrice } = scratch.score;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0) continue;
    const fastest = candidateFastestPrice[c];
    if (fastest === Infinity || fastest === 0) candidateShipping[c] = 0;
    else candidateShipping[c] = 1 - candidatePriceMinor[c] / fastest;
  }
}

/** Beside the cheapest and the fastest of all survivors; without a rate 0. */
function relativeShipping({ priceShare }: ScoreProgram, scratch: CoreScratch): void {
  const { candidateSurvives } = scratch;
  const { candidateShipping, candidatePriceMinor, candidateFewestDays } = scratch.score;
  let cheapest = Infinity;
  let fewest = Infinity;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0) continue;
    if (candidatePriceMinor[c] < cheapest) cheapest = candidatePriceMinor[c];
    if (candidateFewestDays[c] < fewest) fewest = candidateFewestDays[c];
  }
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0) continue;
    const price = candidatePriceMinor[c];
    if (price === Infinity) {
      candidateShipping[c] = 0;
      continue;
    }
    const pricePart = price === 0 ? 1 : cheapest / price;
    const speedPart = (1 + fewest) / (1 + candidateFewestDays[c]);
    candidateShipping[c] = priceShare * pricePart + (1 - priceShare) * speedPart;
  }
}

function weigh(program: ScoreProgram, scratch: CoreScratch): void {
  const { inventoryCoefficient, shippingCoefficient, modelCoefficient, costCoefficient } = program;
  const { candidateSurvives, score } = scratch;
  const { candidateInventory, candidateShipping, candidateModel, candidateCost } = score;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0) continue;
    const sum =
      inventoryCoefficient * candidateInventory[c] +
      shippingCoefficient * candidateShipping[c] +
      modelCoefficient * candidateModel[c] -
      costCoefficient * candidateCost[c];
    // Adding 0 turns -0 into 0.
    score.candidateScore[c] = Math.round(sum * SCALE) / SCALE + 0;
  }
}
