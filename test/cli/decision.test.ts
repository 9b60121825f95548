// A decision as a table: what is there beside the units of lines and their locations.

import { describe, expect, test } from 'vitest';
import { candidateTable, type DecisionJson, decisionTable } from '../../src/cli/decision.js';

const ITEMS = [
  { sku: 'MUG', quantity: 2 },
  { sku: 'BOWL', quantity: 1 },
];

const linesOf = (decision: DecisionJson): string[] =>
  decisionTable(ITEMS, decision, new Map([['WH', 'Reno']])).split('\n');

describe('below the units of a decision', () => {
  test('stock that is to come, and when', () => {
    const futureAssignments = [
      { orderItemId: 1, locationCode: 'WH', quantity: 2, futureEpochMs: 1_798_761_600_000 },
      { orderItemId: 2, locationCode: 'X', quantity: 1, futureEpochMs: 1_798_803_000_000 },
    ];
    expect(linesOf({ futureAssignments })).toEqual([
      'line  product  quantity  location  name  km  there on           state change',
      '----  -------  --------  --------  ----  --  -----------------  ------------',
      '   1  MUG             2  WH        Reno      2027-01-01',
      '   2  BOWL            1  X                   2027-01-01T11:30Z',
      '',
    ]);
  });

  test('a first leg, and a route of its own', () => {
    const leg = { route: 'TRANSFER', transferToLocationCode: 'STORE' };
    const assignments = [
      { orderItemId: 1, locationCode: 'WH', quantity: 2, distanceKm: 5, ...leg },
      { orderItemId: 2, locationCode: 'X', quantity: 1, transferToLocationCode: 'STORE' },
    ];
    expect(linesOf({ assignments }).slice(0, 4)).toEqual([
      'line  product  quantity  location  name   km  leaves by          state change',
      '----  -------  --------  --------  ----  ---  -----------------  ------------',
      '   1  MUG             2  WH        Reno  5.0  TRANSFER to STORE',
      '   2  BOWL            1  X                    TRANSFER to STORE',
    ]);
    const plain = { orderItemId: 1, locationCode: 'WH', quantity: 2, route: 'UNSPECIFIED' };
    expect(linesOf({ assignments: [plain] })[0]).not.toContain('leaves by');
  });

  test('whom the order is offered to, without control characters', () => {
    const stateChanges = [{ orderItemId: 1, quantity: 2, stateChange: 'AVAILABLE' }];
    const lines = linesOf({ stateChanges, availableLocationCodes: ['A', 'B\u001b'] });
    expect(lines.slice(3)).toEqual(['offered to: A, B\\u001b', '']);
  });

  test('scores with their terms and the rate', () => {
    const rate = { carrier: 'Quick', service: 'Ground', priceMinor: 1250, transitDays: 1 };
    const terms = { score: 0.8125, inventory: 1, shipping: 0.5, model: 0, cost: 0.25 };
    const locationScores = [
      { locationCode: 'WH', ...terms, rate },
      { locationCode: 'X', ...terms },
    ];
    expect(linesOf({ locationScores }).slice(2)).toEqual([
      '',
      'How they scored:',
      '',
      'location  score  inventory  shipping  model   cost  rate',
      `--------  -----  ---------  --------  -----  -----  ${'-'.repeat(38)}`,
      'WH        0.813      1.000     0.500  0.000  0.250  Quick Ground, 1,250 minor units, 1 day',
      'X         0.813      1.000     0.500  0.000  0.250',
      '',
    ]);
  });
});

describe('why there are so many parcels', () => {
  const proof = { parcels: 2, parcelsBound: 2, proven: true };
  const textOf = (planProofs: DecisionJson['planProofs']): string =>
    linesOf({ planProofs }).slice(2, -1).join('|');

  test('in words, for each reason', () => {
    const apart = { noSharedLocation: { orderItemIds: [1, 3] } };
    expect(textOf([{ ...proof, reason: apart }])).toBe(
      '2 parcels, proven: lines 1 and 3 share no location',
    );
    const three = { noSharedLocation: { orderItemIds: [1, 3, 4] } };
    expect(textOf([{ parcels: 3, parcelsBound: 3, proven: true, reason: three }])).toBe(
      '3 parcels, proven: no two of lines 1, 3 and 4 share a location',
    );
    const short = { shortLine: { orderItemId: 7, locations: 2 } };
    expect(textOf([{ ...proof, reason: short }])).toBe(
      '2 parcels, proven: no location has all of line 7',
    );
    const shorter = { shortLine: { orderItemId: 7, locations: 3 } };
    expect(textOf([{ parcels: 3, parcelsBound: 3, proven: true, reason: shorter }])).toBe(
      '3 parcels, proven: no 2 locations have all of line 7',
    );
    const least = { leastCoverage: { lines: 5, most: 4 } };
    expect(textOf([{ ...proof, reason: least }])).toBe(
      '2 parcels, proven: 5 lines, and no location has more than 4',
    );
    expect(textOf([{ ...proof, reason: { allTried: {} } }])).toBe(
      '2 parcels, proven: every smaller set was ruled out',
    );
  });

  test('where one is enough, nothing is told but that', () => {
    const one = { parcels: 1, parcelsBound: 1, proven: true, reason: { allTried: {} } };
    expect(textOf([one])).toBe('1 parcel, proven');
  });

  test('where fewer may do, that is said, for each search', () => {
    const open = { parcels: 4, parcelsBound: 2, proven: false };
    const reason = { leastCoverage: { lines: 5, most: 4 } };
    expect(
      textOf([
        { ...open, reason },
        { ...open, parcelsBound: 1 },
      ]),
    ).toBe(
      'search 1: 4 parcels, not proven: at least 2: 5 lines, and no location has more than 4|' +
        'search 2: 4 parcels, not proven: at least 1',
    );
  });

  test('with costs, what it costs and what it costs at least', () => {
    const cheapest = { ...proof, costMinor: 1950.5, costBoundMinor: 1950.5 };
    expect(textOf([cheapest])).toBe('2 parcels, proven the cheapest: 1,950.5 minor units');
    const open = { ...cheapest, proven: false, costBoundMinor: 1900 };
    expect(textOf([open])).toBe('2 parcels, 1,950.5 minor units, not proven: at least 1,900');
  });
});

test('candidates have stock that is to come beside what is there', () => {
  const future = [
    { available: 5, futureEpochMs: 1_798_761_600_000 },
    { available: 1, futureEpochMs: 1_798_848_000_000 },
  ];
  const inventory = [
    { orderItemId: 1, available: 3, future },
    { orderItemId: 2, available: 4, future: [] },
  ];
  const text = candidateTable(ITEMS, [{ locationCode: 'WH', inventory }], 1, []);
  expect(text).toContain('MUG: 3 (5 more on 2027-01-01, 1 more on 2027-01-02), BOWL: 4\n');
});
