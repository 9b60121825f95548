// Ranges of suggestion ids are taken once, also from a server that forgot how many there were.

import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect } from '../../src/stores/redis/connection.js';
import { RedisKeys } from '../../src/stores/redis/keys.js';
import { SuggestionRanges } from '../../src/stores/redis/suggestion-ranges.js';
import { freshPrefix, sharedRedis } from '../support/redis/shared-redis.js';

test('no two engines have a range, nor one of before the count was lost', async () => {
  const prefix = freshPrefix();
  const connection = await connect({ url: await sharedRedis('standalone'), prefix });
  const { client } = connection;
  const keys = new RedisKeys(prefix);
  const firstIds: number[] = [];
  const startEngine = async () => {
    const next = new BigInt64Array(new SharedArrayBuffer(8));
    const ranges = new SuggestionRanges(client, keys, next);
    await ranges.keep();
    firstIds.push(Number(next[0]));
    return ranges;
  };
  try {
    const least = ((Date.now() - Date.UTC(2026, 0)) / 60_000 - 2) * 2 ** 28;
    const engines = await Promise.all([startEngine(), startEngine(), startEngine()]);
    engines.push(await startEngine());
    // As a flush leaves it: those that run tell of their ranges, and two more start.
    await client.del(keys.suggestionRanges);
    await pause(600);
    await Promise.all(engines.map((ranges) => ranges.keep()));
    await startEngine();
    // As it is where nobody ran who could tell, and fewer ranges were taken than minutes passed.
    await client.set(keys.suggestionRanges, 10);
    await startEngine();
    expect(new Set(firstIds.slice(0, 5)).size).toBe(5);
    expect(Math.min(...firstIds)).toBeGreaterThan(least);
    expect(Math.max(...firstIds)).toBeLessThan(Number.MAX_SAFE_INTEGER);
  } finally {
    connection.close();
  }
});
