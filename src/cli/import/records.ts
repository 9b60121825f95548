// Turns a file of any known format into messages with their lines. Knows no server; memory stays
// flat.

import type { FieldViolation } from '../../base/outcome.js';
import { type CsvRecord, CsvSplitter } from '../csv.js';
import { messageOf, refusedInput, wrongUse } from '../failure.js';
import { fromJson, type PlainMessage } from '../proto-json.js';
import { messageType } from '../schema.js';
import { readHead, readPieces } from '../source.js';
import { finish, type Header, readHeader, readRow, type RecordShape } from './columns.js';

/** The formats of files. `geonames` and `zcta` are the public gazetteers of postal codes. */
export const FORMATS = ['csv', 'jsonl', 'geonames', 'zcta'] as const;

/** One of FORMATS. */
export type Format = (typeof FORMATS)[number];

/** One record of a file: a message, or the problems for which there is none. */
export type FileRecord = {
  readonly line: number;
  readonly message: PlainMessage;
  readonly problems: readonly FieldViolation[];
};

/** The records of a piece of a file, and the bytes that have been read with it. */
export type RecordBatch = { readonly records: readonly FileRecord[]; readonly bytesRead: number };

/** How a file is read. */
export type ReadOptions = {
  readonly shape: RecordShape;
  /** Absent: seen from the beginning of the file. */
  readonly format?: Format;
  /** Whether unknown columns of a CSV header are left out. */
  readonly isLenient: boolean;
};

/**
 * Columns of the postal file of GeoNames, which has no header: country, code, place, ..., latitude,
 * longitude, accuracy.
 */
const GEONAMES = { countryCode: 0, postalCode: 1, latitude: 9, longitude: 10, columnsMin: 11 };

/**
 * What a file is by its beginning: JSON lines begin with a brace, the Census gazetteer has a GEOID
 * column and tabs or bars, the GeoNames one eleven or twelve columns and tabs; all else is CSV.
 */
export function formatOf(head: string): Format {
  const first = head.trimStart().split('\n', 1)[0];
  if (first.startsWith('{')) return 'jsonl';
  if (/^GEOID\s*[\t|]/.test(first) || /[\t|]\s*GEOID\s*[\t|]/.test(first)) return 'zcta';
  const columns = first.split('\t');
  return columns.length >= GEONAMES.columnsMin && columns[0].length === 2 ? 'geonames' : 'csv';
}

/** The records of a file. Rejects where the file cannot be read, or its header cannot be used. */
export async function* readRecords(
  path: string,
  options: ReadOptions,
): AsyncGenerator<RecordBatch> {
  const head = await readHead(path);
  let format = options.format;
  let splitter: CsvSplitter | undefined;
  let toRecord: RowReader | undefined;
  let bytesRead = 0;
  for await (const piece of readPieces(path)) {
    bytesRead = piece.bytesRead;
    if (splitter === undefined) {
      format ??= formatOf(head === '' ? piece.text : head);
      requirePostal(format, options.shape);
      splitter = splitterOf(format, head === '' ? piece.text : head);
      toRecord = rowReader(path, format, options);
    }
    yield { records: recordsOf(splitter.push(piece.text), toRecord as RowReader), bytesRead };
  }
  if (splitter === undefined || toRecord === undefined) throw refusedInput(`${path}: is empty`, []);
  yield { records: recordsOf(splitter.end(), toRecord), bytesRead };
}

/** The record of a row; null for a header. */
type RowReader = (row: CsvRecord) => FileRecord | null;

function recordsOf(rows: readonly CsvRecord[], toRecord: RowReader): FileRecord[] {
  const records: FileRecord[] = [];
  for (const row of rows) {
    const record = toRecord(row);
    if (record !== null) records.push(record);
  }
  return records;
}

function requirePostal(format: Format, shape: RecordShape): void {
  const isGazetteer = format === 'geonames' || format === 'zcta';
  if (isGazetteer && shape.typeName !== 'PostalCode') {
    throw wrongUse('this is a gazetteer of postal codes: import postal-codes');
  }
}

function splitterOf(format: Format, head: string): CsvSplitter {
  // Gazetteers and JSON lines know no quoting, so a delimiter that cannot occur keeps their lines
  // whole.
  if (format === 'csv') return new CsvSplitter(head.split('\n', 1)[0].includes('\t') ? '\t' : ',');
  return new CsvSplitter(null);
}

function rowReader(path: string, format: Format, options: ReadOptions): RowReader {
  if (format === 'jsonl') return (row) => readJsonLine(options.shape, row);
  if (format === 'geonames') return (row) => readGeonamesLine(options.shape, row);
  if (format === 'zcta') return zctaReader(options.shape);
  return csvReader(path, options);
}

function csvReader(path: string, options: ReadOptions): RowReader {
  let header: Header | undefined;
  return (row) => {
    if (row.problem !== undefined) return bad(row.line, 'row', row.problem);
    if (header !== undefined) {
      return { line: row.line, ...readRow(options.shape, header, row.fields) };
    }
    const read = readHeader(options.shape, row.fields, options.isLenient);
    if (read.problems.length > 0) {
      throw refusedInput(`${path}:${row.line}: the header cannot be used`, read.problems);
    }
    header = read.header;
    return null;
  };
}

function readJsonLine(shape: RecordShape, row: CsvRecord): FileRecord {
  let json: unknown;
  try {
    json = JSON.parse(row.fields[0]);
  } catch (error) {
    return bad(row.line, 'row', `is not JSON: ${messageOf(error)}`);
  }
  const type = messageType(shape.typeName);
  const flat = flatColumns(shape, type.fields, json);
  if (flat === null) return { line: row.line, ...fromJson(type, json) };
  const { message, problems } = fromJson(type, flat.rest);
  const read = finish(shape, { ...message, ...flat.cells }, problems);
  return { line: row.line, ...read };
}

/**
 * The keys of a JSON line that are columns of the CSV form but no fields of the message, such as
 * `sku` of a stock row or `latitude` of a location; null where there are none.
 */
function flatColumns(
  shape: RecordShape,
  fields: object,
  json: unknown,
): { cells: PlainMessage; rest: PlainMessage } | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const cells: PlainMessage = {};
  const rest: PlainMessage = {};
  for (const [key, value] of Object.entries(json)) {
    const isColumn = !Object.hasOwn(fields, key) && Object.hasOwn(shape.columns, key);
    const kind = isColumn ? shape.columns[key] : undefined;
    const isOfKind = typeof value === (kind === 'decimal' ? 'number' : 'string');
    if (kind !== undefined && isOfKind) cells[key] = value;
    else rest[key] = value;
  }
  return Object.keys(cells).length === 0 ? null : { cells, rest };
}

function readGeonamesLine(shape: RecordShape, row: CsvRecord): FileRecord {
  const fields = row.fields[0].split('\t');
  if (fields.length < GEONAMES.columnsMin) {
    return bad(row.line, 'row', `has ${fields.length} columns where GeoNames has 12`);
  }
  const { countryCode, postalCode, latitude, longitude } = GEONAMES;
  const header = { columns: ['countryCode', 'postalCode', 'latitude', 'longitude'] };
  const cells = [fields[countryCode], fields[postalCode], fields[latitude], fields[longitude]];
  return { line: row.line, ...readRow(shape, header, cells) };
}

/**
 * The Census gazetteer of ZIP code tabulation areas: GEOID, areas, INTPTLAT, INTPTLONG; its
 * headings end in blanks.
 */
function zctaReader(shape: RecordShape): RowReader {
  let places: number[] | undefined;
  let delimiter = '\t';
  return (row) => {
    const text = row.fields[0];
    if (places === undefined) {
      delimiter = text.includes('\t') ? '\t' : '|';
      const names = text.split(delimiter).map((name) => name.trim());
      places = ['GEOID', 'INTPTLAT', 'INTPTLONG'].map((name) => names.indexOf(name));
      if (places.includes(-1)) {
        throw wrongUse(`line ${row.line}: needs the columns GEOID, INTPTLAT and INTPTLONG`);
      }
      return null;
    }
    const fields = text.split(delimiter);
    if (fields.length <= Math.max(...places)) return bad(row.line, 'row', 'has too few columns');
    const header = { columns: ['countryCode', 'postalCode', 'latitude', 'longitude'] };
    const cells = ['US', ...places.map((place) => fields[place])];
    return { line: row.line, ...readRow(shape, header, cells) };
  };
}

function bad(line: number, field: string, description: string): FileRecord {
  return { line, message: {}, problems: [{ field, description }] };
}
