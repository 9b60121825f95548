// A process that writes stock rows through the embedded store and prints what was acknowledged, as
// `acknowledged <writer> <number>`, one write to stdout each. Arguments: folder, count of writes
// (0: until it is killed).

import { writeSync } from 'node:fs';
import { EmbeddedStore } from '../../../src/stores/embedded-store.js';

const WRITERS = 4;
/** Locations that an atomic batch of one product sets to one number. */
const LOCATIONS = ['a', 'b', 'c'];

const [dataDirectory = '', countText = '0'] = process.argv.slice(2);
const count = Number(countText);
const store = new EmbeddedStore({ dataDirectory });
await store.open();
await store.upsertLocations(
  '1',
  LOCATIONS.map((code) => ({ code })),
);

async function numberNow(upc: string): Promise<number> {
  const { rows } = await store.getInventory('1', { upc }).catch(() => ({ rows: [] }));
  return rows[0]?.onHand ?? 0;
}

async function write(writer: number): Promise<void> {
  const upc = `writer ${writer}`;
  const first = await numberNow(upc);
  const last = count === 0 ? Number.POSITIVE_INFINITY : first + count;
  for (let number = first + 1; number <= last; number++) {
    const updates = LOCATIONS.map((locationCode) => ({
      product: { upc },
      locationCode,
      onHand: number,
      attributes: [`number ${number % 50}`],
    }));
    // New products and segments are made all the time too: they are part of what is promised.
    const product = { sku: `${upc} ${number}` };
    updates.push({ product: product as never, locationCode: 'a', onHand: 1, attributes: [] });
    await store.upsertInventory('1', updates, true);
    writeSync(1, `acknowledged ${writer} ${number}\n`);
  }
}

writeSync(1, 'open\n');
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
await store.close();
