// How the scores of a plan become the LocationScore messages of a Decision. Measured first and
// written after, as all of a Decision.

import type { LocationTable } from '../columns/locations.js';
import { type PlanColumns, SCORE_DOUBLES, SCORE_RATE_INTS } from '../columns/plan.js';
import {
  textFieldBytes,
  varintBytes,
  wholeBytes,
  writeBytes,
  writeDouble,
  writeTextField,
  writeVarint,
  writeWhole,
} from './writer.js';

/** Terms that are fields of their own: score, inventory, shipping, model, cost. */
const TERM_FIELDS = 5;
/** Tag and eight bytes. */
const DOUBLE_FIELD_BYTES = 9;
/** Places in an entry of `scoreTerms`. */
const PRICE = 5;
const DAYS = 6;

/** Bytes of the location_scores of a Decision. */
export function scoresBytes(plan: PlanColumns, locations: LocationTable): number {
  let total = 0;
  for (let entry = 0; entry < plan.scoreCount; entry++) {
    const lengthBytes = scoreBytes(plan, locations, entry);
    total += 1 + varintBytes(lengthBytes) + lengthBytes;
  }
  return total;
}

/** Writes the location_scores of a Decision. Returns the end. */
export function writeScores(
  target: Uint8Array,
  at: number,
  plan: PlanColumns,
  locations: LocationTable,
): number {
  let next = at;
  for (let entry = 0; entry < plan.scoreCount; entry++) {
    target[next] = 0x3a; // location_scores
    next = writeVarint(target, next + 1, scoreBytes(plan, locations, entry));
    next = writeScore(target, next, plan, locations, entry);
  }
  return next;
}

// INVARIANT: codes have 1 to CODE_BYTES_MAX bytes.
function scoreBytes(plan: PlanColumns, locations: LocationTable, entry: number): number {
  let total = 2 + locations.codeBytes[plan.scoreLocation[entry]];
  for (let term = 0; term < TERM_FIELDS; term++) {
    if (plan.scoreTerms[entry * SCORE_DOUBLES + term] !== 0) total += DOUBLE_FIELD_BYTES;
  }
  return hasRate(plan, entry) ? total + 2 + rateBytes(plan, entry) : total;
}

function writeScore(
  target: Uint8Array,
  at: number,
  plan: PlanColumns,
  locations: LocationTable,
  entry: number,
): number {
  const location = plan.scoreLocation[entry];
  const { wireBytes, codeStart } = locations;
  const codeBytes = locations.codeBytes[location];
  target[at] = 0x0a; // location_code
  target[at + 1] = codeBytes;
  let next = writeBytes(target, at + 2, wireBytes, codeStart[location], codeBytes);
  for (let term = 0; term < TERM_FIELDS; term++) {
    const index = entry * SCORE_DOUBLES + term;
    if (plan.scoreTerms[index] === 0) continue;
    target[next] = ((term + 2) << 3) | 1; // score, inventory, shipping, model, cost
    next = writeDouble(target, next + 1, plan.scoreTerms, index);
  }
  if (!hasRate(plan, entry)) return next;
  target[next] = 0x3a; // rate
  return writeRate(target, writeVarint(target, next + 1, rateBytes(plan, entry)), plan, entry);
}

/** A rate has a price, and no rate Infinity or NaN in its place. */
function hasRate(plan: PlanColumns, entry: number): boolean {
  return plan.scoreTerms[entry * SCORE_DOUBLES + PRICE] < Infinity;
}

function rateBytes({ scoreTerms, scoreRate }: PlanColumns, entry: number): number {
  const terms = entry * SCORE_DOUBLES;
  return (
    textFieldBytes(scoreRate[entry * SCORE_RATE_INTS + 1]) +
    textFieldBytes(scoreRate[entry * SCORE_RATE_INTS + 3]) +
    (scoreTerms[terms + PRICE] === 0 ? 0 : 1 + wholeBytes(scoreTerms, terms + PRICE)) +
    (scoreTerms[terms + DAYS] === 0 ? 0 : 1 + wholeBytes(scoreTerms, terms + DAYS))
  );
}

function writeRate(target: Uint8Array, at: number, plan: PlanColumns, entry: number): number {
  const { scoreTerms, scoreRate, scoreText } = plan;
  const rate = entry * SCORE_RATE_INTS;
  const terms = entry * SCORE_DOUBLES;
  let next = writeTextField(target, at, 0x0a, scoreText, scoreRate[rate], scoreRate[rate + 1]);
  next = writeTextField(target, next, 0x12, scoreText, scoreRate[rate + 2], scoreRate[rate + 3]);
  if (scoreTerms[terms + PRICE] !== 0) {
    target[next] = 0x18; // price_minor
    next = writeWhole(target, next + 1, scoreTerms, terms + PRICE);
  }
  if (scoreTerms[terms + DAYS] !== 0) {
    target[next] = 0x20; // transit_days
    next = writeWhole(target, next + 1, scoreTerms, terms + DAYS);
  }
  return next;
}
