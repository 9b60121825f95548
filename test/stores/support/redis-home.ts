// Makes stores in a Redis that test files share, each under a prefix of its own.

import { RedisStore } from '../../../src/stores/redis-store.js';
import { freshPrefix, sharedRedis } from '../../support/redis/shared-redis.js';
import { openedStore, type StoreHome, testRecording } from './opened-store.js';

/** A maker of stores; what they leave goes with the server. */
export function redisHomes(kind: 'standalone' | 'cluster'): () => Promise<StoreHome> {
  return async () => {
    const redis = { url: await sharedRedis(kind), prefix: freshPrefix() };
    return {
      open: (limits = {}) => {
        const recording = testRecording();
        const { rings: recordRings, nextSuggestionId } = recording;
        const options = { redis, limits, recordRings, nextSuggestionId };
        return openedStore(new RedisStore(options), recording);
      },
      remove: () => Promise.resolve(),
    };
  };
}
