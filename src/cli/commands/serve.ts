// `shipfrom serve`: the server on a store in a folder or in Redis, until a signal drains it.

import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { RedisOptions } from '../../stores/redis-options.js';
import { countOf, queueOf, workerCountOf } from '../count.js';
import { fileFailure, wrongUse } from '../failure.js';
import { type Host, openHost, type StartServer, untilSignal } from '../host.js';
import { print, printJson } from '../output.js';
import { type RedisFlags, redisOf, withRedisOptions } from '../store-options.js';

/** The options that `serve` and `demo` share. */
export type HostOptions = {
  readonly listen: string;
  readonly dataDir: string;
  readonly workers?: number;
  readonly queue?: number;
  readonly logLevel: string;
  readonly drainGraceMs: number;
};

type ServeOptions = HostOptions &
  RedisFlags & {
    readonly tlsCert?: string;
    readonly tlsKey?: string;
    readonly tlsClientCa?: string;
    readonly keysFile?: string;
    readonly insecure?: boolean;
    readonly reflection: boolean;
    readonly admin?: string;
    readonly backupDir?: string;
    readonly maxSnapshotAge?: number;
    readonly maxConnectionCalls?: number;
    readonly json?: boolean;
  };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const HELP = `
Flags win over the environment, the environment over the defaults. Flags of the environment are
true, yes, 1 or false, no, 0. Beyond loopback the server wants --tls-cert, --tls-key and
--keys-file, or --insecure. SIGINT and SIGTERM drain: new calls are refused, those in hand are
answered; a second signal ends at once with exit code 1. Logs are JSON lines on stderr.

With --redis-url any number of servers share one store. While Redis is away they go on routing on
the stock that they know, and refuse to write; --max-snapshot-age ends that. --data-dir as a flag
wins over REDIS_URL, and 'shipfrom demo' never uses Redis.`;

/** Adds the options that `serve` and `demo` share. */
export function withHostOptions(command: Command, logLevel: string): Command {
  return command
    .addOption(
      new Option('--listen <host:port>', 'where to listen; also unix:PATH; port 0 takes a free one')
        .env('SHIPFROM_LISTEN')
        .default('127.0.0.1:50051'),
    )
    .addOption(
      new Option('--data-dir <folder>', 'the embedded store; made where it is missing')
        .env('SHIPFROM_DATA_DIR')
        .default('.shipfrom'),
    )
    .addOption(
      new Option('--workers <n>', 'routing threads; absent: one less than processors')
        .env('SHIPFROM_WORKERS')
        .argParser(workerCountOf),
    )
    .addOption(
      new Option('--queue <n>', 'calls that may wait or run at once; absent: 1,024')
        .env('SHIPFROM_QUEUE')
        .argParser(queueOf),
    )
    .addOption(
      new Option('--drain-grace-ms <ms>', 'how long calls in hand are waited for when draining')
        .env('SHIPFROM_DRAIN_GRACE_MS')
        .argParser(countOf)
        .default(10_000),
    )
    .addOption(
      new Option('--log-level <level>', 'the least severe logs that are written')
        .env('SHIPFROM_LOG_LEVEL')
        .choices(LOG_LEVELS)
        .default(logLevel),
    );
}

/** Adds the command to the program. */
export function addServe(
  program: Command,
  startServer: StartServer,
  done: (exitCode: number) => void,
): void {
  const command = program.command('serve').description('serve gRPC on a store');
  withRedisOptions(withHostOptions(command, 'info'))
    .addOption(new Option('--tls-cert <file>', 'certificate (PEM)').env('SHIPFROM_TLS_CERT'))
    .addOption(new Option('--tls-key <file>', 'its private key (PEM)').env('SHIPFROM_TLS_KEY'))
    .addOption(
      new Option('--tls-client-ca <file>', 'ask callers for a certificate of this authority').env(
        'SHIPFROM_TLS_CLIENT_CA',
      ),
    )
    .addOption(
      new Option('--keys-file <file>', 'API keys, one a line; # begins a comment').env(
        'SHIPFROM_KEYS_FILE',
      ),
    )
    .addOption(
      new Option('--insecure', 'listen beyond loopback without TLS or keys').env(
        'SHIPFROM_INSECURE',
      ),
    )
    .addOption(
      new Option('--no-reflection', 'do not describe the services to callers').env(
        'SHIPFROM_NO_REFLECTION',
      ),
    )
    .addOption(
      new Option(
        '--admin <port>',
        'serve /metrics, /healthz, /readyz and /version over HTTP; HOST:PORT beyond loopback',
      ).env('SHIPFROM_ADMIN'),
    )
    .addOption(
      new Option('--backup-dir <folder>', 'where `shipfrom backup` has copies put').env(
        'SHIPFROM_BACKUP_DIR',
      ),
    )
    .addOption(
      new Option(
        '--max-snapshot-age <seconds>',
        'route no orders on stock that is older, and be not ready; absent: on any',
      )
        .env('SHIPFROM_MAX_SNAPSHOT_AGE')
        .argParser(countOf),
    )
    .addOption(
      new Option(
        '--max-connection-calls <n>',
        'calls under way on a connection, streams too; callers keep the rest; absent: any number',
      )
        .env('SHIPFROM_MAX_CONNECTION_CALLS')
        .argParser(countOf),
    )
    .option('--json', 'say where it serves as JSON')
    .addHelpText('after', HELP)
    .action(async (options: ServeOptions) => {
      done(await serve(options, redisOf(options, command), startServer));
    });
}

const MS_PER_SECOND = 1000;

async function serve(
  options: ServeOptions,
  redis: RedisOptions | undefined,
  startServer: StartServer,
): Promise<number> {
  const { backupDir, maxSnapshotAge } = options;
  if (backupDir !== undefined && options.admin === undefined) {
    throw wrongUse('--backup-dir needs --admin, by which copies are asked for');
  }
  if (backupDir !== undefined && redis !== undefined) {
    throw wrongUse('--backup-dir copies a --data-dir; a Redis is copied by its own means');
  }
  const host = await openHost({ ...options, redis }, startServer, {
    tls: tlsOf(options),
    apiKeys: options.keysFile === undefined ? undefined : readKeys(options.keysFile),
    isInsecureAllowed: options.insecure === true,
    isReflectionEnabled: options.reflection,
    maxSnapshotAgeMs: maxSnapshotAge && maxSnapshotAge * MS_PER_SECOND,
    maxConnectionCalls: options.maxConnectionCalls,
  });
  announce(host, options.json === true);
  return untilSignal(host, options.drainGraceMs);
}

function announce(host: Host, isJson: boolean): void {
  const { address, port, adminAddress } = host;
  if (isJson) printJson({ address, port, adminAddress });
  else {
    print(`serving on ${address}\n`);
    if (adminAddress !== undefined) print(`admin on http://${adminAddress}\n`);
  }
}

function tlsOf(options: ServeOptions): Parameters<StartServer>[0]['tls'] {
  const { tlsCert, tlsKey, tlsClientCa } = options;
  if (tlsCert === undefined && tlsKey === undefined) {
    if (tlsClientCa !== undefined) throw wrongUse('--tls-client-ca needs --tls-cert and --tls-key');
    return undefined;
  }
  if (tlsCert === undefined || tlsKey === undefined) {
    throw wrongUse('--tls-cert and --tls-key go together');
  }
  const files = { certificatePath: tlsCert, privateKeyPath: tlsKey };
  return tlsClientCa === undefined ? files : { ...files, clientCaPath: tlsClientCa };
}

function readKeys(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileFailure(path, error);
  }
  const keys = text.split('\n').map((line) => line.trim());
  return keys.filter((line) => line !== '' && !line.startsWith('#'));
}
