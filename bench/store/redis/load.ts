// How long does a cold engine need for a tenant that is in Redis, beside a client that reads the
// same bytes as plain strings? And where does the time go?

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../../support/measure.js';
import type { Report } from '../../support/report.js';
import { closeBare, closeStore, openBare, openStore, PREFIX, startRedis } from './bench-redis.js';
import { sameOnAll } from './commits.js';
import type { Spent } from './pace.js';
import { profileFlags, storeShares } from './profile.js';

const ROWS_PER_PRODUCT = 20;
const BAR = 0.3;
/** A prefix without any tenant. */
const EMPTY = 'empty';

/** Prints how a tenant of so many rows is loaded. */
export async function redisLoad(rows: number, rounds: number, report: Report): Promise<void> {
  const redis = await startRedis(false);
  const bare = await openBare(redis);
  const { child: writer } = await openStore(redis);
  const products = Math.ceil(rows / ROWS_PER_PRODUCT);
  const filling = await writer.ask('fill', {
    products,
    rowsPerProduct: ROWS_PER_PRODUCT,
    first: 0,
  });
  const lengthBytes = await bare.ask('pack', PREFIX);
  const loads: Spent[] = [];
  const starts: Spent[] = [];
  const waits: number[] = [];
  const reads: Spent[] = [];
  const { child: reader } = await openStore(redis, EMPTY);
  await reader.ask('close');
  for (let round = 0; round < rounds; round++) {
    const read = await bare.ask('mget');
    if (read.lengthBytes !== lengthBytes) throw new Error('MGET answered other bytes');
    const empty = await reader.ask('open', { url: redis.url, prefix: EMPTY });
    await reader.ask('close');
    const load = await reader.ask('open', { url: redis.url, prefix: PREFIX });
    waits.push(await reader.ask('read'));
    await sameOnAll([writer, reader], await bare.ask('sequence', PREFIX));
    await reader.ask('close');
    reads.push(read);
    starts.push(empty);
    loads.push(difference(load, empty));
  }
  await reader.end();
  const ratio = median(loads.map(({ seconds }, i) => reads[i].seconds / seconds));
  const cpuRatio = median(loads.map(({ cpuSeconds }, i) => reads[i].cpuSeconds / cpuSeconds));
  const secondsOf = (spent: readonly Spent[]): number => median(spent.map((one) => one.seconds));
  report.table(`redis: a cold engine loads ${rows} rows, ${ROWS_PER_PRODUCT} a product, no AOF`, [
    {
      'imported/s': rows / filling.seconds,
      'bytes a row': lengthBytes / rows,
      'start without rows s': secondsOf(starts),
      'rows s': secondsOf(loads),
      'rows/s': rows / secondsOf(loads),
      'a read then s': median(waits),
      'mgetBuffer s': secondsOf(reads),
      'of mgetBuffer': ratio,
      'by CPU': cpuRatio,
      'at least 0.3': ratio >= BAR ? 'ok' : 'MISSED',
    },
  ]);
  report.ratios.add('load: over mgetBuffer', ratio, rounds, 'yield');
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-profile-'));
  const profiled = await openStore(redis, PREFIX, profileFlags(folder));
  await closeStore(profiled.child);
  const shares = Object.entries(storeShares(folder)).sort(([, one], [, two]) => two - one);
  rmSync(folder, { recursive: true });
  report.table(
    'redis: where the thread of the store is meanwhile, by a profile of one more load',
    shares.map(([part, seconds]) => ({ part, 's, start included': seconds })),
  );
  await closeStore(writer);
  await closeBare(bare);
  await redis.stop();
}

/** What a load takes beyond a start with nothing to load. */
function difference(load: Spent, start: Spent): Spent {
  const over = (one: number, other: number): number => Math.max(0.001, one - other);
  return {
    seconds: over(load.seconds, start.seconds),
    cpuSeconds: over(load.cpuSeconds, start.cpuSeconds),
  };
}
