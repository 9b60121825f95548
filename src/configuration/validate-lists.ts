// What a data list must be: a type, and entries that are values of it.

import { parseDecimal } from '../base/units.js';
import { CODE_BYTES_MAX, LIST_ENTRIES_MAX, TEXT_BYTES_MAX } from '../columns/limits.js';
import {
  checkCount,
  checkEnumeration,
  checkOptionalText,
  checkRequiredText,
  refuse,
  type Report,
} from './checks.js';
import type { DataListDocument } from './document.js';
import { LIST_TYPE, LIST_TYPES } from './enumerations.js';

/** Checks all of a data list but its name. `path` is where it stands. */
export function checkDataList(report: Report, path: string, list: DataListDocument): void {
  const type = checkEnumeration(report, `${path}.type`, LIST_TYPES, list.type, true);
  checkOptionalText(report, `${path}.notes`, list.notes);
  const entries = list.entries ?? [];
  if (!checkCount(report, `${path}.entries`, entries.length, LIST_ENTRIES_MAX)) return;
  const bytesMax = type === LIST_TYPE.location ? CODE_BYTES_MAX : TEXT_BYTES_MAX;
  entries.forEach((entry, place) => {
    const at = `${path}.entries[${place}]`;
    const text = entry.stringValue ?? '';
    if (checkRequiredText(report, `${at}.string_value`, text, bytesMax)) {
      const fault = entryFault(type, text);
      if (fault !== undefined) refuse(report, `${at}.string_value`, fault);
    }
    checkOptionalText(report, `${at}.notes`, entry.notes);
  });
}

function entryFault(type: number, text: string): string | undefined {
  if (type === LIST_TYPE.number && !Number.isFinite(parseDecimal(text))) {
    return `must be a number, not '${text}'`;
  }
  if (type === LIST_TYPE.date && !isIsoDate(text)) {
    return `must be a date of ISO 8601, as 2024-02-29 or 2024-02-29T12:00:00Z, not '${text}'`;
  }
  return undefined;
}

const ISO_DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-](\d\d):(\d\d)))?$/;

/**
 * Whether the text is a day of the calendar, alone or with a time of day and its offset from UTC.
 */
function isIsoDate(text: string): boolean {
  const match = ISO_DATE.exec(text.trim());
  if (match === null) return false;
  const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0));
  const isTime = hour <= 23 && minute <= 59 && second <= 59;
  if (!isTime || offsetHour > 23 || offsetMinute > 59) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that the month does not have rolls over into another one.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
