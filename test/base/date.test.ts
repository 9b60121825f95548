// Which texts are dates, and which instants they are: against the calendar of the language, and
// against a plain reading of the form.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, readDateInto } from '../../src/base/date.js';
import { bytesOf } from '../../src/base/text.js';
import { parseInstant } from '../support/model/text.js';

const DAY_MS = 86_400_000;

describe('a date', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -DAY_MS],
    ['0001-01-01', -62_135_596_800_000],
    ['9999-12-31', 253_402_214_400_000],
    ['2000-02-29', 951_782_400_000],
    ['1970-01-01T00:00Z', 0],
    ['1970-01-01T00:00:01Z', 1000],
    ['1970-01-01T00:00:00.1Z', 100],
    ['1970-01-01T00:00:00.0239Z', 23],
    ['1970-01-01T00:00:00.123456789Z', 123],
    ['1969-12-31T23:59:59.999999999Z', -1],
    ['1970-01-01T05:30+05:30', 0],
    ['1969-12-31T19:00:00.5-05:00', 500],
    ['1970-01-01T00:00-00:00', 0],
    ['9999-12-31T23:59:59.999-23:59', 253_402_387_139_999],
    ['0001-01-01T00:00+23:59', -62_135_683_140_000],
    [' 1970-01-02\t', DAY_MS],
    ['\u00a0 1970-01-02 \u2003', DAY_MS],
    ['\ufeff1970-01-02', DAY_MS],
  ])('%j is %d ms', (text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '2024',
    '2024-02',
    '20240229',
    '2024-2-29',
    '2024-W09-4',
    '2024-060',
    '24-02-29',
    '+002024-02-29',
    '-0001-01-01',
    '0000-01-01',
    '10000-01-01',
    '2024-00-10',
    '2024-13-10',
    '2024-01-00',
    '2024-01-32',
    '2024-04-31',
    '2023-02-29',
    '1900-02-29',
    '2024/02/29',
    '2024-02-29T',
    '2024-02-29Z',
    '2024-02-29T12Z',
    '2024-02-29T12:00',
    '2024-02-29T12:00:00',
    '2024-02-29 12:00Z',
    '2024-02-29t12:00Z',
    '2024-02-29T12:00z',
    '2024-02-29T24:00Z',
    '2024-02-29T12:60Z',
    '2024-02-29T12:00:60Z',
    '2024-02-29T12:00:00.Z',
    '2024-02-29T12:00:00,5Z',
    '2024-02-29T12:00:00.1234567890Z',
    '2024-02-29T12:00.5Z',
    '2024-02-29T12:00+1:00',
    '2024-02-29T12:00+0100',
    '2024-02-29T12:00+01',
    '2024-02-29T12:00+24:00',
    '2024-02-29T12:00+01:60',
    '2024-02-29T12:00Z+01:00',
    '2024-02-29T12:00 Z',
    '2024-02-29x',
    '２０２４-02-29',
    '\u00a02024-02-2\u0665',
    '2024-02-2９',
  ])('%j is none', (text) => {
    expect(parseDate(text)).toBeNaN();
  });

  it('is the day that the calendar says, for all days of 400 years and more', () => {
    const column = new Float64Array(1);
    const first = Date.UTC(1599, 11, 1);
    const wrong: number[] = [];
    for (let ms = first; ms <= Date.UTC(2101, 0, 31); ms += DAY_MS) {
      const bytes = bytesOf(new Date(ms).toISOString().slice(0, 10));
      column[0] = Number.NaN;
      if (!readDateInto(bytes, 0, bytes.length, column, 0) || column[0] !== ms) wrong.push(ms);
    }
    expect(wrong.map((ms) => new Date(ms).toISOString())).toEqual([]);
  });

  it('is read alike by a plain reading of the form, whatever the text', () => {
    const digits = (most: number) => fc.nat(most).map((n) => String(n).padStart(2, '0'));
    const day = fc
      .tuple(
        fc.constantFrom('0000', '0001', '1900', '2000', '2023', '2024'),
        digits(13),
        digits(32),
      )
      .map((parts) => parts.join('-'));
    const fraction = fc.stringMatching(/^\.\d{0,10}$/);
    const seconds = fc
      .tuple(digits(60), fc.oneof(fc.constant(''), fraction))
      .map(([s, f]) => `:${s}${f}`);
    const offset = fc.oneof(
      fc.constant('Z'),
      fc
        .tuple(fc.constantFrom('+', '-'), digits(24), digits(60))
        .map(([s, h, m]) => `${s}${h}:${m}`),
      fc.constantFrom('', 'z', '+0100'),
    );
    const time = fc
      .tuple(digits(24), digits(60), fc.oneof(fc.constant(''), seconds), offset)
      .map(([h, m, s, o]) => `T${h}:${m}${s}${o}`);
    const written = fc
      .tuple(fc.constantFrom('', ' ', '\u00a0'), day, fc.oneof(fc.constant(''), time))
      .map((parts) => parts.join(''));
    let dates = 0;
    fc.assert(
      fc.property(fc.oneof({ arbitrary: written, weight: 9 }, fc.string()), (text) => {
        const expected = parseInstant(text);
        expect(parseDate(text)).toBe(expected ?? Number.NaN);
        if (expected !== undefined) dates++;
      }),
      { numRuns: 5000 },
    );
    expect(dates).toBeGreaterThan(1000);
  });
});

describe('bytes of a date', () => {
  it('are those of the range, and a column stays where they are none', () => {
    const column = Float64Array.of(7, 8);
    const bytes = bytesOf('x1970-01-02T00:00Z9');
    expect(readDateInto(bytes, 1, 10, column, 1)).toBe(true);
    expect([...column]).toEqual([7, DAY_MS]);
    expect(readDateInto(bytes, 1, 16, column, 0)).toBe(false);
    expect(readDateInto(bytes, 1, 17, column, 0)).toBe(true);
    expect(readDateInto(bytes, 1, 18, column, 1)).toBe(false);
    for (let size = 0; size < 10; size++) {
      expect(readDateInto(bytes, 1, size, column, 1)).toBe(false);
    }
    expect([...column]).toEqual([DAY_MS, DAY_MS]);
  });
});
