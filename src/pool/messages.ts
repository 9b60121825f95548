// The messages between the main thread and a worker. Bytes travel in slots; only numbers and rare
// things are here.

import type { RefusalDetail } from '../base/outcome.js';
import type { Recording } from '../columns/record-ring.js';
import type { SlotArena } from '../columns/slots.js';
import type { Program } from '../columns/program.js';
import type { TenantView } from '../columns/views.js';
import type { ReplayInputs } from '../explain/inputs.js';
import type { BusyColumns } from '../telemetry/engine-figures.js';
import type { BatchArena } from './batches.js';
import type { WantedLog } from './calls.js';

/** A recorded decision that is to be made again. */
export type ExplainTask = { readonly inputs: ReplayInputs; readonly wantsEvents: boolean };

/** What a worker is given when it starts. */
export type WorkerSetup = {
  readonly arena: SlotArena;
  /** The batches that run, each in a place of its own. */
  readonly batches: BatchArena;
  /** Epoch milliseconds, Float64[1]: when the store last knew that the columns are whole. */
  readonly heartbeat: Float64Array;
  /** Null: nothing is recorded. */
  readonly recording: Recording | null;
  /** The name of the channel on which news are broadcast. */
  readonly channel: string;
  /** Int32[1]: threads that have loaded. */
  readonly ready: Int32Array;
  /** Where it counts how long it was at work. */
  readonly busy: BusyColumns;
};

/** What is new: a tenant's shared memory, or the rules of some of its sites, or both. */
export type News = {
  /** Counted from 1 without gaps. */
  readonly epoch: number;
  readonly tenants: readonly { readonly number: number; readonly view: TenantView }[];
  readonly sites: readonly SiteNews[];
};

/** The rules of a site. */
export type SiteNews = {
  readonly number: number;
  readonly program: Program;
  /** The site's id in UTF-8. */
  readonly siteId: Uint8Array;
};

/** A batch: `count` entries of its place from `first` on. */
export type BatchTask = {
  readonly first: number;
  readonly count: number;
  /** The news that the worker must know before it decides. */
  readonly epoch: number;
  /** Everything up to `epoch`; only for a worker that said it missed news. */
  readonly everything: News | null;
  /** Requests that are larger than a slot and had no room in the place, by slot number. */
  readonly beside: readonly BesideBytes[] | null;
};

/** Bytes that are too large for their slot, and had no room in the place of the batch. */
export type BesideBytes = { readonly slot: number; readonly bytes: Uint8Array };

/** What a worker hands back: null where all answers are in the slots and in the place. */
export type BatchResult = {
  /** The worker has missed news and did nothing; the batch is to be sent again with everything. */
  readonly missedNews: boolean;
  readonly beside: readonly BesideBytes[];
  readonly refused: readonly { readonly slot: number; readonly detail: RefusalDetail }[];
  readonly wanted: readonly WantedLogs[];
} | null;

/** The records of a slot's orders whose logs are wanted. */
export type WantedLogs = { readonly slot: number; readonly logs: readonly WantedLog[] };
