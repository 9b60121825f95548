// Where the orders of batches and stream frames are found, and which are refused.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BATCH_ORDERS_MAX } from '../../src/columns/limits.js';
import {
  createBatchRanges,
  createStreamFrame,
  decodeBatch,
  decodeStreamFrame,
} from '../../src/wire/decode-batch.js';
import { joined, messageField } from '../../src/wire/message-bytes.js';
import { mutated } from './support/arbitraries.js';
import { decoded, encoded } from './support/proto.js';

const batch = createBatchRanges();
const frame = createStreamFrame();
const UNKNOWN = Uint8Array.of(0x7a, 0x02, 0x01, 0x02);

const orderIds = fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 20 });

function batchOf(ids: readonly string[]): Uint8Array {
  const requests = ids.map((order_id) => ({ order_id }));
  return encoded('BatchSuggestRoutingRequest', { requests });
}

describe('decodeBatch', () => {
  it('finds every request, with unknown fields between', () => {
    fc.assert(
      fc.property(orderIds, orderIds, (first, second) => {
        const bytes = joined([batchOf(first), UNKNOWN, batchOf(second), UNKNOWN]);
        expect(decodeBatch(bytes, 0, bytes.length, batch)).toBeNull();
        const found = Array.from({ length: batch.count }, (_, i) => {
          const range = bytes.subarray(batch.ranges[2 * i], batch.ranges[2 * i + 1]);
          return decoded('SuggestRoutingRequest', range).order_id ?? '';
        });
        expect(found).toEqual([...first, ...second]);
      }),
    );
  });

  it.each([0, BATCH_ORDERS_MAX + 1])('refuses %i requests', (count) => {
    const bytes = batchOf(new Array(count).fill('o'));
    const violations = [{ field: 'requests', description: 'must hold 1 to 1000 requests' }];
    expect(decodeBatch(bytes, 0, bytes.length, batch)).toMatchObject({ code: 3, violations });
  });

  it(`takes ${BATCH_ORDERS_MAX} requests`, () => {
    const bytes = batchOf(new Array(BATCH_ORDERS_MAX).fill('o'));
    expect(decodeBatch(bytes, 0, bytes.length, batch)).toBeNull();
    expect(batch.count).toBe(BATCH_ORDERS_MAX);
  });

  it.each([
    ['a truncated request', [0x0a, 5, 1]],
    ['a length past 32 bits', [0x0a, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ['a truncated tag', [0x8a]],
    ['field number 0', [0x02, 0x00]],
    ['a group', [0x0b, 0x0c]],
  ])('refuses %s as malformed', (_what, tail) => {
    const bytes = joined([batchOf(['o']), Uint8Array.from(tail)]);
    const refusal = decodeBatch(bytes, 0, bytes.length, batch);
    expect(refusal).toMatchObject({ code: 3, reason: 'MALFORMED_MESSAGE' });
  });

  it('never throws, and its ranges stay within the bytes', () => {
    fc.assert(
      fc.property(mutated(orderIds.map(batchOf)), (bytes) => {
        if (decodeBatch(bytes, 0, bytes.length, batch) !== null) return;
        let end = 0;
        for (let i = 0; i < batch.count; i++) {
          expect(batch.ranges[2 * i]).toBeGreaterThanOrEqual(end);
          end = batch.ranges[2 * i + 1];
          expect(end).toBeGreaterThanOrEqual(batch.ranges[2 * i]);
        }
        expect(end).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('decodeStreamFrame', () => {
  const request = encoded('SuggestRoutingRequest', { order_id: 'o-1' });

  it('finds the id and the order, wherever they stand', () => {
    const parts = [messageField(2, request), UNKNOWN, messageField(1, Uint8Array.of(0x61))];
    for (const bytes of [joined(parts), joined(parts.toReversed())]) {
      expect(decodeStreamFrame(bytes, 0, bytes.length, frame)).toBeNull();
      const { requestIdStart, requestIdBytes, orderStart, orderEnd } = frame;
      expect([bytes[requestIdStart], requestIdBytes]).toEqual([0x61, 1]);
      expect(bytes.subarray(orderStart, orderEnd)).toEqual(request);
    }
  });

  it.each([
    ['request', 'is required', [messageField(1, Uint8Array.of(0x61))]],
    ['request', 'must not come in parts', [messageField(2, request), messageField(2, request)]],
    ['request_id', 'must be UTF-8 of at most 64 bytes', [messageField(1, new Uint8Array(65))]],
    ['request_id', 'must be UTF-8 of at most 64 bytes', [messageField(1, Uint8Array.of(0xff))]],
  ])('refuses: %s %s', (field, description, parts) => {
    const bytes = joined(parts);
    const refusal = decodeStreamFrame(bytes, 0, bytes.length, frame);
    expect(refusal).toMatchObject({ code: 3, violations: [{ field, description }] });
  });

  it('keeps the id of a frame that is refused for its order', () => {
    const bytes = joined([messageField(1, Uint8Array.of(0x61)), Uint8Array.of(0x12, 0x09)]);
    const refusal = decodeStreamFrame(bytes, 0, bytes.length, frame);
    expect(refusal?.reason).toBe('MALFORMED_MESSAGE');
    expect([bytes[frame.requestIdStart], frame.requestIdBytes]).toEqual([0x61, 1]);
  });

  it('never throws, and its ranges stay within the bytes', () => {
    const whole = joined([messageField(1, Uint8Array.of(0x61, 0x62)), messageField(2, request)]);
    fc.assert(
      fc.property(mutated(fc.constant(whole)), (bytes) => {
        const refusal = decodeStreamFrame(bytes, 0, bytes.length, frame);
        expect(frame.requestIdStart + frame.requestIdBytes).toBeLessThanOrEqual(bytes.length);
        if (refusal !== null) return;
        expect(frame.orderStart).toBeLessThanOrEqual(frame.orderEnd);
        expect(frame.orderEnd).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });
});
