// The rows of one product of a pack while they are put in order: where each is, and which bytes are
// its value. One list serves all products of the pack, one after the other.

import type { StoredValues } from '../embedded/row-codec.js';
import { nextList, nextString, type PackCursor } from './msgpack.js';

const FIELD_BYTES = 8;
const ROWS_AT_FIRST = 64;
/** Up to here rows that come nearly in order are put in order faster one by one. */
const FEW_ROWS = 48;
/** Up to here a double holds every whole number. */
const EXACT_MAX = 2 ** 53;

/** Rows of one product. */
export class RowList implements StoredValues {
  count = 0;
  readonly view: DataView;
  locations = new Uint32Array(ROWS_AT_FIRST);
  segments = new Uint32Array(ROWS_AT_FIRST);
  starts = new Uint32Array(ROWS_AT_FIRST);
  lengths = new Uint32Array(ROWS_AT_FIRST);
  order = new Uint32Array(ROWS_AT_FIRST);
  private keys = new Float64Array(ROWS_AT_FIRST);

  /** A list for the products of a pack. */
  constructor({ buffer, byteOffset, length }: Buffer) {
    this.view = new DataView(buffer, byteOffset, length);
  }

  /** Reads the next product's rows. Throws a RangeError where they are none. */
  read(cursor: PackCursor): void {
    const count = nextList(cursor) >>> 1;
    while (count > this.starts.length) this.grow();
    const { view, locations, segments, starts, lengths, order } = this;
    let isAscending = true;
    for (let row = 0; row < count; row++) {
      if (nextString(cursor) !== FIELD_BYTES) throw new RangeError('a row has no place');
      const location = view.getUint32(cursor.start);
      const segment = view.getUint32(cursor.start + 4);
      if (isAscending && row > 0) {
        const over = location - locations[row - 1];
        isAscending = over > 0 || (over === 0 && segment > segments[row - 1]);
      }
      locations[row] = location;
      segments[row] = segment;
      lengths[row] = nextString(cursor);
      starts[row] = cursor.start;
      order[row] = row;
    }
    this.count = count;
    if (!isAscending) this.sort();
  }

  /** Puts them in order; of equal ones there are none. */
  private sort(): void {
    const { count, order, keys, locations, segments } = this;
    let locationEnd = 0;
    let segmentEnd = 0;
    for (let row = 0; row < count; row++) {
      locationEnd = Math.max(locationEnd, locations[row] + 1);
      segmentEnd = Math.max(segmentEnd, segments[row] + 1);
    }
    // A power of two: numbers are taken apart again without an error.
    let width = 1;
    while (width < count) width *= 2;
    if (locationEnd * segmentEnd * width > EXACT_MAX) {
      order
        .subarray(0, count)
        .sort((one, other) => locations[one] - locations[other] || segments[one] - segments[other]);
      return;
    }
    for (let row = 0; row < count; row++) {
      keys[row] = (locations[row] * segmentEnd + segments[row]) * width + row;
    }
    if (count <= FEW_ROWS) insertInOrder(keys, count);
    // Numbers alone are sorted without a call for each comparison.
    else keys.subarray(0, count).sort();
    for (let i = 0; i < count; i++) order[i] = keys[i] - Math.floor(keys[i] / width) * width;
  }

  private grow(): void {
    const size = this.starts.length * 2;
    this.locations = new Uint32Array(size);
    this.segments = new Uint32Array(size);
    this.starts = new Uint32Array(size);
    this.lengths = new Uint32Array(size);
    this.order = new Uint32Array(size);
    this.keys = new Float64Array(size);
  }
}

/** Insertion sort. */
function insertInOrder(keys: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const key = keys[i];
    let at = i;
    for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
    keys[at] = key;
  }
}
