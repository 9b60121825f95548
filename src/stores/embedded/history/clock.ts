// What time it is, for what is kept for so many days.

/** Epoch milliseconds; another one than Date.now in tests. */
export type Clock = () => number;

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;
