// What is counted of a group at a location: the sums that a tenant keeps in memory.

import type { CountName } from './entries.js';

/** What is counted of a group at a location. */
export type Tally = CountName & {
  /** The front of its entries' keys. */
  readonly key: Buffer;
  /** No entry is older. */
  oldestEpochMs: number;
  /** LimitRule.text of what was summed; '': nothing was. */
  ruleText: string;
  /** From when on it was summed. */
  fromEpochMs: number;
  used: number;
  /** Until when the location is full in the group; 0: it is not, infinity: for ever. */
  fullUntilMs: number;
};

/** The tallies of a tenant by tallyText. */
export type Tallies = Map<string, Tally>;
