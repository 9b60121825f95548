// Which decisions are recorded, under which ids, and what callers who want a log are handed: on one
// thread, and through the pool.

import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/base/text.js';
import {
  createIdSource,
  createRecordRings,
  drainRing,
  type Recording,
  releaseRings,
  ringCounts,
} from '../../src/columns/record-ring.js';
import { EMPTY_PROGRAM } from '../../src/columns/empty.js';
import { CALL_KIND, type WantedLog } from '../../src/pool/calls.js';
import { RoutingPool } from '../../src/pool/routing-pool.js';
import { RECORD, readRecord, type DecisionRecord } from '../../src/wire/record.js';
import { decodeMessage, encodeMessage } from '../support/engine/protos.js';
import { askBytes, openWorld, type WorldEngine } from '../support/engine/world-engine.js';
import { randomCandidatesRequest, randomOrder } from '../support/generate/order.js';
import { createRng } from '../support/generate/random.js';
import { randomWorld } from '../support/generate/world.js';

const world = randomWorld(11, { locationCount: 20, productCount: 10 });
const rng = createRng(11);
const orders = Array.from({ length: 50 }, () => randomOrder(rng, world));

function recordingOf(ringCount: number, ringBytes: number): Recording {
  return { rings: createRecordRings(ringCount, ringBytes), nextSuggestionId: createIdSource() };
}

/** A world whose settings say which decisions are recorded. */
function worldWith(decisionRecords: object | undefined, recording: Recording): WorldEngine {
  const { settings } = world.configuration as { settings?: object };
  const configuration = { ...world.configuration, settings: { ...settings, decisionRecords } };
  return openWorld({ ...world, configuration } as typeof world, undefined, recording);
}

function recordsIn(bytes: Uint8Array): DecisionRecord[] {
  const records: DecisionRecord[] = [];
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += view.getUint32(at + RECORD.lengthBytes, true)) {
    records.push(readRecord(bytes, at));
  }
  return records;
}

type Answer = { suggestionId?: number; record: string };

function ask(engine: WorldEngine, order: object): Answer {
  const request = encodeMessage('SuggestRoutingRequest', order);
  const answer = askBytes(engine, CALL_KIND.suggest, request);
  return decodeMessage('SuggestRoutingResponse', answer) as Answer;
}

const wanting = (order: object) => ({ ...order, returnSuggestionLog: true });

describe('a thread that decides', () => {
  it('keeps all where the settings say nothing, under ids from blocks of its own', () => {
    const recording = recordingOf(2, 1 << 20);
    const [first, second] = [worldWith(undefined, recording), worldWith(undefined, recording)];
    first.answerer.setTime(1_790_000_000_000);
    const ids = new Set<number>();
    for (let i = 0; i < 1100; i++) {
      for (const engine of [first, second]) {
        const { suggestionId = 0, record } = ask(engine, orders[i % orders.length]);
        expect(record).toBe('RECORD_OUTCOME_KEPT');
        ids.add(suggestionId);
      }
      if (i % 500 === 0) recording.rings.forEach(drainRing);
    }
    expect(ids.size).toBe(2200);
    expect(Math.min(...ids)).toBe(1);
    // Two threads and 1,100 decisions each: two blocks each.
    expect(recording.nextSuggestionId[0]).toBe(4096n);
    const [ring] = recording.rings;
    expect(ringCounts(ring)).toEqual({ offered: 1100, refused: 0 });
    const records = recordsIn(drainRing(ring));
    expect(records.length).toBe(99);
    expect(new Set(records.map((record) => record.timeEpochMs))).toEqual(
      new Set([1_790_000_000_000]),
    );
  });

  it('keeps a share by the id alone, and what is asked for', () => {
    const recording = recordingOf(1, 1 << 22);
    const engine = worldWith({ mode: 'RECORD_MODE_SHARE', share: 0.25 }, recording);
    const kept = new Set<number>();
    const outcomes = new Set<string>();
    for (let i = 0; i < 4000; i++) {
      const { suggestionId = 0, record } = ask(engine, orders[i % orders.length]);
      expect(suggestionId).toBeGreaterThan(0);
      outcomes.add(record);
      if (record === 'RECORD_OUTCOME_KEPT') kept.add(suggestionId);
    }
    expect([...outcomes].sort()).toEqual(['RECORD_OUTCOME_KEPT', 'RECORD_OUTCOME_SAMPLED_OUT']);
    expect(kept.size).toBeGreaterThan(900);
    expect(kept.size).toBeLessThan(1100);
    const records = recordsIn(drainRing(recording.rings[0]));
    expect(new Set(records.map((record) => record.suggestionId))).toEqual(kept);
    for (const order of orders) expect(ask(engine, wanting(order)).record).toMatch(/KEPT$/);

    // The same ids on another thread: the same are kept.
    const again = recordingOf(1, 1 << 22);
    const other = worldWith({ mode: 'RECORD_MODE_SHARE', share: 0.25 }, again);
    for (let i = 0; i < 4000; i++) ask(other, orders[0]);
    const keptAgain = recordsIn(drainRing(again.rings[0])).map((record) => record.suggestionId);
    expect(new Set(keptAgain)).toEqual(kept);
  });

  it('keeps on request only what is asked for', () => {
    const recording = recordingOf(1, 1 << 20);
    const engine = worldWith({ mode: 'RECORD_MODE_ON_REQUEST' }, recording);
    expect(ask(engine, orders[0])).toMatchObject({
      suggestionId: 1,
      record: 'RECORD_OUTCOME_SAMPLED_OUT',
    });
    expect(ask(engine, wanting(orders[0]))).toMatchObject({
      suggestionId: 2,
      record: 'RECORD_OUTCOME_KEPT',
    });
    const [record] = recordsIn(drainRing(recording.rings[0]));
    expect(record).toMatchObject({ suggestionId: 2, isLogWanted: true });
  });

  it('keeps nothing of a site without rules, and gives it no id', () => {
    const recording = recordingOf(1, 1 << 20);
    const engine = worldWith(undefined, recording);
    const sites = [{ number: 1, program: EMPTY_PROGRAM, siteId: bytesOf('1') }];
    engine.answerer.learn({ epoch: 2, tenants: [], sites });
    const answer = ask(engine, wanting(orders[0]));
    expect(answer).not.toHaveProperty('suggestionId');
    expect(answer.record).toBe('RECORD_OUTCOME_SAMPLED_OUT');
    expect(drainRing(recording.rings[0])).toHaveLength(0);
    // Whoever asks why is told all the same.
    expect(engine.answerer.wantedLogs).toHaveLength(1);
  });

  it('drops what has no room and what is too large, and counts it', () => {
    const recording = recordingOf(1, 8192);
    const engine = worldWith(undefined, recording);
    const outcomes = Array.from({ length: 60 }, (_, i) => ask(engine, orders[i % 50]).record);
    const dropped = outcomes.filter((outcome) => outcome === 'RECORD_OUTCOME_DROPPED').length;
    expect(dropped).toBeGreaterThan(10);
    const [ring] = recording.rings;
    expect(ringCounts(ring)).toEqual({ offered: 60 - dropped, refused: dropped });
    expect(recordsIn(drainRing(ring))).toHaveLength(60 - dropped);
    expect(ask(engine, orders[0]).record).toBe('RECORD_OUTCOME_KEPT');
    const large = { ...orders[0], customData: { a: 'x'.repeat(1000), b: 'x'.repeat(1000) } };
    expect(ask(engine, wanting(large)).record).toBe('RECORD_OUTCOME_DROPPED');
    // Dropped, but explained: the record goes along with the answer.
    const [{ record }] = engine.answerer.wantedLogs ?? [];
    expect(readRecord(record, 0).request.length).toBeGreaterThan(2000);
  });

  it('drops and counts where no ring is left for it', () => {
    const recording = recordingOf(1, 8192);
    const first = worldWith(undefined, recording);
    const second = worldWith(undefined, recording);
    expect(ask(first, orders[0]).record).toBe('RECORD_OUTCOME_KEPT');
    expect(ask(second, orders[0]).record).toBe('RECORD_OUTCOME_DROPPED');
    expect(ringCounts(recording.rings[0])).toEqual({ offered: 1, refused: 1 });
    releaseRings(recording.rings, () => true);
    expect(ask(worldWith(undefined, recording), orders[0]).record).toBe('RECORD_OUTCOME_KEPT');
  });

  it('makes the record of a list of candidates only where its log is wanted', () => {
    const recording = recordingOf(1, 1 << 20);
    const engine = worldWith(undefined, recording);
    const request = randomCandidatesRequest(createRng(3), world);
    askBytes(engine, CALL_KIND.candidates, encodeMessage('SuggestCandidatesRequest', request));
    expect(engine.answerer.wantedLogs).toBeNull();
    const bytes = encodeMessage('SuggestCandidatesRequest', wanting(request));
    askBytes(engine, CALL_KIND.candidates, bytes);
    const [{ record }] = engine.answerer.wantedLogs ?? [];
    expect(readRecord(record, 0)).toMatchObject({ kind: 2, suggestionId: 0, isLogWanted: true });
    expect(readRecord(record, 0).decision).toHaveLength(0);
    expect(drainRing(recording.rings[0])).toHaveLength(0);
    expect(recording.nextSuggestionId[0]).toBe(0n);
  });
});

type Outcome = { bytes: Uint8Array; logs: readonly WantedLog[] | null };

function callPool(pool: RoutingPool, kind: number, bytes: Uint8Array): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    pool.submit({
      kind,
      tenantId: '1',
      siteId: 'main',
      bytes,
      deadlineEpochMs: Infinity,
      onDone: (refusal, answer, logs) => {
        if (answer === null) reject(new Error(refusal?.message));
        else resolve({ bytes: answer, logs });
      },
    });
  });
}

describe.each([
  { who: 'the workers', isInlineAllowed: false },
  { who: 'the main thread', isInlineAllowed: true },
])('a pool whose orders $who decide', ({ isInlineAllowed }) => {
  const recording = recordingOf(4, 1 << 20);
  let pool: RoutingPool;

  beforeAll(() => {
    const heartbeat = new Float64Array(new SharedArrayBuffer(8));
    pool = new RoutingPool({
      workerCount: 2,
      queueMax: 64,
      heartbeat,
      isInlineAllowed,
      recording,
    });
    const { view, replayWorld } = openWorld(world);
    const sites = [{ tenantId: '1', siteId: 'main', program: replayWorld.program }];
    pool.publish({ tenant: view, sites });
  });

  afterAll(async () => pool.close());

  it('hands the record along with the answer, and keeps it', async () => {
    const request = encodeMessage('SuggestRoutingRequest', wanting(orders[0]));
    const before = Date.now();
    const { bytes, logs } = await callPool(pool, CALL_KIND.suggest, request);
    const answer = decodeMessage('SuggestRoutingResponse', bytes);
    expect(logs).toHaveLength(1);
    const [{ element, record }] = logs ?? [];
    const read = readRecord(record, 0);
    expect(element).toBe(0);
    expect(read).toMatchObject({ suggestionId: answer.suggestionId, siteId: 'main', tenant: 1 });
    expect(read.timeEpochMs).toBeGreaterThanOrEqual(before);
    const kept = recording.rings.flatMap((ring) => recordsIn(drainRing(ring)));
    expect(kept.map(({ suggestionId }) => suggestionId)).toEqual([answer.suggestionId]);
    const plain = encodeMessage('SuggestRoutingRequest', orders[0]);
    expect((await callPool(pool, CALL_KIND.suggest, plain)).logs).toBeNull();
  });

  it('says which orders of a batch a record is of, and hands along that of a stream', async () => {
    const requests = orders.slice(0, 9).map((order, i) => (i % 4 === 2 ? wanting(order) : order));
    const batch = encodeMessage('BatchSuggestRoutingRequest', { requests });
    const { bytes, logs } = await callPool(pool, CALL_KIND.batch, batch);
    const { results } = decodeMessage('BatchSuggestRoutingResponse', bytes) as {
      results: { response: { suggestionId: number } }[];
    };
    expect(logs?.map(({ element }) => element)).toEqual([2, 6]);
    for (const { element, record } of logs ?? []) {
      const { suggestionId } = readRecord(record, 0);
      expect(suggestionId).toBe(results[element].response.suggestionId);
    }
    const frame = { requestId: 'r', request: wanting(orders[1]) };
    const streamed = encodeMessage('StreamSuggestRoutingRequest', frame);
    const answer = await callPool(pool, CALL_KIND.stream, streamed);
    expect(answer.logs?.map(({ element }) => element)).toEqual([0]);
  });

  it('hands it along also where the answer is larger than a slot', async () => {
    const items = Array.from({ length: 1500 }, (_, i) => ({ upc: `NO-SUCH-${i}`, quantity: 1 }));
    const request = encodeMessage('SuggestRoutingRequest', wanting({ ...orders[0], items }));
    const { bytes, logs } = await callPool(pool, CALL_KIND.suggest, request);
    expect(bytes.length).toBeGreaterThan(16_384);
    expect(readRecord((logs ?? [])[0].record, 0).lineProducts).toHaveLength(1500);
  });
});

describe('the rings of a pool', () => {
  it('go from a worker that died to the one that takes its place', async () => {
    const recording = recordingOf(1, 1 << 20);
    const heartbeat = new Float64Array(new SharedArrayBuffer(8));
    const options = { workerCount: 1, queueMax: 8, isInlineAllowed: false, heartbeat, recording };
    const pool = new RoutingPool(options);
    const { view, replayWorld } = openWorld(world);
    const sites = [{ tenantId: '1', siteId: 'main', program: replayWorld.program }];
    pool.publish({ tenant: view, sites });
    const request = encodeMessage('SuggestRoutingRequest', orders[0]);
    const { piscina } = pool as unknown as { piscina: { threads: Worker[] } };
    for (let round = 0; round < 3; round++) {
      const { bytes } = await callPool(pool, CALL_KIND.suggest, request);
      const answer = decodeMessage('SuggestRoutingResponse', bytes);
      // A new thread takes a new block of ids; the ring is the same.
      expect(answer.suggestionId).toBe(Math.max(1, round * 1024));
      expect(answer.record).toBe('RECORD_OUTCOME_KEPT');
      await piscina.threads[0].terminate();
    }
    expect(recordsIn(drainRing(recording.rings[0]))).toHaveLength(3);
    await pool.close();
  });

  it('are given back when its workers end', async () => {
    const recording = recordingOf(3, 4096);
    const heartbeat = new Float64Array(new SharedArrayBuffer(8));
    const options = { workerCount: 2, queueMax: 8, isInlineAllowed: true, heartbeat, recording };
    for (let round = 0; round < 3; round++) {
      const pool = new RoutingPool(options);
      const { view, replayWorld } = openWorld(world);
      const sites = [{ tenantId: '1', siteId: 'main', program: replayWorld.program }];
      pool.publish({ tenant: view, sites });
      const items = Array.from({ length: 500 }, (_, i) => ({ upc: `NO-SUCH-${i}`, quantity: 1 }));
      const request = encodeMessage('SuggestRoutingRequest', { ...orders[0], items });
      await Promise.all(
        Array.from({ length: 4 }, () => callPool(pool, CALL_KIND.suggest, request)),
      );
      while (recording.rings.some(({ head }) => head[0] === 0)) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await pool.close();
      expect(recording.rings.map(({ head }) => head[0])).toEqual([0, 0, 0]);
    }
  });
});
