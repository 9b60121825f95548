// A single call of a hot method, answered on its HTTP/2 stream without what grpc-js wraps around a
// call: interceptors, a queue of messages, metadata of both sides, compression.

import { type ServiceError, status as STATUS } from '@grpc/grpc-js';
import type { ServerHttp2Stream } from 'node:http2';
import {
  type CallHeaders,
  callHeaders,
  type CallStatus,
  framed,
  headed,
  MESSAGE_HEAD_BYTES,
  messageEnd,
  type Opened,
  sendHeaders,
  sendStatusAlone,
  tooLong,
} from './quick-wire.js';

/** What a handler sees of a single call; those of grpc-js are such calls. */
export type HotCall = {
  /** The request; from a call of ours it is there only until the handler returns. */
  readonly request: Buffer;
  /** Room that an answer may have before it; absent: none. */
  readonly headBytes?: number;
  readonly metadata: CallHeaders;
  getDeadline(): Date | number;
  getPath(): string;
  /** Calls `listener` where the caller goes before the answer. */
  on(event: 'cancelled', listener: () => void): unknown;
  /** In place of the callback: answers with bytes that have the room before them. */
  answerWithRoom?(bytes: Uint8Array): void;
};

/** Answers a call once, with an error or with the bytes of the answer. */
export type HotHandler = (
  call: HotCall,
  callback: (error: ServiceError | null, answer?: Uint8Array | null) => void,
) => void;

const EMPTY = Buffer.alloc(0);
/** Where a request in pieces is put together for its handler, unless it is longer. */
const whole = Buffer.alloc(65_536);

/** One call. */
export class QuickUnary implements HotCall {
  request: Buffer = EMPTY;
  readonly headBytes = MESSAGE_HEAD_BYTES;
  readonly metadata: CallHeaders;
  private readonly opened: Opened;
  private readonly handler: HotHandler;
  private readonly deadlineEpochMs: number;
  private timer: NodeJS.Timeout | null = null;
  private received: Buffer = EMPTY;
  private receivedBytes = 0;
  /** Further pieces, where the request came in several. */
  private pieces: Buffer[] | null = null;
  private onGone: (() => void) | null = null;
  /** The answer is on its way, or nobody waits for it. */
  private isOver = false;

  constructor(opened: Opened, handler: HotHandler) {
    const { timeoutMs } = opened;
    this.opened = opened;
    this.handler = handler;
    this.metadata = callHeaders(opened.headers);
    this.deadlineEpochMs = timeoutMs === Infinity ? Infinity : Date.now() + timeoutMs;
  }

  /** Waits for the request, and has it answered. */
  start(): void {
    const { stream, timeoutMs } = this.opened;
    // What follows an error is a close.
    stream.on('error', ignore);
    stream.on('data', (piece: Buffer) => this.take(piece));
    stream.on('end', () => this.begin());
    if (timeoutMs === Infinity) return;
    this.timer = setTimeout(() => this.expire(), timeoutMs);
    stream.on('close', () => this.leave());
  }

  getDeadline(): number {
    return this.deadlineEpochMs;
  }

  getPath(): string {
    return this.opened.path;
  }

  on(_event: 'cancelled', listener: () => void): void {
    this.onGone = listener;
    // Where there is a timer, the end is heard of already.
    if (this.timer === null) this.opened.stream.on('close', () => this.leave());
  }

  answerWithRoom(bytes: Uint8Array): void {
    if (!this.isOver) this.send(headed(bytes));
  }

  private take(piece: Buffer): void {
    if (this.isOver) return;
    this.receivedBytes += piece.length;
    if (this.received === EMPTY) this.received = piece;
    else (this.pieces ??= []).push(piece);
    if (this.received.length < MESSAGE_HEAD_BYTES) this.join();
    const end = messageEnd(this.received, 0);
    const length = end - MESSAGE_HEAD_BYTES;
    const { messageBytesMax } = this.opened;
    // Now and not at the end: what comes is kept until then.
    if (this.receivedBytes > end) this.refuseRequest('a second request message');
    else if (length > messageBytesMax && length < Infinity) {
      this.refuse(tooLong(length, messageBytesMax));
    }
  }

  private refuseRequest(what: string): void {
    const details = `Received ${what} for the method ${this.opened.path}`;
    this.refuse({ code: STATUS.UNIMPLEMENTED, details });
  }

  private join(): void {
    if (this.pieces === null) return;
    this.received = Buffer.concat([this.received, ...this.pieces]);
    this.pieces = null;
  }

  private begin(): void {
    if (this.isOver) return;
    const received = this.joined();
    if (messageEnd(received, 0) > received.length) {
      this.refuseRequest('no request message');
      return;
    }
    this.request = received.subarray(MESSAGE_HEAD_BYTES);
    try {
      this.handler(this, (error, answer) => {
        if (this.isOver) return;
        if (error !== null) this.refuse(error);
        else this.send(framed(answer as Uint8Array));
      });
    } catch {
      this.refuse({ code: STATUS.UNKNOWN, details: 'Unknown error' });
    }
    this.request = EMPTY;
  }

  /** The whole request. Memory that is new for each would be much of the garbage of batches. */
  private joined(): Buffer {
    const { pieces, received, receivedBytes } = this;
    if (pieces === null) return received;
    if (receivedBytes > whole.length) return Buffer.concat([received, ...pieces]);
    let at = received.copy(whole, 0);
    for (const piece of pieces) at += piece.copy(whole, at);
    return whole.subarray(0, at);
  }

  private send(message: Uint8Array): void {
    this.end();
    const { stream } = this.opened;
    if (stream.destroyed || stream.closed) return;
    sendHeaders(stream);
    stream.on('wantTrailers', sendOk);
    stream.end(message);
  }

  private refuse(status: CallStatus): void {
    this.end();
    const { stream } = this.opened;
    if (!stream.destroyed && !stream.closed) sendStatusAlone(stream, status);
  }

  private expire(): void {
    this.refuse({ code: STATUS.DEADLINE_EXCEEDED, details: 'Deadline exceeded' });
    this.onGone?.();
  }

  /** The stream is gone, after the answer or before it. */
  private leave(): void {
    if (this.isOver) return;
    this.end();
    this.onGone?.();
  }

  private end(): void {
    this.isOver = true;
    this.pieces = null;
    if (this.timer !== null) clearTimeout(this.timer);
  }
}

function ignore(): void {}

function sendOk(this: ServerHttp2Stream): void {
  this.sendTrailers({ 'grpc-status': 0, 'grpc-message': 'OK' });
}
