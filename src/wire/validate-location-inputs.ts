// Whether what a caller says of single locations may be scored by: each location once, rates that
// are prices, and numbers that are numbers.

import { FNV_BASIS, fnv1a, mix32 } from '../base/hash.js';
import { sameBytes } from '../columns/dictionary.js';
import { CODE_BYTES_MAX, LOCATION_INPUTS_MAX, TRANSIT_DAYS_MAX } from '../columns/limits.js';
import { LOCATION_INPUT_INTS, type OrderColumns, RATE_INTS } from '../columns/order.js';
import { locationInputPath, ratePath } from './decode-location-inputs.js';
import type { Draft } from './draft.js';
import { noteInvalid } from './problems.js';

/** A power of two of at least twice the entries. */
const TABLE_SIZE = 2048;
const table = new Int32Array(TABLE_SIZE);

/** Codes come from outside: a seed of the process's own keeps them from being made to collide. */
const SEED = FNV_BASIS ^ Math.floor(Math.random() * 0x7fffffff);

/** Notes what is wrong with the entries of a request that has some. */
export function checkLocationInputs(draft: Draft): void {
  const { order, problems } = draft;
  const { locationInputCount, locationInputs } = order;
  if (locationInputCount > LOCATION_INPUTS_MAX) {
    const description = `must hold at most ${LOCATION_INPUTS_MAX}, not ${locationInputCount}`;
    noteInvalid(problems, 'location_inputs', description);
    return;
  }
  table.fill(0);
  for (let entry = 0; entry < locationInputCount; entry++) {
    const codeBytes = locationInputs[entry * LOCATION_INPUT_INTS + 1];
    if (codeBytes === 0 || codeBytes > CODE_BYTES_MAX) {
      noteCode(draft, entry, `must have 1 to ${CODE_BYTES_MAX} bytes`);
    } else if (isSecond(order, entry)) noteCode(draft, entry, 'is that of an earlier entry');
    checkNumbers(draft, entry);
    const start = entry === 0 ? 0 : order.locationRateEnd[entry - 1];
    for (let rate = start; rate < order.locationRateEnd[entry]; rate++) {
      checkRate(draft, entry, rate, rate - start);
    }
  }
}

function noteCode({ problems }: Draft, entry: number, description: string): void {
  noteInvalid(problems, `${locationInputPath(entry)}.location_code`, description);
}

/** Whether an earlier entry has the code; notes it where none has. */
function isSecond(order: OrderColumns, entry: number): boolean {
  const { locationInputs, bytes } = order;
  const start = locationInputs[entry * LOCATION_INPUT_INTS];
  const lengthBytes = locationInputs[entry * LOCATION_INPUT_INTS + 1];
  let bucket = mix32(fnv1a(SEED, bytes, start, lengthBytes)) & (TABLE_SIZE - 1);
  for (; table[bucket] !== 0; bucket = (bucket + 1) & (TABLE_SIZE - 1)) {
    const other = (table[bucket] - 1) * LOCATION_INPUT_INTS;
    if (locationInputs[other + 1] !== lengthBytes) continue;
    if (sameBytes(bytes, locationInputs[other], bytes, start, lengthBytes)) return true;
  }
  table[bucket] = entry + 1;
  return false;
}

/** NaN is a number that is not given. */
function checkNumbers({ order, problems }: Draft, entry: number): void {
  const { locationModelScore, locationCostFactor } = order;
  if (Math.abs(locationModelScore[entry]) === Infinity) {
    const path = `${locationInputPath(entry)}.model_score`;
    noteInvalid(problems, path, 'must be a finite number');
  }
  if (locationCostFactor[entry] < 0 || locationCostFactor[entry] === Infinity) {
    const path = `${locationInputPath(entry)}.cost_factor`;
    noteInvalid(problems, path, 'must be a finite number of at least 0');
  }
}

function checkRate({ order, problems }: Draft, entry: number, rate: number, place: number): void {
  const { rates, ratePriceMinor, rateTransitDays } = order;
  const carrierBytes = rates[rate * RATE_INTS + 1];
  if (carrierBytes === 0 || carrierBytes > CODE_BYTES_MAX) {
    const description = `must have 1 to ${CODE_BYTES_MAX} bytes`;
    noteInvalid(problems, `${ratePath(entry, place)}.carrier`, description);
  }
  if (rates[rate * RATE_INTS + 3] > CODE_BYTES_MAX) {
    const description = `must have at most ${CODE_BYTES_MAX} bytes`;
    noteInvalid(problems, `${ratePath(entry, place)}.service`, description);
  }
  if (ratePriceMinor[rate] < 0 || ratePriceMinor[rate] > Number.MAX_SAFE_INTEGER) {
    const path = `${ratePath(entry, place)}.price_minor`;
    noteInvalid(problems, path, `must be 0 to ${Number.MAX_SAFE_INTEGER}`);
  }
  if (rateTransitDays[rate] < 0 || rateTransitDays[rate] > TRANSIT_DAYS_MAX) {
    const path = `${ratePath(entry, place)}.transit_days`;
    noteInvalid(problems, path, `must be 0 to ${TRANSIT_DAYS_MAX}`);
  }
}
