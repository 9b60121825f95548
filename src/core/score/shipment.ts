// What the open lines are to a rate card: how many parcels, and how heavy each is billed. Made once
// for all candidates of a group, since a shipment is everything that is open.

import { LINE_FLAG, type OrderColumns } from '../../columns/order.js';
import type { RateCardProgram } from '../../columns/rate-program.js';
import type { CoreScratch } from '../scratch.js';
import { SHIPMENT } from './scratch.js';

const SIDES = LINE_FLAG.length | LINE_FLAG.width | LINE_FLAG.height;
const GRAMS_PER_KG = 1000;

/**
 * The weight band of each parcel of the shipment, or -1 where the card has no rate for it: a unit
 * that is too large or of which too little is known, or parcels that are too heavy. `shipment` has
 * the sums.
 */
export function bandOf(card: RateCardProgram, order: OrderColumns, scratch: CoreScratch): number {
  if (!sumLines(card, order, scratch)) return -1;
  const { shipment } = scratch.score;
  let parcels = 1;
  const { weightGramsMax, volumeCm3Max, volumetricDivisorCm3PerKg } = card;
  if (weightGramsMax > 0) {
    parcels = Math.max(parcels, Math.ceil(shipment[SHIPMENT.massGrams] / weightGramsMax));
  }
  if (volumeCm3Max > 0) {
    parcels = Math.max(parcels, Math.ceil(shipment[SHIPMENT.volumeCm3] / volumeCm3Max));
  }
  let volumetricGrams = 0;
  if (volumetricDivisorCm3PerKg > 0) {
    volumetricGrams = (shipment[SHIPMENT.volumeCm3] / volumetricDivisorCm3PerKg) * GRAMS_PER_KG;
  }
  const billedGrams = Math.max(shipment[SHIPMENT.massGrams], volumetricGrams) / parcels;
  shipment[SHIPMENT.parcels] = parcels;
  shipment[SHIPMENT.billedGrams] = billedGrams;
  const { weightBandsGrams } = card;
  for (let band = 0; band < weightBandsGrams.length; band++) {
    if (billedGrams <= weightBandsGrams[band]) return band;
  }
  return -1;
}

/** Sums mass and volume; false where a unit may not be shipped. */
function sumLines(card: RateCardProgram, order: OrderColumns, scratch: CoreScratch): boolean {
  const { lineOpen, lineNeed } = scratch;
  const { shipment } = scratch.score;
  const readsVolume = card.volumetricDivisorCm3PerKg > 0 || card.volumeCm3Max > 0;
  const readsSides = readsVolume || card.longestSideCmMax > 0;
  shipment[SHIPMENT.massGrams] = 0;
  shipment[SHIPMENT.volumeCm3] = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (lineOpen[line] === 0) continue;
    const flags = order.lineFlags[line];
    let unitGrams = card.defaultUnitWeightGrams;
    if ((flags & LINE_FLAG.weight) !== 0) unitGrams = order.weightGrams[line];
    // Only NaN, the unknown mass, differs from itself.
    if (unitGrams !== unitGrams) return false;
    if (card.weightGramsMax > 0 && unitGrams > card.weightGramsMax) return false;
    shipment[SHIPMENT.massGrams] += lineNeed[line] * unitGrams;
    if (!readsSides) continue;
    if ((flags & SIDES) !== SIDES || !fits(card, order, line)) return false;
    const { lengthCm, widthCm, heightCm } = order;
    shipment[SHIPMENT.volumeCm3] +=
      lineNeed[line] * lengthCm[line] * widthCm[line] * heightCm[line];
  }
  return true;
}

/** Whether a unit whose sides are known fits into a parcel. */
function fits(card: RateCardProgram, order: OrderColumns, line: number): boolean {
  const length = order.lengthCm[line];
  const width = order.widthCm[line];
  const height = order.heightCm[line];
  const { longestSideCmMax, volumeCm3Max } = card;
  if (longestSideCmMax > 0 && Math.max(length, width, height) > longestSideCmMax) return false;
  return volumeCm3Max === 0 || length * width * height <= volumeCm3Max;
}
