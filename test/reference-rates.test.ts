// Does the reference model price shipments by rate cards as the specification says, on cases worked
// out by hand? Must not know: the engine.

import { describe, expect, it } from 'vitest';

import type { OrderItem, SuggestRoutingRequest } from './support/model/messages.js';
import type { RateCard, RateZone, ScoreOptions } from './support/model/rules.js';
import type { Scenario } from './support/model/scenario.js';
import { decide, north, orderOf } from './support/model/scenario.js';

describe('a rate card', () => {
  const card = (more: Partial<RateCard> = {}): RateCard => ({
    name: 'card',
    carrier: 'x',
    weightBandsGrams: [1000, 5000],
    zones: [{ priceMinor: [100, 300], transitDays: 2 }],
    ...more,
  });
  const box = { weightGrams: 400, lengthCm: 20, widthCm: 10, heightCm: 5 };

  /** `price/days` of what A asks, or none. */
  function asked(
    cards: RateCard[],
    items: (readonly [string, number, Partial<OrderItem>?])[],
    score: ScoreOptions = {},
    extra: Partial<SuggestRoutingRequest> = {},
  ): string {
    const scenario: Scenario = {
      stock: { A: { a: 99, b: 99 } },
      places: { A: north(1) },
      rateCards: cards,
      groups: [{ sorts: [{ type: 'SORT_TYPE_SCORE', score }] }],
    };
    const { locationScores = [] } = decide(scenario, orderOf(items, extra));
    const found = locationScores[0]?.rate;
    return found === undefined ? 'none' : `${found.priceMinor}/${found.transitDays}`;
  }

  it.each([
    ['the first band', {}, [['a', 2, box]], '100/2'],
    ['the end of a band', {}, [['a', 1, { weightGrams: 1000 }]], '100/2'],
    ['the next band', {}, [['a', 3, box]], '300/2'],
    ['no band', {}, [['a', 13, box]], 'none'],
    ['an unknown mass', {}, [['a', 1]], 'none'],
    [
      'an unknown mass and a default',
      { defaultUnitWeightGrams: 600 },
      [
        ['a', 1],
        ['b', 1, box],
      ],
      '100/2',
    ],
    ['a divisor', { volumetricDivisorCm3PerKg: 500 }, [['a', 1, box]], '300/2'],
    ['a divisor where mass is more', { volumetricDivisorCm3PerKg: 5000 }, [['a', 2, box]], '100/2'],
    [
      'a divisor and an unknown side',
      { volumetricDivisorCm3PerKg: 5000 },
      [['a', 1, { ...box, widthCm: undefined }]],
      'none',
    ],
    ['parcels by mass', { parcelLimits: { weightGramsMax: 900 } }, [['a', 5, box]], '300/2'],
    ['a heavy unit', { parcelLimits: { weightGramsMax: 399 } }, [['a', 1, box]], 'none'],
    ['parcels by volume', { parcelLimits: { volumeCm3Max: 1500 } }, [['a', 4, box]], '300/2'],
    ['a large unit', { parcelLimits: { volumeCm3Max: 999 } }, [['a', 1, box]], 'none'],
    ['a long side', { parcelLimits: { longestSideCmMax: 19 } }, [['a', 1, box]], 'none'],
    [
      'a side that is not too long',
      { parcelLimits: { longestSideCmMax: 20 } },
      [['a', 1, box]],
      '100/2',
    ],
    [
      'a limit and an unknown side',
      { parcelLimits: { longestSideCmMax: 20 } },
      [['a', 1, { ...box, heightCm: undefined }]],
      'none',
    ],
    ['a card that rests', { active: false }, [['a', 1, box]], 'none'],
  ] as const)('with %s', (_, more, items, expected) => {
    expect(asked([card(more as Partial<RateCard>)], [...items])).toBe(expected);
  });

  it.each([
    ['a distance within', { distanceKmMax: 112 }, {}, true],
    ['a distance beyond', { distanceKmMax: 111 }, {}, false],
    ['a country', { countryCodes: ['CA', ' us'] }, { countryCode: 'US ' }, true],
    ['another country', { countryCodes: ['CA'] }, { countryCode: 'US' }, false],
    ['an unknown country', { countryCodes: ['CA'] }, {}, false],
    ['a postal code', { postalPrefixes: ['9', 'm5v '] }, { postalCode: ' M5V 2T6' }, true],
    ['another postal code', { postalPrefixes: ['M5V'] }, { postalCode: 'M5' }, false],
    ['an unknown postal code', { postalPrefixes: ['M5V'] }, { postalCode: ' ' }, false],
    ['an origin', { originLocationCodes: ['B', 'A'] }, {}, true],
    ['another origin', { originLocationCodes: ['a'] }, {}, false],
  ])('has a zone with %s', (_, zone: Partial<RateZone>, address, isFit) => {
    const zones = [
      { priceMinor: [7, 7], transitDays: 1, ...zone },
      { priceMinor: [9, 9] },
      { priceMinor: [1, 1] },
    ];
    const coordinates = { latitude: 40, longitude: -80 };
    const shippingAddress = { coordinates, ...address };
    const found = asked([card({ zones })], [['a', 1, box]], {}, { shippingAddress });
    expect(found).toBe(isFit ? '7/1' : '9/0');
  });

  it('gives no rate where no zone fits, and none where the distance is unknown', () => {
    const zones = [{ priceMinor: [7, 7], distanceKmMax: 99_999 }];
    const shippingAddress = {};
    expect(asked([card({ zones })], [['a', 1, box]], {}, { shippingAddress })).toBe('none');
  });

  it('counts where it is named and of the service, and gives way to the caller', () => {
    const cards = [
      card(),
      card({ name: 'cheap', zones: [{ priceMinor: [50, 50], transitDays: 9 }] }),
      card({ name: 'air', service: 'air', zones: [{ priceMinor: [70, 70] }] }),
    ];
    const items = [['a', 1, box]] as const;
    expect(asked(cards, [...items])).toBe('50/9');
    expect(asked(cards, [...items], { rateCards: ['card', 'air'] })).toBe('70/0');
    expect(asked(cards, [...items], { service: 'air' })).toBe('70/0');
    expect(asked(cards, [...items], { service: 'Air' })).toBe('none');
    const caller = { carrier: 'y', service: 'ground', priceMinor: 80, transitDays: 1 };
    const ground = { locationInputs: [{ locationCode: 'A', rates: [caller] }] };
    expect(asked(cards, [...items], {}, ground)).toBe('80/1');
    expect(asked(cards, [...items], { service: 'air' }, ground)).toBe('70/0');
  });
});
