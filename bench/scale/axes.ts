// Where does a number lie on an axis, and which numbers are written beside it? Knows nothing of
// drawing but lengths in pixels.

import type { Axis, AxisUnit } from './scale-run.js';

/** A number on an axis and how it is written. */
export type Tick = { readonly value: number; readonly text: string };

/** An axis over some numbers. */
export type Scale = {
  readonly ticks: readonly Tick[];
  /** Pixels from the start of the axis. */
  readonly at: (value: number) => number;
};

const TICKS_MAX = 7;
/** Of a logarithmic axis that covers less than this many decades, 2 and 5 are written too. */
const DECADES_FEW = 2.5;
const STEPS = [1, 2, 5, 10] as const;

/** The scale of an axis that holds all of `values`. Linear axes begin at 0. */
export function scaleOf(axis: Axis, values: readonly number[], lengthPixels: number): Scale {
  return axis.isLog
    ? logScale(axis, values, lengthPixels)
    : linearScale(axis, values, lengthPixels);
}

function linearScale({ unit }: Axis, values: readonly number[], lengthPixels: number): Scale {
  const most = Math.max(...values);
  // There is no half of what is counted.
  const rough = Math.max(most / (TICKS_MAX - 1), unit === 'count' ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough) ?? 10) * power;
  const end = Math.ceil(most / step - 1e-9) * step;
  const ticks: Tick[] = [];
  for (let i = 0; i * step <= end + step / 2; i++) {
    // Multiples of steps like 0.1 are not exact.
    const value = Number((i * step).toPrecision(12));
    ticks.push({ value, text: tickText(value, unit) });
  }
  return { ticks, at: (value) => (value / end) * lengthPixels };
}

function logScale({ unit }: Axis, values: readonly number[], lengthPixels: number): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const low = Math.max(...marksAround(least).filter((mark) => mark <= least));
  const above = Math.min(...marksAround(most).filter((mark) => mark >= most));
  const high = above > low ? above : low * 10;
  const isFew = Math.log10(high / low) < DECADES_FEW;
  const marks = new Set<number>();
  for (let value = low; value <= high * 10; value *= 10) {
    for (const mark of marksAround(value)) {
      if (mark >= low && mark <= high && (isFew || isPowerOfTen(mark))) marks.add(mark);
    }
  }
  const ticks = [...marks].toSorted((left, right) => left - right);
  return {
    ticks: ticks.map((value) => ({ value, text: tickText(value, unit) })),
    at: (value) => (Math.log(value / low) / Math.log(high / low)) * lengthPixels,
  };
}

/** 1, 2 and 5 times the powers of ten around a number. */
function marksAround(value: number): number[] {
  const power = Math.floor(Math.log10(value) + 1e-9);
  return [power, power + 1].flatMap((each) =>
    [1, 2, 5].map((step) => Number((step * 10 ** each).toPrecision(12))),
  );
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Number(Math.log10(value).toFixed(9)));
}

/** A number with its unit. */
export function tickText(value: number, unit: AxisUnit): string {
  if (unit !== 'us') return value.toLocaleString('en-US');
  if (value >= 1e6) return `${value / 1e6} s`;
  return value >= 1000 ? `${value / 1000} ms` : `${value} us`;
}
