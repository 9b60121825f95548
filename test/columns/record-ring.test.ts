// Whether records come out of a ring as they went in, whole and in order, and none waits or is lost
// uncounted.

import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimRing,
  createRecordRings,
  drainRing,
  drainRingInto,
  hasRingRoom,
  offerPlaced,
  offerRecord,
  placeInRing,
  releaseRings,
  type RecordRing,
  ringCounts,
} from '../../src/columns/record-ring.js';
import { builtFile } from '../support/built.js';

/** A record: its length, then words that follow from a number. */
function recordOf(number: number, words: number): Int32Array {
  const record = new Int32Array(words);
  for (let i = 0; i < words; i++) record[i] = Math.imul(number + 1, 0x9e3779b1) + i;
  record[0] = words * 4;
  return record;
}

/** The records of a drained copy. */
function recordsIn(bytes: Uint8Array): Int32Array[] {
  const found: Int32Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at < bytes.length; at += view.getUint32(at, true)) {
    const length = view.getUint32(at, true);
    found.push(new Int32Array(bytes.slice(at, at + length).buffer));
  }
  return found;
}

/** Puts a record in where it lies in the end, unless that is not one piece. */
function putPlaced(ring: RecordRing, record: Int32Array): void {
  const at = placeInRing(ring, record.byteLength);
  if (at < 0) offerRecord(ring, record, record.byteLength);
  else {
    ring.words.set(record, at / 4);
    offerPlaced(ring, record.byteLength);
  }
}

/** Starts a ring where its running numbers are about to run over. */
function wornRing(sizeBytes: number, position: number): RecordRing {
  const [ring] = createRecordRings(1, sizeBytes);
  ring.head[1] = position;
  ring.head[2] = position;
  return ring;
}

describe('a ring', () => {
  it('is drained into memory that is large enough, and into new memory else', () => {
    const [ring] = createRecordRings(1, 512);
    const memory = new Uint8Array(64);
    const records = [recordOf(1, 9), recordOf(2, 9)];
    offerRecord(ring, records[0], 36);
    const drained = drainRingInto(ring, memory);
    expect(drained.buffer).toBe(memory.buffer);
    expect(recordsIn(drained)).toEqual(records.slice(0, 1));
    for (const record of records) putPlaced(ring, record);
    const larger = drainRingInto(ring, memory);
    expect(larger.buffer).not.toBe(memory.buffer);
    expect(recordsIn(larger)).toEqual(records);
  });

  it('gives back what it took, in order, over its end and over the end of the numbers', () => {
    const step = fc.oneof(
      fc.record({ words: fc.integer({ min: 1, max: 40 }), isPlaced: fc.boolean() }),
      fc.constant({ words: 0, isPlaced: false }),
    );
    const position = fc.constantFrom(0, 100, -400, 0x7fffff00, -4);
    fc.assert(
      fc.property(position, fc.array(step, { maxLength: 120 }), (start, steps) => {
        const ring = wornRing(512, start);
        let waiting: Int32Array[] = [];
        const [drained, expected]: Int32Array[][][] = [[], []];
        const counts = { offered: 0, refused: 0 };
        steps.forEach(({ words, isPlaced }, number) => {
          if (words === 0) {
            drained.push(recordsIn(drainRing(ring)));
            expected.push(waiting);
            waiting = [];
            return;
          }
          const used = waiting.reduce((sum, record) => sum + record.byteLength, 0);
          const isFit = words * 4 <= 128 && used + words * 4 <= 512;
          expect(hasRingRoom(ring, words * 4)).toBe(isFit);
          counts[isFit ? 'offered' : 'refused']++;
          if (!isFit) return;
          const record = recordOf(number, words);
          if (isPlaced) putPlaced(ring, record);
          else offerRecord(ring, record, words * 4);
          waiting.push(record);
        });
        expect(drained).toEqual(expected);
        expect(recordsIn(drainRing(ring))).toEqual(waiting);
        expect(drainRing(ring)).toHaveLength(0);
        expect(ringCounts(ring)).toEqual(counts);
      }),
      { numRuns: 500 },
    );
  });

  it('copies long records as it copies short ones', () => {
    const [ring] = createRecordRings(1, 65_536);
    const records = [1500, 3, 4000, 4096, 1024].map((words, number) => recordOf(number, words));
    for (let round = 0; round < 5; round++) {
      for (const record of records) {
        expect(hasRingRoom(ring, record.byteLength)).toBe(true);
        offerRecord(ring, record, record.byteLength);
      }
      expect(recordsIn(drainRing(ring))).toEqual(records);
    }
    expect(hasRingRoom(ring, 16_388)).toBe(false);
    expect(ringCounts(ring)).toEqual({ offered: 25, refused: 1 });
  });

  it('belongs to one thread at a time', () => {
    const rings = createRecordRings(2, 64);
    expect(claimRing(rings, 1)).toBe(rings[0]);
    expect(claimRing(rings, 7)).toBe(rings[1]);
    expect(claimRing(rings, 8)).toBeNull();
    releaseRings(rings, (owner) => owner === 7);
    expect(claimRing(rings, 8)).toBe(rings[1]);
    releaseRings(rings, () => true);
    expect(claimRing(rings, 9)).toBe(rings[0]);
  });

  it('loses nothing between a thread that writes and one that reads', async () => {
    const [ring] = createRecordRings(1, 4096);
    const file = builtFile(new URL('./support/ring-writer.js', import.meta.url));
    const count = 50_000;
    const worker = new Worker(file, { workerData: { ring, count } });
    let isDone = false;
    worker.on('exit', () => {
      isDone = true;
    });
    let next = 0;
    for (;;) {
      const isLast = isDone;
      for (const record of recordsIn(drainRing(ring))) {
        const words = 2 + ((next * 7) % 60);
        const isWhole = record.length === words && record.subarray(1).every((w) => w === next);
        if (!isWhole) throw new Error(`record ${next} is ${record.join()}`);
        next++;
      }
      if (isLast) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(next).toBe(count);
    expect(ringCounts(ring).offered).toBe(count);
  });
});
