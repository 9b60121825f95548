// ListFilterAttributes against CreateFilter: a form drawn from the one makes filters that the other
// takes and groups can use, and nothing that the form does not offer is taken.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { Decoded, TestClient } from './support/client.js';
import { loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const CREATE = 'FilterService.CreateFilter';
const ALL_OPERATORS = [
  'EQUAL',
  'NOT_EQUAL',
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_OR_EQUAL',
  'LESS_OR_EQUAL',
  'IN',
  'NOT_IN',
  'BETWEEN',
  'STARTS_WITH',
  'ENDS_WITH',
  'CONTAINS',
  'DOES_NOT_CONTAIN',
  'SUBSET',
].map((name) => `FILTER_OPERATOR_${name}`);
const ALL_UNITS = ['MI', 'KM', 'M', 'CM', 'IN', 'FT', 'G', 'KG', 'OZ', 'LB'].map(
  (name) => `MEASURE_UNIT_${name}`,
);
const VALUES: Record<string, string> = {
  NUMBER: '5',
  DATE: '2024-02-29',
  BOOLEAN: 'true',
  CUSTOM: '5',
};

let running: Running;
let client: TestClient;
let groupId = 0;
let attributes: Decoded[] = [];
let count = 0;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
  const dataList = { name: 'list', type: 'DATA_LIST_TYPE_STRING', entries: [{ stringValue: '5' }] };
  await client.call('DataListService.CreateDataList', { dataList });
  const group = await client.call('LocationGroupService.GetLocationGroup', { name: 'all' });
  groupId = group.locationGroup.id;
  attributes = (await client.call('FilterService.ListFilterAttributes', {})).attributes;
});

afterAll(() => running.stop());

function baseOf(attribute: Decoded) {
  const name = `filter ${++count}`;
  const custom = attribute.needsCustomAttributeName ? { customAttributeName: 'key' } : {};
  return { name, attribute: attribute.path, ...custom };
}

/** With a value of the form, and where units are given, each of them. */
function customFilters(attribute: Decoded, operator: string, units: string[] = []) {
  const type = attribute.type.replace('ATTRIBUTE_TYPE_', '');
  const value = attribute.allowedValues[0] ?? VALUES[type] ?? 'a';
  const stringValue = operator === 'FILTER_OPERATOR_BETWEEN' ? `${value},${value}` : value;
  return ['MEASURE_UNIT_UNSPECIFIED', ...units].map((unit) => ({
    ...baseOf(attribute),
    operator,
    customValue: { stringValue, unit },
  }));
}

function listFilter(attribute: Decoded, operator: string) {
  return { ...baseOf(attribute), operator, dataList: 'list' };
}

async function fieldsRefused(filter: object): Promise<string[]> {
  const refused = await client.refusal(CREATE, { filter });
  expect(refused).toMatchObject({ code: STATUS.invalidArgument, reason: 'INVALID_FIELD' });
  return refused.fields;
}

it('makes filters of all that it offers, and a group decides by them', async () => {
  expect(attributes.length).toBeGreaterThan(40);
  for (const attribute of attributes) {
    const filters = [
      ...attribute.operators.flatMap((operator: string) =>
        customFilters(attribute, operator, attribute.units),
      ),
      ...attribute.dataListOperators.map((operator: string) => listFilter(attribute, operator)),
    ];
    await Promise.all(filters.map((filter) => client.call(CREATE, { filter })));
    const names = filters.map(({ name }) => name);
    const set = { id: groupId, filters: names };
    const answer = await client.call('LocationGroupService.SetLocationGroupFilters', set);
    expect(answer.locationGroup.filters).toEqual(names);
    const { context } = await client.call('RoutingService.SuggestRouting', ORDER);
    expect(context.configurationVersion).toBe(answer.configurationVersion);
    await client.call('LocationGroupService.SetLocationGroupFilters', { id: groupId });
  }
}, 60_000);

it('makes none of what it does not offer', async () => {
  for (const attribute of attributes) {
    const { operators, dataListOperators, units } = attribute;
    for (const operator of ALL_OPERATORS.filter((one) => !operators.includes(one))) {
      const [filter] = customFilters(attribute, operator);
      expect(await fieldsRefused(filter)).toContain('filter.operator');
      expect(await fieldsRefused(listFilter(attribute, operator))).toEqual(['filter.operator']);
    }
    for (const operator of operators) {
      if (dataListOperators.includes(operator)) continue;
      const fields = await fieldsRefused(listFilter(attribute, operator));
      expect(fields).toEqual(['filter.data_list']);
    }
    for (const unit of ALL_UNITS.filter((one) => !units.includes(one))) {
      const [, filter] = customFilters(attribute, operators[0], [unit]);
      expect(await fieldsRefused(filter)).toEqual(['filter.custom_value.unit']);
    }
    const { needsCustomAttributeName: isNeeded } = attribute;
    const [filter] = customFilters(attribute, operators[0]);
    const fields = await fieldsRefused({ ...filter, customAttributeName: isNeeded ? '' : 'key' });
    expect(fields).toEqual(['filter.custom_attribute_name']);
  }
}, 60_000);

it('is refused to a tenant that is none', async () => {
  const options = { headers: { 'x-tenant-id': 'a b' } };
  const refused = await client.refusal('FilterService.ListFilterAttributes', {}, options);
  expect(refused.fields).toEqual(['x-tenant-id']);
});
