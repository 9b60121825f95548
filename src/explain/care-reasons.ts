// Why an order ends in customer care, group by group, as the rules tell it: listens to its decision
// on stock that lacks nothing.

import type { AfterActionProgram, GroupProgram } from '../columns/program.js';
import { markSurvivors } from '../core/group.js';
import type { DecisionObserver } from '../core/observer.js';
import type { Scene } from './scene.js';
import { groupInput, judge, refusedCount, type GroupInput, type Verdict } from './verdicts.js';

/** Reasons that are told of an order at most. */
const REASONS_MAX = 20;

/** Told of one decision. */
export class CareReasons implements DecisionObserver {
  readonly reasons: string[] = [];
  /** The groups and filters that are named, as `group` or `filter` and the name. */
  readonly culprits: { readonly kind: 'group' | 'filter'; readonly name: string }[] = [];
  private readonly scene: Scene;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  noRouteFound(): void {
    this.tell('no route takes the order');
  }

  autoLimitExceeded(): void {
    this.tell('the order was assigned more often than auto_assign_limit allows');
  }

  groupSkipped(group: GroupProgram): void {
    const input = groupInput(this.scene, group);
    const skipping = group.filters.filter(
      (filter) => filter.scope === 'order' && refusedCount(judge(this.scene, filter, input)) > 0,
    );
    this.blame(group, skipping);
    this.tell(`group '${group.name}' is skipped by ${listed(skipping)}`);
  }

  groupEvaluated(group: GroupProgram): void {
    const { scene } = this;
    const input = groupInput(scene, group);
    if (input.pairs.length === 0) {
      this.blame(group, []);
      const why = input.onHold.length > 0 ? ': those that could are on hold' : '';
      this.tell(`no location of group '${group.name}' may serve the order${why}`);
      return;
    }
    if (markSurvivors(scene.order, scene.scratch)) return;
    const verdicts = group.filters.map((filter) => {
      return { filter, verdict: judge(scene, filter, input) };
    });
    const refusing = verdicts.filter(({ verdict }) => refusedCount(verdict) > 0);
    const alone = refusing.filter(({ verdict }) => isWhole(verdict, input));
    const named = (alone.length > 0 ? alone : refusing).map(({ filter }) => filter);
    this.blame(group, named);
    const verb = named.length === 1 ? 'refuses' : 'refuse';
    this.tell(`${listed(named)} of group '${group.name}' ${verb} every location`);
  }

  actionReached(group: GroupProgram, action: AfterActionProgram | null, isPartial: boolean): void {
    if (action === null || !isPartial) return;
    this.blame(group, []);
    this.tell(`group '${group.name}' can serve part of it, and its after_action_partial runs`);
  }

  poolOpened(): void {}
  pickupAssigned(): void {}
  requestTypeNarrowed(): void {}
  futureBegun(): void {}
  futureEnded(): void {}
  consolidationStepped(): void {}
  groupUnited(): void {}
  fullMatchFound(): void {}
  splitSearched(): void {}
  biddingOpened(): void {}
  restReached(): void {}

  private tell(reason: string): void {
    const { reasons } = this;
    if (reasons.length < REASONS_MAX && !reasons.includes(reason)) reasons.push(reason);
  }

  private blame(group: GroupProgram, filters: readonly { readonly name: string }[]): void {
    for (const { name } of filters) this.culprits.push({ kind: 'filter', name });
    if (filters.length === 0) this.culprits.push({ kind: 'group', name: group.name });
  }
}

function listed(filters: readonly { readonly name: string }[]): string {
  if (filters.length === 0) return 'its filters';
  const names = filters.map(({ name }) => `'${name}'`).join(', ');
  return filters.length === 1 ? `filter ${names}` : `filters ${names}`;
}

/** Whether a filter refuses all that the group could serve. */
function isWhole(verdict: Verdict, { candidates, pairs }: GroupInput): boolean {
  switch (verdict.scope) {
    case 'order':
      return verdict.isRefused;
    case 'location':
      return verdict.candidates.length === candidates.length;
    case 'line':
      return verdict.lines.length === new Set(pairs.map(({ line }) => line)).size;
    case 'pair':
      return verdict.pairs.length === pairs.length;
  }
}
