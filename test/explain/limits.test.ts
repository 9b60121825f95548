// What a log leaves out: lists end at 2,000 entries, and every log says how many it left out.

import { beforeAll, describe, expect, it } from 'vitest';
import type { SuggestionEvent } from '../../src/explain/events.js';
import { explainSuggest } from '../support/engine/explained.js';
import { openWorld } from '../support/engine/world-engine.js';
import { custom, orderOf, worldOf } from '../support/model/scenario.js';

const LISTED_MAX = 2000;
const LOCATIONS = 2500;
const INACTIVE = 2100;

let events: readonly SuggestionEvent[];

function codes(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(5, '0')}`);
}

function payload(type: string): SuggestionEvent {
  const found = events.find((event) => event.type === `SUGGESTION_EVENT_TYPE_${type}`);
  if (found === undefined) throw new Error(`no event ${type}`);
  return found;
}

beforeAll(() => {
  const asleep = codes('asleep', INACTIVE);
  const world = worldOf({
    stock: Object.fromEntries(
      [...codes('shop', LOCATIONS), ...asleep].map((code) => [code, { a: 5, b: 9 }]),
    ),
    places: Object.fromEntries(asleep.map((code) => [code, { active: false }])),
    filters: { much: custom('inventory.available', 'GREATER_THAN', '6') },
    groups: [{ filters: ['much'], sorts: [{ type: 'SORT_TYPE_RANK' }] }],
  });
  const order = orderOf([
    ['a', 1],
    ['b', 1],
  ]);
  events = explainSuggest(openWorld(world), order).events;
});

describe('a log of a large network', () => {
  it('counts the rows that it leaves out', () => {
    const { inventoryRead } = payload('INVENTORY_REQUEST');
    expect(inventoryRead?.rows).toHaveLength(LISTED_MAX);
    const all = 2 * (LOCATIONS + INACTIVE);
    expect(inventoryRead?.omittedRowCount).toBe(all - LISTED_MAX);
  });

  it('counts the locations that it leaves out', () => {
    const { locationsRemoved } = payload('REMOVED_INACTIVE_LOCATIONS');
    expect(locationsRemoved?.locations).toHaveLength(LISTED_MAX);
    expect(locationsRemoved?.omittedLocationCount).toBe(INACTIVE - LISTED_MAX);
    const { groupEntered } = payload('GROUP');
    expect(groupEntered?.locations).toHaveLength(LISTED_MAX);
    expect(groupEntered?.locations[0].locationCode).toBe('shop00000');
    expect(groupEntered?.omittedLocationCount).toBe(LOCATIONS - LISTED_MAX);
  });

  it('counts the removals that it leaves out', () => {
    const { filterApplied } = payload('FILTER');
    expect(filterApplied?.removals).toHaveLength(LISTED_MAX);
    expect(filterApplied?.omittedRemovalCount).toBe(LOCATIONS - LISTED_MAX);
  });

  it('says in words what a list of codes leaves out', () => {
    const left = `${LOCATIONS - LISTED_MAX} more locations of the`;
    const filtered = payload('GROUP_FILTER');
    expect(filtered.groupFiltered?.outputLocationCodes).toHaveLength(LISTED_MAX);
    expect(filtered.errors).toEqual([
      `${left} input are not listed`,
      `${left} output are not listed`,
    ]);
    expect(payload('SORT').errors).toEqual([`${left} sort are not listed`]);
    expect(payload('GROUP_SORT').errors).toHaveLength(2);
  });

  it('lists no more than some of what a location has of very many lines', () => {
    const products = codes('p', 1500);
    const stock = Object.fromEntries(products.map((product) => [product, 1]));
    const world = worldOf({
      stock: Object.fromEntries(codes('l', 30).map((code) => [code, stock])),
    });
    const order = orderOf(products.map((product) => [product, 1] as const));
    ({ events } = explainSuggest(openWorld(world), order));
    const { groupEntered } = payload('GROUP');
    // The location at which 20,000 is passed is the last.
    expect(groupEntered?.locations).toHaveLength(14);
    expect(groupEntered?.omittedLocationCount).toBe(16);
  });

  it('lists less and less where many groups have much to tell, and counts it', () => {
    const group = { filters: ['much', 'more'], sorts: [{ type: 'SORT_TYPE_RANK' as const }] };
    const world = worldOf({
      stock: Object.fromEntries(codes('shop', 1500).map((code) => [code, { a: 5, b: 5 }])),
      filters: {
        much: custom('inventory.available', 'GREATER_THAN', '6'),
        more: custom('inventory.available', 'GREATER_THAN', '7'),
      },
      groups: Array.from({ length: 12 }, () => group),
    });
    const order = orderOf([
      ['a', 1],
      ['b', 1],
    ]);
    ({ events } = explainSuggest(openWorld(world), order));
    const refusals = events.flatMap(({ filterApplied }) => filterApplied ?? []);
    expect(refusals).toHaveLength(24);
    for (const { removals, omittedRemovalCount } of refusals) {
      expect(removals.length + omittedRemovalCount).toBe(3000);
    }
    expect(refusals[0].removals).toHaveLength(LISTED_MAX);
    expect(refusals[23].removals).toHaveLength(20);
    expect(JSON.stringify(events).length).toBeLessThan(8_000_000);
  });
});
