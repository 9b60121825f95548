// The defects R1 to R22 of the guide's published router (order management specification, 6.1): a
// test for each one that routing can show. Those that it cannot show have a mechanism in their
// place that makes them impossible:
//
// - R10, inventory and rates of other moments: every row is read under the version word of its
//   product, and rates come with the request or the program. A decision reads nothing else
//   (`isConsistent`, test/columns/stock-writer.test.ts).
// - R12, a call for each location and carrier: rate cards are columns of the program, and a
//   decision calls nobody (test/core/rate-cards.test.ts).
// - R15, a failing log fails the order: a record is offered to a ring, dropped where there is no
//   room, and the answer says so (test/pool/records.test.ts).
// - R16, the handler of a failure throws: a refusal is a value that the decoder returns, and there
//   is no handler (test/wire/refusals.test.ts).
// - R17 and R18, a shipped order is routed again, earlier allocations stay: a decision is a
//   function of its request and the stock, and changes neither. Below: asked twice.
// - R20, only the first page is read: there are no pages. Below: the last of many locations.

import { describe, expect, it } from 'vitest';
import { CALL_KIND } from '../../src/pool/calls.js';
import { explainSuggest } from '../support/engine/explained.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askBytes, askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { ModelWorld, SuggestRoutingRequest } from '../support/model/messages.js';
import type { LocationInput, ShippingRate } from '../support/model/rules.js';
import { action, orderOf } from '../support/model/scenario.js';
import { answeredScores, ranking, scoresByCode, scoresOf } from './support/scored.js';
import {
  card,
  input,
  numbersOf,
  orderOfA,
  rate,
  scoreWorld,
  sites,
} from './support/score-worlds.js';

const PUBLISHED = { mode: 'SCORE_MODE_PUBLISHED' };

function takenBy(world: ModelWorld, order: SuggestRoutingRequest): string[] {
  const { decision } = askSuggest(openWorld(world), order);
  const { assignments } = decision as { assignments: { locationCode: string }[] };
  return assignments.map(({ locationCode }) => locationCode);
}

/** Ends with the same bytes whatever the order in which the world was loaded. */
function expectSameHoweverLoaded(world: ModelWorld, order: SuggestRoutingRequest): void {
  const bytes = encodeMessage('SuggestRoutingRequest', order);
  const reversed = openWorld(world, (list) => [...list].reverse());
  const other = askBytes(reversed, CALL_KIND.suggest, bytes);
  expect(other).toEqual(askBytes(openWorld(world), CALL_KIND.suggest, bytes));
}

describe('the model (R1)', () => {
  it('scores of two identical locations are no chance', () => {
    const world = scoreWorld({ stock: sites({ A: 5, B: 5 }) });
    const engine = openWorld(world);
    const codes = Array.from({ length: 400 }, (_, i) => {
      const order = { ...orderOfA(1), orderId: `order ${i}` };
      const { decision } = askSuggest(engine, order);
      return (decision as { assignments: { locationCode: string }[] }).assignments[0].locationCode;
    });
    expect(new Set(codes)).toEqual(new Set(['A']));
  });

  it('is 0 where nothing is given, and cut to 0 to 1', () => {
    const units = sites({ none: 1, low: 1, high: 1, table: 1 });
    const world = scoreWorld({
      stock: units,
      score: { modelDataSet: 'd', modelDataSetColumn: 'm' },
      dataSets: [numbersOf('d', { table: { m: '7' }, high: { m: '0.1' } })],
    });
    const inputs = [input('low', [], { modelScore: -3 }), input('high', [], { modelScore: 1.5 })];
    const scores = scoresByCode(world, orderOfA(1, inputs));
    expect([scores.none.model, scores.low.model]).toEqual([0, 0]);
    expect([scores.high.model, scores.table.model]).toEqual([1, 1]);
  });
});

describe('the shipping term (R2)', () => {
  const rates = [
    input('dear', [rate(500, 1), rate(50, 5)]),
    input('cheap', [rate(6, 1), rate(5, 5)]),
  ];
  const stock = sites({ dear: 1, cheap: 1 });

  it('is how good a price is, and not how far prices of one location are apart', () => {
    const scores = scoresByCode(scoreWorld({ stock }), orderOfA(1, rates));
    expect(scores.cheap.shipping).toBe(1);
    expect(scores.dear.shipping).toBe(0.5 * 0.1 + 0.5);
  });

  it('as published stays to be had', () => {
    const scores = scoresByCode(scoreWorld({ stock, score: PUBLISHED }), orderOfA(1, rates));
    expect(scores.dear.shipping).toBe(0.9);
    expect(scores.cheap.shipping).toBeCloseTo(1 / 6, 15);
  });

  it('of a single rate is the best one where it is the best rate', () => {
    const single = [input('cheap', [rate(5, 1)]), input('dear', [rate(50, 1)])];
    expect(ranking(scoreWorld({ stock }), orderOfA(1, single))).toBe('cheap dear');
  });
});

describe('a price of 0 (R3)', () => {
  const stock = sites({ free: 3, full: 3 });
  const inputs = [input('free', [rate(0, 2)]), input('full', [rate(900, 2)])];

  it.each([{}, PUBLISHED])('makes finite scores: %o', (score) => {
    const order = orderOfA(3, inputs);
    for (const { code, ...terms } of scoresOf(scoreWorld({ stock, score }), order)) {
      for (const [name, term] of Object.entries(terms)) {
        expect(Number.isFinite(term), `${code} ${name} ${term}`).toBe(true);
      }
    }
  });

  it('is the best price, and as published no better than none', () => {
    const relative = scoresByCode(scoreWorld({ stock }), orderOfA(3, inputs));
    expect([relative.free.shipping, relative.full.shipping]).toEqual([1, 0.5]);
    const published = scoresOf(scoreWorld({ stock, score: PUBLISHED }), orderOfA(3, inputs));
    expect(published.map(({ shipping }) => shipping)).toEqual([0, 0]);
  });

  it('does not win over stock', () => {
    const world = scoreWorld({ stock: sites({ free: 1, full: 3 }), score: PUBLISHED });
    expect(takenBy(world, orderOfA(3, inputs))).toEqual(['full']);
  });

  it('is a price, and NaN and what is below 0 are refused', () => {
    const world = scoreWorld({ stock });
    const bad: [string, LocationInput][] = [
      ['rates[0].price_minor', input('free', [rate(-1, 2)])],
      ['model_score', input('free', [], { modelScore: Number.NaN })],
      ['cost_factor', input('free', [], { costFactor: Number.NaN })],
      ['cost_factor', input('free', [], { costFactor: -0.5 })],
    ];
    for (const [field, entry] of bad) {
      const order = orderOfA(3, [input('full'), entry]);
      const ask = () => askSuggest(openWorld(world), order);
      expect(ask, field).toThrow(`location_inputs[1].${field}`);
    }
  });
});

describe('the cost (R4, R5)', () => {
  it('is beside the largest, however many units there are', () => {
    const world = scoreWorld({ stock: sites({ A: 30, B: 30, low: 1 }) });
    const inputs = [input('A', [], { costFactor: 10 }), input('B', [], { costFactor: 5 })];
    const scores = scoresByCode(world, orderOfA(30, inputs));
    expect([scores.A.cost, scores.B.cost, scores.low.cost]).toEqual([1, 0.5, 0.1]);
    expect([scores.A.rawCost, scores.B.rawCost, scores.low.rawCost]).toEqual([300, 150, 30]);
    expect(scores.low.score).toBeLessThan(scores.A.score);
    for (const { score } of Object.values(scores)) expect(score).toBeGreaterThanOrEqual(-0.1);
  });

  it('of a location without stock is not asked', () => {
    const world = scoreWorld({ stock: sites({ A: 30, empty: 0 }) });
    const inputs = [input('A', [], { costFactor: 10 }), input('empty', [], { costFactor: 0.01 })];
    expect(ranking(world, orderOfA(30, inputs))).toBe('A');
  });

  it('with factor 0 is 0, and without one that of factor 1', () => {
    const world = scoreWorld({ stock: sites({ zero: 3, none: 3 }) });
    const scores = scoresByCode(world, orderOfA(3, [input('zero', [], { costFactor: 0 })]));
    expect([scores.zero.rawCost, scores.zero.cost]).toEqual([0, 0]);
    expect([scores.none.rawCost, scores.none.cost]).toEqual([3, 1]);
  });

  it('is 0 for all where all factors are', () => {
    const world = scoreWorld({
      stock: sites({ A: 3, B: 3 }),
      score: { costDataSet: 'd', costDataSetColumn: 'f' },
      dataSets: [numbersOf('d', { A: { f: '0' }, B: { f: '0' } })],
    });
    expect(scoresOf(world, orderOfA(3)).map(({ cost }) => cost)).toEqual([0, 0]);
  });

  it('of a data set has no factor below 0, and gives way to the caller', () => {
    const world = scoreWorld({
      stock: sites({ below: 1, table: 1, caller: 1 }),
      score: { costDataSet: 'd', costDataSetColumn: 'f' },
      dataSets: [numbersOf('d', { below: { f: '-4' }, table: { f: '4' }, caller: { f: '4' } })],
    });
    const order = orderOfA(1, [input('caller', [], { costFactor: 2 })]);
    const scores = scoresByCode(world, order);
    expect([scores.below.rawCost, scores.table.rawCost, scores.caller.rawCost]).toEqual([1, 4, 2]);
  });

  it('beyond all doubles is still 1 at most', () => {
    const world = scoreWorld({ stock: sites({ A: 9, B: 9, C: 9 }) });
    const huge = Number.MAX_VALUE;
    const inputs = ['A', 'B'].map((code) => input(code, [], { costFactor: huge }));
    const scores = scoresByCode(world, orderOfA(9, inputs));
    expect([scores.A.cost, scores.B.cost, scores.C.cost]).toEqual([1, 1, 0]);
  });
});

describe('the inventory term (R6, R7)', () => {
  it('of lines that are not covered leaves the units as a tie-break', () => {
    const world = scoreWorld({ stock: sites({ few: 1, most: 99 }) });
    const scores = scoresOf(world, orderOfA(100));
    expect(scores.map(({ code, inventory, units }) => [code, inventory, units])).toEqual([
      ['most', 0, 99],
      ['few', 0, 1],
    ]);
  });

  it('counts the stock of a product once for all its lines, in their order', () => {
    const world = scoreWorld({ stock: sites({ A: 5 }) });
    const two = orderOf([
      ['a', 5],
      ['a', 5],
    ]);
    expect(scoresOf(world, two)[0]).toMatchObject({ inventory: 0.5, units: 5 });
    const short = orderOf([
      ['a', 6],
      ['a', 1],
    ]);
    expect(scoresOf(world, short)[0]).toMatchObject({ inventory: 0, units: 5 });
  });

  it('of an order without lines is never asked', () => {
    const world = scoreWorld({ stock: sites({ A: 5 }) });
    expect(() => askSuggest(openWorld(world), orderOf([]))).toThrow('items');
  });

  it('counts what may be used, not what lies there', () => {
    const world = scoreWorld({ stock: sites({ busy: 10, calm: 2 }) });
    Object.assign(world.inventory[0], { allocated: 8, safetyStock: 1 });
    const scores = scoresOf(world, orderOfA(2));
    expect(scores.map(({ code, units }) => [code, units])).toEqual([
      ['calm', 2],
      ['busy', 1],
    ]);
  });
});

describe('who is a candidate (R8)', () => {
  it('must be able to serve; the score of the others is not even asked', () => {
    const stock = sites({ inactive: 9, incapable: 9, abroad: 9, empty: 0, good: 9 });
    const places = {
      inactive: { active: false },
      incapable: { directShip: false },
      abroad: { countryCode: 'FR' },
    };
    const order = orderOfA(
      9,
      Object.keys(stock).map((code) => input(code, [rate(1, 1)])),
    );
    order.shippingAddress = { ...order.shippingAddress, countryCode: 'US' };
    expect(ranking(scoreWorld({ stock, places }), order)).toBe('good');
  });

  it('nobody: nothing is scored, and each line has a state', () => {
    const { decision } = askSuggest(openWorld(scoreWorld({ stock: sites({ A: 0 }) })), orderOfA(2));
    expect(decision).toMatchObject({ locationScores: [], assignments: [] });
    expect(decision).toMatchObject({ stateChanges: [{ quantity: 2 }] });
  });
});

describe('ties (R9)', () => {
  const stock = sites({ B: 2, A: 2, C: 2 });

  it('are settled the same however the network was loaded', () => {
    const world = scoreWorld({ stock, group: { isDefaultGroup: true, locations: [] } });
    expect(ranking(world, orderOfA(2))).toBe('A B C');
    expectSameHoweverLoaded(world, orderOfA(2));
  });
});

describe('rates (R10, R11, R14)', () => {
  const stock = sites({ A: 1, B: 1 });

  it('that are missing leave a location in, with no shipping term', () => {
    const scores = scoresOf(scoreWorld({ stock }), orderOfA(1, [input('B', [rate(5, 1)])]));
    expect(scores.map(({ code, shipping, priceMinor }) => [code, shipping, priceMinor])).toEqual([
      ['B', 1, 5],
      ['A', 0, undefined],
    ]);
    expect(takenBy(scoreWorld({ stock }), orderOfA(1))).toEqual(['A']);
  });

  it('of the service alone count, the caller first, the cards where none is left', () => {
    const world = scoreWorld({
      stock: sites({ A: 1, B: 1, C: 1 }),
      score: { service: 'air' },
      rateCards: [
        card('by air', [70], 2, { service: 'air', defaultUnitWeightGrams: 1 }),
        card('by AIR', [1], 2, { service: 'AIR', defaultUnitWeightGrams: 1 }),
        card('by road', [2], 2, { service: 'road', defaultUnitWeightGrams: 1 }),
      ],
    });
    const air = { ...rate(50, 1), service: 'air' };
    const road = { ...rate(5, 1), service: 'road' };
    const order = orderOfA(1, [input('A', [road, air]), input('B', [road])]);
    const prices = scoresOf(world, order).map(({ code, priceMinor }) => [code, priceMinor]);
    expect(prices).toEqual([
      ['A', 50],
      ['B', 70],
      ['C', 70],
    ]);
  });

  it('are compared by price, then days, then carrier (R14)', () => {
    const world = scoreWorld({ stock: sites({ A: 1 }) });
    const chosen = (...rates: ShippingRate[]) =>
      answeredScores(world, orderOfA(1, [input('A', rates)]))[0].rate;
    expect(chosen(rate(6, 1, 'a'), rate(5, 3, 'z'))).toMatchObject({ carrier: 'z' });
    expect(chosen(rate(5, 3, 'a'), rate(5, 2, 'z'))).toMatchObject({ carrier: 'z' });
    expect(chosen(rate(5, 2, 'b'), rate(5, 2, 'a'))).toMatchObject({ carrier: 'a' });
  });
});

describe('parcels (R13)', () => {
  it('of ten cubes have ten times the volume of one', () => {
    const world = scoreWorld({
      stock: sites({ A: 10 }),
      rateCards: [card('C', [1, 10, 100], 1, { volumetricDivisorCm3PerKg: 5000 })],
    });
    const cube = { weightGrams: 1, lengthCm: 10, widthCm: 10, heightCm: 10 };
    const [one] = scoresOf(world, orderOf([['a', 1, cube]]));
    const [ten] = scoresOf(world, orderOf([['a', 10, cube]]));
    // 0.2 kg each by volume.
    expect([one.priceMinor, ten.priceMinor]).toEqual([1, 10]);
  });

  it('of unknown mass are no number, and no rate', () => {
    const world = scoreWorld({ stock: sites({ A: 10 }), rateCards: [card('C', [1], 1)] });
    expect(scoresOf(world, orderOfA(1))[0]).toMatchObject({ shipping: 0 });
    expect(scoresOf(world, orderOfA(1))[0].priceMinor).toBeUndefined();
  });
});

describe('a decision', () => {
  it('asked twice is the same, and leaves the stock as it was (R17, R18)', () => {
    const engine = openWorld(scoreWorld({ stock: sites({ A: 5, B: 5 }) }));
    const bytes = encodeMessage('SuggestRoutingRequest', orderOfA(5));
    const before = [...engine.view.stock.routable];
    const first = askBytes(engine, CALL_KIND.suggest, bytes);
    expect(askBytes(engine, CALL_KIND.suggest, bytes)).toEqual(first);
    expect([...engine.view.stock.routable]).toEqual(before);
  });

  it('that nobody can serve alone is split, and each location that serves is scored (R19)', () => {
    const split = action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', 'CURRENT_GROUP');
    const world = scoreWorld({
      stock: sites({ A: 3, B: 4, C: 2 }),
      group: { afterActionPartial: split },
    });
    const order = orderOfA(7, [input('C', [rate(1, 1)])]);
    expect([...new Set(takenBy(world, order))].sort()).toEqual(['A', 'B']);
    const scores = answeredScores(world, order);
    expect(scores.map(({ locationCode }) => locationCode).sort()).toEqual(['A', 'B']);
    expect(scores.every(({ rate: chosen }) => chosen === undefined)).toBe(true);
  });

  it('looks at every location (R20)', () => {
    const codes = Array.from({ length: 1200 }, (_, i) => `L${i}`);
    const world = scoreWorld({ stock: sites(Object.fromEntries(codes.map((code) => [code, 1]))) });
    const order = orderOfA(1, [input('L1199', [], { modelScore: 1 })]);
    expect(takenBy(world, order)).toEqual(['L1199']);
  });

  it('does not care what codes look like (R21)', () => {
    const stock = Object.fromEntries(['20', '3', 'zeta', '100'].map((code) => [code, { a: 1 }]));
    const world = scoreWorld({
      stock: Object.assign(Object.create(null), stock, { constructor: { a: 1 } }),
      group: { isDefaultGroup: true, locations: [] },
    });
    expect(ranking(world, orderOfA(1))).toBe('100 20 3 constructor zeta');
    const inputs = [input('__proto__', [rate(1, 1)]), input('20', [rate(9, 1)])];
    expect(scoresOf(world, orderOfA(1, inputs))[0]).toMatchObject({ code: '20', priceMinor: 9 });
  });

  it('has a log with the scores of those that were not chosen (R22)', () => {
    const engine = openWorld(scoreWorld({ stock: sites({ A: 2, B: 2, C: 1 }) }));
    const { events } = explainSuggest(engine, orderOfA(2, [input('B', [rate(1, 1)])]));
    const keyed = events.find(({ type }) => type === 'SUGGESTION_EVENT_TYPE_SORT')?.sortKeyed;
    expect(keyed?.values).toEqual([
      { locationCode: 'A', value: 0.3 },
      { locationCode: 'B', value: 0.6 },
      { locationCode: 'C', value: -0.1 },
    ]);
  });
});
