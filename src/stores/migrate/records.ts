// Records of decisions on their way: from the tables of a folder into pieces, as engines add them
// to a stream in Redis, and back into tables.

import { RECORD } from '../../wire/record.js';
import { transact, type Database } from '../embedded/database.js';
import {
  decodeEntry,
  entryKey,
  keyWith,
  numberOfKey,
  recordsIn,
  siteKey,
  siteOfKey,
} from '../embedded/history/page-codec.js';
import type { RecordPiece } from '../embedded/history/record-store.js';
import type { FolderTenant } from './hashes.js';

/** Bytes of a site's pages and logs, and the number of its last drain: two doubles. */
const SITE_BYTES = 16;
/** The largest place of a page in a drain. */
const PLACE_MAX = 0xffff;

/** The pages of a tenant in the order in which they were written, and the logs behind them. */
export function* recordPieces(
  database: Database,
  { number: tenant }: FolderTenant,
): Generator<RecordPiece> {
  for (const { key } of database.recordSites.getRange({})) {
    const { siteId, ...of } = siteOfKey(key);
    if (of.tenant !== tenant) continue;
    const site = Buffer.from(key);
    const end = keyWith(site, Number.MAX_SAFE_INTEGER);
    const index = { start: entryKey(site, 0, 0), end };
    for (const { key: at, value: entry } of database.recordIndex.getRange(index)) {
      const page = database.recordPages.get(keyWith(site, decodeEntry(entry).firstId));
      const drain = numberOfKey(site, at);
      if (page !== undefined) yield { kind: 'page', tenant, siteId, drain, entry, page };
    }
    const logs = { start: keyWith(site, 0), end };
    for (const { key: at, value: log } of database.recordLogs.getRange(logs)) {
      yield { kind: 'log', tenant, siteId, suggestionId: numberOfKey(site, at), log };
    }
  }
}

/** How many pages and logs there are of a tenant. */
export function recordCounts(database: Database, tenant: FolderTenant): Record<string, number> {
  const counts = { 'record-pages': 0, 'record-logs': 0 };
  for (const { kind } of recordPieces(database, tenant)) counts[`record-${kind}s`]++;
  return counts;
}

/** A site that pieces are put into. */
type Site = { readonly key: Buffer; lengthBytes: number; drain: number; of: number; place: number };

/** Puts pieces into the tables of a folder in which there were none. */
export class RecordSink {
  private readonly database: Database;
  private readonly sites = new Map<string, Site>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Puts some; those of a site that the tenant has not are left out, and what comes twice. */
  take(pieces: readonly RecordPiece[]): void {
    const { sites } = this;
    const known = Array.from(sites, ([name, site]) => [name, { ...site }] as const);
    const action = (): void => {
      for (const piece of pieces) {
        const site = this.siteOf(piece);
        if (site === undefined) continue;
        if (piece.kind === 'log') this.putLog(site, piece.suggestionId, piece.log);
        else this.putPage(site, piece);
        this.putSite(site);
      }
    };
    const takeBack = (): void => {
      sites.clear();
      for (const [name, site] of known) sites.set(name, site);
    };
    transact(this.database, action, takeBack);
  }

  private siteOf({ tenant, siteId }: RecordPiece): Site | undefined {
    const name = `${tenant}/${siteId}`;
    const known = this.sites.get(name);
    if (known !== undefined) return known;
    if (this.database.sites.get([tenant, siteId]) === undefined) return undefined;
    const site = { key: siteKey(tenant, siteId), lengthBytes: 0, drain: 0, of: -1, place: 0 };
    this.sites.set(name, site);
    return site;
  }

  private putPage(site: Site, piece: RecordPiece & { readonly kind: 'page' }): void {
    const { recordPages, recordIndex } = this.database;
    const key = keyWith(site.key, decodeEntry(piece.entry).firstId);
    if (recordPages.get(key) !== undefined) return;
    const isSame = site.of === piece.drain && site.place < PLACE_MAX;
    if (!isSame) site.drain++;
    site.place = isSame ? site.place + 1 : 0;
    site.of = piece.drain;
    void recordPages.put(key, piece.page);
    void recordIndex.put(entryKey(site.key, site.drain, site.place), piece.entry);
    site.lengthBytes += piece.page.length;
  }

  private putLog(site: Site, suggestionId: number, log: Uint8Array): void {
    const { recordLogs } = this.database;
    // A log stays as long as its record.
    if (!this.hasRecord(site, suggestionId)) return;
    const key = keyWith(site.key, suggestionId);
    site.lengthBytes += log.length - (recordLogs.get(key)?.length ?? 0);
    void recordLogs.put(key, Buffer.from(log));
  }

  private hasRecord({ key }: Site, suggestionId: number): boolean {
    const range = { start: keyWith(key, suggestionId), end: keyWith(key, 0), reverse: true };
    for (const { value } of this.database.recordPages.getRange({ ...range, limit: 1 })) {
      for (const { start } of recordsIn(value)) {
        if (value.readDoubleLE(start + RECORD.suggestionId) === suggestionId) return true;
      }
    }
    return false;
  }

  private putSite({ key, lengthBytes, drain }: Site): void {
    const bytes = Buffer.allocUnsafe(SITE_BYTES);
    bytes.writeDoubleLE(lengthBytes, 0);
    bytes.writeDoubleLE(drain, 8);
    void this.database.recordSites.put(key, bytes);
  }
}
