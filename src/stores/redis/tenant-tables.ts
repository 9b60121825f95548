// How what a tenant has in the tables of a folder is named in Redis. A table is a hash; a large one
// is many of them, its buckets, small enough that Redis keeps them packed. A field is the key of
// the table without the tenant's number, which is this engine's own, and without the bucket.

import { binaryKey, rawTable, type Database, type TenantRecord } from '../embedded/database.js';

/** A field that is set, or goes: then `value` is null. */
export type FieldWrite = {
  readonly table: TenantTable;
  /** 0 where the table has no buckets. */
  readonly bucket: number;
  readonly field: Buffer;
  readonly value: Buffer | null;
};

/** A key of a table of the folder. */
export type TableKey = Buffer | (string | number)[] | string;

/** A table of the folder as it is written by this file. */
export type OpenTable = {
  put(key: TableKey, value: unknown): unknown;
  remove(key: TableKey): unknown;
  get(key: TableKey): unknown;
  getRange(range: object): Iterable<{ key: TableKey; value: unknown }>;
};

/** Keys: bytes that begin with the tenant's number, lists that do, or the tenant's id. */
type KeyKind = 'bytes' | 'list' | 'tenant';

/** A table of a tenant. */
export type TenantTable = {
  /** Its part of the keys in Redis. */
  readonly name: string;
  readonly keys: KeyKind;
  readonly isJson: boolean;
  /**
   * How many of the low bits of the number behind the tenant's stay in the field; -1: no buckets.
   */
  readonly fieldBits: number;
  readonly of: (database: Database) => OpenTable;
  /** The same with the bytes on disk as values: those of a field, but for the tenant's record. */
  readonly rawOf: (database: Database) => OpenTable;
};

type TableName = Exclude<
  keyof Database,
  'root' | 'meta' | 'recordPages' | 'recordIndex' | 'recordSites' | 'recordLogs'
>;

function table(
  name: string,
  of: TableName,
  keys: KeyKind,
  isJson: boolean,
  fieldBits = -1,
): TenantTable {
  return {
    name,
    keys,
    isJson,
    fieldBits,
    of: (database) => database[of] as unknown as OpenTable,
    rawOf: (database) => rawOf(database, of, keys === 'bytes'),
  };
}

/** Tables that were opened to be read and written as bytes. */
const rawTables = new WeakMap<Database, Map<TableName, OpenTable>>();

function rawOf(database: Database, name: TableName, hasByteKeys: boolean): OpenTable {
  const tables = rawTables.get(database) ?? new Map<TableName, OpenTable>();
  rawTables.set(database, tables);
  const open = tables.get(name) ?? (rawTable(database, name, hasByteKeys) as unknown as OpenTable);
  tables.set(name, open);
  return open;
}

/** The table of stock rows: a bucket holds those of a product. */
export const ROWS = table('rows', 'rows', 'bytes', false, 0);
/** The table of product codes: a bucket holds 128 of them. */
export const CODES = table('codes', 'productCodes', 'bytes', false, 7);
/** The one record of the tenant itself; its number is not in it. */
export const TENANT = table('tenant', 'tenants', 'tenant', true);
/** Codes of a bucket. */
export const CODES_OF_BUCKET = 128;

/** All tables that engines share; records of decisions are not among them. */
export const TENANT_TABLES: readonly TenantTable[] = [
  TENANT,
  CODES,
  ROWS,
  table('floors', 'productFloors', 'bytes', false),
  table('segments', 'segments', 'list', true),
  table('sets', 'attributeSets', 'list', true),
  table('locations', 'locations', 'list', true),
  table('location-undo', 'locationUndo', 'list', true),
  table('postal', 'postalCodes', 'bytes', false),
  table('sites', 'sites', 'list', true),
  table('versions', 'versions', 'list', true),
  table('documents', 'documents', 'list', true),
  table('ledger', 'ledger', 'bytes', false),
  table('ledger-products', 'ledgerProducts', 'bytes', false),
  table('ledger-openings', 'ledgerOpenings', 'bytes', false),
  table('holds', 'holds', 'bytes', true),
  table('transfers', 'transfers', 'bytes', true),
  table('answers', 'answers', 'bytes', true),
  table('dues', 'dues', 'bytes', false),
  table('allocations', 'allocations', 'bytes', true),
  table('allocation-rows', 'allocationRows', 'bytes', false),
  table('backorders', 'backorders', 'bytes', false),
  table('limit-counts', 'limitCounts', 'bytes', false),
  table('events', 'events', 'bytes', false),
];

const BY_NAME = new Map(TENANT_TABLES.map((one) => [one.name, one]));

/** The field of the tenant's record. */
const TENANT_FIELD = Buffer.from('record');

/** The name of a hash behind the tenant's part of its key: table, and bucket where it has some. */
export function hashName({ name, fieldBits }: TenantTable, bucket: number): string {
  return fieldBits < 0 ? name : `${name}:${bucket}`;
}

/** The table and the bucket of such a name; undefined where a release knows no such table. */
export function tableOfHash(name: string): { table: TenantTable; bucket: number } | undefined {
  const [front, bucket] = name.split(':', 2);
  const found = BY_NAME.get(front);
  return found && { table: found, bucket: Number(bucket ?? 0) };
}

/** What a key and a value of a table are in Redis; a value of undefined goes. */
export function fieldOf(owner: TenantTable, key: TableKey, value: unknown): FieldWrite {
  const bytes = value === undefined ? null : bytesOfValue(owner, value);
  return { table: owner, ...placeOf(owner, key), value: bytes };
}

/** Where the value of a key is in Redis. */
export function placeOf(
  { keys, fieldBits }: TenantTable,
  key: TableKey,
): Pick<FieldWrite, 'bucket' | 'field'> {
  if (keys === 'tenant') return { bucket: 0, field: TENANT_FIELD };
  if (keys === 'list') {
    return { bucket: 0, field: Buffer.from(JSON.stringify((key as (string | number)[]).slice(1))) };
  }
  const whole = key as Buffer;
  if (fieldBits < 0) return { bucket: 0, field: whole.subarray(4) };
  // With no bits left of the number, the bucket says all of it.
  const field = whole.subarray(fieldBits === 0 ? 8 : 4);
  return { bucket: whole.readUInt32BE(4) >>> fieldBits, field };
}

/** The key of a field in the folder where the tenant has a number. */
export function keyOf(
  { table: owner, bucket, field }: Pick<FieldWrite, 'table' | 'bucket' | 'field'>,
  tenantId: string,
  number: number,
): TableKey {
  if (owner.keys === 'tenant') return tenantId;
  if (owner.keys === 'list') return [number, ...JSON.parse(field.toString())];
  if (owner.fieldBits === 0) return Buffer.concat([binaryKey(number, bucket), field]);
  return Buffer.concat([binaryKey(number), field]);
}

/** The bytes of a field as the folder has them. */
function rawValueOf(owner: TenantTable, bytes: Buffer, number: number): Buffer {
  if (owner.keys !== 'tenant') return bytes;
  const shared = JSON.parse(bytes.toString()) as Omit<TenantRecord, 'number'>;
  return Buffer.from(JSON.stringify({ ...shared, number } satisfies TenantRecord));
}

/** What Redis has as value where the folder has these bytes. */
export function sharedValueOf(owner: TenantTable, bytes: Buffer): Buffer {
  return owner.keys === 'tenant' ? bytesOfValue(owner, JSON.parse(bytes.toString())) : bytes;
}

/** What the bytes of a field say. */
export function valueOf({ isJson }: TenantTable, bytes: Buffer): unknown {
  return isJson ? JSON.parse(bytes.toString()) : bytes;
}

/** Sets or removes a field in the folder, in the running transaction. */
export function putField(
  database: Database,
  { table: owner, value }: FieldWrite,
  key: TableKey,
  number: number,
): void {
  const open = owner.rawOf(database);
  if (value === null) void open.remove(key);
  else void open.put(key, rawValueOf(owner, value, number));
}

/** Sets or removes fields of a tenant in the folder, in the running transaction. */
export function putFields(
  database: Database,
  tenantId: string,
  number: number,
  writes: readonly FieldWrite[],
): void {
  for (const write of writes) {
    putField(database, write, keyOf(write, tenantId, number), number);
  }
}

function bytesOfValue(owner: TenantTable, value: unknown): Buffer {
  if (owner.keys === 'tenant') {
    const { number: _own, ...shared } = value as TenantRecord;
    return Buffer.from(JSON.stringify(shared));
  }
  if (owner.isJson) return Buffer.from(JSON.stringify(value));
  const bytes = value as Uint8Array;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The range of all keys of a tenant in a table of the folder. */
export function rangeOf({ keys }: TenantTable, tenantId: string, number: number): object {
  if (keys === 'tenant') return { start: tenantId, end: `${tenantId}\u0000` };
  if (keys === 'list') return { start: [number], end: [number + 1] };
  return { start: binaryKey(number), end: binaryKey(number + 1) };
}
