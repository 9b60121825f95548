// Groups, routes, sorts, actions and limits that cannot do what they say: each beside one that just
// can.

import { describe, expect, it } from 'vitest';
import type {
  ConfigurationDocument,
  LocationGroupDocument,
  RouteDocument,
} from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import { customFilter, ROUTE, sampleDocument } from './samples.js';
import { linted, LOCATIONS, placesOf } from './support/linted.js';

const CANCEL = { action: 'FAILOVER_ACTION_CANCEL_ORDER' };
const SPLIT = { action: 'FAILOVER_ACTION_QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY' };
const SPLIT_ON = { action: 'FAILOVER_ACTION_QUANTITY_SPLIT_ASSIGN_IF_FULFILLED' };
const ENDS = { afterActionPartial: SPLIT, afterActionNone: CANCEL };

/** A document of groups of all locations, ranked as they come. */
function grouped(
  groups: readonly LocationGroupDocument[],
  rest: ConfigurationDocument = {},
): ConfigurationDocument {
  const locations = LOCATIONS.map(({ code = '' }) => ({ locationCode: code }));
  return {
    routes: [{ name: ROUTE, orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    ...rest,
    locationGroups: groups.map((group, place) => ({
      name: `g${place}`,
      route: ROUTE,
      rank: place + 1,
      locations,
      ...group,
    })),
  };
}

describe('a group without members', () => {
  const kind = 'GROUP_WITHOUT_MEMBERS';
  const changed = (change: LocationDocument) => LOCATIONS.map((one) => ({ ...one, ...change }));
  const stores = grouped([{}]);

  it.each([
    ['has a location that serves', LOCATIONS, 0],
    ['has only others', [{ code: 'X' }], 1],
    ['has inactive ones', changed({ active: false }), 1],
    ['has those that do not ship', changed({ directShip: false }), 1],
    ['has those that are on hold', changed({ onHold: true }), 1],
    ['keeps one', [...changed({ active: false }).slice(1), LOCATIONS[0]], 0],
  ])('%s', (_title, documents, count) => {
    expect(placesOf(kind, stores, documents)).toHaveLength(count);
  });

  it('has a limit of 0', () => {
    const limited = (limit: number) => {
      const type = 'FULFILLMENT_LIMIT_TYPE_ORDERS';
      const fulfillmentLimit = { type, limit, durationUnit: 'DURATION_UNIT_DAY' };
      return sampleDocument({ isDefaultGroup: true, fulfillmentLimit });
    };
    expect(placesOf(kind, limited(0))).toEqual(['location_groups[0]']);
    expect(placesOf(kind, limited(1))).toEqual([]);
  });

  it('is told by the filter, the two filters, or the list that empties it', () => {
    const reno = customFilter('location.city', 'EQUAL', 'reno');
    const canada = customFilter('location.countryCode', 'EQUAL', 'ca');
    const us = customFilter('location.countryCode', 'NOT_EQUAL', 'ca');
    const of = (...filters: (typeof reno)[]) => sampleDocument({ isDefaultGroup: true }, filters);
    expect(placesOf(kind, of(reno, us))).toEqual([]);
    expect(placesOf(kind, of(reno, canada))).toEqual(['location_groups[0].filters[1]']);
    const none = { ...canada, customValue: { stringValue: 'MX' } };
    expect(placesOf(kind, of(reno, none))).toEqual(['location_groups[0].filters[1]']);
    const settings = {
      retailerExclusions: LOCATIONS.map(({ code = '' }) => ({ locationCode: code })),
    };
    const listed = grouped([{ useRetailerExclusionList: true }], { settings });
    expect(placesOf(kind, listed)).toEqual(['location_groups[0]']);
    const some = { retailerExclusions: settings.retailerExclusions.slice(1) };
    expect(placesOf(kind, { ...listed, settings: some })).toEqual([]);
  });

  it('has a tree of which no branch leaves a location', () => {
    const node = (logicalOperator: string) => ({
      filters: [],
      filterLogicalGroups: [
        { orderIndex: 0, logicalOperator, filters: ['location.city EQUAL'] },
        {
          orderIndex: 1,
          parentOrderIndex: 0,
          logicalOperator,
          filters: ['location.countryCode EQUAL'],
        },
      ],
    });
    const filters = [
      customFilter('location.city', 'EQUAL', 'reno'),
      customFilter('location.countryCode', 'EQUAL', 'ca'),
    ];
    const of = (operator: string) =>
      sampleDocument({ isDefaultGroup: true, ...node(`LOGICAL_OPERATOR_${operator}`) }, filters);
    expect(placesOf(kind, of('AND'))).toHaveLength(1);
    expect(placesOf(kind, of('OR'))).toEqual([]);
  });

  it('may be there for what it does', () => {
    const severities = linted(grouped([{ locations: [], afterActionNone: CANCEL }]))
      .filter((one) => one.kind === `LINT_KIND_${kind}`)
      .map(({ severity }) => severity);
    expect(severities).toEqual(['LINT_SEVERITY_INFO']);
  });
});

describe('a group that no order reaches', () => {
  const kind = 'GROUP_UNREACHABLE';
  const jump = {
    action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
    restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
    restartGroup: 'g2',
  };
  const everywhere = { ...SPLIT, restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING' };

  it('stands behind one that always ends routing', () => {
    expect(placesOf(kind, grouped([ENDS, {}]))).toEqual(['location_groups[1]']);
    expect(placesOf(kind, grouped([{ afterActionPartial: SPLIT }, {}]))).toEqual([]);
    expect(placesOf(kind, grouped([{ ...ENDS, afterActionPartial: SPLIT_ON }, {}]))).toEqual([]);
  });

  it('may be tried where an order is not let into the one before', () => {
    const filters = [{ ...customFilter('order.total', 'LESS_THAN', '5'), name: 'f' }];
    expect(placesOf(kind, grouped([{ ...ENDS, filters: ['f'] }, {}], { filters }))).toEqual([]);
    const lines = [{ ...customFilter('item.sku', 'EQUAL', '5'), name: 'f' }];
    const items = grouped([{ ...ENDS, filters: ['f'] }, {}], { filters: lines });
    expect(placesOf(kind, items)).toEqual(['location_groups[1]']);
  });

  it('may be jumped to, or split over', () => {
    const jumped = grouped([{ ...ENDS, afterActionNone: jump }, {}, {}]);
    expect(placesOf(kind, jumped)).toEqual(['location_groups[1]']);
    expect(placesOf(kind, grouped([{ ...ENDS, afterActionPartial: everywhere }, {}]))).toEqual([]);
  });
});

describe('a route', () => {
  const routesOf = (...routes: RouteDocument[]) =>
    grouped(
      routes.map(({ name = '' }) => ({ route: name, rank: 1 })),
      { routes },
    );
  const ship = (name: string, rest = {}) => ({ name, orderType: 'ORDER_TYPE_DIRECTSHIP', ...rest });

  it('never serves where another one does, or its type has none', () => {
    const kind = 'ROUTE_NEVER_SERVES';
    expect(placesOf(kind, routesOf(ship('a'), ship('b')))).toEqual(['routes[1]']);
    expect(
      placesOf(kind, routesOf(ship('a'), ship('b', { orderType: 'ORDER_TYPE_DELIVERY' }))),
    ).toEqual([]);
    expect(placesOf(kind, routesOf(ship('a', { active: false }), ship('b')))).toEqual([
      'routes[0]',
    ]);
    for (const type of ['RETURN', 'DISPOSITION', 'BOPIS']) {
      const route = ship('a', { orderType: `ORDER_TYPE_${type}` });
      expect(placesOf(kind, routesOf(route))).toEqual(['routes[0]']);
    }
    expect(placesOf(kind, routesOf(ship('a', { orderType: 'ORDER_TYPE_TRANSFER' })))).toEqual([]);
  });

  it('has no active group', () => {
    const kind = 'ROUTE_WITHOUT_GROUPS';
    expect(placesOf(kind, grouped([{ active: false }]))).toEqual(['routes[0]']);
    expect(placesOf(kind, grouped([{}]))).toEqual([]);
  });

  it('ends without a last resort', () => {
    const kind = 'NO_LAST_RESORT';
    expect(placesOf(kind, grouped([{}, {}]))).toEqual(['location_groups[1]']);
    expect(placesOf(kind, grouped([{}, ENDS]))).toEqual([]);
    const settings = { defaultStateChange: 'STATE_CHANGE_BACKORDER' };
    expect(placesOf(kind, grouped([{}], { settings }))).toEqual([]);
  });
});

describe('a sort', () => {
  const kind = 'SORT_NEVER_DECIDES';
  const sorts = (...types: string[]) => types.map((type) => ({ type: `SORT_TYPE_${type}` }));
  const level = (place: number) => `location_groups[0].sorts[${place}]`;
  const column = {
    type: 'SORT_TYPE_COST',
    dataSet: 'd',
    dataSetColumn: 'c',
  };
  const dataSets = (...values: string[]) => [
    {
      name: 'd',
      columns: [{ name: 'c' }],
      rows: values.map((c, i) => ({ locationCode: LOCATIONS[i].code ?? '', values: { c } })),
    },
  ];

  it('by rank leaves nothing to the keys behind, where ranks differ', () => {
    expect(placesOf(kind, grouped([{ sorts: sorts('RANK', 'DISTANCE') }]))).toEqual([level(1)]);
    expect(placesOf(kind, grouped([{ sorts: sorts('DISTANCE', 'RANK') }]))).toEqual([]);
    const equal = LOCATIONS.map(({ code = '' }) => ({ locationCode: code, rank: 1 }));
    const tied = { sorts: sorts('RANK', 'DISTANCE'), locations: equal };
    expect(placesOf(kind, grouped([tied]))).toEqual([level(0)]);
    const half = equal.map((one, place) => (place === 0 ? { ...one, rank: 2 } : one));
    expect(placesOf(kind, grouped([{ ...tied, locations: half }]))).toEqual([]);
  });

  it('by a column decides where its numbers differ', () => {
    const of = (...values: string[]) =>
      grouped([{ sorts: [column, ...sorts('DISTANCE')] }], { dataSets: dataSets(...values) });
    expect(placesOf(kind, of('1', '1', '1'))).toEqual([level(0)]);
    expect(placesOf(kind, of('1', '1'))).toEqual([]);
    expect(placesOf(kind, of('1', '2'))).toEqual([level(1)]);
    const nameless = grouped([{ sorts: sorts('COST', 'DISTANCE') }]);
    expect(placesOf(kind, nameless)).toEqual([level(0)]);
  });

  it('of one location has nothing to do', () => {
    const one = grouped([{ sorts: sorts('DISTANCE'), locations: [{ locationCode: 'A' }] }]);
    expect(placesOf(kind, one)).toEqual(['location_groups[0].sorts']);
    const two = [{ locationCode: 'A' }, { locationCode: 'B' }];
    expect(placesOf(kind, grouped([{ sorts: sorts('DISTANCE'), locations: two }]))).toEqual([]);
  });
});

describe('an after-action', () => {
  const path = 'location_groups[0].after_action_partial';
  const at = (action: object, restart: string, restartGroup?: string) => {
    const named = restartGroup === undefined ? {} : { restartGroup };
    const restartAttempt = `RESTART_ATTEMPT_${restart}`;
    return grouped([
      { afterActionPartial: { ...action, restartAttempt, ...named } },
      ENDS,
      { active: false },
    ]);
  };
  const send = { action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP' };

  it('names a group that is there, and active', () => {
    const kind = 'ACTION_TARGET';
    expect(placesOf(kind, at(SPLIT, 'GROUP_RANK', 'g1'))).toEqual([]);
    expect(placesOf(kind, at(SPLIT, 'GROUP_RANK', 'g2'))).toEqual([path]);
    expect(placesOf(kind, at(SPLIT, 'GROUP_RANK', 'nobody'))).toEqual([path]);
    expect(placesOf(kind, at(send, 'GROUP_RANK'))).toEqual([path]);
  });

  it('says where to look only where it looks', () => {
    const kind = 'RESTART_NEVER_READ';
    expect(placesOf(kind, at(CANCEL, 'START_AT_BEGINNING'))).toEqual([path]);
    expect(placesOf(kind, at(SPLIT, 'START_AT_BEGINNING'))).toEqual([]);
  });

  it('does something', () => {
    const kind = 'ACTION_WITHOUT_EFFECT';
    expect(placesOf(kind, at(send, 'CURRENT_GROUP'))).toEqual([path]);
    expect(placesOf(kind, at(send, 'START_AT_BEGINNING'))).toEqual([path]);
    expect(placesOf(kind, at(SPLIT, 'CURRENT_GROUP'))).toEqual([]);
    expect(placesOf(kind, at(SPLIT, 'GROUP_RANK', 'g2'))).toEqual([path]);
    const none = grouped([{ afterActionNone: SPLIT }]);
    expect(placesOf(kind, none)).toEqual(['location_groups[0].after_action_none']);
    const wide = { ...SPLIT, restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING' };
    expect(placesOf(kind, grouped([{ afterActionNone: wide }, {}]))).toEqual([]);
  });
});

describe('limits', () => {
  const kind = 'LIMITS_CONTRADICT';
  const of = (settings: object, action: object = CANCEL) =>
    placesOf(kind, grouped([{ afterActionPartial: action }], { settings }));

  it('bind', () => {
    const line = 'settings.max_split_item_locations';
    expect(of({ maxFulfillingLocations: 2, maxSplitItemLocations: 3 })).toEqual([line]);
    expect(of({ maxFulfillingLocations: 3, maxSplitItemLocations: 3 })).toEqual([]);
    expect(of({ maxSplitItemLocations: 3 })).toEqual([]);
    expect(of({ maxSplitItemLocations: 1 }, SPLIT)).toEqual([line]);
    expect(of({ maxSplitItemLocations: 1 })).toEqual([]);
    expect(of({ maxSplitItemLocations: 2 }, SPLIT)).toEqual([]);
  });

  it('leave a split more than one location', () => {
    const path = 'settings.max_fulfilling_locations';
    expect(of({ maxFulfillingLocations: 1 }, SPLIT)).toEqual([path]);
    expect(of({ maxFulfillingLocations: 1 })).toEqual([]);
    expect(of({ maxFulfillingLocations: 2 }, SPLIT)).toEqual([]);
  });

  it('lead to the action that is named for them', () => {
    const tooManyAssignsAction = 'STATE_CHANGE_CANCEL';
    expect(of({ tooManyAssignsAction })).toEqual(['settings.too_many_assigns_action']);
    expect(of({ tooManyAssignsAction, autoAssignLimit: 3 })).toEqual([]);
  });
});
