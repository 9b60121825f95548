// What a rate card becomes against a table of locations: numbers by weight band, and zones whose
// conditions are sets.

import { setBit, sharedBits } from '../base/bits.js';
import { bytesOf, foldText } from '../base/text.js';
import { dictionaryOf, lookUp } from '../columns/dictionary.js';
import { LOCATION_KIND, type LocationTable } from '../columns/locations.js';
import { OPERAND_KIND } from '../columns/program.js';
import type { RateCardProgram, RateZoneProgram } from '../columns/rate-program.js';
import { sharedDoubles } from '../columns/stock.js';
import type { RateCardDocument, RateZoneDocument } from './document.js';

/** Compiles a valid rate card. */
export function compileRateCard(card: RateCardDocument, table: LocationTable): RateCardProgram {
  const { parcelLimits = {} } = card;
  return {
    name: card.name ?? '',
    carrier: bytesOf(card.carrier ?? ''),
    service: bytesOf(card.service ?? ''),
    volumetricDivisorCm3PerKg: card.volumetricDivisorCm3PerKg ?? 0,
    weightGramsMax: parcelLimits.weightGramsMax ?? 0,
    volumeCm3Max: parcelLimits.volumeCm3Max ?? 0,
    longestSideCmMax: parcelLimits.longestSideCmMax ?? 0,
    defaultUnitWeightGrams: card.defaultUnitWeightGrams ?? Number.NaN,
    weightBandsGrams: sharedNumbers(card.weightBandsGrams ?? []),
    zones: (card.zones ?? []).map((zone) => compileZone(zone, table)),
  };
}

function compileZone(zone: RateZoneDocument, table: LocationTable): RateZoneProgram {
  const { countryCodes = [], postalPrefixes = [], originLocationCodes = [] } = zone;
  const countries = countryCodes.map((code) => bytesOf(foldText(code)));
  const prefixes = postalPrefixes.map((prefix) => bytesOf(prefix.trim().toUpperCase()));
  return {
    distanceKmMax: zone.distanceKmMax ?? Number.NaN,
    countryCodes: countries.length === 0 ? null : dictionaryOf(OPERAND_KIND, countries),
    postalPrefixes: prefixes.length === 0 ? null : prefixes,
    origins: originLocationCodes.length === 0 ? null : originBits(originLocationCodes, table),
    priceMinor: sharedNumbers(zone.priceMinor ?? []),
    transitDays: zone.transitDays ?? 0,
  };
}

/** Unknown codes are nobody; a list of them alone lets nobody in. */
function originBits(codes: readonly string[], table: LocationTable): Uint32Array {
  const bits = sharedBits(table.count);
  for (const code of codes) {
    const bytes = bytesOf(code);
    const index = lookUp(table.codes, LOCATION_KIND, bytes, 0, bytes.length);
    if (index >= 0) setBit(bits, index);
  }
  return bits;
}

function sharedNumbers(numbers: readonly number[]): Float64Array {
  const column = sharedDoubles(numbers.length);
  column.set(numbers);
  return column;
}
