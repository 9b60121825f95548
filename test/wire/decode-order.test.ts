// Whether the decoder reads what protobuf says is there: against protobufjs on requests that a
// library writes, and against a plain model of the format on requests that none would.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RefusalDetail } from '../../src/base/outcome.js';
import { createOrderColumns, type OrderColumns } from '../../src/columns/order.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { joined, messageField } from '../../src/wire/message-bytes.js';
import { candidatesRequest, mutated, routingRequest, wildMessage } from './support/arbitraries.js';
import { type Parsed, parse } from './support/model.js';
import { encoded, messageType } from './support/proto.js';
import { type Reading, readingOfColumns, readingOfMessage } from './support/reading.js';
import { refusedFields } from './support/rules.js';

const METHODS = [
  { name: 'SuggestRoutingRequest', isRouting: true, decode: decodeSuggestRouting },
  { name: 'SuggestCandidatesRequest', isRouting: false, decode: decodeSuggestCandidates },
];
const order = createOrderColumns();
const MARGIN = 11;

type Method = (typeof METHODS)[number];

/**
 * Decodes a copy in the middle of shared memory, between bytes that would be read as continuing
 * varints.
 */
function decodeShared(
  decode: Method['decode'],
  bytes: Uint8Array,
  into: OrderColumns,
): RefusalDetail | null {
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.length + 2 * MARGIN)).fill(0xff);
  memory.set(bytes, MARGIN);
  return decode(memory, MARGIN, MARGIN + bytes.length, into);
}

/** What became of a request: the reading of one that is taken, or how it is refused. */
type Outcome = { code: number; reason?: string; fields?: string[] | 'many'; reading?: Reading };

/**
 * Refused fields in a fixed order, each once: keys of a map that are no text are one key for the
 * model. A refusal lists no more than 20.
 */
function fieldsOf(paths: readonly string[]): string[] | 'many' {
  return paths.length >= 20 ? 'many' : [...new Set(paths)].sort();
}

function outcomeOfDecoder(method: Method, bytes: Uint8Array): Outcome {
  const refusal = decodeShared(method.decode, bytes, order);
  if (refusal === null) return { code: 0, reading: readingOfColumns(order) };
  const { code, reason, violations } = refusal;
  if (reason === 'MALFORMED_MESSAGE') return { code, reason };
  return { code, reason, fields: fieldsOf(violations.map(({ field }) => field)) };
}

function outcomeOfModel(method: Method, bytes: Uint8Array): Outcome {
  const parsed = parse(messageType(method.name), bytes);
  if (parsed === null) return { code: 3, reason: 'MALFORMED_MESSAGE' };
  const { message, notes } = parsed;
  const { invalid, unserved } = refusedFields(message, method.isRouting);
  invalid.push(...notes.badTexts);
  if (invalid.length > 0) return { code: 3, reason: 'INVALID_FIELD', fields: fieldsOf(invalid) };
  if (unserved.length > 0) {
    return { code: 12, reason: 'FIELD_NOT_SERVED', fields: fieldsOf(unserved) };
  }
  if (!notes.isBeyondLibrary) expectLibraryAgrees(method.name, bytes, message);
  return { code: 0, reading: readingOfMessage(message, method.isRouting) };
}

/** Checks the decoder against the model on any bytes. Returns the code of the refusal, or 0. */
function expectAgreement(method: Method, bytes: Uint8Array): number {
  const outcome = outcomeOfDecoder(method, bytes);
  expect(outcome).toEqual(outcomeOfModel(method, bytes));
  return outcome.code;
}

/**
 * protobufjs reads the same where it follows the specification; the model knows where it does not.
 */
function expectLibraryAgrees(name: string, bytes: Uint8Array, message: Parsed): void {
  const type = messageType(name);
  const fromLibrary = type.toObject(type.decode(bytes), { longs: String });
  expect(plain(fromLibrary)).toEqual(plain(message));
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

describe.each(METHODS)('$name', (method) => {
  const base = encoded(method.name, {
    order_type: 1,
    items: [{ sku: 'A', quantity: 1 }],
    ...(method.isRouting ? { total_minor: 1 } : {}),
  });
  const valid = method.isRouting
    ? routingRequest.map((message) => encoded(method.name, message))
    : candidatesRequest.map((message) => encoded(method.name, message));
  const wild = fc
    .tuple(wildMessage(messageType(method.name), 12), fc.boolean())
    .map(([bytes, isFirst]) => joined(isFirst ? [base, bytes] : [bytes, base]));

  it('takes every valid request, as protobufjs wrote it', () => {
    fc.assert(
      fc.property(valid, (bytes) => {
        expect(expectAgreement(method, bytes)).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it('reads fields in any order, unknown, repeated, split, padded or of a wrong wire type', () => {
    const codes = new Set<number>();
    fc.assert(
      fc.property(wild, (bytes) => {
        codes.add(expectAgreement(method, bytes));
      }),
      { numRuns: 1500 },
    );
    // The property says little unless the random requests are taken and refused in every way.
    expect(codes).toEqual(new Set([0, 3, 12]));
  });

  it('takes or refuses damaged requests as the format says, and never throws', () => {
    fc.assert(
      fc.property(mutated(fc.oneof(valid, wild)), (bytes) => {
        expectAgreement(method, bytes);
      }),
      { numRuns: 1500 },
    );
  });

  it('refuses or takes noise as the format says, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expectAgreement(method, bytes);
        expectAgreement(method, joined([base, bytes]));
      }),
      { numRuns: 1500 },
    );
  });

  it('refuses every truncation that is not a whole message', () => {
    fc.assert(
      fc.property(valid, (bytes) => {
        for (let end = 0; end < Math.min(bytes.length, 300); end++) {
          expectAgreement(method, bytes.subarray(0, end));
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('decodeSuggestRouting', () => {
  it('merges the parts of an address and of its coordinates', () => {
    const head = { order_type: 1, total_minor: 5, items: [{ upc: 'U', quantity: 2 }] };
    const bytes = joined([
      encoded('SuggestRoutingRequest', {
        shipping_address: { city: 'A', state: 'TX', coordinates: { latitude: 1 } },
      }),
      encoded('SuggestRoutingRequest', head),
      encoded('SuggestRoutingRequest', {
        shipping_address: { city: 'B', coordinates: { longitude: 0 } },
      }),
    ]);
    expect(decodeShared(decodeSuggestRouting, bytes, order)).toBeNull();
    expect(readingOfColumns(order)).toMatchObject({
      address: ['B', 'TX', '', ''],
      coordinates: [1, 0],
    });
  });

  it('merges the parts of a customer, and forgets one before the next request', () => {
    const request = { order_type: 1, total_minor: 5, items: [{ upc: 'U', quantity: 2 }] };
    const part = (fields: object) =>
      encoded('SuggestRoutingRequest', { extended_customer_info: fields });
    const bytes = joined([
      part({ account_type: 'A', tax_id: 'T', segments: ['s', 't'], tax_exempt: true }),
      encoded('SuggestRoutingRequest', request),
      part({ account_type: 'B', customer_since_date: 'x', segments: ['s'] }),
      // The flag and the tax id again, with their default values; a date that is one.
      messageField(16, Uint8Array.of(0x40, 0x00, 0x4a, 0x00)),
      part({ customer_since_date: '1970-01-01T00:00:00.25Z', external_id: 'E' }),
    ]);
    expect(decodeShared(decodeSuggestRouting, bytes, order)).toBeNull();
    expect(readingOfColumns(order).customer).toEqual({
      accountType: 'B',
      company: '',
      externalId: 'E',
      sinceMs: 250,
      segments: ['s', 't', 's'],
      isTaxExempt: false,
    });
    const none = encoded('SuggestRoutingRequest', request);
    expect(decodeShared(decodeSuggestRouting, none, order)).toBeNull();
    expect(order.hasCustomer).toBe(false);
    expect(readingOfColumns(order).customer).toEqual(readingOfMessage({}, true).customer);
  });

  it('lets the last value of a field win inside a line, even where it is the default', () => {
    const item = { sku: 'A', upc: 'U', quantity: 1, backorderable: true, taxable: true };
    // upc, backorderable and taxable again: empty, false, false.
    const defaults = Uint8Array.of(0x12, 0x00, 0x30, 0x00, 0x40, 0x00);
    const bytes = joined([
      encoded('SuggestRoutingRequest', { order_type: 1, total_minor: 5 }),
      messageField(5, joined([encoded('OrderItem', item), defaults])),
    ]);
    expectAgreement(METHODS[0], bytes);
    expect([order.lineFlags[0], order.upcBytes[0]]).toEqual([0, 0]);
  });

  it('leaves nothing of the request before', () => {
    fc.assert(
      fc.property(routingRequest, routingRequest, (first, second) => {
        const reused = createOrderColumns();
        const bytes = encoded('SuggestRoutingRequest', second);
        decodeShared(decodeSuggestRouting, encoded('SuggestRoutingRequest', first), reused);
        decodeShared(decodeSuggestRouting, bytes, reused);
        const fresh = createOrderColumns();
        decodeShared(decodeSuggestRouting, bytes, fresh);
        expect(readingOfColumns(reused)).toEqual(readingOfColumns(fresh));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the last of equal custom keys, and joins many keys in linear time', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => [`key${i % 10_000}`, `value${i}`]);
    const request = { order_type: 1, total_minor: 5, items: [{ upc: 'U', quantity: 2 }] };
    const entries = keys.map(([key, value]) =>
      encoded('SuggestRoutingRequest', { custom_data: { [key]: value } }),
    );
    const bytes = joined([encoded('SuggestRoutingRequest', request), ...entries]);
    const columns = createOrderColumns();
    expect(decodeShared(decodeSuggestRouting, bytes, columns)).toBeNull();
    expect(columns.customCount).toBe(10_000);
    const custom = readingOfColumns(columns).custom as unknown[];
    expect(custom).toContainEqual([-1, 'key9999', 'value19999']);
  });

  it('takes 2,000 lines with ids of 64 bits', () => {
    const items = Array.from({ length: 2000 }, (_, i) => ({
      // Only the high halves differ.
      order_item_id: String((BigInt(i) << 32n) + 7n),
      part_number: `P${i}`,
      quantity: 1_000_000,
    }));
    const request = { order_type: 6, total_minor: '9007199254740991', items };
    expectAgreement(METHODS[0], encoded('SuggestRoutingRequest', request));
    expect(order.lineCount).toBe(2000);
    expect(order.totalMinor).toBe(Number.MAX_SAFE_INTEGER);
  });
});
