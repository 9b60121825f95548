// Who lost and to what: read off the events of logs of small worlds, which the engine makes.

import { describe, expect, test } from 'vitest';
import type { LogJson } from '../../src/cli/log/log-json.js';
import { losersOf, ordinal } from '../../src/cli/log/losers.js';
import { losersText } from '../../src/cli/log/losers-table.js';
import { logText } from '../../src/cli/log/log-text.js';
import { toJson } from '../../src/cli/proto-json.js';
import { messageType } from '../../src/cli/schema.js';
import { loadContract } from '../../src/rpc/definitions.js';
import { LogComposer } from '../../src/rpc/suggestion-log.js';
import { explainCandidates, explainSuggest, type Explained } from '../support/engine/explained.js';
import { openWorld } from '../support/engine/world-engine.js';
import {
  action,
  custom,
  north,
  orderOf,
  type Scenario,
  worldOf,
} from '../support/model/scenario.js';

const composer = new LogComposer(loadContract());

/** The log as a client of gRPC sees it. */
function jsonOf(explained: Explained): LogJson {
  const outcome = { explanation: explained, note: null, candidateLocationCodes: null };
  const { bytes } = composer.compose(explained.inputs, outcome, true);
  const type = messageType('SuggestionLog');
  const message = type.decode(bytes) as unknown as Record<string, unknown>;
  return toJson(type, message, { hasDefaults: true }) as LogJson;
}

function logOf(scenario: Scenario, ...order: Parameters<typeof orderOf>): LogJson {
  return jsonOf(explainSuggest(openWorld(worldOf(scenario)), orderOf(...order)));
}

/** `location|group|lost to` of each loser. */
function losers(log: LogJson): string[] {
  return losersOf(log).map(({ locationCode, group, lostTo }) =>
    [locationCode, group, lostTo].join('|'),
  );
}

describe('a location lost', () => {
  test('to what keeps it out of every group', () => {
    const stock = { a: 5 };
    const scenario: Scenario = {
      stock: { ok: stock, off: stock, pickup: stock, far: stock, no: stock, part: { a: 1, b: 9 } },
      places: {
        ok: { countryCode: 'US' },
        off: { active: false },
        pickup: { directShip: false },
        far: { countryCode: 'FR' },
      },
      groups: [{ afterActionPartial: action('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY') }],
    };
    const order: Parameters<typeof orderOf>[0] = [
      ['a', 2],
      ['b', 1],
    ];
    const log = logOf(scenario, order, {
      shippingAddress: { countryCode: 'US' },
      excludedLocations: [{ locationCode: 'no' }, { locationCode: 'part', orderItemId: 1 }],
    });
    expect(losers(log)).toEqual([
      'pickup||does not serve the order type',
      'off||not active',
      'far||in another country',
      'no||excluded by the request',
    ]);
  });

  test('to a hold, to an express location, to a list', () => {
    const stock = { a: 5 };
    const scenario: Scenario = {
      stock: { fast: stock, held: stock, slow: stock },
      places: { fast: { express: true }, held: { express: true, onHold: true } },
    };
    const express = logOf(scenario, [['a', 1]], { isExpress: true });
    expect(losers(express)).toEqual(['slow||not express', 'held|group 0|on hold']);
    const listed = logOf(scenario, [['a', 1]], { allowedLocationCodes: ['slow'] });
    expect(losers(listed)).toEqual([
      'fast||not among the allowed locations',
      'held||not among the allowed locations',
    ]);
  });

  test('to blocked stock, by its product', () => {
    const world = worldOf({ stock: { ok: { a: 5 }, shut: { a: 5 } } });
    Object.assign(world.inventory[1], { blocked: true });
    const log = jsonOf(explainSuggest(openWorld(world), orderOf([['a', 1]])));
    expect(losers(log)).toEqual(['shut||stock is blocked for a']);
  });

  test('to filters, the first with its values', () => {
    const filters = {
      near: custom('location.distance', 'LESS_THAN', '100'),
      many: custom('inventory.available', 'GREATER_THAN', '6'),
    };
    const log = logOf(
      {
        stock: { here: { a: 9 }, there: { a: 9 }, both: { a: 5 } },
        places: { here: north(0.5), there: north(3), both: north(3) },
        filters,
        groups: [{ filters: ['near', 'many'] }],
      },
      [['a', 1]],
    );
    const far = 'filter near: location.distance 207.3 mi is not less than 100 mi';
    expect(losers(log)).toEqual([`both|group 0|${far}; and 1 more`, `there|group 0|${far}`]);
  });

  test('to a filter on the order, with the whole group', () => {
    const log = logOf(
      {
        stock: { big: { a: 9 }, small: { a: 9 } },
        filters: { large: custom('order.total', 'GREATER_THAN', '100') },
        groups: [
          { filters: ['large'], locations: [{ locationCode: 'big' }] },
          { locations: [{ locationCode: 'small' }] },
        ],
      },
      [['a', 1]],
    );
    expect(losers(log)).toEqual([
      'big|group 0|filter large: order.total 10.00 is not greater than 100',
    ]);
  });

  test('to the order of the group, or for want of units', () => {
    const log = logOf(
      {
        stock: { one: { a: 9, b: 9 }, two: { a: 9, b: 9 }, three: { a: 1, b: 9 }, four: { b: 1 } },
        places: { one: north(1), two: north(2), three: north(0.1), four: north(0.1) },
        groups: [{ sorts: [{ type: 'SORT_TYPE_DISTANCE' }] }],
      },
      [
        ['a', 2],
        ['b', 3],
        ['a', 1],
      ],
    );
    expect(losers(log)).toEqual([
      'four|group 0|short of 3 a, 2 b',
      'three|group 0|short of 2 a',
      'two|group 0|sorted 4th by DISTANCE',
    ]);
  });

  test('to others of a split, and to not being asked', () => {
    const log = logOf(
      {
        stock: { a1: { a: 4 }, a2: { a: 2 }, b1: { b: 1 }, late: { a: 9, b: 9 } },
        groups: [
          {
            locations: ['a1', 'a2', 'b1'].map((locationCode) => ({ locationCode })),
            afterActionPartial: action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY'),
          },
          { locations: [{ locationCode: 'late' }] },
        ],
      },
      [
        ['a', 4],
        ['b', 1],
      ],
    );
    expect(losers(log)).toEqual([
      'a2|group 0|short of 2 a, 1 b; others of the split could take more',
      'late||in no group that was tried',
    ]);
  });

  test('to the length of a list of candidates', () => {
    const engine = openWorld(worldOf({ stock: { x: { a: 1 }, y: { a: 1 }, z: { a: 1 } } }));
    const request = {
      orderType: 'ORDER_TYPE_DIRECTSHIP',
      items: [{ upc: 'a', quantity: 1 }],
      maxCandidates: 2,
    };
    expect(losers(jsonOf(explainCandidates(engine, request)))).toEqual([
      'z|group 0|not among the first 2',
    ]);
  });
});

describe('the table', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`l${10 + i}`, { a: 5 }]));
  const log = logOf({ stock: many }, [['a', 1]]);

  test('has twenty rows, or all', () => {
    const short = losersText(log, false).split('\n');
    expect(short.filter((line) => /^l\d+ /.test(line))).toHaveLength(20);
    expect(short).toContain('and 9 more; --all shows all');
    const whole = losersText(log, true);
    expect(whole).toContain('l39       group 0  sorted 30th by RANK');
    expect(whole).not.toContain('more');
  });

  test('is not there where nobody lost, and says where there is no log', () => {
    expect(losersText(logOf({ stock: { x: { a: 1 } } }, [['a', 1]]), false)).toBe('');
    expect(losersText(undefined, false)).toBe('');
    const broken = { ...log, reproduced: false, notReproducedDetail: 'it went wrong' };
    expect(losersText(broken, false)).toBe('\nNo reasons: it went wrong\n');
  });

  test('says how much a log leaves out', () => {
    const groupEntered = { locations: [], omittedLocationCount: 1234 };
    const large = { ...log, events: [{ ...log.events[0], groupEntered }] };
    expect(losersText(large, false)).toBe('1,234 locations and rows more are not in the log\n');
  });
});

describe('a log in words', () => {
  test('has a line for each event, and cuts long ones', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`l${10 + i}`, { a: 5 }]));
    const scenario: Scenario = {
      stock: { ...many, near: { a: 1 } },
      places: {
        near: north(0),
        ...Object.fromEntries(Object.keys(many).map((c) => [c, north(5)])),
      },
      filters: { close: custom('location.distance', 'LESS_THAN', '9') },
      groups: [{ filters: ['close'] }],
    };
    const log = logOf(scenario, [['a', 2]], { orderId: 'o-7' });
    const text = logText(log, false);
    expect(text).toMatch(
      /^Suggestion 0 of order o-7, 1970-01-01T00:00:00.000Z, rules 1, stock 0\n/,
    );
    expect(text).toContain('Decided again: the same decision, to the byte.');
    expect(text).toMatch(/FILTER +close +l10: location.distance 345.5 mi is not less than 9 mi\n/);
    expect(text).toMatch(/\n +and 4 more; --all shows all\n/);
    expect(text).toMatch(/GROUP_FILTER +group 0 +1 of 13 locations: near\n/);
    expect(text).toMatch(/DEFAULT_RESPONSE +CUSTOMER_CARE: lines 1\n/);
    expect(text).toMatch(/RESPONSE +line 1: 2 CUSTOMER_CARE\n/);
    expect(logText(log, true)).toContain('l21: location.distance');
    const gone = {
      ...log,
      reproduced: false,
      notReproducedReason: 'STOCK_EXPIRED',
      notReproducedDetail: 'too old',
    };
    expect(logText(gone, false)).toContain('Not decided again (STOCK_EXPIRED): too old\n');
  });
});

test('ordinals', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 113].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 113th',
  );
});
