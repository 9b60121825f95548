// An engine in a process of its own over Redis, as `serve` runs it. Must not know what is asked of
// it.

import { mkdirSync } from 'node:fs';
import { scrape } from '../../cli/support/scrape.js';
import { TestClient } from '../../rpc/support/client.js';
import { builtFile } from '../../support/built.js';
import { BoundProcess } from '../../support/redis/bound-process.js';
import type { RedisServer } from '../../support/redis/redis-server.js';
import { TcpProxy } from '../../support/redis/tcp-proxy.js';

const MAIN = builtFile('src/main.js');

/** The Redis of an engine. */
export type EngineHome = {
  readonly url: string;
  readonly prefix: string;
  /** Where its replica may be. */
  readonly folder: string;
};

/** One process. */
export class ServedEngine {
  readonly client: TestClient;
  /** The way to its Redis; absent: a direct one. */
  readonly proxy: TcpProxy | undefined;
  /** Whether it was ended by the test. */
  isEnded = false;
  private readonly process: BoundProcess;
  private readonly admin: string;

  private constructor(process: BoundProcess, proxy: TcpProxy | undefined) {
    const { address, adminAddress } = JSON.parse(process.text) as Record<string, string>;
    this.process = process;
    this.proxy = proxy;
    this.client = new TestClient(address);
    this.admin = `http://${adminAddress}`;
  }

  /** Starts one; it serves. Given a server, the way to it is through a proxy. */
  static async start({ url, prefix, folder }: EngineHome, through?: RedisServer) {
    const proxy = through && (await TcpProxy.start(through.port));
    const where = proxy === undefined ? url : (through?.urlAt(proxy.port) ?? url);
    mkdirSync(folder, { recursive: true });
    const env: NodeJS.ProcessEnv = { ...inherited(), TMPDIR: folder };
    const words = `--redis-prefix ${prefix} --workers 1 --listen 127.0.0.1:0 --admin 0`;
    const args = [MAIN, 'serve', '--redis-url', where, '--json', '--log-level', 'error'];
    const node = globalThis.process.execPath;
    const process = new BoundProcess(node, [...args, ...words.split(' ')], env);
    await process.until(() => process.text.endsWith('}\n'));
    return new ServedEngine(process, proxy);
  }

  /** What it said last, where it ended though nobody ended it; else nothing. */
  get lastWords(): string {
    return this.isEnded || this.process.isRunning ? '' : ` an engine died: ${this.process.text}`;
  }

  /** What it counts of itself, by series. */
  figures(): Promise<Map<string, number>> {
    return scrape(this.admin);
  }

  /** Seconds since its columns were known to be whole. */
  async ageSeconds(): Promise<number> {
    return (await this.figures()).get('shipfrom_snapshot_age_seconds') ?? Number.NaN;
  }

  /** Kills it as a crash would; what it sent to Redis and was held up never comes. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Lets it finish. */
  async stop(): Promise<void> {
    this.proxy?.mend();
    await this.end('SIGTERM');
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.isEnded = true;
    await this.process.end(signal);
    this.client.close();
    await this.proxy?.stop();
  }
}

/** Variables of ours would change what is tested. */
function inherited(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(SHIPFROM|REDIS)_/.test(name)));
}
