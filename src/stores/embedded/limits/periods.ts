// From when to when a fulfilment limit counts. Knows no counts.

import { clockMs, epochMsOf } from '../../time-zone.js';

/** Units of time, with the numbers of the wire. */
const DURATION = { hour: 1, day: 2, week: 3, month: 4 } as const;

/** From when, that included, to when, that excluded. */
export type Period = { readonly startEpochMs: number; readonly endEpochMs: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days from the Monday before it to the day on which time began, a Thursday. */
const MONDAY_DAYS = 3;
const ROLLING_MS = [0, HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS];

/** How long what was counted counts for a limit that rolls. `unit` is one of DURATION. */
export function rollingMs(unit: number, count: number): number {
  return ROLLING_MS[unit] * count;
}

/**
 * The period of the calendar of a zone that a time is in. Periods of `count` units follow one
 * another from the beginning of 1970 on the clocks of the zone, weeks from the Monday before. Of an
 * hour that clocks show twice, both belong to one period.
 */
export function calendarPeriod(zone: string, unit: number, count: number, epochMs: number): Period {
  const ordinal = ordinalOf(unit, clockMs(zone, epochMs));
  const first = ordinal - (((ordinal % count) + count) % count);
  return {
    startEpochMs: epochMsOf(zone, shownMsOf(unit, first)),
    endEpochMs: epochMsOf(zone, shownMsOf(unit, first + count)),
  };
}

/** Which of all units since 1970 a time on the clock is in. */
function ordinalOf(unit: number, shownMs: number): number {
  const days = Math.floor(shownMs / DAY_MS);
  if (unit === DURATION.hour) return Math.floor(shownMs / HOUR_MS);
  if (unit === DURATION.day) return days;
  if (unit === DURATION.week) return Math.floor((days + MONDAY_DAYS) / 7);
  const date = new Date(shownMs);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** What the clock shows as a unit begins. */
function shownMsOf(unit: number, ordinal: number): number {
  if (unit === DURATION.hour) return ordinal * HOUR_MS;
  if (unit === DURATION.day) return ordinal * DAY_MS;
  if (unit === DURATION.week) return (ordinal * 7 - MONDAY_DAYS) * DAY_MS;
  return Date.UTC(1970, ordinal, 1);
}
