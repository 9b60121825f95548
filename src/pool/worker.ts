// A worker: takes a batch of slots, answers each, gives them back. It owns no sockets and keeps
// nothing between calls but buffers and what news told it.

import {
  BroadcastChannel,
  type MessagePort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { SLOT_BYTES, SLOT_META, SLOT_META_INTS, SLOT_STATUS } from '../columns/slots.js';
import { explain, type Explanation } from '../explain/explain.js';
import { lint as lintRules } from '../explain/lint.js';
import { explainLocation as whyLocation } from '../explain/why/why.js';
import { BusyClock, WORK } from '../telemetry/engine-figures.js';
import { Answerer, internalRefusal } from './answerer.js';
import { placeStart, putBeside } from './batches.js';
import type {
  BatchResult,
  BatchTask,
  BesideBytes,
  ExplainTask,
  News,
  WantedLogs,
  WorkerSetup,
} from './messages.js';
import { tryOrder as tryOnWorld } from './trial.js';

const setup = workerData as WorkerSetup;
const { batches } = setup;
const { meta, deadline, requests, answers } = setup.arena;
const answerer = new Answerer(setup.recording);
const channel = new BroadcastChannel(setup.channel);
// The channel is read when a batch asks for it; it must not keep the thread alive.
channel.unref();
// Documented to be read like a port; the type declarations do not say so yet.
const port = channel as unknown as MessagePort;

const clock = new BusyClock(setup.busy);

/** Decides a recorded order again and says why it comes out so. */
export const explainDecision = clock.timed(
  WORK.explaining,
  ({ inputs, wantsEvents }: ExplainTask): Explanation => explain(inputs, wantsEvents),
);

/** See explain/why/why.ts. */
export const explainLocation = clock.timed(WORK.explaining, whyLocation);

/** See explain/lint.ts. */
export const lint = clock.timed(WORK.explaining, lintRules);

/** See trial.ts. */
export const tryOrder = clock.timed(WORK.explaining, tryOnWorld);

/** Answers a batch. */
export default clock.timed(WORK.routing, answerBatch);

function answerBatch(task: BatchTask): BatchResult {
  if (!isUpToDate(task)) return { missedNews: true, beside: [], refused: [], wanted: [] };
  const nowEpochMs = Date.now();
  const ageMs = Math.max(0, Math.round(nowEpochMs - setup.heartbeat[0]));
  answerer.setTime(nowEpochMs);
  let result: Result | null = null;
  nextAnswer = placeStart(task.first);
  for (let entry = task.first; entry < task.first + task.count; entry++) {
    const slot = batches.slots[entry];
    const at = slot * SLOT_META_INTS;
    if (Atomics.load(meta, at + SLOT_META.cancelled) === 1 || deadline[slot] <= nowEpochMs) {
      meta[at + SLOT_META.status] = SLOT_STATUS.dropped;
      continue;
    }
    const status = answerSlot(task, entry, slot, ageMs);
    meta[at + SLOT_META.status] = status;
    const { wantedLogs } = answerer;
    if (status === SLOT_STATUS.answered && wantedLogs === null) continue;
    result ??= { missedNews: false, beside: [], refused: [], wanted: [] };
    if (wantedLogs !== null) result.wanted.push({ slot, logs: wantedLogs });
    if (status === SLOT_STATUS.refused) result.refused.push({ slot, detail: refusal });
    if (status === SLOT_STATUS.answeredBeside) {
      result.beside.push({ slot, bytes: answerer.bytes.slice(0, answerer.lengthBytes) });
    }
  }
  return result;
}

type Result = {
  readonly missedNews: boolean;
  readonly beside: BesideBytes[];
  readonly refused: { slot: number; detail: typeof refusal }[];
  readonly wanted: WantedLogs[];
};

let refusal = internalRefusal();
/** Where the next answer goes that is larger than a slot. */
let nextAnswer = 0;

function isUpToDate(task: BatchTask): boolean {
  if (task.everything !== null) answerer.learn(task.everything);
  if (answerer.knownEpoch >= task.epoch) return true;
  for (;;) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) break;
    const news = received.message as News;
    // A gap means that the channel was opened too late for what came before.
    if (news.epoch === answerer.knownEpoch + 1) answerer.learn(news);
  }
  return answerer.knownEpoch >= task.epoch;
}

function answerSlot(task: BatchTask, entry: number, slot: number, ageMs: number): number {
  const at = slot * SLOT_META_INTS;
  const size = meta[at + SLOT_META.requestBytes];
  let source = requests;
  let start = slot * SLOT_BYTES;
  if (size > SLOT_BYTES) {
    const { starts, bytes } = batches.requests;
    const isInPlace = starts[entry] >= 0;
    source = isInPlace ? bytes : besideOf(task, slot);
    start = isInPlace ? starts[entry] : 0;
  }
  const kind = meta[at + SLOT_META.kind];
  const tenant = meta[at + SLOT_META.tenant];
  const site = meta[at + SLOT_META.site];
  try {
    const found = answerer.answer(kind, tenant, site, source, start, start + size, ageMs);
    if (found !== null) {
      refusal = found;
      return SLOT_STATUS.refused;
    }
  } catch (error) {
    // A defect of ours must cost its own call only. The text goes to the log, not to the caller.
    process.emitWarning(error instanceof Error ? error : String(error), 'RoutingDefect');
    refusal = internalRefusal();
    return SLOT_STATUS.refused;
  }
  const { lengthBytes } = answerer;
  meta[at + SLOT_META.answerBytes] = lengthBytes;
  if (lengthBytes > SLOT_BYTES) {
    nextAnswer = putBeside(batches.answers, entry, nextAnswer, answerer.bytes, lengthBytes);
    const hasRoom = batches.answers.starts[entry] >= 0;
    return hasRoom ? SLOT_STATUS.answered : SLOT_STATUS.answeredBeside;
  }
  copyBytes(answerer.bytes, answers, slot * SLOT_BYTES, lengthBytes);
  return SLOT_STATUS.answered;
}

/** Answers are short: a loop copies them faster than a view of them can be made. */
function copyBytes(source: Uint8Array, target: Uint8Array, at: number, lengthBytes: number): void {
  if (lengthBytes > 256) {
    target.set(source.subarray(0, lengthBytes), at);
    return;
  }
  for (let i = 0; i < lengthBytes; i++) target[at + i] = source[i];
}

function besideOf(task: BatchTask, slot: number): Uint8Array {
  const found = task.beside?.find((entry) => entry.slot === slot);
  if (found === undefined) throw new Error('a request beside its slot did not come along');
  return found.bytes;
}

// When the stack is empty: whoever loads this module has something left to do with it. A later turn
// of the loop would be too late, for between two tasks the thread stands still.
queueMicrotask(() => Atomics.add(setup.ready, 0, 1));
