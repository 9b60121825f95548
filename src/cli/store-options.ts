// Where the command line is told that a store is: in a folder, or in Redis. Opens neither.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { Refusal } from '../base/outcome.js';
import {
  type RedisOptions,
  redisTargetOf,
  REDIS_PREFIX_DEFAULT,
  shownRedisUrl,
} from '../stores/redis-options.js';
import { fileFailure, wrongUse } from './failure.js';

/** The variable that names a Redis; the one variable of ours that others have, too. */
export const REDIS_URL_VARIABLE = 'REDIS_URL';

/** What the command line was told of Redis. */
export type RedisFlags = {
  readonly redisUrl?: string;
  readonly redisCa?: string;
  readonly redisPrefix?: string;
};

/** By field of `RedisOptions`: the option that says it, the URL apart. */
const FLAGS: Readonly<Record<string, string>> = {
  caPath: '--redis-ca',
  prefix: '--redis-prefix',
};

/** Adds what says which Redis it is. */
export function withRedisOptions(command: Command): Command {
  const url = new Option(
    '--redis-url <url>',
    'keep the store in Redis and not in a folder; rediss:// for TLS',
  );
  return withRedisNames(command.addOption(url.env(REDIS_URL_VARIABLE)));
}

/** Adds what is to be known of a Redis besides its URL. */
export function withRedisNames(command: Command): Command {
  return command
    .addOption(
      new Option('--redis-ca <file>', 'who may have signed its certificate (PEM)').env(
        'SHIPFROM_REDIS_CA',
      ),
    )
    .addOption(
      new Option('--redis-prefix <name>', 'what the names of all keys begin with')
        .env('SHIPFROM_REDIS_PREFIX')
        .default(REDIS_PREFIX_DEFAULT),
    );
}

/**
 * The Redis that a command is to use; undefined: its folder. A flag wins over the environment, and
 * of two variables Redis wins, since a folder always has a name. Throws CliFailure where both are
 * flags, and where the Redis cannot be what was said.
 */
export function redisOf(flags: RedisFlags, command: Command): RedisOptions | undefined {
  const { redisUrl: url } = flags;
  // A variable that is set to nothing is not set.
  if (url === undefined || url === '') return undefined;
  if (command.getOptionValueSource('dataDir') === 'cli') {
    if (command.getOptionValueSource('redisUrl') !== 'cli') return undefined;
    throw wrongUse('the store is in --data-dir or in --redis-url, not in both');
  }
  return checkedRedis({ url, caPath: flags.redisCa, prefix: flags.redisPrefix });
}

/**
 * The same options, with whole paths. Throws CliFailure that names the option at fault; `urlFlag`
 * is the one that gave the URL.
 */
export function checkedRedis(
  { url, caPath, prefix }: RedisOptions,
  urlFlag = '--redis-url',
): RedisOptions {
  try {
    redisTargetOf({ url, caPath, prefix });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [{ field, description }] = error.detail.violations;
    throw wrongUse(`${FLAGS[field] ?? urlFlag}: ${description}`);
  }
  if (caPath === undefined) return { url, prefix };
  try {
    readFileSync(caPath);
  } catch (error) {
    throw fileFailure(caPath, error);
  }
  return { url, prefix, caPath: resolve(caPath) };
}

/** A Redis as errors name it, unless what is said of it names it anyway. */
export function redisPlace(redis: RedisOptions, message: string): string {
  const url = shownRedisUrl(redisTargetOf(redis));
  return message.includes(url) ? 'Redis' : `Redis at ${url}`;
}
