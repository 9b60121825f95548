// Which route decides an order, and which orders are not routed at all.

import { describe, expect, it } from 'vitest';
import type { Route } from '../support/model/messages.js';
import { decisionOf, requestOf, summaryOf, warningsOf, type Network } from './support/network.js';

const route = (name: string, type: string, more: Partial<Route> = {}) =>
  ({ name, orderType: `ORDER_TYPE_${type}`, ...more }) as Route;

const routes = [
  route('ship', 'DIRECTSHIP'),
  route('4', 'DIRECTSHIP'),
  route('asleep', 'DIRECTSHIP', { active: false }),
  route('move', 'TRANSFER'),
  route('together', 'STH_CONSOLIDATED'),
  route('back', 'RETURN'),
];
const network: Network = { places: { A: {} }, rows: [['A', 'a', 5]], routes };
const items = [{ upc: 'a', quantity: 1 }];

function routeOf(orderType: string, strategyId?: string): unknown {
  const order = { orderType: `ORDER_TYPE_${orderType}`, strategyId };
  const decision = decisionOf(network, requestOf(items, order));
  return warningsOf(decision).includes('NO_ROUTE') ? 'none' : decision.route;
}

describe('a strategy id', () => {
  it.each([
    ['DIRECTSHIP', 'ship', 'ORDER_TYPE_DIRECTSHIP'],
    ['DIRECTSHIP', 'Ship', 'none'],
    ['DIRECTSHIP', 'asleep', 'none'],
    ['DIRECTSHIP', 'move', 'none'],
    ['DIRECTSHIP', 'together', 'none'],
    ['TRANSFER', 'move', 'ORDER_TYPE_TRANSFER'],
    ['BOPIS', 'move', 'ORDER_TYPE_BOPIS'],
    ['BOPIS', 'ship', 'none'],
    ['STH_CONSOLIDATED', 'together', 'ORDER_TYPE_STH_CONSOLIDATED'],
    ['STH_CONSOLIDATED', 'ship', 'ORDER_TYPE_DIRECTSHIP'],
    ['RETURN', 'back', 'none'],
    ['RETURN', undefined, 'none'],
    ['DISPOSITION', undefined, 'none'],
    ['DELIVERY', undefined, 'none'],
  ])('%s, %s: %s', (orderType, strategyId, expected) => {
    expect(routeOf(orderType, strategyId)).toBe(expected);
  });

  it('is an id as digits where no route has that name', () => {
    const named = decisionOf(network, requestOf(items, { strategyId: '4' }));
    expect(summaryOf(named)).toEqual(['1:A:1']);
    // Which of the first ids a route has is the configuration's business; one has it.
    const served = Array.from({ length: 20 }, (_, id) => routeOf('TRANSFER', `${id}`));
    expect(served.filter((found) => found === 'ORDER_TYPE_TRANSFER')).toHaveLength(1);
    const id = served.indexOf('ORDER_TYPE_TRANSFER');
    for (const text of [`0${id}`, ` ${id}`, `${id}.0`, `+${id}`, `${id}0`, '']) {
      const expected = text === '' ? 'ORDER_TYPE_TRANSFER' : 'none';
      expect(routeOf('TRANSFER', text), text).toBe(expected);
    }
  });
});

describe('an order that was assigned too often', () => {
  const limited = (settings: Network['settings']): Network => ({ ...network, settings });
  const asked = (settings: Network['settings'], assignmentsSoFar: number, more: object = {}) =>
    decisionOf(limited(settings), requestOf(items, { assignmentsSoFar, ...more }));

  it('is not routed, and says so in its state alone', () => {
    const settings = { autoAssignLimit: 2, defaultStateChange: 'STATE_CHANGE_CANCEL' as const };
    expect(summaryOf(asked(settings, 2))).toEqual(['1:A:1']);
    const decision = asked(settings, 3);
    expect(summaryOf(decision)).toEqual(['1:CUSTOMER_CARE:1']);
    expect(decision.route).toBeUndefined();
    expect(warningsOf(decision)).toEqual(['UNKNOWN_DESTINATION']);
  });

  it('gets the state of the settings, but waits only where it may', () => {
    const settings = {
      autoAssignLimit: 1,
      tooManyAssignsAction: 'STATE_CHANGE_BACKORDER' as const,
    };
    expect(summaryOf(asked(settings, 2))).toEqual(['1:CUSTOMER_CARE:1']);
    const both = [...items, { upc: 'a', quantity: 2, backorderable: true }];
    const decision = decisionOf(limited(settings), requestOf(both, { assignmentsSoFar: 2 }));
    expect(summaryOf(decision)).toEqual(['1:CUSTOMER_CARE:1', '2:BACKORDER:2']);
  });

  it('does not take from a pickup store, and is warned of what it names', () => {
    const bopis = { orderType: 'ORDER_TYPE_BOPIS', pickupLocationCode: 'nowhere' };
    const decision = asked({ autoAssignLimit: 1 }, 2, bopis);
    expect(summaryOf(decision)).toEqual(['1:CUSTOMER_CARE:1']);
    expect(decision.route).toBeUndefined();
    expect(warningsOf(decision)).toEqual(['UNKNOWN_DESTINATION', 'UNKNOWN_PICKUP_LOCATION']);
  });

  it('is one without a limit never', () => {
    expect(summaryOf(asked({}, 1_000_000))).toEqual(['1:A:1']);
  });
});
