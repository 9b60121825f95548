// What is said of a location in small worlds where it is plain what is true: each reason, and each
// kind of change.

import { describe, expect, it } from 'vitest';
import type { Flip, WhyAnswer } from '../../../src/explain/why/answer.js';
import { whyOf } from '../../support/engine/why.js';
import { openWorld } from '../../support/engine/world-engine.js';
import {
  action,
  custom,
  north,
  orderOf,
  type Scenario,
  worldOf,
} from '../../support/model/scenario.js';

const SPLIT = action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', 'START_AT_BEGINNING');

function ask(
  scenario: Scenario,
  code: string,
  items: (readonly [string, number])[],
  extra: Parameters<typeof orderOf>[1] = {},
): WhyAnswer {
  const engine = openWorld(worldOf(scenario));
  const order = orderOf(items, extra);
  const answer = whyOf(engine, order, code);
  // The same question has the same answer, on columns that were used since.
  expect(whyOf(engine, order, code)).toEqual(answer);
  return answer;
}

const found = ({ flips }: WhyAnswer, kind: string): readonly Flip[] =>
  flips.filter((flip) => flip.kind === `FLIP_KIND_${kind}` && flip.found);
const barriers = (answer: WhyAnswer) =>
  answer.barriers.map(({ kind }) => kind.replace('BARRIER_KIND_', ''));
const outcomes = ({ groups }: WhyAnswer) =>
  groups.map(({ group, outcome }) => `${group}: ${outcome.replace('GROUP_OUTCOME_', '')}`);

describe('what keeps a location out before any group', () => {
  const stock = { A: { x: 5 }, B: { x: 5 } };
  it.each<[string, Scenario, Parameters<typeof orderOf>[1]]>([
    ['INACTIVE', { stock, places: { B: { active: false } } }, {}],
    ['INCAPABLE', { stock, places: { B: { directShip: false } } }, {}],
    ['NOT_ALLOWED', { stock }, { allowedLocationCodes: ['A'] }],
    ['EXCLUDED', { stock }, { excludedLocations: [{ locationCode: 'B' }] }],
    ['EXCLUDED', { stock }, { excludedLocations: [{ locationCode: 'B', orderItemId: 1 }] }],
    ['NO_STOCK', { stock: { A: { x: 5 }, B: { y: 5 } } }, {}],
    ['NOT_EXPRESS', { stock, places: { A: { express: true } } }, { isExpress: true }],
    [
      'INSUFFICIENT',
      { stock: { A: { x: 5 }, B: { x: 1 } } },
      { inventoryRequestType: 'INVENTORY_REQUEST_TYPE_ALL' },
    ],
  ])('%s', (kind, scenario, extra) => {
    const answer = ask(scenario, 'B', [['x', 2]], extra);
    expect(barriers(answer)).toEqual([kind]);
    expect(answer.text).toBe(`B ${answer.barriers[0].text}`);
  });

  it('another country', () => {
    const places = { B: { countryCode: 'CA' } };
    const extra = { shippingAddress: { countryCode: 'US' } };
    expect(barriers(ask({ stock, places }, 'B', [['x', 2]], extra))).toEqual(['FOREIGN']);
  });

  it('no route', () => {
    const extra = { orderType: 'ORDER_TYPE_DELIVERY' } as const;
    expect(barriers(ask({ stock }, 'B', [['x', 2]], extra))).toEqual(['NO_ROUTE']);
  });
});

describe('what groups make of a location', () => {
  const near = custom('location.distance', 'LESS_THAN', '100');
  const places = { A: north(1), B: north(2), C: north(3) };

  it('is removed by a filter, with the values that it compared', () => {
    const groups = [{ filters: ['near'] }];
    const scenario = { stock: { A: { x: 1 }, B: { x: 5 } }, places, filters: { near }, groups };
    const answer = ask(scenario, 'B', [['x', 2]]);
    const text = 'location.distance 138.2 mi is not less than 100 mi';
    expect(answer.groups[0].refusals).toMatchObject([{ filter: 'near', text }]);
    expect(answer.text).toBe(`B is removed by 'near': ${text} (group 'group 0')`);
    const [{ operand }] = found(answer, 'OPERAND');
    expect(operand).toEqual({ filter: 'near', from: '100', to: '138.186793', unit: 'mi' });
  });

  it('is removed by a branch of a tree', () => {
    const high = custom('location.rank', 'LESS_THAN', '2');
    const filterLogicalGroups = [
      { orderIndex: 0, logicalOperator: 'LOGICAL_OPERATOR_OR' as const },
      {
        orderIndex: 1,
        parentOrderIndex: 0,
        logicalOperator: 'LOGICAL_OPERATOR_AND' as const,
        filters: ['near', 'high'],
      },
    ];
    const filters = { near, high };
    const stock = { A: { x: 1 }, B: { x: 5 } };
    const answer = ask({ stock, places, filters, groups: [{ filterLogicalGroups }] }, 'B', [
      ['x', 2],
    ]);
    const refused = answer.groups[0].refusals?.map(({ filter, node }) => [filter, node]);
    expect(refused).toEqual([
      ['near', 1],
      ['high', 1],
    ]);
  });

  it('is short, comes behind, or is one too many', () => {
    const stock = { A: { x: 1, y: 3 }, B: { x: 3, y: 3 }, C: { x: 3, y: 3 } };
    const groups = [{ sorts: [{ type: 'SORT_TYPE_DISTANCE' }] }];
    const items = [
      ['x', 2],
      ['y', 1],
    ] as const;
    const short = ask({ stock, places, groups }, 'A', [...items]);
    expect(short.text).toBe(
      "A is short 1 of x (line 1), and B covers everything (group 'group 0')",
    );
    expect(found(short, 'UNITS').map(({ units }) => units)).toEqual([
      { orderItemId: 1, added: 1, onHandFrom: 1, onHandTo: 2 },
    ]);
    const behind = ask({ stock, places, groups }, 'C', [...items]);
    expect(outcomes(behind)).toEqual(['group 0: BEHIND']);
    expect(behind.groups[0].place).toMatchObject({
      place: 3,
      survivors: 3,
      otherLocationCode: 'B',
      keys: [{ key: 'DISTANCE', decides: true }],
    });
    expect(found(behind, 'OPERAND')).toEqual([]);
  });

  it('is in no group, in one that is not reached, or on hold', () => {
    const stock = { A: { x: 5 }, B: { x: 5 }, C: { x: 5 } };
    const only = (locationCode: string) => ({ locations: [{ locationCode }] });
    const groups = [only('A'), only('B')];
    expect(outcomes(ask({ stock, groups }, 'B', [['x', 2]]))).toEqual([
      'group 0: NOT_A_MEMBER',
      'group 1: NOT_REACHED',
    ]);
    const held = { stock: { A: { x: 1 }, B: { x: 5 } }, places: { B: { onHold: true } } };
    const answer = ask(held, 'B', [['x', 2]]);
    expect(outcomes(answer)).toEqual(['group 0: ON_HOLD']);
    expect(found(answer, 'HOLD').map(({ hold }) => hold?.kind)).toEqual(['HOLD_KIND_LOCATION']);
  });

  it("a filter on the order skips its group, or the retailer's list leaves it out", () => {
    const stock = { A: { x: 1 }, B: { x: 5 } };
    const filters = { large: custom('order.items.totalQuantity', 'GREATER_THAN', '3') };
    const skipped = ask({ stock, filters, groups: [{ filters: ['large'] }] }, 'B', [['x', 2]]);
    expect(outcomes(skipped)).toEqual(['group 0: GROUP_SKIPPED']);
    expect(found(skipped, 'OPERAND').map(({ operand }) => operand?.to)).toEqual(['1']);
    const settings = { retailerExclusions: [{ locationCode: 'B' }] };
    const groups = [{ useRetailerExclusionList: true }];
    const left = ask({ stock, settings, groups }, 'B', [['x', 2]]);
    expect(outcomes(left)).toEqual(['group 0: RETAILER_EXCLUDED']);
  });

  it('has reached the fulfilment limit of its group, which no small change helps', () => {
    const fulfillmentLimit = {
      type: 'FULFILLMENT_LIMIT_TYPE_ITEMS',
      limit: 9,
      durationUnit: 'DURATION_UNIT_WEEK',
    };
    const full = [{ group: 'group 0', locationCode: 'B' }];
    const stock = { A: { x: 1 }, B: { x: 5 } };
    const answer = ask({ stock, groups: [{ fulfillmentLimit }], full }, 'B', [['x', 2]]);
    expect(outcomes(answer)).toEqual(['group 0: OVERFULFILLED']);
    expect(answer.text).toBe("B has reached the fulfilment limit of the group (group 'group 0')");
    expect(answer.flips.filter((flip) => flip.found)).toEqual([]);
  });
});

describe('what a split makes of a location', () => {
  const stock = { A: { x: 2 }, B: { y: 2 }, C: { x: 1, z: 1 }, D: { x: 1, y: 1 } };
  const groups = [{ afterActionPartial: SPLIT }];

  it('the best plan with it takes a parcel more', () => {
    const answer = ask({ stock, groups }, 'D', [
      ['x', 2],
      ['y', 2],
    ]);
    expect(answer.text).toBe(
      "D is not needed: the best plan with it takes 3 instead of 2 parcels (group 'group 0')",
    );
    expect(answer.groups.at(-1)?.comparison).toMatchObject({ parcels: 2, parcelsWith: 3 });
  });

  it('the best plan with it comes behind at the same number of parcels', () => {
    const alike = { A: { x: 2 }, B: { y: 2 }, C: { x: 2 } };
    const answer = ask({ stock: alike, groups }, 'C', [
      ['x', 2],
      ['y', 2],
    ]);
    expect(answer.groups.at(-1)?.comparison).toMatchObject({
      parcels: 2,
      parcelsWith: 2,
      positionSum: 1,
      positionSumWith: 3,
      proven: true,
    });
    expect(found(answer, 'RANK').map(({ rank }) => rank)).toEqual([]);
    const listed = [
      { locationCode: 'A', rank: 5 },
      { locationCode: 'B', rank: 6 },
      { locationCode: 'C', rank: 9 },
    ];
    const ranked = [{ afterActionPartial: SPLIT, locations: listed }];
    const other = ask({ stock: alike, groups: ranked }, 'C', [
      ['x', 2],
      ['y', 2],
    ]);
    const ranks = found(other, 'RANK').map(({ rank }) => rank);
    expect(ranks).toEqual([{ group: 'group 0', ofGroup: false, from: 9, to: 4 }]);
  });

  it('can take no line whole', () => {
    const lines = [{ afterActionPartial: action('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY') }];
    const answer = ask({ stock, groups: lines }, 'D', [
      ['x', 2],
      ['y', 2],
    ]);
    expect(answer.groups.at(-1)?.text).toContain('which can take nothing of it');
  });
});

describe('the smallest change', () => {
  it('counts what is allocated and kept back', () => {
    const rows = { B: { allocated: 3, safetyStock: 1 } };
    const answer = ask({ stock: { A: { x: 1 }, B: { x: 1 } }, rows }, 'B', [['x', 2]]);
    const [{ units }] = found(answer, 'UNITS');
    expect(units).toEqual({ orderItemId: 1, added: 5, onHandFrom: 1, onHandTo: 6 });
  });

  it('is of a row that is not there yet, under the tags of the line', () => {
    const stock = { A: { x: 1 }, B: {} };
    const tags = { channel: 'web' };
    const answer = ask({ stock }, 'B', [['x', 2]], { tags });
    expect(found(answer, 'UNITS')[0].units).toMatchObject({ added: 2, onHandFrom: 0 });
  });

  it('unblocks a row, or activates the location', () => {
    const rows = { B: { blocked: true } };
    const blocked = ask({ stock: { A: { x: 1 }, B: { x: 5 } }, rows }, 'B', [['x', 2]]);
    expect(blocked.lines[0].state).toBe('LINE_AT_LOCATION_STATE_BLOCKED');
    const kinds = (answer: WhyAnswer) => found(answer, 'HOLD').map(({ hold }) => hold?.kind);
    expect(kinds(blocked)).toEqual(['HOLD_KIND_BLOCKED_ROW']);
    const places = { B: { active: false } };
    const inactive = ask({ stock: { A: { x: 1 }, B: { x: 5 } }, places }, 'B', [['x', 2]]);
    expect(kinds(inactive)).toEqual(['HOLD_KIND_INACTIVE']);
  });

  it('is a rank of its group', () => {
    const stock = { A: { x: 5 }, B: { x: 5 } };
    const only = (locationCode: string, rank: number) => ({ rank, locations: [{ locationCode }] });
    const answer = ask({ stock, groups: [only('A', 3), only('B', 6)] }, 'B', [['x', 2]]);
    const ranks = found(answer, 'RANK').map(({ rank }) => rank);
    expect(ranks).toEqual([{ group: 'group 1', ofGroup: true, from: 6, to: 2 }]);
  });

  it('says where not everything was tried', () => {
    const stock = { A: { x: 100_000 }, B: {} };
    const answer = ask({ stock }, 'B', [['x', 90_000]]);
    const units = answer.flips.find(({ kind }) => kind === 'FLIP_KIND_UNITS');
    expect(units).toMatchObject({ found: false, exhaustive: false });
    expect(answer.exhaustive).toBe(false);
  });
});
