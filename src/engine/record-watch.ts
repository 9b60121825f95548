// How many decision records the engine took and dropped, and who hears of those that it dropped.

import { type RecordRing, ringCounts } from '../columns/record-ring.js';

/** How often the rings are looked at. */
const LOOK_MS = 1000;
/** How often dropped records are told of at most. */
const WARN_MS = 10_000;

/** Counts of records since the engine was opened. */
export type RecordCounts = {
  /** Records that were left for the store, which writes them. */
  readonly offered: number;
  /** Records that were dropped: there was more than could be written. */
  readonly refused: number;
};

/** Takes a warning and what belongs to it. */
export type Warn = (message: string, fields: object) => void;

/** Watches rings until it is closed. */
export class RecordWatch {
  private readonly rings: readonly RecordRing[];
  private readonly warn: Warn;
  private readonly timer: NodeJS.Timeout;
  /** By ring: its counts when it was looked at last; they run over at 2^32, totals do not. */
  private readonly seen: RecordCounts[];
  private offered = 0;
  private refused = 0;
  private refusedTold = 0;
  private toldMs = -WARN_MS;

  constructor(rings: readonly RecordRing[], warn: Warn) {
    this.rings = rings;
    this.warn = warn;
    this.seen = rings.map(ringCounts);
    this.timer = setInterval(() => this.tell(), LOOK_MS);
    this.timer.unref();
  }

  /** The counts now. */
  counts(): RecordCounts {
    this.rings.forEach((ring, i) => {
      const { offered, refused } = ringCounts(ring);
      this.offered += (offered - this.seen[i].offered) >>> 0;
      this.refused += (refused - this.seen[i].refused) >>> 0;
      this.seen[i] = { offered, refused };
    });
    return { offered: this.offered, refused: this.refused };
  }

  /** Tells of what was not told yet, and ends. */
  close(): void {
    clearInterval(this.timer);
    this.toldMs = -WARN_MS;
    this.tell();
  }

  private tell(): void {
    const { refused } = this.counts();
    const nowMs = performance.now();
    if (refused === this.refusedTold || nowMs - this.toldMs < WARN_MS) return;
    const dropped = refused - this.refusedTold;
    this.refusedTold = refused;
    this.toldMs = nowMs;
    this.warn('decision records were dropped: there were more than could be written', {
      dropped,
      droppedInAll: refused,
    });
  }
}
