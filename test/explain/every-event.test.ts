// Is every event of the specification that can happen written when it happens? One small order for
// each; the last test compares what was seen with the list in the contract.

import { describe, expect, it } from 'vitest';
import type { SuggestionEvent } from '../../src/explain/events.js';
import { explainSuggest } from '../support/engine/explained.js';
import { enumNames } from '../support/engine/protos.js';
import { openWorld } from '../support/engine/world-engine.js';
import {
  action,
  custom,
  north,
  orderOf,
  type Scenario,
  worldOf,
} from '../support/model/scenario.js';

type Order = ReturnType<typeof orderOf>;

const seen = new Set<string>();

/** The events of an order; it must come out the same when it is decided again. */
function eventsOf(scenario: Scenario, order: Order): readonly SuggestionEvent[] {
  const { events, decision, answered } = explainSuggest(openWorld(worldOf(scenario)), order);
  expect(Buffer.from(decision).toString('hex')).toBe(Buffer.from(answered).toString('hex'));
  for (const { type } of events) seen.add(type);
  return events;
}

function kindsOf(events: readonly SuggestionEvent[]): string[] {
  return events.map(({ type }) => type.replace('SUGGESTION_EVENT_TYPE_', ''));
}

function one(events: readonly SuggestionEvent[], type: string): SuggestionEvent {
  const found = events.filter((event) => event.type === `SUGGESTION_EVENT_TYPE_${type}`);
  expect(found, type).toHaveLength(1);
  return found[0];
}

const codesOf = (event: SuggestionEvent) =>
  event.locationsRemoved?.locations.map(({ locationCode }) => locationCode);

const EVERYWHERE = { near: north(1), far: north(5) };

describe('before the groups', () => {
  it('a limit of assignments', () => {
    const scenario = { stock: { near: { a: 1 } }, settings: { autoAssignLimit: 2 } };
    const events = eventsOf(scenario, orderOf([['a', 1]], { assignmentsSoFar: 3 }));
    expect(kindsOf(events)).toEqual(['NEW_REQUEST', 'AUTO_ASSIGN_LIMIT_EXCEEDED', 'RESPONSE']);
    expect(one(events, 'AUTO_ASSIGN_LIMIT_EXCEEDED').autoAssignLimitExceeded).toEqual({
      autoAssignLimit: 2,
      assignmentCount: 3,
      stateChange: 'STATE_CHANGE_CUSTOMER_CARE',
    });
  });

  it('no route', () => {
    const order = orderOf([['a', 1]], { orderType: 'ORDER_TYPE_DELIVERY' });
    expect(kindsOf(eventsOf({ stock: { near: { a: 1 } } }, order))).toEqual([
      'NEW_REQUEST',
      'NO_ROUTE_FOUND',
      'DEFAULT_RESPONSE',
      'RESPONSE',
    ]);
  });

  it('who is left out of the pool', () => {
    const codes = ['blocked', 'weak', 'asleep', 'abroad', 'unlisted', 'barred', 'slow', 'fast'];
    const scenario: Scenario = {
      stock: Object.fromEntries(codes.map((code) => [code, { a: 1 }])),
      rows: { blocked: { blocked: true } },
      places: {
        weak: { directShip: false },
        asleep: { active: false },
        abroad: { countryCode: 'CA' },
        fast: { express: true },
      },
    };
    const order = orderOf([['a', 1]], {
      isExpress: true,
      shippingAddress: { countryCode: 'US', coordinates: { latitude: 40, longitude: -80 } },
      allowedLocationCodes: codes.filter((code) => code !== 'unlisted'),
      excludedLocations: [{ locationCode: 'barred' }],
    });
    const events = eventsOf(scenario, order);
    const removed = events.flatMap((event) =>
      event.locationsRemoved === undefined
        ? []
        : [[event.type.replace('SUGGESTION_EVENT_TYPE_', ''), ...(codesOf(event) ?? [])]],
    );
    expect(removed).toEqual([
      ['REMOVED_BLOCKED_LOCATIONS', 'blocked'],
      ['REMOVED_INCAPABLE_LOCATIONS', 'weak'],
      ['REMOVED_INACTIVE_LOCATIONS', 'asleep'],
      ['REMOVED_INTERNATIONAL_LOCATIONS', 'abroad'],
      ['REMOVED_UNLISTED_LOCATIONS', 'unlisted'],
      ['REMOVED_EXCLUDED_LOCATIONS', 'barred'],
      ['NON_EXPRESS_LOCATIONS_FILTERED', 'slow'],
    ]);
  });

  it('who does not cover what is asked for', () => {
    const scenario = { stock: { near: { a: 1 }, far: { a: 1, b: 1 } }, places: EVERYWHERE };
    const items = [
      ['a', 1],
      ['b', 1],
    ] as const;
    const all = orderOf([...items], { inventoryRequestType: 'INVENTORY_REQUEST_TYPE_ALL' });
    const events = eventsOf(scenario, all);
    expect(codesOf(one(events, 'REMOVED_INSUFFICIENT_LOCATIONS'))).toEqual(['near']);
    expect(one(events, 'INVENTORY_REQUEST').inventoryRead?.type).toBe('INVENTORY_REQUEST_TYPE_ALL');
    const partial = orderOf([['a', 2]], { inventoryRequestType: 'INVENTORY_REQUEST_TYPE_PARTIAL' });
    const removed = one(eventsOf(scenario, partial), 'REMOVED_INSUFFICIENT_LOCATIONS');
    expect(removed.locationsRemoved?.locations).toEqual([
      { locationCode: 'near', orderItemId: 1 },
      { locationCode: 'far', orderItemId: 1 },
    ]);
  });

  it('the rows of the tags that are asked for', () => {
    const row = { product: { upc: 'a' }, locationCode: 'near', onHand: 4 };
    const scenario = {
      stock: { near: { a: 9 } },
      moreStock: [{ ...row, segment: { channel: 'web' } }],
    };
    const tagged = orderOf([['a', 1, { tags: { channel: 'web' } }]]);
    const read = one(eventsOf(scenario, tagged), 'INVENTORY_REQUEST').inventoryRead;
    expect(read?.rows.map(({ available, segment }) => [available, segment])).toEqual([
      [4, { channel: 'web' }],
    ]);
  });
});

describe('of a group', () => {
  it('who is on hold, and whom the retailer leaves out', () => {
    const scenario: Scenario = {
      stock: { held: { a: 1 }, out: { a: 1 }, half: { a: 1 }, free: { a: 1 } },
      places: { held: { onHold: true } },
      settings: {
        retailerExclusions: [{ locationCode: 'out' }, { locationCode: 'half', upc: 'a' }],
      },
      groups: [{ useRetailerExclusionList: true }],
    };
    const events = eventsOf(scenario, orderOf([['a', 1]]));
    expect(codesOf(one(events, 'REMOVED_ON_HOLD_LOCATIONS'))).toEqual(['held']);
    const left = one(events, 'REMOVED_RETAILER_EXCLUDED_LOCATIONS').locationsRemoved?.locations;
    expect(left).toEqual([{ locationCode: 'half', orderItemId: 1 }, { locationCode: 'out' }]);
    expect(one(events, 'FOUND_FULL_ORDER_LOCATION').type).toBeDefined();
  });

  it('who has reached its fulfilment limit', () => {
    const limit = { type: 'FULFILLMENT_LIMIT_TYPE_ORDERS', durationUnit: 'DURATION_UNIT_DAY' };
    const groups = [{ fulfillmentLimit: { ...limit, limit: 0 } }, {}];
    const events = eventsOf({ stock: { near: { a: 1 } }, groups }, orderOf([['a', 1]]));
    expect(codesOf(one(events, 'REMOVED_OVERFULFILLED_LOCATIONS'))).toEqual(['near']);
  });

  it('its filters, its tree and its sorts', () => {
    const scenario: Scenario = {
      stock: { near: { a: 1 }, far: { a: 1 } },
      places: EVERYWHERE,
      filters: {
        close: custom('location.distance', 'LESS_THAN', '200'),
        never: custom('location.rank', 'GREATER_THAN', '99'),
      },
      groups: [
        {
          filterLogicalGroups: [
            { orderIndex: 0, logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['close'] },
            {
              orderIndex: 1,
              parentOrderIndex: 0,
              logicalOperator: 'LOGICAL_OPERATOR_AND',
              filters: ['never'],
            },
          ],
          sorts: [{ type: 'SORT_TYPE_DATA_SET' }, { type: 'SORT_TYPE_SCORE' }],
        },
      ],
    };
    const rates = [{ carrier: 'post', priceMinor: 500, transitDays: 2 }];
    const order = orderOf([['a', 1]], { locationInputs: [{ locationCode: 'near', rates }] });
    const events = eventsOf(scenario, order);
    const nodes = events.flatMap(({ filterNodeJudged: judged }) =>
      judged === undefined ? [] : [[judged.node.orderIndex ?? 0, judged.outputLocationCodes]],
    );
    expect(nodes).toEqual([
      [0, ['near']],
      [1, []],
    ]);
    expect(one(events, 'GROUP_FILTER').groupFiltered?.outputLocationCodes).toEqual(['near']);
    expect(one(events, 'GROUP_SORT').errors).toEqual([
      'SORT_TYPE_DATA_SET names no column: no effect',
    ]);
    const score = one(events, 'SCORE').scored?.scores[0];
    expect(score?.locationCode).toBe('near');
    expect(score?.rate).toEqual({ carrier: 'post', service: '', priceMinor: 500, transitDays: 2 });
    const kinds = kindsOf(events);
    expect(kinds.filter((kind) => kind === 'SORT')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'FILTER')).toHaveLength(2);
  });

  it('who has no rate', () => {
    const groups = [{ sorts: [{ type: 'SORT_TYPE_SCORE' }] }];
    const scenario = { stock: { near: { a: 1 } }, groups };
    const event = one(eventsOf(scenario, orderOf([['a', 1]])), 'SCORE');
    expect(event.errors).toEqual(['near has no rate']);
    expect(event.scored?.scores[0].rate).toBeUndefined();
  });
});

describe('of an after-action', () => {
  const stock = { near: { a: 1 }, far: { a: 1 } };

  it('a split that a limit keeps from more', () => {
    const scenario: Scenario = {
      stock,
      places: EVERYWHERE,
      settings: { maxFulfillingLocations: 1 },
      route: { candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_DISTANCE' },
      groups: [{ afterActionPartial: action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY') }],
    };
    const events = eventsOf(scenario, orderOf([['a', 2]]));
    expect(one(events, 'MAX_SPLITS_EXCEEDED').maxSplitsExceeded).toEqual({
      maxFulfillingLocations: 1,
      maxSplitItemLocations: 0,
      usedLocationCount: 0,
      maxLocations: 0,
    });
    const split = one(events, 'AFTER_ACTION_SORT').splitSearched;
    expect(split?.strategy).toBe('CANDIDATE_SORT_STRATEGY_DISTANCE');
    expect(split?.inputLocationCodes).toEqual(['near', 'far']);
    expect(split?.outputLocationCodes).toEqual(['near']);
    expect(split?.assignments).toHaveLength(1);
  });

  describe('that minimises costs', () => {
    const byCost = (parcelMinor: number): Scenario => ({
      stock: { near: { a: 1 }, nearer: { b: 1 }, far: { a: 1, b: 1 } },
      places: { near: north(1), nearer: north(0.5), far: { ...north(20), name: 'Far' } },
      route: {
        candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_COST',
        cost: { parcelMinor, unitKmMinor: 0.1 },
      },
      groups: [{ afterActionPartial: action('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY') }],
    });
    const order = orderOf([
      ['a', 1],
      ['b', 1],
    ]);

    it('a split though one location has everything', () => {
      const events = eventsOf(byCost(100), order);
      expect(kindsOf(events)).not.toContain('FOUND_FULL_ORDER_LOCATION');
      const split = one(events, 'AFTER_ACTION_SORT').splitSearched;
      expect(split?.strategy).toBe('CANDIDATE_SORT_STRATEGY_MINIMIZE_COST');
      expect(split?.inputLocationCodes).toEqual(['nearer', 'near', 'far']);
      expect(split?.outputLocationCodes).toEqual(['near', 'nearer']);
    });

    it('a single location where that is the cheapest plan', () => {
      const events = eventsOf(byCost(10_000), order);
      expect(one(events, 'FOUND_FULL_ORDER_LOCATION').name).toBe('Far');
      expect(kindsOf(events)).not.toContain('AFTER_ACTION');
      expect(kindsOf(events)).not.toContain('AFTER_ACTION_SORT');
    });
  });

  it('an offer to locations', () => {
    const groups = [{ afterActionPartial: action('SEND_ORDER_TO_BIDDING') }];
    const events = eventsOf({ stock, groups }, orderOf([['a', 2]]));
    const offered = one(events, 'MAKE_LOCATIONS_AVAILABLE').locationsAvailable;
    expect(offered).toEqual({ locationCodes: ['near', 'far'], omittedLocationCount: 0 });
    expect(one(events, 'AFTER_ACTION').afterActionRun?.match).toBe('GROUP_MATCH_PARTIAL');
  });
});

describe('of stock that is yet to come', () => {
  const future = { product: { upc: 'a' }, locationCode: 'near', onHand: 2, futureEpochMs: 1000 };
  const order = (more: object = {}) => orderOf([['a', 2, { futureOrderable: true, ...more }]]);

  it('that it serves', () => {
    const events = eventsOf({ stock: { near: { a: 1 } }, moreStock: [future] }, order());
    expect(one(events, 'FUTURE_ATP_INITIATED').futureStep?.orderItemIds).toEqual([1]);
    const used = one(events, 'FUTURE_ATP_USED').futureStep?.assignments;
    expect(used?.map(({ locationCode, quantity }) => [locationCode, quantity])).toEqual([
      ['near', 2],
    ]);
  });

  it('that it does not serve', () => {
    const moreStock = [{ ...future, onHand: 1 }];
    const events = eventsOf({ stock: { near: { a: 1 } }, moreStock }, order());
    expect(one(events, 'FUTURE_ATP_NOT_USED').futureStep?.assignments).toEqual([]);
    expect(kindsOf(events).at(-2)).toBe('DEFAULT_RESPONSE');
  });
});

describe('of a pickup store', () => {
  it('what it gives, and that it is no source', () => {
    const scenario: Scenario = {
      stock: { shop: { a: 1 }, depot: { a: 5 } },
      places: { shop: { pickup: true, transferEnabled: true }, depot: { transferEnabled: true } },
      route: { orderType: 'ORDER_TYPE_TRANSFER' },
    };
    const order = orderOf([['a', 3]], {
      orderType: 'ORDER_TYPE_BOPIS',
      pickupLocationCode: 'shop',
    });
    const events = eventsOf(scenario, order);
    const given = one(events, 'PICKUP_LOCATION_ASSIGNED');
    expect(given.pickupAssigned?.locationCode).toBe('shop');
    expect(given.pickupAssigned?.assignments[0].quantity).toBe(1);
    expect(codesOf(one(events, 'REMOVED_PICKUP_LOCATION'))).toEqual(['shop']);
    expect(one(events, 'INVENTORY_REQUEST').inventoryRead?.transferEnabled).toBe(true);
  });
});

describe('of a consolidation', () => {
  const groups = [{ afterActionPartial: action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY') }];
  const sends = { transferEnabled: true };
  const places = { near: { ...north(1), ...sends }, far: { ...north(5), ...sends } };
  const stock = { near: { a: 1 }, far: { a: 1 }, hub: {} };
  const scenarioOf = (hub: object, more: Partial<Scenario> = {}): Scenario => ({
    stock,
    places: { ...places, hub },
    groups,
    ...more,
  });
  const orderWith = (more: Partial<Order> = {}) =>
    orderOf([['a', 2]], { forceSthConsolidationOnSplitShipments: true, ...more });
  const hub = { ...north(2), consolidationEnabled: true };

  function steps(scenario: Scenario, order: Order): string[] {
    return kindsOf(eventsOf(scenario, order)).filter((kind) => kind.includes('CONSOLIDAT'));
  }

  const BEGUN = ['STH_CONSOLIDATED_INITIATED', 'STH_CONSOLIDATION_FORCE_OVERRIDE_INITIATED'];
  const FOUND = [
    'STH_CONSOLIDATION_FORCE_CLOSEST_VALID_LOCATION_FOUND',
    'CONSOLIDATION_FILTER_MINIMIZATION_VALIDATION',
  ];

  it('that is used', () => {
    const events = eventsOf(scenarioOf(hub), orderWith());
    expect(kindsOf(events).filter((kind) => kind.includes('CONSOLIDAT'))).toEqual([
      ...BEGUN,
      ...FOUND,
      'STH_CONSOLIDATED_USED',
    ]);
    expect(one(events, 'STH_CONSOLIDATED_USED').consolidationStep).toEqual({
      locationCode: 'hub',
      sourceLocationCodes: ['near', 'far'],
      addsLocation: true,
    });
  });

  it('that the request sends elsewhere, rightly and not', () => {
    const right = orderWith({ sthConsolidationLocationOverride: 'hub' });
    expect(steps(scenarioOf(hub), right)).toEqual([...BEGUN, FOUND[1], 'STH_CONSOLIDATED_USED']);
    const wrong = orderWith({ sthConsolidationLocationOverride: 'near' });
    expect(steps(scenarioOf(hub), wrong)).toEqual([
      ...BEGUN,
      'STH_CONSOLIDATION_INVALID_LOCATION_OVERRIDE',
      ...FOUND,
      'STH_CONSOLIDATED_USED',
    ]);
  });

  it.each([
    ['NO_STH_CONSOLIDATION_LOCATION_FOUND', north(2), {}],
    ['STH_CONSOLIDATION_FORCE_NO_VALID_LOCATIONS_FOUND', { ...hub, active: false }, {}],
    ['STH_CONSOLIDATION_FORCE_NO_GEO_LOCATION_VALUES_FOUND', { consolidationEnabled: true }, {}],
    ['STH_CONSOLIDATION_FORCE_INVALID_SHIPPING_ADDRESS_VALUES', hub, { shippingAddress: {} }],
  ])('that finds no point: %s', (kind, place, more) => {
    expect(steps(scenarioOf(place), orderWith(more))).toEqual([
      ...BEGUN,
      kind,
      'STH_CONSOLIDATED_NOT_USED',
    ]);
  });

  it('that a limit or a location prevents', () => {
    const limited = scenarioOf(hub, { settings: { maxFulfillingLocations: 2 } });
    expect(steps(limited, orderWith())).toEqual([...BEGUN, ...FOUND, 'STH_CONSOLIDATED_NOT_USED']);
    const still = scenarioOf(hub, { places: { ...EVERYWHERE, hub } });
    expect(steps(still, orderWith())).toEqual([...BEGUN, 'STH_CONSOLIDATED_NOT_USED']);
  });
});

describe('the contract', () => {
  it('has no other kinds of events', () => {
    const all = enumNames('SuggestionEventType').filter((name) => !name.endsWith('_UNSPECIFIED'));
    expect(all.filter((name) => !seen.has(name))).toEqual([]);
  });
});
