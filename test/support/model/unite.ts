// Which locations do several groups keep, and in which order are they candidates?
// Must not know: splits, after-actions, answers.

import { limitIdOf, survey } from './groups.js';
import type { Line } from './lines.js';
import type { LocationGroup } from './messages.js';
import type { PoolLocation } from './pool.js';
import type { LocationScore } from './rules.js';
import type { Scene } from './scene.js';
import type { StockRow } from './stock.js';
import { compareBytes } from './text.js';

/** A location that may take part, by the first group that keeps it. */
export interface Candidate {
  place: PoolLocation;
  /** The rank of that group. */
  rank: number;
  /** Its place among the survivors of that group, from 0. */
  position: number;
  score: LocationScore | undefined;
  /** The id of that group, where it has a limit. */
  limitGroupId: number | undefined;
  /** The stock of the lines that it may serve. */
  rows: Map<Line, StockRow>;
}

/** The survivors of several groups, each location once, in candidate order. */
export function uniteGroups(scene: Scene, groups: LocationGroup[], open: Line[]): Candidate[] {
  const found = new Map<PoolLocation, Candidate>();
  for (const group of groups) {
    const survivors = survey(scene, group, open) ?? [];
    for (const [position, { place, pairs, score }] of survivors.entries()) {
      const limitGroupId = limitIdOf(group);
      const first = { place, rank: group.rank, position, score, limitGroupId, rows: new Map() };
      const candidate = found.get(place) ?? first;
      found.set(place, candidate);
      for (const pair of pairs) candidate.rows.set(pair.line, pair.row);
    }
  }
  return [...found.values()].sort(compareCandidates);
}

/** By rank, then position, then code: groups of one rank mix. */
export function compareCandidates(left: Candidate, right: Candidate): number {
  return (
    left.rank - right.rank ||
    left.position - right.position ||
    compareBytes(left.place.location.code, right.place.location.code)
  );
}
