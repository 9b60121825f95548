// What must hold after a fault: of what callers were told nothing is lost and nothing is doubled,
// no unit was given away twice, everything that is kept fits together, and every engine says the
// same. Must not know what failed.

import { Engine } from '../../../src/engine/engine.js';
import { startServer } from '../../../src/rpc/server.js';
import type { Allocation } from '../../../src/stores/allocation.js';
import type { Store } from '../../../src/stores/store.js';
import { type Decoded, TestClient } from '../../rpc/support/client.js';
import { checkWhole, expectSame } from '../../stores/support/stock-checks.js';
import { type Load, pause, type Step } from './load.js';
import type { EngineHome, ServedEngine } from './served-engine.js';
import { PRODUCTS, UNITS } from './shop.js';

/** What is reckoned. */
export type Accounts = {
  readonly home: EngineHome;
  readonly tenant: string;
  readonly load: Load;
  /** Those that have not ended. */
  readonly engines: readonly ServedEngine[];
};

/** How long an engine may take to have what another one wrote. */
const SAME_WITHIN_MS = 5000;

/**
 * Throws unless everything holds, on an engine that opens now, too; gives the steps that are lost.
 */
export async function reckon({ home, tenant, load, engines }: Accounts): Promise<Step[]> {
  const redis = { url: home.url, prefix: home.prefix };
  const engine = await Engine.open({ redis, workerCount: 1 });
  const listen = { host: '127.0.0.1', port: 0 };
  const options = { listen, isInsecureAllowed: false, isReflectionEnabled: false };
  const server = await startServer({ engine, ...options, logger: SILENT });
  const client = new TestClient(server.port);
  try {
    await checkWhole(engine.store, tenant, PRODUCTS);
    await checkSold(engine.store, tenant);
    const lost = await lostSteps(engine.store, tenant, load.steps);
    const wanted = await everything(client, tenant);
    for (const one of engines) await untilSame(one.client, tenant, wanted);
    return lost;
  } finally {
    client.close();
    await server.drain(1000);
    await engine.close();
  }
}

const SILENT = { info: () => undefined, error: () => undefined };

async function checkSold(store: Store, tenant: string): Promise<void> {
  for (const product of PRODUCTS) {
    for (const row of (await store.getInventory(tenant, product)).rows) {
      const { onHand, allocated, held, locationCode } = row;
      const isCovered = allocated >= 0 && onHand >= allocated + held;
      if (!isCovered) throw new Error(`oversold: ${product.upc} ${locationCode}`);
    }
  }
}

/** Steps whose effect is not there; throws where one is there twice, or one that nobody took. */
async function lostSteps(store: Store, tenant: string, steps: readonly Step[]): Promise<Step[]> {
  const taken = steps.filter(({ reason }) => reason === '');
  const adjusted = await adjustments(store, tenant);
  const lost = taken.filter(({ orderId, request: { idempotencyKey } }) => {
    return orderId === '' && !adjusted.has(idempotencyKey);
  });
  const byOrder = new Map<string, Step[]>();
  for (const step of taken) {
    if (step.orderId === '') continue;
    byOrder.set(step.orderId, [...(byOrder.get(step.orderId) ?? []), step]);
  }
  const orders = await allOrders(store, tenant);
  for (const orderId of orders.keys()) {
    if (!byOrder.has(orderId)) throw new Error(`nobody was told of the order ${orderId}`);
  }
  for (const [orderId, own] of byOrder) {
    const version = orders.get(orderId)?.version ?? 0;
    const told = own.map(({ answer }) => Number(answer.allocation.version));
    expectSame(
      `versions of ${orderId}`,
      told,
      Array.from(told, (_, i) => i + 1),
    );
    if (version > told.length)
      throw new Error(`${orderId} has ${version}, told were ${told.length}`);
    lost.push(...own.slice(version));
  }
  if (lost.length === 0) await checkBalances(store, tenant, taken, orders);
  return lost;
}

/** The keys of adjustments in the ledger; throws where one is there twice. */
async function adjustments(store: Store, tenant: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (let token = ''; ; ) {
    const page = await store.listLedger(tenant, {}, 1000, token);
    for (const { reason, reference } of page.items) {
      if (reason !== 'ADJUSTED') continue;
      if (found.has(reference)) throw new Error(`${reference} was adjusted twice`);
      found.add(reference);
    }
    token = page.nextPageToken;
    if (token === '') return found;
  }
}

async function allOrders(store: Store, tenant: string): Promise<Map<string, Allocation>> {
  const orders = new Map<string, Allocation>();
  for (let token = ''; ; ) {
    const page = await store.listAllocations(tenant, { locationCode: '' }, 1000, token);
    for (const order of page.items) orders.set(order.orderId, order);
    token = page.nextPageToken;
    if (token === '') return orders;
  }
}

/** Throws unless rows have what they began with and what the steps did to them. */
async function checkBalances(
  store: Store,
  tenant: string,
  taken: readonly Step[],
  orders: ReadonlyMap<string, Allocation>,
): Promise<void> {
  const onHand = new Map<string, number>();
  const allocated = new Map<string, number>();
  const add = (sums: Map<string, number>, name: string, units: number) => {
    sums.set(name, (sums.get(name) ?? 0) + units);
  };
  for (const { request } of taken) {
    for (const { row, onHandDelta } of (request as Decoded).adjustments ?? []) {
      add(onHand, `${row.product.upc} ${row.locationCode}`, onHandDelta);
    }
  }
  for (const { lines } of orders.values()) {
    for (const { product, assignments } of lines) {
      for (const { locationCode, quantity, shipped } of assignments) {
        const name = `${(product as { upc: string }).upc} ${locationCode}`;
        add(onHand, name, -shipped);
        add(allocated, name, quantity - shipped);
      }
    }
  }
  for (const product of PRODUCTS) {
    for (const row of (await store.getInventory(tenant, product)).rows) {
      const name = `${product.upc} ${row.locationCode}`;
      const wanted = [UNITS + (onHand.get(name) ?? 0), allocated.get(name) ?? 0];
      expectSame(`units of ${name}`, [row.onHand, row.allocated], wanted);
    }
  }
}

/** Waits until an engine says what another says. */
async function untilSame(client: TestClient, tenant: string, wanted: string[]): Promise<void> {
  const endMs = performance.now() + SAME_WITHIN_MS;
  for (;;) {
    const found = await everything(client, tenant);
    const at = wanted.findIndex((one, i) => one !== found[i]);
    if (at < 0) return;
    if (performance.now() > endMs) {
      throw new Error(`an engine says ${found[at]}, and one that opened now ${wanted[at]}`);
    }
    await pause(20);
  }
}

/** Rows, the ledger and orders, as an engine answers them. */
export async function everything(
  client: TestClient,
  tenant: string,
  products: readonly object[] = PRODUCTS,
): Promise<string[]> {
  const options = { headers: { 'x-tenant-id': tenant } };
  const found: string[] = [];
  for (const product of products) {
    const answer = await client.call('InventoryService.GetInventory', { product }, options);
    found.push(JSON.stringify(answer));
  }
  for (const method of ['InventoryService.ListLedger', 'AllocationService.ListAllocations']) {
    let pageToken = '';
    do {
      const page = await client.call(method, { pageSize: 1000, pageToken }, options);
      pageToken = page.nextPageToken;
      found.push(JSON.stringify(page.entries ?? page.allocations));
    } while (pageToken !== '');
  }
  return found;
}
