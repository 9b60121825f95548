// What has been decided so far, and how many more locations may serve?
// Must not know: groups, filters, how it was decided.

import type { Line } from './lines.js';
import type { Settings, StateChange } from './messages.js';
import type { Order } from './order.js';
import type { PoolLocation } from './pool.js';
import type { SearchFacts } from './proofs.js';
import type { LocationScore } from './rules.js';
import type { StockRow } from './stock.js';

/** Units of a line that a location gives. */
export interface Take {
  line: Line;
  place: PoolLocation;
  row: StockRow;
  units: number;
  /** How the location scored when it was chosen, where a score chose it. */
  score?: LocationScore | undefined;
  /** The id of the group that chose the location, where it has a limit. */
  limitGroupId?: number | undefined;
}

/** A take that stands. */
export interface CommittedTake extends Take {
  /** Of future stock: when all of the units are there. */
  futureEpochMs: number | undefined;
  /** Whether the shopper's store gave it before any group was tried. */
  isFromStore: boolean;
}

/** How many locations may serve; Infinity: any number. */
export interface Limits {
  locationsOfOrder: number;
  locationsOfLine: number;
}

/** What has been decided so far. */
export interface Ledger {
  limits: Limits;
  takes: CommittedTake[];
  states: Map<Line, StateChange>;
  availableLocationCodes: string[];
  /** Of each search that assigned something. */
  searches: SearchFacts[];
}

/** Opens an empty ledger under the limits of the settings and of the order. */
export function openLedger(settings: Settings | undefined, order: Order): Ledger {
  const { maxFulfillingLocations: most = 0, maxSplitItemLocations: mostOfLine = 0 } =
    settings ?? {};
  const { numShipmentsNotInRequest: before = 0, maxLocations = 0 } = order.request;
  const left = most === 0 ? Infinity : Math.max(0, most - before);
  return {
    limits: {
      locationsOfOrder: maxLocations === 0 ? left : Math.min(left, maxLocations),
      locationsOfLine: mostOfLine === 0 ? Infinity : mostOfLine,
    },
    takes: [],
    states: new Map(),
    availableLocationCodes: [],
    searches: [],
  };
}

/** The lines that units are missing of and no state was given to. */
export function openLines(lines: Line[], ledger: Ledger): Line[] {
  return lines.filter((line) => line.need > 0 && !ledger.states.has(line));
}

/** The codes of the locations that serve something. */
export function usedCodes(ledger: Ledger, line?: Line): Set<string> {
  const takes = ledger.takes.filter((take) => line === undefined || take.line === line);
  return new Set(takes.map((take) => take.place.location.code));
}

/** How many locations may join those that serve something. */
export function allowedNew(ledger: Ledger): number {
  return Math.max(0, ledger.limits.locationsOfOrder - usedCodes(ledger).size);
}

/** How many locations may join those that serve a line. */
export function allowedNewOfLine(ledger: Ledger, line: Line): number {
  return Math.max(0, ledger.limits.locationsOfLine - usedCodes(ledger, line).size);
}

/** Whether a location may serve these lines, whatever else will serve them. */
export function mayServe(ledger: Ledger, place: PoolLocation, lines: Line[]): boolean {
  const { code } = place.location;
  if (!usedCodes(ledger).has(code) && allowedNew(ledger) < 1) return false;
  return lines.every(
    (line) => usedCodes(ledger, line).has(code) || allowedNewOfLine(ledger, line) >= 1,
  );
}

/** Makes takes stand, in their order. */
export function commit(ledger: Ledger, takes: Take[], isFromStore = false): void {
  for (const take of takes) {
    take.row.left -= take.units;
    take.line.need -= take.units;
    ledger.takes.push({ ...take, isFromStore, futureEpochMs: drawFuture(take.row, take.units) });
  }
}

/** Gives all these lines a state. */
export function settle(ledger: Ledger, lines: Line[], state: StateChange): void {
  for (const line of lines) ledger.states.set(line, state);
}

/** Uses up what comes first; the time of the last arrival that was drawn on. */
function drawFuture(row: StockRow, units: number): number | undefined {
  let missing = units;
  let last: number | undefined;
  for (const arrival of row.arrivals) {
    const drawn = Math.min(missing, arrival.left);
    if (drawn === 0) continue;
    arrival.left -= drawn;
    missing -= drawn;
    last = arrival.epochMs;
  }
  return last;
}
