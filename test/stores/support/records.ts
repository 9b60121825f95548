// Records of decisions as a test wants them, and how they come into a ring. Must not know what
// decides.

import { createOrderColumns } from '../../../src/columns/order.js';
import { hasRingRoom, offerRecord, type RecordRing } from '../../../src/columns/record-ring.js';
import { createFulfillmentScratch } from '../../../src/core/fulfillment/scratch.js';
import { createOwnScratch } from '../../../src/core/stock/scratch.js';
import { decodeSuggestRouting } from '../../../src/wire/decode-order.js';
import {
  createRecordBuffer,
  createRecordHead,
  encodeRecord,
  HEAD_NUMBER,
  recordBytesMax,
} from '../../../src/wire/encode-record.js';
import { encodeMessage } from '../../support/engine/protos.js';

/** What a test says of a record; what it does not say is nothing in particular. */
export interface RecordFacts {
  readonly suggestionId: number;
  /** The number of the tenant in the store. */
  readonly tenant: number;
  readonly siteId?: string;
  readonly timeEpochMs?: number;
  readonly configurationVersion?: number;
  readonly locationVersion?: number;
  readonly orderId?: string;
  readonly externalResponseId?: string;
  readonly lines?: readonly RecordLine[];
  /** Bytes of the decision, which are all 7. */
  readonly decisionBytes?: number;
}

/** A line of such a record; without a product it was of an unknown one. */
export interface RecordLine {
  /** One of upc, sku and part number. */
  readonly code: object;
  readonly product?: number;
  readonly productVersion?: number;
}

const order = createOrderColumns();

/** The bytes of a record. */
export function recordOf(facts: RecordFacts): Uint8Array {
  const { lines = [{ code: { upc: 'nothing' } }], decisionBytes = 20 } = facts;
  const request = encodeMessage('SuggestRoutingRequest', {
    orderId: facts.orderId ?? '',
    externalResponseId: facts.externalResponseId ?? '',
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    totalMinor: 0,
    items: lines.map(({ code }) => ({ ...code, quantity: 1 })),
  });
  if (decodeSuggestRouting(request, 0, request.length, order) !== null) {
    throw new Error('the request of the test is bad');
  }
  const head = createRecordHead();
  head.tenant = facts.tenant;
  head.siteId = Buffer.from(facts.siteId ?? '1');
  head.configurationVersion = facts.configurationVersion ?? 1;
  head.locationVersion = facts.locationVersion ?? 2;
  head.numbers[HEAD_NUMBER.suggestionId] = facts.suggestionId;
  head.numbers[HEAD_NUMBER.timeEpochMs] = facts.timeEpochMs ?? Date.now();
  // A slot for each line: the record does not say which lines share one.
  const state = {
    randomSeed: 0,
    hasDestination: false,
    destinationX: 0,
    destinationY: 0,
    destinationZ: 0,
    lineSlot: Int32Array.from(lines, ({ product }, line) => (product === undefined ? -1 : line)),
    slotProduct: Int32Array.from(lines, ({ product = 0 }) => product),
    slotVersion: Int32Array.from(lines, ({ productVersion = 0 }) => productVersion * 2),
    own: createOwnScratch(),
    fulfillment: createFulfillmentScratch(),
  };
  const decision = new Uint8Array(decisionBytes).fill(7);
  const buffer = createRecordBuffer(recordBytesMax(order, state, head, decisionBytes));
  const lengthBytes = encodeRecord(buffer, order, state, head, decision, 0, decisionBytes);
  return buffer.bytes.slice(0, lengthBytes);
}

/** Puts records into a ring; throws where it has no room. */
export function offer(ring: RecordRing, ...records: readonly Uint8Array[]): void {
  for (const bytes of records) {
    if (!hasRingRoom(ring, bytes.length)) throw new Error('the ring of the test is full');
    offerRecord(ring, new Int32Array(Uint8Array.from(bytes).buffer), bytes.length);
  }
}
