// The hand-off: calls go into slots, slots pile up while the workers are busy, and a worker that is
// free takes what has piled up as one task. An idle worker gets its call at once; there are no
// timers.

import { setTimeout as pause } from 'node:timers/promises';
import { BroadcastChannel, threadId } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type Recording, releaseRings } from '../columns/record-ring.js';
import {
  createSlotArena,
  SLOT_BYTES,
  SLOT_META,
  SLOT_META_INTS,
  SLOT_STATUS,
  type SlotArena,
} from '../columns/slots.js';
import type { Publication } from '../columns/views.js';
import type { Explanation } from '../explain/explain.js';
import type { ReplayInputs } from '../explain/inputs.js';
import type { LintOutcome, LintTask } from '../explain/lint.js';
import type { WhyOutcome, WhyTask } from '../explain/why/answer.js';
import { createPoolFigures, POOL_COUNT } from '../telemetry/engine-figures.js';
import { observe } from '../telemetry/histogram.js';
import { internalRefusal } from './answerer.js';
import {
  BATCH_SLOTS_MAX,
  type BatchArena,
  createBatchArena,
  placeStart,
  putBeside,
  WaitingRequests,
} from './batches.js';
import {
  answerFor,
  type Asker,
  DEADLINE_PASSED,
  DECIDED_TICKET,
  type Call,
  type Explainer,
  type Linter,
  type Router,
  type Trial,
  type TrialTask,
  type Trier,
  type WantedLog,
  WORKER_LOST,
} from './calls.js';
import type { BatchResult, BatchTask, BesideBytes, ExplainTask, WorkerSetup } from './messages.js';
import { InlineDecider } from './inline.js';
import { Newsroom } from './newsroom.js';
import { ownerOf } from './recorder.js';
import { Turnstile } from './turnstile.js';

/**
 * Slots of a batch: what one worker may keep waiting while another falls idle. It may be
 * BATCH_SLOTS_MAX while twice as much waits for each worker: under such a load the main thread
 * comes late with the next batch, and none of them falls idle.
 */
const SHORT_BATCH_SLOTS_MAX = 64;

/** How long the end of a pool waits for threads that are still loading. */
const LOADING_MS_MAX = 5000;
const LOOK_MS = 5;

let poolCount = 0;

/** What a pool is made with. */
export type PoolOptions = {
  readonly workerCount: number;
  /** Calls that may be taken in and not yet answered. */
  readonly queueMax: number;
  /** See `Store.heartbeat`. */
  readonly heartbeat: Float64Array;
  /** Whether the main thread may decide small orders itself. */
  readonly isInlineAllowed: boolean;
  /** Null: nothing is recorded. */
  readonly recording: Recording | null;
};

/** Routes calls on worker threads. */
export class RoutingPool implements Router, Explainer, Trier, Linter, Asker {
  /** What it counts of itself. */
  readonly figures = createPoolFigures();
  private readonly workerCount: number;
  private readonly arena: SlotArena;
  private readonly piscina: Piscina;
  /** Explaining may take half of the workers: orders come first. */
  private readonly explaining: Turnstile;
  private readonly channel: BroadcastChannel;
  private readonly newsroom = new Newsroom();
  private readonly calls: (Call | null)[];
  /** By slot: the request, where it is too large for the slot. */
  private readonly besides: (Uint8Array | null)[];
  private readonly waiting = new WaitingRequests();
  /** By slot: how often it was given out, so that a late cancel does not hit its next call. */
  private readonly uses: Float64Array;
  private readonly free: Int32Array;
  private freeCount: number;
  /** The slots that wait are ring[head .. tail), as running numbers. */
  private readonly ring: Int32Array;
  private head = 0;
  private tail = 0;
  /** Places for as many batches as there are workers, and the first entries of free ones. */
  private readonly batches: BatchArena;
  private readonly freeBatches: number[];
  private busyCount = 0;
  /** Int32[1] in shared memory: threads that have loaded. */
  private readonly ready = new Int32Array(new SharedArrayBuffer(4));
  private waiters: (() => void)[] = [];
  private isClosed = false;
  private readonly inline: InlineDecider | null;
  private readonly recording: Recording | null;

  constructor(options: PoolOptions) {
    const { workerCount, queueMax, heartbeat, recording } = options;
    this.inline = options.isInlineAllowed
      ? new InlineDecider(workerCount, heartbeat, recording)
      : null;
    this.workerCount = workerCount;
    this.arena = createSlotArena(queueMax);
    this.calls = Array.from({ length: queueMax }, () => null);
    this.besides = Array.from({ length: queueMax }, () => null);
    this.uses = new Float64Array(queueMax);
    // The slot that was freed last is given out first: its memory is warm.
    this.free = Int32Array.from({ length: queueMax }, (_, i) => queueMax - 1 - i);
    this.freeCount = queueMax;
    this.ring = new Int32Array(queueMax);
    this.batches = createBatchArena(workerCount);
    this.freeBatches = Array.from({ length: workerCount }, (_, i) => i * BATCH_SLOTS_MAX);
    const channel = `shipfrom-news-${process.pid}-${++poolCount}`;
    this.channel = new BroadcastChannel(channel);
    this.channel.unref();
    const { busy } = this.figures;
    const { arena, batches } = this;
    const { ready } = this;
    const setup: WorkerSetup = { arena, batches, heartbeat, recording, channel, ready, busy };
    this.explaining = new Turnstile(Math.ceil(workerCount / 2));
    this.piscina = new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: workerCount,
      maxThreads: workerCount,
      concurrentTasksPerWorker: 1,
      idleTimeout: Infinity,
      atomics: 'sync',
      workerData: setup,
      recordTiming: false,
    });
    // A worker that dies is replaced; the calls that it had hear WORKER_LOST.
    this.piscina.on('error', (error: Error) => process.emitWarning(error));
    this.recording = recording;
    this.piscina.on('workerDestroy', () => this.releaseLostRings());
  }

  /** Calls that may be taken in and not yet answered. */
  get queueMax(): number {
    return this.arena.count;
  }

  /** Calls taken in and not yet answered. */
  get depth(): number {
    return this.arena.count - this.freeCount;
  }

  /** Tells the workers of something new: every call submitted after this is decided with it. */
  publish(publication: Publication): void {
    const news = this.newsroom.accept(publication);
    this.inline?.learn(news);
    this.channel.postMessage(news);
    // Idle workers read their news now: unread, it would keep what it replaces in memory.
    while (this.busyCount < this.workerCount && !this.isClosed) {
      this.busyCount++;
      void this.runBatch(0);
    }
  }

  submit(call: Call): number {
    const { counts } = this.figures;
    if (this.freeCount === 0 || this.isClosed) {
      counts[POOL_COUNT.full]++;
      return -1;
    }
    if (this.depth === 0 && this.takesInline(call)) {
      return DECIDED_TICKET + ++counts[POOL_COUNT.inline];
    }
    counts[POOL_COUNT.handed]++;
    const slot = this.free[--this.freeCount];
    const use = ++this.uses[slot];
    this.calls[slot] = call;
    this.fillSlot(slot, call);
    this.ring[this.tail++ % this.ring.length] = slot;
    this.pump();
    return use * this.arena.count + slot;
  }

  cancel(ticket: number): void {
    const slot = ticket % this.arena.count;
    if (this.calls[slot] === null || this.uses[slot] !== Math.floor(ticket / this.arena.count)) {
      return;
    }
    this.calls[slot] = null;
    Atomics.store(this.arena.meta, slot * SLOT_META_INTS + SLOT_META.cancelled, 1);
  }

  whenRoom(callback: () => void): void {
    if (this.freeCount > 0) queueMicrotask(callback);
    else this.waiters.push(callback);
  }

  explain(inputs: ReplayInputs, wantsEvents: boolean): Promise<Explanation> {
    const task: ExplainTask = { inputs, wantsEvents };
    return this.explaining.pass(() => this.piscina.run(task, { name: 'explainDecision' }));
  }

  tryOrder(task: TrialTask): Promise<Trial> {
    return this.explaining.pass(() => this.piscina.run(task, { name: 'tryOrder' }));
  }

  lint(task: LintTask): Promise<LintOutcome> {
    return this.explaining.pass(() => this.piscina.run(task, { name: 'lint' }));
  }

  explainLocation(task: WhyTask): Promise<WhyOutcome> {
    return this.explaining.pass(() => this.piscina.run(task, { name: 'explainLocation' }));
  }

  /** Refuses new calls, waits for those that were taken in, and ends the workers. */
  async close(): Promise<void> {
    this.isClosed = true;
    while (this.depth > 0) await new Promise<void>((resolve) => this.waiters.push(resolve));
    this.channel.close();
    await this.whenLoaded();
    await this.piscina.destroy();
    if (this.recording !== null) releaseRings(this.recording.rings, () => true);
  }

  /** Node 20 may end the whole process where a thread is ended while it loads its modules. */
  private async whenLoaded(): Promise<void> {
    const deadlineMs = performance.now() + LOADING_MS_MAX;
    while (Atomics.load(this.ready, 0) < this.workerCount && performance.now() < deadlineMs) {
      await pause(LOOK_MS);
    }
  }

  /** A worker that died gives its ring to the one that takes its place. */
  private releaseLostRings(): void {
    if (this.isClosed || this.recording === null) return;
    const alive = new Set(this.piscina.threads.map((thread) => ownerOf(thread.threadId)));
    alive.add(ownerOf(threadId));
    releaseRings(this.recording.rings, (owner) => !alive.has(owner));
  }

  private fillSlot(slot: number, call: Call): void {
    const { meta, deadline, requests } = this.arena;
    const { bytes, tenantId, siteId } = call;
    const at = slot * SLOT_META_INTS;
    const tenant = this.newsroom.tenantNumber(tenantId);
    meta[at + SLOT_META.kind] = call.kind;
    meta[at + SLOT_META.tenant] = tenant;
    meta[at + SLOT_META.site] = this.newsroom.siteNumber(tenantId, siteId);
    meta[at + SLOT_META.requestBytes] = bytes.length;
    meta[at + SLOT_META.status] = SLOT_STATUS.none;
    Atomics.store(meta, at + SLOT_META.cancelled, 0);
    deadline[slot] = call.deadlineEpochMs;
    if (bytes.length <= SLOT_BYTES) requests.set(bytes, slot * SLOT_BYTES);
    else this.besides[slot] = this.waiting.copyOf(bytes);
  }

  /** Nothing waits and no worker is at it: the main thread may do it itself. */
  private takesInline(call: Call): boolean {
    if (this.inline === null || call.deadlineEpochMs <= Date.now()) return false;
    const { tenantId, siteId } = call;
    const tenant = this.newsroom.tenantNumber(tenantId);
    return this.inline.take(call, tenant, this.newsroom.siteNumber(tenantId, siteId));
  }

  /** Gives every idle worker its share of what waits. */
  private pump(): void {
    while (this.tail > this.head && this.busyCount < this.workerCount) {
      const share = Math.ceil((this.tail - this.head) / (this.workerCount - this.busyCount));
      const isLong = share >= 2 * BATCH_SLOTS_MAX;
      const count = Math.min(share, isLong ? BATCH_SLOTS_MAX : SHORT_BATCH_SLOTS_MAX);
      this.busyCount++;
      observe(this.figures.batchCalls, count);
      void this.runBatch(count);
    }
  }

  private async runBatch(count: number): Promise<void> {
    const first = this.takeBatch(count);
    let result: BatchResult = null;
    let isLost = false;
    try {
      result = await this.piscina.run(this.taskOf(first, count, false));
      if (result?.missedNews === true) {
        result = await this.piscina.run(this.taskOf(first, count, true));
      }
    } catch {
      isLost = true;
    }
    this.finishBatch(first, count, result, isLost);
    this.freeBatches.push(first);
    this.busyCount--;
    this.pump();
    this.wakeWaiters();
  }

  /**
   * Moves the slots that have waited longest into a place of their own, and answers where that is:
   * while the batch runs, calls go on to come and others to be taken.
   */
  private takeBatch(count: number): number {
    // INVARIANT: as many places as workers, of which each has one batch.
    const first = this.freeBatches.pop() as number;
    const { ring } = this;
    const { slots } = this.batches;
    for (let i = 0; i < count; i++) slots[first + i] = ring[this.head++ % ring.length];
    return first;
  }

  private taskOf(first: number, count: number, withEverything: boolean): BatchTask {
    const { slots, requests } = this.batches;
    let beside: BesideBytes[] | null = null;
    let next = placeStart(first);
    for (let entry = first; entry < first + count; entry++) {
      const slot = slots[entry];
      const bytes = this.besides[slot];
      if (bytes === null) continue;
      next = putBeside(requests, entry, next, bytes, bytes.length);
      if (requests.starts[entry] < 0) (beside ??= []).push({ slot, bytes: bytes.slice() });
    }
    const everything = withEverything ? this.newsroom.everything() : null;
    return { first, count, epoch: this.newsroom.epoch, everything, beside };
  }

  private finishBatch(first: number, count: number, result: BatchResult, isLost: boolean): void {
    for (let entry = first; entry < first + count; entry++) {
      const slot = this.batches.slots[entry];
      const call = this.calls[slot];
      if (call !== null) this.answerCall(entry, slot, call, result, isLost);
      this.calls[slot] = null;
      const beside = this.besides[slot];
      if (beside !== null) this.waiting.giveBack(beside);
      this.besides[slot] = null;
      this.free[this.freeCount++] = slot;
    }
  }

  private answerCall(
    entry: number,
    slot: number,
    call: Call,
    result: BatchResult,
    isLost: boolean,
  ): void {
    const { meta } = this.arena;
    const at = slot * SLOT_META_INTS;
    if (isLost) return call.onDone(WORKER_LOST, null, null);
    const logs = result === null ? null : logsOf(result, slot);
    switch (meta[at + SLOT_META.status]) {
      case SLOT_STATUS.answered: {
        const lengthBytes = meta[at + SLOT_META.answerBytes];
        const { starts, bytes } = this.batches.answers;
        const answer =
          lengthBytes > SLOT_BYTES
            ? answerFor(call, bytes, starts[entry], lengthBytes)
            : answerFor(call, this.arena.answers, slot * SLOT_BYTES, lengthBytes);
        return call.onDone(null, answer, logs);
      }
      case SLOT_STATUS.answeredBeside: {
        const bytes = result?.beside.find((entry) => entry.slot === slot)?.bytes;
        if (bytes === undefined) return call.onDone(internalRefusal(), null, logs);
        return call.onDone(null, answerFor(call, bytes, 0, bytes.length), logs);
      }
      case SLOT_STATUS.refused: {
        const found = result?.refused.find((entry) => entry.slot === slot);
        return call.onDone(found?.detail ?? internalRefusal(), null, null);
      }
      default:
        return call.onDone(DEADLINE_PASSED, null, null);
    }
  }

  private wakeWaiters(): void {
    if (this.waiters.length === 0) return;
    const woken = this.waiters;
    this.waiters = [];
    for (const waiter of woken) waiter();
  }
}

function logsOf(result: NonNullable<BatchResult>, slot: number): readonly WantedLog[] | null {
  return result.wanted.find((entry) => entry.slot === slot)?.logs ?? null;
}
