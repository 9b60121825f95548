// Sets the engine, HiGHS and every other rule on the same orders, one after another.

import type { DecisionJson } from '../../src/cli/decision.js';
import type { PlanProofJson } from '../../src/cli/plan-notes.js';
import type { Solver } from '../support/highs.js';
import type { EngineSide } from './engine-side.js';
import { leastCost, leastParcels } from './exact.js';
import { type Outcome, outcomeOf, type SplitProblem, type Taking } from './problem.js';
import { type Least, Scorecard } from './scorecard.js';
import { SPLITTERS } from './splitters.js';

/** An order in the forms in which the sides take it. */
export type QualityCase = {
  readonly problem: SplitProblem;
  /** The same with distribution centres first; `problem` itself where there are none. */
  readonly centersFirst: SplitProblem;
  readonly request: Uint8Array;
  /** By line of the problem: its order_item_id in the request. */
  readonly itemIds: readonly number[];
  readonly codeOf: (location: number) => string;
};

/** What came of it. `differing` counts the orders where the engine has not HiGHS's optimum. */
export type SideBySide = {
  readonly cards: readonly Scorecard[];
  readonly engine: Scorecard;
  readonly cheapest: Scorecard;
  readonly differing: { parcels: number; cost: number };
  /** Orders that HiGHS was given, and programs of them that it did not solve in time. */
  askedCount: number;
  unsolvedCount: number;
};

/** Orders that are decided before any is timed. */
const WARM_ORDERS = 2000;

/** How much is asked of the sides. */
export type SideOptions = {
  /** How often the engine is timed. */
  readonly rounds: number;
  /** Seconds that HiGHS may spend on an order, and orders that it gets, evenly over all. */
  readonly secondsMax: number;
  readonly solvedMax: number;
  readonly hasCosts: boolean;
};

/** Two sums of prices differ by less than this in dollars; prices are rounded to a millionth. */
const COST_SLACK = 1e-3;

/** Times the orders `rounds` times, after some rounds that do not count. */
function timeEngine(
  engine: EngineSide,
  cases: readonly QualityCase[],
  rounds: number,
  card: Scorecard,
): void {
  for (let run = 0; run < WARM_ORDERS; run += cases.length) {
    for (const { request } of cases) engine.run(request);
  }
  for (let round = 0; round < rounds; round++) {
    for (const { request } of cases) {
      const start = process.hrtime.bigint();
      engine.run(request);
      card.time(Number(process.hrtime.bigint() - start) / 1000);
    }
  }
}

/** What the engine gives each line of the problem. Throws where it gives what is no offer. */
function takingsOf({ problem, itemIds, codeOf }: QualityCase, decision: DecisionJson) {
  const offers = new Map(problem.offers.map((offer) => [codeOf(offer.location), offer]));
  return (decision.assignments ?? []).map(({ orderItemId, locationCode, quantity }): Taking => {
    const offer = offers.get(locationCode);
    const line = itemIds.indexOf(orderItemId);
    if (offer === undefined || line < 0) {
      throw new Error(`line ${orderItemId} at ${locationCode} is against the rules`);
    }
    return { line, offer, units: quantity };
  });
}

/** The outcome of the engine's plan, and what its proof says. */
function scoreEngine(engine: EngineSide, one: QualityCase, card: Scorecard): Outcome {
  const { decision } = engine.decide(one.request);
  const outcome = outcomeOf(one.problem, takingsOf(one, decision));
  const proofs = decision.planProofs ?? [];
  const gap = proofs.reduce((sum, proof) => sum + gapOf(proof), 0);
  card.prove(proofs.length > 0 && proofs.every(({ proven }) => proven), gap);
  return outcome;
}

/** Parcels above the bound; where costs are compared, the cost above its bound in percent. */
function gapOf({ parcels, parcelsBound, costMinor, costBoundMinor }: PlanProofJson): number {
  if (costMinor === undefined || costBoundMinor === undefined) return parcels - parcelsBound;
  return costBoundMinor === 0 ? 0 : (100 * (costMinor - costBoundMinor)) / costBoundMinor;
}

/** Everything at once. `setMode` gives the engine the rules of a mode. */
export function compare(
  engine: EngineSide,
  cases: readonly QualityCase[],
  setMode: (mode: 'parcels' | 'cost') => void,
  solve: Solver,
  options: SideOptions,
): SideBySide {
  const result: SideBySide = {
    engine: new Scorecard('Shipfrom, MINIMIZE_SHIPMENTS'),
    cheapest: new Scorecard('Shipfrom, MINIMIZE_COST', ' %'),
    cards: [],
    differing: { parcels: 0, cost: 0 },
    askedCount: 0,
    unsolvedCount: 0,
  };
  const solved = solveAll(cases, solve, options, result);
  setMode('parcels');
  timeEngine(engine, cases, options.rounds, result.engine);
  cases.forEach((one, i) => {
    const outcome = scoreEngine(engine, one, result.engine);
    const known = solved.leasts[i];
    // Where HiGHS was not asked or gave up, the engine's plan stands for the least.
    if (Number.isNaN(known.parcels)) solved.leasts[i] = { ...known, parcels: outcome.parcels };
    else if (outcome.parcels !== known.parcels || !outcome.isRight) result.differing.parcels++;
    result.engine.add(outcome, solved.leasts[i], one.problem.need.length);
  });
  const ours = [result.engine];
  if (options.hasCosts) {
    ours.push(result.cheapest);
    setMode('cost');
    timeEngine(engine, cases, options.rounds, result.cheapest);
    cases.forEach((one, i) => {
      const outcome = scoreEngine(engine, one, result.cheapest);
      const { cost } = solved.leasts[i];
      if (Math.abs(outcome.cost - cost) > COST_SLACK) result.differing.cost++;
      result.cheapest.add(outcome, solved.leasts[i], one.problem.need.length);
    });
  }
  // Without distribution centres nobody can be given them first.
  const hasCenters = cases.some(({ problem, centersFirst }) => problem !== centersFirst);
  const rules = SPLITTERS.filter(({ isCentersFirst }) => hasCenters || !isCentersFirst);
  const peers = rules.map((peer) => scorePeer(peer, cases, solved.leasts));
  return { ...result, cards: [...ours, ...solved.cards(), ...peers] };
}

/** The optima by HiGHS. */
function solveAll(
  cases: readonly QualityCase[],
  solve: Solver,
  { secondsMax, hasCosts, solvedMax }: SideOptions,
  result: SideBySide,
) {
  const fewest = new Scorecard('HiGHS, fewest parcels, then nearest');
  const cheapest = new Scorecard('HiGHS, least cost');
  const plans: (readonly [Outcome | null, Outcome | null])[] = [];
  const timed = (card: Scorecard, how: typeof leastCost, problem: SplitProblem) => {
    const start = performance.now();
    const takings = how(problem, solve, secondsMax);
    card.time((performance.now() - start) * 1000);
    if (takings === null) result.unsolvedCount++;
    return takings === null ? null : outcomeOf(problem, takings);
  };
  const step = Math.max(1, Math.ceil(cases.length / solvedMax));
  const leasts = cases.map(({ problem }, i): Least => {
    if (i % step !== 0) {
      plans.push([null, null]);
      return { parcels: Number.NaN, cost: Number.NaN };
    }
    result.askedCount++;
    const few = timed(fewest, leastParcels, problem);
    const cheap = hasCosts ? timed(cheapest, leastCost, problem) : null;
    plans.push([few, cheap]);
    return { parcels: few?.parcels ?? Number.NaN, cost: cheap?.cost ?? Number.NaN };
  });
  const cards = (): Scorecard[] => {
    plans.forEach(([few, cheap], i) => {
      const lineCount = cases[i].problem.need.length;
      if (few !== null) fewest.add(few, leasts[i], lineCount);
      if (cheap !== null) cheapest.add(cheap, leasts[i], lineCount);
    });
    return hasCosts ? [fewest, cheapest] : [fewest];
  };
  return { leasts, cards };
}

function scorePeer(
  { name, split, isCentersFirst }: (typeof SPLITTERS)[number],
  cases: readonly QualityCase[],
  leasts: readonly Least[],
): Scorecard {
  const card = new Scorecard(name);
  cases.forEach(({ problem, centersFirst }, i) => {
    const start = performance.now();
    const takings = split(isCentersFirst ? centersFirst : problem);
    card.time((performance.now() - start) * 1000);
    card.add(outcomeOf(problem, takings), leasts[i], problem.need.length);
  });
  return card;
}
