// How drained records become pages: which record belongs into which page. Knows bytes, and neither
// disk nor time.

import { RECORD, RECORD_FORMAT } from '../../../wire/record.js';
import { blockOf, type PageEntry } from './page-codec.js';

/**
 * Bytes of a page at most, but for a record that is larger alone. Places for pages of like sizes
 * are found again when old ones go.
 */
const PAGE_BYTES_MAX = 65_536;

/** Whose records are in a page. */
export type PageSite = { readonly tenant: number; readonly siteId: string };

/** A page that is not written yet. */
export class PageDraft<S extends PageSite> implements PageEntry {
  readonly site: S;
  readonly block: number;
  readonly siteBytes: Uint8Array;
  readonly firstId: number;
  readonly firstTimeEpochMs: number;
  readonly hashes: number[] = [];
  lastId = 0;
  lastTimeEpochMs = 0;
  lengthBytes = 0;
  private readonly parts: Uint8Array[] = [];
  private source: Uint8Array;
  private runStart = 0;
  private runEnd = 0;

  constructor(site: S, siteBytes: Uint8Array, source: Uint8Array, id: number, timeEpochMs: number) {
    this.site = site;
    this.siteBytes = siteBytes;
    this.source = source;
    this.block = blockOf(id);
    this.firstId = id;
    this.firstTimeEpochMs = timeEpochMs;
  }

  /** Appends the record in `source[start .. end)`. */
  add(source: Uint8Array, view: DataView, start: number, end: number): void {
    if (source !== this.source || start !== this.runEnd) {
      this.endRun();
      this.source = source;
      this.runStart = start;
    }
    this.runEnd = end;
    this.lengthBytes += end - start;
    this.lastId = view.getFloat64(start + RECORD.suggestionId, true);
    this.lastTimeEpochMs = view.getFloat64(start + RECORD.timeEpochMs, true);
    this.hashes.push(
      view.getUint32(start + RECORD.orderIdHash, true),
      view.getUint32(start + RECORD.externalIdHash, true),
    );
  }

  /** The records one behind the other; where they lay so already, nothing is copied. */
  bytes(): Buffer {
    this.endRun();
    const [first] = this.parts;
    if (this.parts.length > 1) return Buffer.concat(this.parts);
    return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  }

  private endRun(): void {
    if (this.runEnd > this.runStart)
      this.parts.push(this.source.subarray(this.runStart, this.runEnd));
    this.runStart = this.runEnd;
  }
}

/** Pages of what was drained from the rings. */
export class PageDrafts<S extends PageSite> {
  /** In the order in which they were begun. */
  readonly pages: PageDraft<S>[] = [];
  /** Records that were left out, because nobody knows their site. */
  strangerCount = 0;
  private readonly siteOf: (tenant: number, siteId: string) => S | undefined;
  private readonly open = new Map<string, PageDraft<S>>();
  private last: PageDraft<S> | undefined;

  /** `siteOf` answers undefined for what is not to be kept. */
  constructor(siteOf: (tenant: number, siteId: string) => S | undefined) {
    this.siteOf = siteOf;
  }

  /** Takes in what came from one ring, which stays as it is. Stops where bytes are no record. */
  add(drained: Uint8Array): void {
    const view = new DataView(drained.buffer, drained.byteOffset, drained.byteLength);
    for (let start = 0; start + RECORD.headBytes <= drained.length; ) {
      const lengthBytes = view.getUint32(start + RECORD.lengthBytes, true);
      const end = start + lengthBytes;
      if (lengthBytes < RECORD.headBytes || end > drained.length) return;
      if (!this.fitsLast(drained, view, start, lengthBytes)) {
        this.last = this.pageFor(drained, view, start, lengthBytes);
      }
      if (this.last === undefined) this.strangerCount++;
      else this.last.add(drained, view, start, end);
      start = end;
    }
  }

  /** Whether the record belongs where the one before it went: nearly all do. */
  private fitsLast(bytes: Uint8Array, view: DataView, start: number, lengthBytes: number): boolean {
    const { last } = this;
    return (
      last !== undefined &&
      last.lengthBytes + lengthBytes <= PAGE_BYTES_MAX &&
      last.site.tenant === view.getUint32(start + RECORD.tenant, true) &&
      last.block === blockOf(view.getFloat64(start + RECORD.suggestionId, true)) &&
      isSame(
        last.siteBytes,
        bytes,
        start + RECORD.headBytes,
        view.getUint16(start + RECORD.siteIdBytes, true),
      )
    );
  }

  private pageFor(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    lengthBytes: number,
  ): PageDraft<S> | undefined {
    if (view.getUint8(start + RECORD.format) !== RECORD_FORMAT) return undefined;
    const id = view.getFloat64(start + RECORD.suggestionId, true);
    const tenant = view.getUint32(start + RECORD.tenant, true);
    const siteStart = start + RECORD.headBytes;
    const siteEnd = siteStart + view.getUint16(start + RECORD.siteIdBytes, true);
    const siteBytes = bytes.subarray(siteStart, siteEnd);
    const siteId = String.fromCharCode(...siteBytes);
    const name = `${tenant}/${siteId}/${blockOf(id)}`;
    const open = this.open.get(name);
    if (open !== undefined && open.lengthBytes + lengthBytes <= PAGE_BYTES_MAX) return open;
    const site = this.siteOf(tenant, siteId);
    if (site === undefined) return undefined;
    const time = view.getFloat64(start + RECORD.timeEpochMs, true);
    const page = new PageDraft(site, siteBytes, bytes, id, time);
    this.open.set(name, page);
    this.pages.push(page);
    return page;
  }
}

function isSame(left: Uint8Array, bytes: Uint8Array, start: number, lengthBytes: number): boolean {
  if (left.length !== lengthBytes) return false;
  for (let i = 0; i < lengthBytes; i++) if (left[i] !== bytes[start + i]) return false;
  return true;
}
