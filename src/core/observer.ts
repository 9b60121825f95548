// What a log may hear of a decision while it is made. Deciding never depends on it, and without one
// each moment costs a look at a field.

import type { AfterActionProgram, GroupProgram, RouteProgram } from '../columns/program.js';

/** How far the consolidation of an order came, with the location that the step is about. */
export const CONSOLIDATION = {
  /** The location that the request names, -1 where it is unknown, cannot be the point. */
  invalidOverride: 1,
  /** No location can, or none whose distance is known: -1. */
  noPoint: 2,
  /** This location is assigned and sends nothing to others. */
  notTransferable: 3,
  /** This one can be the point, and would be one location too many. */
  limitReached: 4,
  /** This one is the point. */
  used: 5,
} as const;

/**
 * Is told the moments of a decision, in their order. It reads the columns of the decision, which
 * are those of the moment, and must leave them as they are; `candidateSurvives`, `survivors` and
 * `sortKeys` of the group that was evaluated last it may make.
 */
export interface DecisionObserver {
  /** The route is known, the stock is read, candidates and pairs are laid out. */
  poolOpened(route: RouteProgram): void;
  /** No route decides the order: nothing more is looked at, but what the pickup store gives. */
  noRouteFound(): void;
  /** The order was assigned too often: no route is looked for. */
  autoLimitExceeded(): void;
  /**
   * The pickup store gave what it has: the first `storeCommitCount` commitments. Told behind the
   * moment of the route; not at all where no store gives.
   */
  pickupAssigned(): void;
  /**
   * The type of the request was judged: candidates in `candidateIsNarrowed`, pairs in
   * `excludedPairs` from `namedCount` on. Told behind `poolOpened` or `futureBegun`.
   */
  requestTypeNarrowed(): void;
  /** Future stock is laid out for the lines that it may serve, which alone are open now. */
  futureBegun(route: RouteProgram): void;
  /** The walk on future stock is over; the lines that stayed out of it are not open yet. */
  futureEnded(): void;
  /** One of CONSOLIDATION, with the location that it is about or -1. */
  consolidationStepped(step: number, location: number): void;
  /** A filter on the order skips the group. */
  groupSkipped(group: GroupProgram): void;
  /** The group's pairs that survive are marked. */
  groupEvaluated(group: GroupProgram): void;
  /**
   * The same for a group that is united with others, for a split or for candidates; where it is not
   * tried, a filter on the order skips it.
   */
  groupUnited(group: GroupProgram, isTried: boolean): void;
  /** One candidate covers everything that is open; nothing is committed yet. */
  fullMatchFound(group: GroupProgram, candidate: number): void;
  /** No candidate does; null: the next group is tried. Nothing is done yet. */
  actionReached(group: GroupProgram, action: AfterActionProgram | null, isPartial: boolean): void;
  /**
   * A split was searched and is committed: candidates in `ordered`, in the order of its strategy;
   * `isLimitHit` says whether a limit kept more out.
   */
  splitSearched(group: GroupProgram): void;
  /** Everything open is offered to the survivors of the group, which are in the plan. */
  biddingOpened(group: GroupProgram): void;
  /** Lines are open that no group decided; they get the default state next. */
  restReached(): void;
}
