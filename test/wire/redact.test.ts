// Whether a record's copy of a request says all that routing reads, and nothing of where somebody
// lives: against protobufjs on requests that a library writes, against our decoder on any.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOrderColumns, REQUEST_KIND } from '../../src/columns/order.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { joined, messageField, textField } from '../../src/wire/message-bytes.js';
import { redactOrder, redactRequest } from '../../src/wire/redact.js';
import { candidatesRequest, routingRequest, wildMessage } from './support/arbitraries.js';
import { decoded, encoded, messageType } from './support/proto.js';
import { readingOfColumns } from './support/reading.js';

const METHODS = [
  {
    name: 'SuggestRoutingRequest',
    kind: REQUEST_KIND.routing,
    decode: decodeSuggestRouting,
    valid: routingRequest as fc.Arbitrary<object>,
    required: { order_type: 1, items: [{ sku: 'A', quantity: 1 }], total_minor: 1 },
    addressField: 6,
    customerField: 16,
  },
  {
    name: 'SuggestCandidatesRequest',
    kind: REQUEST_KIND.candidates,
    decode: decodeSuggestCandidates,
    valid: candidatesRequest as fc.Arbitrary<object>,
    required: { order_type: 1, items: [{ sku: 'A', quantity: 1 }] },
    addressField: 3,
    customerField: 11,
  },
];
const AT = 3;
const FILLER = 0xee;
const KEPT_OF_ADDRESS = ['state', 'country_code', 'postal_code', 'coordinates'];
const LOST_OF_CUSTOMER = ['customer_id', 'tax_id'];
const LOST_OF_ORDER_INFO = ['order_id'];

/** The redacted copy, made inside memory whose other bytes must stay. */
function redacted(kind: number, bytes: Uint8Array): Uint8Array {
  const source = new Uint8Array(new SharedArrayBuffer(bytes.length + 2 * AT)).fill(0xff);
  source.set(bytes, AT);
  const target = new Uint8Array(bytes.length + 2 * AT).fill(FILLER);
  const end = redactRequest(kind, source, AT, AT + bytes.length, target, AT);
  expect(end).toBeLessThanOrEqual(AT + bytes.length);
  expect(target.slice(end).every((byte) => byte === FILLER)).toBe(true);
  expect(target.slice(0, AT).every((byte) => byte === FILLER)).toBe(true);
  return target.slice(AT, end);
}

type Shown = Record<string, unknown>;

/** A message as protobufjs shows it, without what a record does not keep. */
function cut(message: Shown): Shown {
  const address = message.shipping_address as Shown | undefined;
  const customer = message.extended_customer_info as Shown | undefined;
  const info = message.extended_order_info as Shown | undefined;
  const part = (whole: Shown, isKept: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => isKept(name)));
  return {
    ...message,
    ...(address && {
      shipping_address: part(address, (name) => KEPT_OF_ADDRESS.includes(name)),
    }),
    ...(customer && {
      extended_customer_info: part(customer, (name) => !LOST_OF_CUSTOMER.includes(name)),
    }),
    ...(info && {
      extended_order_info: part(info, (name) => !LOST_OF_ORDER_INFO.includes(name)),
    }),
  };
}

const text = fc.string({ unit: 'binary', maxLength: 40 });
/** What our decoder refuses, and a record must not keep for all that. */
const secrets = fc.record(
  {
    shipping_address: fc.record(
      {
        address_line1: text,
        city: text,
        state: text,
        country_code: text,
        postal_code: text,
        phone: text,
        address_id: fc.integer(),
        coordinates: fc.record({ latitude: fc.double(), longitude: fc.double() }),
      },
      { requiredKeys: [] },
    ),
    extended_customer_info: fc.record(
      { account_type: text, customer_id: text, tax_id: text, segments: fc.array(text) },
      { requiredKeys: [] },
    ),
    return_suggestion_log: fc.boolean(),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), text, { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);

describe.each(METHODS)('$name, redacted', (method) => {
  const { name, kind, decode } = method;
  const whole = fc.tuple(method.valid, secrets).map(([valid, more]) => ({ ...valid, ...more }));
  const base = encoded(name, method.required);
  const wild = fc
    .tuple(wildMessage(messageType(name), 12), fc.boolean())
    .map(([bytes, isFirst]) => joined(isFirst ? [base, bytes] : [bytes, base]));

  it('is the request with its address and its customer cut', () => {
    fc.assert(
      fc.property(whole, (request) => {
        const bytes = encoded(name, request);
        expect(decoded(name, redacted(kind, bytes))).toEqual(cut(decoded(name, bytes)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is read as the request is, but for the city', () => {
    const [before, after, twice] = [1, 2, 3].map(createOrderColumns);
    let takenCount = 0;
    const cutCounts = new Set<number>();
    fc.assert(
      fc.property(wild, (bytes) => {
        if (decode(bytes, 0, bytes.length, before) !== null) return;
        takenCount++;
        const copy = redacted(kind, bytes);
        expect(decode(copy, 0, copy.length, after)).toBeNull();
        const [, ...address] = readingOfColumns(before).address as string[];
        expect(readingOfColumns(after)).toEqual({
          ...readingOfColumns(before),
          address: ['', ...address],
        });
        // A length that was padded may be shorter the second time; there is nothing left to cut.
        const again = redacted(kind, copy);
        expect(decode(again, 0, again.length, twice)).toBeNull();
        expect(readingOfColumns(twice)).toEqual(readingOfColumns(after));
        const target = new Uint8Array(bytes.length);
        const end = redactOrder(before, target, 0);
        expect(target.slice(0, end)).toEqual(copy);
        cutCounts.add(Math.min(2, before.cutCount));
      }),
      { numRuns: 3000 },
    );
    expect(takenCount).toBeGreaterThan(100);
    expect(cutCounts).toEqual(new Set([0, 1, 2]));
  });

  it('keeps nothing of what it must not, wherever that stands', () => {
    const secret = Buffer.from('SECRET');
    const unknown = [textField(400, 'SECRET'), textField(31, 'SECRET')];
    const address = [
      textField(1, 'SECRET'),
      textField(2, 'SECRET'),
      textField(3, 'TX'),
      textField(9, 'SECRET'),
      messageField(6, joined([textField(7, 'SECRET')])),
      ...unknown,
    ];
    const customer = [textField(4, 'SECRET'), textField(9, 'SECRET'), ...unknown];
    const parts = [
      messageField(method.addressField, joined(address)),
      messageField(method.customerField, joined(customer)),
      ...unknown,
    ];
    const bytes = joined([...parts, base, ...parts.reverse()]);
    const copy = redacted(kind, bytes);
    expect(Buffer.from(bytes).includes(secret)).toBe(true);
    expect(Buffer.from(copy).includes(secret)).toBe(false);
    expect(decoded(name, copy)).toEqual({
      ...decoded(name, base),
      shipping_address: { state: 'TX', coordinates: {} },
      extended_customer_info: {},
    });
  });
});
