// How records of decisions lie on disk: in pages of records one behind the other, each page of one
// site and one block of suggestion ids, and beside each page an entry that says what is in it.
// Entry, little-endian:
//
//     0  f64 first id | f64 last id | f64 time of the first, epoch ms | f64 time of the last
//    32  u32 bytes of the page | u32 records
//    40  by record: u32 hash of the order id | u32 hash of the external id
//
// Entries are in the order in which pages were written: ids of different threads are not in the
// order of time. A drain is what was written at one time.

import { RECORD } from '../../../wire/record.js';

/** Suggestion ids of one block are given out by one thread, ascending; the first id is 1. */
export const ID_BLOCK = 1024;

/** The id of a block's first record is one more than a multiple of ID_BLOCK. */
export function blockOf(suggestionId: number): number {
  return Math.floor((suggestionId - 1) / ID_BLOCK);
}

/** The beginning of all keys of a site's records. */
export function siteKey(tenant: number, siteId: string): Buffer {
  const key = Buffer.allocUnsafe(5 + siteId.length);
  key.writeUInt32BE(tenant, 0);
  key[4] = siteId.length;
  key.write(siteId, 5, 'latin1');
  return key;
}

/** What a site's key names. */
export function siteOfKey(key: Uint8Array): { tenant: number; siteId: string } {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  return { tenant: bytes.readUInt32BE(0), siteId: bytes.toString('latin1', 5) };
}

/** The key of something of a site by a whole number of up to 53 bits. */
export function keyWith(site: Buffer, number: number): Buffer {
  const key = Buffer.allocUnsafe(site.length + 8);
  key.set(site, 0);
  key.writeUInt32BE(Math.floor(number / 2 ** 32), site.length);
  key.writeUInt32BE(number >>> 0, site.length + 4);
  return key;
}

/** The number in a key of `keyWith`, or in the longer key of an entry. */
export function numberOfKey(site: Buffer, key: Uint8Array): number {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  return bytes.readUInt32BE(site.length) * 2 ** 32 + bytes.readUInt32BE(site.length + 4);
}

/** The key of the entry of a drain's page. */
export function entryKey(site: Buffer, drain: number, place: number): Buffer {
  const key = Buffer.allocUnsafe(site.length + 10);
  key.set(keyWith(site, drain), 0);
  key.writeUInt16BE(place, site.length + 8);
  return key;
}

/** What an entry says. */
export type PageEntry = {
  readonly firstId: number;
  readonly lastId: number;
  readonly firstTimeEpochMs: number;
  readonly lastTimeEpochMs: number;
  readonly lengthBytes: number;
  /** By record: the hash of its order id, then that of its external id. */
  readonly hashes: readonly number[];
};

const HASHES_START = 40;

/** The bytes of an entry. */
export function encodeEntry(entry: PageEntry): Buffer {
  const { hashes } = entry;
  const bytes = Buffer.allocUnsafe(HASHES_START + hashes.length * 4);
  bytes.writeDoubleLE(entry.firstId, 0);
  bytes.writeDoubleLE(entry.lastId, 8);
  bytes.writeDoubleLE(entry.firstTimeEpochMs, 16);
  bytes.writeDoubleLE(entry.lastTimeEpochMs, 24);
  bytes.writeUInt32LE(entry.lengthBytes, 32);
  bytes.writeUInt32LE(hashes.length / 2, 36);
  for (let i = 0; i < hashes.length; i++) bytes.writeUInt32LE(hashes[i], HASHES_START + i * 4);
  return bytes;
}

/** An entry without its hashes. */
export function decodeEntry(bytes: Buffer): Omit<PageEntry, 'hashes'> {
  return {
    firstId: bytes.readDoubleLE(0),
    lastId: bytes.readDoubleLE(8),
    firstTimeEpochMs: bytes.readDoubleLE(16),
    lastTimeEpochMs: bytes.readDoubleLE(24),
    lengthBytes: bytes.readUInt32LE(32),
  };
}

/** Which ids an entry has hashes of: `which` is 0 for order ids, 1 for external ids. */
export function hasHash(bytes: Buffer, which: 0 | 1, hash: number): boolean {
  for (let at = HASHES_START + which * 4; at < bytes.length; at += 8) {
    if (bytes.readUInt32LE(at) === hash) return true;
  }
  return false;
}

/** Where each record of a page begins and ends. Stops where bytes are no record. */
export function* recordsIn(page: Buffer): Generator<{ start: number; end: number }> {
  for (let start = 0; start + RECORD.headBytes <= page.length; ) {
    const end = start + page.readUInt32LE(start + RECORD.lengthBytes);
    if (end < start + RECORD.headBytes || end > page.length) return;
    yield { start, end };
    start = end;
  }
}
