// A way through TCP that a test can cut, hold up and slow down, in both directions or in one. Must
// not know what goes through it.

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

const BOTH = ['toServer', 'toClient'] as const;

/** Which way bytes go. */
export type Direction = (typeof BOTH)[number];

/** One way of one connection. */
class Lane {
  isStalled = false;
  private readonly to: Socket;
  private readonly pieces: { readonly bytes: Buffer; dueMs: number }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(to: Socket) {
    this.to = to;
  }

  /** Sends a piece on when its time has come, after all that came before it. */
  add(bytes: Buffer, delayMs: number): void {
    this.pieces.push({ bytes, dueMs: performance.now() + delayMs });
    this.pump();
  }

  /** Whoever sends has gone: what came before still goes on. */
  end(): void {
    this.isOver = true;
    this.pump();
  }

  /** Sends on what waits. */
  hurry(): void {
    for (const piece of this.pieces) piece.dueMs = 0;
    this.pump();
  }

  private pump(): void {
    clearTimeout(this.timer);
    if (this.isStalled) return;
    for (let [first] = this.pieces; first !== undefined; [first] = this.pieces) {
      const waitMs = first.dueMs - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.pump(), Math.ceil(waitMs));
        return;
      }
      this.pieces.shift();
      if (!this.to.destroyed) this.to.write(first.bytes);
    }
    if (this.isOver) this.to.end();
  }
}

/** One connection. */
type Pair = Record<Direction, Lane> & { readonly client: Socket; readonly server: Socket };

/** A proxy before one server. */
export class TcpProxy {
  /** Sees every piece before it goes on or is held up. */
  onBytes: (bytes: Buffer, direction: Direction) => void = () => undefined;
  /** Milliseconds that each piece takes, each way. */
  delayMs = 0;
  readonly port: number;
  private readonly listener: Server;
  private readonly targetPort: number;
  private readonly pairs = new Set<Pair>();
  private readonly stalled = new Set<Direction>();
  private isCut = false;

  private constructor(listener: Server, targetPort: number) {
    this.listener = listener;
    this.targetPort = targetPort;
    this.port = (listener.address() as AddressInfo).port;
    listener.on('connection', (socket) => this.accept(socket));
  }

  /** Opens a way to a port of loopback. */
  static async start(targetPort: number): Promise<TcpProxy> {
    const listener = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new TcpProxy(listener, targetPort);
  }

  /** Ends all connections, and all that come, until `mend`. */
  cut(): void {
    this.isCut = true;
    for (const { client, server } of this.pairs) {
      client.destroy();
      server.destroy();
    }
    this.pairs.clear();
  }

  /**
   * Holds up what goes one way, or both, until `mend`; connections stay. What was sent comes
   * through then, even where its sender has gone.
   */
  stall(...directions: readonly Direction[]): void {
    for (const one of directions.length === 0 ? BOTH : directions) this.stalled.add(one);
    this.apply();
  }

  /** Everything goes through again, what was held up first. */
  mend(): void {
    this.isCut = false;
    this.stalled.clear();
    this.delayMs = 0;
    this.apply();
    for (const pair of this.pairs) for (const one of BOTH) pair[one].hurry();
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private apply(): void {
    for (const pair of this.pairs) {
      for (const one of BOTH) pair[one].isStalled = this.stalled.has(one);
    }
  }

  private accept(client: Socket): void {
    if (this.isCut) {
      client.destroy();
      return;
    }
    const server = connect({ port: this.targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair: Pair = {
      client,
      server,
      toServer: new Lane(server),
      toClient: new Lane(client),
    };
    this.pairs.add(pair);
    this.apply();
    this.forward(client, pair, 'toServer');
    this.forward(server, pair, 'toClient');
    const gone = () => {
      if (client.destroyed && server.destroyed) this.pairs.delete(pair);
    };
    client.on('close', gone);
    server.on('close', gone);
  }

  private forward(from: Socket, pair: Pair, direction: Direction): void {
    from.setNoDelay(true);
    from.on('data', (bytes: Buffer) => {
      this.onBytes(bytes, direction);
      pair[direction].add(bytes, this.delayMs);
    });
    from.on('error', () => undefined);
    from.on('end', () => pair[direction].end());
    from.on('close', () => pair[direction].end());
  }
}
