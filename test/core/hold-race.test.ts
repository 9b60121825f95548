// Does an order that names its hold ever get units twice, while the hold begins and ends on another
// thread?

import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { bytesOf } from '../../src/base/text.js';
import { HoldsWriter } from '../../src/columns/holds-writer.js';
import { PRODUCT_KIND } from '../../src/columns/stock.js';
import { emptyRow, StockWriter } from '../../src/columns/stock-writer.js';
import { TENANT_COUNTER } from '../../src/columns/views.js';
import { compileProgram } from '../../src/configuration/compile.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { assignIds } from '../../src/configuration/versions.js';
import { buildLocationTable } from '../../src/stores/location-table.js';
import { buildPostalTable } from '../../src/stores/postal-table.js';
import { builtFile } from '../support/built.js';
import { encodeMessage } from '../support/engine/protos.js';
import type { HoldReaderAnswer, HoldReaderData } from './support/hold-reader.js';

const ON_HAND = 10;
const OWN = 4;
const OTHERS = 3;
/** The last one is held, and read last. */
const UPCS = Array.from({ length: 30 }, (_, i) => `upc ${i}`);
const HELD = UPCS.length - 1;
const LOCATIONS = [0, 1];
const RACE_MS = 400;

const RULES: ConfigurationDocument = {
  routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
  locationGroups: [{ name: 'all', route: 'ship', rank: 1, isDefaultGroup: true }],
};

const stock = new StockWriter();
const holds = new HoldsWriter();
const counters = new Float64Array(new SharedArrayBuffer(8));
const own = LOCATIONS.map((location) => ({ product: HELD, location, segment: 0, units: OWN }));

function setHeld(product: number, held: number): void {
  const rows = LOCATIONS.map((location) => {
    return { ...emptyRow(location, 0), onHand: ON_HAND, held };
  });
  stock.setRows(product, rows);
}

/** As the store does it: an end before its rows, a beginning after them. */
function beginAndEnd(lengthMs: number): void {
  setHeld(HELD, OTHERS + OWN);
  counters[TENANT_COUNTER.sequence]++;
  holds.begin(bytesOf('own'), own, counters[TENANT_COUNTER.sequence]);
  const endMs = performance.now() + lengthMs;
  while (performance.now() < endMs);
  holds.end(bytesOf('own'));
  setHeld(HELD, OTHERS);
  counters[TENANT_COUNTER.sequence]++;
}

function dataOf(control: Int32Array): HoldReaderData {
  const documents = [{ code: 'x' }, { code: 'y' }];
  const postal = buildPostalTable([], 0);
  const table = buildLocationTable(documents, 1, postal);
  let lastId = 0;
  const document = assignIds(undefined, RULES, () => ++lastId);
  const program = compileProgram(document, 1, { table, documents }, { intern: () => 0 });
  const request = encodeMessage('SuggestCandidatesRequest', {
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    items: UPCS.map((upc) => ({ upc, quantity: 1 })),
    holdId: 'own',
  });
  const shared = { stock: stock.columns, locations: table, postal, holds: holds.columns, counters };
  return { view: { tenantId: '1', number: 1, ...shared }, program, request, control };
}

it('gives the units that others do not hold, and never more', async () => {
  UPCS.forEach((upc, product) => {
    stock.addCode(PRODUCT_KIND.upc, bytesOf(upc), stock.addProduct());
    setHeld(product, OTHERS);
  });
  for (let i = 0; i < 3; i++) beginAndEnd(0);
  const control = new Int32Array(new SharedArrayBuffer(8));
  const file = builtFile('test/core/support/hold-reader.js');
  const reader = new Worker(file, { workerData: dataOf(control) });
  const answer = new Promise<HoldReaderAnswer>((resolve, reject) => {
    reader.once('message', resolve);
    reader.once('error', reject);
  });
  while (Atomics.load(control, 1) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const endMs = performance.now() + RACE_MS;
  let rounds = 0;
  for (; performance.now() < endMs; rounds++) beginAndEnd((rounds % 20) / 500);
  Atomics.store(control, 0, 1);
  const { heldCount, endedCount, units } = await answer;
  await reader.terminate();
  expect(rounds).toBeGreaterThan(100);
  expect(heldCount + endedCount).toBe(control[1]);
  expect(heldCount).toBeGreaterThan(0);
  expect(endedCount).toBeGreaterThan(0);
  // Between the end and its rows, the units are nobody's.
  const free = ON_HAND - OTHERS;
  const told = [free - OWN, free];
  expect([...units.keys()].filter((each) => !told.includes(each))).toEqual([]);
  process.stdout.write(`${rounds} holds, ${heldCount} lists with one, ${endedCount} without\n`);
});
