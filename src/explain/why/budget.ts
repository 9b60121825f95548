// How much may be tried: counted, and never timed, so that the same question has the same answer.

/** What all changes may cost together, and those of one subject: a line, a filter, a rank. */
const COST_MAX = 20_000;
const SUBJECT_COST_MAX = 2000;

/** What is left to be tried. */
export class Budget {
  private left = COST_MAX;
  private subjectLeft = 0;

  /** Begins with the changes of another subject. */
  begin(): void {
    this.subjectLeft = Math.min(this.left, SUBJECT_COST_MAX);
  }

  /** Whether a change that costs so much may still be tried. */
  take(cost: number): boolean {
    if (cost > this.subjectLeft) return false;
    this.subjectLeft -= cost;
    this.left -= cost;
    return true;
  }
}

/** The smallest change that does it, and whether all smaller ones were tried. */
export type Found<T> = { readonly change: T | null; readonly isExhaustive: boolean };

/**
 * The first of some changes, the smallest first, that does it. `tries` answers null where the
 * budget has ended.
 */
export function firstThat<T>(changes: Iterable<T>, tries: (change: T) => boolean | null): Found<T> {
  for (const change of changes) {
    const outcome = tries(change);
    if (outcome === null) return { change: null, isExhaustive: false };
    if (outcome) return { change, isExhaustive: true };
  }
  return { change: null, isExhaustive: true };
}
