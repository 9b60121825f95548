// A call of messages both ways on its HTTP/2 stream, without what grpc-js wraps around it: what has
// come in one piece is handed on in one turn, and the answers of a turn go out in one piece.

import { type ServiceError, status as STATUS } from '@grpc/grpc-js';
import { EventEmitter } from 'node:events';
import {
  type CallHeaders,
  callHeaders,
  type CallStatus,
  MESSAGE_HEAD_BYTES,
  messageEnd,
  type Opened,
  putMessage,
  sendHeaders,
  sendStatusAlone,
  tooLong,
  trailersOf,
} from './quick-wire.js';

/**
 * What a handler sees of a call of messages both ways; those of grpc-js are such calls. Events:
 * 'data' with each message, 'end' after the last, 'drain' when the connection has taken answers,
 * 'cancelled' when the caller has gone. Emitting 'error' ends the call with that error.
 */
export type HotStream = {
  readonly metadata: CallHeaders;
  /** Answers that were written and that the connection has not taken. */
  readonly writableLength: number;
  getDeadline(): Date | number;
  getPath(): string;
  readonly on: EventEmitter['on'];
  readonly emit: EventEmitter['emit'];
  pause(): unknown;
  resume(): unknown;
  isPaused(): boolean;
  write(message: Uint8Array): unknown;
  end(): unknown;
};

/** Serves a call until it ends. */
export type HotStreamHandler = (call: HotStream) => void;

const OK: CallStatus = { code: STATUS.OK, details: 'OK' };

/** One call. */
export class QuickStream extends EventEmitter implements HotStream {
  readonly metadata: CallHeaders;
  private readonly opened: Opened;
  private readonly deadlineEpochMs: number;
  private timer: NodeJS.Timeout | null = null;
  /** What has come and is not handed on. */
  private received: Buffer | null = null;
  /** What came behind it, until it is as much as its first message lacks. */
  private pieces: Buffer[] = [];
  private piecesBytes = 0;
  private neededBytes = 0;
  private isInputOver = false;
  private isHalted = false;
  private isTaking = false;
  /** Answers for the next piece. */
  private answers: Uint8Array[] = [];
  private answersBytes = 0;
  /** Answers in pieces that the connection has not taken. */
  private sentCount = 0;
  private isHeaderSent = false;
  private status = OK;
  /** Nothing more is written, or nobody takes it. */
  private isOver = false;

  constructor(opened: Opened) {
    super();
    const { timeoutMs } = opened;
    this.opened = opened;
    this.metadata = callHeaders(opened.headers);
    this.deadlineEpochMs = timeoutMs === Infinity ? Infinity : Date.now() + timeoutMs;
  }

  /** Hands the call to its handler, and then what comes. */
  start(handler: HotStreamHandler): void {
    const { stream, timeoutMs } = this.opened;
    if (timeoutMs !== Infinity) this.timer = setTimeout(() => this.expire(), timeoutMs);
    // What follows an error is a close.
    stream.on('error', () => undefined);
    stream.on('close', () => this.leave());
    this.on('error', (error: ServiceError) => this.fail(error));
    handler(this);
    stream.on('data', (piece: Buffer) => this.take(piece));
    stream.on('end', () => {
      this.isInputOver = true;
      this.handOn();
    });
  }

  get writableLength(): number {
    return this.answers.length + this.sentCount;
  }

  getDeadline(): number {
    return this.deadlineEpochMs;
  }

  getPath(): string {
    return this.opened.path;
  }

  pause(): void {
    this.isHalted = true;
    this.opened.stream.pause();
  }

  resume(): void {
    this.isHalted = false;
    this.opened.stream.resume();
    // Not now: who resumes may be in the middle of something.
    if (this.received !== null || this.isInputOver) process.nextTick(() => this.handOn());
  }

  isPaused(): boolean {
    return this.isHalted;
  }

  write(message: Uint8Array): void {
    if (this.isOver) return;
    // After all that this turn of the loop still answers.
    if (this.answers.length === 0) process.nextTick(() => this.flush());
    this.answers.push(message);
    this.answersBytes += MESSAGE_HEAD_BYTES + message.length;
  }

  end(): void {
    if (this.isOver) return;
    this.flush();
    this.close();
    const { stream } = this.opened;
    if (stream.destroyed || stream.closed) {
      this.emit('cancelled');
      return;
    }
    if (this.isHeaderSent) {
      stream.on('wantTrailers', () => stream.sendTrailers(trailersOf(this.status)));
      stream.end();
      stream.resume();
    } else sendStatusAlone(stream, this.status);
    // Who hears of an error hears of it first.
    process.nextTick(() => this.emit('finish'));
  }

  private take(piece: Buffer): void {
    if (this.isOver) return;
    this.pieces.push(piece);
    this.piecesBytes += piece.length;
    // A long message is put together once, and not with each of its pieces.
    if (this.piecesBytes >= this.neededBytes) this.join();
  }

  private join(): void {
    const all = [...(this.received === null ? [] : [this.received]), ...this.pieces];
    this.received = all.length === 1 ? all[0] : Buffer.concat(all);
    this.pieces = [];
    this.piecesBytes = 0;
    this.handOn();
  }

  /** Hands on the messages that are whole, until the handler has enough. */
  private handOn(): void {
    if (this.isTaking) return;
    this.isTaking = true;
    this.neededBytes = 0;
    while (this.received !== null && !this.isHalted && !this.isOver) {
      const { received } = this;
      const end = messageEnd(received, 0);
      const length = end - MESSAGE_HEAD_BYTES;
      if (length > this.opened.messageBytesMax && length < Infinity) {
        this.cut(tooLong(length, this.opened.messageBytesMax));
        break;
      }
      if (end > received.length) {
        this.neededBytes = end < Infinity ? end - received.length : 0;
        break;
      }
      this.received = end === received.length ? null : received.subarray(end);
      this.emit('data', received.subarray(MESSAGE_HEAD_BYTES, end));
    }
    this.isTaking = false;
    if (this.isInputOver && !this.isHalted && !this.isOver) {
      this.isInputOver = false;
      this.emit('end');
    }
  }

  private flush(): void {
    const { answers } = this;
    const { stream } = this.opened;
    if (answers.length === 0 || this.isOver || stream.destroyed || stream.closed) return;
    const piece = Buffer.allocUnsafe(this.answersBytes);
    let at = 0;
    for (const answer of answers) at = putMessage(piece, at, answer);
    this.answers = [];
    this.answersBytes = 0;
    this.sentCount += answers.length;
    if (!this.isHeaderSent) sendHeaders(stream);
    this.isHeaderSent = true;
    stream.write(piece, () => {
      this.sentCount -= answers.length;
      this.emit('drain');
    });
  }

  private fail({ code, details, metadata }: CallStatus): void {
    if (this.isOver) return;
    this.status = { code, details, metadata };
    this.end();
  }

  /** Ends the call before its handler does. */
  private cut(status: CallStatus): void {
    this.fail(status);
    this.emit('cancelled');
  }

  private expire(): void {
    if (this.isOver) return;
    this.cut({ code: STATUS.DEADLINE_EXCEEDED, details: 'Deadline exceeded' });
  }

  private leave(): void {
    if (this.isOver) return;
    this.close();
    this.emit('cancelled');
  }

  private close(): void {
    this.isOver = true;
    this.received = null;
    this.pieces = [];
    if (this.timer !== null) clearTimeout(this.timer);
  }
}
