// What settles equal scores and equal rates: units, raw cost, price, days and the next keys of the
// sort; of rates price, days, carrier and service.

import { describe, expect, it } from 'vitest';
import { answeredScores, ranking, scoresOf } from './support/scored.js';
import { card, input, orderOfA, rate, scoreWorld, sites } from './support/score-worlds.js';

describe('ties of scores', () => {
  const stock = sites({ B: 2, A: 2, C: 2 });

  it.each([
    ['more units', { stock: sites({ A: 3, B: 4 }) }, orderOfA(9), 'B A'],
    [
      'lower raw cost',
      { stock: sites({ A: 1, B: 1 }), score: { costCoefficient: 0 } },
      orderOfA(1, [input('A', [], { costFactor: 2 })]),
      'B A',
    ],
    [
      'lower price, none last',
      { stock: sites({ A: 1, B: 1, C: 1 }), score: { shippingCoefficient: 0 } },
      orderOfA(1, [input('B', [rate(7, 9)]), input('C', [rate(6, 9)])]),
      'C B A',
    ],
    [
      'fewer days',
      { stock: sites({ A: 1, B: 1 }), score: { shippingCoefficient: 0 } },
      orderOfA(1, [input('A', [rate(7, 9)]), input('B', [rate(7, 9), rate(8, 1)])]),
      'B A',
    ],
    [
      'the next key of the sort',
      { stock, behind: [{ type: 'SORT_TYPE_RANK', direction: 'SORT_DIRECTION_DESCENDING' }] },
      orderOfA(2),
      'C A B',
    ],
  ])('go to %s', (_, scenario, order, expected) => {
    expect(ranking(scoreWorld(scenario), order)).toBe(expected);
  });

  it('are settled alike where the score is ascending', () => {
    const scenario = { stock: sites({ A: 3, B: 4, C: 9 }), direction: 'ASCENDING' };
    expect(ranking(scoreWorld(scenario), orderOfA(9))).toBe('B A C');
  });

  it('are those of a score of nine decimals', () => {
    const scenario = { stock: sites({ A: 1, B: 1, C: 1 }), score: { costCoefficient: 0 } };
    const model = (code: string, modelScore: number) => input(code, [], { modelScore });
    const inputs = [model('A', 0.5), model('B', 0.500000001), model('C', 0.50000001)];
    const scores = scoresOf(scoreWorld(scenario), orderOfA(1, inputs));
    expect(scores.map(({ code, score }) => [code, score])).toEqual([
      ['C', 0.500000002],
      ['A', 0.5],
      ['B', 0.5],
    ]);
  });
});

describe('ties of rates', () => {
  it('are chosen by price, then days, then carrier, then service, by bytes', () => {
    const of = (carrier: string, price: number, days: number, service = '') => {
      return { ...rate(price, days, carrier), service };
    };
    const choose = (...rates: ReturnType<typeof of>[]) => {
      const order = orderOfA(1, [input('A', rates)]);
      return answeredScores(scoreWorld({ stock: sites({ A: 1 }) }), order)[0].rate;
    };
    expect(choose(of('z', 5, 3), of('a', 6, 1))).toMatchObject({ carrier: 'z' });
    expect(choose(of('a', 5, 3), of('z', 5, 2))).toMatchObject({ carrier: 'z' });
    expect(choose(of('b', 5, 2), of('B', 5, 2), of('a', 5, 2))).toMatchObject({ carrier: 'B' });
    expect(choose(of('ab', 5, 2), of('a', 5, 2))).toMatchObject({ carrier: 'a' });
    expect(choose(of('a', 5, 2, 'y'), of('a', 5, 2, 'x'))).toMatchObject({ service: 'x' });
  });

  it('of cards are chosen alike, and come in whatever order they stand', () => {
    const weightless = { defaultUnitWeightGrams: 0 };
    const cards = ['z', 'b', 'ü', 'B'].map((name) => card(name, [5], 2, weightless));
    const world = scoreWorld({ stock: sites({ A: 1 }), rateCards: cards });
    expect(answeredScores(world, orderOfA(1))[0].rate).toMatchObject({ carrier: 'B' });
  });
});
