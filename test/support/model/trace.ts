// Which features of routing did a decision of the model use? Must not know: what they do.

/** Called once for each use of a feature, for example `sort:SORT_TYPE_LTD`. */
export type Trace = (feature: string) => void;

/** Forgets what it is told. */
export const silentTrace: Trace = () => undefined;

/** Uses of features, counted by name over many decisions. */
export interface Coverage {
  counts: Map<string, number>;
  trace: Trace;
}

/** Makes counters that all stand at 0. */
export function createCoverage(): Coverage {
  const counts = new Map<string, number>();
  return { counts, trace: (feature) => counts.set(feature, (counts.get(feature) ?? 0) + 1) };
}
