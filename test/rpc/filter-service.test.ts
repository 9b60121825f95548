// FilterService over a real store: filters one by one, and the attributes that a form is drawn
// from.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { FILTER_ATTRIBUTES } from '../../src/configuration/attributes.js';
import type { Decoded, TestClient } from './support/client.js';
import { CONFIGURATION, loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const CREATE = 'FilterService.CreateFilter';
const GET = 'FilterService.GetFilter';
const LIST = 'FilterService.ListFilters';
const UPDATE = 'FilterService.UpdateFilter';
const DELETE = 'FilterService.DeleteFilter';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

const NEAR = {
  name: 'near',
  attribute: 'location.distance',
  operator: 'FILTER_OPERATOR_LESS_THAN',
  customValue: { stringValue: '10', unit: 'MEASURE_UNIT_KM' },
};

describe('a filter', () => {
  it('works from the answer of the edit that makes a group use it', async () => {
    const { filter, etag } = await client.call(CREATE, { filter: NEAR });
    expect(filter).toMatchObject({ ...NEAR, operand: 'customValue' });
    const { locationGroup } = await client.call('LocationGroupService.GetLocationGroup', {
      name: CONFIGURATION.locationGroups[0].name,
    });
    const set = await client.call('LocationGroupService.SetLocationGroupFilters', {
      id: locationGroup.id,
      filters: ['near'],
    });
    const decide = () => client.call('RoutingService.SuggestRouting', ORDER);
    const near = await decide();
    expect(near.decision.assignments).toMatchObject([{ locationCode: 'EAST' }]);
    expect(near.context.configurationVersion).toBe(set.configurationVersion);
    // The only location with stock is at the destination; nothing is farther than that.
    const updated = await client.call(UPDATE, {
      filter: { id: filter.id, operator: 'FILTER_OPERATOR_GREATER_THAN' },
      updateMask: { paths: ['operator'] },
      etag,
    });
    const far = await decide();
    expect(far.decision.assignments).toEqual([]);
    expect(far.context.configurationVersion).toBe(updated.configurationVersion);
    const used = await client.refusal(DELETE, { id: filter.id });
    expect(used).toMatchObject({ code: STATUS.failedPrecondition, reason: 'RESOURCE_IN_USE' });
    expect(used.message).toBe("filter 'near' is in use: location group 'all' uses it");
    const renamed = { filter: { id: filter.id, name: 'far' }, updateMask: { paths: ['name'] } };
    const { configurationVersion } = await client.call(UPDATE, renamed);
    const group = await client.call('LocationGroupService.GetLocationGroup', { name: 'all' });
    expect(group).toMatchObject({ locationGroup: { filters: ['far'] }, configurationVersion });
    expect(group.etag).not.toBe(set.etag);
    await client.call('LocationGroupService.SetLocationGroupFilters', { id: locationGroup.id });
    await client.call(DELETE, { id: filter.id });
  });

  it('has one operand, and changes to the other one', async () => {
    const dataList = { name: 'SKUs', type: 'DATA_LIST_TYPE_STRING' };
    await client.call('DataListService.CreateDataList', { dataList });
    const filter = { attribute: 'item.sku', operator: 'FILTER_OPERATOR_IN', name: 'listed' };
    const none = await client.refusal(CREATE, { filter });
    expect(none.fields).toEqual(['filter.operand']);
    const customValue = { stringValue: 'a,b' };
    const made = await client.call(CREATE, { filter: { ...filter, customValue } });
    const listed = await client.call(UPDATE, {
      filter: { id: made.filter.id, dataList: 'SKUs' },
      updateMask: { paths: ['data_list'] },
    });
    expect(listed.filter).toMatchObject({ operand: 'dataList', dataList: 'SKUs' });
    const unknown = await client.refusal(UPDATE, {
      filter: { id: made.filter.id, dataList: 'nothing' },
      updateMask: { paths: ['data_list'] },
    });
    expect(unknown.fields).toEqual(['filter.data_list']);
  });

  it('is refused by the path of what is wrong', async () => {
    const wrong = {
      ...NEAR,
      name: 'wrong',
      operator: 'FILTER_OPERATOR_STARTS_WITH',
      customValue: { stringValue: 'five', unit: 'MEASURE_UNIT_KG' },
    };
    expect((await client.refusal(CREATE, { filter: wrong })).fields).toEqual([
      'filter.operator',
      'filter.custom_value.unit',
    ]);
    const { filter } = await client.call(CREATE, { filter: { ...NEAR, name: 'right' } });
    const update = { filter: { ...wrong, id: filter.id }, updateMask: { paths: ['custom_value'] } };
    expect((await client.refusal(UPDATE, update)).fields).toEqual(['filter.custom_value.unit']);
    expect((await client.call(GET, { id: filter.id })).filter).toEqual(filter);
    const { filters } = await client.call(LIST, { nameContains: 'RIG' });
    expect(filters).toEqual([filter]);
  });

  it('keeps the three states of accept_nulls', async () => {
    const make = async (name: string, rest: object) =>
      (await client.call(CREATE, { filter: { ...NEAR, name, ...rest } })).filter;
    expect((await make('absent', {}))._acceptNulls).toBeUndefined();
    expect(await make('false', { acceptNulls: false })).toMatchObject({
      acceptNulls: false,
      _acceptNulls: 'acceptNulls',
    });
    const { id } = await make('true', { acceptNulls: true });
    const update = { filter: { id }, updateMask: { paths: ['accept_nulls'] } };
    expect((await client.call(UPDATE, update)).filter._acceptNulls).toBeUndefined();
  });
});

describe('the attributes', () => {
  it('are all told, with what a form needs', async () => {
    const { attributes } = await client.call('FilterService.ListFilterAttributes', {});
    expect(attributes).toHaveLength(FILTER_ATTRIBUTES.length);
    const byPath = new Map(attributes.map((one: Decoded) => [one.path, one]));
    expect(byPath.get('location.distance')).toMatchObject({
      attributeId: 'DISTANCE_FROM_ORDER',
      type: 'ATTRIBUTE_TYPE_NUMBER',
      scope: 'ATTRIBUTE_SCOPE_LOCATION',
      defaultUnit: 'MEASURE_UNIT_MI',
      units: ['MEASURE_UNIT_MI', 'MEASURE_UNIT_KM', 'MEASURE_UNIT_M'],
      dataListOperators: ['FILTER_OPERATOR_IN', 'FILTER_OPERATOR_NOT_IN'],
    });
    expect(byPath.get('order.total')).toMatchObject({ isMoney: true, canBeUnknown: true });
    expect(byPath.get('customer.customerSinceDate')).toMatchObject({
      type: 'ATTRIBUTE_TYPE_DATE',
      scope: 'ATTRIBUTE_SCOPE_CUSTOMER',
    });
    // A name that the contract does not have would have come back as its first value, or as none.
    for (const one of attributes) {
      expect(one.type).not.toBe('ATTRIBUTE_TYPE_UNSPECIFIED');
      expect(one.scope).not.toBe('ATTRIBUTE_SCOPE_UNSPECIFIED');
      expect(one.operators.length).toBeGreaterThan(0);
      expect(one.operators).not.toContain('FILTER_OPERATOR_UNSPECIFIED');
    }
  });
});
