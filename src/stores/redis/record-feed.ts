// Records of decisions in Redis: a stream per tenant, to which each engine adds the pages and logs
// that it wrote, and which it follows, well behind its own decisions: before somebody asks for
// records, and now and then. What cannot be added is kept and tried again, up to a bound.

import { RECORD } from '../../wire/record.js';
import { recordsIn } from '../embedded/history/page-codec.js';
import type { RecordPiece, RecordStore } from '../embedded/history/record-store.js';
import type { TenantState } from '../embedded/tenant-state.js';
import type { SharedParts } from './shared-parts.js';

/** Bytes that wait to be added at most; what is beyond is kept by this engine alone. */
const WAITING_BYTES_MAX = 32 * 1024 * 1024;
/** Entries that are added or read at once. */
const ENTRIES_MAX = 64;
/** Clocks of engines and of Redis may differ by so much. */
const CLOCKS_MS = 60_000;

/** The streams of records of all tenants. */
export class RecordFeed {
  private readonly parts: SharedParts;
  private readonly records: () => RecordStore;
  private readonly waiting: RecordPiece[] = [];
  private waitingBytes = 0;
  private keptBackCount = 0;
  /** By tenant: the entry of the stream that was read last. */
  private readonly read = new Map<string, string>();
  private readonly pulls = new Map<string, Promise<void>>();
  private pushing: Promise<void> | null = null;

  constructor(parts: SharedParts, records: () => RecordStore) {
    this.parts = parts;
    this.records = records;
  }

  /** Takes what was written here, to be added. */
  add(pieces: readonly RecordPiece[]): void {
    for (const piece of pieces) {
      const lengthBytes = bytesOf(piece);
      if (this.waitingBytes + lengthBytes > WAITING_BYTES_MAX) {
        this.keepBack();
        continue;
      }
      this.waiting.push(piece);
      this.waitingBytes += lengthBytes;
    }
    void this.push();
  }

  /** Adds what waits; resolves when it is there, or cannot be added now. */
  push(): Promise<void> {
    this.pushing ??= this.pushAll().finally(() => {
      this.pushing = null;
    });
    return this.pushing;
  }

  /** Reads what other engines added; resolves when it is here, or cannot be read now. */
  pull(tenantId: string): Promise<void> {
    const running = this.pulls.get(tenantId);
    if (running !== undefined) return running;
    const pull = this.pullAll(tenantId)
      // Redis is away: what is here is what there is.
      .catch(() => {})
      .finally(() => this.pulls.delete(tenantId));
    this.pulls.set(tenantId, pull);
    return pull;
  }

  /** Reads what other engines added of all tenants, and lets go what nobody keeps any more. */
  async follow(): Promise<void> {
    for (const state of Array.from(this.parts.tenants.values())) {
      await this.pull(state.tenantId);
      await this.trim(state).catch(() => {});
    }
  }

  private async pushAll(): Promise<void> {
    const { client, keys, engineId, tenants } = this.parts;
    try {
      for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
        const batch = this.waiting.slice(0, ENTRIES_MAX);
        const ids = new Map<number, string>();
        for (const { tenantId, number } of tenants.values()) ids.set(number, tenantId);
        await Promise.all(
          batch.map(async (piece) => {
            const tenantId = ids.get(piece.tenant);
            if (tenantId === undefined) return;
            const fields = recordFields(piece);
            await client.xadd(keys.records(tenantId), '*', 'engine', engineId, ...fields);
          }),
        );
        this.waiting.splice(0, batch.length);
        for (const piece of batch) this.waitingBytes -= bytesOf(piece);
      }
    } catch {
      // They are tried again. One that was added meanwhile is there twice, which changes nothing.
    }
  }

  private async pullAll(tenantId: string): Promise<void> {
    const { client, keys, engineId } = this.parts;
    for (;;) {
      const state = this.parts.tenants.get(tenantId);
      if (state === undefined) return;
      const start = `(${this.read.get(tenantId) ?? '0'}`;
      const entries = await client.xrangeBuffer(
        keys.records(tenantId),
        start,
        '+',
        'COUNT',
        ENTRIES_MAX,
      );
      const pieces: RecordPiece[] = [];
      for (const [, fields] of entries) {
        const parts = new Map<string, Buffer>();
        for (let i = 0; i + 1 < fields.length; i += 2) parts.set(String(fields[i]), fields[i + 1]);
        if (String(parts.get('engine')) === engineId) continue;
        const piece = recordPiece(parts, state.number);
        if (piece !== null) pieces.push(piece);
      }
      if (pieces.length > 0) this.records().take(pieces);
      const last = entries.at(-1);
      if (last !== undefined) this.read.set(tenantId, last[0].toString());
      if (entries.length < ENTRIES_MAX) return;
    }
  }

  /** Lets go of entries that are older than all that is kept here. */
  private async trim({ tenantId, number }: TenantState): Promise<void> {
    const oldestEpochMs = this.records().oldestEpochMs(number);
    if (!Number.isFinite(oldestEpochMs)) return;
    const { client, keys } = this.parts;
    await client.xtrim(keys.records(tenantId), 'MINID', '~', Math.floor(oldestEpochMs - CLOCKS_MS));
  }

  private keepBack(): void {
    this.keptBackCount++;
    // Once, and then at each power of two: it is said while it goes on, and not each time.
    if (Math.log2(this.keptBackCount) % 1 !== 0) return;
    const count = `${this.keptBackCount} pages of records or logs`;
    this.parts.warn(`${count} are kept by this engine alone: Redis is away or slow`);
  }
}

function bytesOf(piece: RecordPiece): number {
  return piece.kind === 'page' ? piece.page.length : piece.log.length;
}

/** A piece as an entry of the stream has it, behind the engine's id. */
export function recordFields(piece: RecordPiece): (string | Buffer)[] {
  const head = ['kind', piece.kind, 'site', piece.siteId];
  if (piece.kind === 'page') {
    return [...head, 'drain', `${piece.drain}`, 'entry', piece.entry, 'page', piece.page];
  }
  return [...head, 'suggestion', `${piece.suggestionId}`, 'log', Buffer.from(piece.log)];
}

/** The piece of an entry, as of a tenant with a number; null: of a kind that nobody here knows. */
export function recordPiece(
  parts: ReadonlyMap<string, Buffer>,
  tenant: number,
): RecordPiece | null {
  const siteId = String(parts.get('site') ?? '');
  const [entry, page, log] = [parts.get('entry'), parts.get('page'), parts.get('log')];
  if (log !== undefined) {
    const suggestionId = Number(parts.get('suggestion')?.toString());
    return { kind: 'log', tenant, siteId, suggestionId, log };
  }
  if (entry === undefined || page === undefined) return null;
  // The number of a tenant is each engine's own.
  for (const { start } of recordsIn(page)) page.writeUInt32LE(tenant, start + RECORD.tenant);
  return {
    kind: 'page',
    tenant,
    siteId,
    drain: Number(parts.get('drain')?.toString()),
    entry,
    page,
  };
}
