// One group of calls of a tenant on its way to Redis: drafted on top of the replica, where nobody
// sees it, and sent as one script.

import { SCHEMA_VERSION } from '../embedded/database.js';
import type { Drafts } from '../embedded/group-writes.js';
import type { StoreOutcome } from '../messages.js';
import type { Known } from './load-tenant.js';
import type { TableWrite } from './overlay.js';
import { packWrites } from './pack-writes.js';
import type { CommitReply } from './scripts.js';
import type { SharedParts } from './shared-parts.js';

/** Bytes of a tenant's feed, about, before its older half goes. */
const FEED_BYTES_MAX = 64 * 1024 * 1024;

/** What writes a group into the running transaction, at a time. */
export type GroupAction = (drafts: Drafts, nowEpochMs: number) => readonly StoreOutcome[];

/** A group that was drafted. */
export type Prepared = {
  readonly drafts: Drafts;
  readonly outcomes: readonly StoreOutcome[];
  readonly writes: readonly TableWrite[];
  readonly nowEpochMs: number;
};

/** Of the state that a group was drafted on, and of the one that it makes. */
export type Stamps = {
  readonly known: string;
  readonly next: string;
  readonly isTurnWanted: boolean;
};

/** Drafts a group. Throws what goes wrong beside refusals of calls; nothing stays then. */
export function prepare(
  { overlay, writes: group }: SharedParts,
  action: GroupAction,
  nowEpochMs: number,
): Prepared {
  const drafts: Drafts = new Map();
  let outcomes: readonly StoreOutcome[] = [];
  try {
    overlay.checkRoom();
    const writes = overlay.draft(() => {
      outcomes = action(drafts, nowEpochMs);
      for (const draft of drafts.values()) group.settle(draft);
    });
    return { drafts, outcomes, writes, nowEpochMs };
  } catch (error) {
    group.drop(drafts);
    throw error;
  }
}

/**
 * Asks Redis to make what was prepared, for the state that is known; meanwhile the replica gets
 * what Redis has already.
 */
export function send(
  { client, keys, engineId, overlay }: SharedParts,
  tenantId: string,
  { drafts, writes, nowEpochMs }: Prepared,
  stamps: Stamps,
): Promise<CommitReply> {
  const packed = packWrites(writes);
  let holdEndMs = Number.POSITIVE_INFINITY;
  for (const draft of drafts.values()) holdEndMs = Math.min(holdEndMs, draft.nextHoldEndMs);
  const names = packed.names.map((name) => keys.hash(tenantId, name));
  const reply = client.commit(
    names.length + 2,
    keys.meta(tenantId),
    keys.feed(tenantId),
    ...names,
    stamps.known,
    stamps.next,
    String(SCHEMA_VERSION),
    String(nowEpochMs),
    Number.isFinite(holdEndMs) ? String(holdEndMs) : '',
    engineId,
    stamps.isTurnWanted ? '1' : '',
    keys.channel,
    tenantId,
    String(FEED_BYTES_MAX),
    packed.bytes,
  );
  // Redis is at it.
  overlay.flushSome();
  return reply;
}

/** The state after a commit. */
export function knownAfter(stamp: string, [, , sequence]: CommitReply): Known {
  return { stamp, sequence };
}
