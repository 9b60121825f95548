// Where in the row columns there is room for a product's list. Knows places and sizes, not what
// rows hold. Places come in size classes, so that a list that moves leaves a place that others fit
// into exactly.

/**
 * Sizes of places in rows, ascending: each is at most one and a half of the one before, from 2 on.
 */
const SIZE_CLASSES = sizeClasses();

function sizeClasses(): Int32Array {
  const sizes = [1, 2, 3];
  while (sizes[sizes.length - 1] < 1 << 26) {
    const last = sizes[sizes.length - 1];
    const power = 2 ** Math.floor(Math.log2(last));
    sizes.push(last === power ? power * 1.5 : power * 2);
  }
  return Int32Array.from(sizes);
}

/** The smallest class of at least `rowCount` rows. */
function classAtLeast(rowCount: number): number {
  let low = 0;
  let high = SIZE_CLASSES.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (SIZE_CLASSES[middle] >= rowCount) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The size of the place that a list of `rowCount` rows is given: the rows and some slack. */
export function placeSize(rowCount: number): number {
  return SIZE_CLASSES[classAtLeast(rowCount)];
}

/** Free places of the row columns, by size. A place is free or in one list, never both. */
export class FreePlaces {
  private readonly starts: number[][] = Array.from(SIZE_CLASSES, () => []);

  /** Gives rows back. What is not a class size is cut into places that are. */
  release(start: number, rowCount: number): void {
    let from = start;
    let rest = rowCount;
    while (rest > 0) {
      let size = classAtLeast(rest);
      if (SIZE_CLASSES[size] > rest) size--;
      this.starts[size].push(from);
      from += SIZE_CLASSES[size];
      rest -= SIZE_CLASSES[size];
    }
  }

  /**
   * A free place of exactly `placeSize(rowCount)` rows, cut out of a larger one if need be; -1
   * where there is none.
   */
  take(rowCount: number): number {
    const wanted = classAtLeast(rowCount);
    for (let size = wanted; size < SIZE_CLASSES.length; size++) {
      const start = this.starts[size].pop();
      if (start === undefined) continue;
      const left = SIZE_CLASSES[size] - SIZE_CLASSES[wanted];
      if (left > 0) this.release(start + SIZE_CLASSES[wanted], left);
      return start;
    }
    return -1;
  }
}
