// How the tenants come into memory at start: range scans in the order of the keys, straight into
// the columns.

import { ROW_FIELDS } from '../../columns/stock.js';
import { compileProgram } from '../../configuration/compile.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import type { LocationDocument } from '../../configuration/location-document.js';
import { buildLocationTable, hasCoordinates } from '../location-table.js';
import { decodeCode } from './code-codec.js';
import {
  binaryRange,
  keyedRange,
  transact,
  type Database,
  type KeyedTable,
  type TenantRecord,
  type VersionRecord,
} from './database.js';
import type { Interner } from './interner.js';
import { loadTallies } from './limits/tallies.js';
import { decodeRowInto, productOfKey } from './row-codec.js';
import { heldRows } from './stock/hold-changes.js';
import { waitingCounts } from './allocation/queue.js';
import { firstHoldEnd } from './stock/holds.js';
import { TenantState, type SiteState, type TenantLimits } from './tenant-state.js';
import { readPostalTable } from './write-locations.js';

/** All tenants on disk, by id; limits are counted as at the time that is given. */
export function loadTenants(
  database: Database,
  limits: TenantLimits,
  nowEpochMs: number,
): Map<string, TenantState> {
  const tenants = new Map<string, TenantState>();
  // Loading a tenant may write its record: the list is read first.
  const records = Array.from(database.tenants.getRange({}));
  for (const { key, value } of records) {
    const state = loadTenant(database, key, value, limits);
    loadTallies(database, state, nowEpochMs);
    tenants.set(key, state);
  }
  return tenants;
}

/** A tenant on disk, without its counts of limits. */
function loadTenant(
  database: Database,
  tenantId: string,
  record: TenantRecord,
  limits: TenantLimits,
): TenantState {
  const { number } = record;
  const range = binaryRange(number);
  const state = new TenantState(tenantId, number, {
    ...limits,
    productCapacity: withSlack(database.productCodes.getKeysCount({ ...range })),
    rowCapacity: withSlack(database.rows.getKeysCount({ ...range })),
  });
  loadNames(database, state);
  for (const { value } of database.productCodes.getRange({ ...range })) {
    loadCode(state, value);
  }
  const row = new Int32Array(ROW_FIELDS.length);
  for (const { key, value } of database.rows.getRange({ ...range })) {
    decodeRowInto(key, value, row);
    state.writer.appendRow(productOfKey(key), row);
  }
  loadPlaces(database, state, record, false);
  loadRest(database, state, record);
  return state;
}

/**
 * Loads the locations and the sites of a tenant. Where other engines do not share it, postal codes
 * that were written and not published are published.
 */
export function loadPlaces(
  database: Database,
  state: TenantState,
  record: TenantRecord,
  isShared: boolean,
): void {
  loadLocations(database, state, record, isShared);
  loadSites(database, state);
}

/** Loads the rest of a tenant, whose names, codes, rows and places are there. */
export function loadRest(database: Database, state: TenantState, record: TenantRecord): void {
  state.sequence = record.sequence;
  state.eventSequence = record.eventSequence ?? 0;
  state.waiting = waitingCounts(database, record.number);
  for (const { key, value } of database.productFloors.getRange(binaryRange(record.number))) {
    state.writer.raiseVersion(productOfKey(key), value.readUInt32BE(0));
  }
  loadHolds(database, state);
  // What was made while loading is not a change of anything that was published.
  state.writer.takeGrowth();
  state.holds.takeGrowth();
}

/** Room for so many and some more, so that the first change does not have to copy everything. */
function withSlack(count: number): number {
  return count + (count >>> 3) + 64;
}

/** Loads the names of segments and attribute sets that the tenant does not have yet. */
export function loadNames(database: Database, state: TenantState): void {
  internAll(database.segments, state.number, state.segments);
  internAll(database.attributeSets, state.number, state.attributeSets);
  state.writeNames();
}

/** Loads the next code, which may be that of a new product. */
export function loadCode({ writer, firstCodes }: TenantState, value: Buffer): void {
  const { product, kind, code } = decodeCode(value);
  if (product === writer.productCount) {
    writer.addProduct();
    firstCodes[product] = writer.codeCount;
  }
  writer.addCode(kind, code, product);
}

function internAll(table: KeyedTable<object>, tenant: number, names: Interner): void {
  for (const { value } of table.getRange(keyedRange(tenant))) names.intern(JSON.stringify(value));
}

function loadHolds(database: Database, state: TenantState): void {
  state.nextHoldEndMs = firstHoldEnd(database, state.number);
  for (const { value } of database.holds.getRange(binaryRange(state.number))) {
    if (value.state !== 'ACTIVE') continue;
    state.holds.begin(Buffer.from(value.holdId), heldRows(value.lines), state.sequence);
  }
}

function loadLocations(
  database: Database,
  state: TenantState,
  record: TenantRecord,
  isShared: boolean,
): void {
  const { locationCount, locationVersion = 1, postalVersion = 0, isPostalPending } = record;
  const documents: (LocationDocument | undefined)[] = Array.from({ length: locationCount });
  const indexes = new Map<string, number>();
  for (const { key, value } of database.locations.getRange(keyedRange(state.number))) {
    const index = key[1] as number;
    documents[index] = value;
    indexes.set(value.code ?? '', index);
  }
  state.documents = documents;
  state.indexes = indexes;
  // All postal codes are read, also those that nobody has seen yet: then the tables are new ones.
  const step = isPostalPending === true && !isShared ? 1 : 0;
  state.isPostalPending = isPostalPending === true && isShared;
  state.postal = readPostalTable(database, state.number, postalVersion + step);
  state.table = buildLocationTable(documents, locationVersion + step, state.postal);
  if (step === 1) publishPending(database, state, record);
}

/**
 * Keeps that a table was published at the start. Where locations rest on postal codes, what they
 * were before is not known: without a record of it, older tables are not to be had any more.
 */
function publishPending(database: Database, state: TenantState, record: TenantRecord): void {
  const { table, documents, number } = state;
  const { version, count } = table;
  const isSame = documents.every((one) => one === undefined || hasCoordinates(one));
  transact(database, () => {
    if (isSame) {
      const undo = { previous: version - 1, timeEpochMs: Date.now(), count, changes: [] };
      void database.locationUndo.put([number, version], undo);
    }
    void database.tenants.put(state.tenantId, {
      ...record,
      locationVersion: version,
      postalVersion: state.postal.version,
      isPostalPending: false,
    });
  });
}

function loadSites(database: Database, state: TenantState): void {
  const sites = new Map<string, SiteState>();
  const { table, documents, words } = state;
  for (const { key, value: record } of database.sites.getRange(keyedRange(state.number))) {
    const siteId = key[1] as string;
    const name = [state.number, siteId, record.live];
    const document = database.documents.get(name) as ConfigurationDocument;
    const version = database.versions.get(name) as VersionRecord;
    const program = compileProgram(document, record.live, { table, documents }, words);
    sites.set(siteId, { record, version, document, program });
  }
  state.sites = sites;
}
