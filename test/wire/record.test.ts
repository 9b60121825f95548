// Whether a record that was written is read as it was meant.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FNV_BASIS, fnv1a } from '../../src/base/hash.js';
import { bytesOf } from '../../src/base/text.js';
import { createOrderColumns, REQUEST_KIND } from '../../src/columns/order.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../../src/wire/decode-order.js';
import {
  createRecordBuffer,
  createRecordHead,
  encodeRecord,
  HEAD_NUMBER,
  recordBytesMax,
  type RecordedState,
} from '../../src/wire/encode-record.js';
import { RECORD, readRecord } from '../../src/wire/record.js';
import { redactRequest } from '../../src/wire/redact.js';
import { setRecorded } from '../../src/wire/set-recorded.js';
import { candidatesRequest, routingRequest } from './support/arbitraries.js';
import { encoded } from './support/proto.js';

const u32 = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffff_ffff }));
const sphere = fc.double({ min: -1, max: 1, noNaN: true });

const request = fc.oneof(
  fc.record({ kind: fc.constant('SuggestRoutingRequest'), message: routingRequest }),
  fc.record({ kind: fc.constant('SuggestCandidatesRequest'), message: candidatesRequest }),
);

const facts = fc.record({
  suggestionId: fc.oneof(fc.constant(0), fc.maxSafeNat()),
  timeEpochMs: fc.integer({ min: 0, max: 4e12 }),
  tenant: u32,
  siteId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  configurationVersion: u32,
  locationVersion: u32,
  postalVersion: u32,
  snapshotSequence: fc.maxSafeNat(),
  snapshotAgeMs: fc.nat(),
  isConsistent: fc.boolean(),
  isLogWanted: fc.boolean(),
  destination: fc.option(fc.record({ x: sphere, y: sphere, z: sphere })),
  randomSeed: u32,
  cityVerdicts: fc.uint8Array({ max: 1, maxLength: 9 }),
  products: fc.array(
    fc.option(fc.record({ product: fc.nat(), version: fc.nat(0x7fff_ffff) }), { freq: 4 }),
    { minLength: 6, maxLength: 6 },
  ),
  own: fc.option(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { maxLength: 5 })),
  full: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
  decision: fc.uint8Array({ maxLength: 2000 }),
});

type Facts = typeof facts extends fc.Arbitrary<infer Value> ? Value : never;

function headOf(found: Facts) {
  const head = createRecordHead();
  Object.assign(head, found, {
    siteId: bytesOf(found.siteId),
    cityVerdictCount: found.cityVerdicts.length,
  });
  head.numbers[HEAD_NUMBER.suggestionId] = found.suggestionId;
  head.numbers[HEAD_NUMBER.timeEpochMs] = found.timeEpochMs;
  head.numbers[HEAD_NUMBER.snapshotSequence] = found.snapshotSequence;
  head.numbers[HEAD_NUMBER.snapshotAgeMs] = found.snapshotAgeMs;
  return head;
}

function ownOf(own: Facts['own']): RecordedState['own'] {
  const column = (place: number) => Int32Array.from(own ?? [], (entry) => entry[place]);
  const [product, location, segment, units] = [0, 1, 2, 3].map(column);
  return { isHeld: own !== null, count: own?.length ?? 0, product, location, segment, units };
}

function fullOf(full: Facts['full']): RecordedState['fulfillment'] {
  const fullLimit = Int32Array.from(full, ([limit]) => limit);
  const fullLocation = Int32Array.from(full, ([, location]) => location);
  return { fullCount: full.length, fullLimit, fullLocation };
}

function stateOf({ destination, randomSeed, products, own, full }: Facts): RecordedState {
  return {
    randomSeed: randomSeed | 0,
    hasDestination: destination !== null,
    destinationX: destination?.x ?? 7,
    destinationY: destination?.y ?? 7,
    destinationZ: destination?.z ?? 7,
    lineSlot: Int32Array.from(products, (each, line) => (each === null ? -1 : line)),
    slotProduct: Int32Array.from(products, (each) => each?.product ?? -9),
    // As words: twice the version, odd while a change is under way.
    slotVersion: Int32Array.from(
      products,
      (each, line) => ((each?.version ?? 0) << 1) | (line & 1),
    ),
    own: ownOf(own),
    fulfillment: fullOf(full),
  };
}

describe('a record', () => {
  const order = createOrderColumns();
  const buffer = createRecordBuffer(1 << 16);

  it('is read as it was written, alone and among others', () => {
    fc.assert(
      fc.property(request, facts, ({ kind, message }, found) => {
        const bytes = encoded(kind, { ...message, return_suggestion_log: found.isLogWanted });
        const isRouting = kind === 'SuggestRoutingRequest';
        const decode = isRouting ? decodeSuggestRouting : decodeSuggestCandidates;
        expect(decode(bytes, 0, bytes.length, order)).toBeNull();
        const head = headOf(found);
        const answer = Uint8Array.of(1, 2, ...found.decision, 3);
        const end = 2 + found.decision.length;
        buffer.bytes.fill(0xee);
        const state = stateOf(found);
        const length = encodeRecord(buffer, order, state, head, answer, 2, end);
        const most = recordBytesMax(order, state, head, found.decision.length);
        expect(length).toBeLessThanOrEqual(most);
        expect(length % 4).toBe(0);
        expect(buffer.view.getUint32(RECORD.lengthBytes, true)).toBe(length);
        expect(buffer.bytes[length]).toBe(0xee);

        const among = new Uint8Array(length + 17);
        among.set(buffer.bytes.subarray(0, length), 13);
        const record = readRecord(among, 13);
        const { products, decision, cityVerdicts, own, full, ...rest } = found;
        expect(record).toMatchObject({ ...rest, kind: isRouting ? 1 : 2 });
        expect(Uint8Array.from(record.decision)).toEqual(decision);
        expect(Uint8Array.from(record.cityVerdicts)).toEqual(cityVerdicts);
        const lines = products.slice(0, order.lineCount);
        expect([...record.lineProducts]).toEqual(lines.map((each) => each?.product ?? -1));
        expect([...record.lineProductVersions]).toEqual(lines.map((each) => each?.version ?? 0));
        expect(record.ownUnits && [...record.ownUnits]).toEqual(own?.flat() ?? null);
        expect([...record.full]).toEqual(full.flat());
        const copy = new Uint8Array(bytes.length);
        const kept = redactRequest(order.kind, bytes, 0, bytes.length, copy, 0);
        expect(Uint8Array.from(record.request)).toEqual(copy.slice(0, kept));
      }),
      { numRuns: 1000 },
    );
  });

  it('is found by the hashes of its ids', () => {
    const bytes = encoded('SuggestRoutingRequest', {
      order_id: 'order é',
      external_response_id: 'mine',
      order_type: 1,
      total_minor: 1,
      items: [{ sku: 'A', quantity: 1 }],
    });
    const hash = (text: string) => fnv1a(FNV_BASIS, bytesOf(text), 0, bytesOf(text).length) >>> 0;
    decodeSuggestRouting(bytes, 0, bytes.length, order);
    const [found] = fc.sample(facts, { numRuns: 1, seed: 1 });
    encodeRecord(buffer, order, stateOf(found), headOf(found), bytes, 0, 0);
    expect(buffer.view.getUint32(RECORD.orderIdHash, true)).toBe(hash('order é'));
    expect(buffer.view.getUint32(RECORD.externalIdHash, true)).toBe(hash('mine'));
  });

  it('sets on an order what it knows better than the request', () => {
    fc.assert(
      fc.property(facts, (found) => {
        const bytes = encoded('SuggestRoutingRequest', {
          order_type: 1,
          total_minor: 1,
          items: [{ sku: 'A', quantity: 1 }],
        });
        decodeSuggestRouting(bytes, 0, bytes.length, order);
        expect(order).toMatchObject({ isRecorded: false, kind: REQUEST_KIND.routing });
        encodeRecord(buffer, order, stateOf(found), headOf(found), bytes, 0, 0);
        setRecorded(order, readRecord(buffer.bytes, 0));
        expect(order.isRecorded).toBe(true);
        expect(order.recordedSeed >>> 0).toBe(found.randomSeed);
        expect(order.recordedHasDestination).toBe(found.destination !== null);
        const [x, y, z] = order.recordedPlace;
        expect(order.recordedHasDestination ? { x, y, z } : null).toEqual(found.destination);
        expect(Uint8Array.from(order.cityVerdicts)).toEqual(found.cityVerdicts);
        expect(order.recordedIsHeld).toBe(found.own !== null);
        expect(order.recordedOwnCount).toBe(found.own?.length ?? 0);
        decodeSuggestRouting(bytes, 0, bytes.length, order);
        expect(order.isRecorded).toBe(false);
      }),
    );
  });
});
