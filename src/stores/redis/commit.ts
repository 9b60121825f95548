// One group of calls of a tenant on its way to Redis: written into the replica in a transaction
// that is taken back, sent as one script, and, when Redis has it, made in the replica and in the
// columns.

import { rehearse, SCHEMA_VERSION, transact } from '../embedded/database.js';
import type { Drafts } from '../embedded/group-writes.js';
import type { StoreOutcome } from '../messages.js';
import type { Known } from './load-tenant.js';
import type { CommitReply } from './scripts.js';
import type { SharedParts } from './shared-parts.js';
import { hashName, putField } from './tenant-tables.js';
import type { TableWrite } from './write-recorder.js';

/** Bytes of a tenant's feed, about, before its older half goes. */
const FEED_BYTES_MAX = 64 * 1024 * 1024;

/** What writes a group into the running transaction, at a time. */
export type GroupAction = (drafts: Drafts, nowEpochMs: number) => readonly StoreOutcome[];

/** A group that was written and taken back. */
export type Prepared = {
  readonly drafts: Drafts;
  readonly outcomes: readonly StoreOutcome[];
  readonly writes: readonly TableWrite[];
  readonly nowEpochMs: number;
};

/** Writes a group and takes it back. Throws what the replica does not take; nothing stays then. */
export function prepare(
  { database, recorder, writes: group }: SharedParts,
  action: GroupAction,
  nowEpochMs: number,
): Prepared {
  const drafts: Drafts = new Map();
  let outcomes: readonly StoreOutcome[] = [];
  try {
    const writes = recorder.record(() => {
      outcomes = rehearse(database, () => {
        const results = action(drafts, nowEpochMs);
        for (const draft of drafts.values()) group.settle(draft);
        return results;
      });
    });
    return { drafts, outcomes, writes, nowEpochMs };
  } catch (error) {
    group.drop(drafts);
    throw error;
  }
}

/** Asks Redis to make what was prepared, for the state that is known. */
export function send(
  { client, keys, engineId }: SharedParts,
  tenantId: string,
  { drafts, writes, nowEpochMs }: Prepared,
  stamps: { readonly known: string; readonly next: string; readonly isTurnWanted: boolean },
): Promise<CommitReply> {
  const hashes = new Map<string, number>();
  const parts: (string | Buffer)[] = [];
  for (const { table, bucket, field, value } of writes) {
    const name = hashName(table, bucket);
    const place = hashes.get(name) ?? hashes.size + 1;
    hashes.set(name, place);
    parts.push(String(value === null ? -place : place), field, value ?? '');
  }
  let holdEndMs = Number.POSITIVE_INFINITY;
  for (const draft of drafts.values()) holdEndMs = Math.min(holdEndMs, draft.nextHoldEndMs);
  const names = Array.from(hashes.keys(), (name) => keys.hash(tenantId, name));
  return client.commit(
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
    ...parts,
  );
}

/** Makes what Redis has by now in the replica. The drafts are still to be applied. */
export function finish({ database }: SharedParts, { drafts, writes }: Prepared): void {
  if (writes.length === 0) return;
  // A group is of one tenant.
  const [draft] = drafts.values();
  const number = draft?.state.number ?? 0;
  transact(database, () => {
    for (const write of writes) putField(database, write, write.key, number);
  });
}

/** The state after a commit. */
export function knownAfter(stamp: string, [, , sequence]: CommitReply): Known {
  return { stamp, sequence };
}
