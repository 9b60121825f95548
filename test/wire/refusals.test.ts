// Every way in which a request is refused: the field that is named and the code.

import { describe, expect, it } from 'vitest';
import { createOrderColumns } from '../../src/columns/order.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { joined, messageField } from '../../src/wire/message-bytes.js';
import { encoded } from './support/proto.js';

const order = createOrderColumns();
const INVALID = 3;
const UNSERVED = 12;
const item = { sku: 'A', quantity: 1 };
const base = { order_type: 1, items: [item], total_minor: 100 };

type Row = [field: string, code: number, change: object];

const at = (fields: object) => ({ items: [item, { ...item, ...fields }] });
const address = (fields: object) => ({ shipping_address: fields });

function customerRows(): Row[] {
  const row = (field: string, code: number, fields: object): Row => [
    `extended_customer_info.${field}`,
    code,
    { extended_customer_info: fields },
  ];
  const dates = [
    '2023-02-29',
    '2024-1-1',
    'yesterday',
    '1704067200',
    '0000-01-01',
    '2024-01-01T10:00',
  ];
  return [
    row('account_type', INVALID, { account_type: 'a'.repeat(256) }),
    row('company_or_organization', INVALID, { company_or_organization: 'ü'.repeat(128) }),
    row('external_id', INVALID, { external_id: 'e'.repeat(256) }),
    row('customer_since_date', INVALID, { customer_since_date: `2024-01-01${' '.repeat(246)}` }),
    ...dates.map((date) => row('customer_since_date', INVALID, { customer_since_date: date })),
    row('segments', INVALID, { segments: Array.from({ length: 101 }, () => 's') }),
    row('segments[2]', INVALID, { segments: ['s', '', 's'.repeat(256)] }),
    row('customer_id', UNSERVED, { customer_id: '7' }),
    row('tax_id', UNSERVED, { tax_id: 'DE-1' }),
  ];
}

function attributeRows(path: string, withInfo: (info: object) => object): Row[] {
  const row = (field: string, ...attributes: object[]): Row => [
    `${path}.attributes${field}`,
    INVALID,
    withInfo({ attributes }),
  ];
  const fine = { attribute_fqn: 'a'.repeat(255), attribute_values: ['', 'v'.repeat(255)] };
  return [
    row('[0].attribute_fqn', { attribute_values: ['x'] }),
    row('[1].attribute_fqn', fine, { attribute_fqn: 'ü'.repeat(128) }),
    row('[1].attribute_values[2]', fine, {
      attribute_fqn: 'b',
      attribute_values: ['', 'x', 'v'.repeat(256)],
    }),
    row('[0].attribute_values', {
      ...fine,
      attribute_values: Array.from({ length: 101 }, () => ''),
    }),
    row('', ...Array.from({ length: 101 }, () => fine)),
  ];
}

function tagRows(field: string, withTags: (tags: Record<string, string>) => object): Row[] {
  const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`key${i}`, 'v']));
  return [many, { a: '' }, { '': 'b' }, { a: 'ü'.repeat(33) }, { ['a'.repeat(65)]: 'b' }].map(
    (tags) => [field, INVALID, withTags(tags)],
  );
}

/** An attribute as large as may be. */
const FULL = {
  attribute_fqn: 'n'.repeat(255),
  attribute_values: Array.from({ length: 100 }, () => 'v'.repeat(255)),
};

const SHARED: Row[] = [
  ['order_type', INVALID, { order_type: 0 }],
  ['order_type', INVALID, { order_type: 8 }],
  ['order_type', INVALID, { order_type: -1 }],
  ['items', INVALID, { items: [] }],
  ['items', INVALID, { items: Array.from({ length: 2001 }, () => item) }],
  ['items[1].quantity', INVALID, at({ quantity: 0 })],
  ['items[1].quantity', INVALID, at({ quantity: -1 })],
  ['items[1].quantity', INVALID, at({ quantity: 1_000_001 })],
  ['items[1].quantity', INVALID, at({ quantity: '4294967297' })],
  ['items[1].quantity', INVALID, at({ quantity: '9223372036854775807' })],
  ['items[1].quantity', INVALID, at({ quantity: 2147483648 })],
  ['items[1].order_item_id', INVALID, at({ order_item_id: -5 })],
  ['items[1].order_item_id', INVALID, at({ order_item_id: 1 })],
  ['items[1].order_item_id', INVALID, { items: [{ ...item, order_item_id: 2 }, item] }],
  ['items[1].upc', INVALID, at({ sku: '' })],
  ['items[1].upc', INVALID, at({ upc: 'u'.repeat(65) })],
  ['items[1].sku', INVALID, at({ sku: 'ü'.repeat(33) })],
  ['items[1].part_number', INVALID, at({ part_number: 'p'.repeat(65) })],
  ['items[1].product_title', INVALID, at({ product_title: 't'.repeat(256) })],
  ['items[1].weight_grams', INVALID, at({ weight_grams: -1 })],
  ['items[1].length_cm', INVALID, at({ length_cm: Number.NaN })],
  ['items[1].width_cm', INVALID, at({ width_cm: Number.POSITIVE_INFINITY })],
  ['items[1].height_cm', INVALID, at({ height_cm: Number.NEGATIVE_INFINITY })],
  ['items[1].custom_item_data', INVALID, at({ custom_item_data: { ['k'.repeat(256)]: '' } })],
  ['items[1].custom_item_data', INVALID, at({ custom_item_data: { k: 'v'.repeat(1025) } })],
  ['items[1].condition', UNSERVED, at({ condition: 'new' })],
  ['items[1].granular_inventory_item', UNSERVED, at({ granular_inventory_item: true })],
  ['items[1].serial_number', UNSERVED, at({ serial_number: '1' })],
  ['items[1].shipping_method', UNSERVED, at({ shipping_method: 'air' })],
  ...tagRows('items[1].tags', (tags) => at({ tags })),
  ...tagRows('tags', (tags) => ({ tags })),
  ['shipping_address.city', INVALID, address({ city: 'c'.repeat(256) })],
  ['shipping_address.state', INVALID, address({ state: 's'.repeat(256) })],
  ['shipping_address.country_code', INVALID, address({ country_code: 'c'.repeat(65) })],
  ['shipping_address.postal_code', INVALID, address({ postal_code: 'p'.repeat(65) })],
  ['shipping_address.coordinates.latitude', INVALID, address({ coordinates: { latitude: 90.1 } })],
  ['shipping_address.coordinates.latitude', INVALID, address({ coordinates: { latitude: NaN } })],
  [
    'shipping_address.coordinates.longitude',
    INVALID,
    address({ coordinates: { longitude: -181 } }),
  ],
  ['shipping_address.address_line1', UNSERVED, address({ address_line1: '1 Main St' })],
  ['shipping_address.address_id', UNSERVED, address({ address_id: 1 })],
  ['shipping_address.customer_id', UNSERVED, address({ customer_id: -1 })],
  ['shipping_address.phone', UNSERVED, address({ phone: '1' })],
  ['allowed_location_codes[1]', INVALID, { allowed_location_codes: ['L', ''] }],
  ['allowed_location_codes[0]', INVALID, { allowed_location_codes: ['l'.repeat(65)] }],
  ['excluded_locations[0].location_code', INVALID, { excluded_locations: [{ order_item_id: 1 }] }],
  [
    'excluded_locations[1].location_code',
    INVALID,
    { excluded_locations: [{ location_code: 'L' }, { location_code: 'l'.repeat(65) }] },
  ],
  [
    'excluded_locations[0].order_item_id',
    INVALID,
    { excluded_locations: [{ location_code: 'L', order_item_id: -1 }] },
  ],
  ['pickup_location_code', INVALID, { pickup_location_code: 'p'.repeat(65) }],
  ['environment_id', INVALID, { environment_id: 2 }],
  ['environment_id', INVALID, { environment_id: -1 }],
  ['inventory_request_type', INVALID, { inventory_request_type: 5 }],
  ['inventory_request_type', INVALID, { inventory_request_type: -1 }],
  ...customerRows(),
  ...attributeRows('extended_customer_info', (info) => ({ extended_customer_info: info })),
  ...attributeRows('extended_order_info', (info) => ({ extended_order_info: info })),
  ...attributeRows('items[1].extended_product_info', (info) => at({ extended_product_info: info })),
  [
    'future_excluded_locations[0].location_code',
    INVALID,
    { future_excluded_locations: [{ order_item_id: 1 }] },
  ],
  [
    'future_excluded_locations[1].order_item_id',
    INVALID,
    {
      future_excluded_locations: [
        { location_code: 'L' },
        { location_code: 'L', order_item_id: '-9223372036854775808' },
      ],
    },
  ],
  ['strategy_id', INVALID, { strategy_id: 's'.repeat(256) }],
  ['pickup_location_id', INVALID, { pickup_location_id: -1 }],
  ['pickup_external_store_id', INVALID, { pickup_external_store_id: 'e'.repeat(65) }],
  ['hold_id', INVALID, { hold_id: 'h'.repeat(65) }],
];

const ROUTING: Row[] = [
  ['order_id', INVALID, { order_id: 'o'.repeat(65) }],
  ['cart_id', INVALID, { cart_id: 'c'.repeat(65) }],
  ['external_response_id', INVALID, { external_response_id: 'e'.repeat(65) }],
  ['total_minor', INVALID, { total_minor: undefined }],
  ['total_minor', INVALID, { total_minor: -1 }],
  ['total_minor', INVALID, { total_minor: '9007199254740992' }],
  ['custom_data', INVALID, { custom_data: { ['k'.repeat(256)]: '' } }],
  ['custom_data', INVALID, { custom_data: { k: 'v'.repeat(1025) } }],
  ['bundling_strategy', INVALID, { bundling_strategy: 2 }],
  ['bundling_strategy', INVALID, { bundling_strategy: -1 }],
  ['num_shipments_not_in_request', INVALID, { num_shipments_not_in_request: -1 }],
  ['assignments_so_far', INVALID, { assignments_so_far: -1 }],
  ['max_locations', INVALID, { max_locations: -1 }],
  ['shipping_method', UNSERVED, { shipping_method: 'air' }],
  ['sort', UNSERVED, { sort: 1 }],
  [
    'sth_consolidation_location_override',
    INVALID,
    { sth_consolidation_location_override: 'L'.repeat(65) },
  ],
];

const CANDIDATES: Row[] = [
  ['sort', INVALID, { sort: 2 }],
  ['max_candidates', INVALID, { max_candidates: -1 }],
  ['max_candidates', INVALID, { max_candidates: 1001 }],
];

function routing(change: object) {
  const bytes = encoded('SuggestRoutingRequest', { ...base, ...change });
  return decodeSuggestRouting(bytes, 0, bytes.length, order);
}

function candidates(change: object) {
  const bytes = encoded('SuggestCandidatesRequest', { ...base, ...change });
  return decodeSuggestCandidates(bytes, 0, bytes.length, order);
}

describe('a refusal names the field', () => {
  it.each([...SHARED, ...ROUTING])('routing: %s, code %i', (field, code, change) => {
    const reason = code === INVALID ? 'INVALID_FIELD' : 'FIELD_NOT_SERVED';
    const refusal = routing(change);
    expect(refusal).toMatchObject({ code, reason, violations: [{ field }] });
    expect(refusal?.message.startsWith(`${field}: `)).toBe(true);
  });

  it.each([...SHARED, ...CANDIDATES])('candidates: %s, code %i', (field, code, change) => {
    expect(candidates(change)).toMatchObject({ code, violations: [{ field }] });
  });

  it.each([
    ['upc', { order_item_id: 1, upc: '', sku: '' }, 'one of upc, sku, part_number is required'],
    ['quantity', { ...item, quantity: 0 }, 'must be 1 to 1000000'],
  ])('and says why: %s', (field, line, description) => {
    const violations = [{ field: `items[0].${field}`, description }];
    expect(routing({ items: [{ quantity: 1, ...line }] })?.violations).toEqual(violations);
  });
});

describe('what is taken at the limits', () => {
  it.each([
    { order_type: 4 },
    { order_type: 5 },
    { order_type: 6 },
    { order_type: 2, pickup_location_id: '9223372036854775807' },
    { order_type: 3, force_sth_consolidation_on_split_shipments: true },
    { order_type: 7, pickup_external_store_id: 'e'.repeat(64), pickup_location_id: 7 },
    { bundling_strategy: 1, ...at({ item_dependency: 0, future_orderable: true }) },
    { inventory_request_type: 1, num_shipments_not_in_request: 2_147_483_647 },
    { inventory_request_type: 4, assignments_so_far: 2_147_483_647 },
    { future_date_limit_epoch_ms: '-9223372036854775808', strategy_id: 's'.repeat(255) },
    { future_excluded_locations: [{ location_code: 'L', order_item_id: 99 }] },
    { sth_consolidation_location_override: 'L'.repeat(64) },
    { hold_id: 'h'.repeat(64), max_locations: 2_147_483_647 },
    { tags: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`k${i}`, 'v'.repeat(64)])) },
    at({ tags: { ['k'.repeat(64)]: 'v' } }),
    { total_minor: 0 },
    { total_minor: '9007199254740991' },
    at({ quantity: 1_000_000, weight_grams: 0, upc: 'u'.repeat(64) }),
    at({ order_item_id: '9223372036854775807', condition: '', future_orderable: false }),
    address({ coordinates: { latitude: -90 }, address_line1: '', address_id: 0 }),
    address({ coordinates: { longitude: 180 } }),
    { environment_id: 1, inventory_request_type: 3, sort: 0, strategy_id: '' },
    { pickup_location_id: 0, pickup_external_store_id: '' },
    { custom_data: { ['k'.repeat(255)]: 'v'.repeat(1024), '': '' } },
    { excluded_locations: [{ location_code: 'L', order_item_id: 99 }] },
    { extended_customer_info: {} },
    { extended_customer_info: { customer_since_date: ' \u00a0', customer_id: '', tax_id: '' } },
    { extended_customer_info: { segments: Array.from({ length: 100 }, () => 's'.repeat(255)) } },
    { extended_customer_info: { account_type: 'a'.repeat(255), external_id: 'e'.repeat(255) } },
    { extended_order_info: { order_id: 'o', type: 't', attributes: [] } },
    { extended_order_info: { attributes: Array.from({ length: 100 }, () => FULL) } },
  ])('%j', (change) => {
    expect(routing(change)).toBeNull();
  });

  it('half a coordinate is none', () => {
    routing(address({ coordinates: { latitude: 10 } }));
    expect(order.hasCoordinates).toBe(false);
  });

  it('0 candidates are the default number', () => {
    expect(candidates({ max_candidates: 0, sort: 1 })).toBeNull();
    expect(order).toMatchObject({ candidatesMax: 100, isSuggestionSort: true });
  });
});

describe('several problems', () => {
  it('are listed together, at most 20 of them', () => {
    const refusal = routing({ items: Array.from({ length: 30 }, () => ({ quantity: 0 })) });
    expect(refusal?.violations).toHaveLength(20);
  });

  it('invalid wins over not served, wherever it stands', () => {
    const refusal = routing({ items: [{ ...item, condition: 'new' }], environment_id: 3 });
    expect(refusal).toMatchObject({ code: INVALID, violations: [{ field: 'environment_id' }] });
    expect(refusal?.violations).toHaveLength(1);
  });

  it('a later value mends an earlier one', () => {
    const bytes = joined([
      encoded('SuggestRoutingRequest', { ...base, environment_id: 7, shipping_method: 's' }),
      // Both fields again, with their default values.
      Uint8Array.of(0x70, 0x00, 0xba, 0x01, 0x00),
    ]);
    expect(decodeSuggestRouting(bytes, 0, bytes.length, order)).toBeNull();
  });

  it.each([
    ['', (bytes: Uint8Array) => joined([bytes, Uint8Array.of(0x80)])],
    ['items[1]', (bytes: Uint8Array) => joined([bytes, messageField(5, Uint8Array.of(0x0b))])],
    ['shipping_address', (bytes: Uint8Array) => joined([bytes, messageField(6, Uint8Array.of(0))])],
    [
      'shipping_address.coordinates',
      (bytes: Uint8Array) => joined([bytes, messageField(6, messageField(6, Uint8Array.of(9, 1)))]),
    ],
    [
      'extended_customer_info',
      (bytes: Uint8Array) => joined([bytes, messageField(16, Uint8Array.of(10, 2, 65))]),
    ],
    ['custom_data', (bytes: Uint8Array) => joined([bytes, messageField(11, Uint8Array.of(10, 9))])],
    ['tags', (bytes: Uint8Array) => joined([bytes, messageField(27, Uint8Array.of(10, 9))])],
    [
      'future_excluded_locations[0]',
      (bytes: Uint8Array) => joined([bytes, messageField(20, Uint8Array.of(0x1f))]),
    ],
    [
      'excluded_locations[0]',
      (bytes: Uint8Array) => joined([bytes, messageField(10, Uint8Array.of(0x1f))]),
    ],
  ])('malformed wins over all, and names the message: %j', (path, damage) => {
    const bytes = damage(encoded('SuggestRoutingRequest', { ...base, environment_id: 3 }));
    const refusal = decodeSuggestRouting(bytes, 0, bytes.length, order);
    expect(refusal).toMatchObject({ code: INVALID, reason: 'MALFORMED_MESSAGE' });
    expect(refusal?.violations.map(({ field }) => field)).toEqual(path === '' ? [] : [path]);
  });
});
