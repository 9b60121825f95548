// How what other engines committed comes into this one: into the tables of the replica, and through
// a draft into what the tenant is here, as if it had been decided here. Commits that change stock
// and nothing else that routing knows go into the columns alone; the replica gets them behind.

import type { ConfigurationDocument } from '../../configuration/document.js';
import type { LocationDocument } from '../../configuration/location-document.js';
import { decodeCode } from '../embedded/code-codec.js';
import {
  transact,
  type Database,
  type HoldRecord,
  type SiteRecord,
  type TenantRecord,
  type VersionRecord,
} from '../embedded/database.js';
import { entriesOf, nameOfKey } from '../embedded/limits/entries.js';
import { settleTallies, tallyIn } from '../embedded/limits/tallies.js';
import { decodeRow } from '../embedded/row-codec.js';
import { waitingProductOf } from '../embedded/allocation/queue.js';
import { firstHoldEnd } from '../embedded/stock/holds.js';
import { TenantDraft } from '../embedded/tenant-draft.js';
import type { TenantState } from '../embedded/tenant-state.js';
import { readPostalTable } from '../embedded/write-locations.js';
import { eachWrite, hashesOf, unitedWrites, type FeedEntry } from './feed-entry.js';
import type { Overlay } from './overlay.js';
import { RowWrites } from './row-writes.js';
import { keyOf, putField, ROWS, TENANT, valueOf, type FieldWrite } from './tenant-tables.js';

/**
 * The draft that has what some entries say, the oldest first. What is not in the replica by then is
 * in the backlog.
 */
export function followEntries(
  { database, overlay: { backlog } }: { readonly database: Database; readonly overlay: Overlay },
  state: TenantState,
  entries: readonly FeedEntry[],
  nowEpochMs: number,
): TenantDraft {
  const draft = stockDraft(database, state, entries, nowEpochMs);
  if (draft !== null) {
    backlog.add(state.tenantId, state.number, entries);
    return draft;
  }
  backlog.settle();
  return followWrites(database, state, unitedWrites(entries), nowEpochMs);
}

/** The draft of entries that change stock alone; null: others. Reads nothing of the replica. */
function stockDraft(
  database: Database,
  state: TenantState,
  entries: readonly FeedEntry[],
  nowEpochMs: number,
): TenantDraft | null {
  const rows = new RowWrites();
  const last: { bytes: Buffer | null } = { bytes: null };
  for (const entry of entries) {
    const hashes = hashesOf(entry);
    if (hashes.some(({ table }) => table !== ROWS && !BEHIND.has(table.name))) return null;
    const { writes } = entry;
    eachWrite(entry, hashes, ({ table, bucket }, field, _fieldEnd, value, valueEnd) => {
      if (table === ROWS) rows.put(bucket, writes, field, value, valueEnd);
      else if (table === TENANT && value >= 0) last.bytes = writes.subarray(value, valueEnd);
    });
  }
  const draft = new TenantDraft(state, database, nowEpochMs);
  draft.isWritten = true;
  for (const { product, changes, steps } of rows.changes(state.writer)) {
    draft.rowChanges.set(product, changes);
    draft.rowSteps.set(product, steps);
  }
  if (last.bytes === null) return draft;
  const record = valueOf(TENANT, last.bytes) as TenantRecord;
  const { postalVersion = 0, locationVersion = 1, eventSequence = 0 } = record;
  if (postalVersion !== state.postal.version || locationVersion !== state.table.version)
    return null;
  if ((record.isPostalPending === true) !== state.isPostalPending) return null;
  draft.changedRowCount = record.sequence - state.sequence;
  draft.eventCount = eventSequence - state.eventSequence;
  return draft;
}

/** Tables whose writes are of no consequence for what is known besides the tables. */
const BEHIND: ReadonlySet<string> = new Set([
  'tenant',
  'ledger',
  'ledger-products',
  'ledger-openings',
  'transfers',
  'answers',
  'dues',
  'allocations',
  'allocation-rows',
  'events',
]);

/** What is being followed. */
type Following = {
  readonly database: Database;
  readonly state: TenantState;
  readonly draft: TenantDraft;
  readonly locations: Map<number, LocationDocument | undefined>;
  readonly sites: Map<string, SiteRecord>;
  record: TenantRecord | undefined;
  hasHoldsChanged: boolean;
};

/** A write with what it meets in the replica. */
type Met = {
  readonly key: Buffer | (string | number)[];
  readonly value: unknown;
  readonly before: unknown;
};

/**
 * Makes the writes in the replica, in a transaction of their own, and gives the draft that has
 * them.
 */
function followWrites(
  database: Database,
  state: TenantState,
  writes: readonly FieldWrite[],
  nowEpochMs: number,
): TenantDraft {
  let draft = new TenantDraft(state, database, nowEpochMs);
  const action = (): void => {
    draft.isWritten = true;
    const following: Following = {
      database,
      state,
      draft,
      locations: new Map(),
      sites: new Map(),
      record: undefined,
      hasHoldsChanged: false,
    };
    for (const write of writes) putWrite(following, write);
    finish(following);
  };
  const takeBack = (): void => {
    draft.drop();
    draft = new TenantDraft(state, database, nowEpochMs);
  };
  transact(database, action, takeBack);
  return draft;
}

function putWrite(following: Following, write: FieldWrite): void {
  const { database, state } = following;
  const { table, value } = write;
  const key = keyOf(write, state.tenantId, state.number);
  const meet = MEETS[table.name];
  if (meet !== undefined) {
    const before = WITH_BEFORE.has(table.name) ? table.of(database).get(key) : undefined;
    const after = value === null ? undefined : valueOf(table, value);
    meet(following, { key: key as Met['key'], value: after, before });
  }
  putField(database, write, key, state.number);
}

/** Tables of which it matters what was there. */
const WITH_BEFORE = new Set(['rows', 'floors', 'holds', 'backorders']);

/** What a write means for the columns and for what is known of the tenant, by table. */
const MEETS: Readonly<Record<string, (following: Following, met: Met) => void>> = {
  tenant(following, { value }) {
    following.record = value as TenantRecord;
  },
  codes({ state, draft }, { value }) {
    if (value === undefined) return;
    const { product, kind, code } = decodeCode(value as Buffer);
    while (state.writer.productCount + draft.mark().productCount <= product) draft.addProduct();
    draft.addCode({ kind, bytes: code }, product);
  },
  segments({ state }, { value }) {
    if (value !== undefined) state.segments.intern(JSON.stringify(value));
  },
  sets({ draft }, { value }) {
    if (value !== undefined) draft.internSet(JSON.stringify(value));
  },
  rows({ draft }, { key, value, before }) {
    const bytes = key as Buffer;
    const product = bytes.readUInt32BE(4);
    const name = { location: bytes.readUInt32BE(8), segment: bytes.readUInt32BE(12) };
    const version = (row: unknown): number =>
      row === undefined ? 0 : decodeRow(row as Buffer, 0, 0).values.version;
    addSteps(draft, product, version(value) - version(before));
    if (value === undefined) draft.removeRow(product, name);
    else {
      const { values } = decodeRow(value as Buffer, name.location, name.segment);
      draft.setRow(product, values, before === undefined);
    }
  },
  floors({ draft }, { key, value, before }) {
    const floor = (bytes: unknown): number =>
      bytes === undefined ? 0 : (bytes as Buffer).readUInt32BE(0);
    addSteps(draft, (key as Buffer).readUInt32BE(4), floor(value) - floor(before));
  },
  locations({ locations }, { key, value }) {
    const [, index] = key as unknown as [number, number];
    locations.set(index, value as LocationDocument | undefined);
  },
  sites({ sites }, { key, value }) {
    const [, siteId] = key as unknown as [number, string];
    if (value !== undefined) sites.set(siteId, value as SiteRecord);
  },
  holds(following, { value, before }) {
    const record = value as HoldRecord | undefined;
    const old = before as HoldRecord | undefined;
    const isActive = record?.state === 'ACTIVE';
    const wasActive = old?.state === 'ACTIVE';
    if (wasActive && !isActive && old !== undefined) following.draft.holds.end(old.holdId);
    if (isActive && !wasActive && record !== undefined) following.draft.holds.begin(record);
    following.hasHoldsChanged = true;
  },
  backorders({ draft }, { key, value, before }) {
    const product = waitingProductOf(key as Buffer);
    const change = Number(value !== undefined) - Number(before !== undefined);
    if (product !== null && change !== 0) draft.waiting.count(product, change);
  },
  'limit-counts'({ draft }, { key }) {
    tallyIn(draft, nameOfKey(key as Buffer)).ruleText = '';
  },
};

/** The version of a product is the sum of those of its rows and of what rows that are gone had. */
function addSteps(draft: TenantDraft, product: number, steps: number): void {
  draft.rowSteps.set(product, (draft.rowSteps.get(product) ?? 0) + steps);
  if (!draft.rowChanges.has(product)) draft.rowChanges.set(product, []);
}

/** What rests on several writes, when all are in the tables. */
function finish(following: Following): void {
  const { database, state, draft, locations, sites, record } = following;
  const { number } = state;
  if (following.hasHoldsChanged) draft.nextHoldEndMs = firstHoldEnd(database, number);
  if (record !== undefined) {
    const { postalVersion = 0, locationVersion = 1, eventSequence = 0 } = record;
    draft.changedRowCount = record.sequence - state.sequence;
    draft.eventCount = eventSequence - state.eventSequence;
    if (locations.size > 0) draft.putLocations(locations);
    if (postalVersion !== state.postal.version) {
      draft.putPostal(readPostalTable(database, number, postalVersion));
    }
    draft.isPostalPending = record.isPostalPending === true;
    if (locationVersion !== state.table.version) draft.putTableVersion(locationVersion);
  }
  for (const [siteId, siteRecord] of sites) putSite(following, siteId, siteRecord);
  draft.recompile();
  for (const tally of draft.tallies.values()) {
    const [first] = entriesOf(database, tally.key, 0);
    tally.oldestEpochMs = first === undefined ? Number.POSITIVE_INFINITY : first.timeEpochMs;
  }
  settleTallies(database, draft);
}

function putSite({ database, state, draft }: Following, siteId: string, record: SiteRecord): void {
  const name = [state.number, siteId, record.live];
  const document = database.documents.get(name) as ConfigurationDocument;
  const version = database.versions.get(name) as VersionRecord;
  const program = draft.compile(document, record.live);
  draft.putSite(siteId, { record, version, document, program });
}
