// The clock of durations: whole microseconds in 32 bits, so that a moment that is kept is never an
// object on the heap.

/** A moment, for `elapsedUs`. It runs over every 71 minutes. */
export function momentUs(): number {
  return (performance.now() * 1000) | 0;
}

/** Microseconds since a moment that is less than 71 minutes ago. */
export function elapsedUs(moment: number): number {
  return (momentUs() - moment) >>> 0;
}
