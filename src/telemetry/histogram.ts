// How many observations fell where: counts by bucket in columns that any thread may read while one
// writes. Knows nothing of what is observed.

/** Counts by bucket, written by one thread alone; a reader may be one observation behind. */
export type Histogram = {
  /** The upper bounds of the buckets, ascending, in a unit of the observer's. */
  readonly bounds: Float64Array;
  /** By bucket, not cumulative; one more than there are bounds. */
  readonly counts: Float64Array;
  /** Float64[1]: the sum of what was observed. */
  readonly sum: Float64Array;
};

/** A histogram in shared memory. */
export function createHistogram(bounds: readonly number[]): Histogram {
  return {
    bounds: Float64Array.from(bounds),
    counts: sharedNumbers(bounds.length + 1),
    sum: sharedNumbers(1),
  };
}

/** Counts an observation. Allocates nothing. */
export function observe({ bounds, counts, sum }: Histogram, value: number): void {
  let bucket = 0;
  while (bucket < bounds.length && value > bounds[bucket]) bucket++;
  counts[bucket]++;
  sum[0] += value;
}

/** Zeros in shared memory. */
export function sharedNumbers(count: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(count * 8));
}
