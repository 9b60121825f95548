// What is on disk: the tables of the LMDB environment in the data folder, and their keys. Knows no
// rules.
//
//   meta            name                              schema version, ceiling of suggestion ids
//   tenants         tenant id                         TenantRecord
//   locations       [tenant, index]                   LocationDocument
//   product-codes   tenant | code ordinal             product | kind | code bytes
//   product-floors  tenant | product                  changes of rows that are gone
//   segments        [tenant, segment]                 see row-names.ts
//   attribute-sets  [tenant, set]                     see row-names.ts
//   rows            tenant | product | location | segment    see row-codec.ts
//   postal-codes    tenant | COUNTRY|CODE             latitude | longitude
//   sites           [tenant, site id]                 SiteRecord
//   versions        [tenant, site id, version]        VersionRecord
//   documents       [tenant, site id, version]        ConfigurationDocument
//   ledger          tenant | sequence                 see history/ledger-codec.ts
//   ledger-products tenant | product | version        sequence
//   ledger-openings tenant | product | location | segment    see history/openings.ts
//   location-undo   [tenant, table version]           UndoRecord
//   record-pages    site | first id                   records, one behind the other
//   record-index    site | drain | place              see history/page-codec.ts
//   record-sites    site                              bytes | last drain
//   record-logs     site | suggestion id              SuggestionLog message
//   holds           tenant | hold id                  HoldRecord
//   transfers       tenant | transfer id              Transfer, with numbers of its rows
//   answers         tenant | method | key             see stock/idempotency.ts
//   dues            tenant | kind | time | name       see stock/dues.ts
//   allocations     tenant | order id                 AllocationRecord
//   allocation-rows tenant | product | location | segment | order id    units of the row
//   backorders      tenant | product | place in the queue    see allocation/queue.ts
//   events          tenant | sequence                 see events/events.ts
//   limit-counts    tenant | name of a limit's count | time    see limits/entries.ts
//
// Parts of binary keys are 32-bit big-endian, so that a range scan comes in the order of the
// columns; sequences, ids, drains and times are 64-bit. `site` is tenant | bytes of the site id
// (one byte) | site id.

import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { compareKeys, open, type Database as Table, type RootDatabase } from 'lmdb';
import { failedPrecondition, type RefusalDetail } from '../../base/outcome.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import type { LocationDocument } from '../../configuration/location-document.js';
import type { Hold, Transfer } from '../stock-operations.js';
import type { AttributeSetRecord, SegmentRecord } from '../row-names.js';
import type { AllocationRecord } from './allocation/record.js';

/** The mark of LMDB, and which 32-bit word of a data file it is, in the machine's byte order. */
const MAGIC = 0xbeefc0de;
const MAGIC_WORD = 6;

/** LMDB's codes of failures: from a key that exists to a page that is wrong. */
const LMDB_CODES = { first: -30799, last: -30769 } as const;

/** The name of the file that holds everything, in the data folder. */
export const DATA_FILE = 'data.mdb';

/**
 * The layout that this release writes. What older ones wrote is read as it is, and written anew as
 * it changes: stock rows of version 1, which had no history, as having been there always; rows and
 * changes of version 2 as having neither thresholds nor extensible attributes. Version 2 knew no
 * future stock, version 3 no holds and transfers, version 4 no allocations; version 5 kept nothing
 * of changes that it let go of. Any other is refused.
 */
export const SCHEMA_VERSION = 6;
const OLDER_SCHEMA_VERSIONS: readonly number[] = [1, 2, 3, 4, 5];

/** Names in the table `meta`. */
export const STORE_META = { schema: 'schema', suggestionIds: 'suggestion-ids' } as const;

/** What is kept of a tenant besides its tables. */
export type TenantRecord = {
  readonly number: number;
  /** Stock rows changed since the tenant began. */
  readonly sequence: number;
  /** Locations ever made: the next index. */
  readonly locationCount: number;
  /** Of the table of locations that was published last; absent: 1. */
  readonly locationVersion?: number;
  /** Of the table of postal codes that was published last; absent: 0. */
  readonly postalVersion?: number;
  /** Whether postal codes were written since. */
  readonly isPostalPending?: boolean;
  /** Of the event that was written last; absent: 0. */
  readonly eventSequence?: number;
};

/** How to get from a table of locations back to the one before. */
export type UndoRecord = {
  /** The version of the table before. */
  readonly previous: number;
  /** When the table took its place. */
  readonly timeEpochMs: number;
  /** How many locations, holes included, the table before had. */
  readonly count: number;
  readonly changes: readonly LocationUndo[];
};

/** What a location was. */
export type LocationUndo = {
  readonly index: number;
  /** Null: a hole. Absent: the document was the same, and its place was another. */
  readonly document?: LocationDocument | null;
  /**
   * Of a location without coordinates of its own, its point on the unit sphere: x, y and z as
   * doubles in base64, for JSON knows no zero below zero. Null: unknown.
   */
  readonly point?: string | null;
};

/** What is kept of a site besides its versions. */
export type SiteRecord = {
  /** The live version. */
  readonly live: number;
  readonly versionCount: number;
  /** The id that the next new resource gets. */
  readonly nextId: number;
};

/** What is kept of a version besides its document. */
export type VersionRecord = { readonly etag: string; readonly createTimeEpochMs: number };

/** A hold, with the numbers of its rows, which stay while it is active. */
export type HoldRecord = Omit<Hold, 'lines'> & {
  readonly lines: readonly (Hold['lines'][number] & HoldRow)[];
};

/** The numbers of a row that units are held of. */
export type HoldRow = {
  readonly productIndex: number;
  readonly locationIndex: number;
  readonly segmentIndex: number;
};

/** A transfer, with the numbers of its products and segments. */
export type TransferRecord = Omit<Transfer, 'lines'> & {
  readonly lines: readonly (Transfer['lines'][number] & Omit<HoldRow, 'locationIndex'>)[];
};

/** What a call with an idempotency key was answered. */
export type AnswerRecord = {
  readonly timeEpochMs: number;
  /** Of what the call asked for. */
  readonly digest: string;
  readonly outcome:
    | { readonly isDone: true; readonly value: unknown }
    | { readonly isDone: false; readonly detail: RefusalDetail };
};

/** A table with binary keys and values. */
export type BinaryTable = Table<Buffer, Uint8Array>;
/** A table whose keys start with the tenant's number. */
export type KeyedTable<V> = Table<V, (string | number)[]>;

/** A table with binary keys and values in JSON. */
export type NamedTable<V> = Table<V, Buffer>;

/** The open environment. */
export type Database = {
  readonly root: RootDatabase;
  readonly meta: Table<number, string>;
  readonly tenants: Table<TenantRecord, string>;
  readonly locations: KeyedTable<LocationDocument>;
  readonly productCodes: BinaryTable;
  readonly productFloors: BinaryTable;
  readonly segments: KeyedTable<SegmentRecord>;
  readonly attributeSets: KeyedTable<AttributeSetRecord>;
  readonly rows: BinaryTable;
  readonly postalCodes: BinaryTable;
  readonly sites: KeyedTable<SiteRecord>;
  readonly versions: KeyedTable<VersionRecord>;
  readonly documents: KeyedTable<ConfigurationDocument>;
  readonly ledger: BinaryTable;
  readonly ledgerProducts: BinaryTable;
  readonly ledgerOpenings: BinaryTable;
  readonly locationUndo: KeyedTable<UndoRecord>;
  readonly recordPages: BinaryTable;
  readonly recordIndex: BinaryTable;
  readonly recordSites: BinaryTable;
  readonly recordLogs: BinaryTable;
  readonly holds: NamedTable<HoldRecord>;
  readonly transfers: NamedTable<TransferRecord>;
  readonly answers: NamedTable<AnswerRecord>;
  readonly dues: BinaryTable;
  readonly allocations: NamedTable<AllocationRecord>;
  readonly allocationRows: BinaryTable;
  readonly backorders: BinaryTable;
  readonly limitCounts: BinaryTable;
  readonly events: BinaryTable;
};

/**
 * Opens the environment in a folder that is there, and makes it where it is missing. One that is
 * not flushed outlives its process, and not the machine. Refuses an unknown schema version.
 */
export function openDatabase(folder: string, { isFlushed = true } = {}): Database {
  checkMagic(folder);
  // Commits flush before they return: the flush is not left to a later moment.
  const root = open({
    path: folder,
    noSubdir: false,
    maxDbs: 32,
    overlappingSync: false,
    noSync: !isFlushed,
  });
  const meta = root.openDB<number, string>('meta', { encoding: 'json' });
  try {
    checkSchema(meta, folder);
  } catch (error) {
    void root.close();
    throw error;
  }
  const binary = (name: string) =>
    root.openDB<Buffer, Uint8Array>(name, { encoding: 'binary', keyEncoding: 'binary' });
  const keyed = <V>(name: string) =>
    root.openDB<V, (string | number)[]>(name, { encoding: 'json' });
  const named = <V>(name: string) =>
    root.openDB<V, Buffer>(name, { encoding: 'json', keyEncoding: 'binary' });
  return {
    root,
    meta,
    tenants: root.openDB<TenantRecord, string>('tenants', { encoding: 'json' }),
    locations: keyed('locations'),
    productCodes: binary('product-codes'),
    productFloors: binary('product-floors'),
    segments: keyed('segments'),
    attributeSets: keyed('attribute-sets'),
    rows: binary('rows'),
    postalCodes: binary('postal-codes'),
    sites: keyed('sites'),
    versions: keyed('versions'),
    documents: keyed('documents'),
    ledger: binary('ledger'),
    ledgerProducts: binary('ledger-products'),
    ledgerOpenings: binary('ledger-openings'),
    locationUndo: keyed('location-undo'),
    recordPages: binary('record-pages'),
    recordIndex: binary('record-index'),
    recordSites: binary('record-sites'),
    recordLogs: binary('record-logs'),
    holds: named('holds'),
    transfers: named('transfers'),
    answers: named('answers'),
    dues: binary('dues'),
    allocations: named('allocations'),
    allocationRows: binary('allocation-rows'),
    backorders: binary('backorders'),
    limitCounts: binary('limit-counts'),
    events: binary('events'),
  };
}

/** The same table with the bytes on disk as values. `name` is the table's among the others. */
export function rawTable(
  { root }: Database,
  name: Exclude<keyof Database, 'root'>,
  hasByteKeys: boolean,
): Table<Buffer> {
  const onDisk = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const keys = hasByteKeys ? ({ keyEncoding: 'binary' } as const) : {};
  return root.openDB<Buffer>(onDisk, { encoding: 'binary', ...keys });
}

/** LMDB ends the process where its file is something else. A missing or an empty one is new. */
function checkMagic(folder: string): void {
  const head = new Uint32Array(MAGIC_WORD + 1);
  let file: number;
  try {
    file = openSync(join(folder, DATA_FILE), 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const bytesRead = readSync(file, head, 0, head.byteLength, 0);
  closeSync(file);
  if (bytesRead === 0 || head[MAGIC_WORD] === MAGIC) return;
  throw failedPrecondition('NOT_A_STORE', `${DATA_FILE} in ${folder} is damaged or no store`);
}

function checkSchema(meta: Table<number, string>, folder: string): void {
  const version = meta.get(STORE_META.schema);
  if (version === SCHEMA_VERSION) return;
  if (version === undefined || OLDER_SCHEMA_VERSIONS.includes(version)) {
    meta.putSync(STORE_META.schema, SCHEMA_VERSION);
    return;
  }
  throw failedPrecondition(
    'UNKNOWN_SCHEMA_VERSION',
    `the data folder ${folder} has schema version ${version}, this release knows ${SCHEMA_VERSION}`,
  );
}

/**
 * Runs `action` in one transaction; returns when it is flushed to disk. A throw leaves everything
 * as it was. Runs it again where LMDB itself fails: that (lmdb 3.5.6) finds its list of free pages
 * wrong now and then, once in some hundred thousand commits, commits nothing, and reads the list
 * anew for the next transaction. `takeBack` undoes what the first run did besides; throws what the
 * second throws.
 */
export function transact<T>(
  { root }: Database,
  action: () => T,
  takeBack: () => void = () => {},
): T {
  // Not `transaction()`: its promise never settles.
  try {
    return root.transactionSync(action);
  } catch (error) {
    if (!isOfLmdb(error)) throw error;
    takeBack();
    return root.transactionSync(action);
  }
}

/** LMDB's own codes; those of the system, a full disk's for one, are above zero. */
function isOfLmdb(error: unknown): boolean {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === 'number' && code <= LMDB_CODES.last && code >= LMDB_CODES.first;
}

/** Which of two keys of a keyed table comes first: below 0, 0, above 0. */
export function compareKeyed(left: (string | number)[], right: (string | number)[]): number {
  return compareKeys(left, right);
}

/** A binary key of 32-bit parts, big-endian. */
export function binaryKey(...parts: number[]): Buffer {
  const key = Buffer.allocUnsafe(parts.length * 4);
  for (let i = 0; i < parts.length; i++) key.writeUInt32BE(parts[i], i * 4);
  return key;
}

/** The key of a stock row. */
export function rowKey(tenant: number, product: number, location: number, segment: number): Buffer {
  const key = Buffer.allocUnsafe(16);
  key.writeUInt32BE(tenant, 0);
  key.writeUInt32BE(product, 4);
  key.writeUInt32BE(location, 8);
  key.writeUInt32BE(segment, 12);
  return key;
}

/** The key of an order in the table of allocations. */
export function allocationKey(tenant: number, orderId: string): Buffer {
  return Buffer.concat([binaryKey(tenant), Buffer.from(orderId)]);
}

/** The range of all binary keys of a tenant. */
export function binaryRange(tenant: number): { start: Buffer; end: Buffer } {
  return { start: binaryKey(tenant), end: binaryKey(tenant + 1) };
}

/** The range of all keys of a tenant. */
export function keyedRange(tenant: number): { start: number[]; end: number[] } {
  return { start: [tenant], end: [tenant + 1] };
}
