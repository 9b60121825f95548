// Which locations take which units of the open lines when no single one takes everything?
// Must not know: groups, filters, what happens to the units that are left.

import { parcelsOf, type Parcel } from './bundles.js';
import { cheapestSplit, planCosts, type PlanCosts } from './cost.js';
import { greedySplit } from './greedy.js';
import { allowedNew, allowedNewOfLine, usedCodes, type Ledger, type Take } from './ledger.js';
import type { Line } from './lines.js';
import type { Route } from './messages.js';
import { smallestSplit } from './minimize.js';
import { factsOf } from './proofs.js';
import type { Scene } from './scene.js';
import type { Trace } from './trace.js';
import type { Candidate } from './unite.js';

/** Strategies that take from one location after another. */
const GREEDY = ['GROUP_RANK_AND_QUANTITY', 'QUANTITY', 'DISTANCE'];

/** How lines may be divided, and whether only lines that are covered in full count. */
export interface SplitRules {
  mode: 'line' | 'quantity';
  ifFulfilled: boolean;
}

/** What a split is made of. */
export interface SplitProblem extends SplitRules {
  /** In candidate order. */
  candidates: Candidate[];
  /** In request order. */
  open: Line[];
  /** By their first lines in request order. */
  parcels: Parcel[];
  /** Whether, in quantity mode, lines stay whole where that costs no units. */
  prefersAtomic: boolean;
  /** How many locations may join those that serve something already. */
  allowedNew: number;
  isUsed: (candidate: Candidate) => boolean;
  /** How many locations may join those that serve the line already. */
  allowedNewOf: (line: Line) => number;
  isUsedBy: (line: Line, candidate: Candidate) => boolean;
  /** What plans are compared by; absent: by the number of locations. */
  costs?: PlanCosts | undefined;
}

/** What each location gives, in the order in which it is committed. */
export function searchSplit(
  scene: Scene,
  ledger: Ledger,
  route: Route,
  candidates: Candidate[],
  open: Line[],
  rules: SplitRules,
): Take[] {
  const problem = problemOf(scene, ledger, route, candidates, open, rules);
  const bundles = problem.parcels.filter((parcel) => parcel.lines.length > 1);
  const strategy = (route.candidateSortStrategy ?? '').replace('CANDIDATE_SORT_STRATEGY_', '');
  const { costs } = problem;
  const isGreedy = GREEDY.includes(strategy);
  const takes = takesOf(problem, strategy, scene.trace);
  const places = new Set(takes.map((take) => take.place));
  scene.trace(`split:${rules.mode}:${places.size}`);
  const goal = rules.ifFulfilled ? 'fulfilled' : 'partial';
  const atomic = problem.prefersAtomic ? 'atomic' : 'free';
  const name = isGreedy || costs !== undefined ? strategy : 'MINIMIZE';
  scene.trace(`strategy:${name}:${rules.mode}:${goal}:${atomic}`);
  for (const { lines } of bundles) {
    const isTaken = takes.some((take) => lines.includes(take.line));
    scene.trace(`bundle:${rules.mode}:${isTaken ? 'taken' : 'left'}`);
  }
  if (takes.length > 0) ledger.searches.push(factsOf(problem, takes, !isGreedy));
  return takes;
}

function takesOf(problem: SplitProblem, strategy: string, trace: Trace): Take[] {
  if (GREEDY.includes(strategy)) return greedySplit(problem, strategy, trace);
  const { costs } = problem;
  return costs === undefined ? smallestSplit(problem, trace) : cheapestSplit(problem, costs, trace);
}

function problemOf(
  scene: Scene,
  ledger: Ledger,
  route: Route,
  candidates: Candidate[],
  open: Line[],
  rules: SplitRules,
): SplitProblem {
  const codeOf = (candidate: Candidate) => candidate.place.location.code;
  return {
    ...rules,
    candidates,
    open,
    parcels: parcelsOf(scene.order, open, rules.mode),
    prefersAtomic: rules.mode === 'quantity' && route.preferAtomicAssignments === true,
    allowedNew: allowedNew(ledger),
    isUsed: (candidate) => usedCodes(ledger).has(codeOf(candidate)),
    allowedNewOf: (line) => allowedNewOfLine(ledger, line),
    isUsedBy: (line, candidate) => usedCodes(ledger, line).has(codeOf(candidate)),
    costs: planCosts(scene, route),
  };
}
