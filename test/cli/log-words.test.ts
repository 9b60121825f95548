// Does every kind of event of a log have its words? One payload for each, as the JSON form has it.

import { describe, expect, test } from 'vitest';
import type { EventJson, LogJson } from '../../src/cli/log/log-json.js';
import { logText } from '../../src/cli/log/log-text.js';
import { enumNames } from '../support/engine/protos.js';

type Payload = Partial<Omit<EventJson, 'type'>>;

const AT = { orderItemId: 1, quantity: 2, locationCode: 'WH' };
const REMOVED = { locationsRemoved: { locations: [], omittedLocationCount: 3 } };
const CODES = { inputLocationCodes: ['A', 'B'], outputLocationCodes: ['B'] };
const STEP: Payload = {
  consolidationStep: { locationCode: 'HUB', sourceLocationCodes: ['A', 'B'], addsLocation: true },
};
const FUTURE: Payload = {
  futureStep: {
    orderItemIds: [1, 2],
    assignments: [{ ...AT, futureEpochMs: 1_798_761_600_000, route: 'UNSPECIFIED' }],
  },
};
const TERMS = { score: 0.5, inventory: 1, shipping: 0, model: 0, cost: 0.25 };
const RATE = { carrier: 'Quick', service: '', priceMinor: 900, transitDays: 2 };

/** What the text of an event has, by its kind; undefined: it says all with its name. */
const WORDS: Readonly<Record<string, readonly [Payload, string | undefined]>> = {
  NEW_REQUEST: [
    { request: { orderType: 'BOPIS', items: [{ sku: 'MUG', quantity: 2 }], isExpress: true } },
    'BOPIS, express: 2 MUG',
  ],
  ROUTE_SELECTED: [
    { routeSelected: { route: { name: 'home' }, groups: [{ name: 'g', active: false }] } },
    'home: g (inactive)',
  ],
  NO_ROUTE_FOUND: [{}, undefined],
  INVENTORY_REQUEST: [
    { inventoryRead: { rows: [{ ...AT, available: 1 }], omittedRowCount: 0 } },
    '1 rows at 1 locations',
  ],
  GROUP: [{ groupEntered: { locations: [], omittedLocationCount: 2 } }, '2 locations'],
  FILTER: [
    {
      filterApplied: {
        skippedGroup: true,
        removals: [{ locationCode: '', orderItemId: 0, text: 'not so' }],
        omittedRemovalCount: 0,
      },
    },
    'the group is skipped',
  ],
  GROUP_FILTER: [{ groupFiltered: { ...CODES, filters: [] } }, '1 of 2 locations: B'],
  SORT: [
    {
      sortKeyed: {
        sort: { type: 'LTD', direction: 'UNSPECIFIED' },
        values: [{ locationCode: 'A' }],
      },
    },
    'LTD NATURAL: A unknown',
  ],
  GROUP_SORT: [{ groupSorted: { ...CODES, sorts: [] } }, 'B'],
  FOUND_FULL_ORDER_LOCATION: [{}, undefined],
  AFTER_ACTION: [
    {
      afterActionRun: {
        match: 'NONE',
        action: { action: 'CANCEL_ORDER', restartAttempt: 'UNSPECIFIED' },
      },
    },
    'NONE: CANCEL_ORDER',
  ],
  AFTER_ACTION_SORT: [
    { splitSearched: { ...CODES, strategy: 'QUANTITY', assignments: [AT] } },
    'took B of 2 candidates',
  ],
  DEFAULT_RESPONSE: [
    { defaultResponse: { stateChange: 'CANCEL', orderItemIds: [1] } },
    'CANCEL: lines 1',
  ],
  RESPONSE: [{ response: { candidateLocationCodes: ['A', 'B'] } }, 'A, B'],
  AUTO_ASSIGN_LIMIT_EXCEEDED: [
    {
      autoAssignLimitExceeded: {
        autoAssignLimit: 2,
        assignmentCount: 3,
        stateChange: 'CUSTOMER_CARE',
      },
    },
    'assigned 3 times, the limit is 2: CUSTOMER_CARE',
  ],
  GROUP_FILTER_LOGICAL_GROUP: [
    {
      filterNodeJudged: {
        node: { orderIndex: 2, parentOrderIndex: 0, logicalOperator: 'OR', filters: ['f', 'g'] },
        outputLocationCodes: ['A'],
        omittedLocationCount: 4,
      },
    },
    'node 2, below 0: OR of f, g',
  ],
  MAX_SPLITS_EXCEEDED: [
    {
      maxSplitsExceeded: {
        maxFulfillingLocations: 2,
        maxSplitItemLocations: 0,
        usedLocationCount: 1,
        maxLocations: 1,
      },
    },
    'an order may have 2 locations',
  ],
  MAKE_LOCATIONS_AVAILABLE: [
    { locationsAvailable: { locationCodes: ['A', 'B'], omittedLocationCount: 1 } },
    'offered to 3 locations: A, B',
  ],
  PICKUP_LOCATION_ASSIGNED: [
    { pickupAssigned: { locationCode: 'WH', assignments: [AT] } },
    'line 1: 2 at WH',
  ],
  SCORE: [
    { scored: { scores: [{ locationCode: 'A', ...TERMS, rate: RATE }], omittedLocationCount: 0 } },
    'A 0.500: inventory 1.000, shipping 0.000, model 0.000, cost 0.250; Quick, 900 minor units',
  ],
  STH_CONSOLIDATED_INITIATED: [{}, undefined],
  FUTURE_ATP_INITIATED: [FUTURE, 'for lines 1, 2'],
  FUTURE_ATP_NOT_USED: [{}, undefined],
  FUTURE_ATP_USED: [FUTURE, 'line 1: 2 at WH, there on 2027-01-01'],
};

/** Kinds of events that are told alike. */
function wordsOf(kind: string): readonly [Payload, string | undefined] | undefined {
  if (/^REMOVED_|^NON_EXPRESS_/.test(kind)) return [REMOVED, '3 more locations are not in the log'];
  const isStep = /CONSOLIDAT/.test(kind) && !Object.hasOwn(WORDS, kind);
  return isStep ? [STEP, 'at HUB, one location more; sent there by: A, B'] : WORDS[kind];
}

function textOf(type: string, payload: Payload): string {
  const event = { type, name: '', causeId: 0, errors: [], ...payload };
  const log: LogJson = {
    suggestionId: 1,
    orderId: '',
    externalResponseId: '',
    reproduced: true,
    notReproducedReason: '',
    notReproducedDetail: '',
    events: [event],
  };
  return logText(log, true);
}

describe('every kind of event has its words', () => {
  const kinds = enumNames('SuggestionEventType').map((name) =>
    name.replace('SUGGESTION_EVENT_TYPE_', ''),
  );
  test.each(kinds.filter((kind) => kind !== 'UNSPECIFIED'))('%s', (kind) => {
    const words = wordsOf(kind);
    expect(words, 'a payload of the kind').toBeDefined();
    const [payload, text = kind] = words ?? [{}];
    expect(textOf(kind, payload)).toContain(text);
  });
});

test('a decision is told with legs, times, offers and proofs', () => {
  const decision = {
    assignments: [{ ...AT, route: 'TRANSFER', transferToLocationCode: 'HUB' }],
    futureAssignments: [{ ...AT, futureEpochMs: 1_798_761_600_000 }],
    stateChanges: [{ orderItemId: 2, quantity: 1, stateChange: 'AVAILABLE' }],
    availableLocationCodes: ['A', 'B'],
    planProofs: [{ parcels: 1, parcelsBound: 1, proven: true }],
  };
  const text = textOf('RESPONSE', { response: { decision, candidateLocationCodes: [] } });
  const lines = text.trimEnd().split('\n').slice(-5);
  expect(lines.map((line) => line.replace(/^(1  RESPONSE)? +/, ''))).toEqual([
    'line 1: 2 at WH, TRANSFER to HUB',
    'line 1: 2 at WH, there on 2027-01-01',
    'line 2: 1 AVAILABLE',
    'offered to A, B',
    '1 parcel, proven',
  ]);
});
