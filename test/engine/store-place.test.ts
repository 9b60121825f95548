// What may be said of a Redis: URLs, and what is refused without showing a password.

import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/base/outcome.js';
import { storePlaceOf } from '../../src/engine/engine-options.js';
import { type RedisOptions, redisTargetOf, shownRedisUrl } from '../../src/stores/redis-options.js';

/** The fields at fault and the whole text of the refusal. */
function refusal(act: () => unknown): { fields: string[]; text: string } {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { violations, message } = error.detail;
    const text = [message, ...violations.map(({ description }) => description)].join('\n');
    return { fields: violations.map(({ field }) => field), text };
  }
  throw new Error('it was not refused');
}

describe('the URL of a Redis', () => {
  it.each<[string, Partial<ReturnType<typeof redisTargetOf>>]>([
    ['redis://one', { host: 'one', port: 6379, isTls: false, database: 0 }],
    ['redis://127.0.0.1:7000/', { host: '127.0.0.1', port: 7000, database: 0 }],
    ['rediss://[::1]:1/12', { host: '::1', port: 1, isTls: true, database: 12 }],
    ['redis://:p%40ss%2Fw@one', { password: 'p@ss/w' }],
    ['redis://user:p@one:2', { username: 'user', password: 'p', host: 'one', port: 2 }],
  ])('%s is read', (url, expected) => {
    expect(redisTargetOf({ url })).toMatchObject(expected);
  });

  it.each([
    '',
    'one:6379',
    'http://one',
    'unix:///run/redis.sock',
    'redis://',
    'redis://:secret@one:70000',
    'redis://:secret@one:0',
    'redis://:secret@one/x',
    'redis://:secret@one/1/2',
    'redis://:secret@one?family=6',
    'redis://:secret@one#1',
    'redis://:secret%zz@one',
    'redis://:secret%ff@one',
  ])('%s is refused, and no password is shown', (url) => {
    const { fields, text } = refusal(() => redisTargetOf({ url }));
    expect(fields).toEqual(['url']);
    expect(text).not.toContain('secret');
  });

  it('is shown without user and password', () => {
    const shown = (url: string) => shownRedisUrl(redisTargetOf({ url }));
    expect(shown('rediss://user:secret@one/3')).toBe('rediss://one:6379/3');
    expect(shown('redis://[::1]')).toBe('redis://[::1]:6379');
  });
});

it('prefixes and certificates that cannot be are refused by their names', () => {
  const fieldsOf = (options: Partial<RedisOptions>) =>
    refusal(() => redisTargetOf({ url: 'redis://one', ...options })).fields;
  for (const prefix of ['', 'a b', 'a:b', 'a{b}', 'x'.repeat(33)]) {
    expect(fieldsOf({ prefix })).toEqual(['prefix']);
  }
  expect(redisTargetOf({ url: 'redis://one', prefix: 'A-z_0' }).host).toBe('one');
  expect(fieldsOf({ caPath: 'ca.pem' })).toEqual(['caPath']);
  expect(fieldsOf({ url: 'rediss://one', caPath: '' })).toEqual(['caPath']);
  expect(fieldsOf({ url: 'x', prefix: ' ', caPath: '' })).toEqual(['url', 'prefix', 'caPath']);
});

it('an engine has one store: a folder or a Redis', () => {
  const redis = { url: 'redis://one' };
  expect(storePlaceOf({ redis })).toEqual({ redis });
  expect(storePlaceOf({ dataDirectory: 'x' })).toEqual({ dataDirectory: 'x' });
  expect(refusal(() => storePlaceOf({})).fields).toEqual(['dataDirectory']);
  expect(refusal(() => storePlaceOf({ dataDirectory: 'x', redis })).fields).toEqual(['redis']);
  expect(refusal(() => storePlaceOf({ redis: { url: 'x' } })).fields).toEqual(['url']);
});
