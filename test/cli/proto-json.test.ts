// The JSON form of messages is read strictly and written so that it can be read again.

import { describe, expect, test } from 'vitest';
import { fromJson, toJson, type PlainMessage } from '../../src/cli/proto-json.js';
import { messageType } from '../../src/cli/schema.js';

const ORDER = messageType('SuggestRoutingRequest');

function problemsOf(json: unknown, type = ORDER) {
  return fromJson(type, json).problems.map(({ field, description }) => `${field}: ${description}`);
}

describe('what is taken', () => {
  test('camelCase and snake_case keys, short and full enum names, integers as text', () => {
    const { message, problems } = fromJson(ORDER, {
      order_type: 'DIRECTSHIP',
      totalMinor: '9007199254740993',
      items: [
        { sku: 'A', quantity: 2, weight_grams: 1.5 },
        { part_number: 'B', quantity: '3' },
      ],
      shippingAddress: { addressLine1: '', coordinates: { latitude: '41.5', longitude: -87 } },
      customData: { channel: 'web', __proto__x: 'y' },
      sort: 'SUGGESTION_SORT_SUGGESTION_SORT',
      cartId: null,
    });
    expect(problems).toEqual([]);
    expect(message).toMatchObject({
      orderType: 1,
      totalMinor: '9007199254740993',
      items: [
        { sku: 'A', quantity: 2, weightGrams: 1.5 },
        { partNumber: 'B', quantity: 3 },
      ],
      shippingAddress: { coordinates: { latitude: 41.5, longitude: -87 } },
      sort: 1,
    });
    expect(message).not.toHaveProperty('cartId');
  });

  test('a map keeps a key that is called __proto__', () => {
    const { message } = fromJson(ORDER, JSON.parse('{"customData": {"__proto__": "x"}}'));
    expect(Object.keys(message.customData as object)).toEqual(['__proto__']);
  });
});

describe('what is refused, with its path', () => {
  test.each([
    [{ itemz: [] }, 'itemz: unknown key (did you mean items?)'],
    [{ constructor: 1 }, 'constructor: unknown key'],
    [{ items: [{ skuu: 'x' }] }, 'items[0].skuu: unknown key (did you mean sku?)'],
    [{ orderType: 'toString' }, "orderType: 'toString' is not one of"],
    [{ orderType: 'directship' }, "orderType: 'directship' is not one of DIRECTSHIP"],
    [{ orderType: 1 }, 'orderType: must be one of'],
    [{ items: {} }, 'items: must be a list, not an object'],
    [{ items: [3] }, 'items[0]: must be an object, not 3'],
    [{ items: [{ quantity: 1.5 }] }, 'items[0].quantity: must be a whole number, not 1.5'],
    [{ items: [{ quantity: 2 ** 60 }] }, 'items[0].quantity: is too large for a JSON number'],
    [{ fraud: 2 ** 31 }, 'fraud: is outside of int32'],
    [{ isExpress: 'yes' }, "isExpress: must be true or false, not 'yes'"],
    [{ shippingAddress: { postalCode: 60601 } }, 'shippingAddress.postalCode: must be text'],
    [{ customData: { a: 1 } }, 'customData.a: must be text, not 1: write it in quotes'],
    [{ orderId: 'a', order_id: 'b' }, 'order_id: given together with orderId'],
    [[], ': must be an object, not a list'],
  ])('%j', (json, expected) => {
    const problems = problemsOf(json);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  test('two members of a oneof', () => {
    const json = { filters: [{ customValue: { stringValue: 'a' }, dataList: 'b' }] };
    expect(problemsOf(json, messageType('Configuration'))).toEqual([
      'filters[0].dataList: given together with customValue',
    ]);
  });
});

describe('what is written', () => {
  const type = messageType('Configuration');
  const document = {
    settings: {
      defaultStateChange: 'BACKORDER',
      allowInternationalAssignment: true,
      decisionRecords: { mode: 'SHARE', share: 0.25, bytesMax: 2 ** 31, daysMax: 3 },
      ledgerDays: 60,
    },
    dataLists: [{ name: 'Zero', type: 'STRING', entries: [{ stringValue: '0' }] }],
    filters: [
      {
        name: 'f',
        attribute: 'location.distance',
        operator: 'LESS_THAN',
        customValue: { stringValue: '0', unit: 'MI' },
      },
    ],
    locationGroups: [{ name: 'g', active: false, afterActionNone: {} }],
  };

  test('is what was read, presence and texts that look like zero included', () => {
    const { message, problems } = fromJson(type, document);
    expect(problems).toEqual([]);
    const decoded = type.decode(type.encode(message).finish()) as unknown as PlainMessage;
    expect(toJson(type, decoded)).toEqual(document);
  });

  test('has defaults where they are asked for, and never fields that are absent', () => {
    const decision = messageType('Decision');
    const bytes = decision.encode({ assignments: [{ locationCode: 'A', quantity: 3 }] }).finish();
    const decoded = decision.decode(bytes) as unknown as PlainMessage;
    expect(toJson(decision, decoded, { hasDefaults: true })).toEqual({
      route: 'UNSPECIFIED',
      assignments: [
        {
          orderItemId: 0,
          locationCode: 'A',
          quantity: 3,
          route: 'UNSPECIFIED',
          transferToLocationCode: '',
        },
      ],
      stateChanges: [],
      warnings: [],
      futureAssignments: [],
      availableLocationCodes: [],
      locationScores: [],
      planProofs: [],
    });
  });

  test('times are ISO 8601 and survive', () => {
    const update = messageType('InventoryUpdate');
    const { message } = fromJson(update, { asOf: '2026-03-01T12:00:00.250Z' });
    expect(toJson(update, message)).toEqual({ asOf: '2026-03-01T12:00:00.250Z' });
  });
});
