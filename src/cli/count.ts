// Whole numbers on the command line and in the environment.

import { InvalidArgumentError } from 'commander';

const COUNT_MAX = 999_999_999;

/** Reads a whole number from 1 to `max`. Commander says which option or variable it was. */
function countUpTo(max: number): (text: string) => number {
  return (text) => {
    const count = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
    if (count <= max) return count;
    const range = max < COUNT_MAX ? `to ${max}` : 'up';
    throw new InvalidArgumentError(`It must be a whole number from 1 ${range}.`);
  };
}

/** Reads a whole number from 1 up. */
export const countOf = countUpTo(COUNT_MAX);

/** Reads a number of threads; far more than any machine has would fill its memory. */
export const workerCountOf = countUpTo(1024);

/** Reads a number of calls; each has 32 KiB of shared memory set aside for it. */
export const queueOf = countUpTo(100_000);
