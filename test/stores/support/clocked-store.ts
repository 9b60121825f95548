// An embedded store on the thread of the test, with a clock that the test sets. Must not know what
// it is asked.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded, type Embedded } from '../../../src/stores/embedded/embedded.js';
import type { EventNews } from '../../../src/stores/events.js';
import type {
  StoreCall,
  StoreMethod,
  StoreMethods,
  StoreOutcome,
  StoreReply,
} from '../../../src/stores/messages.js';
import { testRecording, Views } from './opened-store.js';

/** One call, without its id. */
export type CallOf<M extends StoreMethod = StoreMethod> = {
  readonly method: M;
  readonly args: Parameters<StoreMethods[M]>;
};

/** A store that is open. */
export class ClockedStore {
  readonly views = new Views();
  /** What the store told of events. */
  readonly news: EventNews[] = [];
  now = 1_800_000_000_000;
  /** Products of which there was said to be more, by number, since the list was emptied. */
  rises: number[] = [];
  /** Where the store is. */
  readonly folder: string;
  private embedded: Embedded | undefined;
  private answers = new Map<number, StoreOutcome>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Opens a store in a new folder. */
  static async open(): Promise<ClockedStore> {
    const store = new ClockedStore(await mkdtemp(join(tmpdir(), 'shipfrom-clocked-')));
    await store.reopen();
    return store;
  }

  /** Closes the store and opens it on what it left. */
  async reopen(): Promise<void> {
    await this.embedded?.close();
    const say = (reply: StoreReply) => {
      if (reply.kind === 'publication') this.views.accept(reply.publication);
      else if (reply.kind === 'answer') this.answers.set(reply.id, reply.outcome);
      else if (reply.kind === 'events') this.news.push(reply.news);
      else if (reply.kind === 'rise') this.rises.push(...reply.rise.products);
      else throw new Error(JSON.stringify(reply));
    };
    const clock = () => this.now;
    this.embedded = await openEmbedded(this.folder, {}, testRecording(), say, clock);
  }

  /** What calls that come together are answered. */
  together(calls: readonly CallOf[]): StoreOutcome[] {
    this.answers = new Map();
    this.store.answer(calls.map((call, id) => ({ kind: 'call', id, ...call }) as StoreCall));
    while (this.answers.size < calls.length) this.store.work();
    return calls.map((_, id) => this.answers.get(id) as StoreOutcome);
  }

  /** What a call is answered; throws where it is refused. */
  call<M extends StoreMethod>(
    method: M,
    ...args: Parameters<StoreMethods[M]>
  ): Awaited<ReturnType<StoreMethods[M]>> {
    const [outcome] = this.together([{ method, args }]);
    if (!outcome.isDone) throw new Error(JSON.stringify(outcome.detail));
    return outcome.value as Awaited<ReturnType<StoreMethods[M]>>;
  }

  /** The store on the thread. */
  get store(): Embedded {
    if (this.embedded === undefined) throw new Error('the store is not open');
    return this.embedded;
  }

  /** Lets go everything that is too old. */
  sweep(): void {
    while (this.store.sweep());
  }

  /** Closes the store, and leaves its folder. */
  async close(): Promise<void> {
    await this.embedded?.close();
    this.embedded = undefined;
  }

  /** Closes the store and throws its folder away. */
  async end(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true });
  }
}
