// What a filter's accept_nulls does where the value is unknown, in each scope, as the engine and
// the reference model see it. Must not know: how either of them decides.

import { describe, expect, it } from 'vitest';
import { normalDecision } from '../support/engine/normal.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { Filter, SuggestRoutingRequest } from '../support/model/messages.js';
import { custom, orderOf, type Scenario, worldOf } from '../support/model/scenario.js';
import { modelSuggest } from '../support/model/suggest.js';

/** Custom data in which nothing stands for 'k'. */
const BLANKS: readonly Record<string, string>[] = [{}, { k: '' }, { k: ' \u00a0 ' }];

/** Whether the only location stays for the only line: the verdict of both, which must be one. */
function isKept(
  filter: Omit<Filter, 'name'>,
  acceptNulls: boolean | undefined,
  order: SuggestRoutingRequest,
): boolean {
  const scenario: Scenario = {
    stock: { L1: { a: 1 } },
    places: { L1: { name: ' \u00a0', countryCode: 'US' } },
    filters: { only: acceptNulls === undefined ? filter : { ...filter, acceptNulls } },
    dataLists: { nothing: [], blank: [' ', 'x'] },
    groups: [{ filters: ['only'] }],
  };
  const world = worldOf(scenario);
  const bytes = encodeMessage('SuggestRoutingRequest', order);
  const expected = normalDecision(modelSuggest(world, order, bytes));
  const answer = normalDecision(askSuggest(openWorld(world), order).decision as object);
  expect(answer).toEqual(expected);
  const { assignments = [] } = answer as { assignments?: object[] };
  return assignments.length === 1;
}

/** For accept_nulls not given, true and false: `+` where the location stays. */
function verdicts(
  filter: Omit<Filter, 'name'>,
  order: SuggestRoutingRequest = orderOf([['a', 1]]),
): string {
  return [undefined, true, false]
    .map((acceptNulls) => (isKept(filter, acceptNulls, order) ? '+' : '-'))
    .join('');
}

describe('a value that is unknown follows accept_nulls', () => {
  it.each([
    ['location.name', 'EQUAL', 'x', '-+-'],
    ['location.name', 'NOT_EQUAL', 'x', '++-'],
    ['location.city', 'STARTS_WITH', 'x', '-+-'],
    ['location.city', 'DOES_NOT_CONTAIN', 'x', '++-'],
    ['location.state', 'IN', 'x,y', '-+-'],
    ['location.postalCode', 'ENDS_WITH', 'x', '-+-'],
    ['location.postalCode', 'NOT_IN', '12345', '++-'],
    ['item.sku', 'CONTAINS', 'x', '-+-'],
    ['item.productTitle', 'NOT_IN', 'x', '++-'],
    ['item.weight', 'LESS_THAN', '1', '-+-'],
    ['item.height', 'BETWEEN', '2,1', '-+-'],
    ['item.width', 'IN', '1,2', '-+-'],
    ['item.length', 'NOT_EQUAL', '1', '++-'],
    ['order.fraud', 'GREATER_OR_EQUAL', '1', '-+-'],
    ['order.fraud', 'NOT_IN', '1', '++-'],
    ['inventory.ltd', 'EQUAL', '0', '-+-'],
    ['inventory.ltd', 'NOT_EQUAL', '0', '++-'],
    ['inventory.ltd', 'IN', '0,1', '-+-'],
    ['inventory.ltd', 'NOT_IN', '0,1', '++-'],
    ['inventory.ltd', 'GREATER_THAN', '-1', '-+-'],
    ['inventory.ltd', 'LESS_THAN', '1', '-+-'],
    ['inventory.ltd', 'GREATER_OR_EQUAL', '0', '-+-'],
    ['inventory.ltd', 'LESS_OR_EQUAL', '0', '-+-'],
    ['inventory.ltd', 'BETWEEN', '-1,1', '-+-'],
    ['order.pickupLocationCode', 'EQUAL', 'x', '-+-'],
    ['order.shippingAddress.city', 'DOES_NOT_CONTAIN', 'x', '++-'],
    ['order.shippingAddress.postalCode', 'STARTS_WITH', '1', '-+-'],
  ])('%s %s %s: %s', (attribute, operator, value, expected) => {
    expect(verdicts(custom(attribute, operator, value))).toBe(expected);
  });

  it.each([
    ['EQUAL', 'x', '-+-'],
    ['NOT_EQUAL', '5', '++-'],
    ['LESS_THAN', '5', '-+-'],
    ['BETWEEN', '1,5', '-+-'],
    ['DOES_NOT_CONTAIN', 'x', '++-'],
  ])('custom data %s %s, absent or blank: %s', (operator, value, expected) => {
    for (const data of BLANKS) {
      const order = orderOf([['a', 1, { customItemData: data }]], { customData: data });
      for (const attribute of ['item.customItemData', 'order.customData']) {
        const filter = { ...custom(attribute, operator, value), customAttributeName: 'k' };
        expect(verdicts(filter, order), `${attribute} ${JSON.stringify(data)}`).toBe(expected);
      }
    }
  });

  it('with data lists too, whatever is in them', () => {
    for (const dataList of ['nothing', 'blank']) {
      const on = (operator: string) => ({
        attribute: 'location.city',
        operator: `FILTER_OPERATOR_${operator}`,
        dataList,
      });
      expect(verdicts(on('IN'))).toBe('-+-');
      expect(verdicts(on('NOT_IN'))).toBe('++-');
    }
  });
});

describe('accept_nulls says nothing of', () => {
  it.each([
    ['LESS_THAN', '9000'],
    ['GREATER_OR_EQUAL', '0'],
    ['BETWEEN', '0,9000'],
    ['EQUAL', '5'],
    ['NOT_EQUAL', '5'],
    ['IN', '5,6'],
    ['NOT_IN', '5,6'],
  ])('a distance that is unknown, which fails: %s %s', (operator, value) => {
    expect(verdicts(custom('location.distance', operator, value))).toBe('---');
  });

  it.each([
    ['location.wmsEnabled', 'EQUAL', 'false', '+++'],
    ['location.wmsEnabled', 'EQUAL', 'true', '---'],
    ['location.requiresManifest', 'NOT_EQUAL', 'true', '+++'],
    ['item.taxable', 'EQUAL', 'true', '---'],
    ['item.backorderable', 'NOT_EQUAL', 'true', '+++'],
    ['order.isExpress', 'EQUAL', 'true', '---'],
  ])('a flag that is not given, which is false: %s %s %s', (attribute, operator, value, kept) => {
    expect(verdicts(custom(attribute, operator, value))).toBe(kept);
  });

  it.each([
    ['CONTAINS', '---'],
    ['IN', '---'],
    ['DOES_NOT_CONTAIN', '+++'],
    ['NOT_IN', '+++'],
    ['SUBSET', '+++'],
  ])('a list that is empty: %s', (operator, kept) => {
    for (const attribute of ['inventory.attributes', 'order.items.partNumber']) {
      expect(verdicts(custom(attribute, operator, 'x'))).toBe(kept);
    }
  });

  it.each([
    ['inventory.available', 'LESS_THAN', '2', '+++'],
    ['inventory.available', 'GREATER_THAN', '1', '---'],
    ['location.rank', 'EQUAL', '2', '---'],
    ['location.countryCode', 'NOT_EQUAL', 'us', '---'],
    ['item.upc', 'EQUAL', 'b', '---'],
    ['order.total', 'EQUAL', '10', '+++'],
  ])('a value that is there: %s %s %s', (attribute, operator, value, kept) => {
    expect(verdicts(custom(attribute, operator, value))).toBe(kept);
  });

  it('custom data that is no number where the operator orders', () => {
    const order = orderOf([['a', 1, { customItemData: { k: 'five' } }]]);
    for (const operator of ['LESS_THAN', 'GREATER_OR_EQUAL']) {
      const filter = custom('item.customItemData', operator, '9');
      expect(verdicts({ ...filter, customAttributeName: 'k' }, order)).toBe('---');
    }
  });
});
