// The steps that a worker of the crash test takes, one after the other, each with a key of its own:
// whoever takes a step again must not find it done twice.

import type { Store } from '../../../src/stores/store.js';

/** The tenant of the steps. */
export const STOCK_TENANT = '1';
/** Units on hand that the rows begin with, at each of two locations. */
const STOCK_UNITS = 1000;

/** Steps until a worker does the same again. */
const ROUND = 6;

/** The product of a worker. */
export function productOf(worker: number): { readonly upc: string } {
  return { upc: `product ${worker}` };
}

/** Makes the locations and the first stock of all workers; once, by its key. */
export async function firstStock(store: Store): Promise<void> {
  await store.upsertLocations(STOCK_TENANT, [{ code: 'a' }, { code: 'b' }]);
  const updates = [0, 1, 2, 3].flatMap((worker) =>
    ['a', 'b'].map((locationCode) => ({
      product: productOf(worker),
      locationCode,
      onHand: STOCK_UNITS,
    })),
  );
  await store.upsertInventory(STOCK_TENANT, updates, true, 'first');
}

/** Takes step `number` of a worker, from 0. */
export async function stockStep(
  store: Store,
  tenant: string,
  worker: number,
  number: number,
): Promise<void> {
  const key = `${worker}.${number}`;
  const round = Math.floor(number / ROUND);
  const id = `${worker}-${round}`;
  const product = productOf(worker);
  const row = { product, locationCode: 'a' };
  switch (number % ROUND) {
    case 0: {
      const lines = [{ ...row, quantity: 3 }];
      const times = { ttlMs: 86_400_000, isPartialAllowed: false };
      await store.holdInventory(tenant, { holdId: id, orderId: '', lines, ...times }, key);
      break;
    }
    case 1: {
      const adjustments = [{ row, onHandDelta: 2 }];
      await store.changeStock(tenant, { kind: 'adjust', adjustments, reference: id }, key);
      break;
    }
    case 2: {
      const way = { fromLocationCode: 'a', toLocationCode: 'b' };
      const lines = [{ product, quantity: 2 }];
      await store.transferInventory(tenant, { transferId: id, ...way, lines }, key);
      break;
    }
    case 3:
      await store.releaseHold(tenant, id, key);
      break;
    case 4: {
      const lines = [{ product, received: 1, lost: 0 }];
      await store.receiveTransfer(tenant, { transferId: id, lines }, key);
      break;
    }
    default: {
      const lines = [{ product, received: 0, lost: 1 }];
      await store.receiveTransfer(tenant, { transferId: id, lines }, key);
    }
  }
}

/** What the rows of a worker have after so many steps: on hand, held, in transit, at a and at b. */
export function balancesAfter(steps: number): number[][] {
  const rounds = Math.floor(steps / ROUND);
  const rest = steps % ROUND;
  const adjusted = rest > 1 ? 2 : 0;
  const sent = rest > 2 ? 2 : 0;
  const received = rest > 4 ? 1 : 0;
  const held = rest > 0 && rest < 4 ? 3 : 0;
  return [
    [STOCK_UNITS + adjusted - sent, held, 0],
    [STOCK_UNITS + rounds + received, 0, sent - received],
  ];
}
