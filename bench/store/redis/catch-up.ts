// How fast does an engine that is behind apply what other engines committed, beside a client that
// reads the same stream with XREAD?

import { median } from '../../support/measure.js';
import type { Report } from '../../support/report.js';
import { fillStore } from '../world.js';
import { closeBare, closeStore, openBare, openStore, PREFIX, startRedis } from './bench-redis.js';
import { sameOnAll } from './commits.js';
import { nowNs, type Spent } from './pace.js';

const BASE = 'base';
const REPLAY = 'replay';
const BAR = 0.5;
/** Commits that are made at once while it stands still. */
const IN_FLIGHT = 64;

/** Prints how an engine catches up on the commits of so many orders. */
export async function redisCatchUp(orders: number, rounds: number, report: Report): Promise<void> {
  const redis = await startRedis(false);
  await fillStore({ redis: { url: redis.url, prefix: PREFIX } });
  const bare = await openBare(redis);
  await bare.ask('copy', PREFIX, BASE);
  const first = await bare.ask('sequence', BASE);
  const { child: writer } = await openStore(redis);
  await writer.ask('allocate', 1, orders, 'catch-up');
  const count = await bare.ask('prepare', PREFIX, first);
  const applies: Spent[] = [];
  const reads: Spent[] = [];
  const waits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await bare.ask('copy', BASE, REPLAY);
    const { child } = await openStore(redis, REPLAY);
    const before = await child.ask('reach', first);
    // Its start is over: what it read is in its replica, too.
    await child.ask('read');
    child.process.kill('SIGSTOP');
    try {
      await bare.ask('replay', REPLAY, IN_FLIGHT);
    } finally {
      child.process.kill('SIGCONT');
    }
    const startNs = nowNs();
    const { atNs, cpuSeconds } = await child.ask('reach', first + count);
    applies.push({
      seconds: (atNs - startNs) / 1e9,
      cpuSeconds: cpuSeconds - before.cpuSeconds,
    });
    waits.push(await child.ask('read'));
    const { reloads } = await child.ask('figures');
    if (reloads > 0) throw new Error('it did not follow the stream: it loaded everything');
    // The same orders: the same rows as where they were allocated.
    await sameOnAll([writer, child], first + count);
    await closeStore(child);
    const read = await bare.ask('xread', REPLAY, first);
    if (read.entries !== count) throw new Error(`XREAD found ${read.entries} of ${count} entries`);
    reads.push(read);
  }
  const ratio = median(applies.map(({ seconds }, i) => reads[i].seconds / seconds));
  const cpuRatio = median(applies.map(({ cpuSeconds }, i) => reads[i].cpuSeconds / cpuSeconds));
  const applied = median(applies.map(({ seconds }) => seconds));
  report.table(`redis: an engine is ${count} commits of orders behind`, [
    {
      'caught up s': applied,
      'commits/s': count / applied,
      'a read then s': median(waits),
      'XREAD s': median(reads.map(({ seconds }) => seconds)),
      'of XREAD': ratio,
      'by CPU': cpuRatio,
      'at least 0.5': ratio >= BAR ? 'ok' : 'MISSED',
    },
  ]);
  report.ratios.add('catch-up: over XREAD', ratio, rounds, 'yield');
  await closeStore(writer);
  await closeBare(bare);
  await redis.stop();
}
