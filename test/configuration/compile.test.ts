// Tests of compiled programs: settings, routes, groups, members and their ranks, sorts.

import { describe, expect, test } from 'vitest';
import { IDENTIFIER, STATE_CHANGE } from '../../src/columns/program.js';
import { compileProgram, type CompileLocations } from '../../src/configuration/compile.js';
import type { ConfigurationDocument, DataSetDocument } from '../../src/configuration/document.js';
import { assignIds } from '../../src/configuration/versions.js';
import {
  counter,
  firstGroup,
  locationsOf,
  membersOf,
  programOf,
  ROUTE,
  sampleDocument,
  SampleWords,
} from './samples.js';

const PLACES = ['b', 'a', 'é', undefined, 'Z'].map((code) =>
  code === undefined ? undefined : { code },
);

test('a group with a limit has a column of who is full, by the place of the limit', () => {
  const limit = { type: 'FULFILLMENT_LIMIT_TYPE_ITEMS', durationUnit: 'DURATION_UNIT_HOUR' };
  const groups = [{ limit: 7 }, null, { limit: 0 }].map((one, i) => ({
    name: `group ${i}`,
    route: ROUTE,
    rank: 3 - i,
    ...(one === null ? {} : { fulfillmentLimit: { ...limit, ...one } }),
  }));
  const routes = [{ name: ROUTE, orderType: 'ORDER_TYPE_DIRECTSHIP' }];
  let lastId = 0;
  const document = assignIds(undefined, { routes, locationGroups: groups }, () => ++lastId);
  const program = compileProgram(document, 1, locationsOf([{ code: 'A' }]), new SampleWords());
  expect(program.limitCount).toBe(2);
  const limits = program.allRoutes[0].groups.map((group) => group.limit);
  expect(limits.map((one) => one && [one.index, [...one.fullUntilMs]])).toEqual([
    [1, [Infinity]],
    null,
    [0, [0]],
  ]);
});

describe('a program', () => {
  test('of an empty document decides nothing', () => {
    expect(compileProgram({}, 0, locationsOf([]), new SampleWords())).toEqual({
      configurationVersion: 0,
      locationVersion: 7,
      defaultState: STATE_CHANGE.customerCare,
      isInternationalAllowed: false,
      maxFulfillingLocations: 0,
      maxSplitItemLocations: 0,
      autoAssignLimit: 0,
      tooManyAssignsState: STATE_CHANGE.customerCare,
      identifierMapping: IDENTIFIER.upc,
      records: { mode: 'all', share: 1 },
      cityPredicates: [],
      limitCount: 0,
      routes: [null, null, null, null, null, null, null, null],
      allRoutes: [],
    });
  });

  test('takes settings and versions over', () => {
    const settings = {
      defaultStateChange: 'STATE_CHANGE_BACKORDER',
      allowInternationalAssignment: true,
      maxFulfillingLocations: 3,
      maxSplitItemLocations: 2,
      autoAssignLimit: 5,
      tooManyAssignsAction: 'STATE_CHANGE_CANCEL',
    };
    const program = programOf({ settings });
    expect(program).toMatchObject({
      maxFulfillingLocations: 3,
      maxSplitItemLocations: 2,
      autoAssignLimit: 5,
      tooManyAssignsState: STATE_CHANGE.cancel,
    });
    expect(program.defaultState).toBe(STATE_CHANGE.backorder);
    expect(program.isInternationalAllowed).toBe(true);
    expect(program.configurationVersion).toBe(3);
  });

  test.each([
    ['UNSPECIFIED', IDENTIFIER.upc],
    ['UPC_ONLY', IDENTIFIER.upc],
    ['SKU_ONLY', IDENTIFIER.sku],
    ['PART_NUMBER_ONLY', IDENTIFIER.partNumber],
    ['PART_NUMBER_AND_UPC', IDENTIFIER.partNumber | IDENTIFIER.upc],
    ['PART_NUMBER_AND_SKU', IDENTIFIER.partNumber | IDENTIFIER.sku],
    ['UPC_AND_SKU', IDENTIFIER.upc | IDENTIFIER.sku],
    ['PART_NUMBER_AND_UPC_AND_SKU', IDENTIFIER.partNumber | IDENTIFIER.upc | IDENTIFIER.sku],
  ])('matches items by %s', (name, bits) => {
    const productIdentifierMapping = `PRODUCT_IDENTIFIER_MAPPING_${name}`;
    expect(programOf({ settings: { productIdentifierMapping } }).identifierMapping).toBe(bits);
  });

  test('has the active route of the lowest id for each served type', () => {
    const document: ConfigurationDocument = {
      routes: [
        { id: 5, name: 'off', orderType: 'ORDER_TYPE_DIRECTSHIP', active: false },
        { id: 9, name: 'late', orderType: 'ORDER_TYPE_DIRECTSHIP' },
        { id: 7, name: 'early', orderType: 'ORDER_TYPE_DIRECTSHIP', active: true },
        { id: 1, name: 'back', orderType: 'ORDER_TYPE_RETURN' },
        { id: 2, name: 'move', orderType: 'ORDER_TYPE_DISPOSITION' },
        { id: 3, name: 'pick', orderType: 'ORDER_TYPE_BOPIS' },
        { id: 8, name: 'bring', orderType: 'ORDER_TYPE_DELIVERY' },
      ],
    };
    const namesOf = (found: ConfigurationDocument) => {
      const { routes } = compileProgram(found, 1, locationsOf([]), new SampleWords());
      expect(routes[6]?.orderType).toBe(6);
      return routes.map((route) => (route === null ? '-' : route.name));
    };
    // Consolidation falls back to direct shipments.
    expect(namesOf(document)).toEqual(['-', 'early', '-', 'early', '-', '-', 'bring', '-']);
    const more = [
      { id: 12, name: 'hub', orderType: 'ORDER_TYPE_STH_CONSOLIDATED' },
      { id: 11, name: 'between', orderType: 'ORDER_TYPE_TRANSFER' },
    ];
    const whole = { routes: [...(document.routes ?? []), ...more] };
    expect(namesOf(whole)).toEqual(['-', 'early', 'between', 'hub', '-', '-', 'bring', '-']);
    const { allRoutes } = compileProgram(whole, 1, locationsOf([]), new SampleWords());
    const byId = ['back', 'move', 'pick', 'early', 'bring', 'late', 'between', 'hub'];
    expect(allRoutes.map(({ name }) => name)).toEqual(byId);
  });

  test('needs ids where they decide an order', () => {
    const compile = () =>
      compileProgram(sampleDocument(), 1, locationsOf([]), new SampleWords()).routes;
    expect(compile).not.toThrow();
    const twoGroups = sampleDocument({}, [], {
      locationGroups: [
        { name: 'x', rank: 1, route: ROUTE },
        { name: 'y', rank: 1, route: ROUTE },
      ],
    });
    const words = new SampleWords();
    expect(() => compileProgram(twoGroups, 1, locationsOf([]), words)).toThrow('has no id');
  });

  test('orders active groups of the route by rank, then id', () => {
    const group = (id: number, rank: number, rest = {}) => ({
      id,
      name: `${rank}/${id}`,
      rank,
      route: ROUTE,
      ...rest,
    });
    const locationGroups = [
      group(4, 2),
      group(3, 2),
      group(9, 1),
      group(1, 1, { active: false }),
      group(2, 1, { route: 'other' }),
    ];
    const routes = [
      { id: 1, name: ROUTE, orderType: 'ORDER_TYPE_DIRECTSHIP' },
      { id: 2, name: 'other', orderType: 'ORDER_TYPE_DELIVERY' },
    ];
    const words = new SampleWords();
    const program = compileProgram({ locationGroups, routes }, 1, locationsOf([]), words);
    expect(program.routes[1]?.groups.map(({ name }) => name)).toEqual(['1/9', '2/3', '2/4']);
    expect(program.routes[1]?.groups.map(({ rank }) => rank)).toEqual([1, 2, 2]);
    expect(program.routes[6]?.groups.map(({ name }) => name)).toEqual(['1/2']);
  });
});

describe('members', () => {
  function members(group: Parameters<typeof sampleDocument>[0]): string[] {
    return membersOf(firstGroup(programOf(sampleDocument(group), PLACES)), PLACES);
  }

  test('are the listed locations that exist, at their rank or place', () => {
    const locations = [
      { locationCode: 'unknown' },
      { locationCode: 'a' },
      { locationCode: 'gone' },
      { locationCode: 'b', rank: 9 },
      { locationCode: 'Z', rank: 2 },
    ];
    expect(members({ locations })).toEqual(['b 9', 'a 2', 'Z 2']);
    expect(members({ locations: [{ locationCode: 'A' }] })).toEqual([]);
    expect(members({})).toEqual([]);
  });

  test('of a default group are all, the unlisted in code byte order', () => {
    expect(members({ isDefaultGroup: true })).toEqual(['b 3', 'a 2', 'é 4', 'Z 1']);
  });

  test('of a default group count on from the highest listed rank, excluded ones left out', () => {
    const locations = [
      { locationCode: 'a', rank: 5 },
      { locationCode: 'unknown', rank: 7 },
    ];
    const group = { isDefaultGroup: true, locations, excludedLocationCodes: ['Z', 'nowhere'] };
    expect(members(group)).toEqual(['b 8', 'a 5', 'é 9']);
    expect(members({ ...group, excludedLocationCodes: ['a'] })).toEqual(['b 9', 'é 10', 'Z 8']);
  });

  test('are on shared memory', () => {
    const group = firstGroup(programOf(sampleDocument(), PLACES));
    expect(group.members.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(group.ranks.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(group.ranks).toHaveLength(PLACES.length);
  });
});

test('sorts have their direction', () => {
  const directed = (direction: string | undefined) =>
    [
      'RANK',
      'DISTANCE',
      'LTD',
      'LOWEST_AVAILABLE',
      'HIGHEST_AVAILABLE',
      'RANDOM',
      'COST',
      'DATA_SET',
      'EXCESS_COUNT',
      'EXCESS_PERCENTAGE',
      'SCORE',
    ].map((type) => {
      const sort = { type: `SORT_TYPE_${type}` };
      return direction === undefined ? sort : { ...sort, direction: `SORT_DIRECTION_${direction}` };
    });
  const descending = (direction?: string) => {
    const group = firstGroup(programOf(sampleDocument({ sorts: directed(direction) })));
    expect(group.sorts.map(({ type }) => type)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    return group.sorts.filter(({ isDescending }) => isDescending).map(({ type }) => type);
  };
  expect(descending()).toEqual([3, 5, 9, 10, 11]);
  expect(descending('UNSPECIFIED')).toEqual([3, 5, 9, 10, 11]);
  expect(descending('NATURAL')).toEqual([3, 5, 9, 10, 11]);
  expect(descending('ASCENDING')).toEqual([]);
  expect(descending('DESCENDING')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

describe('the columns of a sort', () => {
  const DATA_SET: DataSetDocument = {
    name: 'costs',
    columns: [{ name: 'pick' }, { name: 'pack', defaultValue: '9' }],
    rows: [
      { locationCode: 'a', values: { pick: '1.5', pack: '2' } },
      { locationCode: 'Z', values: { pick: '-3' } },
      { locationCode: 'nowhere', values: { pick: '7' } },
    ],
  };
  const sorts = [
    { type: 'SORT_TYPE_COST', dataSet: 'costs', dataSetColumn: 'pick' },
    { type: 'SORT_TYPE_DATA_SET', dataSet: 'costs', dataSetColumn: 'pack' },
    { type: 'SORT_TYPE_COST' },
  ];
  const columnsOf = (document: ConfigurationDocument, locations: CompileLocations) =>
    firstGroup(
      compileProgram(assignIds(undefined, document, counter()), 1, locations, new SampleWords()),
    ).sorts.map(({ column }) => column);

  test('are the numbers of locations, else the default, else unknown', () => {
    const document = sampleDocument({ sorts }, [], { dataSets: [DATA_SET] });
    const [pick, pack, none] = columnsOf(document, locationsOf(PLACES));
    // The fourth is a hole.
    expect([...(pick ?? [])]).toEqual([Number.NaN, 1.5, Number.NaN, Number.NaN, -3]);
    expect([...(pack ?? [])]).toEqual([9, 2, 9, Number.NaN, 9]);
    expect(none).toBeNull();
  });

  test('are read again only where the data set or the locations are others', () => {
    const stored = assignIds(
      undefined,
      sampleDocument({ sorts }, [], { dataSets: [DATA_SET] }),
      counter(),
    );
    const locations = locationsOf(PLACES);
    const compiled = (document: ConfigurationDocument, known = locations) =>
      firstGroup(compileProgram(document, 1, known, new SampleWords())).sorts[0].column;
    const first = compiled(stored);
    expect(compiled({ ...stored, settings: { ledgerDays: 9 } })).toBe(first);
    const moved = compiled(stored, locationsOf(PLACES.slice(1)));
    expect([...(moved ?? [])]).toEqual([1.5, Number.NaN, Number.NaN, -3]);
    const dataSets = [{ ...stored.dataSets?.[0], rows: [] }];
    const emptied = compiled({ ...stored, dataSets });
    expect(emptied?.every((number) => Number.isNaN(number))).toBe(true);
    expect(compiled(stored)).toEqual(first);
  });
});
