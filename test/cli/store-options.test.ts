// Which store a command is told to use: a folder or a Redis, by flags and by the environment.

import { Command, Option } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { redisOf, redisPlace, withRedisOptions } from '../../src/cli/store-options.js';
import type { RedisOptions } from '../../src/stores/redis-options.js';

afterEach(() => vi.unstubAllEnvs());

/** What flags and variables come to. */
function redisFor(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RedisOptions | undefined {
  // A variable of the machine's own must not be in the way.
  vi.stubEnv('REDIS_URL', undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const folder = new Option('--data-dir <folder>').env('SHIPFROM_DATA_DIR').default('.shipfrom');
  let redis: RedisOptions | undefined;
  const command = withRedisOptions(new Command('serve').addOption(folder));
  command.action((options) => {
    redis = redisOf(options, command);
  });
  command.exitOverride().parse([...args], { from: 'user' });
  return redis;
}

const ONE = 'redis://:secret@one:1';
const TWO = 'redis://two:2';

describe('the store is in Redis', () => {
  it('where a flag or a variable names one, and in a folder else', () => {
    expect(redisFor([])).toBeUndefined();
    expect(redisFor([], { REDIS_URL: '' })).toBeUndefined();
    expect(redisFor([], { REDIS_URL: ONE })).toEqual({ url: ONE, prefix: 'shipfrom' });
    expect(redisFor(['--redis-url', TWO], { REDIS_URL: ONE })?.url).toBe(TWO);
  });

  it('unless a flag names a folder; two flags are one too many', () => {
    expect(redisFor(['--data-dir', 'x'], { REDIS_URL: ONE })).toBeUndefined();
    expect(redisFor([], { REDIS_URL: ONE, SHIPFROM_DATA_DIR: 'x' })?.url).toBe(ONE);
    expect(redisFor(['--redis-url', ONE], { SHIPFROM_DATA_DIR: 'x' })?.url).toBe(ONE);
    expect(() => redisFor(['--redis-url', ONE, '--data-dir', 'x'])).toThrow('not in both');
  });

  it('with names of its own', () => {
    const env = { SHIPFROM_REDIS_PREFIX: 'other' };
    expect(redisFor(['--redis-url', ONE], env)?.prefix).toBe('other');
    const args = ['--redis-url', 'rediss://one', '--redis-ca', 'package.json'];
    expect(redisFor(args)?.caPath).toBe(`${process.cwd()}/package.json`);
  });
});

it('what cannot be names its option, and no password', () => {
  expect(() => redisFor(['--redis-url', `${ONE}/x`])).toThrow(/^--redis-url: (?!.*secret)/);
  expect(() => redisFor(['--redis-url', ONE, '--redis-prefix', 'a b'])).toThrow('--redis-prefix: ');
  expect(() => redisFor(['--redis-url', ONE, '--redis-ca', 'x'])).toThrow('--redis-ca: is for TLS');
  expect(() => redisFor(['--redis-url', 'rediss://one', '--redis-ca', '/nowhere'])).toThrow(
    '/nowhere: no such file',
  );
  expect(redisPlace({ url: ONE }, 'is away')).toBe('Redis at redis://one:1');
  expect(redisPlace({ url: ONE }, 'redis://one:1 is away')).toBe('Redis');
});
