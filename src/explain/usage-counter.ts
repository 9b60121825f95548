// Counts what many orders make of groups, filters and after-actions, while they are decided.

import type {
  AfterActionProgram,
  FilterProgram,
  GroupProgram,
  Program,
} from '../columns/program.js';
import type { DecisionObserver } from '../core/observer.js';
import type { Scene } from './scene.js';
import { groupInput, judge, refusedCount } from './verdicts.js';

/** What orders made of a group. */
export type GroupCounts = {
  tried: number;
  skipped: number;
  fullMatches: number;
  partial: number;
  none: number;
  splits: number;
};

/** Told of one decision after another. */
export class UsageCounter implements DecisionObserver {
  readonly groups = new Map<GroupProgram, GroupCounts>();
  /** Filters by name that were asked, and those of them that refused something. */
  readonly asked = new Set<string>();
  readonly refusing = new Set<string>();
  private readonly scene: Scene;

  constructor(program: Program, scene: Scene) {
    this.scene = scene;
    for (const group of program.allRoutes.flatMap(({ groups }) => groups)) {
      const nothing = { tried: 0, skipped: 0, fullMatches: 0, partial: 0, none: 0, splits: 0 };
      this.groups.set(group, nothing);
    }
  }

  groupSkipped(group: GroupProgram): void {
    this.countsOf(group).skipped++;
    this.ask(group, (filter) => filter.scope === 'order');
  }

  groupEvaluated(group: GroupProgram): void {
    this.countsOf(group).tried++;
    this.ask(group, () => true);
  }

  groupUnited(group: GroupProgram, isTried: boolean): void {
    this.countsOf(group).splits++;
    this.ask(group, (filter) => isTried || filter.scope === 'order');
  }

  fullMatchFound(group: GroupProgram): void {
    this.countsOf(group).fullMatches++;
  }

  actionReached(group: GroupProgram, action: AfterActionProgram | null, isPartial: boolean): void {
    if (action === null) return;
    if (isPartial) this.countsOf(group).partial++;
    else this.countsOf(group).none++;
  }

  poolOpened(): void {}
  noRouteFound(): void {}
  autoLimitExceeded(): void {}
  pickupAssigned(): void {}
  requestTypeNarrowed(): void {}
  futureBegun(): void {}
  futureEnded(): void {}
  consolidationStepped(): void {}
  splitSearched(): void {}
  biddingOpened(): void {}
  restReached(): void {}

  private countsOf(group: GroupProgram): GroupCounts {
    const counts = this.groups.get(group);
    if (counts === undefined) throw new Error(`no group '${group.name}'`);
    return counts;
  }

  /** Judges the filters that have not refused anything yet; most soon have. */
  private ask(group: GroupProgram, isMeant: (filter: FilterProgram) => boolean): void {
    const open = group.filters.filter((one) => isMeant(one) && !this.refusing.has(one.name));
    if (open.length === 0) return;
    const input = groupInput(this.scene, group);
    for (const filter of open) {
      this.asked.add(filter.name);
      if (refusedCount(judge(this.scene, filter, input)) > 0) this.refusing.add(filter.name);
    }
  }
}
