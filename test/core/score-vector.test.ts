// Vector R-1 of the order management specification, to the digit: from what the caller knows of
// each location, and from data sets and rate cards.

import { describe, expect, it } from 'vitest';
import type { ModelWorld, SuggestRoutingRequest } from '../support/model/messages.js';
import { orderOf } from '../support/model/scenario.js';
import type { ScoreOptions } from '../support/model/rules.js';
import { answeredScores, scoresOf } from './support/scored.js';
import { card, input, numbersOf, rate, scoreWorld } from './support/score-worlds.js';

const STOCK = { A: { p1: 10, p2: 10 }, B: { p1: 4, p2: 3 }, C: { p2: 20 } };
const MODEL = { A: 0.5, B: 0.9, C: 0.2 };
const COST = { A: 10, B: 5, C: 8 };
const GROUND = { A: rate(800, 3), B: rate(500, 5), C: rate(600, 2) };
const AIR = { A: rate(2000, 1), B: rate(1200, 2) };

/** By location: I, S, M, C and the score. */
type Table = Record<string, readonly [number, number, number, number, number]>;

const RELATIVE: Table = {
  A: [1, 0.8125, 0.5, 1, 0.64375],
  B: [0.5, 0.833333333, 0.9, 0.5, 0.58],
  C: [0.5, 0.75, 0.2, 0.8, 0.385],
};
const PUBLISHED: Table = {
  A: [1, 0.6, 0.5, 1, 0.58],
  B: [0.5, 0.583333333, 0.9, 0.5, 0.505],
  C: [0.5, 0, 0.2, 0.8, 0.16],
};

const items = (weightGrams?: number) =>
  (['p1', 'p2'] as const).map((upc, i) => [upc, 4 + 2 * i, { weightGrams }] as const);

/** The vector as callers send it. */
function asInputs(score: ScoreOptions): [ModelWorld, SuggestRoutingRequest] {
  const locationInputs = [
    input('A', [AIR.A, GROUND.A], { modelScore: MODEL.A, costFactor: COST.A }),
    input('B', [GROUND.B, AIR.B], { modelScore: MODEL.B, costFactor: COST.B }),
    input('C', [GROUND.C], { modelScore: MODEL.C, costFactor: COST.C }),
    input('nowhere', [rate(1, 0)], { modelScore: 1, costFactor: 1000 }),
  ];
  return [scoreWorld({ stock: STOCK, score }), orderOf(items(), { locationInputs })];
}

/** The vector as a retailer keeps it: two cards with a zone for each origin, and a data set. */
function asTables(score: ScoreOptions): [ModelWorld, SuggestRoutingRequest] {
  const rateCards = Object.entries({ ground: GROUND, air: AIR }).map(([name, rates]) => ({
    ...card(name, [0], 0),
    zones: Object.entries(rates).map(([code, { priceMinor = 0, transitDays }]) => ({
      originLocationCodes: [code],
      priceMinor: [priceMinor],
      transitDays,
    })),
  }));
  const rows = Object.entries(MODEL).map(([code, model]) => {
    const cost = COST[code as keyof typeof COST];
    return [code, { model: String(model), cost: String(cost) }] as const;
  });
  const columns = {
    modelDataSet: 'sites',
    modelDataSetColumn: 'model',
    costDataSet: 'sites',
    costDataSetColumn: 'cost',
  };
  const world = scoreWorld({
    stock: STOCK,
    score: { ...score, ...columns },
    rateCards,
    dataSets: [numbersOf('sites', Object.fromEntries(rows))],
  });
  return [world, orderOf(items(20))];
}

function tableOf(world: ModelWorld, order: SuggestRoutingRequest): Table {
  const nine = (value: number) => Math.round(value * 1e9) / 1e9;
  const rows = scoresOf(world, order).map(({ code, inventory, shipping, model, cost, score }) => [
    code,
    [inventory, nine(shipping), model, cost, score],
  ]);
  return Object.fromEntries(rows);
}

describe.each([
  ['the caller', asInputs],
  ['data sets and rate cards', asTables],
])('vector R-1 by %s', (_, made) => {
  it('scores relative to the other candidates', () => {
    const [world, order] = made({});
    expect(tableOf(world, order)).toEqual(RELATIVE);
    expect(scoresOf(world, order).map(({ code }) => code)).toEqual(['A', 'B', 'C']);
  });

  it('scores as published', () => {
    const [world, order] = made({ mode: 'SCORE_MODE_PUBLISHED' });
    expect(tableOf(world, order)).toEqual(PUBLISHED);
    expect(scoresOf(world, order).map(({ code }) => code)).toEqual(['A', 'B', 'C']);
  });

  it('takes A, which alone can fill the order, and says why', () => {
    const [world, order] = made({});
    const carrier = made === asInputs ? 'C' : 'ground';
    expect(answeredScores(world, order)).toEqual([
      {
        locationCode: 'A',
        score: 0.64375,
        inventory: 1,
        shipping: 0.8125,
        model: 0.5,
        cost: 1,
        rate: { carrier, priceMinor: 800, transitDays: 3 },
      },
    ]);
  });
});
