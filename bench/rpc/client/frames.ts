// One connection of HTTP/2 seen from a client, as frames (RFC 9113): what comes in is cut into
// frames, what goes out is gathered and written at once. Knows nothing of calls.

import { connect, type Socket } from 'node:net';

/** Types of frames. */
export const FRAME = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
} as const;

/** Flags of frames. */
export const FLAG = { endStream: 1, ack: 1, endHeaders: 4 } as const;

/** Bytes before the payload of a frame. */
export const FRAME_HEAD_BYTES = 9;
/** Bytes of a payload that every peer takes. */
export const PAYLOAD_BYTES_MAX = 16_384;
/** What may be sent before the peer says more, where its settings do not say otherwise. */
export const WINDOW_BYTES = 65_535;
const WINDOW_BYTES_MAX = 2 ** 31 - 1;
const SETTING_INITIAL_WINDOW = 4;
const GATHERED_BYTES = 1 << 20;

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** What hears of the frames of a connection. */
export type FrameListener = {
  /** A frame of a stream, its payload in `bytes[start .. end)`. */
  onFrame(
    type: number,
    flags: number,
    stream: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void;
  /** The peer takes more than before. */
  onRoom(): void;
  /** The connection is of no more use; not called after `close`. */
  onLost(error: Error): void;
};

/** The head of a frame. */
export function frameHead(type: number, flags: number, stream: number, length: number): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return head;
}

/** Where a server listens: a port of this machine, or the path of a Unix socket. */
export type Address = number | string;

/** A connection that is open. */
export class FrameConnection {
  /** What may be sent on the connection now. */
  room = WINDOW_BYTES;
  /** What may be sent on a new stream. */
  streamRoom = WINDOW_BYTES;
  private readonly socket: Socket;
  private readonly listener: FrameListener;
  private readonly gathered = Buffer.alloc(GATHERED_BYTES);
  private gatheredBytes = 0;
  private rest: Buffer | null = null;
  private isClosed = false;
  private onReady: () => void = () => undefined;

  private constructor(socket: Socket, listener: FrameListener) {
    this.socket = socket;
    this.listener = listener;
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.lose(error));
    socket.on('close', () => this.lose(new Error('the connection was closed')));
  }

  /** Connects and waits for the server's settings. */
  static async open(address: Address, listener: FrameListener): Promise<FrameConnection> {
    const socket = typeof address === 'number' ? connect(address, '127.0.0.1') : connect(address);
    socket.setNoDelay(true);
    const connection = new FrameConnection(socket, listener);
    const setting = Buffer.alloc(6);
    setting.writeUInt16BE(SETTING_INITIAL_WINDOW, 0);
    setting.writeUInt32BE(WINDOW_BYTES_MAX, 2);
    const more = Buffer.alloc(4);
    more.writeUInt32BE(WINDOW_BYTES_MAX - WINDOW_BYTES, 0);
    const ready = new Promise<void>((resolve) => {
      connection.onReady = resolve;
    });
    connection.write(PREFACE);
    connection.write(frameHead(FRAME.settings, 0, 0, setting.length));
    connection.write(setting);
    // No run of a bench is answered with more bytes than this, so windows are never spoken of.
    connection.write(frameHead(FRAME.windowUpdate, 0, 0, more.length));
    connection.write(more);
    connection.flush();
    await ready;
    return connection;
  }

  /** Takes bytes that go out with the next `flush`; answers where they begin in `buffer`. */
  write(bytes: Buffer): number {
    if (bytes.length > GATHERED_BYTES - this.gatheredBytes) this.flush();
    const start = this.gatheredBytes;
    bytes.copy(this.gathered, start);
    this.gatheredBytes += bytes.length;
    return start;
  }

  /** What is gathered: for mending what `write` copied. */
  get buffer(): Buffer {
    return this.gathered;
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.gatheredBytes === 0) return;
    this.socket.write(Buffer.from(this.gathered.subarray(0, this.gatheredBytes)));
    this.gatheredBytes = 0;
  }

  /** Leaves. */
  close(): void {
    this.isClosed = true;
    this.socket.destroy();
  }

  private lose(error: Error): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.listener.onLost(error);
  }

  private take(chunk: Buffer): void {
    const bytes = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    while (bytes.length - at >= FRAME_HEAD_BYTES) {
      const start = at + FRAME_HEAD_BYTES;
      const end = start + bytes.readUIntBE(at, 3);
      if (end > bytes.length) break;
      this.takeFrame(bytes[at + 3], bytes[at + 4], bytes.readUInt32BE(at + 5), bytes, start, end);
      at = end;
    }
    this.rest = at === bytes.length ? null : Buffer.from(bytes.subarray(at));
    this.flush();
  }

  private takeFrame(
    type: number,
    flags: number,
    stream: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    if (stream > 0) {
      this.listener.onFrame(type, flags, stream, bytes, start, end);
      return;
    }
    if (type === FRAME.windowUpdate) {
      this.room += bytes.readUInt32BE(start);
      this.listener.onRoom();
    } else if (type === FRAME.settings && (flags & FLAG.ack) === 0) {
      for (let at = start; at < end; at += 6) {
        if (bytes.readUInt16BE(at) !== SETTING_INITIAL_WINDOW) continue;
        this.streamRoom = bytes.readUInt32BE(at + 2);
      }
      this.write(frameHead(FRAME.settings, FLAG.ack, 0, 0));
      this.onReady();
    } else if (type === FRAME.ping && (flags & FLAG.ack) === 0) {
      this.write(frameHead(FRAME.ping, FLAG.ack, 0, end - start));
      this.write(bytes.subarray(start, end));
    } else if (type === FRAME.goAway) {
      this.lose(new Error(`the server went away, code ${bytes.readUInt32BE(start + 4)}`));
    }
  }
}
