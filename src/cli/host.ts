// An engine and the server over it, as `serve` and `demo` run them: opened together, drained
// together. The server itself is given by the composition root.

import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { Refusal } from '../base/outcome.js';
import { Engine } from '../engine/engine.js';
import type { EngineOptions } from '../engine/engine-options.js';
import type { RedisOptions } from '../stores/redis-options.js';
import { CliFailure, EXIT, fileFailure, messageOf, wrongUse } from './failure.js';
import { warn } from './output.js';
import { redisPlace } from './store-options.js';

/** What starts a server over an open engine; see the server for what it refuses. */
export type StartServer = (options: {
  readonly engine: Engine;
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls?: {
    readonly certificatePath: string;
    readonly privateKeyPath: string;
    readonly clientCaPath?: string;
  };
  readonly apiKeys?: readonly string[];
  readonly isInsecureAllowed: boolean;
  readonly isReflectionEnabled: boolean;
  readonly maxSnapshotAgeMs?: number;
  readonly maxConnectionCalls?: number;
  readonly admin?: {
    readonly listen: { readonly host: string; readonly port: number };
    readonly figures: Engine['figures'];
    readonly backUp?: () => Promise<object>;
  };
  readonly logger: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}) => Promise<{
  readonly port: number;
  readonly adminPort?: number;
  drain(graceMs: number): Promise<void>;
}>;

/** How callers are let in, and when they are sent away. */
export type HostAccess = Pick<
  Parameters<StartServer>[0],
  | 'tls'
  | 'apiKeys'
  | 'isInsecureAllowed'
  | 'isReflectionEnabled'
  | 'maxSnapshotAgeMs'
  | 'maxConnectionCalls'
>;

/** A server that serves, and its engine. */
export type Host = {
  readonly engine: Engine;
  /** host:port as clients take it. */
  readonly address: string;
  readonly port: number;
  /** host:port of the admin port; absent: there is none. */
  readonly adminAddress?: string;
  /** Resolves when a thread of the engine has died. */
  readonly failed: Promise<Error>;
  /** Drains and closes both. */
  close(graceMs: number): Promise<void>;
};

/**
 * Opens the store, starts the workers and then the server. Rejects with CliFailure, and with
 * everything closed again.
 */
export async function openHost(
  options: {
    readonly listen: string;
    readonly dataDir: string;
    readonly redis?: RedisOptions;
    readonly workers?: number;
    readonly queue?: number;
    readonly logLevel: string;
    readonly admin?: string;
    readonly backupDir?: string;
  },
  startServer: StartServer,
  access: HostAccess,
): Promise<Host> {
  const listen = parseListen(options.listen);
  const adminListen = options.admin === undefined ? undefined : parseAdmin(options.admin);
  const backups = options.backupDir === undefined ? undefined : folderOf(options.backupDir);
  const logger = pino({ level: options.logLevel, base: null }, pino.destination(2));
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((settle) => {
    fail = settle;
  });
  const engine = await openEngine(options, fail, (message, fields) => logger.warn(fields, message));
  try {
    const admin = adminListen && { listen: adminListen, ...adminPartsOf(engine, backups) };
    const server = await startServer({ engine, listen, logger, admin, ...access });
    const host = listen.host.startsWith('unix:') ? listen.host : `${listen.host}:${server.port}`;
    return {
      engine,
      address: host,
      port: server.port,
      adminAddress: adminListen && addressText(adminListen.host, server.adminPort ?? 0),
      failed,
      async close(graceMs) {
        await server.drain(graceMs);
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw startFailure(error, options);
  }
}

/**
 * Opens an engine on a folder, or on Redis where one is given. Rejects with CliFailure where the
 * folder is in use or cannot be read, and where Redis cannot be used.
 */
export async function openEngine(
  options: {
    readonly dataDir: string;
    readonly redis?: RedisOptions;
    readonly workers?: number;
    readonly queue?: number;
    readonly isRecordingAllowed?: boolean;
  },
  onFailure?: EngineOptions['onFailure'],
  onWarning?: EngineOptions['onWarning'],
): Promise<Engine> {
  const { dataDir, redis } = options;
  try {
    return await Engine.open({
      ...(redis === undefined ? { dataDirectory: resolve(dataDir) } : { redis }),
      workerCount: options.workers,
      queueMax: options.queue,
      isRecordingAllowed: options.isRecordingAllowed,
      onFailure,
      onWarning,
    });
  } catch (error) {
    const why = messageOf(error);
    const place = redis === undefined ? dataDir : redisPlace(redis, why);
    const flag = redis === undefined ? '--data-dir' : '--redis-url';
    const message = `cannot open the store in ${place}: ${why}`;
    const reason = error instanceof Refusal ? error.detail.reason : '';
    throw new CliFailure(EXIT.cannot, 'STORE', `${message} (${flag} names another)`, reason);
  }
}

/**
 * Waits for SIGINT or SIGTERM, drains, and gives the exit code. A second signal ends the process at
 * once with 1; so does an engine that can no longer serve, after a drain.
 */
export async function untilSignal(host: Host, graceMs: number): Promise<number> {
  let stop: (code: number) => void = () => undefined;
  const stopped = new Promise<number>((settle) => {
    stop = settle;
  });
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    stop(EXIT.done);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  void host.failed.then((error) => {
    warn(`error: ENGINE: a thread of the engine died: ${messageOf(error)}\n`);
    stop(EXIT.cannot);
  });
  const exitCode = await stopped;
  await host.close(graceMs);
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
  return exitCode;
}

/** The whole path of a folder, made where it is missing in one that is there. */
function folderOf(path: string): string {
  try {
    if (!existsSync(path)) mkdirSync(path);
  } catch (error) {
    throw fileFailure(path, error);
  }
  return resolve(path);
}

function adminPartsOf(engine: Engine, backups: string | undefined) {
  const { figures } = engine;
  if (backups === undefined) return { figures };
  const backUp = async () => {
    const { name, ...rest } = await engine.backUp(backups);
    return { path: join(backups, name), ...rest };
  };
  return { figures, backUp };
}

/** `host:port`, `[v6]:port` or `unix:PATH`. */
function parseListen(text: string): { host: string; port: number } {
  if (text.startsWith('unix:')) return { host: text, port: 0 };
  return parseAddress(text, `--listen ${text}: must be HOST:PORT, [ADDRESS]:PORT or unix:PATH`);
}

function parseAddress(text: string, problem: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text);
  const port = match === null ? -1 : Number(match[3]);
  if (match === null || port > 65_535) throw wrongUse(problem);
  return { host: match[1] ?? match[2], port };
}

/** `PORT` of this machine alone, or an address as `--listen` takes it. */
export function parseAdmin(text: string): { host: string; port: number } {
  const whole = /^\d+$/.test(text) ? `127.0.0.1:${text}` : text;
  return parseAddress(whole, `--admin ${text}: must be PORT, HOST:PORT or [ADDRESS]:PORT`);
}

function addressText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function startFailure(
  error: unknown,
  { listen, admin = '' }: { readonly listen: string; readonly admin?: string },
): unknown {
  if (!(error instanceof Refusal)) return error;
  const { reason, message } = error.detail;
  const isAdmin = reason === 'ADMIN_ADDRESS_UNAVAILABLE';
  if (isAdmin || reason === 'ADDRESS_UNAVAILABLE') {
    const why = /EADDRINUSE/.test(message)
      ? 'another program listens there already'
      : message.replace(/^cannot listen on \S+: /, '');
    const [address, flag] = isAdmin ? [admin, '--admin'] : [listen, '--listen'];
    const text = `cannot listen on ${address}: ${why}; choose another with ${flag} HOST:PORT`;
    return new CliFailure(EXIT.cannot, 'LISTEN', text, reason);
  }
  return new CliFailure(EXIT.cannot, 'LISTEN', message, reason);
}
