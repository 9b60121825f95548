// How often something happened, by a reason in words. However many words there are, the counts are
// of a bounded number of them.

const REASONS_MAX = 100;
/** What stands for reasons beyond those that have room, and for none. */
const OTHER = 'OTHER';

/** Counts by reason. */
export class ReasonCounts {
  private readonly counts = new Map<string, number>();

  /** Counts once more. */
  add(reason: string): void {
    const { counts } = this;
    const isRoom = counts.has(reason) || counts.size < REASONS_MAX;
    const name = isRoom && reason !== '' ? reason : OTHER;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  /** Reasons and their counts. */
  entries(): Iterable<readonly [string, number]> {
    return this.counts;
  }
}
