// Whether a decision is recorded, under which id, and the record itself: one for each thread that
// decides. A decision never waits for its record.

import { threadId } from 'node:worker_threads';
import { mix32 } from '../base/hash.js';
import type { OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import type { Program } from '../columns/program.js';
import {
  claimRing,
  countRefused,
  hasRingRoom,
  offerPlaced,
  offerRecord,
  placeInRing,
  type RecordRing,
  type Recording,
} from '../columns/record-ring.js';
import type { TenantView } from '../columns/views.js';
import { judgeCity } from '../core/filter/order-scope.js';
import type { CoreScratch } from '../core/scratch.js';
import type { AnswerContext } from '../wire/encode-context.js';
import { createAnswerDraft, RECORD_OUTCOME } from '../wire/encode-decision.js';
import {
  createRecordBuffer,
  createRecordHead,
  encodeRecord,
  HEAD_NUMBER,
  type RecordBuffer,
  recordBufferOn,
  recordBytesMax,
} from '../wire/encode-record.js';
import type { WantedLog } from './calls.js';

/** Ids that a thread takes at once: one atomic step, and one BigInt, for so many decisions. */
const ID_BLOCK = 1024;
/** Bytes that the memory for a record begins with: an order of some 100 lines. */
const RECORD_BYTES = 16_384;
const TWO_TO_32 = 0x1_0000_0000;

/** The owner of a ring that a thread takes: not 0, which is the id of the main thread. */
export function ownerOf(thread: number): number {
  return thread + 1;
}

/** Records what one thread decides. */
export class Recorder {
  /** The response at hand; holds the suggestion id. */
  readonly draft = createAnswerDraft();
  /** Which order of the call is at hand. */
  element = 0;
  /** The records of the orders of the call whose logs are wanted; null: of none. */
  wantedLogs: WantedLog[] | null = null;
  private readonly recording: Recording | null;
  private readonly ring: RecordRing | null;
  /** The next id, and the end of the block that it is from. */
  private readonly ids = new Float64Array(2);
  private readonly head = createRecordHead();
  private program: Program | null = null;
  private isRuled = false;
  private buffer = createRecordBuffer(RECORD_BYTES);
  /** The ring's memory, where a record is written in its place. */
  private readonly placed: RecordBuffer | null;

  /** Without a recording nothing is kept and nothing has an id. */
  constructor(recording: Recording | null) {
    this.recording = recording;
    this.ring = recording === null ? null : claimRing(recording.rings, ownerOf(threadId));
    this.placed = this.ring === null ? null : recordBufferOn(this.ring.bytes.buffer);
  }

  /** Sets the time of what is decided from now on. */
  setTime(epochMs: number): void {
    this.head.numbers[HEAD_NUMBER.timeEpochMs] = epochMs;
  }

  /** Begins a call. Of a site without rules nothing is kept; its program has version 0. */
  openCall(view: TenantView, program: Program, siteId: Uint8Array): void {
    const { head } = this;
    this.wantedLogs = null;
    this.element = 0;
    this.program = program;
    this.isRuled = this.recording !== null && program.configurationVersion > 0;
    head.tenant = view.number;
    head.siteId = siteId;
    head.configurationVersion = program.configurationVersion;
    head.locationVersion = view.locations.version;
    head.postalVersion = view.postal.version;
    head.cityVerdictCount = program.cityPredicates.length;
    if (head.cityVerdicts.length < head.cityVerdictCount) {
      head.cityVerdicts = new Uint8Array(head.cityVerdictCount);
    }
  }

  /** Gives the decision at hand its id. */
  takeId(): void {
    const { ids, recording } = this;
    const { suggestionId } = this.draft;
    suggestionId[0] = 0;
    if (!this.isRuled || recording === null) return;
    if (ids[0] === ids[1]) {
      ids[0] = Number(Atomics.add(recording.nextSuggestionId, 0, BigInt(ID_BLOCK)));
      ids[1] = ids[0] + ID_BLOCK;
      // No decision has the id 0.
      if (ids[0] === 0) ids[0] = 1;
    }
    suggestionId[0] = ids[0];
    ids[0]++;
  }

  /**
   * Keeps the record of the decision at hand, whose bytes `draft` finds in `answer`, where the
   * settings of the site want it and the ring has room. Returns one of RECORD_OUTCOME.
   */
  keep(
    order: OrderColumns,
    scratch: CoreScratch,
    plan: PlanColumns,
    context: AnswerContext,
    answer: Uint8Array,
  ): number {
    const isChosen = this.isChosen(order);
    const { draft, head } = this;
    head.numbers[HEAD_NUMBER.suggestionId] = draft.suggestionId[0];
    const decisionBytes = draft.decisionEnd - draft.decisionStart;
    const lengthMax = recordBytesMax(order, scratch, head, decisionBytes);
    const hasRoom = isChosen && this.hasRoom(lengthMax);
    if (hasRoom || order.isLogWanted) {
      this.fillHead(order, scratch, plan, context);
      this.write(order, scratch, answer, lengthMax, hasRoom);
    }
    if (!isChosen) return RECORD_OUTCOME.sampledOut;
    return hasRoom ? RECORD_OUTCOME.kept : RECORD_OUTCOME.dropped;
  }

  /** Makes the record of a list of candidates where its log is wanted; it is not kept. */
  passCandidates(
    order: OrderColumns,
    scratch: CoreScratch,
    plan: PlanColumns,
    context: AnswerContext,
  ): void {
    if (!order.isLogWanted) return;
    const { draft, head } = this;
    head.numbers[HEAD_NUMBER.suggestionId] = 0;
    draft.decisionStart = 0;
    draft.decisionEnd = 0;
    this.fillHead(order, scratch, plan, context);
    const lengthMax = recordBytesMax(order, scratch, head, 0);
    this.write(order, scratch, order.bytes, lengthMax, false);
  }

  private isChosen(order: OrderColumns): boolean {
    if (!this.isRuled || this.program === null) return false;
    if (order.isLogWanted) return true;
    const { mode, share } = this.program.records;
    if (mode === 'all') return true;
    if (mode === 'on-request') return false;
    const id = this.draft.suggestionId[0];
    // By the id alone: which decisions are kept does not hang on who decides.
    const hash = mix32(id ^ Math.imul(id / TWO_TO_32, 0x9e3779b1));
    return hash >>> 0 < share * TWO_TO_32;
  }

  private hasRoom(lengthMax: number): boolean {
    if (this.ring !== null) return hasRingRoom(this.ring, lengthMax);
    if (this.recording !== null) countRefused(this.recording.rings[0]);
    return false;
  }

  private fillHead(
    order: OrderColumns,
    scratch: CoreScratch,
    plan: PlanColumns,
    context: AnswerContext,
  ): void {
    const { head, program } = this;
    head.isConsistent = plan.isConsistent;
    head.numbers[HEAD_NUMBER.snapshotSequence] = context.snapshotSequence;
    head.numbers[HEAD_NUMBER.snapshotAgeMs] = context.snapshotAgeMs;
    if (program !== null && head.cityVerdictCount > 0) {
      judgeCity(program.cityPredicates, order, scratch, head.cityVerdicts);
    }
  }

  /** Writes the record, into the ring where it is kept, and hands it along where it is wanted. */
  private write(
    order: OrderColumns,
    scratch: CoreScratch,
    answer: Uint8Array,
    lengthMax: number,
    isKept: boolean,
  ): void {
    const { draft, head, ring, placed } = this;
    const { decisionStart, decisionEnd } = draft;
    if (isKept && ring !== null && placed !== null && !order.isLogWanted) {
      placed.start = placeInRing(ring, lengthMax);
      if (placed.start >= 0) {
        const size = encodeRecord(placed, order, scratch, head, answer, decisionStart, decisionEnd);
        offerPlaced(ring, size);
        return;
      }
    }
    if (lengthMax > this.buffer.bytes.length) this.buffer = createRecordBuffer(lengthMax * 2);
    const { buffer } = this;
    const length = encodeRecord(buffer, order, scratch, head, answer, decisionStart, decisionEnd);
    if (isKept && ring !== null) offerRecord(ring, buffer.words, length);
    if (order.isLogWanted) {
      const record = buffer.bytes.slice(0, length);
      (this.wantedLogs ??= []).push({ element: this.element, record });
    }
  }
}
