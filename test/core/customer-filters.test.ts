// What filters on who buys do with a group, as the engine and the reference model see it. Must not
// know: how either of them decides.

import { describe, expect, it } from 'vitest';
import { normalCandidates, normalDecision } from '../support/engine/normal.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askCandidates, askSuggest, openWorld } from '../support/engine/world-engine.js';
import { modelCandidates } from '../support/model/candidates.js';
import type { ExtendedCustomerInfo, Filter } from '../support/model/messages.js';
import { custom, orderOf, type Scenario, worldOf } from '../support/model/scenario.js';
import { modelSuggest } from '../support/model/suggest.js';

const DATES = ['2020-02-29', ' 2021-01-01T00:00+14:00 ', 'never', ' '];

/** The one group has the filter, and an after-action that a skipped group does not run. */
function worldWith(filter: Omit<Filter, 'name'>) {
  const action = { action: 'FAILOVER_ACTION_CANCEL_ORDER' };
  const scenario: Scenario = {
    stock: { L1: { a: 1 } },
    filters: { only: filter },
    dataLists: { dates: DATES, words: ['Gold', ' \u00a0', 'e\u0301lan'] },
    groups: [{ filters: ['only'], afterActionNone: action, afterActionPartial: action }],
  };
  return worldOf(scenario);
}

/** Whether the group is tried: the verdict of both, on an order and on a list of candidates. */
function isTried(filter: Omit<Filter, 'name'>, customer?: ExtendedCustomerInfo): boolean {
  const world = worldWith(filter);
  const engine = openWorld(world);
  const extra = customer === undefined ? {} : { extendedCustomerInfo: customer };
  const order = orderOf([['a', 1]], extra);
  const bytes = encodeMessage('SuggestRoutingRequest', order);
  const expected = normalDecision(modelSuggest(world, order, bytes));
  const decided = normalDecision(askSuggest(engine, order).decision as object);
  expect(decided).toEqual(expected);
  const { orderType, items } = order;
  const question = { orderType, items, ...extra };
  const questionBytes = encodeMessage('SuggestCandidatesRequest', question);
  const listed = normalCandidates(askCandidates(engine, question)) as { total: number };
  expect(listed).toEqual(normalCandidates(modelCandidates(world, question, questionBytes)));
  const { assignments, stateChanges } = decided as Record<string, object[]>;
  const isAssigned = assignments.length === 1;
  expect(listed.total).toBe(assignments.length);
  // A skipped group leaves the line to the settings, and does not cancel it.
  expect(stateChanges).toEqual(isAssigned ? [] : [[1, 1, 'STATE_CHANGE_CUSTOMER_CARE']]);
  return isAssigned;
}

const onList = (attribute: string, operator: string, dataList: string) => ({
  attribute,
  operator: `FILTER_OPERATOR_${operator}`,
  dataList,
});

describe('since when somebody is a customer', () => {
  const since = (text: string) => ({ customerSinceDate: text });

  it.each([
    ['2020-01-01', 'EQUAL', '2020-01-01T00:00Z', true],
    ['2020-01-01T01:00+01:00', 'EQUAL', '2020-01-01', true],
    ['2020-01-01', 'NOT_EQUAL', '2019-12-31T19:00-05:00', false],
    ['2020-01-01', 'GREATER_THAN', '2020-01-01', false],
    ['2020-01-01', 'GREATER_THAN', '2020-01-01T00:00+00:01', true],
    ['2020-01-01T00:00:00.001Z', 'GREATER_THAN', '2020-01-01', true],
    ['2020-01-01', 'LESS_THAN', '2020-01-01T00:00-00:01', true],
    ['2020-01-01', 'GREATER_OR_EQUAL', '2020-01-01', true],
    ['2020-01-01', 'LESS_OR_EQUAL', '2019-12-31T23:59:59.999Z', false],
    ['0001-01-01', 'LESS_THAN', '1969-01-01', true],
    ['9999-12-31T23:59:59.999Z', 'GREATER_THAN', '9999-12-31', true],
    ['2020-06-30', 'BETWEEN', '2020-06-30,2020-06-30', true],
    ['2020-06-30', 'BETWEEN', '2020-01-01, 2020-12-31', true],
    ['2020-06-30', 'BETWEEN', '2020-12-31,2020-01-01', false],
    ['2020-06-30', 'IN', '2019-06-30, 2020-06-30T12:00+12:00', true],
    ['2020-06-30', 'NOT_IN', '2019-06-30, 2020-06-30T12:00+12:00', false],
    [' 2020-06-30\u00a0', 'EQUAL', '2020-06-30', true],
  ])('%j %s %s: %s', (text, operator, value, expected) => {
    expect(isTried(custom('customer.customerSinceDate', operator, value), since(text))).toBe(
      expected,
    );
  });

  it.each([
    ['2020-02-29T00:00Z', true],
    ['2020-12-31T10:00Z', true],
    ['2021-01-01', false],
  ])('%s is in a list whose other entries are no dates: %s', (text, expected) => {
    const path = 'customer.customerSinceDate';
    expect(isTried(onList(path, 'IN', 'dates'), since(text))).toBe(expected);
    expect(isTried(onList(path, 'NOT_IN', 'dates'), since(text))).toBe(!expected);
  });
});

describe('the texts of a customer', () => {
  it.each([
    ['accountType', 'EQUAL', ' gold ', { accountType: 'GOLD\u00a0' }, true],
    ['accountType', 'IN', 'silver,gold', { accountType: 'gol' }, false],
    [
      'companyOrOrganization',
      'CONTAINS',
      'M\u00fcll',
      { companyOrOrganization: 'MU\u0308LLER' },
      true,
    ],
    ['companyOrOrganization', 'EQUAL', 'x', { accountType: 'x', externalId: 'x' }, false],
    ['externalId', 'STARTS_WITH', 'crm-', { externalId: 'CRM-1' }, true],
    ['externalId', 'EQUAL', '00042', { externalId: '42' }, false],
    ['externalId', 'EQUAL', '12345', { externalId: '12345-6' }, false],
  ])('%s %s %j', (name, operator, value, customer, expected) => {
    expect(isTried(custom(`customer.${name}`, operator, value), customer)).toBe(expected);
  });
});

describe('the segments of a customer', () => {
  const segments = ['VIP', ' New', 'vip', '', ' \u00a0'];

  it.each([
    ['CONTAINS', 'new, vip', true],
    ['CONTAINS', 'vip, gold', false],
    ['DOES_NOT_CONTAIN', 'gold, new', false],
    ['DOES_NOT_CONTAIN', 'gold', true],
    ['IN', 'gold, NEW', true],
    ['IN', 'gold', false],
    ['NOT_IN', 'gold, NEW', false],
    ['NOT_IN', 'gold', true],
    ['SUBSET', 'vip,new,gold', true],
    ['SUBSET', 'vip', false],
  ])('%s %s: %s', (operator, value, expected) => {
    expect(isTried(custom('customer.segments', operator, value), { segments })).toBe(expected);
  });

  it('compare with a list of values', () => {
    const inList = (operator: string, words: string[]) =>
      isTried(onList('customer.segments', operator, 'words'), { segments: words });
    expect(inList('IN', ['\u00c9LAN'])).toBe(true);
    expect(inList('SUBSET', ['gold', '\u00e9lan'])).toBe(true);
    expect(inList('SUBSET', ['gold', 'x'])).toBe(false);
    expect(inList('NOT_IN', ['x'])).toBe(true);
  });

  it('may be a hundred', () => {
    const many = Array.from({ length: 100 }, (_, i) => `segment ${i}`);
    const all = { ...custom('customer.segments', 'CONTAINS', many.join()) };
    expect(isTried(all, { segments: many })).toBe(true);
    expect(isTried(all, { segments: many.slice(1) })).toBe(false);
  });
});

describe('a customer of whom nothing is known', () => {
  it.each([
    ['accountType', 'EQUAL', 'x', '-+-'],
    ['companyOrOrganization', 'DOES_NOT_CONTAIN', 'x', '++-'],
    ['externalId', 'NOT_IN', 'x', '++-'],
    ['externalId', 'STARTS_WITH', 'x', '-+-'],
    ['customerSinceDate', 'EQUAL', '2020-01-01', '-+-'],
    ['customerSinceDate', 'NOT_EQUAL', '2020-01-01', '++-'],
    ['customerSinceDate', 'LESS_THAN', '2020-01-01', '-+-'],
    ['customerSinceDate', 'BETWEEN', '0001-01-01,9999-12-31', '-+-'],
    ['customerSinceDate', 'NOT_IN', '2020-01-01', '++-'],
    ['taxExempt', 'EQUAL', 'false', '+++'],
    ['taxExempt', 'NOT_EQUAL', 'false', '---'],
    ['segments', 'CONTAINS', 'x', '---'],
    ['segments', 'IN', 'x', '---'],
    ['segments', 'DOES_NOT_CONTAIN', 'x', '+++'],
    ['segments', 'SUBSET', 'x', '+++'],
  ])('%s %s %s, by accept_nulls not given, true, false: %s', (name, operator, value, expected) => {
    const blank = {
      accountType: ' ',
      companyOrOrganization: '\u00a0',
      externalId: '\t',
      customerSinceDate: ' \u2003',
      segments: ['', ' '],
    };
    for (const customer of [undefined, {}, blank]) {
      const verdicts = [undefined, true, false].map((acceptNulls) => {
        const filter = custom(`customer.${name}`, operator, value);
        const whole = acceptNulls === undefined ? filter : { ...filter, acceptNulls };
        return isTried(whole, customer) ? '+' : '-';
      });
      expect(verdicts.join(''), JSON.stringify(customer)).toBe(expected);
    }
  });

  it('is not the customer of the order before', () => {
    const world = worldWith(custom('customer.taxExempt', 'EQUAL', 'true'));
    const engine = openWorld(world);
    const assigned = (customer: object) => {
      const order = orderOf([['a', 1]], customer);
      const { assignments } = askSuggest(engine, order).decision as { assignments?: object[] };
      return assignments?.length;
    };
    expect(assigned({ extendedCustomerInfo: { taxExempt: true } })).toBe(1);
    expect(assigned({})).toBe(0);
  });
});
