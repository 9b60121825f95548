// How soon does another process see in its columns what was committed, at 2,000 changes of stock a
// second? Beside what an XADD takes to a process that waits in XREAD, at the same pace and with
// entries of the same length.

import { median } from '../../support/measure.js';
import type { Report } from '../../support/report.js';
import { closeBare, closeStore, openBare, openStore, PREFIX, startRedis } from './bench-redis.js';
import { sameOnAll } from './commits.js';
import { firstOf } from './pace.js';

const PER_SECOND = 2000;
/** Bytes of an entry of the feed for a change of one row, about. */
const ENTRY_BYTES = 500;
const ROWS = 1000;
const BAR = 20;

type Delays = { readonly p50Us: number; readonly p99Us: number };

/** Prints the delays of so many changes. */
export async function redisFreshness(
  changes: number,
  rounds: number,
  report: Report,
): Promise<void> {
  const redis = await startRedis(false);
  const { child: writer } = await openStore(redis);
  await writer.ask('fill', { products: ROWS, rowsPerProduct: 1, first: 0 });
  const { child: reader } = await openStore(redis);
  const bareWriter = await openBare(redis);
  const bareReader = await openBare(redis);
  const seen: Delays[] = [];
  const bare: Delays[] = [];
  for (let round = firstOf(rounds); round < rounds; round++) {
    const { sequence } = await reader.ask('figures');
    const watching = reader.ask('watch', sequence, changes);
    const { sentNs } = await writer.ask('change', changes, PER_SECOND, ROWS);
    const product = delaysOf(sentNs, (await watching).seenNs);
    await bareWriter.ask('drop', 'bare');
    const reading = bareReader.ask('watch', changes);
    const added = await bareWriter.ask('add', changes, PER_SECOND, ENTRY_BYTES);
    const plain = delaysOf(added, await reading);
    if (round < 0) continue;
    seen.push(product);
    bare.push(plain);
  }
  await sameOnAll([writer, reader], await bareWriter.ask('sequence', PREFIX));
  const p50 = median(seen.map(({ p50Us }, i) => p50Us / bare[i].p50Us));
  const p99 = median(seen.map(({ p99Us }, i) => p99Us / bare[i].p99Us));
  report.table(
    `redis: from when a change was sent to when another process saw it, ${PER_SECOND} a second`,
    [
      rowOf('Redis store', seen),
      rowOf('XADD to XREAD', bare),
      { '': 'ratio', 'p50 us': p50, 'p99 us': p99, 'at most 20': p99 <= BAR ? 'ok' : 'MISSED' },
    ],
  );
  report.ratios.add('freshness: p50 over XADD to XREAD', p50, rounds);
  for (const child of [writer, reader]) await closeStore(child);
  for (const child of [bareWriter, bareReader]) await closeBare(child);
  await redis.stop();
}

function rowOf(name: string, delays: readonly Delays[]): Record<string, string | number> {
  return {
    '': name,
    'p50 us': median(delays.map(({ p50Us }) => p50Us)),
    'p99 us': median(delays.map(({ p99Us }) => p99Us)),
    'at most 20': '',
  };
}

function delaysOf(sentNs: Float64Array, seenNs: Float64Array): Delays {
  const sorted = sentNs.map((sent, i) => seenNs[i] - sent).sort();
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] / 1000;
  return { p50Us: at(0.5), p99Us: at(0.99) };
}
