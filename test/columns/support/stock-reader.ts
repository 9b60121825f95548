// A thread that reads products as decisions do, while another writes: every product must always sum
// to the same number.

import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { StockColumns } from '../../../src/columns/stock.js';

/** What the reader is started with, and what it answers. */
export type ReaderData = {
  readonly stock: StockColumns;
  readonly productCount: number;
  readonly sum: number;
  /** Int32[2] in shared memory: whether to stop, whole reads so far. */
  readonly control: Int32Array;
};
export type ReaderAnswer = { readonly torn: string[] };

const { productCount, sum, control, stock: first } = workerData as ReaderData;
let stock = first;
const torn: string[] = [];
let seed = 1;

/** The sum of a product's stock in one state of it; undefined where it changed meanwhile. */
function readSum(product: number): number | undefined {
  const version = Atomics.load(stock.productVersion, product);
  if (version & 1) return undefined;
  const start = stock.productStart[product];
  const count = stock.productCount[product];
  let total = 0;
  let lastLocation = -1;
  for (let row = start; row < start + count; row++) {
    total += stock.rows.onHand[row];
    if (stock.rows.location[row] <= lastLocation) total = Number.NaN;
    lastLocation = stock.rows.location[row];
  }
  Atomics.add(control, 1, 1);
  return Atomics.load(stock.productVersion, product) === version ? total : undefined;
}

while (Atomics.load(control, 0) === 0) {
  const port = parentPort;
  const message = port === null ? undefined : receiveMessageOnPort(port);
  if (message !== undefined) stock = message.message;
  for (let i = 0; i < 1000; i++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const product = (seed >>> 8) % productCount;
    const total = readSum(product);
    if (total !== undefined && total !== sum) torn.push(`product ${product}: ${total}`);
  }
}
parentPort?.postMessage({ torn: torn.slice(0, 10) } satisfies ReaderAnswer);
