// What time it is in Redis, as far as it is known here: not later than it is there, and earlier by
// what the answer that came fastest needed. A clock that was set back, or that of another server,
// is found to be behind when a commit is refused as early.

/** The clock of one server. */
export class RedisClock {
  private timeEpochMs = 0;
  private takenMs = 0;

  /** Takes the time of an answer that came now, unless it must be later by now. */
  take(timeEpochMs: number): void {
    if (timeEpochMs > this.timeEpochMs + performance.now() - this.takenMs) this.set(timeEpochMs);
  }

  /** Takes the time of an answer that came now, also where that is earlier. */
  set(timeEpochMs: number): void {
    this.timeEpochMs = timeEpochMs;
    this.takenMs = performance.now();
  }

  /** Whole milliseconds since the epoch. */
  now(): number {
    return Math.floor(this.timeEpochMs + performance.now() - this.takenMs);
  }
}
