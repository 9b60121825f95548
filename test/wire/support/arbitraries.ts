// Random requests: valid ones as objects, and wild ones as bytes that no library would write.

import * as fc from 'fast-check';
import protobuf from 'protobufjs';
import { bytesOf } from '../../../src/base/text.js';
import { joined } from '../../../src/wire/message-bytes.js';
import { extensibleAttributes } from './attributes.js';
import { locationInputs } from './location-inputs.js';

const text = (max: number) => fc.string({ unit: 'binary', maxLength: Math.floor(max / 4) });
const code = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const measure = fc.double({ min: 0, max: 1e6, noNaN: true });
const customData = fc
  .uniqueArray(
    fc.tuple(
      text(60).filter((key) => key !== '__proto__'),
      text(80),
    ),
    {
      maxLength: 4,
      selector: ([key]) => key,
    },
  )
  .map((entries) => Object.fromEntries(entries));

const tag = fc.stringMatching(/^[A-Za-z0-9é_ -]{1,12}$/);
const tags = fc.dictionary(tag, tag, { maxKeys: 4, noNullPrototype: true });

const item = fc.record(
  {
    sku: code,
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    upc: code,
    part_number: text(64),
    backorderable: fc.boolean(),
    product_title: text(255),
    taxable: fc.boolean(),
    weight_grams: measure,
    length_cm: measure,
    width_cm: measure,
    height_cm: measure,
    custom_item_data: customData,
    future_orderable: fc.boolean(),
    item_dependency: fc.integer(),
    extended_product_info: fc.record({ attributes: extensibleAttributes }, { requiredKeys: [] }),
    tags,
  },
  { requiredKeys: ['sku', 'quantity'] },
);

const dateText = fc
  .tuple(
    fc.date({ min: new Date('0002-01-01'), max: new Date('9998-12-31'), noInvalidDate: true }),
    fc.constantFrom(10, 24),
    fc.constantFrom('', ' ', '\u2003'),
  )
  .map(([date, length, blank]) => blank + date.toISOString().slice(0, length) + blank);

const customer = fc.record(
  {
    account_type: text(255),
    company_or_organization: text(255),
    customer_since_date: fc.oneof(dateText, fc.constantFrom('', ' \u00a0')),
    external_id: text(255),
    segments: fc.array(text(40), { maxLength: 6 }),
    tax_exempt: fc.boolean(),
    attributes: extensibleAttributes,
  },
  { requiredKeys: [] },
);

const exclusions = fc.array(
  fc.record({ location_code: code, order_item_id: fc.nat() }, { requiredKeys: ['location_code'] }),
  { maxLength: 5 },
);

const shared = {
  order_type: fc.integer({ min: 1, max: 7 }),
  items: fc.array(item, { minLength: 1, maxLength: 6 }),
  is_express: fc.boolean(),
  return_suggestion_log: fc.boolean(),
  environment_id: fc.constantFrom(0, 1),
  inventory_request_type: fc.integer({ min: 0, max: 4 }),
  strategy_id: text(255),
  tags,
  pickup_location_id: fc.maxSafeNat(),
  pickup_external_store_id: text(64),
  hold_id: text(64),
  future_date_limit_epoch_ms: fc.maxSafeInteger(),
  future_excluded_locations: exclusions,
  pickup_location_code: text(64),
  extended_customer_info: customer,
  extended_order_info: fc.record(
    { attributes: extensibleAttributes, order_id: text(40), type: text(40) },
    { requiredKeys: [] },
  ),
  allowed_location_codes: fc.array(code, { maxLength: 70 }),
  excluded_locations: exclusions,
  location_inputs: locationInputs,
  shipping_address: fc.record(
    {
      city: text(255),
      state: text(64),
      country_code: text(8),
      postal_code: text(16),
      coordinates: fc.record(
        {
          latitude: fc.double({ min: -90, max: 90, noNaN: true }),
          longitude: fc.double({ min: -180, max: 180, noNaN: true }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
};

/** A valid SuggestRoutingRequest for protobufjs. */
export const routingRequest = fc.record(
  {
    ...shared,
    total_minor: fc.maxSafeNat(),
    order_id: text(64),
    cart_id: text(64),
    external_response_id: text(64),
    custom_data: customData,
    fraud: fc.integer(),
    bundling_strategy: fc.constantFrom(0, 1),
    force_sth_consolidation_on_split_shipments: fc.boolean(),
    num_shipments_not_in_request: fc.nat(),
    sth_consolidation_location_override: text(64),
    assignments_so_far: fc.nat(),
    max_locations: fc.nat(),
  },
  { requiredKeys: ['order_type', 'items', 'total_minor'] },
);

/** A valid SuggestCandidatesRequest for protobufjs. */
export const candidatesRequest = fc.record(
  { ...shared, sort: fc.constantFrom(0, 1), max_candidates: fc.integer({ min: 0, max: 1000 }) },
  { requiredKeys: ['order_type', 'items'] },
);

const int64 = fc.oneof(
  { arbitrary: fc.bigInt({ min: 0n, max: 8n }), weight: 6 },
  { arbitrary: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), weight: 1 },
);
const rawText = fc.oneof(
  { arbitrary: code.map(bytesOf), weight: 8 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 80 }).map(bytesOf), weight: 2 },
  { arbitrary: fc.uint8Array({ maxLength: 4 }), weight: 1 },
  { arbitrary: fc.constant(new Uint8Array(0)), weight: 1 },
);

const rawDate = fc.oneof(
  { arbitrary: dateText.map(bytesOf), weight: 8 },
  {
    arbitrary: fc
      .constantFrom('2023-02-29', '2024-02-29T24:00Z', '2024-02-29T01:02:03.4-05:30')
      .map(bytesOf),
    weight: 2,
  },
  { arbitrary: rawText, weight: 1 },
);

/** A varint, with up to three needless bytes where they fit. */
function varint(value: bigint, padding = 0): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(rest & 0x7fn));
    rest >>= 7n;
  } while (rest !== 0n);
  for (let i = 0; i < padding && bytes.length < 10; i++) bytes.push(0);
  return Uint8Array.from(bytes, (byte, i) => (i < bytes.length - 1 ? byte | 0x80 : byte));
}

const padding = fc.oneof({ arbitrary: fc.constant(0), weight: 8 }, fc.nat(3));

function chunk(
  id: number,
  wire: number,
  payload: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Uint8Array> {
  return fc.tuple(padding, padding, payload).map(([tagPadding, lengthPadding, bytes]) => {
    const tag = varint(BigInt(id * 8 + wire), tagPadding);
    const length = wire === 2 ? [varint(BigInt(bytes.length), lengthPadding)] : [];
    return joined([tag, ...length, bytes]);
  });
}

const varintPayload = fc.tuple(int64, padding).map(([value, pad]) => varint(value, pad));
const double = fc.oneof(fc.double({ min: 0, max: 90, noNaN: true }), {
  arbitrary: fc.constantFrom(-0, -1, 91, 181, NaN, Infinity, -Infinity),
  weight: 1,
});
const doublePayload = double.map((value) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
});

function fieldChunk(field: protobuf.Field): fc.Arbitrary<Uint8Array> {
  if (field.map) {
    const part = fc.oneof(chunk(1, 2, rawText), chunk(2, 2, rawText), chunk(3, 0, varintPayload));
    return chunk(field.id, 2, fc.array(part, { maxLength: 3 }).map(joined));
  }
  if (field.name === 'customer_since_date') return chunk(field.id, 2, rawDate);
  if (field.type === 'string') return chunk(field.id, 2, rawText);
  if (field.type === 'double') return chunk(field.id, 1, doublePayload);
  if (field.resolvedType instanceof protobuf.Type) {
    return chunk(field.id, 2, wildMessage(field.resolvedType, 6));
  }
  return chunk(field.id, 0, varintPayload);
}

/** The fields that are not served would refuse nearly everything. By type. */
const UNSERVED: Readonly<Record<string, readonly string[]>> = {
  SuggestRoutingRequest: ['shipping_method', 'sort', 'location_inputs'],
  SuggestCandidatesRequest: ['location_inputs'],
  OrderItem: ['condition', 'granular_inventory_item', 'serial_number', 'shipping_method'],
  ShippingAddress: ['address_line1', 'address_id', 'customer_id', 'phone'],
  ExtendedCustomerInfo: ['customer_id', 'tax_id'],
};

function isServed(field: protobuf.Field): boolean {
  return !(UNSERVED[field.parent?.name ?? ''] ?? []).includes(field.name);
}

/** Bytes of fields of a type in any order, any number, with unknown ones and wrong wire types. */
export function wildMessage(type: protobuf.Type, fieldsMax: number): fc.Arbitrary<Uint8Array> {
  const unknown = fc.oneof(
    chunk(1000, 2, rawText),
    chunk(536_870_911, 0, varintPayload),
    chunk(30, 5, fc.uint8Array({ minLength: 4, maxLength: 4 })),
    chunk(31, 1, doublePayload),
  );
  const served = type.fieldsArray.filter(isServed).map(fieldChunk);
  const unserved = type.fieldsArray.filter((field) => !isServed(field)).map(fieldChunk);
  const wrong = fc
    .tuple(fc.constantFrom(...type.fieldsArray.map((field) => field.id)), fc.constantFrom(0, 2))
    .chain(([id, wire]) => chunk(id, wire, wire === 0 ? varintPayload : rawText));
  const any = fc.oneof(
    { arbitrary: fc.oneof(...served), weight: 20 },
    { arbitrary: unserved.length === 0 ? unknown : fc.oneof(...unserved), weight: 1 },
    { arbitrary: unknown, weight: 2 },
    { arbitrary: wrong, weight: 1 },
  );
  return fc.array(any, { maxLength: fieldsMax }).map(joined);
}

/** Bytes with some of them changed, inserted, removed, or with the end cut off. */
export function mutated(source: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    kind: fc.constantFrom('set', 'insert', 'remove', 'cut'),
    at: fc.nat(),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
  return fc.tuple(source, edits).map(([bytes, changes]) => {
    const out = [...bytes];
    for (const { kind, at, byte } of changes) {
      const place = at % (out.length + 1);
      if (kind === 'set' && place < out.length) out[place] = byte;
      else if (kind === 'insert') out.splice(place, 0, byte);
      else if (kind === 'remove') out.splice(place, 1);
      else if (kind === 'cut' && byte < 64) out.length = place;
    }
    return Uint8Array.from(out);
  });
}
