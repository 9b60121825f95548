// Chance by seed: the same numbers on every machine.

/** A source of numbers in [0, 1), by the sfc32 generator of Chris Doty-Humphrey. */
export type Random = () => number;

/** A source for a seed and a purpose; sources of different purposes are independent. */
export function randomOf(seed: number, purpose: number): Random {
  let a = seed | 0;
  let b = purpose | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/**
 * `count` different members of `0 .. length - 1` by a part of the Fisher-Yates shuffle over `deck`,
 * which it reorders.
 */
export function draw(random: Random, deck: Uint32Array, count: number): Uint32Array {
  for (let i = 0; i < count; i++) {
    const j = between(random, i, deck.length - 1);
    const kept = deck[i];
    deck[i] = deck[j];
    deck[j] = kept;
  }
  return deck.slice(0, count);
}

/** `0 .. length - 1`. */
export function deckOf(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, i) => i);
}

/** A number of the standard normal distribution (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
