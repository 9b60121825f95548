// Which instant a date of ISO 8601 is. It has two forms: a day, which is its midnight in UTC, and a
// day with a time and an offset from UTC.

import { bytesOf, isAsciiSpace, textOf } from './text.js';

/** What a text must be to be read here, for people. */
export const DATE_IN_WORDS = 'a date of ISO 8601, as 2024-02-29 or 2024-02-29T12:00:00Z';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Digits of a day, YYYY-MM-DD. */
const DAY_BYTES = 10;
/** Digits of a fraction of a second; those past the third are below a millisecond. */
const FRACTION_DIGITS_MAX = 9;
/** No offset: past those that there are, which are less than a day. */
const NO_OFFSET = 1440;

const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;
const PLUS = 0x2b;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

const parsed = new Float64Array(1);

/**
 * The epoch milliseconds of a date, blanks around it aside; NaN where the text is none. Years are
 * 0001 to 9999 of the Gregorian calendar; seconds and their fraction may be left out, the offset
 * (Z, +hh:mm or -hh:mm) of a time may not. What is finer than a millisecond is cut off.
 */
export function parseDate(text: string): number {
  const bytes = bytesOf(text);
  return readDateInto(bytes, 0, bytes.length, parsed, 0) ? parsed[0] : Number.NaN;
}

/**
 * Does as `parseDate` for UTF-8 bytes, into `column[index]`: a double that is returned would be
 * garbage on the heap. False: they are no date, and the column stays. Only blanks outside of ASCII
 * make garbage.
 */
export function readDateInto(
  bytes: Uint8Array,
  start: number,
  lengthBytes: number,
  column: Float64Array,
  index: number,
): boolean {
  let at = start;
  let end = start + lengthBytes;
  while (at < end && isAsciiSpace(bytes[at])) at++;
  while (end > at && isAsciiSpace(bytes[end - 1])) end--;
  if (end - at < DAY_BYTES) return false;
  if (bytes[at] >= 0x80 || bytes[end - 1] >= 0x80) {
    const trimmed = bytesOf(textOf(bytes, at, end).trim());
    const isShorter = trimmed.length < end - at;
    return isShorter && readDateInto(trimmed, 0, trimmed.length, column, index);
  }
  if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return false;
  const year = readDigits(bytes, at, 4, end);
  const month = readDigits(bytes, at + 5, 2, end);
  const day = readDigits(bytes, at + 8, 2, end);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return false;
  const days = daysSinceEpoch(year, month, day);
  if (end - at > DAY_BYTES) {
    return readTimeInto(bytes, at + DAY_BYTES, end, days, column, index);
  }
  column[index] = days * DAY_MS;
  return true;
}

/** Reads `Thh:mm`, the seconds and the offset, and writes the instant of that day. */
function readTimeInto(
  bytes: Uint8Array,
  start: number,
  end: number,
  days: number,
  column: Float64Array,
  index: number,
): boolean {
  if (bytes[start] !== LETTER_T) return false;
  const hour = readDigits(bytes, start + 1, 2, end);
  const minute = bytes[start + 3] === COLON ? readDigits(bytes, start + 4, 2, end) : -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
  let at = start + 6;
  let timeMs = (hour * 60 + minute) * MINUTE_MS;
  if (at < end && bytes[at] === COLON) {
    const second = readDigits(bytes, at + 1, 2, end);
    if (second < 0 || second > 59) return false;
    timeMs += second * 1000;
    at += 3;
    if (at < end && bytes[at] === DOT) {
      const digits = countDigits(bytes, at + 1, end);
      if (digits < 1 || digits > FRACTION_DIGITS_MAX) return false;
      timeMs += readMilliseconds(bytes, at + 1, digits);
      at += 1 + digits;
    }
  }
  const offset = readOffset(bytes, at, end);
  if (offset === NO_OFFSET) return false;
  column[index] = days * DAY_MS + timeMs - offset * MINUTE_MS;
  return true;
}

/** The minutes by which local time is ahead of UTC, from what is left; NO_OFFSET: it is none. */
function readOffset(bytes: Uint8Array, at: number, end: number): number {
  if (end - at === 1 && bytes[at] === LETTER_Z) return 0;
  if (end - at !== 6 || bytes[at + 3] !== COLON) return NO_OFFSET;
  if (bytes[at] !== PLUS && bytes[at] !== DASH) return NO_OFFSET;
  const hours = readDigits(bytes, at + 1, 2, end);
  const minutes = readDigits(bytes, at + 4, 2, end);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NO_OFFSET;
  const offset = hours * 60 + minutes;
  return bytes[at] === DASH ? -offset : offset;
}

/** The number of exactly `count` digits; -1: they are not there. */
function readDigits(bytes: Uint8Array, at: number, count: number, end: number): number {
  if (at + count > end) return -1;
  let value = 0;
  for (let i = 0; i < count; i++) {
    const digit = bytes[at + i] - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function countDigits(bytes: Uint8Array, at: number, end: number): number {
  let count = 0;
  while (at + count < end && bytes[at + count] >= 0x30 && bytes[at + count] <= 0x39) count++;
  return count;
}

/** The first three digits of a fraction, as many as there are. */
function readMilliseconds(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let i = 0; i < 3; i++) value = value * 10 + (i < digits ? bytes[at + i] - 0x30 : 0);
  return value;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Days from 1970-01-01, negative before it (Howard Hinnant's days_from_civil: years that begin in
 * March, so that the leap day is the last one, in cycles of 400).
 */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const cycle = Math.floor(marchYear / 400);
  const yearOfCycle = marchYear - cycle * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100);
  return cycle * 146_097 + yearOfCycle * 365 + leapDays + dayOfYear - 719_468;
}
