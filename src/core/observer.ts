// What a log may hear of a decision while it is made. Deciding never depends on it, and without one
// each moment costs a look at a field.

import type { AfterActionProgram, GroupProgram, RouteProgram } from '../columns/program.js';

/**
 * Is told the moments of a decision, in their order. It reads the columns of the decision, which
 * are those of the moment, and must leave them as they are; `candidateSurvives`, `survivors` and
 * `sortKeys` of the group that was evaluated last it may make.
 */
export interface DecisionObserver {
  /** The route is known, the stock is read, candidates and pairs are laid out. */
  poolOpened(route: RouteProgram): void;
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
  /** A split was searched and is committed: candidates in `ordered`, takes of the walk. */
  splitSearched(group: GroupProgram): void;
  /** Lines are open that no group decided; they get the default state next. */
  restReached(): void;
}
