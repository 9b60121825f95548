// The connections to Redis: one for commands, one that is told of what is new. Finds out whether
// the server is one of a Cluster. Nothing waits for a server that is away: a command fails at once,
// or after COMMAND_MS.

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, Redis, type RedisOptions as ClientOptions } from 'ioredis';
import { Refusal, STATUS } from '../../base/outcome.js';
import { type RedisOptions, redisTargetOf, shownRedisUrl } from '../redis-options.js';
import { defineScripts, type Scripted } from './scripts.js';

/** How long a command may take. */
const COMMAND_MS = 1000;
/** How long a start waits for a server that is away or starting. */
const START_MS = 10_000;
const RETRY_MS = 100;
const RECONNECT_MS_MAX = 500;

/** Errors of a server that are no reason to wait for another answer. */
const REFUSED =
  /WRONGPASS|NOAUTH|NOPERM|certificate|self-signed|unable to verify|DB index|SELECT is not/i;

/**
 * What listens waits, and listens again when the server is back; a subscription that is given up
 * there would be nobody's to hear of.
 */
const PATIENT = {
  commandTimeout: undefined,
  maxRetriesPerRequest: null,
  enableOfflineQueue: true,
} as const;

/** Open connections. */
export type Connection = {
  readonly client: Scripted;
  readonly isCluster: boolean;
  /** Calls `hear` with every message of a channel, and `lost` when some may have been missed. */
  listen(channel: string, hear: (message: string) => void, lost: () => void): Promise<void>;
  close(): void;
};

/**
 * Connects. Rejects with a `Refusal`: UNAVAILABLE (REDIS_UNREACHABLE) where the server cannot be
 * reached for ten seconds, FAILED_PRECONDITION (REDIS_REFUSED) where it does not let the engine in.
 */
export async function connect(options: RedisOptions): Promise<Connection> {
  const target = redisTargetOf(options);
  const base: ClientOptions = {
    ...(target.username === undefined ? {} : { username: target.username }),
    ...(target.password === undefined ? {} : { password: target.password }),
    ...(target.isTls ? { tls: tlsOf(options, target.host) } : {}),
    connectTimeout: COMMAND_MS,
    commandTimeout: COMMAND_MS,
    // A script that was sent twice would be found stale by itself.
    autoResendUnfulfilledCommands: false,
    connectionName: 'shipfrom',
  };
  const single: ClientOptions = {
    ...base,
    host: target.host,
    port: target.port,
    db: target.database,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    lazyConnect: true,
    retryStrategy: (times) => Math.min(times * 50, RECONNECT_MS_MAX),
  };
  const deadlineMs = performance.now() + START_MS;
  for (;;) {
    const isCluster = await probe(single, shownRedisUrl(target), deadlineMs);
    try {
      return await (isCluster ? openCluster(target, base) : openSingle(single));
    } catch (error) {
      // It was there a moment ago, and may be busy or failing over.
      if (performance.now() >= deadlineMs) throw error;
      await pause(RETRY_MS);
    }
  }
}

function tlsOf({ caPath }: RedisOptions, host: string): { ca?: Buffer; servername?: string } {
  // An address is no name that a server may be asked for.
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  if (caPath === undefined) return servername;
  try {
    return { ca: readFileSync(caPath), ...servername };
  } catch (error) {
    const { message } = error as Error;
    throw refusal(
      STATUS.failedPrecondition,
      'REDIS_REFUSED',
      `cannot read the CA file: ${message}`,
    );
  }
}

/** Whether the server is one of a Cluster; waits for it. */
async function probe(options: ClientOptions, url: string, deadlineMs: number): Promise<boolean> {
  let why = '';
  do {
    const client = new Redis({ ...options, retryStrategy: () => null });
    // What goes wrong is what connect() rejects with, or why it does.
    client.on('error', (error: Error) => {
      why = error.message;
    });
    try {
      await client.connect();
      return /cluster_enabled:1/.test(await client.info('cluster'));
    } catch (error) {
      const { message } = error as Error;
      if (why === '' || !/closed/i.test(message)) why = message;
    } finally {
      client.disconnect();
    }
    if (REFUSED.test(why)) {
      throw refusal(STATUS.failedPrecondition, 'REDIS_REFUSED', `${url} refused: ${why}`);
    }
    await pause(RETRY_MS);
  } while (performance.now() < deadlineMs);
  throw refusal(STATUS.unavailable, 'REDIS_UNREACHABLE', `cannot reach ${url}: ${why}`);
}

async function openSingle(options: ClientOptions): Promise<Connection> {
  const client = new Redis(options);
  const subscriber = new Redis({ ...options, ...PATIENT });
  return opened(client, subscriber, false);
}

async function openCluster(
  { host, port, isTls }: { host: string; port: number; isTls: boolean },
  redisOptions: ClientOptions,
): Promise<Connection> {
  const options = {
    redisOptions,
    enableOfflineQueue: false,
    lazyConnect: true,
    // Which node has which slot is asked anew when one fails; a command does not wait for that.
    maxRedirections: 4,
    retryDelayOnFailover: 50,
    retryDelayOnClusterDown: 50,
    slotsRefreshTimeout: COMMAND_MS,
    clusterRetryStrategy: (times: number) => Math.min(times * 50, RECONNECT_MS_MAX),
    // Names in the certificates are looked up as they come.
    ...(isTls
      ? { dnsLookup: (name: string, done: (e: null, a: string) => void) => done(null, name) }
      : {}),
  };
  const nodes = [{ host, port }];
  const client = new Cluster(nodes, options);
  const subscriber = new Cluster(nodes, {
    ...options,
    enableOfflineQueue: true,
    redisOptions: { ...redisOptions, ...PATIENT },
  });
  return opened(client, subscriber, true);
}

async function opened(
  client: Redis | Cluster,
  subscriber: Redis | Cluster,
  isCluster: boolean,
): Promise<Connection> {
  // Connections come back by themselves; what fails meanwhile is told to whoever asked.
  client.on('error', () => {});
  subscriber.on('error', () => {});
  const close = (): void => {
    client.disconnect();
    subscriber.disconnect();
  };
  try {
    await Promise.all([client.connect(), subscriber.connect()]);
  } catch (error) {
    close();
    throw refusal(STATUS.unavailable, 'REDIS_UNREACHABLE', (error as Error).message);
  }
  return {
    client: defineScripts(client),
    isCluster,
    async listen(channel, hear, lost) {
      subscriber.on('message', (_channel: string, message: string) => hear(message));
      subscriber.on('ready', lost);
      await subscriber.subscribe(channel);
    },
    close,
  };
}

function refusal(code: Refusal['detail']['code'], reason: string, message: string): Refusal {
  return new Refusal({ code, reason, message, violations: [] });
}
