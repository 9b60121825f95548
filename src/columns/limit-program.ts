// The fulfilment limit of a group as routing sees it: which of its locations are full. What is
// counted, and when, is the store's.

/** The limit of a group against one table of locations. */
export type LimitProgram = {
  /** Its place among the limits of the configuration, in the order of the document. */
  readonly index: number;
  /**
   * By location: until when it is full, in epoch milliseconds; 0: it is not, infinity: for ever.
   * Shared memory, which the store's thread changes in place.
   */
  readonly fullUntilMs: Float64Array;
};
