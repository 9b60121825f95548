// How much memory does Redis need for a stock row, and for everything that an order of five lines
// writes when it is allocated? The table is that of src/stores/redis/README.md.

import { startServerProcess, stopServerProcess } from '../../rpc/children.js';
import type { Report } from '../../support/report.js';
import { Callers } from '../caller-process.js';
import { fillStore } from '../world.js';
import type { Memory } from './bare-process.js';
import { type BareChild, closeBare, closeStore, openBare, openStore } from './bench-redis.js';
import { PREFIX, startRedis } from './bench-redis.js';

/** Rows of a product. */
const DENSITIES = [5, 50, 500] as const;

/**
 * Prints the bytes of so many rows of each density, of changes of one row, and of so many orders.
 */
export async function redisBytes(
  { rows, changes, orders }: { rows: number; changes: number; orders: number },
  report: Report,
): Promise<void> {
  report.table('redis: memory of a stock row, codes of products and names of keys included', [
    ...(await bytesOfRows(rows, changes)),
  ]);
  report.table(`redis: memory of an order of 5 lines, by ${orders} of them`, [
    ...(await bytesOfOrders(orders)),
  ]);
}

async function bytesOfRows(
  rows: number,
  changes: number,
): Promise<Record<string, string | number>[]> {
  const redis = await startRedis(false);
  const bare = await openBare(redis);
  const { child } = await openStore(redis, prefixOf(0));
  const found: Record<string, string | number>[] = [];
  for (const rowsPerProduct of DENSITIES) {
    await child.ask('close');
    const prefix = prefixOf(rowsPerProduct);
    await child.ask('open', { url: redis.url, prefix });
    await child.ask('fill', { products: 1, rowsPerProduct, first: 0 });
    const before = await bare.ask('memory', prefix);
    const products = Math.ceil(rows / rowsPerProduct);
    await child.ask('fill', { products, rowsPerProduct, first: 1 });
    const after = await bare.ask('memory', prefix);
    const count = products * rowsPerProduct;
    // One after the other: what comes together is one entry.
    for (let i = 0; i < changes; i++) await child.ask('change', 1, 1, 1);
    const changed = await bare.ask('memory', prefix);
    found.push({
      'rows of a product': rowsPerProduct,
      'bytes a row': (after.usedBytes - before.usedBytes) / count,
      'of them rows': growth(before, after, 'rows') / count,
      codes: growth(before, after, 'codes') / count,
      'feed entry of a change': changed.feedBytes / changed.feedEntries,
    });
  }
  await closeStore(child);
  await closeBare(bare);
  await redis.stop();
  return found;
}

function prefixOf(rowsPerProduct: number): string {
  return `rows-${rowsPerProduct}`;
}

async function bytesOfOrders(orders: number): Promise<Record<string, string | number>[]> {
  const redis = await startRedis(false);
  await fillStore({ redis: { url: redis.url, prefix: PREFIX } });
  const bare = await openBare(redis);
  const server = await startServerProcess('../store/redis/server-process.js', [redis.url, PREFIX]);
  const callers = new Callers(server.port);
  await callers.run('allocate', 1, 1);
  const before = await bare.ask('memory', PREFIX);
  await callers.run('allocate', 1, orders);
  const rows = await bytesByTable(bare, before, orders);
  callers.end();
  await stopServerProcess(server);
  await closeBare(bare);
  await redis.stop();
  return rows;
}

async function bytesByTable(
  bare: BareChild,
  before: Memory,
  orders: number,
): Promise<Record<string, string | number>[]> {
  const after = await bare.ask('memory', PREFIX);
  const tables = Object.keys(after.tables)
    .filter((table) => table !== 'feed')
    .map((table) => ({ what: table, 'bytes an order': growth(before, after, table) / orders }))
    .filter((row) => row['bytes an order'] >= 1)
    .sort((one, two) => two['bytes an order'] - one['bytes an order']);
  return [
    { what: 'all but the feed', 'bytes an order': (after.usedBytes - before.usedBytes) / orders },
    ...tables,
    { what: 'feed, while it is kept', 'bytes an order': after.feedBytes / after.feedEntries },
  ];
}

function growth(before: Memory, after: Memory, table: string): number {
  return (after.tables[table] ?? 0) - (before.tables[table] ?? 0);
}
