// The hand-off: calls go into slots, slots pile up while the workers are busy, and a worker that is
// free takes what has piled up as one task. An idle worker gets its call at once; there are no
// timers.

import { BroadcastChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { STATUS, type RefusalDetail } from '../base/outcome.js';
import {
  createSlotArena,
  SLOT_BYTES,
  SLOT_META,
  SLOT_META_INTS,
  SLOT_STATUS,
  type SlotArena,
} from '../columns/slots.js';
import type { Publication } from '../columns/views.js';
import { internalRefusal } from './answerer.js';
import { DECIDED_TICKET, type Call, type Router } from './calls.js';
import type { BatchResult, BatchTask, BesideBytes, WorkerSetup } from './messages.js';
import { InlineDecider } from './inline.js';
import { Newsroom } from './newsroom.js';

/** Slots of a batch at most: what one worker may keep waiting while another falls idle. */
const BATCH_SLOTS_MAX = 64;

/** What a call hears whose worker died under it. It decided nothing: trying again is safe. */
const WORKER_LOST: RefusalDetail = {
  code: STATUS.unavailable,
  reason: 'WORKER_LOST',
  message: 'the worker that had the request died',
  violations: [],
  retryAfterMs: 100,
};

let poolCount = 0;

/** Routes calls on worker threads. */
export class RoutingPool implements Router {
  private readonly workerCount: number;
  private readonly arena: SlotArena;
  private readonly piscina: Piscina<BatchTask, BatchResult>;
  private readonly channel: BroadcastChannel;
  private readonly newsroom = new Newsroom();
  private readonly calls: (Call | null)[];
  /** By slot: the request, where it is too large for the slot. */
  private readonly besides: (Uint8Array | null)[];
  /** By slot: how often it was given out, so that a late cancel does not hit its next call. */
  private readonly uses: Float64Array;
  private readonly free: Int32Array;
  private freeCount: number;
  /** The slots that wait are ring[head .. tail), as running numbers. */
  private head = 0;
  private tail = 0;
  private busyCount = 0;
  private waiters: (() => void)[] = [];
  private isClosed = false;
  private inlineCount = 0;
  private readonly inline: InlineDecider | null;

  constructor(
    workerCount: number,
    queueMax: number,
    heartbeat: Float64Array,
    isInlineAllowed: boolean,
  ) {
    this.inline = isInlineAllowed ? new InlineDecider(heartbeat) : null;
    this.workerCount = workerCount;
    this.arena = createSlotArena(queueMax);
    this.calls = Array.from({ length: queueMax }, () => null);
    this.besides = Array.from({ length: queueMax }, () => null);
    this.uses = new Float64Array(queueMax);
    // The slot that was freed last is given out first: its memory is warm.
    this.free = Int32Array.from({ length: queueMax }, (_, i) => queueMax - 1 - i);
    this.freeCount = queueMax;
    const channel = `shipfrom-news-${process.pid}-${++poolCount}`;
    this.channel = new BroadcastChannel(channel);
    this.channel.unref();
    const setup: WorkerSetup = { arena: this.arena, heartbeat, channel };
    this.piscina = new Piscina<BatchTask, BatchResult>({
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
      void this.runBatch(this.head, 0);
    }
  }

  submit(call: Call): number {
    if (this.freeCount === 0 || this.isClosed) return -1;
    if (this.depth === 0 && this.takesInline(call)) return DECIDED_TICKET + ++this.inlineCount;
    const slot = this.free[--this.freeCount];
    const use = ++this.uses[slot];
    this.calls[slot] = call;
    this.fillSlot(slot, call);
    const { ring } = this.arena;
    ring[this.tail++ % ring.length] = slot;
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

  /** Refuses new calls, waits for those that were taken in, and ends the workers. */
  async close(): Promise<void> {
    this.isClosed = true;
    while (this.depth > 0) await new Promise<void>((resolve) => this.waiters.push(resolve));
    this.channel.close();
    await this.piscina.destroy();
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
    else this.besides[slot] = bytes.slice();
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
      const count = Math.min(share, BATCH_SLOTS_MAX);
      const first = this.head;
      this.head += count;
      this.busyCount++;
      void this.runBatch(first, count);
    }
  }

  private async runBatch(first: number, count: number): Promise<void> {
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
    this.busyCount--;
    this.finishBatch(first, count, result, isLost);
    this.pump();
    this.wakeWaiters();
  }

  private taskOf(first: number, count: number, withEverything: boolean): BatchTask {
    const { ring } = this.arena;
    let beside: BesideBytes[] | null = null;
    for (let i = 0; i < count; i++) {
      const slot = ring[(first + i) % ring.length];
      const bytes = this.besides[slot];
      if (bytes !== null) (beside ??= []).push({ slot, bytes });
    }
    const everything = withEverything ? this.newsroom.everything() : null;
    const at = first % ring.length;
    return { first: at, count, epoch: this.newsroom.epoch, everything, beside };
  }

  private finishBatch(first: number, count: number, result: BatchResult, isLost: boolean): void {
    const { ring } = this.arena;
    for (let i = 0; i < count; i++) {
      const slot = ring[(first + i) % ring.length];
      const call = this.calls[slot];
      if (call !== null) this.answerCall(slot, call, result, isLost);
      this.calls[slot] = null;
      this.besides[slot] = null;
      this.free[this.freeCount++] = slot;
    }
  }

  private answerCall(slot: number, call: Call, result: BatchResult, isLost: boolean): void {
    const { meta, answers } = this.arena;
    const at = slot * SLOT_META_INTS;
    if (isLost) return call.onDone(WORKER_LOST, null);
    switch (meta[at + SLOT_META.status]) {
      case SLOT_STATUS.answered: {
        const start = slot * SLOT_BYTES;
        const bytes = Buffer.allocUnsafe(meta[at + SLOT_META.answerBytes]);
        bytes.set(answers.subarray(start, start + bytes.length));
        return call.onDone(null, bytes);
      }
      case SLOT_STATUS.answeredBeside: {
        const found = result?.beside.find((entry) => entry.slot === slot);
        return call.onDone(found ? null : internalRefusal(), found?.bytes ?? null);
      }
      case SLOT_STATUS.refused: {
        const found = result?.refused.find((entry) => entry.slot === slot);
        return call.onDone(found?.detail ?? internalRefusal(), null);
      }
      default:
        return call.onDone(DEADLINE_PASSED, null);
    }
  }

  private wakeWaiters(): void {
    if (this.waiters.length === 0) return;
    const woken = this.waiters;
    this.waiters = [];
    for (const waiter of woken) waiter();
  }
}

/** What a call hears that waited longer than its caller. */
const DEADLINE_PASSED: RefusalDetail = {
  code: STATUS.deadlineExceeded,
  reason: 'DEADLINE_EXCEEDED',
  message: 'the deadline passed before the request was taken up',
  violations: [],
};
