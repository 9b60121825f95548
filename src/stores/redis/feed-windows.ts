// How the feed of a tenant is read from a sequence on: some entries at a time, and the next ones
// asked for while these are applied.

import { readEntry, type FeedEntry } from './feed-entry.js';
import type { RedisKeys } from './keys.js';
import type { Scripted } from './scripts.js';

/** Entries that are read at once: a reply of some hundred KB. */
const ENTRIES_MAX = 128;
/** Replies that are under way where it is known that there are more entries. */
const ASKED_AHEAD = 3;

/** What reads a feed. */
export type FeedReader = { readonly client: Scripted; readonly keys: RedisKeys };

/**
 * The entries behind a sequence to the end, oldest first, by windows that are full but for the
 * last. `heard` says which sequence is known to be there. Throws where Redis cannot be asked.
 */
export async function* windowsAfter(
  { client, keys }: FeedReader,
  tenantId: string,
  sequence: number,
  heard: () => number = () => 0,
): AsyncGenerator<readonly FeedEntry[]> {
  const key = keys.feed(tenantId);
  let last = sequence;
  const asked: Promise<[Buffer, Buffer[]][]>[] = [];
  const ask = (): void => {
    // Sequences are dense: the window behind this one begins where it ends.
    const some = client.xrangeBuffer(key, `${last + 1}-0`, '+', 'COUNT', ENTRIES_MAX);
    last += ENTRIES_MAX;
    // What fails is told when it is waited for.
    some.catch(() => {});
    asked.push(some);
  };
  ask();
  for (let window = asked.shift(); window !== undefined; window = asked.shift()) {
    while (asked.length < ASKED_AHEAD - 1 && heard() > last) ask();
    const entries = (await window).map(readEntry);
    const isFull = entries.length === ENTRIES_MAX;
    if (isFull && asked.length === 0) {
      // What was trimmed is missing at the front.
      last = entries[entries.length - 1].sequence;
      ask();
    }
    if (entries.length > 0) yield entries;
    if (!isFull) return;
  }
}
