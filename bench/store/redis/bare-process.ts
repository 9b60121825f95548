// A client of Redis that does nothing else, in a process of its own: what the store is measured
// beside. It runs the product's own script with arguments that are ready, and plain commands.

import { Redis } from 'ioredis';
import { RedisKeys } from '../../../src/stores/redis/keys.js';
import { defineScripts, type Scripted } from '../../../src/stores/redis/scripts.js';
import { SCOPE } from '../world.js';
import { serveParent } from './child.js';
import { beginSpending, nowNs, paced, type Spent } from './pace.js';
import { type Commit, commitsAfter } from './script-arguments.js';

/** Keys that one MGET reads, and entries of one XREAD. */
const KEYS_MAX = 512;
const ENTRIES_MAX = 512;

/** What Redis keeps of a tenant, in bytes. */
export type Memory = {
  /** Of the whole server, when the feed is gone. */
  readonly usedBytes: number;
  readonly tables: Readonly<Record<string, number>>;
  readonly feedEntries: number;
  readonly feedBytes: number;
};

let client: Scripted | undefined;
let commits: readonly Commit[] = [];
const { tenantId } = SCOPE;

function redis(): Scripted {
  if (client === undefined) throw new Error('not connected');
  return client;
}

async function keysOf(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (let cursor = '0'; ; ) {
    const [next, keys] = await redis().scan(cursor, 'MATCH', pattern, 'COUNT', 5000);
    for (const key of keys) found.add(key);
    cursor = next;
    if (cursor === '0') return [...found].sort();
  }
}

const METHODS = {
  /** Connects to a server. */
  async open(url: string): Promise<void> {
    client = defineScripts(new Redis(url));
    await client.ping();
  },

  /** Copies everything of the tenant from one prefix to another, in place of what is there. */
  async copy(from: string, to: string): Promise<number> {
    const old = await keysOf(`${to}:{${tenantId}}:*`);
    if (old.length > 0) await redis().del(...old);
    const keys = await keysOf(`${from}:{${tenantId}}:*`);
    await Promise.all(keys.map((key) => redis().copy(key, to + key.slice(from.length), 'REPLACE')));
    await redis().sadd(new RedisKeys(to).tenants, tenantId);
    return keys.length;
  },

  /** Takes the arguments of the commits behind a sequence; answers how many there are. */
  async prepare(prefix: string, after: number): Promise<number> {
    commits = await commitsAfter(redis(), new RedisKeys(prefix), tenantId, after);
    return commits.length;
  },

  /** Runs the script for each of them on the tenant of a prefix, so many at a time. */
  async replay(prefix: string, inFlight: number): Promise<Spent> {
    const keys = new RedisKeys(prefix);
    const ready = commits.map(({ names, writes }) => {
      return { keys: names.map((name) => keys.hash(tenantId, name)), writes };
    });
    const head = { meta: keys.meta(tenantId), feed: keys.feed(tenantId) };
    const state = await stateOf(head.meta);
    // As a store gives them; the time is one that was long ago, and the feed is not cut.
    const first = [state.schema, '0', '', 'bare', '', keys.channel, tenantId, `${2 ** 30}`];
    let { stamp } = state;
    const spent = beginSpending();
    let next = 0;
    const caller = async (): Promise<void> => {
      while (next < ready.length) {
        const number = next++;
        const { keys: hashes, writes } = ready[number];
        const known = stamp;
        // What one sends is what the next one knows: they arrive in this order.
        stamp = `${number}`;
        const [word] = await redis().commit(
          hashes.length + 2,
          head.meta,
          head.feed,
          ...hashes,
          known,
          stamp,
          ...first,
          writes,
        );
        if (word !== 'done') throw new Error(`a prepared commit was answered '${word}'`);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, caller));
    return spent();
  },

  /** The last commit of the tenant. */
  async sequence(prefix: string): Promise<number> {
    return (await stateOf(new RedisKeys(prefix).meta(tenantId))).sequence;
  },

  /** Keeps what the hashes of a prefix hold as plain strings; answers the bytes. */
  async pack(prefix: string): Promise<number> {
    let lengthBytes = 0;
    const keys = await keysOf(`${prefix}:{${tenantId}}:*`);
    const hashes = keys.filter((key) => /:(rows|codes):\d+$/.test(key));
    for (let i = 0; i < hashes.length; i += KEYS_MAX) {
      await Promise.all(
        hashes.slice(i, i + KEYS_MAX).map(async (key) => {
          const packed = await redis().packBuffer(1, key);
          lengthBytes += packed.length;
          await redis().set(`packed:${key}`, packed);
        }),
      );
    }
    return lengthBytes;
  },

  /** Reads all of these. */
  async mget(): Promise<Spent & { readonly lengthBytes: number }> {
    const keys = await keysOf('packed:*');
    const spent = beginSpending();
    let lengthBytes = 0;
    for (let i = 0; i < keys.length; i += KEYS_MAX) {
      for (const one of await redis().mgetBuffer(...keys.slice(i, i + KEYS_MAX))) {
        lengthBytes += one?.length ?? 0;
      }
    }
    return { ...spent(), lengthBytes };
  },

  /** Reads the feed behind a sequence to its end. */
  async xread(prefix: string, after: number): Promise<Spent & { readonly entries: number }> {
    const feed = new RedisKeys(prefix).feed(tenantId);
    const spent = beginSpending();
    let entries = 0;
    for (let id = `${after}-0`; ; ) {
      const found = await redis().xreadBuffer('COUNT', ENTRIES_MAX, 'STREAMS', feed, id);
      const items = found?.[0]?.[1] ?? [];
      entries += items.length;
      const last = items.at(-1);
      if (last !== undefined) id = last[0].toString();
      if (items.length < ENTRIES_MAX) break;
    }
    return { ...spent(), entries };
  },

  /** Adds entries of so many bytes at a pace; answers when each was sent. */
  async add(count: number, perSecond: number, lengthBytes: number): Promise<Float64Array> {
    const value = Buffer.alloc(lengthBytes, 7);
    const answers: Promise<unknown>[] = [];
    const sentNs = await paced(count, perSecond, () => {
      answers.push(redis().xadd('bare', '*', 'value', value));
    });
    await Promise.all(answers);
    return sentNs;
  },

  /** Waits for so many entries, none of which is there; answers when each was seen. */
  async watch(count: number): Promise<Float64Array> {
    const seenNs = new Float64Array(count);
    let id = '0';
    for (let seen = 0; seen < count; ) {
      const found = await redis().xreadBuffer('BLOCK', 0, 'STREAMS', 'bare', id);
      const items = found?.[0]?.[1] ?? [];
      seenNs.fill(nowNs(), seen, seen + items.length);
      seen += items.length;
      id = items.at(-1)?.[0].toString() ?? id;
    }
    return seenNs;
  },

  /** The memory that Redis uses, and by key of the tenant's what that takes, without a feed. */
  async memory(prefix: string): Promise<Memory> {
    const front = `${prefix}:{${tenantId}}:`;
    const keys = await keysOf(`${front}*`);
    const feed = new RedisKeys(prefix).feed(tenantId);
    const feedEntries = await redis().xlen(feed);
    const feedBytes = (await redis().memory('USAGE', feed, 'SAMPLES', 0)) ?? 0;
    const tables: Record<string, number> = {};
    await Promise.all(
      keys.map(async (key) => {
        const [table] = key.slice(front.length).split(':', 1);
        const lengthBytes = (await redis().memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
        tables[table] = (tables[table] ?? 0) + lengthBytes;
      }),
    );
    await redis().xtrim(feed, 'MAXLEN', 0);
    const used = /used_memory:(\d+)/.exec(await redis().info('memory'))?.[1];
    return { usedBytes: Number(used), tables, feedEntries, feedBytes };
  },

  /** Lets a key go. */
  async drop(key: string): Promise<void> {
    await redis().del(key);
  },

  /** Disconnects. */
  close(): void {
    client?.disconnect();
  },
};

async function stateOf(
  meta: string,
): Promise<{ readonly stamp: string; readonly sequence: number; readonly schema: string }> {
  const [stamp, sequence, schema] = await redis().stateOf(1, meta);
  return { stamp, sequence, schema };
}

/** What a bare client can be asked. */
export type BareMethods = typeof METHODS;

serveParent(METHODS);
