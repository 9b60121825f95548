// Where do periods of fulfilment limits begin and end, on clocks that jump?

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarPeriod, rollingMs } from '../../../src/stores/embedded/limits/periods.js';
import { isTimeZone } from '../../../src/stores/time-zone.js';

const [HOUR, DAY, WEEK, MONTH] = [1, 2, 3, 4];

function periodOf(zone: string, unit: number, count: number, time: string): string[] {
  const { startEpochMs, endEpochMs } = calendarPeriod(zone, unit, count, Date.parse(time));
  const text = (epochMs: number) => new Date(epochMs).toISOString().replace(':00.000Z', 'Z');
  return [text(startEpochMs), text(endEpochMs)];
}

describe('a period of the calendar', () => {
  it.each([
    // The clocks of Berlin go forward at 01:00Z, back at 01:00Z.
    ['Europe/Berlin', DAY, 1, '2026-03-29T12:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['Europe/Berlin', DAY, 1, '2026-10-25T12:00Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    ['Europe/Berlin', HOUR, 1, '2026-03-29T01:30Z', '2026-03-29T01:00Z', '2026-03-29T02:00Z'],
    // Between two and three the clock is twice: one period.
    ['Europe/Berlin', HOUR, 1, '2026-10-25T00:10Z', '2026-10-25T00:00Z', '2026-10-25T02:00Z'],
    ['Europe/Berlin', HOUR, 1, '2026-10-25T01:50Z', '2026-10-25T00:00Z', '2026-10-25T02:00Z'],
    // Weeks begin on Monday.
    ['Europe/Berlin', WEEK, 1, '2026-11-22T22:59Z', '2026-11-15T23:00Z', '2026-11-22T23:00Z'],
    ['Europe/Berlin', WEEK, 1, '2026-11-22T23:00Z', '2026-11-22T23:00Z', '2026-11-29T23:00Z'],
    ['America/New_York', MONTH, 1, '2028-02-29T23:59Z', '2028-02-01T05:00Z', '2028-03-01T05:00Z'],
    ['America/New_York', MONTH, 1, '2026-03-31T12:00Z', '2026-03-01T05:00Z', '2026-04-01T04:00Z'],
    ['America/New_York', MONTH, 3, '2026-02-14T12:00Z', '2026-01-01T05:00Z', '2026-04-01T04:00Z'],
    // Its day begins at one o'clock where midnight is skipped.
    ['America/Havana', DAY, 1, '2026-03-08T12:00Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
    ['Asia/Kathmandu', HOUR, 1, '2026-01-01T00:20Z', '2026-01-01T00:15Z', '2026-01-01T01:15Z'],
    ['Australia/Lord_Howe', HOUR, 1, '2026-04-04T15:10Z', '2026-04-04T14:00Z', '2026-04-04T15:30Z'],
    // One day was left out.
    ['Pacific/Apia', DAY, 1, '2011-12-30T09:59Z', '2011-12-29T10:00Z', '2011-12-30T10:00Z'],
    ['Pacific/Apia', DAY, 1, '2011-12-30T10:00Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    // Several of a unit follow one another from the beginning of 1970.
    ['UTC', DAY, 10, '1970-01-11T00:00Z', '1970-01-11T00:00Z', '1970-01-21T00:00Z'],
    ['UTC', WEEK, 2, '1970-01-12T00:00Z', '1970-01-12T00:00Z', '1970-01-26T00:00Z'],
    ['UTC', MONTH, 5, '1969-12-31T23:59Z', '1969-08-01T00:00Z', '1970-01-01T00:00Z'],
  ])('of %s, unit %i, %i of them, at %s', (zone, unit, count, time, start, end) => {
    expect(periodOf(zone, unit, count, time)).toEqual([start, end]);
  });

  it('is one of those that tile all time', () => {
    const zones = ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
    zones.push('America/Havana', 'Africa/Casablanca', 'Pacific/Chatham', 'UTC');
    const times = { min: Date.parse('2013-01-01Z'), max: Date.parse('2036-01-01Z') };
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(HOUR, DAY, WEEK, MONTH),
        fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 30 })),
        fc.integer(times),
        (zone, unit, count, epochMs) => {
          const { startEpochMs, endEpochMs } = calendarPeriod(zone, unit, count, epochMs);
          expect(startEpochMs).toBeLessThanOrEqual(epochMs);
          expect(endEpochMs).toBeGreaterThan(epochMs);
          const at = (time: number) => calendarPeriod(zone, unit, count, time);
          expect(at(endEpochMs).startEpochMs).toBe(endEpochMs);
          expect(at(startEpochMs)).toEqual({ startEpochMs, endEpochMs });
          expect(at(startEpochMs - 1).endEpochMs).toBe(startEpochMs);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a time that rolls', () => {
  it('is as long as its units, a month 30 days', () => {
    const hours = [HOUR, DAY, WEEK, MONTH].map((unit) => rollingMs(unit, 2) / 3_600_000);
    expect(hours).toEqual([2, 48, 336, 1440]);
  });
});

describe('the name of a time zone', () => {
  it('is one of the IANA database', () => {
    for (const name of ['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5']) {
      expect(isTimeZone(name), name).toBe(true);
    }
    for (const name of ['Berlin', '+02:00', 'Europe/Berlin ', 'Mars/Olympus', '-05']) {
      expect(isTimeZone(name), name).toBe(false);
    }
  });
});
