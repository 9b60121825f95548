// What shipping everything that is open costs from each candidate, and how long it takes: the
// caller's rates, or else those of the rate cards.

import { sameBytes } from '../../columns/dictionary.js';
import { type OrderColumns, RATE_INTS } from '../../columns/order.js';
import type { ScoreProgram } from '../../columns/program.js';
import type { RateCardProgram } from '../../columns/rate-program.js';
import type { CoreScratch } from '../scratch.js';
import { inputOf } from './inputs.js';
import { SHIPMENT } from './scratch.js';
import { bandOf } from './shipment.js';
import { listZones, zoneOf } from './zones.js';

/**
 * Chooses the rate of every survivor: the cheapest, then the fastest, then by carrier and service.
 * The fewest days and the fastest price are those of all its rates.
 */
export function chooseRates(score: ScoreProgram, order: OrderColumns, scratch: CoreScratch): void {
  const { candidateSurvives } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) {
    clearRate(scratch, c);
    if (candidateSurvives[c] === 1) offerCallers(score, order, scratch, c);
  }
  const { rateCards } = score;
  for (let i = 0; i < rateCards.length; i++) offerCard(rateCards[i], i, order, scratch);
}

function clearRate({ score }: CoreScratch, candidate: number): void {
  score.candidateRate[candidate] = -1;
  score.candidateRateCard[candidate] = -1;
  score.candidatePriceMinor[candidate] = Infinity;
  score.candidateDays[candidate] = Infinity;
  score.candidateFewestDays[candidate] = Infinity;
  score.candidateFastestPrice[candidate] = Infinity;
}

/** Offers a candidate the caller's rates of the service. */
function offerCallers(
  program: ScoreProgram,
  order: OrderColumns,
  scratch: CoreScratch,
  candidate: number,
): void {
  const entry = inputOf(scratch, candidate);
  if (entry < 0) return;
  const { shipment, candidateRate } = scratch.score;
  const start = entry === 0 ? 0 : order.locationRateEnd[entry - 1];
  for (let rate = start; rate < order.locationRateEnd[entry]; rate++) {
    if (!isOfService(program, order, rate)) continue;
    shipment[SHIPMENT.priceMinor] = order.ratePriceMinor[rate];
    shipment[SHIPMENT.transitDays] = order.rateTransitDays[rate];
    const verdict = offer(scratch, candidate);
    const isChosen =
      verdict > 0 || (verdict === 0 && comesFirst(order, rate, candidateRate[candidate]));
    if (isChosen) choose(scratch, candidate, rate, -1);
  }
}

function isOfService({ service }: ScoreProgram, order: OrderColumns, rate: number): boolean {
  if (service.length === 0) return true;
  const at = rate * RATE_INTS;
  const { rates, bytes } = order;
  if (rates[at + 3] !== service.length) return false;
  return sameBytes(service, 0, bytes, rates[at + 2], service.length);
}

/** Offers the rate of a card to every survivor that the caller gave none. */
function offerCard(
  card: RateCardProgram,
  place: number,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const band = bandOf(card, order, scratch);
  if (band < 0) return;
  const { score, candidateSurvives } = scratch;
  const { shipment, candidateRate } = score;
  listZones(card, score);
  if (score.zoneCount === 0) return;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateSurvives[c] === 0 || candidateRate[c] >= 0) continue;
    const zone = zoneOf(card, scratch, c);
    if (zone < 0) continue;
    const { priceMinor, transitDays } = card.zones[zone];
    shipment[SHIPMENT.priceMinor] = shipment[SHIPMENT.parcels] * priceMinor[band];
    shipment[SHIPMENT.transitDays] = transitDays;
    // Cards come by carrier and service: of equal offers the first is the one.
    if (offer(scratch, c) > 0) choose(scratch, c, -1, place);
  }
}

/**
 * Notes how fast the offer at hand is, and answers how it stands beside the rate that is chosen:
 * 1 better, 0 equal in price and days, -1 worse.
 */
function offer({ score }: CoreScratch, candidate: number): number {
  const { shipment, candidateFewestDays, candidateFastestPrice } = score;
  const price = shipment[SHIPMENT.priceMinor];
  const days = shipment[SHIPMENT.transitDays];
  const fewest = candidateFewestDays[candidate];
  if (days < fewest) {
    candidateFewestDays[candidate] = days;
    candidateFastestPrice[candidate] = price;
  } else if (days === fewest && price < candidateFastestPrice[candidate]) {
    candidateFastestPrice[candidate] = price;
  }
  const chosenPrice = score.candidatePriceMinor[candidate];
  if (price !== chosenPrice) return price < chosenPrice ? 1 : -1;
  const chosenDays = score.candidateDays[candidate];
  if (days !== chosenDays) return days < chosenDays ? 1 : -1;
  return 0;
}

function choose({ score }: CoreScratch, candidate: number, rate: number, card: number): void {
  score.candidatePriceMinor[candidate] = score.shipment[SHIPMENT.priceMinor];
  score.candidateDays[candidate] = score.shipment[SHIPMENT.transitDays];
  score.candidateRate[candidate] = rate;
  score.candidateRateCard[candidate] = card;
}

/** Whether a rate comes before another of the same price and days: by carrier, then service. */
function comesFirst(order: OrderColumns, rate: number, other: number): boolean {
  const { rates } = order;
  const at = rate * RATE_INTS;
  const to = other * RATE_INTS;
  const byCarrier = compareBytes(order.bytes, rates[at], rates[at + 1], rates[to], rates[to + 1]);
  if (byCarrier !== 0) return byCarrier < 0;
  const { bytes } = order;
  return compareBytes(bytes, rates[at + 2], rates[at + 3], rates[to + 2], rates[to + 3]) < 0;
}

/** Compares two ranges of the request: negative, 0 or positive. */
function compareBytes(
  bytes: Uint8Array,
  start: number,
  lengthBytes: number,
  otherStart: number,
  otherBytes: number,
): number {
  const count = Math.min(lengthBytes, otherBytes);
  for (let i = 0; i < count; i++) {
    const difference = bytes[start + i] - bytes[otherStart + i];
    if (difference !== 0) return difference;
  }
  return lengthBytes - otherBytes;
}
