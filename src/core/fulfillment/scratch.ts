// The working memory of fulfilment limits: who was found full in the decision at hand, and under
// which limits locations are chosen.

/** Working memory of fulfilment limits. */
export type FulfillmentScratch = ReturnType<typeof createFulfillmentScratch>;

/** Working memory that grows with what it is used for. */
export function createFulfillmentScratch() {
  return {
    /**
     * By limit, then by location: the stamp of the decision that looked at it last, one more where
     * it was full. Looked at once: what changes meanwhile does not divide a decision.
     */
    seen: new Int32Array(0),
    /** How many locations lie between two limits. */
    locationCount: 0,
    /** What was found full: limit and location. */
    fullCount: 0,
    fullLimit: new Int32Array(64),
    fullLocation: new Int32Array(64),
    /**
     * By candidate of a split and of a full match: the id of the group that keeps it first, where
     * that has a limit; 0: it has none.
     */
    candidateGroup: new Float64Array(64),
    /** By commitment: the same of the group that chose the location. */
    commitGroup: new Float64Array(64),
  };
}

/** Makes room for limits and locations; keeps nothing. */
export function roomForLimits(
  fulfillment: FulfillmentScratch,
  limitCount: number,
  locationCount: number,
): void {
  if (locationCount > fulfillment.candidateGroup.length) {
    fulfillment.candidateGroup = new Float64Array(locationCount * 2);
  }
  if (limitCount * locationCount > fulfillment.seen.length) {
    fulfillment.seen = new Int32Array(limitCount * locationCount);
  }
  fulfillment.locationCount = locationCount;
}

/** Makes room for one more commitment at a place; keeps those that are there. */
export function roomForCommit(fulfillment: FulfillmentScratch, at: number): void {
  if (at < fulfillment.commitGroup.length) return;
  const grown = new Float64Array(at * 2);
  grown.set(fulfillment.commitGroup);
  fulfillment.commitGroup = grown;
}

/** Makes room for one more location that is full; keeps those that are there. */
export function roomForFull(fulfillment: FulfillmentScratch): void {
  const { fullCount, fullLimit, fullLocation } = fulfillment;
  if (fullCount < fullLimit.length) return;
  fulfillment.fullLimit = new Int32Array(fullCount * 2);
  fulfillment.fullLimit.set(fullLimit);
  fulfillment.fullLocation = new Int32Array(fullCount * 2);
  fulfillment.fullLocation.set(fullLocation);
}

/** Forgets who was found full: before stamps begin anew. */
export function forgetSeen({ seen }: FulfillmentScratch): void {
  seen.fill(0);
}
