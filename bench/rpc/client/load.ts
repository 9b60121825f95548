// The loads of a client process: closed loops, paced calls, one stream. A paced call is due at a
// moment that does not hang on how quick the answers are, and its time counts from there: a server
// that stalls is charged for every call that it kept from being sent.

import { Worker } from 'node:worker_threads';
import { answerCheck } from './answer-check.js';
import { MessageStream, type Question, UnaryCalls } from './calls.js';
import type {
  ClientResult,
  ClientTask,
  ClosedTask,
  PacedTask,
  Spread,
  StreamTask,
} from './tasks.js';

const OK = 0;
const RESOURCE_EXHAUSTED = 8;
/** How long answers may take after the last call of a paced task. */
const GRACE_MS = 20_000;

/** Runs a task to its end. Rejects where an answer is wrong or the connection is lost. */
export function runTask(task: ClientTask): Promise<ClientResult> {
  switch (task.type) {
    case 'closed':
      return runClosed(task);
    case 'paced':
      return runPaced(task);
    case 'stream':
      return runStream(task);
  }
}

function questionOf({ address, path, kind, body, decision, batchOrders }: ClientTask): Question {
  const check = answerCheck(kind, Buffer.from(decision, 'base64'), batchOrders);
  return { address, path, body: Buffer.from(body, 'base64'), check };
}

/** Calls that were sent, and what became of them. */
class Tally {
  readonly dueMs: Float64Array;
  readonly sentMs: Float64Array;
  answered = 0;
  refused = 0;
  failed = 0;
  givenUp = 0;
  readonly failure: Promise<never>;
  readonly fail: (error: Error) => void;
  private readonly answeredMs: Float64Array;
  private readonly refusedMs: Float64Array;

  constructor(callsMax: number) {
    this.dueMs = new Float64Array(callsMax);
    this.sentMs = new Float64Array(callsMax);
    this.answeredMs = new Float64Array(callsMax);
    this.refusedMs = new Float64Array(callsMax);
    let fail: (error: Error) => void = () => undefined;
    this.failure = new Promise((_, reject) => {
      fail = reject;
    });
    this.fail = fail;
  }

  get endedCount(): number {
    return this.answered + this.refused + this.failed + this.givenUp;
  }

  take(call: number, status: number, isRight: boolean): void {
    const nowMs = performance.now();
    if (status === OK) {
      if (!isRight) this.fail(new Error('a wrong answer'));
      this.answeredMs[this.answered++] = nowMs - this.dueMs[call];
    } else if (status === RESOURCE_EXHAUSTED) {
      this.refusedMs[this.refused++] = nowMs - this.sentMs[call];
    } else this.failed++;
  }

  result(startMs: number, sentCount: number): ClientResult {
    const lateMs = this.sentMs.slice(0, sentCount).map((ms, call) => ms - this.dueMs[call]);
    return {
      elapsedMs: performance.now() - startMs,
      answered: this.answered,
      refused: this.refused,
      failed: this.failed,
      givenUp: this.givenUp,
      answeredUs: spreadOf(this.answeredMs.subarray(0, this.answered)),
      refusedUs: spreadOf(this.refusedMs.subarray(0, this.refused)),
      lateUs: spreadOf(lateMs),
    };
  }
}

function spreadOf(timesMs: Float64Array): Spread {
  const sorted = timesMs.slice().sort();
  const at = (share: number): number => {
    const place = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    return sorted.length === 0 ? 0 : sorted[place] * 1000;
  };
  return {
    count: sorted.length,
    p50Us: at(0.5),
    p99Us: at(0.99),
    p999Us: at(0.999),
    maxUs: at(1),
  };
}

function openConnections(
  task: ClosedTask | PacedTask,
  tally: Tally,
  onEnded: (connection: number) => void,
): Promise<UnaryCalls[]> {
  const question = questionOf(task);
  const openOne = (_: unknown, connection: number): Promise<UnaryCalls> =>
    UnaryCalls.open(
      question,
      (call, status, isRight) => {
        tally.take(call, status, isRight);
        onEnded(connection);
      },
      tally.fail,
    );
  return Promise.all(Array.from({ length: task.connections }, openOne));
}

/** Calls `step` some thousand times a second, until it says that it is done. */
async function tick(step: () => boolean): Promise<void> {
  const ticker = new Worker(new URL('ticker.js', import.meta.url));
  await new Promise<void>((resolve) => {
    ticker.on('message', () => {
      if (step()) resolve();
    });
  });
  await ticker.terminate();
}

async function runClosed(task: ClosedTask): Promise<ClientResult> {
  const tally = new Tally(task.calls);
  let sentCount = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let lanes: UnaryCalls[] = [];
  const send = (connection: number): void => {
    const nowMs = performance.now();
    if (sentCount === task.calls || nowMs >= endMs) return;
    const call = sentCount++;
    tally.dueMs[call] = nowMs;
    tally.sentMs[call] = nowMs;
    lanes[connection].send(call);
  };
  lanes = await openConnections(task, tally, (connection) => {
    send(connection);
    if (tally.endedCount === sentCount) finish();
  });
  const startMs = performance.now();
  const endMs = startMs + task.durationMs;
  for (let i = 0; i < task.inFlight; i++) send(i % lanes.length);
  for (const lane of lanes) lane.flush();
  await Promise.race([finished, tally.failure]);
  const result = tally.result(startMs, sentCount);
  for (const lane of lanes) lane.close();
  return result;
}

async function runPaced(task: PacedTask): Promise<ClientResult> {
  const total = Math.ceil((task.callsPerSecond * task.durationMs) / 1000);
  const tally = new Tally(total);
  const underWay = new Int32Array(task.connections);
  const lanes = await openConnections(task, tally, (connection) => {
    underWay[connection]--;
  });
  const laneMax = task.inFlightMax / task.connections;
  const gapMs = 1000 / task.callsPerSecond;
  const { giveUpMs = Infinity } = task;
  let startMs = Infinity;
  let sentCount = 0;
  let isLost = false;
  const step = (): boolean => {
    const nowMs = performance.now();
    // The thread that ticks takes its time to start.
    startMs = Math.min(startMs, nowMs);
    for (; sentCount < total; sentCount++) {
      const dueMs = startMs + sentCount * gapMs;
      if (dueMs > nowMs) break;
      const isOver = nowMs - dueMs > giveUpMs;
      const lane = isOver ? -1 : laneWithRoom(underWay, laneMax, sentCount);
      if (!isOver && lane < 0) break;
      tally.dueMs[sentCount] = dueMs;
      tally.sentMs[sentCount] = nowMs;
      if (isOver) tally.givenUp++;
      else {
        underWay[lane]++;
        lanes[lane].send(sentCount);
      }
    }
    for (const lane of lanes) lane.flush();
    const isLate = nowMs > startMs + task.durationMs + GRACE_MS;
    return isLost || tally.endedCount === total || isLate;
  };
  const ticking = tick(step);
  try {
    await Promise.race([ticking, tally.failure]);
  } finally {
    isLost = true;
    await ticking;
  }
  const result = tally.result(startMs, sentCount);
  for (const lane of lanes) lane.close();
  return result;
}

/** The first connection with room from the one on whose turn it is; -1: none has any. */
function laneWithRoom(underWay: Int32Array, laneMax: number, turn: number): number {
  for (let i = 0; i < underWay.length; i++) {
    const lane = (turn + i) % underWay.length;
    if (underWay[lane] < laneMax) return lane;
  }
  return -1;
}

async function runStream(task: StreamTask): Promise<ClientResult> {
  const tally = new Tally(task.calls);
  let sentCount = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const send = (): void => {
    if (sentCount === task.calls) return;
    const nowMs = performance.now();
    tally.dueMs[sentCount] = nowMs;
    tally.sentMs[sentCount] = nowMs;
    sentCount++;
    stream.send();
  };
  const stream = await MessageStream.open(
    questionOf(task),
    (isRight) => {
      // Answers of one order come in the order of the messages as good as always.
      tally.take(tally.answered, OK, isRight);
      if (tally.answered === task.calls) stream.end();
      else send();
    },
    (status) => {
      if (status !== OK) tally.fail(new Error(`the stream ended with status ${status}`));
      else finish();
    },
  );
  const startMs = performance.now();
  for (let i = 0; i < task.inFlight; i++) send();
  stream.flush();
  await Promise.race([finished, tally.failure]);
  const result = tally.result(startMs, sentCount);
  stream.close();
  return result;
}
