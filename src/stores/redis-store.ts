// The Redis store: any number of engines share it, and each follows what the others write.

import type { RedisOptions } from './redis-options.js';
import { ThreadStore, type ThreadStoreOptions } from './thread-store.js';

/** What a Redis store is made with. */
export type RedisStoreOptions = ThreadStoreOptions & { readonly redis: RedisOptions };

/** A store in Redis. */
export class RedisStore extends ThreadStore {
  constructor({ redis, ...options }: RedisStoreOptions) {
    super({ redis }, options);
  }
}
