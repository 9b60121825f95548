// How do tests see what every candidate of a group scored, and not only those that were chosen? By
// an observer on a decision. Must not know: what the scores should be.

import { createOrderColumns } from '../../../src/columns/order.js';
import { createPlanColumns } from '../../../src/columns/plan.js';
import type { GroupProgram } from '../../../src/columns/program.js';
import type { DecisionObserver } from '../../../src/core/observer.js';
import { routeOrder } from '../../../src/core/route-order.js';
import { createThreadScratch, type CoreScratch } from '../../../src/core/scratch.js';
import { makeSortKeys } from '../../../src/core/sort/keys.js';
import { sortSurvivors } from '../../../src/core/sort/survivors.js';
import { decodeSuggestRouting } from '../../../src/wire/decode-order.js';
import { encodeMessage } from '../../support/engine/protos.js';
import { askSuggest, openWorld } from '../../support/engine/world-engine.js';
import type { ModelWorld, SuggestRoutingRequest } from '../../support/model/messages.js';
import type { LocationScore } from '../../support/model/rules.js';

/** What a candidate scored; price and days are those of its chosen rate. */
export type Scored = {
  readonly code: string;
  readonly score: number;
  readonly inventory: number;
  readonly shipping: number;
  readonly model: number;
  readonly cost: number;
  readonly units: number;
  readonly rawCost: number;
  readonly priceMinor?: number;
  readonly days?: number;
  readonly fewestDays?: number;
};

const scratch = createThreadScratch();

/** What the survivors of the first group scored, in the order of the group. */
export function scoresOf(world: ModelWorld, request: SuggestRoutingRequest): Scored[] {
  const engine = openWorld(world);
  const order = createOrderColumns();
  const { view } = engine;
  const { program, locationDocuments } = engine.replayWorld;
  const bytes = encodeMessage('SuggestRoutingRequest', request);
  const refusal = decodeSuggestRouting(bytes, 0, bytes.length, order);
  if (refusal !== null) throw new Error(refusal.message);
  let scores: Scored[] | undefined;
  const groupEvaluated = (group: GroupProgram): void => {
    makeSortKeys(group, order, view.locations, scratch);
    sortSurvivors(group, view.locations, scratch);
    scores ??= Array.from({ length: scratch.survivorCount }, (_, i) => {
      const candidate = scratch.survivors[i];
      const document = locationDocuments.get(scratch.candidateLocation[candidate]);
      return scoredAt(scratch, candidate, document?.code ?? '');
    });
  };
  const silent = (): void => {};
  const watched = new Proxy({} as DecisionObserver, {
    get: (_, moment) => (moment === 'groupEvaluated' ? groupEvaluated : silent),
  });
  scratch.observer = watched;
  routeOrder(order, program, view, scratch, createPlanColumns());
  scratch.observer = null;
  return scores ?? [];
}

function scoredAt({ score }: CoreScratch, candidate: number, code: string): Scored {
  const rated = {
    priceMinor: score.candidatePriceMinor[candidate],
    days: score.candidateDays[candidate],
    fewestDays: score.candidateFewestDays[candidate],
  };
  return {
    code,
    score: score.candidateScore[candidate],
    inventory: score.candidateInventory[candidate],
    shipping: score.candidateShipping[candidate],
    model: score.candidateModel[candidate],
    cost: score.candidateCost[candidate],
    units: score.candidateUnits[candidate],
    rawCost: score.candidateRawCost[candidate],
    ...(rated.priceMinor === Infinity ? {} : rated),
  };
}

/** The scores of the locations that the answer to an order takes. */
export function answeredScores(world: ModelWorld, request: SuggestRoutingRequest): LocationScore[] {
  const { decision } = askSuggest(openWorld(world), request);
  return (decision as { locationScores?: LocationScore[] }).locationScores ?? [];
}

/** The codes of the survivors of the first group, in its order. */
export function ranking(world: ModelWorld, request: SuggestRoutingRequest): string {
  return scoresOf(world, request)
    .map(({ code }) => code)
    .join(' ');
}

/** What each survivor scored, by its code. */
export function scoresByCode(
  world: ModelWorld,
  request: SuggestRoutingRequest,
): Record<string, Scored> {
  return Object.fromEntries(scoresOf(world, request).map((each) => [each.code, each]));
}
