// A few at a time, in the order in which they came, whatever becomes of those before.

import { expect, it } from 'vitest';
import { Turnstile } from '../../src/pool/turnstile.js';

it('admits so many at once, and the next as soon as one has left', async () => {
  const turnstile = new Turnstile(2);
  const begun: number[] = [];
  const leave: (() => void)[] = [];
  const passed = Array.from({ length: 5 }, (_, i) =>
    turnstile.pass(async () => {
      begun.push(i);
      await new Promise<void>((resolve) => leave.push(resolve));
      if (i === 1) throw new Error('it failed');
      return i;
    }),
  );
  const outcomes = Promise.allSettled(passed);
  for (let next = 0; next < 5; next++) {
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toHaveLength(Math.min(5, next + 2));
    leave[next]();
  }
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  expect(await turnstile.pass(() => Promise.resolve('free'))).toBe('free');
});
