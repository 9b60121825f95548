// Splits text that comes in pieces into records of fields, with the line on which each begins (RFC
// 4180). Knows nothing of columns.

import { wrongUse } from './failure.js';

/** A record, or why there is none. */
export type CsvRecord = {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Why the record cannot be read; absent where it can. */
  readonly problem?: string;
};

/** Characters of a record; a quote that is never closed must not take the rest of the file. */
const RECORD_CHARACTERS_MAX = 1 << 20;

/** Splits pieces of text into records. Blank lines are passed over. */
export class CsvSplitter {
  private readonly delimiter: string | null;
  private rest = '';
  private line = 1;

  /** `delimiter` null: each line is one field, quotes mean nothing. */
  constructor(delimiter: string | null = ',') {
    this.delimiter = delimiter;
  }

  /** The records that are whole with this piece. */
  push(text: string): CsvRecord[] {
    this.rest += text;
    return this.take(false);
  }

  /** The last record, where the file does not end with a line break. */
  end(): CsvRecord[] {
    return this.take(true);
  }

  private take(isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    const text = this.rest;
    let start = 0;
    while (start < text.length) {
      const end =
        this.delimiter === null ? lineEnd(text, start, isEnd) : recordEnd(text, start, isEnd);
      if (end === -1) break;
      if (end === -2) {
        const next = text.indexOf('\n', start);
        if (text.length - start > RECORD_CHARACTERS_MAX && next === -1) {
          throw wrongUse(`line ${this.line}: is longer than ${RECORD_CHARACTERS_MAX} characters`);
        }
        // Read on after the line that opened the quote, so that the lines below it are still seen.
        records.push({ line: this.line, fields: [], problem: 'a quote is never closed' });
        this.line++;
        start = next === -1 ? text.length : next + 1;
        continue;
      }
      const raw = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
      if (raw.trim() !== '') records.push(this.record(raw));
      this.line += countOf(raw, '\n') + 1;
      start = end + 1;
    }
    this.rest = text.slice(start);
    return records;
  }

  private record(raw: string): CsvRecord {
    const line = this.line;
    const { delimiter } = this;
    if (delimiter === null) return { line, fields: [raw] };
    if (!raw.includes('"')) return { line, fields: raw.split(delimiter) };
    const fields: string[] = [];
    let at = 0;
    for (;;) {
      if (raw[at] !== '"') {
        const next = raw.indexOf(delimiter, at);
        const field = next === -1 ? raw.slice(at) : raw.slice(at, next);
        if (field.includes('"'))
          return { line, fields, problem: 'a quote inside an unquoted field' };
        fields.push(field);
        if (next === -1) return { line, fields };
        at = next + 1;
        continue;
      }
      const close = closingQuote(raw, at + 1);
      fields.push(raw.slice(at + 1, close).replaceAll('""', '"'));
      if (close + 1 >= raw.length) return { line, fields };
      if (raw[close + 1] !== delimiter) {
        return { line, fields, problem: 'text after a closing quote' };
      }
      at = close + 2;
    }
  }
}

/** Where the record ends: -1 where its end has not come yet, -2 where its quotes never close. */
function recordEnd(text: string, start: number, isEnd: boolean): number {
  let isOpen = false;
  let from = start;
  for (;;) {
    const found = text.indexOf('\n', from);
    const end = found === -1 ? text.length : found;
    if (countOf(text.slice(from, end), '"') % 2 === 1) isOpen = !isOpen;
    if (end - start > RECORD_CHARACTERS_MAX) return -2;
    if (found === -1) return isEnd ? (isOpen ? -2 : end) : -1;
    if (!isOpen) return end;
    from = found + 1;
  }
}

function lineEnd(text: string, start: number, isEnd: boolean): number {
  const end = text.indexOf('\n', start);
  if ((end === -1 ? text.length : end) - start > RECORD_CHARACTERS_MAX) return -2;
  return end === -1 && isEnd ? text.length : end;
}

function closingQuote(raw: string, from: number): number {
  let at = raw.indexOf('"', from);
  while (at !== -1 && raw[at + 1] === '"') at = raw.indexOf('"', at + 2);
  return at === -1 ? raw.length : at;
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count++;
  return count;
}
