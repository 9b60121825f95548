// Clocks of the bench, and calls that are due at an even pace, whatever became of those before.

import { setTimeout as pause } from 'node:timers/promises';

/** Nanoseconds of a clock that all processes of the machine share. */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** The number of the first round: below 0 it is there to have its code compiled. */
export function firstOf(rounds: number): number {
  return rounds > 1 ? -1 : 0;
}

/** What something took: by the clock, and of the processors for all threads of the process. */
export type Spent = { readonly seconds: number; readonly cpuSeconds: number };

/** Begins to measure; the answer tells what was spent since. */
export function beginSpending(): () => Spent {
  const startMs = performance.now();
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return { seconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

/**
 * Calls `send` with 0, 1, ... at so many a second. Answers when each was sent, in nanoseconds of
 * `nowNs`.
 */
export async function paced(
  count: number,
  perSecond: number,
  send: (number: number) => void,
): Promise<Float64Array> {
  const sentNs = new Float64Array(count);
  const startNs = nowNs();
  for (let next = 0; next < count; ) {
    const due = Math.min(count, Math.floor(((nowNs() - startNs) * perSecond) / 1e9) + 1);
    while (next < due) {
      sentNs[next] = nowNs();
      send(next++);
    }
    await pause(1);
  }
  return sentNs;
}
