// ListFilterAttributes against CreateFilter: a form drawn from the one makes filters that the other
// takes and groups can use, and nothing that the form does not offer is taken.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { Decoded, TestClient } from './support/client.js';
import { CONFIGURATION, loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

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

/** A data set with a column of each type, one of them in a unit. */
const DATA_SET = {
  name: 'columns',
  columns: [
    { name: 'score' },
    { name: 'reach', unit: 'MEASURE_UNIT_KM' },
    { name: 'zone', type: 'DATA_SET_COLUMN_TYPE_STRING' },
  ],
  rows: [{ locationCode: 'EAST', values: { score: '5', reach: '8', zone: 'a' } }],
};
const DATA_LIST = {
  name: 'list',
  type: 'DATA_LIST_TYPE_STRING',
  entries: [{ stringValue: '5' }],
};

/** What a filter can be about: an attribute with what it needs besides its path. */
type Form = {
  readonly reference: Readonly<Record<string, string>>;
  readonly type: string;
  readonly scope: string;
  readonly isMoney: boolean;
  readonly units: readonly string[];
  readonly operators: readonly string[];
  readonly dataListOperators: readonly string[];
  readonly allowedValues: readonly string[];
  readonly dataPointOperators: readonly { readonly type: string; readonly operators: string[] }[];
};

/** A site without the thousands of filters, with which every refusal would be looked through. */
const ELSEWHERE = { headers: { 'x-site-id': 'elsewhere' } };

let running: Running;
let client: TestClient;
let groupId = 0;
let attributes: Decoded[] = [];
let forms: Form[] = [];
let count = 0;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
  await client.call('DataListService.CreateDataList', { dataList: DATA_LIST });
  await client.call('DataSetService.CreateDataSet', { dataSet: DATA_SET });
  await client.call('DataListService.CreateDataList', { dataList: DATA_LIST }, ELSEWHERE);
  await client.call('DataSetService.CreateDataSet', { dataSet: DATA_SET }, ELSEWHERE);
  const group = await client.call('LocationGroupService.GetLocationGroup', { name: 'all' });
  groupId = group.locationGroup.id;
  attributes = (await client.call('FilterService.ListFilterAttributes', {})).attributes;
  forms = attributes.flatMap(formsOf);
});

afterAll(() => running.stop());

function formsOf(attribute: Decoded): Form[] {
  const { path: name, needsCustomAttributeName, needsAttributeFqn } = attribute;
  if (!attribute.needsDataSetColumn) {
    const custom = needsCustomAttributeName ? { customAttributeName: 'key' } : {};
    const extensible = needsAttributeFqn ? { attributeFqn: 'tenant~color' } : {};
    return [{ ...attribute, reference: { attribute: name, ...custom, ...extensible } }];
  }
  // A column is an attribute of the type and the unit that it has.
  const like = (path: string) => attributes.find((other) => other.path === path);
  return (
    [
      ['score', like('location.rank')],
      ['reach', like('location.distance')],
      ['zone', like('location.name')],
    ] as const
  ).map(([dataSetColumn, other]) => ({
    ...other,
    reference: { attribute: name, dataSet: DATA_SET.name, dataSetColumn },
  }));
}

function baseOf({ reference }: Form) {
  return { name: `filter ${++count}`, ...reference };
}

/** With a value of the form, and where units are given, each of them. */
function customFilters(form: Form, operator: string, units: readonly string[] = []) {
  const type = form.type.replace('ATTRIBUTE_TYPE_', '');
  const value = form.allowedValues[0] ?? VALUES[type] ?? 'a';
  const stringValue = operator === 'FILTER_OPERATOR_BETWEEN' ? `${value},${value}` : value;
  return ['MEASURE_UNIT_UNSPECIFIED', ...units].map((unit) => ({
    ...baseOf(form),
    operator,
    customValue: { stringValue, unit },
  }));
}

function listFilter(form: Form, operator: string) {
  return { ...baseOf(form), operator, dataList: 'list' };
}

function pointFilter(form: Form, operator: string, other: Form) {
  return { ...baseOf(form), operator, dataPoint: other.reference };
}

/** One attribute of a type for each scope, of the dimension of a form where both have one. */
function partnersOf(form: Form, type: string): Form[] {
  const dimension = ({ isMoney, units }: Form) => `${isMoney} ${units.join()}`;
  const partners = new Map<string, Form>();
  for (const other of forms) {
    const isComparable = other.dataPointOperators.length > 0;
    const isAlike = other.type !== form.type || dimension(other) === dimension(form);
    if (other.type === type && isComparable && isAlike) partners.set(other.scope, other);
  }
  return [...partners.values()];
}

async function fieldsRefused(filter: object): Promise<string[]> {
  const refused = await client.refusal(CREATE, { filter }, ELSEWHERE);
  expect(refused).toMatchObject({ code: STATUS.invalidArgument, reason: 'INVALID_FIELD' });
  return refused.fields;
}

it('tells of columns what all of them together can do', () => {
  const [dataSet] = attributes.filter((attribute) => attribute.needsDataSetColumn);
  const columns = forms.filter(({ reference }) => reference.dataSet !== undefined);
  const offered = columns.flatMap(({ operators }) => operators);
  expect(new Set(dataSet.operators)).toEqual(new Set(offered));
  for (const { type, operators } of dataSet.dataPointOperators) {
    const ofColumns = columns.flatMap((column) =>
      column.dataPointOperators.flatMap((entry) => (entry.type === type ? entry.operators : [])),
    );
    expect(new Set(operators)).toEqual(new Set(ofColumns));
  }
});

it('makes filters of all that it offers, and a group decides by them', async () => {
  expect(forms.length).toBeGreaterThan(50);
  for (const form of forms) {
    const filters = [
      ...form.operators.flatMap((operator) => customFilters(form, operator, form.units)),
      ...form.dataListOperators.map((operator) => listFilter(form, operator)),
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

it('makes filters of all pairs that it offers, and a group decides by them', async () => {
  const options = { headers: { 'x-site-id': 'points' } };
  const [group] = CONFIGURATION.locationGroups;
  let pairCount = 0;
  for (const form of forms) {
    const filters = form.dataPointOperators.flatMap(({ type, operators }) =>
      partnersOf(form, type).flatMap((other) =>
        operators.map((operator) => pointFilter(form, operator, other)),
      ),
    );
    pairCount += filters.length;
    const configuration = {
      ...CONFIGURATION,
      dataSets: [DATA_SET],
      filters,
      locationGroups: [{ ...group, filters: filters.map(({ name }) => name) }],
    };
    const apply = 'ConfigurationService.ApplyConfiguration';
    const { version } = await client.call(apply, { configuration }, options);
    const { context } = await client.call('RoutingService.SuggestRouting', ORDER, options);
    expect(context.configurationVersion).toBe(version.version);
  }
  expect(pairCount).toBeGreaterThan(1000);
}, 60_000);

it('makes none of what it does not offer', async () => {
  for (const form of forms) {
    const { operators, dataListOperators, units } = form;
    for (const operator of ALL_OPERATORS.filter((one) => !operators.includes(one))) {
      const [filter] = customFilters(form, operator);
      expect(await fieldsRefused(filter)).toContain('filter.operator');
      expect(await fieldsRefused(listFilter(form, operator))).toEqual(['filter.operator']);
    }
    for (const operator of operators) {
      if (dataListOperators.includes(operator)) continue;
      const fields = await fieldsRefused(listFilter(form, operator));
      expect(fields).toEqual(['filter.data_list']);
    }
    for (const unit of ALL_UNITS.filter((one) => !units.includes(one))) {
      const [, filter] = customFilters(form, operators[0], [unit]);
      expect(await fieldsRefused(filter)).toEqual(['filter.custom_value.unit']);
    }
  }
}, 60_000);

it('makes none without the names that it asks for, or with others', async () => {
  const paths = {
    customAttributeName: 'filter.custom_attribute_name',
    attributeFqn: 'filter.attribute_fqn',
    dataSet: 'filter.data_set',
    dataSetColumn: 'filter.data_set_column',
  };
  for (const form of forms) {
    const [filter] = customFilters(form, form.operators[0]);
    for (const [name, path] of Object.entries(paths)) {
      const isNeeded = form.reference[name] !== undefined;
      expect(await fieldsRefused({ ...filter, [name]: isNeeded ? '' : 'key' })).toEqual([path]);
    }
  }
}, 60_000);

it('makes no pairs of attributes that it does not offer', async () => {
  const types = [...new Set(forms.map(({ type }) => type))];
  for (const form of forms) {
    for (const type of types) {
      const offered = form.dataPointOperators.find((entry) => entry.type === type)?.operators;
      const [other] = partnersOf(form, type);
      if (other === undefined) continue;
      for (const operator of ALL_OPERATORS.filter((one) => offered?.includes(one) !== true)) {
        const [field] = await fieldsRefused(pointFilter(form, operator, other));
        const isUnlike = offered === undefined;
        const wanted = isUnlike ? /^filter\.(data_point\.)?attribute$/ : /^filter\.operator$/;
        expect(field).toMatch(wanted);
        // It does not hang on the operator.
        if (isUnlike) break;
      }
    }
  }
}, 60_000);

it('is refused to a tenant that is none', async () => {
  const options = { headers: { 'x-tenant-id': 'a b' } };
  const refused = await client.refusal('FilterService.ListFilterAttributes', {}, options);
  expect(refused.fields).toEqual(['x-tenant-id']);
});
