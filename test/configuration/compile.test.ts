// Tests of compiled programs: routes, groups, members and their ranks, sorts, after-actions.

import { describe, expect, test } from 'vitest';
import { STATE_CHANGE } from '../../src/columns/program.js';
import { compileProgram } from '../../src/configuration/compile.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import {
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

describe('a program', () => {
  test('of an empty document decides nothing', () => {
    expect(compileProgram({}, 0, locationsOf([]), new SampleWords())).toEqual({
      configurationVersion: 0,
      locationVersion: 7,
      defaultState: STATE_CHANGE.customerCare,
      isInternationalAllowed: false,
      records: { mode: 'all', share: 1 },
      cityPredicates: [],
      routes: [null, null, null, null, null, null, null, null],
    });
  });

  test('takes settings and versions over', () => {
    const settings = {
      defaultStateChange: 'STATE_CHANGE_BACKORDER',
      allowInternationalAssignment: true,
    };
    const program = programOf({ settings });
    expect(program.defaultState).toBe(STATE_CHANGE.backorder);
    expect(program.isInternationalAllowed).toBe(true);
    expect(program.configurationVersion).toBe(3);
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
    const { routes } = compileProgram(document, 1, locationsOf([]), new SampleWords());
    const names = routes.map((route) => (route === null ? '-' : route.name));
    expect(names).toEqual(['-', 'early', '-', '-', '-', '-', 'bring', '-']);
    expect(routes[6]?.orderType).toBe(6);
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
    ['RANK', 'DISTANCE', 'LTD', 'LOWEST_AVAILABLE', 'HIGHEST_AVAILABLE', 'RANDOM'].map((type) => {
      const sort = { type: `SORT_TYPE_${type}` };
      return direction === undefined ? sort : { ...sort, direction: `SORT_DIRECTION_${direction}` };
    });
  const descending = (direction?: string) => {
    const group = firstGroup(programOf(sampleDocument({ sorts: directed(direction) })));
    expect(group.sorts.map(({ type }) => type)).toEqual([1, 2, 3, 4, 5, 6]);
    return group.sorts.filter(({ isDescending }) => isDescending).map(({ type }) => type);
  };
  expect(descending()).toEqual([3, 5]);
  expect(descending('UNSPECIFIED')).toEqual([3, 5]);
  expect(descending('NATURAL')).toEqual([3, 5]);
  expect(descending('ASCENDING')).toEqual([]);
  expect(descending('DESCENDING')).toEqual([1, 2, 3, 4, 5, 6]);
});

describe('after-actions', () => {
  const { none, cancel, backorder, customerCare } = STATE_CHANGE;

  test.each([
    ['LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED', false, true, none],
    ['LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY', false, false, cancel],
    ['LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY', false, false, backorder],
    ['LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY', false, false, customerCare],
    ['QUANTITY_SPLIT_ASSIGN_IF_FULFILLED', true, true, none],
    ['QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', true, false, cancel],
    ['QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY', true, false, backorder],
    ['QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY', true, false, customerCare],
  ])('%s', (name, isQuantitySplit, isIfFulfilled, restState) => {
    const action = `FAILOVER_ACTION_${name}`;
    const restartAttempt = 'RESTART_ATTEMPT_START_AT_BEGINNING';
    const group = firstGroup(
      programOf(
        sampleDocument({
          afterActionPartial: { action, restartAttempt },
          afterActionNone: { action },
        }),
      ),
    );
    const split = { kind: 'split', isQuantitySplit, isIfFulfilled, restState };
    expect(group.afterPartial).toEqual({ ...split, isFromBeginning: true });
    expect(group.afterNone).toEqual({ ...split, isFromBeginning: false });
  });

  test('CANCEL_ORDER, and none', () => {
    const afterActionNone = { action: 'FAILOVER_ACTION_CANCEL_ORDER' };
    const group = firstGroup(programOf(sampleDocument({ afterActionNone })));
    expect(group.afterNone?.kind).toBe('cancel-order');
    expect(group.afterPartial).toBeNull();
  });
});
