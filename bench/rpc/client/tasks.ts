// What a client process is asked to do, and what it says of it. Messages between processes: plain
// values only.

import type { AnswerKind } from './answer-check.js';
import type { Address } from './frames.js';

/** What every task asks of whom. */
type Asked = {
  readonly address: Address;
  readonly path: string;
  readonly kind: AnswerKind;
  /** The message with the five bytes before it, in base64. */
  readonly body: string;
  /** The decision of each answer, in base64. */
  readonly decision: string;
  readonly batchOrders: number;
};

/** A number of calls, or a time, with so many always in flight. */
export type ClosedTask = Asked & {
  readonly type: 'closed';
  readonly connections: number;
  readonly inFlight: number;
  /** Ends after so many calls, or after so long, whichever is first. */
  readonly calls: number;
  readonly durationMs: number;
};

/** Calls at moments that are set beforehand. */
export type PacedTask = Asked & {
  readonly type: 'paced';
  readonly connections: number;
  /** Calls that are due wait at the client while so many are in flight, shared by connections. */
  readonly inFlightMax: number;
  readonly callsPerSecond: number;
  readonly durationMs: number;
  /** A call that is not sent so long after it was due is never sent; absent: each is. */
  readonly giveUpMs?: number;
};

/** Messages on one stream with so many always in flight. */
export type StreamTask = Asked & {
  readonly type: 'stream';
  readonly inFlight: number;
  readonly calls: number;
};

export type ClientTask = ClosedTask | PacedTask | StreamTask;

/** How long something took. */
export type Spread = {
  readonly count: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly maxUs: number;
};

/** What came of a task. Wrong answers are an error, and not here. */
export type ClientResult = {
  /** From the first call to the last answer. */
  readonly elapsedMs: number;
  readonly answered: number;
  /** Calls with RESOURCE_EXHAUSTED. */
  readonly refused: number;
  /** Calls that ended in any other way. */
  readonly failed: number;
  /** Calls that were never sent. */
  readonly givenUp: number;
  /** Of answered calls: from the moment at which they were due, or sent where none is set. */
  readonly answeredUs: Spread;
  /** Of refused calls: from the moment at which they were written. */
  readonly refusedUs: Spread;
  /** Of all calls of a paced task: how much later than due they were written. */
  readonly lateUs: Spread;
};
