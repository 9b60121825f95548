// Two engines of `serve` over one Redis that keeps every write on disk, each by a way of its own;
// for a file of fault tests, anew for each of its runs.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisServer } from '../../support/redis/redis-server.js';
import { freshPrefix } from '../../support/redis/shared-redis.js';
import type { TcpProxy } from '../../support/redis/tcp-proxy.js';
import { type EngineHome, ServedEngine } from './served-engine.js';

/** What fails. */
export class TwoEngines {
  readonly server: RedisServer;
  readonly home: EngineHome;
  readonly engines: readonly ServedEngine[];

  private constructor(server: RedisServer, home: EngineHome, engines: readonly ServedEngine[]) {
    this.server = server;
    this.home = home;
    this.engines = engines;
  }

  /** Starts all of it. */
  static async start(): Promise<TwoEngines> {
    const server = await RedisServer.start({ isDurable: true });
    const folder = mkdtempSync(join(tmpdir(), 'shipfrom-faults-'));
    const home = { url: server.url, prefix: freshPrefix(), folder };
    const engines = await Promise.all([0, 1].map(() => ServedEngine.start(home, server)));
    return new TwoEngines(server, home, engines);
  }

  /** The ways to Redis. */
  get proxies(): TcpProxy[] {
    return this.engines.flatMap(({ proxy }) => (proxy === undefined ? [] : [proxy]));
  }

  /** Ends all of it. */
  async stop(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.stop()));
    await this.server.stop();
    rmSync(this.home.folder, { recursive: true, force: true });
  }
}
