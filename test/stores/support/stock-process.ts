// A process that moves stock and allocates orders through the engine with idempotency keys. First
// it finds out what the one before it left: the last step that each worker was told of is taken
// again, and must be answered as it was; the one that nobody knows of is taken again, too; and then
// all balances must be those of so many steps. It prints `open` and goes on, and prints what is
// acknowledged as `done <worker> <number> <digest of the answer>`, one write to stdout each.
// Arguments: the folder; of each worker the last step and the digest of its answer, `-1:` where
// there was none, separated by commas; and `check`, where it is to look at everything and end.

import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { Engine } from '../../../src/engine/engine.js';
import { checkAll, checkBalances, firstStock, stockStep } from './stock-steps.js';

const [dataDirectory = '', lasts = '', mode = ''] = process.argv.slice(2);
const done = lasts.split(',').map((last) => {
  const [number = '', digest = ''] = last.split(':');
  return { number: Number(number), digest };
});
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const engine = await Engine.open({ dataDirectory, workerCount: 1 });
await firstStock(engine, done.length);
await Promise.all(
  done.map(async ({ number, digest }, worker) => {
    if (number >= 0) {
      const answer = await stockStep(engine, worker, number);
      const isSame = digest === '' || digest === digestOf(answer);
      if (!isSame) throw new Error(`step ${number} of ${worker} is answered ${answer}`);
    }
    await stockStep(engine, worker, number + 1);
  }),
);
await checkBalances(
  engine.store,
  done.map(({ number }) => number + 2),
);
if (mode === 'check') {
  await checkAll(engine.store, done.length);
  await engine.close();
} else {
  writeSync(1, 'open\n');
  await Promise.all(
    done.map(async (last, worker) => {
      for (let number = last.number + 2; ; number++) {
        const digest = digestOf(await stockStep(engine, worker, number));
        writeSync(1, `done ${worker} ${number} ${digest}\n`);
      }
    }),
  );
}
