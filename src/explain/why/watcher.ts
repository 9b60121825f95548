// Listens to the decision as it was made, and notes what became of one location; and what is needed
// to look for changes: which values filters met, which rows are blocked, which ranks there are.

import { hasBit } from '../../base/bits.js';
import { LINE_FLAG } from '../../columns/order.js';
import { STRATEGY, type GroupProgram, type RouteProgram } from '../../columns/program.js';
import { STOCK_HEADER } from '../../columns/stock.js';
import type { RowValues } from '../../columns/stock-writer.js';
import type { DecisionObserver } from '../../core/observer.js';
import { OBSTACLE, obstacleOf } from '../../core/pool.js';
import { rowAt } from '../own-stock.js';
import type { Scene } from '../scene.js';
import { blockedUnits, rowsOfSlot, unitsOf } from '../stock-rows.js';
import type { Barrier, LineAtLocation, LocationAtGroup, SortPlace } from './answer.js';
import { barrier, barrierTo, linesAt } from './barriers.js';
import { MetValues } from './filter-values.js';
import { type Fate, fateOf, isWithinLimits, shortText } from './group-fate.js';
import { skipsOf } from './refusals.js';
import { sortPlaceOf } from './sort-place.js';
import { splitEntry, splitSums, type SplitSums } from './split-entry.js';

/** A blocked row of the location that a line asks for. */
export type BlockedRow = {
  readonly line: number;
  readonly product: number;
  readonly values: RowValues;
};

/** A split: the place of its entry, which of the decision it is, from 1, and what it comes to. */
export type WatchedSplit = {
  readonly place: number;
  readonly number: number;
  readonly sums: SplitSums;
};

/** Notes what one decision makes of a location. */
export class Watcher implements DecisionObserver {
  route: RouteProgram | null = null;
  readonly barriers: Barrier[] = [];
  lines: readonly LineAtLocation[] = [];
  readonly groups: LocationAtGroup[] = [];
  readonly values = new MetValues();
  readonly blocked: BlockedRow[] = [];
  /** Whether no stock that is there, however much, lets the location serve. */
  isShutOut = true;
  /** Whether under no ranks and filters the location can serve. */
  isShutOutForGood = true;
  /** The splits that took the fewest locations, and not this one. */
  readonly splits: WatchedSplit[] = [];
  /** The other locations that have a row of the order's products, of whatever kind. */
  private readonly others = new Set<number>();
  private readonly scene: Scene;
  private readonly location: number;
  private readonly reached = new Set<GroupProgram>();
  private hasFuturePass = false;
  private current: { readonly group: GroupProgram; readonly fate: Fate } | null = null;
  private commitsTold = 0;
  private splitCount = 0;

  constructor(scene: Scene, location: number) {
    this.scene = scene;
    this.location = location;
  }

  /**
   * Whether a change may bring future stock into play that this decision did not look at, and whose
   * values it does not know.
   */
  get mayMissFuture(): boolean {
    if (this.hasFuturePass) return false;
    const { order, stock } = this.scene;
    const flags = order.lineFlags.subarray(0, order.lineCount);
    if (!flags.some((flag) => (flag & LINE_FLAG.futureOrderable) !== 0)) return false;
    const segments = stock.rows.segment.subarray(0, stock.header[STOCK_HEADER.rowTail]);
    return segments.some((segment) => !Number.isNaN(stock.segmentFutureMs[segment]));
  }

  /** The ranks in a group of the other locations that have a row of the order's products. */
  ranksIn(group: GroupProgram): number[] {
    const listed = [...this.others].filter((other) => hasBit(group.listed, other));
    return [...new Set(listed.map((other) => group.ranks[other]))];
  }

  /** How many locations there are with a row of the order's products, this one among them. */
  get locationCount(): number {
    return this.others.size + 1;
  }

  noRouteFound(): void {
    this.barriers.push(barrier('NO_ROUTE', false, 'is not asked: no route serves the order'));
    this.isShutOut = this.location !== this.scene.scratch.givingStore;
  }

  autoLimitExceeded(): void {
    const text = 'is not asked: the order was assigned more often than auto_assign_limit allows';
    this.barriers.push(barrier('ASSIGNED_TOO_OFTEN', false, text));
  }

  poolOpened(route: RouteProgram): void {
    const { scene, location } = this;
    const { scratch, locations } = scene;
    this.route = route;
    this.lines = linesAt(scene, location);
    const obstacle = obstacleOf(locations, scratch, location);
    const isMember = route.groups.some(({ members }) => hasBit(members, location));
    const isStore = location === scratch.givingStore;
    this.isShutOut = !isStore && (obstacle !== OBSTACLE.none || !isMember);
    // Future stock is judged by other exclusions.
    const mayBe = obstacle === OBSTACLE.none || obstacle === OBSTACLE.excluded;
    const isStoreOfOrder = location === scratch.pickupLocation;
    this.isShutOutForGood = !mayBe || isStoreOfOrder || !hasUnits(scene, location);
    this.lookAtPool(route);
  }

  pickupAssigned(): void {
    this.commitsTold = this.scene.scratch.commitCount;
  }

  futureBegun(route: RouteProgram): void {
    this.hasFuturePass = true;
    // The rows that are meant are others from now on.
    this.scene.slotRows.clear();
    this.lookAtPool(route);
  }

  groupSkipped(group: GroupProgram): void {
    this.reached.add(group);
    const refusals = skipsOf(this.scene, group);
    const [first] = refusals;
    const why = first === undefined ? 'its filters' : `'${first.filter}': ${first.text}`;
    this.add(group, 'TRIED', 'GROUP_SKIPPED', `the group is skipped by ${why}`, { refusals });
  }

  groupEvaluated(group: GroupProgram): void {
    this.reached.add(group);
    this.current = { group, fate: fateOf(this.scene, group, this.location) };
  }

  fullMatchFound(group: GroupProgram, chosen: number): void {
    const { scene } = this;
    const code = scene.code(scene.scratch.candidateLocation[chosen]);
    this.endTried(group, chosen, `, and ${code} covers everything`);
  }

  actionReached(group: GroupProgram): void {
    this.endTried(group, -1, '');
  }

  groupUnited(group: GroupProgram, isTried: boolean): void {
    const { scene, location } = this;
    this.reached.add(group);
    if (this.current?.group === group) return;
    if (!isTried) {
      const refusals = skipsOf(scene, group);
      this.add(group, 'IN_RANGE', 'GROUP_SKIPPED', 'the group is skipped', { refusals });
      return;
    }
    const { outcome, text, refusals } = fateOf(scene, group, location);
    const told = outcome === 'TAKES_PART' ? 'takes part in the split' : text;
    this.add(group, 'IN_RANGE', outcome, told, { refusals });
  }

  splitSearched(group: GroupProgram): void {
    const { scene, location, commitsTold, route } = this;
    const entry = splitEntry(scene, group, location, commitsTold);
    const sums = splitSums(scene, commitsTold);
    this.commitsTold = scene.scratch.commitCount;
    this.splitCount++;
    this.current = null;
    if (entry === null) return;
    const isExact = route?.strategy === STRATEGY.minimizeShipments;
    const isLeftOut = entry.outcome === 'GROUP_OUTCOME_NOT_NEEDED';
    if (isExact && isLeftOut) {
      this.splits.push({ place: this.groups.length, number: this.splitCount, sums });
    }
    this.groups.push(entry);
  }

  biddingOpened(group: GroupProgram): void {
    const { plan } = this.scene;
    const offered = plan.availableLocation.subarray(0, plan.availableCount);
    if (!offered.includes(this.location)) return;
    this.add(group, 'TRIED', 'OFFERED', 'the order is offered to it', {});
  }

  /** Adds the groups that were not reached. */
  end(): void {
    for (const group of this.route?.groups ?? []) {
      if (this.reached.has(group)) continue;
      this.add(group, 'NOT_REACHED', 'NOT_REACHED', 'the decision was made before', {});
    }
  }

  requestTypeNarrowed(): void {}
  futureEnded(): void {}
  consolidationStepped(): void {}
  restReached(): void {}

  /** Ends the entry of the group that was tried; `chosen` is -1 where no location covers it all. */
  private endTried(group: GroupProgram, chosen: number, behind: string): void {
    const { current, scene } = this;
    if (current === null || current.group !== group) return;
    const { outcome, text, refusals, shortages, candidate } = current.fate;
    if (outcome !== 'TAKES_PART') {
      this.add(group, 'TRIED', outcome, text, { refusals });
      return;
    }
    // Where costs decide, so do no keys, and another group may have been evaluated since.
    const isByCost = this.route !== null && this.route.cost !== null;
    const place = isByCost ? undefined : sortPlaceOf(scene, group, candidate, chosen);
    const parts = { refusals, shortages, ...(place === undefined ? {} : { place }) };
    if (candidate === chosen) {
      const first = isByCost ? 'costs the least' : 'comes first';
      this.add(group, 'TRIED', 'CHOSEN', `covers everything, and ${first}`, parts);
    } else if (shortages.length > 0) {
      this.add(group, 'TRIED', 'SHORT', shortText(shortages) + behind, parts);
    } else if (!isWithinLimits(scene, candidate)) {
      this.add(group, 'TRIED', 'LIMIT', 'covers everything, and is a location too many', parts);
    } else {
      const text = place === undefined ? 'covers everything, and costs more' : behindText(place);
      this.add(group, 'TRIED', 'BEHIND', text, parts);
    }
  }

  private add(
    { name, rank }: GroupProgram,
    step: string,
    outcome: string,
    text: string,
    parts: Partial<LocationAtGroup>,
  ): void {
    this.groups.push({
      group: name,
      rank,
      step: `GROUP_STEP_${step}`,
      future: this.scene.scratch.isFuturePass && step !== 'NOT_REACHED',
      outcome: `GROUP_OUTCOME_${outcome}`,
      text,
      ...parts,
    });
  }

  private lookAtPool(route: RouteProgram): void {
    const { scene, location } = this;
    const found = barrierTo(scene, location);
    if (found !== null) this.barriers.push(found);
    this.values.collect(scene, route);
    const { rows, header } = scene.stock;
    for (const other of rows.location.subarray(0, header[STOCK_HEADER.rowTail])) {
      const isKnown = other < scene.locations.count && other !== location;
      if (isKnown) this.others.add(other);
    }
    this.collectBlocked();
  }

  private collectBlocked(): void {
    const { scene, location, blocked } = this;
    const { scratch, order, stock } = scene;
    const seen = new Set<number>();
    for (let line = 0; line < order.lineCount; line++) {
      const slot = scratch.lineSlot[line];
      if (slot < 0 || seen.has(slot)) continue;
      seen.add(slot);
      const product = scratch.slotProduct[slot];
      for (const row of rowsOfSlot(scene, slot)) {
        const isOwn = stock.rows.location[row] === location;
        if (!isOwn || blockedUnits(scene, slot, row) === 0) continue;
        blocked.push({ line, product, values: rowAt(stock, row) });
      }
    }
  }
}

/** Whether a location has units of the order's products, of whatever segment and time. */
function hasUnits(scene: Scene, location: number): boolean {
  const { rows, productStart, productCount } = scene.stock;
  const { slotCount, slotProduct } = scene.scratch;
  for (let slot = 0; slot < slotCount; slot++) {
    const start = productStart[slotProduct[slot]];
    const end = start + productCount[slotProduct[slot]];
    for (let row = start; row < end; row++) {
      if (rows.location[row] === location && unitsOf(scene, slot, row) > 0) return true;
    }
  }
  return false;
}

function behindText({ place, survivors, otherLocationCode = '', keys }: SortPlace): string {
  const last = keys.at(-1);
  const told = (value: number | undefined) => (value === undefined ? 'unknown' : String(value));
  const isByCode = last === undefined || last.key === 'LOCATION_CODE';
  const why = isByCode
    ? 'by its code'
    : `${last.key} ${told(last.value)} against ${told(last.otherValue)}`;
  const where = `covers everything, and is sorted ${place} of ${survivors}`;
  return `${where}: ${otherLocationCode} comes first, ${why}`;
}
