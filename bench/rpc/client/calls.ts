// Calls of gRPC on one connection, each a stream of its own with one message both ways; and the
// messages of one stream. Every answer is checked.

import type { AnswerCheck } from './answer-check.js';
import {
  type Address,
  FLAG,
  FRAME,
  FRAME_HEAD_BYTES,
  FrameConnection,
  frameHead,
  PAYLOAD_BYTES_MAX,
  WINDOW_BYTES,
} from './frames.js';
import { requestBlocks, StatusReader } from './header-blocks.js';

/** Bytes before a message of gRPC. */
const MESSAGE_HEAD_BYTES = 5;
/** The status of a call that the server cut off. */
const STATUS_RESET = 99;

/** What is asked of which method, again and again. */
export type Question = {
  readonly address: Address;
  /** `/service/method`. */
  readonly path: string;
  /** The message with the five bytes before it. */
  readonly body: Buffer;
  readonly check: AnswerCheck;
};

/** Called with a call's tag, its grpc-status, and whether the answer is the right one. */
export type OnAnswer = (tag: number, status: number, isRight: boolean) => void;

/** The frames of a call with stream number 0, and where the number belongs. */
function callFrames(block: Buffer, body: Buffer): { bytes: Buffer; numbersAt: readonly number[] } {
  const parts = [frameHead(FRAME.headers, FLAG.endHeaders, 0, block.length), block];
  for (let at = 0; at < body.length; at += PAYLOAD_BYTES_MAX) {
    const payload = body.subarray(at, at + PAYLOAD_BYTES_MAX);
    const isLast = at + payload.length === body.length;
    parts.push(frameHead(FRAME.data, isLast ? FLAG.endStream : 0, 0, payload.length), payload);
  }
  let offset = 0;
  const numbersAt: number[] = [];
  parts.forEach((part, i) => {
    // Heads and payloads alternate.
    if (i % 2 === 0) numbersAt.push(offset + FRAME_HEAD_BYTES - 4);
    offset += part.length;
  });
  return { bytes: Buffer.concat(parts), numbersAt };
}

/** Puts the pieces of messages together. */
class Messages {
  private rest: Buffer | null = null;

  /** Calls `onMessage` for each message that is whole with this piece. */
  take(bytes: Buffer, start: number, end: number, onMessage: (message: Buffer) => void): void {
    const piece = bytes.subarray(start, end);
    const all = this.rest === null ? piece : Buffer.concat([this.rest, piece]);
    let at = 0;
    while (all.length - at >= MESSAGE_HEAD_BYTES) {
      const from = at + MESSAGE_HEAD_BYTES;
      const to = from + all.readUInt32BE(at + 1);
      if (to > all.length) break;
      onMessage(all.subarray(from, to));
      at = to;
    }
    this.rest = at === all.length ? null : Buffer.from(all.subarray(at));
  }
}

/** Single calls on one connection. */
export class UnaryCalls {
  private readonly question: Question;
  private readonly onAnswer: OnAnswer;
  readonly onLost: (error: Error) => void;
  private readonly status = new StatusReader();
  private readonly first: ReturnType<typeof callFrames>;
  private readonly later: ReturnType<typeof callFrames>;
  private connection: FrameConnection | null = null;
  /** By call, in the order of sending; its stream is twice its number plus 1. */
  private readonly tags: number[] = [];
  private readonly isRight: boolean[] = [];
  private readonly pieces = new Map<number, Messages>();
  /** Calls that the connection has no room for yet. */
  private readonly waiting: number[] = [];

  private constructor(question: Question, onAnswer: OnAnswer, onLost: (error: Error) => void) {
    this.question = question;
    this.onAnswer = onAnswer;
    this.onLost = onLost;
    if (question.body.length > WINDOW_BYTES) throw new Error('a request of the bench is too long');
    const blocks = requestBlocks('localhost', question.path);
    this.first = callFrames(blocks.first, question.body);
    this.later = callFrames(blocks.later, question.body);
  }

  /** Opens a connection for calls. */
  static async open(
    question: Question,
    onAnswer: OnAnswer,
    onLost: (error: Error) => void,
  ): Promise<UnaryCalls> {
    const calls = new UnaryCalls(question, onAnswer, onLost);
    calls.connection = await FrameConnection.open(question.address, calls);
    return calls;
  }

  /** Sends a call, with the next `flush`, or as soon as the server takes so many bytes. */
  send(tag: number): void {
    const connection = this.connection as FrameConnection;
    const { body } = this.question;
    if (connection.room < body.length || this.waiting.length > 0) {
      this.waiting.push(tag);
      return;
    }
    connection.room -= body.length;
    const number = this.tags.push(tag) - 1;
    const { bytes, numbersAt } = number === 0 ? this.first : this.later;
    const start = connection.write(bytes);
    for (const at of numbersAt) connection.buffer.writeUInt32BE(number * 2 + 1, start + at);
  }

  /** Writes what was sent. */
  flush(): void {
    this.connection?.flush();
  }

  /** Leaves; nothing is answered any more. */
  close(): void {
    this.connection?.close();
  }

  onRoom(): void {
    const tags = this.waiting.splice(0);
    for (const tag of tags) this.send(tag);
  }

  onFrame(
    type: number,
    flags: number,
    stream: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    const number = (stream - 1) / 2;
    if (type === FRAME.data) this.takeData(number, bytes, start, end);
    else if (type === FRAME.headers) {
      const status = this.status.read(bytes, start, end);
      if ((flags & FLAG.endStream) === 0) return;
      this.pieces.delete(number);
      this.onAnswer(this.tags[number], status, this.isRight[number] ?? false);
    } else if (type === FRAME.reset) this.onAnswer(this.tags[number], STATUS_RESET, false);
  }

  private takeData(number: number, bytes: Buffer, start: number, end: number): void {
    const from = start + MESSAGE_HEAD_BYTES;
    let messages = this.pieces.get(number);
    if (messages === undefined && end > from && from + bytes.readUInt32BE(start + 1) === end) {
      // The usual case: one frame is one message.
      this.isRight[number] = this.question.check(bytes.subarray(from, end));
      return;
    }
    if (messages === undefined) this.pieces.set(number, (messages = new Messages()));
    messages.take(bytes, start, end, (message) => {
      this.isRight[number] = this.question.check(message);
    });
  }
}

/** One stream whose every message asks the same. */
export class MessageStream {
  private readonly question: Question;
  private readonly onMessage: (isRight: boolean) => void;
  private readonly onEnd: (status: number) => void;
  private readonly status = new StatusReader();
  private readonly messages = new Messages();
  private readonly frame: Buffer;
  private connection: FrameConnection | null = null;
  private streamRoom = 0;
  private waitingCount = 0;

  private constructor(
    question: Question,
    onMessage: (isRight: boolean) => void,
    onEnd: (status: number) => void,
  ) {
    this.question = question;
    this.onMessage = onMessage;
    this.onEnd = onEnd;
    const { body } = question;
    this.frame = Buffer.concat([frameHead(FRAME.data, 0, 1, body.length), body]);
  }

  /** Opens a connection and the stream. */
  static async open(
    question: Question,
    onMessage: (isRight: boolean) => void,
    onEnd: (status: number) => void,
  ): Promise<MessageStream> {
    const stream = new MessageStream(question, onMessage, onEnd);
    const connection = await FrameConnection.open(question.address, stream);
    stream.connection = connection;
    stream.streamRoom = connection.streamRoom;
    const { first } = requestBlocks('localhost', question.path);
    connection.write(frameHead(FRAME.headers, FLAG.endHeaders, 1, first.length));
    connection.write(first);
    connection.flush();
    return stream;
  }

  /** Sends the message, with the next `flush` or as soon as there is room. */
  send(): void {
    const connection = this.connection as FrameConnection;
    const { length } = this.question.body;
    if (connection.room < length || this.streamRoom < length) {
      this.waitingCount++;
      return;
    }
    connection.room -= length;
    this.streamRoom -= length;
    connection.write(this.frame);
  }

  /** Writes what was sent. */
  flush(): void {
    this.connection?.flush();
  }

  /** Says that no more messages come. */
  end(): void {
    this.connection?.write(frameHead(FRAME.data, FLAG.endStream, 1, 0));
    this.flush();
  }

  /** Leaves. */
  close(): void {
    this.connection?.close();
  }

  onRoom(): void {
    const count = this.waitingCount;
    this.waitingCount = 0;
    for (let i = 0; i < count; i++) this.send();
  }

  onFrame(
    type: number,
    flags: number,
    _stream: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    if (type === FRAME.data) {
      this.messages.take(bytes, start, end, (message) =>
        this.onMessage(this.question.check(message)),
      );
    } else if (type === FRAME.windowUpdate) {
      this.streamRoom += bytes.readUInt32BE(start);
      this.onRoom();
    } else if (type === FRAME.headers) {
      const status = this.status.read(bytes, start, end);
      if ((flags & FLAG.endStream) !== 0) this.onEnd(status);
    } else if (type === FRAME.reset) this.onEnd(STATUS_RESET);
  }

  onLost(): void {
    this.onEnd(STATUS_RESET);
  }
}
