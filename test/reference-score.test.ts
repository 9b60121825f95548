// Does the reference model score and sort as the specification says, on cases worked out by hand?
// Must not know: the engine.

import { describe, expect, it } from 'vitest';

import { modelCandidates } from './support/model/candidates.js';
import type { SuggestRoutingRequest } from './support/model/messages.js';
import type { DataSet, LocationInput, LocationScore, ScoreOptions } from './support/model/rules.js';
import type { Scenario } from './support/model/scenario.js';
import { action, decide, NO_BYTES, north, orderOf, worldOf } from './support/model/scenario.js';

const rate = (carrier: string, priceMinor: number, transitDays: number, service?: string) => ({
  carrier,
  priceMinor,
  transitDays,
  ...(service === undefined ? {} : { service }),
});

const bySCORE = (score: ScoreOptions, direction?: string) => ({
  sorts: [
    {
      type: 'SORT_TYPE_SCORE',
      score,
      ...(direction === undefined ? {} : { direction: `SORT_DIRECTION_${direction}` }),
    },
  ],
});

/** Codes in the order of the first group. */
function sorted(scenario: Scenario, order: SuggestRoutingRequest): string[] {
  const request = { ...order, sort: 'SUGGESTION_SORT_SUGGESTION_SORT' };
  const { candidates } = modelCandidates(worldOf(scenario), request, NO_BYTES);
  return candidates.map((candidate) => candidate.locationCode);
}

/** How each location scores: a split that takes a unit from each of them. */
function scoresOf(
  scenario: Scenario,
  score: ScoreOptions,
  order: SuggestRoutingRequest,
): Map<string, LocationScore> {
  const after = action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY');
  const group = { ...bySCORE(score), afterActionPartial: after };
  const { locationScores = [] } = decide({ ...scenario, groups: [group] }, order);
  return new Map(locationScores.map((each) => [each.locationCode, each]));
}

describe('the example of the specification', () => {
  const stock = { A: { p1: 10, p2: 10 }, B: { p1: 4, p2: 3 }, C: { p2: 20 } };
  const inputs: LocationInput[] = [
    {
      locationCode: 'A',
      rates: [rate('x', 800, 3), rate('y', 2000, 1)],
      modelScore: 0.5,
      costFactor: 10,
    },
    {
      locationCode: 'B',
      rates: [rate('x', 500, 4), rate('y', 1200, 2)],
      modelScore: 0.9,
      costFactor: 5,
    },
    { locationCode: 'C', rates: [rate('x', 600, 2)], modelScore: 0.2, costFactor: 8 },
  ];
  const order = orderOf(
    [
      ['p1', 4],
      ['p2', 6],
    ],
    { locationInputs: inputs },
  );

  it.each([
    ['RELATIVE', 0.64375, 0.8125],
    ['PUBLISHED', 0.58, 0.6],
  ])('gives the first, by %s, all that is asked', (mode, score, shipping) => {
    const group = bySCORE({ mode: `SCORE_MODE_${mode}` });
    const decision = decide({ stock, groups: [group] }, order);
    expect(decision.assignments.map((each) => each.locationCode)).toEqual(['A', 'A']);
    const terms = { inventory: 1, shipping, model: 0.5, cost: 1 };
    const chosen = { ...rate('x', 800, 3), service: '' };
    expect(decision.locationScores).toEqual([{ locationCode: 'A', score, ...terms, rate: chosen }]);
    expect(sorted({ stock, groups: [group] }, order)).toEqual(['A', 'B', 'C']);
  });

  it.each([
    ['RELATIVE', 'B', 0.58, 0.5, 0.833333333, 0.5],
    ['RELATIVE', 'C', 0.385, 0.5, 0.75, 0.8],
    ['PUBLISHED', 'B', 0.505, 0.5, 0.583333333, 0.5],
    ['PUBLISHED', 'C', 0.16, 0.5, 0, 0.8],
  ])('scores by %s for %s %d', (mode, code, score, inventory, shipping, cost) => {
    // A cannot serve everything here, but the maxima are still its own.
    const after = action('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY', 'START_AT_BEGINNING');
    const others = { A: { p2: 1 }, ...(code === 'B' ? { B: { p1: 4, p2: 3 } } : {}) };
    const scenario: Scenario = {
      stock: { ...others, ...(code === 'C' ? { B: { p1: 3, p2: 3 }, C: { p2: 20 } } : {}) },
      groups: [{ ...bySCORE({ mode: `SCORE_MODE_${mode}` }), afterActionPartial: after }],
    };
    const found = decide(scenario, order).locationScores?.find(
      (each) => each.locationCode === code,
    );
    expect(found?.inventory).toBe(inventory);
    expect(found?.cost).toBe(cost);
    expect(found?.shipping).toBeCloseTo(shipping, 8);
    expect(found?.score).toBeCloseTo(score, 8);
  });
});

describe('the terms of a score', () => {
  const stock = { A: { a: 1 }, B: { a: 1 } };
  const order = (inputs: LocationInput[], items: (readonly [string, number])[] = [['a', 2]]) =>
    orderOf(items, { locationInputs: inputs });

  it('let lines of one product use up what they share, and a short line take what there is', () => {
    const scenario = { stock: { A: { a: 5, b: 1 }, B: { a: 9 } } };
    const items = [
      ['a', 3],
      ['a', 3],
      ['b', 2],
      ['never', 1],
    ] as const;
    const scores = scoresOf(scenario, {}, order([], [...items]));
    // Of four open lines, A covers one and B two.
    expect(scores.get('A')?.inventory).toBe(0.25);
    expect(scores.get('B')?.inventory).toBe(0.5);
  });

  it('are 0 and not unknown where nothing is known, and cost is the same for all', () => {
    const scores = scoresOf({ stock }, {}, order([]));
    const terms = { inventory: 0, shipping: 0, model: 0, cost: 1, score: -0.1 };
    expect([...scores.values()]).toEqual([
      { locationCode: 'A', ...terms },
      { locationCode: 'B', ...terms },
    ]);
  });

  it('cut models to 0 and 1, and take costs of 0', () => {
    const inputs = [
      { locationCode: 'A', modelScore: 1.5, costFactor: 0 },
      { locationCode: 'B', modelScore: -1, costFactor: 0 },
    ];
    const scores = scoresOf({ stock }, {}, order(inputs));
    expect(scores.get('A')).toMatchObject({ model: 1, cost: 0, score: 0.2 });
    expect(scores.get('B')).toMatchObject({ model: 0, cost: 0, score: 0 });
  });

  it('come from columns where the caller is silent; below 0 a cost is none', () => {
    const scenario: Scenario = {
      stock: { A: { a: 1 }, B: { a: 1 }, C: { a: 1 } },
      dataSets: [
        {
          name: 'facts',
          columns: [{ name: 'model', defaultValue: '0.25' }, { name: 'cost' }],
          rows: [
            { locationCode: 'A', values: { model: '0.75', cost: '-2' } },
            { locationCode: 'B', values: { model: '', cost: '4' } },
          ],
        },
      ],
    };
    const options = {
      modelDataSet: 'facts',
      modelDataSetColumn: 'model',
      costDataSet: 'facts',
      costDataSetColumn: 'cost',
    };
    const inputs = [{ locationCode: 'C', modelScore: 0.5, costFactor: 2 }];
    const scores = scoresOf(scenario, options, order(inputs, [['a', 3]]));
    expect(scores.get('A')).toMatchObject({ model: 0.75, cost: 0.25 });
    expect(scores.get('B')).toMatchObject({ model: 0.25, cost: 1 });
    expect(scores.get('C')).toMatchObject({ model: 0.5, cost: 0.5 });
  });

  it('leave a location without a rate out of the minima', () => {
    const inputs = [
      { locationCode: 'A', rates: [rate('x', 0, 3), rate('y', 100, 0)] },
      { locationCode: 'B', rates: [rate('x', 300, 1)] },
    ];
    const scenario = { stock: { ...stock, C: { a: 1 } } };
    const scores = scoresOf(scenario, { priceShare: 0.25 }, order(inputs, [['a', 3]]));
    // Price 0 is the best there is; speed (1 + 0) / (1 + 0) and (1 + 0) / (1 + 1).
    expect(scores.get('A')?.shipping).toBe(1);
    expect(scores.get('B')?.shipping).toBe(0.375);
    expect(scores.get('C')?.shipping).toBe(0);
    expect(scores.get('A')?.rate).toEqual({ ...rate('x', 0, 3), service: '' });
    expect(scores.get('C')?.rate).toBeUndefined();
  });

  it('take the fastest of the cheapest, then the smallest carrier and service', () => {
    const rates = [
      rate('b', 5, 2, 'x'),
      rate('b', 5, 2),
      rate('a', 5, 3),
      rate('c', 5, 2),
      rate('a', 6, 1),
    ];
    const scores = scoresOf({ stock }, {}, order([{ locationCode: 'A', rates }]));
    expect(scores.get('A')?.rate).toEqual({ ...rate('b', 5, 2), service: '' });
  });

  it('are 0 by the published form where the fastest rate is free', () => {
    const inputs = [
      { locationCode: 'A', rates: [rate('x', 0, 1), rate('y', 900, 1)] },
      { locationCode: 'B', rates: [rate('x', 500, 4), rate('y', 2000, 1), rate('z', 1000, 1)] },
    ];
    const scores = scoresOf({ stock }, { mode: 'SCORE_MODE_PUBLISHED' }, order(inputs));
    expect(scores.get('A')?.shipping).toBe(0);
    expect(scores.get('B')?.shipping).toBe(0.5);
  });
});

describe('equal scores', () => {
  const none: ScoreOptions = {
    inventoryCoefficient: 0,
    shippingCoefficient: 0,
    modelCoefficient: 0,
    costCoefficient: 0,
  };
  const stock = { A: { a: 2 }, B: { a: 2 }, C: { a: 2 } };
  const input = (locationCode: string, costFactor: number, ...rates: LocationInput['rates'][]) => ({
    locationCode,
    costFactor,
    rates: rates.flatMap((each) => each ?? []),
  });

  it.each([
    ['units', { ...stock, A: { a: 1 } }, [], ['B', 'C', 'A']],
    ['raw cost', stock, [input('A', 3), input('B', 2), input('C', 0)], ['C', 'B', 'A']],
    [
      'price, the unknown last',
      stock,
      [input('B', 1, [rate('x', 9, 1)]), input('C', 1, [rate('x', 8, 9)])],
      ['C', 'B', 'A'],
    ],
    [
      'days',
      stock,
      [
        input('A', 1, [rate('x', 8, 3)]),
        input('B', 1, [rate('x', 8, 9), rate('y', 20, 1)]),
        input('C', 1, [rate('x', 8, 2)]),
      ],
      ['B', 'C', 'A'],
    ],
    ['rank', stock, [], ['A', 'B', 'C']],
  ])('are told apart by %s, in every direction', (_, units, locationInputs, expected) => {
    for (const direction of ['NATURAL', 'ASCENDING', 'DESCENDING']) {
      const scenario = { stock: units, groups: [bySCORE(none, direction)] };
      expect(sorted(scenario, orderOf([['a', 2]], { locationInputs }))).toEqual(expected);
    }
  });

  it('come before the next key of the group', () => {
    const sorts = [...bySCORE(none).sorts, { type: 'SORT_TYPE_DISTANCE' }];
    const places = { A: north(3), B: north(1), C: north(2) };
    const locationInputs = [input('B', 7)];
    const scenario = { stock, places, groups: [{ sorts }] };
    expect(sorted(scenario, orderOf([['a', 2]], { locationInputs }))).toEqual(['C', 'A', 'B']);
  });

  it('are turned around by ASCENDING, and are equal to nine decimals', () => {
    const model = [0.1, 0.1 + 1e-11, 0.3];
    const locationInputs = model.map((modelScore, index) => {
      return { locationCode: 'BAC'.charAt(index), modelScore };
    });
    const order = orderOf([['a', 2]], { locationInputs });
    const groups = (direction: string) => [bySCORE({ modelCoefficient: 1 }, direction)];
    expect(sorted({ stock, groups: groups('DESCENDING') }, order)).toEqual(['C', 'A', 'B']);
    expect(sorted({ stock, groups: groups('ASCENDING') }, order)).toEqual(['A', 'B', 'C']);
  });
});

describe('the other keys', () => {
  const rows = {
    A: { excessThreshold: 3 },
    B: { excessThreshold: 9 },
    C: {},
    D: { excessThreshold: 0 },
  };
  const stock = { A: { a: 8, b: 2 }, B: { a: 10 }, C: { a: 50 }, D: { a: 3 } };
  const order = orderOf([
    ['a', 1],
    ['a', 1],
    ['b', 1],
  ]);

  it.each([
    // A: 5 and 0 of 10; B: 1 of 10; D: 3 of 3; C has no threshold.
    ['EXCESS_COUNT', undefined, ['A', 'D', 'B', 'C']],
    ['EXCESS_COUNT', 'ASCENDING', ['B', 'D', 'A', 'C']],
    ['EXCESS_PERCENTAGE', 'NATURAL', ['D', 'A', 'B', 'C']],
    ['EXCESS_PERCENTAGE', 'DESCENDING', ['D', 'A', 'B', 'C']],
  ])('%s %s', (type, direction, expected) => {
    const sort = {
      type: `SORT_TYPE_${type}`,
      ...(direction === undefined ? {} : { direction: `SORT_DIRECTION_${direction}` }),
    };
    expect(sorted({ stock, rows, groups: [{ sorts: [sort] }] }, order)).toEqual(expected);
  });

  it.each(['COST', 'DATA_SET'])('%s reads a column, the unknown last', (type) => {
    const dataSets: DataSet[] = [
      {
        name: 'facts',
        columns: [{ name: 'one' }, { name: 'two', defaultValue: '2' }],
        rows: [
          { locationCode: 'A', values: { one: '10', two: '3' } },
          { locationCode: 'B', values: { one: '9' } },
          { locationCode: 'D', values: { one: '', two: '1e0' } },
        ],
      },
    ];
    const by = (dataSetColumn?: string, direction = 'NATURAL') => {
      const sort = {
        type: `SORT_TYPE_${type}`,
        direction: `SORT_DIRECTION_${direction}`,
        ...(dataSetColumn === undefined ? {} : { dataSet: 'facts', dataSetColumn }),
      };
      return sorted({ stock, dataSets, groups: [{ sorts: [sort] }] }, order);
    };
    expect(by('one')).toEqual(['B', 'A', 'C', 'D']);
    expect(by('one', 'DESCENDING')).toEqual(['A', 'B', 'C', 'D']);
    expect(by('two')).toEqual(['D', 'B', 'C', 'A']);
    expect(by()).toEqual(['A', 'B', 'C', 'D']);
  });
});
