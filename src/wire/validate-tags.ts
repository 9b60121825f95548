// Whether the tags of a request and of its lines may be asked for, and where those of each are.

import { TAG_BYTES_MAX, TAGS_MAX } from '../columns/limits.js';
import { type OrderColumns, TAG_INTS } from '../columns/order.js';
import { tagsPath } from './decode-entries.js';
import type { Draft } from './draft.js';
import { joinEntries } from './map-entries.js';
import { noteInvalid } from './problems.js';

/** The order's own tags while those of the lines move behind them. */
const moved = new Int32Array(TAGS_MAX * TAG_INTS);

/**
 * Notes what is wrong with the tags of a request that has some, and orders them: those of the order
 * come first, then those of each line, in the order of the lines.
 */
export function completeTags(draft: Draft): void {
  const { order, problems } = draft;
  order.tagCount = joinEntries(order.bytes, order.tags, order.tagCount);
  const { tags, tagCount } = order;
  let ownCount = 0;
  let owner = -2;
  let count = 0;
  for (let entry = 0; entry < tagCount; entry++) {
    const line = tags[entry * TAG_INTS];
    if (!isLengthInRange(order, entry, 2) || !isLengthInRange(order, entry, 4)) {
      const description = `must have keys and values of 1 to ${TAG_BYTES_MAX} bytes`;
      noteInvalid(problems, tagsPath(line), description);
    }
    if (line < 0) {
      ownCount++;
      continue;
    }
    count = line === owner ? count + 1 : 1;
    owner = line;
    if (count === TAGS_MAX + 1) noteTooMany(draft, line);
  }
  if (ownCount > TAGS_MAX) noteTooMany(draft, -1);
  else if (ownCount > 0 && ownCount < tagCount) moveOwnFirst(order, ownCount);
}

function noteTooMany(draft: Draft, line: number): void {
  noteInvalid(draft.problems, tagsPath(line), `must hold at most ${TAGS_MAX} tags`);
}

function isLengthInRange({ tags }: OrderColumns, entry: number, int: number): boolean {
  const lengthBytes = tags[entry * TAG_INTS + int];
  return lengthBytes >= 1 && lengthBytes <= TAG_BYTES_MAX;
}

/** Moves the order's own tags, which may lie between those of lines, to the front. */
function moveOwnFirst({ tags, tagCount }: OrderColumns, ownCount: number): void {
  let own = ownCount;
  let to = tagCount;
  for (let entry = tagCount - 1; entry >= 0; entry--) {
    const isOwn = tags[entry * TAG_INTS] < 0;
    if (isOwn) copyEntry(tags, entry, moved, --own);
    else copyEntry(tags, entry, tags, --to);
  }
  for (let entry = 0; entry < ownCount; entry++) copyEntry(moved, entry, tags, entry);
}

function copyEntry(from: Int32Array, entry: number, to: Int32Array, place: number): void {
  for (let i = 0; i < TAG_INTS; i++) to[place * TAG_INTS + i] = from[entry * TAG_INTS + i];
}
