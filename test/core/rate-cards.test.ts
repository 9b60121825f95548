// What a rate card asks: bands and their edges, zones and their order, parcels, volume, and what is
// not known. Each case by itself, then random cards beside the same in plain words.

import { describe, expect, it } from 'vitest';
import { kmOfChord } from '../../src/core/geo.js';
import { createRng, type Rng } from '../support/generate/random.js';
import type { OrderItem, SuggestRoutingRequest } from '../support/model/messages.js';
import type { RateCard, RateZone, ScoreOptions } from '../support/model/rules.js';
import { north, orderOf } from '../support/model/scenario.js';
import { plainCardRate, type PlainItem } from './support/plain-score.js';
import { scoresOf } from './support/scored.js';
import { card, input, rate, scoreWorld } from './support/score-worlds.js';

type Shipment = {
  readonly items: readonly PlainItem[];
  readonly more?: Partial<SuggestRoutingRequest>;
};

const CUBE = { lengthCm: 10, widthCm: 10, heightCm: 10 };

function grams(weightGrams: number, quantity = 1): Shipment {
  return { items: [{ quantity, weightGrams }] };
}

/** What the cards ask for a shipment from a location at the destination; undefined: no rate. */
function quote(cards: readonly RateCard[], { items, more }: Shipment, score: ScoreOptions = {}) {
  const stock = Object.fromEntries(items.map((_, i) => [`p${i}`, 1_000_000]));
  const world = scoreWorld({
    stock: { A: stock },
    places: { A: north(0) },
    rateCards: [...cards],
    score,
  });
  const order = orderOf(
    items.map(
      ({ quantity, ...item }, i) => [`p${i}`, quantity, item as Partial<OrderItem>] as const,
    ),
    more,
  );
  const [{ priceMinor, days }] = scoresOf(world, order);
  return priceMinor === undefined ? undefined : [priceMinor, days];
}

describe('a weight band', () => {
  const bands = [card('C', [1, 2, 3], 4)];

  it.each([
    [0, 1],
    [1000, 1],
    [1000.0001, 2],
    [10_000, 2],
    [10_001, 3],
    [100_000, 3],
  ])('of %d grams', (weight, price) => {
    expect(quote(bands, grams(weight))).toEqual([price, 4]);
  });

  it('above the last has no rate', () => {
    expect(quote(bands, grams(100_000.1))).toBeUndefined();
  });

  it('is that of all units of all lines', () => {
    const items = [
      { quantity: 3, weightGrams: 300 },
      { quantity: 1, weightGrams: 100 },
    ];
    expect(quote(bands, { items })).toEqual([1, 4]);
    expect(quote(bands, { items: [...items, { quantity: 1, weightGrams: 1 }] })).toEqual([2, 4]);
  });
});

describe('parcels', () => {
  const limited = (limits: RateCard['parcelLimits'], more: Partial<RateCard> = {}) => [
    card('C', [1, 20, 300], 4, { parcelLimits: limits, ...more }),
  ];

  it('are as many as the mass asks for, each of an even share', () => {
    const cards = limited({ weightGramsMax: 2000 });
    expect(quote(cards, grams(500, 4))).toEqual([20, 4]);
    // 2,500 g are two parcels of 1,250 g.
    expect(quote(cards, grams(500, 5))).toEqual([40, 4]);
    // 3 kg are two parcels, though one of three units would not fit.
    expect(quote(cards, grams(1500, 2))).toEqual([40, 4]);
    // Shares may fall into a lower band.
    expect(quote(limited({ weightGramsMax: 1000 }), grams(600, 2))).toEqual([2, 4]);
  });

  it('are as many as the volume asks for', () => {
    const cards = limited({ volumeCm3Max: 3000 });
    const cubes = (quantity: number) => ({ items: [{ quantity, weightGrams: 1, ...CUBE }] });
    expect(quote(cards, cubes(3))).toEqual([1, 4]);
    expect(quote(cards, cubes(4))).toEqual([2, 4]);
    expect(quote(cards, cubes(10))).toEqual([4, 4]);
  });

  it('are as many as the more greedy of both asks for', () => {
    const cards = limited({ volumeCm3Max: 3000, weightGramsMax: 500 });
    const items = (quantity: number, weightGrams: number) => ({
      items: [{ quantity, weightGrams, ...CUBE }],
    });
    expect(quote(cards, items(4, 100))).toEqual([2, 4]);
    expect(quote(cards, items(4, 500))).toEqual([4, 4]);
  });

  it.each([
    ['heavier', { weightGramsMax: 500 }, { weightGrams: 500.1, ...CUBE }],
    ['of more volume', { volumeCm3Max: 999 }, { weightGrams: 1, ...CUBE }],
    ['longer', { longestSideCmMax: 9.9 }, { weightGrams: 1, ...CUBE }],
    ['of unknown volume', { volumeCm3Max: 1e9 }, { weightGrams: 1, lengthCm: 1, widthCm: 1 }],
    ['of unknown length', { longestSideCmMax: 1e9 }, { weightGrams: 1, lengthCm: 1, heightCm: 1 }],
  ])('hold no unit that is %s', (_, limits, unit) => {
    const small = { quantity: 1, weightGrams: 1, lengthCm: 1, widthCm: 1, heightCm: 1 };
    expect(quote(limited(limits), { items: [small] })).toEqual([1, 4]);
    expect(quote(limited(limits), { items: [small, { quantity: 1, ...unit }] })).toBeUndefined();
  });

  it('hold a unit at the limit', () => {
    const limits = { weightGramsMax: 500, volumeCm3Max: 1000, longestSideCmMax: 10 };
    const items = [{ quantity: 1, weightGrams: 500, ...CUBE }];
    expect(quote(limited(limits), { items })).toEqual([1, 4]);
  });
});

describe('volume', () => {
  const volumetric = [card('C', [1, 2, 3], 4, { volumetricDivisorCm3PerKg: 5000 })];

  it('is billed where it is heavier than the mass', () => {
    // 1,000 cm3 count as 200 g.
    expect(quote(volumetric, { items: [{ quantity: 5, weightGrams: 1, ...CUBE }] })).toEqual([
      1, 4,
    ]);
    expect(quote(volumetric, { items: [{ quantity: 6, weightGrams: 1, ...CUBE }] })).toEqual([
      2, 4,
    ]);
    expect(quote(volumetric, { items: [{ quantity: 5, weightGrams: 201, ...CUBE }] })).toEqual([
      2, 4,
    ]);
  });

  it('that is unknown has no rate', () => {
    expect(quote(volumetric, grams(1))).toBeUndefined();
  });

  it('is not looked at where nothing asks for it', () => {
    expect(quote([card('C', [1], 4)], grams(1))).toEqual([1, 4]);
  });

  it('is shared by the parcels', () => {
    const limits = { weightGramsMax: 1000 };
    const cards = [
      card('C', [1, 2, 3], 4, { volumetricDivisorCm3PerKg: 5000, parcelLimits: limits }),
    ];
    // 2 kg by volume in two parcels by mass.
    const items = [{ quantity: 10, weightGrams: 150, ...CUBE }];
    expect(quote(cards, { items })).toEqual([2, 4]);
  });
});

describe('a mass that is unknown', () => {
  it('has no rate, and that of the card where it has one', () => {
    const items = [{ quantity: 2 }, { quantity: 1, weightGrams: 100 }];
    expect(quote([card('C', [1, 2], 4)], { items })).toBeUndefined();
    const withDefault = (defaultUnitWeightGrams: number) => [
      card('C', [1, 2], 4, { defaultUnitWeightGrams }),
    ];
    expect(quote(withDefault(450), { items })).toEqual([1, 4]);
    expect(quote(withDefault(451), { items })).toEqual([2, 4]);
    expect(quote(withDefault(0), { items })).toEqual([1, 4]);
  });

  it('keeps within the parcel all the same', () => {
    const parcelLimits = { weightGramsMax: 100 };
    const cards = [card('C', [1], 4, { defaultUnitWeightGrams: 101, parcelLimits })];
    expect(quote(cards, { items: [{ quantity: 1 }] })).toBeUndefined();
  });
});

describe('a zone', () => {
  const zoned = (...zones: Omit<RateZone, 'priceMinor'>[]) => [
    card('C', [0], 0, {
      zones: zones.map((zone, i) => ({ ...zone, priceMinor: [i + 1], transitDays: i })),
    }),
  ];
  const to = (shippingAddress: SuggestRoutingRequest['shippingAddress']): Shipment => ({
    ...grams(1),
    more: { shippingAddress },
  });
  const here = { coordinates: { latitude: 40, longitude: -80 } };

  it('is the first that fits', () => {
    const near = { distanceKmMax: 10 };
    expect(quote(zoned(near, {}), to(here))).toEqual([1, 0]);
    expect(quote(zoned({}, near), to(here))).toEqual([1, 0]);
    expect(quote(zoned({ countryCodes: ['FR'] }, near, {}), to(here))).toEqual([2, 1]);
    expect(quote(zoned(), to(here))).toBeUndefined();
  });

  it('reaches as far as it says', () => {
    const away = { coordinates: { latitude: 41, longitude: -80 } };
    // A degree of latitude as a chord of the unit sphere.
    const km = kmOfChord(4 * Math.sin(Math.PI / 360) ** 2);
    expect(quote(zoned({ distanceKmMax: km + 1e-6 }), to(away))).toEqual([1, 0]);
    expect(quote(zoned({ distanceKmMax: km - 1e-6 }), to(away))).toBeUndefined();
    expect(quote(zoned({ distanceKmMax: 0 }), to(here))).toEqual([1, 0]);
  });

  it('with a limit, however large, needs a distance', () => {
    expect(quote(zoned({ distanceKmMax: 1e9 }), to({}))).toBeUndefined();
    expect(quote(zoned({ distanceKmMax: 1e9 }, {}), to({}))).toEqual([2, 1]);
    expect(quote(zoned({ distanceKmMax: 1e9 }), to(here))).toEqual([1, 0]);
  });

  it.each([
    [' us', true],
    ['Us ', true],
    ['USA', false],
    ['CA', true],
    ['', false],
  ])('of countries, for %j', (countryCode, fits) => {
    const zones = zoned({ countryCodes: ['US', 'ca '] });
    expect(quote(zones, to({ ...here, countryCode })) !== undefined).toBe(fits);
  });

  it.each([
    ['v6b 1a1', true],
    [' V6B', true],
    ['V6', false],
    ['981', true],
    ['98', false],
    ['', false],
  ])('of postal codes, for %j', (postalCode, fits) => {
    const zones = zoned({ postalPrefixes: [' v6b', '981 '] });
    expect(quote(zones, to({ ...here, postalCode })) !== undefined).toBe(fits);
  });

  it('of origins knows its own', () => {
    expect(quote(zoned({ originLocationCodes: ['A'] }), to(here))).toEqual([1, 0]);
    expect(quote(zoned({ originLocationCodes: ['B', 'a'] }), to(here))).toBeUndefined();
  });

  it('fits where all its conditions hold', () => {
    const all = { distanceKmMax: 5, countryCodes: ['US'], postalPrefixes: ['9'] };
    const zones = zoned({ ...all, originLocationCodes: ['A'] }, {});
    expect(quote(zones, to({ ...here, countryCode: 'US', postalCode: '98101' }))).toEqual([1, 0]);
    expect(quote(zones, to({ ...here, countryCode: 'US', postalCode: '10001' }))).toEqual([2, 1]);
  });
});

describe('an order that is picked up', () => {
  it('goes to the store: how far that is counts, the address does not', () => {
    const zones = [
      { countryCodes: ['US'], priceMinor: [1] },
      { postalPrefixes: ['9'], priceMinor: [2] },
      { distanceKmMax: 100, priceMinor: [3] },
      { distanceKmMax: 120, priceMinor: [4] },
    ];
    const world = scoreWorld({
      stock: { A: { a: 1 }, store: {} },
      places: {
        A: { ...north(0), transferEnabled: true },
        store: { ...north(1), pickup: true, countryCode: 'US', postalCode: '98101' },
      },
      rateCards: [card('C', [0], 0, { zones })],
    });
    const [route] = world.configuration.routes ?? [];
    route.orderType = 'ORDER_TYPE_TRANSFER';
    const order = orderOf([['a', 1, { weightGrams: 1 }]], {
      orderType: 'ORDER_TYPE_TRANSFER',
      pickupLocationCode: 'store',
      shippingAddress: {
        countryCode: 'US',
        postalCode: '98101',
        coordinates: { latitude: 40, longitude: -80 },
      },
    });
    expect(scoresOf(world, order)[0].priceMinor).toBe(4);
    expect(
      scoresOf(world, { ...order, pickupLocationCode: 'nowhere' })[0].priceMinor,
    ).toBeUndefined();
  });
});

describe('of several cards', () => {
  const cards = [
    card('slow', [10], 9, { service: 'road' }),
    card('fast', [30], 1, { service: 'air' }),
    card('cheap', [1], 30, { service: 'road', active: false }),
  ];

  it('the cheapest active one is chosen, and the fastest counts for speed', () => {
    expect(quote(cards, grams(1))).toEqual([10, 9]);
    const world = scoreWorld({ stock: { A: { a: 1 } }, rateCards: cards });
    const [scored] = scoresOf(world, orderOf([['a', 1, { weightGrams: 1 }]]));
    expect(scored.fewestDays).toBe(1);
  });

  it('only those that are named count, and of these the active ones', () => {
    expect(quote(cards, grams(1), { rateCards: ['fast', 'cheap'] })).toEqual([30, 1]);
    expect(quote(cards, grams(1), { rateCards: ['cheap'] })).toBeUndefined();
  });

  it('only those of the service count', () => {
    expect(quote(cards, grams(1), { service: 'air' })).toEqual([30, 1]);
    expect(quote(cards, grams(1), { service: 'Air' })).toBeUndefined();
  });

  it('none counts where the caller says what it costs', () => {
    const shipment = { ...grams(1), more: { locationInputs: [input('A', [rate(77, 7)])] } };
    expect(quote(cards, shipment)).toEqual([77, 7]);
  });
});

/** A random card; its numbers are such that sums of them are exact. */
function randomCard(rng: Rng): RateCard {
  const bands = [1, 2, 3].map((i) => i * rng.pick([500, 750, 1000]));
  const maybe = <T>(probability: number, value: T) => (rng.chance(probability) ? value : undefined);
  const zone = (): RateZone => ({
    distanceKmMax: maybe(0.4, rng.pick([10, 120, 2000])),
    countryCodes: maybe(0.3, rng.sample(['us', 'CA', 'MX'], 2)) ?? [],
    postalPrefixes: maybe(0.3, rng.sample(['9', '98', 'v6'], 2)) ?? [],
    originLocationCodes: maybe(0.3, rng.sample(['A', 'B'], 1)) ?? [],
    priceMinor: bands.map(() => rng.integer(0, 900)),
    transitDays: rng.integer(0, 6),
  });
  return {
    ...card('C', [], 0),
    weightBandsGrams: [...new Set(bands)].sort((a, b) => a - b),
    volumetricDivisorCm3PerKg: maybe(0.4, rng.pick([1000, 5000])) ?? 0,
    parcelLimits: {
      weightGramsMax: maybe(0.4, rng.pick([500, 1000])) ?? 0,
      volumeCm3Max: maybe(0.3, rng.pick([1000, 4000])) ?? 0,
      longestSideCmMax: maybe(0.3, 10) ?? 0,
    },
    defaultUnitWeightGrams: maybe(0.5, rng.pick([0, 125, 600])),
    zones: Array.from({ length: rng.integer(1, 4) }, zone),
  };
}

function randomItem(rng: Rng): PlainItem {
  const side = () => (rng.chance(0.9) ? rng.pick([5, 8, 10, 12]) : undefined);
  return {
    quantity: rng.integer(1, 4),
    weightGrams: rng.chance(0.85) ? rng.pick([125, 250, 500, 501]) : undefined,
    lengthCm: side(),
    widthCm: side(),
    heightCm: side(),
  };
}

it('random cards ask what they say', () => {
  let quoted = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const rng = createRng(seed);
    const made = randomCard(rng);
    const rateCard = { ...made, zones: made.zones.map((zone) => cut(zone, made)) };
    const items = Array.from({ length: rng.integer(1, 3) }, () => randomItem(rng));
    const countryCode = rng.pick(['US', 'ca', '', 'FR']);
    const postalCode = rng.pick(['98101', 'V6B', '10001', '']);
    const degrees = rng.pick([undefined, 0, 1, 5]);
    const coordinates = { latitude: 40 + (degrees ?? 0), longitude: -80 };
    const shippingAddress = {
      countryCode,
      postalCode,
      ...(degrees === undefined ? {} : { coordinates }),
    };
    const distanceKm = degrees === undefined ? undefined : degrees * 111.2;
    const expected = plainCardRate(rateCard, items, {
      origin: 'A',
      countryCode,
      postalCode,
      distanceKm,
    });
    const answer = quote([rateCard], { items, more: { shippingAddress } });
    const asked = expected && [expected.priceMinor, expected.transitDays];
    expect(answer, `seed ${seed}`).toEqual(asked);
    quoted += Number(expected !== undefined);
  }
  expect(quoted).toBeGreaterThan(30);
});

/** As many prices as there are bands. */
function cut(zone: RateZone, { weightBandsGrams }: RateCard): RateZone {
  return { ...zone, priceMinor: zone.priceMinor.slice(0, weightBandsGrams.length) };
}
