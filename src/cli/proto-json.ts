// JSON of a message and back, strictly: camelCase or snake_case keys, short or full enum names,
// nothing unknown. Knows the contract by reflection only; what the values mean is for the server to
// judge.

import protobuf from 'protobufjs';
import type { FieldViolation } from '../base/outcome.js';
import { parseDecimal } from '../base/units.js';

/** A message as protobufjs takes it: camelCase fields; absent fields are absent. */
export type PlainMessage = Record<string, unknown>;

/** Problems that are listed before reading stops to collect them. */
const PROBLEMS_MAX = 100;

/**
 * What was read, and every problem with its path; the message is only good where there is no
 * problem.
 */
export type Reading = { readonly message: PlainMessage; readonly problems: FieldViolation[] };

/**
 * Reads a JSON value as a message of a type. `null` counts as absent, as in the JSON of protobuf.
 */
export function fromJson(type: protobuf.Type, json: unknown): Reading {
  const problems: FieldViolation[] = [];
  const message = readMessage(type, json, '', problems);
  return { message: (message ?? {}) as PlainMessage, problems };
}

function report(problems: FieldViolation[], field: string, description: string): undefined {
  if (problems.length < PROBLEMS_MAX) problems.push({ field, description });
  return undefined;
}

function readMessage(
  type: protobuf.Type,
  json: unknown,
  path: string,
  problems: FieldViolation[],
): unknown {
  if (type.fullName === '.google.protobuf.Timestamp') return readTimestamp(json, path, problems);
  if (!isObject(json)) {
    return report(problems, path, `must be an object, not ${nameOf(json)}`);
  }
  const message: PlainMessage = {};
  const taken = new Map<string, string>();
  for (const [key, value] of Object.entries(json)) {
    const at = path === '' ? key : `${path}.${key}`;
    const name = camelOf(key);
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (field === undefined) {
      report(problems, at, `unknown key${suggestion(key, Object.keys(type.fields))}`);
      continue;
    }
    if (value === null || value === undefined) continue;
    const slot = field.partOf && !isOptional(field) ? field.partOf.name : field.name;
    const before = taken.get(slot);
    if (before !== undefined) report(problems, at, `given together with ${before}`);
    taken.set(slot, key);
    message[field.name] = readField(field, value, at, problems);
  }
  return message;
}

function readField(
  field: protobuf.Field,
  json: unknown,
  path: string,
  problems: FieldViolation[],
): unknown {
  if (field.map) {
    if (!isObject(json)) return report(problems, path, `must be an object, not ${nameOf(json)}`);
    // Without a prototype `__proto__` is a key like any other.
    const map = Object.create(null) as PlainMessage;
    for (const [key, value] of Object.entries(json)) {
      map[key] = readOne(field, value, `${path}.${key}`, problems);
    }
    return map;
  }
  if (!field.repeated) return readOne(field, json, path, problems);
  if (!Array.isArray(json)) return report(problems, path, `must be a list, not ${nameOf(json)}`);
  return json.map((value, i) => readOne(field, value, `${path}[${i}]`, problems));
}

function readOne(
  field: protobuf.Field,
  json: unknown,
  path: string,
  problems: FieldViolation[],
): unknown {
  const resolved = field.resolvedType;
  if (resolved instanceof protobuf.Type) return readMessage(resolved, json, path, problems);
  if (resolved instanceof protobuf.Enum) return readEnum(resolved, json, path, problems);
  switch (field.type) {
    case 'string':
      if (typeof json === 'string') return json;
      return report(problems, path, `must be text, not ${nameOf(json)}: write it in quotes`);
    case 'bool':
      if (typeof json === 'boolean') return json;
      return report(problems, path, `must be true or false, not ${nameOf(json)}`);
    case 'double':
      return readDouble(json, path, problems);
    default:
      return readInteger(field.type, json, path, problems);
  }
}

function readDouble(json: unknown, path: string, problems: FieldViolation[]): number | undefined {
  const value = typeof json === 'string' ? parseDecimal(json) : json;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return report(problems, path, `must be a number, not ${nameOf(json)}`);
}

function readInteger(
  type: string,
  json: unknown,
  path: string,
  problems: FieldViolation[],
): number | string | undefined {
  const isText = typeof json === 'string' && /^-?\d{1,19}$/.test(json);
  if (!isText && !Number.isInteger(json)) {
    return report(problems, path, `must be a whole number, not ${nameOf(json)}`);
  }
  const value = BigInt(json as string | number);
  if (BigInt.asIntN(type === 'int32' ? 32 : 64, value) !== value) {
    return report(problems, path, `is outside of ${type}`);
  }
  // Numbers above 2^53 were rounded by whoever read the JSON; text is exact.
  if (!isText && !Number.isSafeInteger(json)) {
    return report(problems, path, 'is too large for a JSON number: write it in quotes');
  }
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function readEnum(
  type: protobuf.Enum,
  json: unknown,
  path: string,
  problems: FieldViolation[],
): number | undefined {
  const names = Object.keys(type.values).map((name) => shortName(type, name));
  const shorts = names.filter((name) => name !== 'UNSPECIFIED');
  if (typeof json !== 'string') {
    return report(problems, path, `must be one of ${shorts.join(', ')}, not ${nameOf(json)}`);
  }
  const full = Object.hasOwn(type.values, json) ? json : `${prefixOf(type)}${json}`;
  if (Object.hasOwn(type.values, full)) return type.values[full];
  return report(problems, path, `'${json}' is not one of ${shorts.join(', ')}`);
}

function readTimestamp(json: unknown, path: string, problems: FieldViolation[]): unknown {
  const epochMs =
    typeof json === 'string' && /^\d{4}-\d\d-\d\dT/.test(json) ? Date.parse(json) : Number.NaN;
  if (Number.isNaN(epochMs)) {
    return report(problems, path, 'must be a time such as 2026-03-01T12:00:00Z');
  }
  return timestampOf(epochMs);
}

/** The protobuf form of a time in epoch milliseconds. */
export function timestampOf(epochMs: number): { seconds: number; nanos: number } {
  const seconds = Math.floor(epochMs / 1000);
  return { seconds, nanos: Math.round((epochMs - seconds * 1000) * 1e6) };
}

/** How a message is written. */
export type WriteOptions = {
  /** Whether fields at their default and empty lists are written too. */
  readonly hasDefaults?: boolean;
  /** Fields that are left out wherever they occur. */
  readonly omit?: ReadonlySet<string>;
};

/**
 * The JSON value of a decoded message: camelCase, short enum names, whole numbers as numbers where
 * exact.
 */
export function toJson(
  type: protobuf.Type,
  message: PlainMessage,
  options: WriteOptions = {},
): unknown {
  if (type.fullName === '.google.protobuf.Timestamp') {
    const epochMs = Number(message.seconds ?? 0) * 1000 + Number(message.nanos ?? 0) / 1e6;
    return new Date(epochMs).toISOString();
  }
  const json: PlainMessage = {};
  for (const field of type.fieldsArray) {
    if (options.omit?.has(field.name)) continue;
    const value = message[field.name];
    if (!isWritten(field, message, value, options.hasDefaults === true)) continue;
    if (field.map) {
      json[field.name] = Object.fromEntries(
        Object.entries(value as PlainMessage).map(([k, v]) => [k, writeOne(field, v, options)]),
      );
    } else if (field.repeated) {
      json[field.name] = (value as unknown[]).map((one) => writeOne(field, one, options));
    } else {
      json[field.name] = writeOne(field, value, options);
    }
  }
  return json;
}

function isWritten(
  field: protobuf.Field,
  message: PlainMessage,
  value: unknown,
  hasDefaults: boolean,
): boolean {
  if (value === undefined || value === null) return false;
  if (field.repeated) return hasDefaults || (value as unknown[]).length > 0;
  if (field.map) return hasDefaults || Object.keys(value).length > 0;
  if (field.partOf || field.resolvedType instanceof protobuf.Type) {
    return Object.hasOwn(message, field.name);
  }
  return hasDefaults || !isDefault(value);
}

function isDefault(value: unknown): boolean {
  return typeof value === 'string' ? value === '' : value === false || Number(value) === 0;
}

/** A 64-bit integer as protobufjs decodes it. */
type LongLike = { toNumber(): number; toString(): string };

function writeOne(field: protobuf.Field, value: unknown, options: WriteOptions): unknown {
  const resolved = field.resolvedType;
  if (resolved instanceof protobuf.Type) return toJson(resolved, value as PlainMessage, options);
  if (resolved instanceof protobuf.Enum) {
    const name = resolved.valuesById[value as number];
    return name === undefined ? value : shortName(resolved, name);
  }
  if (typeof value !== 'object') return value;
  const long = value as LongLike;
  const number = long.toNumber();
  return Number.isSafeInteger(number) ? number : long.toString();
}

/** The name of an enum value without the prefix that its enum gives to all of them. */
function shortName(type: protobuf.Enum, name: string): string {
  const prefix = prefixOf(type);
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function prefixOf(type: protobuf.Enum): string {
  return `${type.name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}_`;
}

/** snake_case as camelCase; camelCase stays as it is. */
export function camelOf(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

function isOptional(field: protobuf.Field): boolean {
  return field.partOf?.name === `_${field.name}`;
}

function isObject(json: unknown): json is PlainMessage {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function nameOf(json: unknown): string {
  if (json === null) return 'null';
  if (Array.isArray(json)) return 'a list';
  if (typeof json === 'string') return `'${json.slice(0, 40)}'`;
  if (typeof json === 'number' || typeof json === 'boolean') return `${json}`;
  return typeof json === 'object' ? 'an object' : 'this';
}

/**
 * ` (did you mean X?)` where a known name differs only in case and separators, or in one or two
 * letters.
 */
function suggestion(key: string, known: readonly string[]): string {
  const plain = key.replace(/[-_\s]/g, '').toLowerCase();
  const found = known.find((name) => editsApart(name.toLowerCase(), plain) <= 2);
  return found === undefined ? '' : ` (did you mean ${found}?)`;
}

/** Levenshtein distance, by the row-by-row method of Wagner and Fischer. */
function editsApart(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const swap = row[j] + (left[i] === right[j] ? 0 : 1);
      next.push(Math.min(swap, next[j] + 1, row[j + 1] + 1));
    }
    row = next;
  }
  return row[right.length];
}
