// Percentiles of latencies in constant memory.

/** Buckets of a factor of two; a percentile is then at most 0.8 % off. */
const BUCKETS_PER_OCTAVE = 128;
/** From 1 us to 2^36 us, 19 hours. */
const OCTAVES = 36;

/** Counts values in logarithmic buckets. */
export class Histogram {
  private readonly counts = new Float64Array(BUCKETS_PER_OCTAVE * OCTAVES);
  private total = 0;

  /** Takes a value in. Values below 1 count as 1. */
  add(value: number): void {
    const bucket = Math.floor(Math.log2(Math.max(1, value)) * BUCKETS_PER_OCTAVE);
    this.counts[Math.min(this.counts.length - 1, bucket)]++;
    this.total++;
  }

  /**
   * The value that a share of all does not exceed, as the middle of its bucket; NaN where there is
   * none.
   */
  percentile(share: number): number {
    let left = Math.ceil(this.total * share);
    if (left === 0) return Number.NaN;
    let bucket = 0;
    while (bucket < this.counts.length - 1 && left > this.counts[bucket]) {
      left -= this.counts[bucket++];
    }
    return 2 ** ((bucket + 0.5) / BUCKETS_PER_OCTAVE);
  }
}
