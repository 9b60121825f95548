// The event SCORE: the terms and the rate of every location that a group's sort scores, and which
// of them have no rate.

import { textOf } from '../base/text.js';
import { RATE_INTS } from '../columns/order.js';
import type { GroupProgram, ScoreProgram } from '../columns/program.js';
import type { LoggedRate, LoggedScore, SuggestionEvent } from './events.js';
import type { Scene } from './scene.js';

/** Bytes of a score, roughly. */
const SCORE_BYTES = 110;

/** The event of a group whose sort keys were made last; none without a score. */
export function scoreEvents(
  scene: Scene,
  group: GroupProgram,
  survivors: readonly number[],
): SuggestionEvent[] {
  const program = group.sorts.find(({ score }) => score !== null)?.score ?? null;
  if (program === null) return [];
  const count = scene.listable(survivors.length, SCORE_BYTES);
  const scores = survivors.slice(0, count).map((candidate) => scoreOf(scene, program, candidate));
  const without = scores.filter(({ rate }) => rate === undefined);
  return [
    {
      type: 'SUGGESTION_EVENT_TYPE_SCORE',
      name: group.name,
      causeId: group.id,
      errors: without.map(({ locationCode }) => `${locationCode} has no rate`),
      scored: { scores, omittedLocationCount: survivors.length - count },
    },
  ];
}

function scoreOf(scene: Scene, program: ScoreProgram, candidate: number): LoggedScore {
  const { score, candidateLocation } = scene.scratch;
  const rate = rateOf(scene, program, candidate);
  return {
    locationCode: scene.code(candidateLocation[candidate]),
    score: score.candidateScore[candidate],
    inventory: score.candidateInventory[candidate],
    shipping: score.candidateShipping[candidate],
    model: score.candidateModel[candidate],
    cost: score.candidateCost[candidate],
    ...(rate === undefined ? {} : { rate }),
  };
}

/** The chosen rate: one of the request, or of a rate card. */
function rateOf(scene: Scene, program: ScoreProgram, candidate: number): LoggedRate | undefined {
  const { score } = scene.scratch;
  const { rates } = scene.order;
  const place = score.candidateRate[candidate];
  const card = score.candidateRateCard[candidate];
  if (place < 0 && card < 0) return undefined;
  const at = place * RATE_INTS;
  const names =
    place < 0
      ? namesOf(program, card)
      : {
          carrier: scene.text(rates[at], rates[at + 1]),
          service: scene.text(rates[at + 2], rates[at + 3]),
        };
  return {
    ...names,
    priceMinor: score.candidatePriceMinor[candidate],
    transitDays: score.candidateDays[candidate],
  };
}

function namesOf({ rateCards }: ScoreProgram, card: number) {
  const { carrier, service } = rateCards[card];
  return { carrier: textOf(carrier), service: textOf(service) };
}
