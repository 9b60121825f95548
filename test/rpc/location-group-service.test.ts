// LocationGroupService over a real store: groups, and their filters, sorts and locations.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { Decoded, TestClient } from './support/client.js';
import { loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const CREATE = 'LocationGroupService.CreateLocationGroup';
const GET = 'LocationGroupService.GetLocationGroup';
const UPDATE = 'LocationGroupService.UpdateLocationGroup';
const DELETE = 'LocationGroupService.DeleteLocationGroup';
const FILTERS = 'LocationGroupService.SetLocationGroupFilters';
const SORTS = 'LocationGroupService.SetLocationGroupSorts';
const ADD = 'LocationGroupService.AddLocations';
const REMOVE = 'LocationGroupService.RemoveLocations';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

async function groupOf(name: string, rest: object = {}): Promise<Decoded> {
  const group = { name, route: 'ship', rank: 5, ...rest };
  return (await client.call(CREATE, { locationGroup: group })).locationGroup;
}

function codesOf({ locationGroup }: Decoded): string[] {
  return locationGroup.locations.map(
    ({ locationCode, rank }: Decoded) => `${locationCode}:${rank}`,
  );
}

describe('a group', () => {
  it('is made, changed and deleted', async () => {
    const made = await groupOf('first', { locations: [{ locationCode: 'EAST' }] });
    expect(made).toMatchObject({ route: 'ship', rank: 5, isDefaultGroup: false });
    const update = { locationGroup: { id: made.id, rank: 7 }, updateMask: { paths: ['rank'] } };
    const changed = await client.call(UPDATE, update);
    expect(changed.locationGroup).toEqual({ ...made, rank: 7 });
    await client.call(DELETE, { id: made.id, etag: changed.etag });
    expect((await client.refusal(GET, { name: 'first' })).code).toBe(STATUS.notFound);
  });

  it('is refused by the path of what is wrong', async () => {
    const fieldsOf = async (rest: object) => {
      const locationGroup = { name: 'bad', route: 'ship', rank: 1, ...rest };
      return (await client.refusal(CREATE, { locationGroup })).fields;
    };
    expect(await fieldsOf({ rank: 0, route: 'sea' })).toEqual([
      'location_group.route',
      'location_group.rank',
    ]);
    expect(await fieldsOf({ isDefaultGroup: true })).toEqual(['location_group.is_default_group']);
    const locations = [{ locationCode: 'A' }, { locationCode: 'A' }, { rank: -1 }];
    expect(await fieldsOf({ locations })).toEqual([
      'location_group.locations[1].location_code',
      'location_group.locations[2].location_code',
      'location_group.locations[2].rank',
    ]);
  });

  it('gets other sorts, which are refused by their place', async () => {
    const { id } = await groupOf('sorted');
    const sorts = [{ type: 'SORT_TYPE_LTD' }, { type: 'SORT_TYPE_RANK' }];
    const set = await client.call(SORTS, { id, sorts });
    expect(set.locationGroup.sorts).toMatchObject(sorts);
    const bad = [{ type: 'SORT_TYPE_LTD' }, {}, { type: 'SORT_TYPE_LTD' }];
    const refused = await client.refusal(SORTS, { id, sorts: bad });
    expect(refused.fields).toEqual(['sorts[1].type', 'sorts[2].type']);
    const stale = await client.refusal(SORTS, { id, sorts, etag: 'x' });
    expect(stale.reason).toBe('ETAG_MISMATCH');
    expect((await client.call(SORTS, { id })).locationGroup.sorts).toEqual([]);
  });

  it('gets other filters, which are refused by their place', async () => {
    const { id } = await groupOf('filtered');
    const refused = await client.refusal(FILTERS, { id, filters: ['none'] });
    expect(refused.fields).toEqual(['filters[0]']);
    expect((await client.refusal(FILTERS, { filters: [] })).fields).toEqual(['id']);
    expect((await client.refusal(FILTERS, { id: 999 })).code).toBe(STATUS.notFound);
  });

  it('gets a tree of filters in place of a list, and a list in place of a tree', async () => {
    const filter = {
      name: 'near',
      attribute: 'location.distance',
      operator: 'FILTER_OPERATOR_LESS_THAN',
      customValue: { stringValue: '10' },
    };
    const { id: filterId } = (await client.call('FilterService.CreateFilter', { filter })).filter;
    const { id } = await groupOf('tree', { filters: ['near'] });
    const filterLogicalGroups = [
      { orderIndex: 7, logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['near'] },
      { orderIndex: 0, parentOrderIndex: 7, logicalOperator: 'LOGICAL_OPERATOR_AND' },
      {
        orderIndex: 2,
        parentOrderIndex: 0,
        logicalOperator: 'LOGICAL_OPERATOR_OR',
        filters: ['near'],
      },
    ];
    const planted = await client.call(FILTERS, { id, filterLogicalGroups });
    expect(planted.locationGroup).toMatchObject({ filters: [], filterLogicalGroups });
    const [root, , leaf] = planted.locationGroup.filterLogicalGroups;
    expect(root._parentOrderIndex).toBeUndefined();
    expect(leaf).toMatchObject({ _parentOrderIndex: 'parentOrderIndex', parentOrderIndex: 0 });

    const updateMask = { paths: ['name'] };
    const renamed = { filter: { id: filterId, name: 'close' }, updateMask };
    await client.call('FilterService.UpdateFilter', renamed);
    const used = await client.refusal('FilterService.DeleteFilter', { id: filterId });
    expect(used.message).toBe("filter 'close' is in use: location group 'tree' uses it");
    const grown = await client.call(GET, { id });
    expect(grown.locationGroup.filterLogicalGroups.map(({ filters }: Decoded) => filters)).toEqual([
      ['close'],
      [],
      ['close'],
    ]);

    const mask = { updateMask: { paths: ['filters'] } };
    const listed = { locationGroup: { id, filters: ['close'] }, ...mask };
    const felled = await client.call(UPDATE, listed);
    expect(felled.locationGroup).toMatchObject({ filters: ['close'], filterLogicalGroups: [] });
    const both = await client.refusal(FILTERS, { id, filters: ['close'], filterLogicalGroups });
    expect(both.fields).toContain('filter_logical_groups');
    const bare = await client.call(FILTERS, { id });
    expect(bare.locationGroup).toMatchObject({ filters: [], filterLogicalGroups: [] });
    await client.call('FilterService.DeleteFilter', { id: filterId });
  });

  it('refuses a tree by the place of what is wrong', async () => {
    const { id } = await groupOf('bad tree');
    const node = { logicalOperator: 'LOGICAL_OPERATOR_AND' };
    const fieldsOf = async (...filterLogicalGroups: object[]) =>
      (await client.refusal(FILTERS, { id, filterLogicalGroups })).fields;
    expect(await fieldsOf({}, { ...node, orderIndex: 1 })).toEqual([
      'filter_logical_groups[0].logical_operator',
      'filter_logical_groups[1].parent_order_index',
    ]);
    expect(await fieldsOf(node, { ...node, parentOrderIndex: 0, filters: ['none'] })).toEqual([
      'filter_logical_groups[1].order_index',
      'filter_logical_groups[1].filters[0]',
    ]);
    expect(await fieldsOf({ ...node, logicalOperator: 9 })).toEqual([
      'filter_logical_groups[0].logical_operator',
    ]);
  });

  it('is renamed with the after-actions that go on at it', async () => {
    const { id } = await groupOf('target');
    const goOn = {
      action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
      restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
    };
    const rest = { afterActionPartial: { ...goOn, restartGroup: 'target' } };
    const source = await groupOf('source', rest);
    expect(source.afterActionPartial.restartGroup).toBe('target');
    const update = { locationGroup: { id, name: 'aim' }, updateMask: { paths: ['name'] } };
    await client.call(UPDATE, update);
    const restartGroup = async () =>
      (await client.call(GET, { id: source.id })).locationGroup.afterActionPartial.restartGroup;
    expect(await restartGroup()).toBe('aim');
    await client.call(DELETE, { id });
    expect(await restartGroup()).toBe('aim');
    const nowhere = { action: goOn.action, restartGroup: 'aim' };
    const refused = await client.refusal(UPDATE, {
      locationGroup: { id: source.id, afterActionPartial: nowhere },
      updateMask: { paths: ['after_action_partial'] },
    });
    expect(refused.fields).toEqual(['location_group.after_action_partial.restart_group']);
    await client.call(DELETE, { id: source.id });
  });

  it('gets locations and loses them', async () => {
    const { id } = await groupOf('members');
    const add = (...locations: object[]) => client.call(ADD, { id, locations });
    expect(codesOf(await add({ locationCode: 'WEST' }, { locationCode: 'EAST', rank: 3 }))).toEqual(
      ['WEST:0', 'EAST:3'],
    );
    // An unknown code waits for its location.
    expect(codesOf(await add({ locationCode: 'WEST', rank: 4 }, { locationCode: 'MOON' }))).toEqual(
      ['WEST:4', 'EAST:3', 'MOON:0'],
    );
    const checked = { id, locationCodes: ['EAST', 'MOON'], validateOnly: true };
    expect(codesOf(await client.call(REMOVE, checked))).toEqual(['WEST:4']);
    expect(codesOf(await client.call(GET, { id }))).toHaveLength(3);
    expect(codesOf(await client.call(REMOVE, { ...checked, validateOnly: false }))).toEqual([
      'WEST:4',
    ]);
    for (const [method, request, field] of [
      [ADD, { id }, 'locations'],
      [ADD, { id, locations: [{ locationCode: 'A' }, {}] }, 'locations[1].location_code'],
      [ADD, { id, locations: [{ locationCode: 'A', rank: -1 }] }, 'locations[0].rank'],
      [REMOVE, { id }, 'location_codes'],
      [REMOVE, { id, locationCodes: ['WEST', 'EAST'] }, 'location_codes[1]'],
      [REMOVE, { id, locationCodes: ['WEST', 'WEST'] }, 'location_codes[1]'],
      [REMOVE, { locationCodes: ['WEST'] }, 'id'],
    ] as const) {
      const { code, fields } = await client.refusal(method, request);
      expect([code, ...fields]).toEqual([STATUS.invalidArgument, field]);
    }
  });

  it('of all locations excludes what is taken out, at once for every decision', async () => {
    const { locationGroup } = await client.call(GET, { name: 'all' });
    const { id } = locationGroup;
    const assigned = async () => {
      const { decision, context } = await client.call('RoutingService.SuggestRouting', ORDER);
      const codes = decision.assignments.map(({ locationCode }: Decoded) => locationCode);
      return { codes, version: context.configurationVersion };
    };
    const removed = await client.call(REMOVE, { id, locationCodes: ['EAST'] });
    expect(removed.locationGroup.excludedLocationCodes).toEqual(['EAST']);
    expect(await assigned()).toEqual({ codes: [], version: removed.configurationVersion });
    const added = await client.call(ADD, { id, locations: [{ locationCode: 'EAST' }] });
    expect(added.locationGroup).toEqual(locationGroup);
    expect(await assigned()).toEqual({ codes: ['EAST'], version: added.configurationVersion });
  });
});
