// Tests of the rules on rate cards, each with the path that it names.

import { describe, expect, test } from 'vitest';
import {
  PRICE_MINOR_MAX,
  RATE_CARDS_MAX,
  RATE_ZONES_MAX,
  WEIGHT_BANDS_MAX,
} from '../../src/columns/limits.js';
import type { RateCardDocument, RateZoneDocument } from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';

function fieldsOf(...rateCards: RateCardDocument[]): string[] {
  return validateConfiguration({ rateCards }).map(({ field }) =>
    field.replace('rate_cards[0].', ''),
  );
}

function cardFields(card: RateCardDocument): string[] {
  return fieldsOf({ name: 'ground', carrier: 'UPS', weightBandsGrams: [1000], ...card });
}

function zoneFields(zone: RateZoneDocument): string[] {
  return cardFields({ zones: [{ priceMinor: [500], ...zone }] }).map((field) =>
    field.replace('zones[0].', ''),
  );
}

test('a full rate card passes', () => {
  const card: RateCardDocument = {
    notes: 'n',
    service: 'GROUND',
    active: false,
    volumetricDivisorCm3PerKg: 5000,
    parcelLimits: { weightGramsMax: 30_000, volumeCm3Max: 0, longestSideCmMax: 120.5 },
    defaultUnitWeightGrams: 0,
    weightBandsGrams: [0.5, 1000, 1e9],
    zones: [
      {
        name: 'near',
        distanceKmMax: 0,
        countryCodes: ['US', 'ca'],
        postalPrefixes: ['606', ' k1a '],
        originLocationCodes: ['A', 'unknown'],
        priceMinor: [0, 999, PRICE_MINOR_MAX],
        transitDays: 1000,
      },
      { priceMinor: [1, 2, 3] },
    ],
  };
  expect(cardFields(card)).toEqual([]);
  expect(cardFields({})).toEqual([]);
});

describe('a card is refused', () => {
  const bands = (...weightBandsGrams: number[]) => ({ weightBandsGrams });
  test.each<[string, RateCardDocument, string[]]>([
    ['without a carrier', { carrier: '' }, ['carrier']],
    ['with a long carrier', { carrier: 'c'.repeat(65) }, ['carrier']],
    ['with a long service', { service: 's'.repeat(65) }, ['service']],
    ['with long notes', { notes: 'n'.repeat(256) }, ['notes']],
    [
      'with a divisor below 0',
      { volumetricDivisorCm3PerKg: -1 },
      ['volumetric_divisor_cm3_per_kg'],
    ],
    [
      'with limits below 0',
      { parcelLimits: { weightGramsMax: -1, volumeCm3Max: -1, longestSideCmMax: -0.5 } },
      ['weight_grams_max', 'volume_cm3_max', 'longest_side_cm_max'].map(
        (field) => `parcel_limits.${field}`,
      ),
    ],
    ['with a weight below 0', { defaultUnitWeightGrams: -1 }, ['default_unit_weight_grams']],
    ['without bands', bands(), ['weight_bands_grams']],
    ['with a band of nothing', bands(0, 5), ['weight_bands_grams[0]']],
    [
      'with bands that do not ascend',
      bands(5, 5, 4, 9),
      ['[1]', '[2]'].map((at) => `weight_bands_grams${at}`),
    ],
    ['with a band without end', bands(1, Infinity), ['weight_bands_grams[1]']],
    [
      'with too many bands',
      bands(...Array.from({ length: WEIGHT_BANDS_MAX + 1 }, (_, i) => i + 1)),
      ['weight_bands_grams'],
    ],
    [
      'with too many zones',
      { zones: Array.from({ length: RATE_ZONES_MAX + 1 }, () => ({})) },
      ['zones'],
    ],
  ])('%s', (_case, card, fields) => {
    expect(cardFields(card)).toEqual(fields);
  });
});

describe('a zone is refused', () => {
  test.each<[string, RateZoneDocument, string[]]>([
    ['with a long name', { name: 'z'.repeat(65) }, ['name']],
    ['with a distance below 0', { distanceKmMax: -1 }, ['distance_km_max']],
    [
      'with countries that are none',
      { countryCodes: ['USA', 'US', '', 'U1'] },
      ['country_codes[0]', 'country_codes[2]', 'country_codes[3]'],
    ],
    [
      'with prefixes that are none',
      { postalPrefixes: ['606', ' ', '9'.repeat(65)] },
      ['postal_prefixes[1]', 'postal_prefixes[2]'],
    ],
    [
      'with codes that are none, or come twice',
      { originLocationCodes: ['A', '', 'A'] },
      ['origin_location_codes[1]', 'origin_location_codes[2]'],
    ],
    ['without prices', { priceMinor: [] }, ['price_minor']],
    ['with more prices than bands', { priceMinor: [1, 2] }, ['price_minor']],
    ['with a price below 0', { priceMinor: [-1] }, ['price_minor[0]']],
    ['with a price past the limit', { priceMinor: [PRICE_MINOR_MAX + 1] }, ['price_minor[0]']],
    ['with half a price', { priceMinor: [0.5] }, ['price_minor[0]']],
    ['with days below 0', { transitDays: -1 }, ['transit_days']],
    ['with days past the limit', { transitDays: 1001 }, ['transit_days']],
  ])('%s', (_case, zone, fields) => {
    expect(zoneFields(zone)).toEqual(fields);
  });
});

test('names are unique, and cards past their limit are refused', () => {
  const card = { carrier: 'UPS', weightBandsGrams: [1] };
  const names = [{ name: 'a' }, { name: 'A' }, { name: 'a' }];
  expect(fieldsOf(...names.map((name) => ({ ...card, ...name })))).toEqual(['rate_cards[2].name']);
  expect(fieldsOf(...Array.from({ length: RATE_CARDS_MAX + 1 }, () => ({})))).toEqual([
    'rate_cards',
  ]);
});
