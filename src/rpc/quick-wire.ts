// What quick calls share: headers, frames and status of gRPC on a stream of HTTP/2, as grpc-js
// writes and reads them. Knows no method.

import {
  type Metadata,
  type MetadataValue,
  type ServiceError,
  status as STATUS,
} from '@grpc/grpc-js';
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';

/** What a handler sees of the headers of a call. */
export type CallHeaders = Pick<Metadata, 'get'>;

/** A call as it came in. */
export type Opened = {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  /** Milliseconds until its deadline; Infinity: it has none. */
  readonly timeoutMs: number;
  /** Bytes that a message of the caller may have. */
  readonly messageBytesMax: number;
};

/** How a call ends. */
export type CallStatus = Partial<Pick<ServiceError, 'code' | 'details' | 'metadata'>>;

/** Bytes before a message: a flag, and its length. */
export const MESSAGE_HEAD_BYTES = 5;

const TIMEOUT = /^(\d{1,8})([HMSmun])$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};
/** The longest that a timer of Node waits. */
const TIMER_MS_MAX = 2 ** 31 - 1;

const ANSWER_HEADERS: OutgoingHttpHeaders = {
  'grpc-accept-encoding': 'identity,deflate,gzip',
  'grpc-encoding': 'identity',
  ':status': 200,
  'content-type': 'application/grpc+proto',
};
const WITH_TRAILERS = { waitForTrailers: true };
const ALONE = { endStream: true };

/** The headers of a call by name, as grpc-js gives them. */
export function callHeaders(headers: IncomingHttpHeaders): CallHeaders {
  return {
    get(name: string): MetadataValue[] {
      const value = headers[name];
      if (value === undefined) return [];
      return typeof value === 'string' ? [value] : value;
    },
  };
}

/** Whether the messages of a call are what they seem, and no bytes of some other protocol. */
export function isPlain(headers: IncomingHttpHeaders): boolean {
  const encoding = headers['grpc-encoding'];
  const type = headers['content-type'];
  return (
    (encoding === undefined || encoding === 'identity') &&
    type !== undefined &&
    type.startsWith('application/grpc')
  );
}

/** Milliseconds until the deadline; Infinity where there is none, null where it is not clear. */
export function timeoutOf({ 'grpc-timeout': header }: IncomingHttpHeaders): number | null {
  if (header === undefined) return Infinity;
  const match = typeof header === 'string' ? TIMEOUT.exec(header) : null;
  if (match === null) return null;
  const ms = Math.trunc(Number(match[1]) * UNIT_MS[match[2]]);
  return ms <= TIMER_MS_MAX ? ms : null;
}

/** Where the message that begins at `start` ends; Infinity where its head is not whole. */
export function messageEnd(bytes: Buffer, start: number): number {
  const from = start + MESSAGE_HEAD_BYTES;
  return from > bytes.length ? Infinity : from + bytes.readUInt32BE(start + 1);
}

/** Writes a message with its head at `start`; returns the end. */
export function putMessage(target: Buffer, start: number, message: Uint8Array): number {
  const { length } = message;
  target[start] = 0;
  target.writeUInt32BE(length, start + 1);
  target.set(message, start + MESSAGE_HEAD_BYTES);
  return start + MESSAGE_HEAD_BYTES + length;
}

/** A copy of a message with its head. */
export function framed(message: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(MESSAGE_HEAD_BYTES + message.length);
  putMessage(bytes, 0, message);
  return bytes;
}

/** Writes the head of a message that has the room for it before it. */
export function headed(bytes: Uint8Array): Uint8Array {
  const length = bytes.length - MESSAGE_HEAD_BYTES;
  bytes[0] = 0;
  bytes[1] = length >>> 24;
  bytes[2] = length >>> 16;
  bytes[3] = length >>> 8;
  bytes[4] = length;
  return bytes;
}

/** Sends the headers that come before messages; the stream then asks for trailers at its end. */
export function sendHeaders(stream: ServerHttp2Stream): void {
  stream.respond(ANSWER_HEADERS, WITH_TRAILERS);
}

/** The status after messages. */
export function trailersOf({ code, details, metadata }: CallStatus): OutgoingHttpHeaders {
  return {
    'grpc-status': code,
    'grpc-message': encodeURI(details ?? ''),
    ...metadata?.toHttp2Headers(),
  };
}

/** Sends a status without any message, and leaves what the caller still sends. */
export function sendStatusAlone(stream: ServerHttp2Stream, status: CallStatus): void {
  const head = { ':status': 200, 'content-type': 'application/grpc+proto' };
  stream.respond({ ...trailersOf(status), ...head }, ALONE);
  stream.resume();
}

/** The status of a message that is too long. */
export function tooLong(lengthBytes: number, maxBytes: number): CallStatus {
  const details = `Received message larger than max (${lengthBytes} vs ${maxBytes})`;
  return { code: STATUS.RESOURCE_EXHAUSTED, details };
}
