// How what a caller knows of single locations becomes columns: rates, a model's score, a cost
// factor. Reads only; what the values may be is checked later. What is given and can never be right
// gets a value that is never right, since what is not given has one of its own.

import { LOCATION_INPUTS_MAX, LOCATION_RATES_MAX } from '../columns/limits.js';
import { LOCATION_INPUT_INTS, RATE_INTS, roomFor, roomForDoubles } from '../columns/order.js';
import type { Draft } from './draft.js';
import { noteBadText, noteInvalid, noteMalformed } from './problems.js';
import {
  breakReader,
  readDoubleInto,
  readRangeEnd,
  readTag,
  readText,
  readVarint,
  skipField,
} from './reader.js';

/** The path of an entry. */
export function locationInputPath(entry: number): string {
  return `location_inputs[${entry}]`;
}

/** The path of a rate of an entry. */
export function ratePath(entry: number, rate: number): string {
  return `${locationInputPath(entry)}.rates[${rate}]`;
}

/**
 * Reads one entry. Entries past the limit, and rates of one entry past theirs, are read into the
 * place behind the last, and refused later.
 */
export function readLocationInput(draft: Draft, end: number): void {
  const { reader, order } = draft;
  const entry = order.locationInputCount;
  const place = Math.min(entry, LOCATION_INPUTS_MAX);
  const entryEnd = readRangeEnd(reader, end);
  order.locationInputCount = entry + 1;
  roomForInput(draft, place);
  draft.inputRateCount = 0;
  order.locationInputs[place * LOCATION_INPUT_INTS + 1] = 0;
  order.locationModelScore[place] = Number.NaN;
  order.locationCostFactor[place] = Number.NaN;
  while (reader.at < entryEnd) {
    const tag = readTag(reader, entryEnd);
    switch (tag) {
      case 10: // location_code
        if (!readText(reader, entryEnd)) {
          noteBadText(draft.problems, `${locationInputPath(entry)}.location_code`);
        }
        order.locationInputs[place * LOCATION_INPUT_INTS] = reader.textStart;
        order.locationInputs[place * LOCATION_INPUT_INTS + 1] = reader.textBytes;
        break;
      case 18:
        readRate(draft, entryEnd, entry);
        break;
      case 25: // model_score
        readGiven(draft, entryEnd, order.locationModelScore, place);
        break;
      case 33: // cost_factor
        readGiven(draft, entryEnd, order.locationCostFactor, place);
        break;
      default:
        skipField(reader, tag, entryEnd);
    }
  }
  if (reader.at !== entryEnd) {
    noteMalformed(draft.problems, locationInputPath(entry));
    breakReader(reader);
  }
  order.locationRateEnd[place] = order.rateCount;
  if (draft.inputRateCount > LOCATION_RATES_MAX) {
    const description = `must hold at most ${LOCATION_RATES_MAX} rates`;
    noteInvalid(draft.problems, `${locationInputPath(entry)}.rates`, description);
  }
}

/** Reads a double that is given: no number is Infinity, since NaN is one that is not given. */
function readGiven(draft: Draft, end: number, column: Float64Array, place: number): void {
  readDoubleInto(draft.reader, end, column, place);
  // Only NaN differs from itself.
  if (column[place] !== column[place]) column[place] = Infinity;
}

function readRate(draft: Draft, end: number, entry: number): void {
  const { reader, order } = draft;
  const rate = order.rateCount;
  const rateEnd = readRangeEnd(reader, end);
  roomForRate(draft, rate);
  const { rates, ratePriceMinor, rateTransitDays } = order;
  const at = rate * RATE_INTS;
  rates[at + 1] = 0;
  rates[at + 3] = 0;
  ratePriceMinor[rate] = 0;
  rateTransitDays[rate] = 0;
  while (reader.at < rateEnd) {
    const tag = readTag(reader, rateEnd);
    switch (tag) {
      case 10: // carrier
      case 18: // service
        readRateText(draft, rateEnd, entry, tag, tag === 10 ? at : at + 2);
        break;
      case 24: // price_minor
        readVarint(reader, rateEnd);
        ratePriceMinor[rate] = reader.high * 0x1_0000_0000 + (reader.low >>> 0);
        break;
      case 32: // transit_days
        readVarint(reader, rateEnd);
        rateTransitDays[rate] = reader.low;
        break;
      default:
        skipField(reader, tag, rateEnd);
    }
  }
  if (reader.at !== rateEnd) {
    noteMalformed(draft.problems, ratePath(entry, draft.inputRateCount));
    breakReader(reader);
  }
  // The place behind the last is used again and again.
  if (draft.inputRateCount < LOCATION_RATES_MAX && entry < LOCATION_INPUTS_MAX) order.rateCount++;
  draft.inputRateCount++;
}

function readRateText(draft: Draft, end: number, entry: number, tag: number, at: number): void {
  const { reader, order } = draft;
  if (!readText(reader, end)) {
    const field = tag === 10 ? 'carrier' : 'service';
    noteBadText(draft.problems, `${ratePath(entry, draft.inputRateCount)}.${field}`);
  }
  order.rates[at] = reader.textStart;
  order.rates[at + 1] = reader.textBytes;
}

function roomForInput({ order }: Draft, place: number): void {
  order.locationInputs = roomFor(order.locationInputs, place + 1, LOCATION_INPUT_INTS);
  order.locationRateEnd = roomFor(order.locationRateEnd, place + 1, 1);
  order.locationModelScore = roomForDoubles(order.locationModelScore, place + 1);
  order.locationCostFactor = roomForDoubles(order.locationCostFactor, place + 1);
}

function roomForRate({ order }: Draft, rate: number): void {
  order.rates = roomFor(order.rates, rate + 1, RATE_INTS);
  order.ratePriceMinor = roomForDoubles(order.ratePriceMinor, rate + 1);
  order.rateTransitDays = roomFor(order.rateTransitDays, rate + 1, 1);
}
