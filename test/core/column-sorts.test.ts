// In which order sorts by columns of data sets and by excess stock put locations, as the engine and
// the reference model see it. Must not know: how either of them decides.

import { describe, expect, it } from 'vitest';
import { normalCandidates } from '../support/engine/normal.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askCandidates, openWorld } from '../support/engine/world-engine.js';
import { modelCandidates } from '../support/model/candidates.js';
import type { LocationSort } from '../support/model/messages.js';
import { custom, type Scenario, worldOf } from '../support/model/scenario.js';

const CODES = ['L1', 'L2', 'L3', 'L4'];

/** The locations of a group in its order, by the last characters of their codes. */
function sorted(sorts: LocationSort[], scenario: Partial<Scenario> = {}, items = ['a']): string {
  const world = worldOf({
    stock: Object.fromEntries(CODES.map((code) => [code, { a: 10, b: 10 }])),
    groups: [{ sorts }],
    ...scenario,
  });
  const question = {
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    sort: 'SUGGESTION_SORT_SUGGESTION_SORT',
    items: items.map((upc) => ({ upc, quantity: 1 })),
  };
  const bytes = encodeMessage('SuggestCandidatesRequest', question);
  const expected = normalCandidates(modelCandidates(world, question as never, bytes));
  const answer = askCandidates(openWorld(world), question);
  expect(normalCandidates(answer)).toEqual(expected);
  const { candidates } = answer as { candidates: { locationCode: string }[] };
  return candidates.map(({ locationCode }) => locationCode.slice(1)).join('');
}

const sort = (type: string, direction?: string, more = {}): LocationSort => ({
  type: `SORT_TYPE_${type}`,
  ...(direction === undefined ? {} : { direction: `SORT_DIRECTION_${direction}` }),
  ...more,
});

describe.each(['COST', 'DATA_SET'])('a %s sort', (type) => {
  const named = { dataSet: 'facts', dataSetColumn: 'cost' };
  const dataSets = (defaultValue?: string) => [
    {
      name: 'facts',
      columns: [{ name: 'cost', ...(defaultValue === undefined ? {} : { defaultValue }) }],
      rows: [
        { locationCode: 'L1', values: { cost: '3.5' } },
        { locationCode: 'L3', values: { cost: '-1' } },
        { locationCode: 'L4', values: { cost: '2e0' } },
      ],
    },
  ];

  it.each([
    [undefined, undefined, '3412'],
    ['NATURAL', undefined, '3412'],
    ['DESCENDING', undefined, '1432'],
    ['ASCENDING', '3', '3421'],
    ['DESCENDING', '3', '1243'],
  ])('%s with the default %s', (direction, defaultValue, expected) => {
    const sorts = [sort(type, direction, named)];
    expect(sorted(sorts, { dataSets: dataSets(defaultValue) })).toBe(expected);
  });

  it('without a column has no effect', () => {
    const sorts = [sort(type, 'DESCENDING'), sort('RANK', 'DESCENDING')];
    expect(sorted(sorts, { dataSets: dataSets() })).toBe('4321');
  });
});

describe('a sort by excess', () => {
  const row = (onHand: number, excessThreshold?: number) => ({
    onHand,
    ...(excessThreshold === undefined ? {} : { excessThreshold }),
  });
  /** Excess 5 of 10, none of 5, unknown, 6 of 20; by location. */
  const rows = { L1: row(10, 5), L2: row(5, 8), L3: row(99), L4: row(20, 14) };

  it.each([
    ['EXCESS_COUNT', undefined, '4123'],
    ['EXCESS_COUNT', 'ASCENDING', '2143'],
    ['EXCESS_PERCENTAGE', undefined, '1423'],
    ['EXCESS_PERCENTAGE', 'ASCENDING', '2413'],
  ])('%s %s', (type, direction, expected) => {
    expect(sorted([sort(type, direction)], { rows })).toBe(expected);
  });

  it('adds up the rows of the surviving pairs, each once', () => {
    // Twice 5 of 10, nothing, unknown, twice 6 of 20; a line that comes again adds nothing.
    expect(sorted([sort('EXCESS_COUNT')], { rows }, ['a', 'b', 'a'])).toBe('4123');
    const filters = { some: custom('inventory.available', 'LESS_THAN', '20') };
    const groups = [{ filters: ['some'], sorts: [sort('EXCESS_COUNT')] }];
    expect(sorted([], { rows, filters, groups }, ['a', 'b'])).toBe('12');
  });

  it('reads only rows whose threshold is known', () => {
    const world = (upc: string) => ({
      rows,
      stock: { L1: { [upc]: 1 }, L3: { a: 1 }, L4: { a: 1 } },
    });
    expect(sorted([sort('EXCESS_PERCENTAGE')], world('b'), ['a', 'b'])).toBe('143');
  });

  it('counts infinite stock as a number', () => {
    const infinite = { L1: { ...row(1, 3), hasInfiniteInventory: true }, L2: row(1000, 0) };
    expect(sorted([sort('EXCESS_COUNT')], { rows: infinite })).toBe('1234');
  });
});
