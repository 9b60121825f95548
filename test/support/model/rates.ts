// What does shipping an order from a location cost by the rate cards, or by what the caller says?
// Must not know: scores, sorts.

import type { Order } from './order.js';
import type { OrderItem, ShippingAddress } from './messages.js';
import type { PoolLocation } from './pool.js';
import type { RateCard, RateZone, ScoreOptions, ShippingRate } from './rules.js';
import { compareBytes, fold } from './text.js';
import type { Trace } from './trace.js';

/** Units of an item that ship. */
export interface Shipped {
  item: OrderItem;
  units: number;
}

/** A shipment and where it goes. */
export interface Shipment {
  units: Shipped[];
  /** Undefined: nothing is known of it. */
  address: ShippingAddress | undefined;
}

/** A rate with all of its fields. */
export type Rate = Required<ShippingRate>;

/** The rates of a location, in no particular order. */
export function ratesOf(
  order: Order,
  cards: RateCard[],
  options: ScoreOptions,
  place: PoolLocation,
  shipment: Shipment,
  trace: Trace,
): Rate[] {
  const service = options.service ?? '';
  const serves = (rate: { service?: string }) => service === '' || (rate.service ?? '') === service;
  const input = order.request.locationInputs?.find(
    (each) => each.locationCode === place.location.code,
  );
  const given = (input?.rates ?? []).filter(serves).map((rate) => ({
    carrier: rate.carrier,
    service: rate.service ?? '',
    priceMinor: rate.priceMinor ?? 0,
    transitDays: rate.transitDays ?? 0,
  }));
  if (given.length > 0) {
    trace('rates:given');
    return given;
  }
  if ((input?.rates ?? []).length > 0) trace('rates:given-of-other-services');
  const names = options.rateCards ?? [];
  const why = (card: RateCard): string | undefined => {
    if (card.active === false) return 'inactive';
    if (!serves(card)) return 'other-service';
    return names.length > 0 && !names.includes(card.name) ? 'not-named' : undefined;
  };
  for (const card of cards) if (why(card) !== undefined) trace(`rates:${why(card)}`);
  return cards
    .filter((card) => why(card) === undefined)
    .flatMap((card) => {
      const quote = quoteOf(card, place, shipment);
      trace(`rates:card:${typeof quote === 'string' ? quote : 'rate'}`);
      if (typeof quote === 'string') return [];
      traceCard(card, quote, trace);
      return [quote.rate];
    });
}

/** A rate and how it came about. */
interface Quote {
  rate: Rate;
  parcelCount: number;
  band: number;
  zone: RateZone;
  isByVolume: boolean;
}

/** What a card asks for a shipment from a location; a word says why there is no rate. */
function quoteOf(card: RateCard, place: PoolLocation, shipment: Shipment): Quote | string {
  const { weightGramsMax = 0, volumeCm3Max = 0 } = card.parcelLimits ?? {};
  const divisor = card.volumetricDivisorCm3PerKg ?? 0;
  const obstacle = shipment.units.map((each) => unitObstacle(card, each.item)).find(Boolean);
  if (obstacle !== undefined) return obstacle;
  let weightGrams = 0;
  let volumeCm3 = 0;
  for (const { item, units } of shipment.units) {
    weightGrams += units * (item.weightGrams ?? card.defaultUnitWeightGrams ?? 0);
    if (needsVolume(card)) volumeCm3 += units * (volumeOf(item) ?? 0);
  }
  const parcelCount = Math.max(
    1,
    weightGramsMax > 0 ? Math.ceil(weightGrams / weightGramsMax) : 0,
    volumeCm3Max > 0 ? Math.ceil(volumeCm3 / volumeCm3Max) : 0,
  );
  const volumetricGrams = divisor > 0 ? (volumeCm3 / divisor) * 1000 : 0;
  const billedGrams = Math.max(weightGrams, volumetricGrams) / parcelCount;
  const band = card.weightBandsGrams.findIndex((end) => billedGrams <= end);
  if (band < 0) return 'beyond-bands';
  const zone = card.zones.find((each) => zoneFits(each, place, shipment.address));
  if (zone === undefined) return 'no-zone';
  const rate = {
    carrier: card.carrier,
    service: card.service ?? '',
    priceMinor: parcelCount * zone.priceMinor[band],
    transitDays: zone.transitDays ?? 0,
  };
  return { rate, parcelCount, band, zone, isByVolume: volumetricGrams > weightGrams };
}

function needsVolume(card: RateCard): boolean {
  return (card.volumetricDivisorCm3PerKg ?? 0) > 0 || (card.parcelLimits?.volumeCm3Max ?? 0) > 0;
}

/** Why a single unit has no rate. */
function unitObstacle(card: RateCard, item: OrderItem): string | undefined {
  const limits = card.parcelLimits ?? {};
  const { weightGramsMax = 0, volumeCm3Max = 0, longestSideCmMax = 0 } = limits;
  const grams = item.weightGrams ?? card.defaultUnitWeightGrams;
  if (grams === undefined) return 'unknown-weight';
  if (weightGramsMax > 0 && grams > weightGramsMax) return 'unit-too-heavy';
  const sides = [item.lengthCm, item.widthCm, item.heightCm].filter((side) => side !== undefined);
  if (needsVolume(card) && sides.length < 3) return 'unknown-volume';
  if (longestSideCmMax > 0 && sides.length < 3) return 'unknown-sides';
  if (longestSideCmMax > 0 && Math.max(...sides) > longestSideCmMax) return 'unit-too-long';
  const volume = volumeOf(item);
  if (volumeCm3Max > 0 && volume !== undefined && volume > volumeCm3Max) return 'unit-too-large';
  return undefined;
}

function volumeOf({ lengthCm, widthCm, heightCm }: OrderItem): number | undefined {
  if (lengthCm === undefined || widthCm === undefined || heightCm === undefined) return undefined;
  return lengthCm * widthCm * heightCm;
}

function zoneFits(
  zone: RateZone,
  place: PoolLocation,
  address: ShippingAddress | undefined,
): boolean {
  const { distanceKmMax, countryCodes = [], postalPrefixes = [], originLocationCodes = [] } = zone;
  if (distanceKmMax !== undefined) {
    if (place.distanceKm === undefined || place.distanceKm > distanceKmMax) return false;
  }
  if (countryCodes.length > 0) {
    const country = fold(address?.countryCode ?? '');
    if (country === '' || !countryCodes.some((code) => fold(code) === country)) return false;
  }
  if (postalPrefixes.length > 0) {
    const postal = upper(address?.postalCode ?? '');
    if (postal === '') return false;
    if (!postalPrefixes.some((prefix) => postal.startsWith(upper(prefix)))) return false;
  }
  if (originLocationCodes.length === 0) return true;
  return originLocationCodes.includes(place.location.code);
}

function upper(text: string): string {
  return text.trim().toUpperCase();
}

function traceCard(card: RateCard, quote: Quote, trace: Trace): void {
  const { zone, rate } = quote;
  trace(`rates:band:${Math.min(quote.band, 2)}`);
  trace(`rates:zone:${Math.min(card.zones.indexOf(zone), 2)}`);
  if (quote.parcelCount > 1) trace('rates:several-parcels');
  if (quote.isByVolume) trace('rates:billed-by-volume');
  if (rate.priceMinor === 0) trace('rates:free');
  if (zone.distanceKmMax !== undefined) trace('rates:zone-by:distance');
  if ((zone.countryCodes ?? []).length > 0) trace('rates:zone-by:country');
  if ((zone.postalPrefixes ?? []).length > 0) trace('rates:zone-by:postal');
  if ((zone.originLocationCodes ?? []).length > 0) trace('rates:zone-by:origin');
}

/** The cheapest, then the fastest, then by the bytes of carrier and service. */
export function cheapestOf(rates: Rate[]): Rate | undefined {
  return rates.toSorted(
    (left, right) =>
      left.priceMinor - right.priceMinor ||
      left.transitDays - right.transitDays ||
      compareBytes(left.carrier, right.carrier) ||
      compareBytes(left.service, right.service),
  )[0];
}

/** The fastest, then the cheapest. */
export function fastestOf(rates: Rate[]): Rate | undefined {
  return rates.toSorted(
    (left, right) => left.transitDays - right.transitDays || left.priceMinor - right.priceMinor,
  )[0];
}
