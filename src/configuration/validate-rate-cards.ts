// What a rate card must be: ascending weight bands, and zones with a price for each of them.

import {
  CODE_BYTES_MAX,
  GROUP_LOCATIONS_MAX,
  PRICE_MINOR_MAX,
  RATE_ZONES_MAX,
  TRANSIT_DAYS_MAX,
  WEIGHT_BANDS_MAX,
  ZONE_CONDITIONS_MAX,
} from '../columns/limits.js';
import {
  checkCodes,
  checkCount,
  checkOptionalText,
  checkRange,
  checkRequiredText,
  refuse,
  type Report,
} from './checks.js';
import type { RateCardDocument, RateZoneDocument } from './document.js';

/** Checks all of a rate card but its name. `path` is where it stands. */
export function checkRateCard(report: Report, path: string, card: RateCardDocument): void {
  checkOptionalText(report, `${path}.notes`, card.notes);
  checkRequiredText(report, `${path}.carrier`, card.carrier, CODE_BYTES_MAX);
  checkOptionalText(report, `${path}.service`, card.service, CODE_BYTES_MAX);
  const { parcelLimits = {}, weightBandsGrams = [], zones = [] } = card;
  for (const [field, amount] of [
    ['volumetric_divisor_cm3_per_kg', card.volumetricDivisorCm3PerKg],
    ['parcel_limits.weight_grams_max', parcelLimits.weightGramsMax],
    ['parcel_limits.volume_cm3_max', parcelLimits.volumeCm3Max],
    ['parcel_limits.longest_side_cm_max', parcelLimits.longestSideCmMax],
    ['default_unit_weight_grams', card.defaultUnitWeightGrams],
  ] as const) {
    checkRange(report, `${path}.${field}`, amount, 0, Infinity);
  }
  checkBands(report, `${path}.weight_bands_grams`, weightBandsGrams);
  if (!checkCount(report, `${path}.zones`, zones.length, RATE_ZONES_MAX)) return;
  zones.forEach((zone, place) => {
    checkZone(report, `${path}.zones[${place}]`, zone, weightBandsGrams.length);
  });
}

function checkBands(report: Report, path: string, bands: readonly number[]): void {
  if (bands.length === 0) refuse(report, path, 'must have at least one member');
  if (!checkCount(report, path, bands.length, WEIGHT_BANDS_MAX)) return;
  bands.forEach((end, place) => {
    const below = place === 0 ? 0 : bands[place - 1];
    if (end > below) return;
    refuse(report, `${path}[${place}]`, `must be above ${below}, not ${end}`);
  });
}

function checkZone(report: Report, path: string, zone: RateZoneDocument, bandCount: number): void {
  const { countryCodes = [], postalPrefixes = [], originLocationCodes = [] } = zone;
  checkOptionalText(report, `${path}.name`, zone.name, CODE_BYTES_MAX);
  checkRange(report, `${path}.distance_km_max`, zone.distanceKmMax, 0, Infinity);
  if (checkCount(report, `${path}.country_codes`, countryCodes.length, ZONE_CONDITIONS_MAX)) {
    countryCodes.forEach((code, place) => {
      if (/^[A-Za-z]{2}$/.test(code.trim())) return;
      refuse(report, `${path}.country_codes[${place}]`, `must have two letters, not '${code}'`);
    });
  }
  if (checkCount(report, `${path}.postal_prefixes`, postalPrefixes.length, ZONE_CONDITIONS_MAX)) {
    postalPrefixes.forEach((prefix, place) => {
      const field = `${path}.postal_prefixes[${place}]`;
      checkRequiredText(report, field, prefix.trim(), CODE_BYTES_MAX);
    });
  }
  const origins = `${path}.origin_location_codes`;
  if (checkCount(report, origins, originLocationCodes.length, GROUP_LOCATIONS_MAX)) {
    checkCodes(report, originLocationCodes, (place) => `${origins}[${place}]`);
  }
  checkPrices(report, `${path}.price_minor`, zone.priceMinor ?? [], bandCount);
  checkRange(report, `${path}.transit_days`, zone.transitDays, 0, TRANSIT_DAYS_MAX);
}

function checkPrices(
  report: Report,
  path: string,
  prices: readonly number[],
  bandCount: number,
): void {
  if (prices.length !== bandCount) {
    const counts = `${bandCount} in all, not ${prices.length}`;
    refuse(report, path, `must have a price for each weight band, ${counts}`);
    return;
  }
  prices.forEach((price, place) => {
    checkRange(report, `${path}[${place}]`, price, 0, PRICE_MINOR_MAX);
  });
}
