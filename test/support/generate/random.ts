// Where do the generators get their chance from? Equal seeds give equal streams on every machine.
// Must not know: what is made of it.

/** A seeded source of chance. */
export interface Rng {
  /** A number from 0 (included) to 1 (left out). */
  next(): number;
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the values; they must not be empty. */
  pick<T>(values: readonly T[]): T;
  /** Up to `count` of the values, each at most once, in a random order. */
  sample<T>(values: readonly T[], count: number): T[];
}

/** Makes a source by the mulberry32 generator of Tommy Ettinger. */
export function createRng(seed: number): Rng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (low: number, high: number): number =>
    low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: <T>(values: readonly T[]): T => values[integer(0, values.length - 1)],
    sample: <T>(values: readonly T[], count: number): T[] => {
      const rest = [...values];
      const taken: T[] = [];
      while (taken.length < count && rest.length > 0) {
        taken.push(...rest.splice(integer(0, rest.length - 1), 1));
      }
      return taken;
    },
  };
}
