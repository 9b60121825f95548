// When are two answers the same? The model's distances come from another formula, so they are
// compared to seven digits. Must not know: who made the answer.

type Json = Record<string, unknown>;

function list(value: unknown): Json[] {
  return (value ?? []) as Json[];
}

function digits(value: unknown): string {
  return typeof value === 'number' ? value.toPrecision(7) : 'unknown';
}

function warnings(answer: object): unknown[] {
  return list((answer as Json).warnings).map((each) => [each.reason, each.orderItemId ?? 0]);
}

/** A decision in a form that can be compared. */
export function normalDecision(decision: object): object {
  const { route, assignments, stateChanges } = decision as Json;
  return {
    route: route ?? 'none',
    assignments: list(assignments).map((each) => [
      each.orderItemId,
      each.locationCode,
      each.quantity,
      digits(each.distanceKm),
    ]),
    stateChanges: list(stateChanges).map((each) => [
      each.orderItemId,
      each.quantity,
      each.stateChange,
    ]),
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
      list(each.inventory).map((entry) => [entry.orderItemId, entry.available]),
    ]),
    total: totalCandidates ?? 0,
    truncated: truncated ?? false,
    warnings: warnings(answer),
  };
}
