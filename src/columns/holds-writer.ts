// The one writer of the columns of active holds: begins holds, ends them, and makes chunks. Knows
// no time and nothing of where holds are kept for good. For one thread only.

import { memoryFull } from '../base/outcome.js';
import {
  createHoldChunk,
  findEntry,
  HELD_ROW_INTS,
  HOLD_ENTRY,
  HOLD_ENTRY_INTS,
  HOLD_ID_BYTES,
  holdHash,
  type HoldChunk,
  type HoldColumns,
} from './holds.js';
import { HELD_ROWS_MAX, HOLDS_MAX } from './limits.js';
import { FreePlaces, placeSize } from './row-places.js';

/** Units of a row that a hold holds. */
export type HeldRow = {
  readonly product: number;
  readonly location: number;
  readonly segment: number;
  readonly units: number;
};

/** What the first chunk has room for; each further one has room for all before it. */
const HOLDS_AT_FIRST = 64;
const ROWS_AT_FIRST = 256;
/** Holds and rows of a chunk at most, unless one hold has more: it is made at a stroke. */
const CHUNK_HOLDS_MAX = 65_536;
const CHUNK_ROWS_MAX = 262_144;

/** A chunk, and where it has room. */
type OpenChunk = {
  readonly chunk: HoldChunk;
  readonly rowCapacity: number;
  readonly freeEntries: number[];
  /** Entries and rows from here on were never used. */
  entryTail: number;
  rowTail: number;
  readonly freeRows: FreePlaces;
};

/** Writes the active holds of one tenant. */
export class HoldsWriter {
  private current: HoldColumns = [];
  private readonly open: OpenChunk[] = [];
  private lastSerial = 0;
  private holdCount = 0;
  private rowCount = 0;
  private hasGrown = false;

  /** What readers are to be given. */
  get columns(): HoldColumns {
    return this.current;
  }

  /** Whether `columns` was replaced since the last call: then it has to be published. */
  takeGrowth(): boolean {
    const { hasGrown } = this;
    this.hasGrown = false;
    return hasGrown;
  }

  /** Refuses with SHARED_MEMORY_FULL where so many more holds and rows would pass a limit. */
  checkRoom(newHolds: number, newRows: number): void {
    if (this.holdCount + newHolds > HOLDS_MAX) throw memoryFull('active holds', HOLDS_MAX);
    if (this.rowCount + newRows > HELD_ROWS_MAX) throw memoryFull('held rows', HELD_ROWS_MAX);
  }

  /**
   * Makes a hold known that is not there; its rows have its units, `sequence` is the stock's with
   * which they do. Rows may come again.
   */
  begin(id: Uint8Array, held: readonly HeldRow[], sequence: number): void {
    const rows = unitedRows(held);
    const open = this.chunkFor(rows.length);
    const { chunk, freeEntries } = open;
    const entry = freeEntries.pop() ?? open.entryTail++;
    const rowStart = takeRows(open, rows.length);
    const version = beginChange(chunk);
    this.lastSerial = this.lastSerial === 0x7fffffff ? 1 : this.lastSerial + 1;
    const { buckets, entries, ids, since } = chunk;
    const hash = holdHash(id, 0, id.length);
    const bucket = hash & (buckets.length - 1);
    const at = entry * HOLD_ENTRY_INTS;
    entries[at + HOLD_ENTRY.hash] = hash;
    entries[at + HOLD_ENTRY.idBytes] = id.length;
    entries[at + HOLD_ENTRY.next] = buckets[bucket];
    entries[at + HOLD_ENTRY.rowStart] = rowStart;
    entries[at + HOLD_ENTRY.rowCount] = rows.length;
    ids.set(id, entry * HOLD_ID_BYTES);
    since[entry] = sequence;
    writeRows(chunk, rowStart, rows);
    buckets[bucket] = entry + 1;
    Atomics.store(entries, at + HOLD_ENTRY.serial, this.lastSerial);
    endChange(chunk, version);
    this.holdCount++;
    this.rowCount += rows.length;
  }

  /**
   * Makes a hold unknown; its rows may have its units until then. One that is not there is passed
   * over.
   */
  end(id: Uint8Array): void {
    for (const open of this.open) {
      const entry = findEntry(open.chunk, id, 0, id.length);
      if (entry < 0) continue;
      this.take(open, entry);
      return;
    }
  }

  private take({ chunk, freeEntries, freeRows }: OpenChunk, entry: number): void {
    const { buckets, entries } = chunk;
    const at = entry * HOLD_ENTRY_INTS;
    const version = beginChange(chunk);
    // INVARIANT: whoever has copied the hold and asks again is told, before its rows change.
    Atomics.store(entries, at + HOLD_ENTRY.serial, 0);
    const bucket = entries[at + HOLD_ENTRY.hash] & (buckets.length - 1);
    const next = entries[at + HOLD_ENTRY.next];
    if (buckets[bucket] === entry + 1) buckets[bucket] = next;
    else {
      let before = (buckets[bucket] - 1) * HOLD_ENTRY_INTS;
      while (entries[before + HOLD_ENTRY.next] !== entry + 1) {
        before = (entries[before + HOLD_ENTRY.next] - 1) * HOLD_ENTRY_INTS;
      }
      entries[before + HOLD_ENTRY.next] = next;
    }
    endChange(chunk, version);
    const rowCount = entries[at + HOLD_ENTRY.rowCount];
    if (rowCount > 0) freeRows.release(entries[at + HOLD_ENTRY.rowStart], placeSize(rowCount));
    freeEntries.push(entry);
    this.holdCount--;
    this.rowCount -= rowCount;
  }

  /** A chunk with room for a hold of so many rows. */
  private chunkFor(rowCount: number): OpenChunk {
    const known = this.open.find((open) => hasRoom(open, rowCount));
    if (known !== undefined) return known;
    let holds = HOLDS_AT_FIRST;
    while (holds < CHUNK_HOLDS_MAX && holds < this.holdCount) holds *= 2;
    const perHold = this.rowCount / Math.max(1, this.holdCount);
    const usual = Math.min(Math.ceil(perHold * holds), CHUNK_ROWS_MAX);
    const rowCapacity = Math.max(ROWS_AT_FIRST, usual, placeSize(rowCount) * 2);
    const made: OpenChunk = {
      chunk: createHoldChunk(holds, rowCapacity),
      rowCapacity,
      freeEntries: [],
      entryTail: 0,
      rowTail: 0,
      freeRows: new FreePlaces(),
    };
    this.open.push(made);
    this.current = this.open.map(({ chunk }) => chunk);
    this.hasGrown = true;
    return made;
  }
}

function hasRoom(open: OpenChunk, rowCount: number): boolean {
  const { chunk, freeEntries, entryTail, rowTail, rowCapacity, freeRows } = open;
  if (freeEntries.length === 0 && entryTail === chunk.since.length) return false;
  if (rowCount === 0 || rowTail + placeSize(rowCount) <= rowCapacity) return true;
  const place = freeRows.take(rowCount);
  if (place < 0) return false;
  freeRows.release(place, placeSize(rowCount));
  return true;
}

/** A place for so many rows, of which there is one. */
function takeRows(open: OpenChunk, rowCount: number): number {
  if (rowCount === 0) return 0;
  const place = open.freeRows.take(rowCount);
  if (place >= 0) return place;
  const tail = open.rowTail;
  open.rowTail += placeSize(rowCount);
  return tail;
}

/** An exchange, and not a store: the writes of the change must not be seen before it. */
function beginChange({ header }: HoldChunk): number {
  return Atomics.add(header, 0, 1);
}

function endChange({ header }: HoldChunk, version: number): void {
  Atomics.store(header, 0, version + 2);
}

function writeRows({ rows }: HoldChunk, start: number, held: readonly HeldRow[]): void {
  held.forEach(({ product, location, segment, units }, i) => {
    rows.set([product, location, segment, units], (start + i) * HELD_ROW_INTS);
  });
}

/** The rows by product, location and segment, each once. */
function unitedRows(held: readonly HeldRow[]): HeldRow[] {
  const rows: HeldRow[] = [];
  for (const row of [...held].sort(compareRows)) {
    const last = rows.at(-1);
    if (last === undefined || compareRows(last, row) !== 0) rows.push(row);
    else rows[rows.length - 1] = { ...last, units: last.units + row.units };
  }
  return rows;
}

function compareRows(left: HeldRow, right: HeldRow): number {
  return (
    left.product - right.product || left.location - right.location || left.segment - right.segment
  );
}
