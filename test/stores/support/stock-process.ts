// A process that moves stock through the embedded store with idempotency keys, and prints what was
// acknowledged, as `done <worker> <number>`, one write to stdout each. It goes on from where the
// process before it was killed: the number of its first step is its argument. Arguments: folder,
// first number of each worker, separated by commas.

import { writeSync } from 'node:fs';
import { EmbeddedStore } from '../../../src/stores/embedded-store.js';
import { firstStock, stockStep, STOCK_TENANT } from './stock-steps.js';

const [dataDirectory = '', firsts = ''] = process.argv.slice(2);
const store = new EmbeddedStore({ dataDirectory });
await store.open();
await firstStock(store);
writeSync(1, 'open\n');
await Promise.all(
  firsts.split(',').map(async (first, worker) => {
    for (let number = Number(first); ; number++) {
      await stockStep(store, STOCK_TENANT, worker, number);
      writeSync(1, `done ${worker} ${number}\n`);
    }
  }),
);
