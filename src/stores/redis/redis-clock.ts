// What time it is in Redis, as far as it is known here: never later than it is there, unless its
// clock was set back, and earlier by what an answer needed to come.

/** The clock of one server. */
export class RedisClock {
  private timeEpochMs = 0;
  private takenMs = 0;

  /** Takes the time of an answer that came now. */
  set(timeEpochMs: number): void {
    this.timeEpochMs = timeEpochMs;
    this.takenMs = performance.now();
  }

  /** Whole milliseconds since the epoch. */
  now(): number {
    return Math.floor(this.timeEpochMs + performance.now() - this.takenMs);
  }
}
