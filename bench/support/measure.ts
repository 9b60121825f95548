// How is a duration taken? Single calls by tinybench, each prepared outside of the clock; and two
// ways of the same work in turns, as the CPU time of the process, so that what else the machine
// does falls on neither, or on both.

import { Bench } from 'tinybench';

/** What single calls took, in nanoseconds. */
export type Timing = {
  readonly p50Ns: number;
  readonly p99Ns: number;
  readonly samplesCount: number;
};

const NS_PER_MS = 1e6;
const NS_PER_US = 1e3;
const WARMUP_SHARE = 0.25;

let sinkValue = 0;

/** Takes a result in, so that no work is dead. */
export function sink(value: number): void {
  sinkValue = (Math.imul(sinkValue, 31) + (value | 0)) | 0;
}

/** What became of all results. */
export function sinkTotal(): number {
  return sinkValue;
}

/**
 * Times `run`, one call a sample, without the cost of the clock; `prepare` brings the state that a
 * call needs and is not timed. The result of a call goes into the sink.
 */
export function timeCalls(count: number, prepare: () => void, run: () => number): Timing {
  const bench = new Bench({
    iterations: count,
    time: 0,
    warmupIterations: Math.ceil(count * WARMUP_SHARE),
    warmupTime: 0,
    subtractTimerOverhead: true,
    throws: true,
  });
  bench.add('calls', () => sink(run()), { beforeEach: prepare, async: false });
  const [{ result }] = bench.runSync();
  if (result.state !== 'completed') throw new Error(`a bench ended as ${result.state}`);
  const { p50, p99, samplesCount } = result.latency;
  return { p50Ns: p50 * NS_PER_MS, p99Ns: p99 * NS_PER_MS, samplesCount };
}

/** Two ways of the same work: medians in nanoseconds, and the median of the ratios of the pairs. */
export type PairTiming = {
  readonly firstNs: number;
  readonly secondNs: number;
  /** `first / second`, and the same of the lowest and the highest pair. */
  readonly ratio: number;
  readonly ratioMin: number;
  readonly ratioMax: number;
  /** The median of `first - second`. */
  readonly differenceNs: number;
  readonly pairCount: number;
};

/**
 * Times `rounds` calls of each, or so many of each, in turns, `pairCount` times, after a pair that
 * does not count. The times are those of one round divided by `perRound`.
 */
export function timePairs(
  pairCount: number,
  rounds: number | readonly [first: number, second: number],
  perRound: number,
  first: () => number,
  second: () => number,
): PairTiming {
  const [firstRounds, secondRounds] = typeof rounds === 'number' ? [rounds, rounds] : rounds;
  const firstNs: number[] = [];
  const secondNs: number[] = [];
  timeRounds(firstRounds, first);
  timeRounds(secondRounds, second);
  for (let pair = 0; pair < pairCount; pair++) {
    // Who goes first changes from pair to pair.
    if (pair % 2 === 0) firstNs.push(timeRounds(firstRounds, first) / perRound);
    secondNs.push(timeRounds(secondRounds, second) / perRound);
    if (pair % 2 === 1) firstNs.push(timeRounds(firstRounds, first) / perRound);
  }
  const ratios = firstNs.map((ns, pair) => ns / secondNs[pair]);
  return {
    firstNs: median(firstNs),
    secondNs: median(secondNs),
    ratio: median(ratios),
    ratioMin: Math.min(...ratios),
    ratioMax: Math.max(...ratios),
    differenceNs: median(firstNs.map((ns, pair) => ns - secondNs[pair])),
    pairCount,
  };
}

/** How long two ways are warmed up, and how long one timing of them takes at least. */
export type PairTimes = { readonly warmMs: number; readonly roundMs: number };

/**
 * As `timePairs`, after each way was run for `warmMs`; each timing is of as many rounds as the way
 * does in `roundMs`, as it was at the end of the warm-up.
 */
export function timePairsWarm(
  pairCount: number,
  { warmMs, roundMs }: PairTimes,
  perRound: number,
  first: () => number,
  second: () => number,
): PairTiming {
  const rounds = [first, second].map((run) => {
    const endUs = cpuTimeUs() + warmMs * 1000;
    let lastNs = 0;
    do lastNs = timeRounds(1, run);
    while (cpuTimeUs() < endUs);
    // A round may be shorter than the clock can tell.
    return Math.ceil((roundMs * NS_PER_MS) / Math.max(NS_PER_US, lastNs));
  });
  return timePairs(pairCount, [rounds[0], rounds[1]], perRound, first, second);
}

/** Nanoseconds of CPU time of one of so many rounds. */
function timeRounds(rounds: number, run: () => number): number {
  const startUs = cpuTimeUs();
  let total = 0;
  for (let i = 0; i < rounds; i++) total = (Math.imul(total, 31) + run()) | 0;
  const spentUs = cpuTimeUs() - startUs;
  sink(total);
  return (spentUs * NS_PER_US) / rounds;
}

/** CPU time of all threads of this process until now, in microseconds. */
export function cpuTimeUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >>> 1];
}
