// Why were orders split? Small worlds of which it is known, through a store and its rules.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messageType } from '../../src/cli/schema.js';
import type { OrderBatch } from '../../src/cli/replay/decide.js';
import { regretJson, regretText } from '../../src/cli/replay/regret/report.js';
import { regretOf } from '../../src/cli/replay/regret/regret.js';
import type { Regret } from '../../src/cli/replay/regret/judge.js';
import { run } from './support/command.js';
import { loadWorld, openTemporaryEngine } from '../support/engine/world-store.js';
import {
  action,
  custom,
  north,
  orderOf,
  type Scenario,
  worldOf,
} from '../support/model/scenario.js';

type Order = ReturnType<typeof orderOf>;

const SPLIT = action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY');
const XY = orderOf([
  ['x', 1],
  ['y', 1],
]);
/** Both products, but for a rule. */
const BOTH = { x: 5, y: 5 };
const APART = { A: { x: 5 }, B: { y: 5 } };

async function regretIn(scenario: Scenario, orders: readonly Order[]): Promise<Regret> {
  const { engine, close } = await openTemporaryEngine({
    workerCount: 1,
    isRecordingAllowed: false,
  });
  try {
    await loadWorld(engine, worldOf(scenario));
    const type = messageType('SuggestRoutingRequest');
    const batch: OrderBatch = {
      orders: orders.map((order, i) => {
        return { line: i + 1, message: type.toObject(type.fromObject(order)) };
      }),
      share: 1,
    };
    return await regretOf(engine.store, [batch]);
  } finally {
    await close();
  }
}

/** The class of the one order, and the rules that are named with the parcels they cost. */
async function fateOf(scenario: Scenario, order: Order): Promise<string[]> {
  const regret = await regretIn(scenario, [order]);
  const { hadToBeCount, byPlacementCount, byRuleCount, splitCount } = regret;
  expect(hadToBeCount + byPlacementCount + byRuleCount, 'one class each').toBe(splitCount);
  return [
    ...(hadToBeCount > 0 ? ['had to be'] : []),
    ...(byPlacementCount > 0 ? ['by placement'] : []),
    ...(byRuleCount > 0 ? ['by a rule'] : []),
    ...(regret.byRulesTogetherCount > 0 ? ['together'] : []),
    ...regret.rules.map(({ kind, name, parcelCount }) => `${kind} ${name}: ${parcelCount}`),
  ];
}

describe('an order that no rule split', () => {
  test('had to be split where no location has something of every line', async () => {
    const groups = [{ afterActionPartial: SPLIT }];
    expect(await fateOf({ stock: APART, groups }, XY)).toEqual(['had to be']);
  });

  test('was split by where stock lay where one has of everything, but too little', async () => {
    const stock = { A: { x: 2, y: 1 }, B: { x: 5 } };
    const order = orderOf([
      ['x', 4],
      ['y', 1],
    ]);
    const groups = [{ afterActionPartial: SPLIT }];
    expect(await fateOf({ stock, groups }, order)).toEqual(['by placement']);
  });
});

describe('an order that a rule split', () => {
  const stock = { ...APART, C: BOTH };
  const near = { filters: ['near'], afterActionPartial: SPLIT };
  const places = { A: north(0), B: north(0), C: north(9) };
  const filters = { near: custom('location.distance', 'LESS_THAN', '100') };

  test('names a filter, in a list and in a tree', async () => {
    const scenario: Scenario = { stock, places, filters, groups: [near] };
    expect(await fateOf(scenario, XY)).toEqual(['by a rule', 'filter near: 1']);
    const or = { logicalOperator: 'LOGICAL_OPERATOR_OR' };
    const filterLogicalGroups = [
      { orderIndex: 0, filters: ['near'], ...or },
      { orderIndex: 1, parentOrderIndex: 0, filters: ['never'], ...or },
    ];
    const never = custom('location.locationCode', 'EQUAL', 'nowhere');
    const groups = [{ afterActionPartial: SPLIT, filterLogicalGroups }];
    const inTree: Scenario = { ...scenario, filters: { ...filters, never }, groups };
    expect(await fateOf(inTree, XY)).toEqual(['by a rule', 'filter near: 1', 'filter never: 1']);
  });

  test('names none where two filters do it, each alone', async () => {
    const other = custom('location.locationCode', 'NOT_EQUAL', 'C');
    const groups = [{ ...near, filters: ['near', 'other'] }];
    const scenario: Scenario = { stock, places, filters: { ...filters, other }, groups };
    expect(await fateOf(scenario, XY)).toEqual(['by a rule', 'together']);
  });

  test('names a group that lacks a location, listed or excluded', async () => {
    const locations = ['A', 'B'].map((locationCode) => ({ locationCode }));
    const listed = { locations, afterActionPartial: SPLIT };
    expect(await fateOf({ stock, groups: [listed] }, XY)).toEqual([
      'by a rule',
      'group group 0: 1',
    ]);
    const rest = { isDefaultGroup: true, locations: [], excludedLocationCodes: ['C'] };
    const groups = [{ ...rest, afterActionPartial: SPLIT }];
    expect(await fateOf({ stock, groups }, XY)).toEqual(['by a rule', 'group group 0: 1']);
    const second = { ...rest, excludedLocationCodes: ['A', 'C'] };
    expect(await fateOf({ stock, groups: [listed, second] }, XY)).toEqual([
      'by a rule',
      'group group 0: 1',
    ]);
  });

  test('names an action that did not wait for the next group', async () => {
    const locations = ['A', 'B'].map((locationCode) => ({ locationCode }));
    const groups = [{ locations, afterActionPartial: SPLIT }, {}];
    expect(await fateOf({ stock, groups }, XY)).toEqual([
      'by a rule',
      'group group 0: 1',
      'action group 0: 1',
    ]);
  });

  test('names a strategy that is not exact', async () => {
    const greedy: Scenario = {
      stock: { L: { a: 1, b: 1, c: 1, d: 1 }, M: { a: 1, b: 1, e: 1 }, N: { c: 1, d: 1, f: 1 } },
      groups: [{ afterActionPartial: SPLIT }],
      route: { candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_QUANTITY' },
    };
    const order = orderOf(['a', 'b', 'c', 'd', 'e', 'f'].map((upc) => [upc, 1] as const));
    expect(await fateOf(greedy, order)).toEqual(['by a rule', 'strategy ship: 1']);
  });

  test('names a limit', async () => {
    const limited: Scenario = {
      stock: { A: { x: 2, y: 1 }, B: { x: 2, z: 1 }, C: { x: 4 } },
      groups: [{ afterActionPartial: SPLIT }],
      settings: { maxSplitItemLocations: 1 },
    };
    const order = orderOf([
      ['x', 4],
      ['y', 1],
      ['z', 1],
    ]);
    expect(await fateOf(limited, order)).toEqual(['by a rule', 'limit maxSplitItemLocations: 1']);
  });

  test('names exclusions of the retailer, of the country and of the request', async () => {
    const groups = [{ afterActionPartial: SPLIT, useRetailerExclusionList: true }];
    const retailerExclusions = [{ locationCode: 'C' }];
    const excluded = await fateOf({ stock, groups, settings: { retailerExclusions } }, XY);
    expect(excluded).toEqual(['by a rule', 'exclusion retailerExclusions: 1']);
    const abroad: Scenario = { stock, groups, places: { C: { countryCode: 'CA' } } };
    const home = { ...XY, shippingAddress: { countryCode: 'US' } };
    expect(await fateOf(abroad, home)).toEqual([
      'by a rule',
      'exclusion locations in other countries: 1',
    ]);
    const without = { ...XY, excludedLocations: [{ locationCode: 'C' }] };
    expect(await fateOf({ stock, groups }, without)).toEqual([
      'by a rule',
      'request excludedLocations: 1',
    ]);
  });
});

test('orders are counted, those in part and those from one location are not judged', async () => {
  const groups = [{ filters: ['near'], afterActionPartial: SPLIT }];
  const regret = await regretIn(
    {
      stock: { ...APART, C: { ...BOTH, z: 1 } },
      places: { A: north(0), B: north(0), C: north(9) },
      filters: { near: custom('location.distance', 'LESS_THAN', '100') },
      groups,
    },
    [
      XY,
      XY,
      orderOf([['x', 1]]),
      orderOf([
        ['x', 1],
        ['y', 1],
        ['z', 1],
      ]),
      orderOf([
        ['x', 7],
        ['y', 1],
      ]),
    ],
  );
  expect(regretJson(regret)).toEqual({
    split: 2,
    hadToBe: 0,
    byPlacement: 0,
    byRule: 2,
    byRuleSingle: 2,
    byRulesTogether: 0,
    inPart: 2,
    parcels: 4,
    leastParcels: 2,
    unproven: 0,
    rules: [{ kind: 'filter', name: 'near', orders: 2, parcelsFewer: 2 }],
  });
  const text = regretText(regret);
  expect(text).toContain('by a rule        2 (100.0 %): fewer parcels without rules; 2 of them');
  expect(text).toContain('parcels          4, without rules 2: 2 over (100.00 %)\n');
  expect(text).toMatch(/\nfilter {2}near +2 +2\n$/);
  const none = { ...regret, byRuleCount: 0, splitCount: 0, leastParcelCount: 0, rules: [] };
  expect(regretText(none)).toContain('by a rule        0 (0.0 %)');
});

test('the command line tells it on a network, for people and for programs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-regret-'));
  const network = join(folder, 'network.csv');
  const head = 'location_code,kind,city,state,country_code,latitude,longitude\n';
  const rows = Array.from({ length: 30 }, (_, i) => {
    const kind = i < 4 ? 'distribution_center' : 'store';
    return `L${10 + i},${kind},Reno,NV,US,${30 + i / 3},${-120 + i}\n`;
  });
  writeFileSync(network, head + rows.join(''));
  const orders = join(folder, 'orders.txt');
  const baskets = Array.from({ length: 40 }, (_, i) => `P${i % 7},P${(i * 3) % 11},P${i % 5}\n`);
  writeFileSync(orders, baskets.join(''));
  const args = ['replay', orders, '--network', network, '--regret', '--workers', '1'];
  const [text, json] = await Promise.all([run(args), run([...args, '--json'])]);
  rmSync(folder, { recursive: true });
  expect(text).toMatchObject({ code: 0 });
  expect(text.stdout).toMatch(/\nSplit regret\n\nsplit +\d+ orders in full over several/);
  const { regret, split } = JSON.parse(json.stdout);
  expect(regret.split).toBeGreaterThan(0);
  expect(regret.split).toBe(split);
  expect(regret.hadToBe + regret.byPlacement + regret.byRule).toBe(regret.split);
});
