// Which random prices do carriers ask, by card or as the caller knows them? Small ones that are
// often equal. Must not know: how scores are made of them.

import type { LocationInput, RateCard, RateZone, ShippingRate } from '../model/rules.js';
import type { Rng } from './random.js';
import { TOWNS } from './vocabulary.js';

const CARRIERS = ['alpha', 'Beta', 'ωmega'];
/** Services, of which the empty one is none. */
export const SERVICES = ['ground', 'air', ''];
const PRICES = [0, 500, 500, 800, 1200, 2000];
const DAYS = [0, 1, 1, 2, 5];
const BANDS_GRAMS = [400, 2000, 5000, 20_000, 100_000, 10_000_000];

/** None to four cards. */
export function randomRateCards(rng: Rng, locationCodes: readonly string[]): RateCard[] {
  return Array.from({ length: rng.pick([0, 1, 2, 3, 4]) }, (_, index) =>
    randomCard(rng, `card ${index + 1}`, locationCodes),
  );
}

function randomCard(rng: Rng, name: string, locationCodes: readonly string[]): RateCard {
  const bands = rng.sample(BANDS_GRAMS.slice(0, -1), rng.integer(0, 2));
  if (rng.chance(0.9) || bands.length === 0) bands.push(BANDS_GRAMS.at(-1) as number);
  bands.sort((left, right) => left - right);
  const card: RateCard = {
    name,
    carrier: rng.pick(CARRIERS),
    weightBandsGrams: bands,
    zones: randomZones(rng, bands.length, locationCodes),
  };
  const service = rng.pick(SERVICES);
  if (service !== '') card.service = service;
  if (rng.chance(0.2)) card.active = rng.chance(0.5);
  if (rng.chance(0.25)) card.volumetricDivisorCm3PerKg = rng.pick([250, 5000]);
  if (rng.chance(0.6)) card.defaultUnitWeightGrams = rng.pick([0, 250, 3000]);
  const limits: RateCard['parcelLimits'] = {};
  if (rng.chance(0.25)) limits.weightGramsMax = rng.pick([2000, 15_000, 20_000]);
  if (rng.chance(0.15)) limits.volumeCm3Max = rng.pick([1000, 30_000, 2_000_000]);
  if (rng.chance(0.15)) limits.longestSideCmMax = rng.pick([30, 122]);
  if (Object.keys(limits).length > 0) card.parcelLimits = limits;
  return card;
}

/** Mostly the last one fits whatever comes. */
function randomZones(rng: Rng, bandCount: number, locationCodes: readonly string[]): RateZone[] {
  const count = rng.integer(1, 4);
  const isClosed = rng.chance(0.8);
  const prices = () => Array.from({ length: bandCount }, () => rng.pick(PRICES));
  const flat = prices();
  return Array.from({ length: count }, (_, index) => {
    const zone: RateZone = { priceMinor: rng.chance(0.6) ? flat : prices() };
    if (rng.chance(0.3)) zone.name = `zone ${index + 1}`;
    if (rng.chance(0.8)) zone.transitDays = rng.pick(DAYS);
    if (isClosed && index === count - 1) return zone;
    if (rng.chance(0.4)) zone.distanceKmMax = rng.pick([100.5, 700.5, 1500.5, 4000.5]);
    if (rng.chance(0.3)) zone.countryCodes = rng.sample(['US', 'ca', ' CH'], rng.integer(1, 2));
    if (rng.chance(0.3)) zone.postalPrefixes = randomPrefixes(rng);
    if (rng.chance(0.3)) zone.originLocationCodes = rng.sample(locationCodes, rng.integer(1, 4));
    return zone;
  });
}

function randomPrefixes(rng: Rng): string[] {
  return rng.sample(TOWNS, 3).map(({ postal }) => {
    const prefix = postal.slice(0, rng.pick([1, 1, 3, 5]));
    return rng.chance(0.2) ? ` ${prefix.toLowerCase()}` : prefix;
  });
}

/** What a caller knows of some locations, each once; now and then at one price and cost. */
export function randomLocationInputs(rng: Rng, locationCodes: readonly string[]): LocationInput[] {
  const codes = rng.sample([...locationCodes, 'nowhere'], rng.integer(1, locationCodes.length));
  const prices = rng.chance(0.5) ? [rng.pick(PRICES)] : PRICES;
  const hasCosts = rng.chance(0.6);
  return codes.map((locationCode) => {
    const input: LocationInput = { locationCode };
    if (rng.chance(0.7)) {
      input.rates = Array.from({ length: rng.integer(1, 3) }, () => randomRate(rng, prices));
    }
    if (rng.chance(0.4)) input.modelScore = rng.pick([-0.5, 0, 0.25, 0.5, 0.9, 1, 2]);
    if (hasCosts && rng.chance(0.6)) input.costFactor = rng.pick([0, 0, 0.5, 1, 2, 10]);
    return input;
  });
}

function randomRate(rng: Rng, prices: readonly number[]): ShippingRate {
  const rate: ShippingRate = { carrier: rng.pick(CARRIERS) };
  const service = rng.pick(SERVICES);
  if (service !== '') rate.service = service;
  const [priceMinor, transitDays] = [rng.pick(prices), rng.pick(DAYS)];
  if (priceMinor > 0 || rng.chance(0.5)) rate.priceMinor = priceMinor;
  if (transitDays > 0 || rng.chance(0.5)) rate.transitDays = transitDays;
  return rate;
}
