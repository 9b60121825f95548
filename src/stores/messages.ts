// What the main thread and the store thread say to each other.

import type { RefusalDetail } from '../base/outcome.js';
import type { RecordRing } from '../columns/record-ring.js';
import type { Publication } from '../columns/views.js';
import type { StoreFigures } from '../telemetry/engine-figures.js';
import type { TenantLimits } from './embedded/tenant-state.js';
import type { StockRise } from './allocation.js';
import type { EventNews } from './events.js';
import type { RedisOptions } from './redis-options.js';
import type { Store } from './store.js';

/** The methods of a store that its thread answers. */
export type StoreMethods = Omit<
  Store,
  'onPublication' | 'onStockRise' | 'watchEvents' | 'open' | 'close' | 'heartbeat'
>;

/** The name of such a method. */
export type StoreMethod = keyof StoreMethods;

/** What a method answers. */
export type StoreAnswer<M extends StoreMethod> = Awaited<ReturnType<StoreMethods[M]>>;

/** One call, to be answered under its id. */
export type StoreCall = {
  [M in StoreMethod]: {
    readonly kind: 'call';
    readonly id: number;
    readonly method: M;
    readonly args: Parameters<StoreMethods[M]>;
  };
}[StoreMethod];

/** What the main thread says. */
export type StoreRequest =
  | StoreCall
  | { readonly kind: 'backup'; readonly id: number; readonly directory: string }
  | { readonly kind: 'close' };

/** What became of a call. */
export type StoreOutcome =
  | { readonly isDone: true; readonly value: unknown }
  | { readonly isDone: false; readonly detail: RefusalDetail };

/** What became of the call of an id. */
export type CallOutcome = { readonly id: number; readonly outcome: StoreOutcome };

/** What the store thread says; `opened` and `refused` answer the start, `closed` the close. */
export type StoreReply =
  | { readonly kind: 'publication'; readonly publication: Publication }
  | { readonly kind: 'events'; readonly news: EventNews }
  | { readonly kind: 'rise'; readonly rise: StockRise }
  | ({ readonly kind: 'answer' } & CallOutcome)
  | { readonly kind: 'warning'; readonly message: string }
  /** In their order: a message wakes a thread, and that is dear. */
  | { readonly kind: 'several'; readonly replies: readonly StoreReply[] }
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly detail: RefusalDetail }
  | { readonly kind: 'closed' };

/** Where a store is. */
export type StorePlace =
  | { readonly dataDirectory: string; readonly redis?: undefined }
  | { readonly redis: RedisOptions };

/** What the store thread is started with. */
export type StoreThreadData = {
  readonly place: StorePlace;
  /** Float64[1] in shared memory, see `Store.heartbeat`. */
  readonly heartbeat: Float64Array;
  /** See ThreadStoreOptions. */
  readonly recordRings: readonly RecordRing[];
  readonly nextSuggestionId: BigInt64Array;
  /** Limits of a tenant below those of the product; for tests. */
  readonly limits: TenantLimits;
  /** What the thread counts of itself. */
  readonly figures: StoreFigures;
};
