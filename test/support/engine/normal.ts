// When are two answers the same? The model's distances come from another formula, so they are
// compared to seven digits. Must not know: who made the answer.

type Json = Record<string, unknown>;

function list(value: unknown): Json[] {
  return (value ?? []) as Json[];
}

function digits(value: unknown): string {
  return typeof value === 'number' ? value.toPrecision(7) : 'unknown';
}

/** A field that is left out where it is 0. */
function decimals(value: unknown): string {
  return ((value ?? 0) as number).toFixed(9);
}

function warnings(answer: object): unknown[] {
  return list((answer as Json).warnings).map((each) => [each.reason, each.orderItemId ?? 0]);
}

function assignments(value: unknown): unknown[] {
  return list(value).map((each) => [
    each.orderItemId,
    each.locationCode,
    each.quantity,
    digits(each.distanceKm),
    each.route ?? 'as the decision',
    each.transferToLocationCode ?? 'no transfer',
    each.futureEpochMs ?? 'now',
    // Who asks may not know the ids of groups.
    each.limitGroupId === undefined ? 'any number' : 'limited',
  ]);
}

function scores(value: unknown): unknown[] {
  return list(value).map((each) => [
    each.locationCode,
    ...[each.score, each.inventory, each.shipping, each.model, each.cost].map(decimals),
    each.rate === undefined ? 'no rate' : rate(each.rate as Json),
  ]);
}

function rate({ carrier, service, priceMinor, transitDays }: Json): unknown[] {
  return [carrier, service ?? '', priceMinor ?? 0, transitDays ?? 0];
}

/** The ids of the groups whose limits count what is assigned. */
export function limitIdsOf(decision: object): unknown[] {
  const { assignments: now, futureAssignments: future } = decision as Json;
  return [...list(now), ...list(future)].map((each) => each.limitGroupId ?? 'none');
}

/** A decision in a form that can be compared. */
export function normalDecision(decision: object): object {
  const { route, stateChanges, availableLocationCodes } = decision as Json;
  return {
    route: route ?? 'none',
    assignments: assignments((decision as Json).assignments),
    futureAssignments: assignments((decision as Json).futureAssignments),
    stateChanges: list(stateChanges).map((each) => [
      each.orderItemId,
      each.quantity,
      each.stateChange,
    ]),
    available: availableLocationCodes ?? [],
    scores: scores((decision as Json).locationScores),
    warnings: warnings(decision),
  };
}

/** A list of candidates in a form that can be compared. */
export function normalCandidates(answer: object): object {
  const { candidates, totalCandidates, truncated } = answer as Json;
  return {
    candidates: list(candidates).map((each) => [
      each.locationCode,
      digits(each.distanceKm),
      list(each.inventory).map((entry) => [
        entry.orderItemId,
        entry.available,
        list(entry.future).map((one) => [one.available, one.futureEpochMs]),
      ]),
    ]),
    total: totalCandidates ?? 0,
    truncated: truncated ?? false,
    warnings: warnings(answer),
  };
}
