// Which locations take which units of the open lines when no single one takes everything?
// Residual greedy cover: the location that can take the most units now, again and again.
// Must not know: groups, filters, what happens to the units that are left.

import type { LocationGroup } from './messages.js';
import type { Line } from './order.js';
import type { PoolLocation } from './pool.js';
import type { Scene, Survivor } from './groups.js';
import { survey } from './groups.js';
import type { StockRow } from './stock.js';
import { compareBytes } from './text.js';
import type { Trace } from './trace.js';

/** A location that may take part, with the stock of the lines that it may serve. */
export interface Candidate {
  place: PoolLocation;
  rows: Map<Line, StockRow>;
}

/** Units of a line that a location gives. */
export interface Take {
  line: Line;
  place: PoolLocation;
  row: StockRow;
  units: number;
}

/** How lines may be divided, and whether only lines that are covered in full count. */
export interface SplitRules {
  mode: 'line' | 'quantity';
  ifFulfilled: boolean;
}

/** The survivors of several groups, each location once, in candidate order. */
export function uniteGroups(scene: Scene, groups: LocationGroup[], open: Line[]): Candidate[] {
  const found = new Map<PoolLocation, { candidate: Candidate; rank: number; position: number }>();
  for (const group of groups) {
    const survivors: Survivor[] = survey(scene, group, open) ?? [];
    for (const [position, { place, pairs }] of survivors.entries()) {
      const rank = group.rank;
      const entry = found.get(place) ?? {
        candidate: { place, rows: new Map() },
        rank,
        position,
      };
      found.set(place, entry);
      for (const pair of pairs) entry.candidate.rows.set(pair.line, pair.row);
    }
  }
  // Groups of one rank mix: by rank, then position in the group, then code (readings 52 and 53).
  return [...found.values()]
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.position - b.position ||
        compareBytes(a.candidate.place.location.code, b.candidate.place.location.code),
    )
    .map(({ candidate }) => candidate);
}

/** What each location gives; a line's takes are in the order in which locations were taken. */
export function searchSplit(
  candidates: Candidate[],
  open: Line[],
  rules: SplitRules,
  trace: Trace,
): Take[] {
  const walked = walkUntilFinished(candidates, open, rules, trace);
  const placed = placeAnew(candidates, walked, rules);
  const isWorse = countedUnits(placed, rules) < countedUnits(walked, rules);
  trace(isWorse ? 'split:walk-kept' : 'split:placement-kept');
  return countedTakes(isWorse ? walked : placed, rules);
}

function walkUntilFinished(
  candidates: Candidate[],
  open: Line[],
  rules: SplitRules,
  trace: Trace,
): Take[] {
  let participants = open.filter((line) => takesPart(line, candidates, rules));
  for (;;) {
    const takes = walk(candidates, participants, rules);
    const unfinished = participants.filter((line) => unitsOf(takes, line) < line.quantity);
    const last = unfinished.at(-1);
    if (rules.mode === 'line' || !rules.ifFulfilled || last === undefined) return takes;
    trace('split:line-left-out');
    participants = participants.filter((line) => line !== last);
  }
}

function takesPart(line: Line, candidates: Candidate[], rules: SplitRules): boolean {
  const stock = candidates.map((candidate) => candidate.rows.get(line)?.left ?? 0);
  if (rules.mode === 'line') return stock.some((units) => units >= line.quantity);
  return !rules.ifFulfilled || stock.reduce((sum, units) => sum + units, 0) >= line.quantity;
}

function walk(candidates: Candidate[], participants: Line[], rules: SplitRules): Take[] {
  const taken: Take[] = [];
  for (;;) {
    let best: Take[] = [];
    for (const candidate of candidates) {
      const offer = offerOf(candidate, participants, taken, rules);
      if (totalUnits(offer) > totalUnits(best)) best = offer;
    }
    if (best.length === 0) return taken;
    taken.push(...best);
  }
}

/** What a location can take now, on top of what has been taken. */
function offerOf(
  candidate: Candidate,
  participants: Line[],
  taken: Take[],
  rules: SplitRules,
): Take[] {
  const offer: Take[] = [];
  for (const line of participants) {
    const row = candidate.rows.get(line);
    if (row === undefined) continue;
    const need = line.quantity - unitsOf(taken, line);
    const stock = leftOf(row, taken) - unitsFrom(offer, row);
    const whole = need === line.quantity && stock >= need ? need : 0;
    const units = rules.mode === 'line' ? whole : Math.min(need, stock);
    if (units > 0) offer.push({ line, place: candidate.place, row, units });
  }
  return offer;
}

/** Gives the lines of the walk to its locations anew, whole where a location can. */
function placeAnew(candidates: Candidate[], walked: Take[], rules: SplitRules): Take[] {
  const used = new Set(walked.map((take) => take.place));
  const chosen = candidates.filter((candidate) => used.has(candidate.place));
  const lines = [...new Set(walked.map((take) => take.line))];
  lines.sort((left, right) => left.index - right.index);
  const placed: Take[] = [];
  for (const line of lines) {
    const offers = chosen.flatMap((candidate) => {
      const row = candidate.rows.get(line);
      if (row === undefined) return [];
      return [{ line, place: candidate.place, row, units: leftOf(row, placed) }];
    });
    const whole = offers.find((offer) => offer.units >= line.quantity);
    if (whole !== undefined) {
      placed.push({ ...whole, units: line.quantity });
    } else if (rules.mode === 'quantity') {
      let need = line.quantity;
      for (const offer of offers) {
        const units = Math.min(need, offer.units);
        if (units > 0) placed.push({ ...offer, units });
        need -= units;
      }
    }
  }
  return placed;
}

/** The takes that are committed: with IF_FULFILLED, those of lines covered in full. */
function countedTakes(takes: Take[], rules: SplitRules): Take[] {
  if (!rules.ifFulfilled) return takes;
  return takes.filter((take) => unitsOf(takes, take.line) === take.line.quantity);
}

function countedUnits(takes: Take[], rules: SplitRules): number {
  return totalUnits(countedTakes(takes, rules));
}

function leftOf(row: StockRow, taken: Take[]): number {
  return row.left - unitsFrom(taken, row);
}

function unitsFrom(takes: Take[], row: StockRow): number {
  return totalUnits(takes.filter((take) => take.row === row));
}

function unitsOf(takes: Take[], line: Line): number {
  return totalUnits(takes.filter((take) => take.line === line));
}

function totalUnits(takes: Take[]): number {
  return takes.reduce((sum, take) => sum + take.units, 0);
}
