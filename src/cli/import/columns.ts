// How a row of named cells becomes a message: which columns there are, of what kind, and what an
// empty cell means. Knows no file format and no server.

import type { FieldViolation } from '../../base/outcome.js';
import { parseDecimal } from '../../base/units.js';
import { camelOf, type PlainMessage, timestampOf } from '../proto-json.js';

/**
 * What a cell holds. `texts` are separated by `|`, `tags` are `category=tag` separated by `|`;
 * `epochMs` is a time as a number.
 */
export type CellKind =
  | 'text'
  | 'decimal'
  | 'integer'
  | 'boolean'
  | 'texts'
  | 'tags'
  | 'time'
  | 'epochMs';

/** What can be imported: its columns, and how the cells of a row make a message. */
export type RecordShape = {
  /** The message of the contract that JSON lines hold. */
  readonly typeName: string;
  readonly columns: Readonly<Record<string, CellKind>>;
  /** Other names of columns, in lower case without separators. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Columns that a header must have, and each row too: one of each set. */
  readonly required: readonly (readonly string[])[];
  /** The field that columns `attribute.NAME` go to; absent: there are no such columns. */
  readonly attributesField?: string;
  /** The message of a row. Absent cells are not in `cells`. */
  readonly toMessage: (cells: PlainMessage, problems: FieldViolation[]) => PlainMessage;
};

/** The columns of a header in its order; null: left out. */
export type Header = { readonly columns: readonly (string | null)[] };

/** How the columns of extensible attributes begin; the attribute's name is the rest, as it is. */
const ATTRIBUTE_PREFIX = 'attribute.';

/**
 * Reads a header. Names are camelCase, snake_case or anything that differs in case and separators
 * only. Problems: a name that is unknown (unless `isLenient`), that comes twice, or a required one
 * that is missing.
 */
export function readHeader(
  shape: RecordShape,
  names: readonly string[],
  isLenient: boolean,
): { header: Header; problems: FieldViolation[] } {
  const problems: FieldViolation[] = [];
  const byPlainName = new Map(Object.keys(shape.columns).map((name) => [plain(name), name]));
  const columns = names.map((raw) => {
    const name =
      attributeColumn(shape, raw.trim()) ??
      byPlainName.get(plain(raw)) ??
      shape.aliases.get(plain(raw)) ??
      null;
    if (name === null && !isLenient) {
      const description = 'unknown column (--help lists them, --ignore-unknown leaves it out)';
      problems.push({ field: raw.trim(), description });
    }
    return name;
  });
  columns.forEach((name, i) => {
    if (name !== null && columns.indexOf(name) < i) {
      problems.push({ field: name, description: 'the column comes twice' });
    }
  });
  for (const names of shape.required) {
    if (!names.some((name) => columns.includes(name))) {
      problems.push({ field: names.join(' or '), description: 'the column is missing' });
    }
  }
  return { header: { columns }, problems };
}

/** The column of an attribute; null where the name is none of such a column. */
function attributeColumn(shape: RecordShape, name: string): string | null {
  const isOne = shape.attributesField !== undefined && name.length > ATTRIBUTE_PREFIX.length;
  return isOne && name.startsWith(ATTRIBUTE_PREFIX) ? name : null;
}

/** The message of a row of cells, and its problems by column. */
export function readRow(
  shape: RecordShape,
  header: Header,
  fields: readonly string[],
): { message: PlainMessage; problems: FieldViolation[] } {
  const problems: FieldViolation[] = [];
  const { columns } = header;
  if (fields.length !== columns.length) {
    const description = `has ${fields.length} cells where the header has ${columns.length}`;
    return { message: {}, problems: [{ field: 'row', description }] };
  }
  const cells: PlainMessage = {};
  for (let i = 0; i < columns.length; i++) {
    const name = columns[i];
    const text = fields[i].trim();
    if (name === null || text === '') continue;
    // A name that is no column of the shape is that of an attribute.
    const kind = Object.hasOwn(shape.columns, name) ? shape.columns[name] : 'texts';
    const value = readCell(kind, text);
    if (value === undefined) {
      problems.push({ field: name, description: `${EXPECTED[kind]}, not '${text}'` });
    }
    cells[name] = value;
  }
  return finish(shape, cells, problems);
}

/** The message of cells that are read already. */
export function finish(
  shape: RecordShape,
  cells: PlainMessage,
  problems: FieldViolation[],
): { message: PlainMessage; problems: FieldViolation[] } {
  for (const names of shape.required) {
    if (!names.some((name) => name in cells)) {
      problems.push({ field: names.join(' or '), description: 'must not be empty' });
    }
  }
  if (problems.length > 0) return { message: {}, problems };
  return { message: shape.toMessage(withAttributes(shape, cells), problems), problems };
}

/** The cells of attributes as one list, in the order of their columns. */
function withAttributes({ attributesField }: RecordShape, cells: PlainMessage): PlainMessage {
  const names = Object.keys(cells).filter((name) => name.startsWith(ATTRIBUTE_PREFIX));
  if (attributesField === undefined || names.length === 0) return cells;
  const rest = { ...cells };
  for (const name of names) delete rest[name];
  const attributes = names.map((name) => ({
    attributeFqn: name.slice(ATTRIBUTE_PREFIX.length),
    attributeValues: cells[name],
  }));
  return { ...rest, [attributesField]: attributes };
}

const EXPECTED: Readonly<Record<CellKind, string>> = {
  text: 'must be text',
  decimal: 'must be a number',
  integer: 'must be a whole number',
  boolean: 'must be true or false',
  texts: 'must be texts separated by |',
  tags: 'must be category=tag, several separated by |',
  time: 'must be a time such as 2026-03-01T12:00:00Z or epoch milliseconds',
  epochMs: 'must be a time such as 2026-03-01T12:00:00Z or epoch milliseconds',
};

/** Undefined: the text is not of the kind. */
function readCell(kind: CellKind, text: string): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'decimal':
      return finite(parseDecimal(text));
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'boolean':
      if (/^(true|yes|y|1)$/i.test(text)) return true;
      return /^(false|no|n|0)$/i.test(text) ? false : undefined;
    case 'texts':
      return text.split('|').map((part) => part.trim());
    case 'tags':
      return readTags(text);
    case 'time': {
      const epochMs = readEpochMs(text);
      return epochMs === undefined ? undefined : timestampOf(epochMs);
    }
    case 'epochMs':
      return readEpochMs(text);
  }
}

function readTags(text: string): PlainMessage | undefined {
  const tags: PlainMessage = {};
  for (const part of text.split('|')) {
    const at = part.indexOf('=');
    if (at <= 0) return undefined;
    tags[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return tags;
}

function readEpochMs(text: string): number | undefined {
  const isNumber = /^\d{10,15}$/.test(text);
  if (!isNumber && !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const epochMs = isNumber ? Number(text) : Date.parse(text);
  return finite(epochMs);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function plain(name: string): string {
  return camelOf(name)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** Takes `latitude` and `longitude` as one place; half of one is a problem, not silently none. */
export function coordinatesOf(cells: PlainMessage, problems: FieldViolation[]): PlainMessage {
  const { latitude, longitude, ...rest } = cells;
  if (latitude === undefined && longitude === undefined) return rest;
  checkDegrees('latitude', latitude as number | undefined, 90, problems);
  checkDegrees('longitude', longitude as number | undefined, 180, problems);
  return { ...rest, coordinates: { latitude, longitude } };
}

function checkDegrees(
  field: string,
  value: number | undefined,
  limit: number,
  problems: FieldViolation[],
): void {
  if (value === undefined) {
    problems.push({ field, description: 'is missing beside the other half of the place' });
  } else if (Math.abs(value) > limit) {
    problems.push({ field, description: `must be from -${limit} to ${limit}, not ${value}` });
  }
}
