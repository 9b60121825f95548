// The embedded store: in a folder of this machine, which one process uses at a time.

import { ThreadStore, type ThreadStoreOptions } from './thread-store.js';

/** What an embedded store is made with. */
export type EmbeddedStoreOptions = ThreadStoreOptions & {
  /** The data folder; made where it is missing. */
  readonly dataDirectory: string;
};

/** A store in a folder of this machine. One process uses a folder at a time. */
export class EmbeddedStore extends ThreadStore {
  constructor({ dataDirectory, ...options }: EmbeddedStoreOptions) {
    super({ dataDirectory }, options);
  }
}
