// Is what a decision says of its plans true: how many locations each uses, how few would do, and
// why? Must not know: how proofs are found.

import type { Candidate } from './unite.js';
import type { PlanCosts } from './cost.js';
import { combinations, createEffort, ModelTooLarge } from './cover.js';
import type { Take } from './ledger.js';
import type { Line } from './lines.js';
import type { SplitProblem } from './split.js';
import { worthOf } from './tasks.js';

/** Steps after which it is left open how few locations would do. */
const STEPS_MAX = 5_000;

/** A proof as the engine gives it. */
export interface PlanProof {
  parcels: number;
  parcelsBound: number;
  proven?: boolean;
  costMinor?: number;
  costBoundMinor?: number;
  reason?: {
    noSharedLocation?: { orderItemIds: number[] };
    shortLine?: { orderItemId: number; locations: number };
    leastCoverage?: { lines: number; most: number };
    allTried?: object;
  };
}

/** What is true of a search that assigned something. */
export interface SearchFacts {
  parcels: number;
  /** The fewest locations of a plan that serves as much; undefined: too many to try. */
  fewest: number | undefined;
  /** Whether the search promises the best plan. */
  isExact: boolean;
  /** What the plan costs, where that is what makes it the best one. */
  costMinor?: number;
  lines: LineFacts[];
}

interface LineFacts {
  id: number;
  /** Units that the plan gives it. */
  units: number;
  /** What a location must have to serve it at all. */
  least: number;
  /** What each location has of it, by code; at most its need. */
  stock: Map<string, number>;
}

/** One location that serves all that is open. */
export const SINGLE: SearchFacts = { parcels: 1, fewest: 1, isExact: true, lines: [] };

/** What is true of a split, which is not committed yet. */
export function factsOf(problem: SplitProblem, takes: Take[], isExact: boolean): SearchFacts {
  const parcels = new Set(takes.map(({ place }) => place)).size;
  const { costs } = problem;
  const isFewest = isExact && costs === undefined;
  return {
    parcels,
    fewest: isFewest ? parcels : fewestOf(problem, takes, parcels),
    isExact,
    ...(costs === undefined ? {} : { costMinor: costOf(costs, takes) }),
    lines: problem.open.map((line) => factsOfLine(problem, takes, line)),
  };
}

/** What takes cost that are all of a plan, in minor units. */
export function costOf(costs: PlanCosts, takes: readonly Take[]): number {
  const parcels = new Set(takes.map(({ place }) => place)).size;
  const units = takes.map((take) => take.units * costs.unitAt(take.place));
  return units.reduce((sum, each) => sum + each, parcels * costs.parcel) / 1000;
}

function factsOfLine(problem: SplitProblem, takes: Take[], line: Line): LineFacts {
  const own = takes.filter((take) => take.line === line);
  const units = own.reduce((sum, take) => sum + take.units, 0);
  const parcel = problem.parcels.find(({ lines }) => lines.includes(line));
  const stock = problem.candidates.map((candidate): [string, number] => {
    return [codeOf(candidate), Math.min(line.need, candidate.rows.get(line)?.left ?? 0)];
  });
  const isWhole = parcel?.isDivisible === false || problem.allowedNewOf(line) === 1;
  const canBeWhole = problem.prefersAtomic && stock.some(([, has]) => has === line.need);
  return {
    id: line.id,
    units,
    least: isWhole || canBeWhole ? units : 1,
    stock: new Map(stock),
  };
}

function codeOf(candidate: Candidate): string {
  return candidate.place.location.code;
}

/** The fewest locations that give as many units, and as many whole lines where that counts. */
function fewestOf(problem: SplitProblem, takes: Take[], parcels: number): number | undefined {
  const units = takes.reduce((sum, take) => sum + take.units, 0);
  const whole = takes.filter((take) => take.units === take.line.need).length;
  const effort = createEffort(STEPS_MAX);
  try {
    for (let count = 1; count < parcels; count++) {
      for (const set of combinations(problem.candidates, count)) {
        effort.spend();
        const news = set.filter((each) => !problem.isUsed(each)).length;
        if (news > problem.allowedNew) continue;
        const worth = worthOf(problem, set, effort);
        const isEqual = !problem.prefersAtomic || worth.wholeLines >= whole;
        if (worth.units >= units && isEqual) return count;
      }
    }
    return parcels;
  } catch (error) {
    if (error instanceof ModelTooLarge) return undefined;
    throw error;
  }
}

/** `shortLine:proven`, and the like. */
export function summaryOf({ proven = false, reason }: PlanProof): string {
  return `${Object.keys(reason ?? { single: 1 })[0]}:${proven ? 'proven' : 'open'}`;
}

/** What is not true of the proofs of a decision; empty: all is. */
export function proofFaults(searches: SearchFacts[], proofs: PlanProof[]): string[] {
  const faults = searches.length === proofs.length ? [] : ['as many proofs as searches'];
  return [
    ...faults,
    ...searches.flatMap((facts, i) => {
      const proof = proofs[i];
      if (proof === undefined) return [];
      return faultsOf(facts, proof).map((fault) => `proof ${i}: ${fault}`);
    }),
  ];
}

function faultsOf(facts: SearchFacts, proof: PlanProof): string[] {
  const { parcels, parcelsBound: bound, proven = false, reason } = proof;
  const { fewest = parcels, costMinor } = facts;
  const isByCost = costMinor !== undefined;
  const checks: [string, boolean][] = [
    ['parcels', parcels === facts.parcels],
    ['the bound is above the fewest', bound <= fewest],
    ['the bound is below 1', bound >= 1],
    ['proven, and there may be fewer', !proven || bound === parcels || isByCost],
    ['not proven', proven || bound < parcels || isByCost],
    ['the cost', isEqual(proof.costMinor, costMinor)],
    ['the bound of the cost', isEqual(proof.costBoundMinor, costMinor) || !proven],
    ['a small search did not end', proven || !facts.isExact],
    ['a reason without a bound', (reason === undefined) === (bound === 1)],
    ['all tried by a walk', facts.isExact || reason?.allTried === undefined],
    ['one reason', Object.keys(reason ?? {}).length <= 1],
    ['the reason', reason === undefined || isTrue(facts, reason, bound)],
  ];
  return checks.filter(([, holds]) => !holds).map(([what]) => what);
}

/** Whether two costs are the same, to a thousandth of a minor unit. */
function isEqual(left: number | undefined, right: number | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Math.round(left * 1000) === Math.round(right * 1000);
}

/** Whether a reason holds to the letter, and gives the bound. */
function isTrue(
  { lines }: SearchFacts,
  reason: NonNullable<PlanProof['reason']>,
  bound: number,
): boolean {
  const { noSharedLocation, shortLine, leastCoverage, allTried } = reason;
  const lineOf = (id: number) => lines.find((line) => line.id === id) as LineFacts;
  if (noSharedLocation !== undefined) {
    const apart = noSharedLocation.orderItemIds.map(lineOf);
    const places = apart.flatMap(placesOf);
    return apart.length === bound && places.length === new Set(places).size;
  }
  if (shortLine !== undefined) {
    const { stock, units } = lineOf(shortLine.orderItemId);
    const largest = [...stock.values()].sort((a, b) => b - a).slice(0, bound - 1);
    return shortLine.locations === bound && largest.reduce((sum, has) => sum + has, 0) < units;
  }
  if (leastCoverage !== undefined) {
    const served = lines.filter(({ units }) => units > 0);
    const places = served.flatMap(placesOf);
    const most = Math.max(...places.map((code) => places.filter((each) => each === code).length));
    const isSmaller = leastCoverage.lines < served.length && leastCoverage.most <= most;
    const isEqual = leastCoverage.lines === served.length && leastCoverage.most === most;
    const least = Math.ceil(leastCoverage.lines / leastCoverage.most);
    return (isSmaller || isEqual) && least === bound;
  }
  return allTried !== undefined;
}

/** The codes of the locations that can serve a line. */
function placesOf({ stock, least, units }: LineFacts): string[] {
  if (units === 0) return [];
  return [...stock].filter(([, has]) => has >= least).map(([code]) => code);
}
