// Which commits of a tenant an engine has seen: the last one, and the stamps of some before it, to
// tell what is gone after a failover.

import type { Known } from './load-tenant.js';
import { compareStamps } from './reload.js';
import type { SharedParts } from './shared-parts.js';

/** Stamps that are kept. */
const STAMPS_KEPT = 4096;

/** What was seen of one tenant. */
export class Past {
  private current: Known = { stamp: '', sequence: 0 };
  /** By sequence. */
  private readonly stamps = new Map<number, string>();

  /** The last commit. */
  get known(): Known {
    return this.current;
  }

  /** Notes the next commit. */
  note(known: Known): void {
    this.current = known;
    if (known.stamp === '') return;
    this.stamps.set(known.sequence, known.stamp);
    this.stamps.delete(known.sequence - STAMPS_KEPT);
  }

  /** Whether the commit of a stamp was seen. */
  has(stamp: string): boolean {
    for (const one of this.stamps.values()) if (one === stamp) return true;
    return false;
  }

  /**
   * Takes on what Redis has, which does not lead on from what was seen. Answers how many commits
   * that were seen are gone from there.
   */
  async become(parts: SharedParts, tenantId: string, known: Known): Promise<number> {
    const { lostCount, there } = await compareStamps(parts, tenantId, this.stamps, known);
    this.stamps.clear();
    for (const [sequence, stamp] of there) this.stamps.set(sequence, stamp);
    this.note(known);
    return lostCount;
  }
}
