// A real Redis on a free port of loopback, in a folder of its own, that a test can stop, kill, halt
// and start again. Must not know what is kept in it.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { BoundProcess } from './bound-process.js';
import { makeCertificate } from './certificate.js';
import { freePort } from './free-port.js';

/** How a server is started. */
export type RedisOptions = {
  /** Whether each write is on disk before it is answered; else nothing is kept. */
  readonly isDurable?: boolean;
  readonly password?: string;
  readonly isTls?: boolean;
  /** Words of its configuration: `--name value`. */
  readonly words?: readonly string[];
};

/** A server of one test file. */
export class RedisServer {
  readonly port: number;
  readonly folder: string;
  private readonly options: RedisOptions;
  private process: BoundProcess | undefined;
  private readonly clients: Redis[] = [];

  private constructor(port: number, options: RedisOptions) {
    this.port = port;
    this.options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'shipfrom-redis-'));
  }

  /** Starts a server; it answers. */
  static async start(options: RedisOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    if (options.isTls === true) makeCertificate(server.folder);
    await server.restart();
    return server;
  }

  /** Whether it was started and has not ended. */
  get isRunning(): boolean {
    return this.process?.isRunning === true;
  }

  /** Where it is found: `redis://` or `rediss://`, with the password. */
  get url(): string {
    return this.urlAt(this.port);
  }

  /** The same at another port, as that of a proxy. */
  urlAt(port: number): string {
    const { isTls = false, password } = this.options;
    const secret = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
    return `redis${isTls ? 's' : ''}://${secret}127.0.0.1:${port}`;
  }

  /** The authority that signed its certificate, a PEM file. */
  get caPath(): string {
    return join(this.folder, 'ca.crt');
  }

  /** Starts it again on the same port and folder, where it is not running. */
  async restart(): Promise<void> {
    this.process = new BoundProcess(redisCommand('redis-server'), this.words());
    const client = this.connect();
    const isUp = async () => {
      const answer = await client.ping().catch(() => '');
      return answer === 'PONG';
    };
    await this.process.until(isUp).catch((error: Error) => {
      throw new Error(`${error.message}${this.log()}`, { cause: error });
    });
    client.disconnect();
  }

  /** Kills it as a crash would. */
  async kill(): Promise<void> {
    await this.process?.end('SIGKILL');
  }

  /** Halts it: connections stay, nothing is answered. */
  halt(): void {
    this.process?.signal('SIGSTOP');
  }

  /** Lets a halted server go on. */
  goOn(): void {
    this.process?.signal('SIGCONT');
  }

  /** A client that waits for the server; it ends with it. */
  client(): Redis {
    const client = this.connect();
    this.clients.push(client);
    return client;
  }

  /** What it wrote to its log. */
  log(): string {
    const path = join(this.folder, 'log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Ends it and throws its folder away. */
  async stop(): Promise<void> {
    for (const client of this.clients) client.disconnect();
    await this.process?.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private connect(): Redis {
    const { password, isTls = false } = this.options;
    const client = new Redis({
      host: '127.0.0.1',
      port: this.port,
      ...(password === undefined ? {} : { password }),
      ...(isTls ? { tls: { ca: readFileSync(this.caPath) } } : {}),
      retryStrategy: () => 10,
      maxRetriesPerRequest: null,
    });
    // While it is down there is nothing else to be said.
    client.on('error', () => undefined);
    return client;
  }

  private words(): string[] {
    const { isDurable = false, password, isTls = false, words = [] } = this.options;
    const file = (name: string) => join(this.folder, name);
    const tls = ['--port', '0', '--tls-port', String(this.port), '--tls-auth-clients', 'no'];
    tls.push('--tls-cert-file', file('server.crt'), '--tls-key-file', file('server.key'));
    tls.push('--tls-ca-cert-file', file('ca.crt'));
    return [
      ...(isTls ? tls : ['--port', String(this.port)]),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.folder,
      '--logfile',
      file('log'),
      '--save',
      '',
      ...(isDurable ? ['--appendonly', 'yes', '--appendfsync', 'always'] : []),
      ...(password === undefined ? [] : ['--requirepass', password]),
      ...words,
    ];
  }
}

/** The path of a command of Redis; throws with what to type where it is missing. */
export function redisCommand(name: 'redis-server' | 'redis-cli'): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders.map((folder) => join(folder, name)).find((one) => existsSync(one));
  if (path !== undefined) return path;
  const line = 'sudo apt-get update && sudo apt-get install -y redis-server';
  throw new Error(`The tests need ${name}. Type this, then run them again:\n  ${line}`);
}
