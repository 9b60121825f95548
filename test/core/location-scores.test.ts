// Which scores an answer tells: those of locations that a group with a score chose, as they were
// when it did; and that records, replays and candidates score alike.

import { describe, expect, it } from 'vitest';
import { explainSuggest } from '../support/engine/explained.js';
import { askCandidates, askSuggest, openWorld } from '../support/engine/world-engine.js';
import type {
  LocationGroup,
  ModelWorld,
  SuggestRoutingRequest,
} from '../support/model/messages.js';
import type { LocationScore } from '../support/model/rules.js';
import { action, orderOf, worldOf } from '../support/model/scenario.js';
import { answeredScores } from './support/scored.js';
import { card, input, rate, scoreWorld } from './support/score-worlds.js';

const SCORE = { sorts: [{ type: 'SORT_TYPE_SCORE' }] };
const RANK = { sorts: [{ type: 'SORT_TYPE_RANK' }] };

const members = (...codes: string[]) => ({
  locations: codes.map((locationCode) => ({ locationCode })),
});

function worldWith(
  stock: Record<string, Record<string, number>>,
  ...groups: Partial<LocationGroup>[]
): ModelWorld {
  return worldOf({ stock, groups });
}

/** `code inventory` of each score that is told. */
function told(world: ModelWorld, order: SuggestRoutingRequest): string[] {
  return answeredScores(world, order).map((each: LocationScore) => {
    return `${each.locationCode} ${each.inventory ?? 0}`;
  });
}

const SPLIT = action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', 'START_AT_BEGINNING');
const FULFILLED = action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED', 'CURRENT_GROUP');

describe('a score is told', () => {
  it('of a full match of a group with a score, and of no other', () => {
    const stock = { A: { a: 5 }, B: { a: 5 } };
    expect(told(worldWith(stock, SCORE), orderOf([['a', 5]]))).toEqual(['A 1']);
    expect(told(worldWith(stock, RANK), orderOf([['a', 5]]))).toEqual([]);
    expect(told(worldWith(stock), orderOf([['a', 5]]))).toEqual([]);
  });

  it('behind other keys too', () => {
    const sorts = [{ type: 'SORT_TYPE_RANK', direction: 'SORT_DIRECTION_DESCENDING' }];
    const world = worldWith({ A: { a: 5 }, B: { a: 5 } }, { sorts: [...sorts, ...SCORE.sorts] });
    expect(told(world, orderOf([['a', 5]]))).toEqual(['B 1']);
  });

  it('of a split, where the first group that keeps the location has one', () => {
    const stock = { A: { a: 3 }, B: { a: 4 }, C: { a: 2 } };
    const ranked = { ...RANK, ...members('A'), afterActionPartial: SPLIT };
    const scored = { ...SCORE, ...members('A', 'B', 'C'), afterActionPartial: SPLIT };
    const order = orderOf([['a', 9]]);
    expect(told(worldWith(stock, ranked, scored), order).sort()).toEqual(['B 0', 'C 0']);
    expect(told(worldWith(stock, scored, ranked), order).sort()).toEqual(['A 0', 'B 0', 'C 0']);
  });

  it('as it was when its group was evaluated', () => {
    // The first commitment takes line 1; of what is left B covers all.
    const stock = { A: { a: 5, b: 1 }, B: { b: 3 } };
    const first = { ...SCORE, ...members('A'), afterActionPartial: FULFILLED };
    const order = orderOf([
      ['a', 5],
      ['b', 3],
    ]);
    const world = worldWith(stock, first, { ...SCORE, ...members('B') });
    expect(told(world, order)).toEqual(['A 0.5', 'B 1']);
  });

  it('once, as it was at first', () => {
    const stock = { A: { a: 5, b: 3 }, B: { c: 1 } };
    const first = { ...SCORE, ...members('A'), filters: ['a'], afterActionPartial: FULFILLED };
    const world = worldOf({
      stock,
      groups: [first, { ...SCORE, afterActionPartial: FULFILLED }, { ...SCORE, ...members('B') }],
      filters: {
        a: {
          attribute: 'item.upc',
          operator: 'FILTER_OPERATOR_EQUAL',
          customValue: { stringValue: 'a' },
        },
      },
    });
    const order = orderOf([
      ['a', 5],
      ['b', 3],
      ['c', 1],
    ]);
    // A takes line 1, then line 2 as well; then B has all that is open.
    expect(told(world, order).map((each) => each.slice(0, 3))).toEqual(['A 0', 'B 0']);
    expect(answeredScores(world, order)[0].inventory).toBe(1 / 3);
  });

  it('of a future assignment too', () => {
    const world = worldWith({ A: { a: 1 }, B: { b: 2 } }, SCORE);
    world.inventory.push({ product: { upc: 'b' }, locationCode: 'A', onHand: 9, futureEpochMs: 5 });
    const order = orderOf([
      ['a', 2],
      ['b', 9, { futureOrderable: true }],
    ]);
    const { decision } = askSuggest(openWorld(world), order);
    expect(decision).toMatchObject({
      assignments: [],
      futureAssignments: [{ locationCode: 'A', quantity: 9 }],
      locationScores: [{ locationCode: 'A', inventory: 1 }],
    });
  });

  it('with the rate of a card, or none', () => {
    const rateCards = [card('Ö-Post', [425], 3, { service: 'eco', defaultUnitWeightGrams: 1 })];
    const world = scoreWorld({ stock: { A: { a: 1 } }, rateCards });
    expect(answeredScores(world, orderOf([['a', 1]]))[0].rate).toEqual({
      carrier: 'Ö-Post',
      service: 'eco',
      priceMinor: 425,
      transitDays: 3,
    });
    const [without] = answeredScores(scoreWorld({ stock: { A: { a: 1 } } }), orderOf([['a', 1]]));
    expect(without.rate).toBeUndefined();
  });

  it('of more locations than there was room for', () => {
    const codes = Array.from({ length: 300 }, (_, i) => `L${i}`);
    const stock = Object.fromEntries(codes.map((code) => [code, { a: 1 }]));
    const world = worldWith(stock, { ...SCORE, afterActionPartial: SPLIT });
    const locationInputs = codes.map((code, i) => input(code, [rate(i + 1, 1, `carrier ${i}`)]));
    const scores = answeredScores(world, orderOf([['a', 300]], { locationInputs }));
    expect(scores.map(({ locationCode }) => locationCode).sort()).toEqual([...codes].sort());
    for (const { locationCode, rate: chosen } of scores) {
      expect(chosen?.carrier).toBe(`carrier ${locationCode.slice(1)}`);
    }
  });
});

describe('the caller scores alike', () => {
  const world = scoreWorld({ stock: { A: { a: 2 }, B: { a: 2 }, C: { a: 2 } } });
  const locationInputs = [
    input('C', [rate(100, 1)], { modelScore: 0.5, costFactor: 0 }),
    input('B', [rate(900, 2)]),
  ];

  it('in a decision that is made again from its record', () => {
    const order = orderOf([['a', 2]], { locationInputs });
    const { answered, decision } = explainSuggest(openWorld(world), order);
    expect(decision).toEqual(answered);
    expect(answeredScores(world, order)[0]).toMatchObject({ locationCode: 'C', model: 0.5 });
  });

  it('in a list of candidates', () => {
    const request = {
      orderType: 'ORDER_TYPE_DIRECTSHIP',
      items: [{ upc: 'a', quantity: 2 }],
      sort: 'SUGGESTION_SORT_SUGGESTION_SORT',
      locationInputs,
    };
    const listed = (asked: object) => {
      const { candidates } = askCandidates(openWorld(world), asked);
      return (candidates as { locationCode: string }[]).map(({ locationCode }) => locationCode);
    };
    expect(listed(request)).toEqual(['C', 'B', 'A']);
    expect(listed({ ...request, locationInputs: [] })).toEqual(['A', 'B', 'C']);
  });

  it('one decision after another', () => {
    const engine = openWorld(world);
    const scores = (order: SuggestRoutingRequest) =>
      (askSuggest(engine, order).decision as { locationScores: LocationScore[] }).locationScores;
    const [known] = scores(orderOf([['a', 2]], { locationInputs }));
    expect(known).toMatchObject({ locationCode: 'C', rate: { priceMinor: 100 } });
    const [unknown] = scores(orderOf([['a', 2]]));
    expect(unknown).toEqual({ locationCode: 'A', score: 0.3, inventory: 1, cost: 1 });
  });
});
