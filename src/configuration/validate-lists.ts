// What a data list must be: a type, and entries that are values of it.

import { DATE_IN_WORDS, parseDate } from '../base/date.js';
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
  if (type === LIST_TYPE.date && Number.isNaN(parseDate(text))) {
    return `must be ${DATE_IN_WORDS}, not '${text}'`;
  }
  return undefined;
}
