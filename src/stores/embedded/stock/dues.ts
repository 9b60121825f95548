// What is due at a time: ends of holds, and what may be forgotten. Keys of the table `dues` are
// tenant | kind | time | name, so that one seek finds what is due first. Knows nothing of what is
// behind a name.

import { binaryKey, type Database } from '../database.js';

/** What is due. */
export const DUE = {
  holdEnds: 1,
  holdForgotten: 2,
  keyForgotten: 3,
  transferForgotten: 4,
  allocationForgotten: 5,
} as const;

/** One of `DUE`. */
export type DueKind = (typeof DUE)[keyof typeof DUE];

/** Something that is due, by its name. */
export type Due = { readonly timeEpochMs: number; readonly name: Buffer };

const NAME_START = 16;
const NOTHING = Buffer.alloc(0);

/** Notes in the running transaction that something is due at a time. */
export function putDue(database: Database, tenant: number, kind: DueKind, due: Due): void {
  void database.dues.put(keyOf(tenant, kind, due.timeEpochMs, due.name), NOTHING);
}

/** Takes a note back in the running transaction. */
export function removeDue(database: Database, tenant: number, kind: DueKind, due: Due): void {
  void database.dues.remove(keyOf(tenant, kind, due.timeEpochMs, due.name));
}

/**
 * What is due up to a time, that included, the earliest first, at most `limit`; and when the next
 * is due, which is infinity where there is none.
 */
export function duesUntil(
  database: Database,
  tenant: number,
  kind: DueKind,
  timeEpochMs: number,
  limit = Number.POSITIVE_INFINITY,
): { dues: Due[]; nextEpochMs: number } {
  const dues: Due[] = [];
  const range = { start: binaryKey(tenant, kind), end: binaryKey(tenant, kind + 1) };
  for (const key of database.dues.getKeys(range)) {
    const due = dueOf(key);
    if (due.timeEpochMs > timeEpochMs || dues.length >= limit) {
      return { dues, nextEpochMs: due.timeEpochMs };
    }
    dues.push(due);
  }
  return { dues, nextEpochMs: Number.POSITIVE_INFINITY };
}

function dueOf(key: Uint8Array): Due {
  // The bytes of a key are its cursor's, which goes on.
  const bytes = Buffer.from(key);
  const timeEpochMs = bytes.readUInt32BE(8) * 2 ** 32 + bytes.readUInt32BE(12);
  return { timeEpochMs, name: bytes.subarray(NAME_START) };
}

function keyOf(tenant: number, kind: DueKind, timeEpochMs: number, name: Buffer): Buffer {
  const time = [Math.floor(timeEpochMs / 2 ** 32), timeEpochMs >>> 0];
  return Buffer.concat([binaryKey(tenant, kind, ...time), name]);
}
