// Where records of decisions are kept: takes them out of the rings, writes them in pages, and lets
// the oldest go. What cannot be written is counted and said, and stops nothing.

import { drainRingInto, type RecordRing } from '../../../columns/record-ring.js';
import { RECORD } from '../../../wire/record.js';
import { transact, type Database } from '../database.js';
import type { TenantState } from '../tenant-state.js';
import { DAY_MS, type Clock } from './clock.js';
import {
  decodeEntry,
  encodeEntry,
  entryKey,
  keyWith,
  recordsIn,
  siteKey,
  siteOfKey,
} from './page-codec.js';
import { PageDrafts, type PageDraft } from './record-pages.js';

/** Where the settings name no bounds. */
const BYTES_MAX_DEFAULT = 2 ** 30;
const DAYS_MAX_DEFAULT = 7;
/** Pages of a site that go in one step at most. */
const PAGES_GONE_MAX = 256;
const SITE_BYTES = 16;
/** A drain of a ring of up to so many bytes is copied into the memory of the one before. */
const DRAIN_BYTES_KEPT = 4 * 1024 * 1024;
const DRAIN_BYTES_MIN = 65_536;
/** Places of a drain are 16-bit numbers. */
const PLACE_MAX = 65_535;

/** A page that was written, or a log, as others who keep the same records take it. */
export type RecordPiece = {
  /** The tenant's number here. */
  readonly tenant: number;
  readonly siteId: string;
} & (
  | { readonly kind: 'page'; readonly drain: number; readonly entry: Buffer; readonly page: Buffer }
  | { readonly kind: 'log'; readonly suggestionId: number; readonly log: Uint8Array }
);

/** What is kept of a site. */
export type RecordSite = {
  readonly tenant: number;
  readonly siteId: string;
  /** See siteKey. */
  readonly key: Buffer;
  /** Bytes of its pages and logs. */
  lengthBytes: number;
  /** The number of the last drain that had records of it. */
  drain: number;
};

/** The records of all tenants. */
export class RecordStore {
  private readonly database: Database;
  private readonly rings: readonly RecordRing[];
  private readonly tenants: ReadonlyMap<string, TenantState>;
  private readonly clock: Clock;
  private readonly tenantIds = new Map<number, string>();
  /** By ring: where what is drained from it is copied to. */
  private readonly memories: Uint8Array[];
  private sites: Map<string, RecordSite>;
  /** Hears of everything that was written here first; undefined: nobody asks. */
  private readonly onWritten: ((pieces: readonly RecordPiece[]) => void) | undefined;

  constructor(
    database: Database,
    rings: readonly RecordRing[],
    tenants: ReadonlyMap<string, TenantState>,
    clock: Clock,
    onWritten?: (pieces: readonly RecordPiece[]) => void,
  ) {
    this.onWritten = onWritten;
    this.database = database;
    this.rings = rings;
    this.memories = rings.map(() => new Uint8Array(0));
    this.tenants = tenants;
    this.clock = clock;
    this.sites = readSites(database);
  }

  /**
   * Writes everything that is in the rings, in one transaction. Throws where the disk fails; then
   * these records are lost. Answers how many they are, whatever became of them.
   */
  drain(onTaken: (recordCount: number) => void): void {
    const drafts = new PageDrafts((tenant, siteId) => this.siteOf(tenant, siteId));
    for (let ring = 0; ring < this.rings.length; ring++) {
      const drained = this.drained(ring);
      if (drained.length > 0) drafts.add(drained);
    }
    const { pages } = drafts;
    if (pages.length === 0) return;
    onTaken(pages.reduce((count, { hashes }) => count + hashes.length / 2, 0));
    this.change(() => this.write(pages));
    this.onWritten?.(pages.map((page) => pieceOf(page)));
  }

  /**
   * What is in a ring. It lies there until the ring is drained the next time: memory that is new
   * each time would have all of the heap collected, again and again.
   */
  private drained(ring: number): Uint8Array {
    const drained = drainRingInto(this.rings[ring], this.memories[ring]);
    const { length } = drained;
    if (length > this.memories[ring].length && length <= DRAIN_BYTES_KEPT) {
      const lengthBytes = 2 ** Math.ceil(Math.log2(Math.max(length, DRAIN_BYTES_MIN)));
      this.memories[ring] = new Uint8Array(lengthBytes);
    }
    return drained;
  }

  /**
   * Keeps pages and logs that were written elsewhere; those that belong to one drain there do so
   * here. What is of a site that nobody knows is left out.
   */
  take(pieces: readonly RecordPiece[]): void {
    this.change(() => {
      const drains = new Map<RecordSite, { readonly drain: number; place: number }>();
      for (const piece of pieces) {
        const site = this.siteOf(piece.tenant, piece.siteId);
        if (site === undefined) continue;
        if (piece.kind === 'log') this.putLog(site, piece.suggestionId, piece.log);
        else if (!this.hasPage(site, piece.entry)) {
          const last = drains.get(site);
          const isSame = last?.drain === piece.drain && last.place < PLACE_MAX;
          if (!isSame) site.drain++;
          const place = isSame ? last.place + 1 : 0;
          drains.set(site, { drain: piece.drain, place });
          this.putPage(site, place, piece.entry, piece.page);
        }
      }
      for (const site of this.sites.values()) {
        if (!drains.has(site)) continue;
        this.trim(site);
        this.putSite(site);
      }
    });
  }

  /**
   * The time of the first record that is kept of a tenant, in epoch milliseconds; infinity: none.
   */
  oldestEpochMs(tenant: number): number {
    let oldestEpochMs = Number.POSITIVE_INFINITY;
    for (const site of this.sites.values()) {
      if (site.tenant !== tenant) continue;
      const { firstTimeEpochMs = Number.POSITIVE_INFINITY } = this.oldestOf(site)?.entry ?? {};
      oldestEpochMs = Math.min(oldestEpochMs, firstTimeEpochMs);
    }
    return oldestEpochMs;
  }

  /** Lets go what is too old. Answers whether there may be more of it. */
  sweep(): boolean {
    const old = [...this.sites.values()].filter((site) => this.isOverdue(site));
    if (old.length === 0) return false;
    let isMore = false;
    this.change(() => {
      for (const site of old) {
        isMore = this.trim(site) || isMore;
        this.putSite(site);
      }
    });
    return isMore;
  }

  /** Keeps a log as long as its record is kept; without a record it is not kept. */
  keepLog(site: RecordSite, suggestionId: number, log: Uint8Array): void {
    this.change(() => this.putLog(site, suggestionId, log));
    const { tenant, siteId } = site;
    this.onWritten?.([{ kind: 'log', tenant, siteId, suggestionId, log }]);
  }

  /** What is kept of a site; undefined where the tenant or the site has nothing. */
  site(tenantId: string, siteId: string): RecordSite | undefined {
    const state = this.tenants.get(tenantId);
    return state === undefined ? undefined : this.sites.get(siteName(state.number, siteId));
  }

  /** A record by its id. */
  record(site: RecordSite, suggestionId: number): Buffer | undefined {
    const range = {
      start: keyWith(site.key, suggestionId),
      end: keyWith(site.key, 0),
      reverse: true,
      limit: 1,
    };
    for (const { value } of this.database.recordPages.getRange(range)) {
      for (const { start, end } of recordsIn(value)) {
        if (value.readDoubleLE(start + RECORD.suggestionId) === suggestionId) {
          return value.subarray(start, end);
        }
      }
    }
    return undefined;
  }

  /** The log that was kept with a record, or null. */
  log(site: RecordSite, suggestionId: number): Uint8Array | null {
    return this.database.recordLogs.get(keyWith(site.key, suggestionId)) ?? null;
  }

  /** Runs in one transaction. Where it fails, what is known of the sites is what is on disk. */
  private change(action: () => void): void {
    try {
      transact(this.database, action, () => this.takeBack());
    } catch (error) {
      this.sites = readSites(this.database);
      throw error;
    }
  }

  /** What is known of the sites, which pages name, is what is on disk again. */
  private takeBack(): void {
    const onDisk = readSites(this.database);
    for (const [name, site] of this.sites) {
      site.lengthBytes = onDisk.get(name)?.lengthBytes ?? 0;
      site.drain = onDisk.get(name)?.drain ?? 0;
    }
  }

  private write(pages: readonly PageDraft<RecordSite>[]): void {
    const places = new Map<RecordSite, number>();
    for (const page of pages) {
      const { site } = page;
      const place = places.get(site) ?? 0;
      if (place === 0) site.drain++;
      places.set(site, place + 1);
      this.putPage(site, place, encodeEntry(page), page.bytes());
    }
    for (const site of places.keys()) {
      this.trim(site);
      this.putSite(site);
    }
  }

  /** Whether a page is there already, as one that was sent twice is. */
  private hasPage(site: RecordSite, entry: Buffer): boolean {
    return (
      this.database.recordPages.get(keyWith(site.key, decodeEntry(entry).firstId)) !== undefined
    );
  }

  private putPage(site: RecordSite, place: number, entry: Buffer, page: Buffer): void {
    const { firstId } = decodeEntry(entry);
    void this.database.recordPages.put(keyWith(site.key, firstId), page);
    void this.database.recordIndex.put(entryKey(site.key, site.drain, place), entry);
    site.lengthBytes += page.length;
  }

  private putLog(site: RecordSite, suggestionId: number, log: Uint8Array): void {
    if (this.record(site, suggestionId) === undefined) return;
    const key = keyWith(site.key, suggestionId);
    const old = this.database.recordLogs.get(key)?.length ?? 0;
    void this.database.recordLogs.put(key, Buffer.from(log));
    site.lengthBytes += log.length - old;
    this.putSite(site);
  }

  private putSite(site: RecordSite): void {
    const bytes = Buffer.allocUnsafe(SITE_BYTES);
    bytes.writeDoubleLE(site.lengthBytes, 0);
    bytes.writeDoubleLE(site.drain, 8);
    void this.database.recordSites.put(site.key, bytes);
  }

  /**
   * Takes the oldest pages of a site out while they are too many or too old, so many as one step
   * may. Answers whether there may be more of them.
   */
  private trim(site: RecordSite): boolean {
    const { bytesMax, oldestEpochMs } = this.boundsOf(site);
    let goneCount = 0;
    while (goneCount < PAGES_GONE_MAX) {
      const oldest = this.oldestOf(site);
      if (oldest === undefined) return false;
      const isOld = oldest.entry.lastTimeEpochMs < oldestEpochMs;
      if (!isOld && site.lengthBytes <= bytesMax) return false;
      const { firstId, lastId, lengthBytes } = oldest.entry;
      void this.database.recordIndex.remove(oldest.key);
      void this.database.recordPages.remove(keyWith(site.key, firstId));
      site.lengthBytes -= lengthBytes + this.removeLogs(site, firstId, lastId);
      goneCount++;
    }
    return true;
  }

  private isOverdue(site: RecordSite): boolean {
    const { bytesMax, oldestEpochMs } = this.boundsOf(site);
    if (site.lengthBytes > bytesMax) return true;
    const oldest = this.oldestOf(site);
    return oldest !== undefined && oldest.entry.lastTimeEpochMs < oldestEpochMs;
  }

  private oldestOf(site: RecordSite) {
    const range = { start: entryKey(site.key, 0, 0), end: siteEnd(site), limit: 1 };
    for (const { key, value } of this.database.recordIndex.getRange(range)) {
      return { key: Buffer.from(key), entry: decodeEntry(value) };
    }
    return undefined;
  }

  /** Returns how many bytes went. */
  private removeLogs(site: RecordSite, firstId: number, lastId: number): number {
    const range = { start: keyWith(site.key, firstId), end: keyWith(site.key, lastId + 1) };
    const gone: Buffer[] = [];
    let lengthBytes = 0;
    for (const { key, value } of this.database.recordLogs.getRange(range)) {
      gone.push(Buffer.from(key));
      lengthBytes += value.length;
    }
    for (const key of gone) void this.database.recordLogs.remove(key);
    return lengthBytes;
  }

  private boundsOf({ tenant, siteId }: RecordSite): { bytesMax: number; oldestEpochMs: number } {
    const settings = this.stateOf(tenant)?.sites.get(siteId)?.document.settings;
    const { bytesMax, daysMax } = settings?.decisionRecords ?? {};
    return {
      bytesMax: bytesMax || BYTES_MAX_DEFAULT,
      oldestEpochMs: this.clock() - (daysMax || DAYS_MAX_DEFAULT) * DAY_MS,
    };
  }

  /** The site of a record that is to be kept; undefined where nobody knows it. */
  private siteOf(tenant: number, siteId: string): RecordSite | undefined {
    const name = siteName(tenant, siteId);
    const known = this.sites.get(name);
    if (known !== undefined) return known;
    if (this.stateOf(tenant)?.sites.has(siteId) !== true) return undefined;
    const site = { tenant, siteId, key: siteKey(tenant, siteId), lengthBytes: 0, drain: 0 };
    this.sites.set(name, site);
    return site;
  }

  private stateOf(tenant: number): TenantState | undefined {
    if (!this.tenantIds.has(tenant)) {
      // A tenant's number never changes.
      for (const state of this.tenants.values()) this.tenantIds.set(state.number, state.tenantId);
    }
    return this.tenants.get(this.tenantIds.get(tenant) ?? '');
  }
}

function pieceOf(page: PageDraft<RecordSite>): RecordPiece {
  const { tenant, siteId, drain } = page.site;
  // The bytes of a page are those of a ring, where the next records come.
  const bytes = Buffer.from(page.bytes());
  return { kind: 'page', tenant, siteId, drain, entry: encodeEntry(page), page: bytes };
}

/** Past the last of the keys of a site. */
function siteEnd({ key }: RecordSite): Buffer {
  return keyWith(key, Number.MAX_SAFE_INTEGER);
}

function siteName(tenant: number, siteId: string): string {
  return `${tenant}/${siteId}`;
}

function readSites(database: Database): Map<string, RecordSite> {
  const sites = new Map<string, RecordSite>();
  for (const { key, value } of database.recordSites.getRange({})) {
    const { tenant, siteId } = siteOfKey(key);
    sites.set(siteName(tenant, siteId), {
      tenant,
      siteId,
      key: Buffer.from(key),
      lengthBytes: value.readDoubleLE(0),
      drain: value.readDoubleLE(8),
    });
  }
  return sites;
}
