// From the bytes of a request to the bytes of its answer, on whichever thread it is asked: decode,
// decide, encode.

import { exhausted, STATUS, type RefusalDetail } from '../base/outcome.js';
import { EMPTY_PROGRAM, emptyTenantView } from '../columns/empty.js';
import { createOrderColumns } from '../columns/order.js';
import { createCandidateColumns, createPlanColumns } from '../columns/plan.js';
import type { Program } from '../columns/program.js';
import type { Recording } from '../columns/record-ring.js';
import { TENANT_COUNTER, type TenantView } from '../columns/views.js';
import { listCandidates } from '../core/candidates.js';
import { rowsAhead } from '../core/products.js';
import { routeOrder } from '../core/route-order.js';
import { createThreadScratch } from '../core/scratch.js';
import {
  createBatchRanges,
  createStreamFrame,
  decodeBatch,
  decodeStreamFrame,
} from '../wire/decode-batch.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../wire/decode-order.js';
import { encodeSuggestCandidatesResponse } from '../wire/encode-candidates.js';
import {
  beginSuggestRoutingResponse,
  finishSuggestRoutingResponse,
} from '../wire/encode-decision.js';
import { encodeBatchResult, encodeStreamResponse, OUTCOME } from '../wire/encode-outcome.js';
import { encodeElementStatus } from '../wire/encode-status.js';
import { CALL_KIND, type WantedLog } from './calls.js';
import type { News } from './messages.js';
import { Recorder } from './recorder.js';

/**
 * The largest answer that is made: what a client of gRPC can be expected to take in one message.
 */
const ANSWER_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Why an order was not decided here: it is more than the thread that asked may take on. Known by
 * identity.
 */
export const TOO_MANY_ROWS: RefusalDetail = {
  code: STATUS.internal,
  reason: 'TOO_MANY_ROWS',
  message: 'the order belongs on a worker',
  violations: [],
};

/** Answers calls one at a time. Its buffers are reused: an answer is valid until the next call. */
export class Answerer {
  /** The bytes of the last answer: `bytes[0 .. lengthBytes)`. */
  bytes = new Uint8Array(16_384);
  lengthBytes = 0;

  private rowsMax = Infinity;
  private epoch = 0;
  private readonly views: TenantView[] = [emptyTenantView('')];
  private readonly programs: Program[] = [EMPTY_PROGRAM];
  private readonly siteIds: Uint8Array[] = [new Uint8Array(0)];
  private readonly order = createOrderColumns();
  private readonly plan = createPlanColumns();
  private readonly candidates = createCandidateColumns();
  private readonly scratch = createThreadScratch();
  private readonly ranges = createBatchRanges();
  private readonly frame = createStreamFrame();
  private readonly context = { configurationVersion: 0, snapshotSequence: 0, snapshotAgeMs: 0 };
  private element = new Uint8Array(16_384);
  private elementBytes = 0;
  private view: TenantView = this.views[0];
  private program: Program = EMPTY_PROGRAM;
  private readonly recorder: Recorder;

  /** Null: nothing is recorded. */
  constructor(recording: Recording | null = null) {
    this.recorder = new Recorder(recording);
  }

  /** The last news that it knows. */
  get knownEpoch(): number {
    return this.epoch;
  }

  /** The records of the last call's orders whose logs are wanted; null where there are none. */
  get wantedLogs(): WantedLog[] | null {
    return this.recorder.wantedLogs;
  }

  /** Takes news in. */
  learn(news: News): void {
    for (const { number, view } of news.tenants) this.views[number] = view;
    for (const { number, program, siteId } of news.sites) {
      this.programs[number] = program;
      this.siteIds[number] = siteId;
    }
    this.epoch = news.epoch;
  }

  /** Sets the time of what is decided from now on; 0 at first. */
  setTime(epochMs: number): void {
    this.recorder.setTime(epochMs);
    this.order.decisionTimeMs[0] = epochMs;
  }

  /**
   * Answers the request in `source[start .. end)`. Null where the answer is in `bytes`, else why it
   * is refused. `tenant` and `site` are numbers that news gave; 0 is a tenant without anything and
   * a site without rules.
   */
  answer(
    kind: number,
    tenant: number,
    site: number,
    source: Uint8Array,
    start: number,
    end: number,
    snapshotAgeMs: number,
    rowsMax = Infinity,
  ): RefusalDetail | null {
    this.rowsMax = rowsMax;
    this.view = this.views[tenant];
    this.program = this.programs[site];
    this.context.configurationVersion = this.program.configurationVersion;
    this.context.snapshotAgeMs = snapshotAgeMs;
    this.recorder.openCall(this.view, this.program, this.siteIds[site]);
    switch (kind) {
      case CALL_KIND.suggest:
        return this.answerWhole(source, start, end);
      case CALL_KIND.candidates:
        return this.answerCandidates(source, start, end);
      case CALL_KIND.batch:
        return this.answerBatch(source, start, end);
      default:
        return this.answerFrame(source, start, end);
    }
  }

  private answerWhole(source: Uint8Array, start: number, end: number): RefusalDetail | null {
    const refusal = this.decide(source, start, end);
    if (refusal !== null) return refusal;
    // The element's buffer becomes the answer's, and the other way round.
    const answer = this.element;
    this.element = this.bytes;
    this.bytes = answer;
    this.lengthBytes = this.elementBytes;
    return null;
  }

  /** Decides one order; its response lies in `element[0 .. elementBytes)`. */
  private decide(source: Uint8Array, start: number, end: number): RefusalDetail | null {
    const { order, plan, context, view, recorder } = this;
    const refusal = decodeSuggestRouting(source, start, end, order);
    if (refusal !== null) return refusal;
    if (this.hasTooManyRows()) return TOO_MANY_ROWS;
    context.snapshotSequence = view.counters[TENANT_COUNTER.sequence];
    routeOrder(order, this.program, view, this.scratch, plan);
    recorder.takeId();
    const { locations } = view;
    const { draft } = recorder;
    while (!beginSuggestRoutingResponse(this.element, 0, order, plan, locations, context, draft)) {
      this.element = grown(this.element);
    }
    const outcome = recorder.keep(order, this.scratch, plan, context, this.element);
    this.elementBytes = finishSuggestRoutingResponse(this.element, order, plan, draft, outcome);
    return null;
  }

  /** Whether the order that is decoded is more than the thread may take on. */
  private hasTooManyRows(): boolean {
    if (this.rowsMax === Infinity) return false;
    const rows = rowsAhead(this.order, this.view.stock, this.program.identifierMapping);
    return rows > this.rowsMax;
  }

  private answerCandidates(source: Uint8Array, start: number, end: number): RefusalDetail | null {
    const { order, plan, candidates, context, view } = this;
    const refusal = decodeSuggestCandidates(source, start, end, order);
    if (refusal !== null) return refusal;
    if (this.hasTooManyRows()) return TOO_MANY_ROWS;
    context.snapshotSequence = view.counters[TENANT_COUNTER.sequence];
    listCandidates(order, this.program, view, this.scratch, plan, candidates);
    this.recorder.passCandidates(order, this.scratch, plan, context);
    for (;;) {
      const target = this.bytes;
      const { locations } = view;
      this.lengthBytes = encodeSuggestCandidatesResponse(
        target,
        0,
        order,
        candidates,
        plan,
        locations,
        context,
      );
      if (this.lengthBytes >= 0) return null;
      this.bytes = grown(target);
    }
  }

  private answerBatch(source: Uint8Array, start: number, end: number): RefusalDetail | null {
    const refusal = decodeBatch(source, start, end, this.ranges);
    if (refusal !== null) return refusal;
    let at = 0;
    for (let i = 0; i < this.ranges.count; i++) {
      const outcome = this.decideElement(source, this.ranges.ranges, i);
      let next = encodeBatchResult(this.bytes, at, outcome, this.element, 0, this.elementBytes);
      while (next < 0) {
        if (this.bytes.length >= ANSWER_BYTES_MAX) {
          const metadata = { maximumBytes: String(ANSWER_BYTES_MAX) };
          const message = 'the answer exceeds 256 MiB';
          return exhausted('ANSWER_TOO_LARGE', message, undefined, metadata).detail;
        }
        this.bytes = grown(this.bytes);
        next = encodeBatchResult(this.bytes, at, outcome, this.element, 0, this.elementBytes);
      }
      at = next;
    }
    this.lengthBytes = at;
    return null;
  }

  private decideElement(source: Uint8Array, ranges: Int32Array, i: number): number {
    this.recorder.element = i;
    const refusal = this.decide(source, ranges[i * 2], ranges[i * 2 + 1]);
    if (refusal === null) return OUTCOME.response;
    this.refuseElement(refusal);
    return OUTCOME.error;
  }

  private refuseElement(refusal: RefusalDetail): void {
    const status = encodeElementStatus(refusal);
    while (this.element.length < status.length) this.element = grown(this.element);
    this.element.set(status);
    this.elementBytes = status.length;
  }

  /**
   * Answers a message of a stream. What is wrong with it goes back inside the answer, with its
   * request_id.
   */
  private answerFrame(source: Uint8Array, start: number, end: number): RefusalDetail | null {
    const { frame } = this;
    const refusal =
      decodeStreamFrame(source, start, end, frame) ??
      this.decide(source, frame.orderStart, frame.orderEnd);
    if (refusal === TOO_MANY_ROWS) return refusal;
    if (refusal !== null) this.refuseElement(refusal);
    const outcome = refusal === null ? OUTCOME.response : OUTCOME.error;
    for (;;) {
      this.lengthBytes = encodeStreamResponse(
        this.bytes,
        0,
        source,
        frame.requestIdStart,
        frame.requestIdBytes,
        outcome,
        this.element,
        0,
        this.elementBytes,
      );
      if (this.lengthBytes >= 0) return null;
      this.bytes = grown(this.bytes);
    }
  }
}

/** A buffer twice as large with what was in it. */
function grown(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/** Why a call that threw is refused: a defect of ours, told without its text. */
export function internalRefusal(): RefusalDetail {
  return {
    code: STATUS.internal,
    reason: 'INTERNAL',
    message: 'internal error',
    violations: [],
  };
}
