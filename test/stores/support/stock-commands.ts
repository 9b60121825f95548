// Random operations on stock, for the model and for the store. Must not know what either does with
// them.

import * as fc from 'fast-check';
import type {
  HoldLine,
  StockAdjustment,
  StockRowName,
  StockUnits,
} from '../../../src/stores/stock-operations.js';
import type { InventoryUpdate, ProductKey } from '../../../src/stores/store.js';
import type { CallOf } from './clocked-store.js';
import type { OrderModel } from './order-model.js';
import { CODES, nameOf, type StockModel } from './stock-model.js';

/** The tenant whose stock it is. */
export const TENANT = 'shop';
/** Its locations. */
export const LOCATIONS: readonly string[] = ['a', 'b', 'c'];

/** What the store is asked, and what it means. */
export type Asked = {
  readonly call: CallOf;
  readonly key: string;
  /** What the key is of: the same again with the same key has one effect. */
  readonly body: string;
  /** Throws a ModelRefusal. */
  readonly mean: (model: TenantModel) => void;
};

/** One operation, asked of a tenant that is as the model is. */
export type Operation = {
  readonly ask: (model: TenantModel) => Asked;
  readonly text: string;
};

/** The stock and the orders of a tenant. */
export type TenantModel = { readonly stock: StockModel; readonly orders: OrderModel };

/** A product, by one of its codes. */
export const product: fc.Arbitrary<ProductKey> = fc.constantFrom(...Object.values(CODES).flat());
/** A location. */
export const locationCode = fc.constantFrom(...LOCATIONS);
/** Tags. */
export const segment = fc.constantFrom<Record<string, string>>({}, {}, { channel: 'web' });
/** A few units. */
export const units = fc.integer({ min: 1, max: 6 });
/** An idempotency key, often none. */
export const key = fc.constantFrom('', '', 'k1', 'k2');
/** The id of a hold. */
export const id = fc.constantFrom('1', '2', '3', '4', '5', '6');
const transferIdOf = fc.constantFrom('1', '2', '3');
const row: fc.Arbitrary<StockRowName> = fc.record({ product, locationCode, segment });

/** Lists in which each row of the model comes once. */
function each<T>(one: fc.Arbitrary<T>, rowOf: (one: T) => StockRowName): fc.Arbitrary<T[]> {
  const selector = (element: T) => nameOf(rowOf(element));
  return fc.uniqueArray(one, { minLength: 1, maxLength: 3, selector });
}

const quantity = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
const update: fc.Arbitrary<InventoryUpdate> = fc.record(
  {
    product,
    locationCode,
    segment,
    onHand: quantity,
    allocated: fc.constantFrom(undefined, undefined, 0, 1, 3),
    inTransit: fc.constantFrom(undefined, undefined, 0, 2),
    safetyStock: fc.constantFrom(undefined, 0, 1),
    blocked: fc.constantFrom(undefined, undefined, true, false),
    hasInfiniteInventory: fc.constantFrom(undefined, undefined, undefined, true, false),
    holdBlock: fc.constantFrom(undefined, undefined, true, false),
    asOfEpochMs: fc.constantFrom(undefined, 1_800_000_000_000, 1_800_000_600_000),
  },
  { requiredKeys: ['product', 'locationCode'] },
);

const upsert = fc
  .tuple(
    each(update, (one) => one),
    key,
  )
  .map(([updates, idempotencyKey]) => {
    return operation('upsertInventory', [TENANT, updates, true, idempotencyKey], (model) => {
      for (const one of updates) model.upsert(one);
    });
  });

const delta = fc.integer({ min: -4, max: 6 });
const adjustment: fc.Arbitrary<StockAdjustment> = fc.record(
  {
    row,
    onHandDelta: delta.filter((units) => units !== 0),
    inTransitDelta: delta,
    safetyStockDelta: fc.constantFrom(0, 0, 1, -1),
    expectedVersion: fc.constantFrom(0, 0, 0, 0, 2),
  },
  { requiredKeys: ['row', 'onHandDelta'] },
);

const adjust = fc
  .tuple(
    each(adjustment, (one) => one.row),
    key,
  )
  .map(([adjustments, idempotencyKey]) => {
    const change = { kind: 'adjust' as const, adjustments, reference: 'count' };
    return operation('changeStock', [TENANT, change, idempotencyKey], (model) => {
      model.change(change);
    });
  });

const rows = each(row, (one) => one);
const kind = fc.constantFrom('delete' as const, 'unblock' as const);
const take = fc.tuple(kind, rows, key).map(([wanted, names, idempotencyKey]) => {
  const change = { kind: wanted, rows: names, reference: '' };
  return operation('changeStock', [TENANT, change, idempotencyKey], (model) => {
    model.change(change);
  });
});

const block = fc.tuple(rows, fc.boolean(), key).map(([names, isHeld, idempotencyKey]) => {
  const change = { kind: 'block' as const, rows: names, reference: 'broken', isHeld };
  return operation('changeStock', [TENANT, change, idempotencyKey], (model) => {
    model.change(change);
  });
});

const line: fc.Arbitrary<StockUnits> = fc.record({ product, segment, quantity: units });
/** What there mostly is, so that what is sent often may go and come. */
const common = { product: CODES.tea[0], segment: {} };
const lines = fc.oneof(
  { weight: 1, arbitrary: each(line, (one) => ({ ...one, locationCode: 'a' })) },
  { weight: 3, arbitrary: units.map((quantity) => [{ ...common, quantity }]) },
);
const way = fc.constantFrom(['a', 'b'], ['b', 'c'], ['c', 'a'], ['b', 'a']);
const send = fc
  .tuple(transferIdOf, way, lines, key)
  .map(([transferId, [from, to], sent, idempotencyKey]) => {
    const request = { transferId, fromLocationCode: from, toLocationCode: to, lines: sent };
    return operation('transferInventory', [TENANT, request, idempotencyKey], (model) => {
      model.send(request);
    });
  });

const came = fc.constantFrom([1, 0], [1, 1], [0, 1], [0, 2]);
const receipt = fc.record({ product, segment, came }).map(({ came: [received, lost], ...rest }) => {
  return { ...rest, received, lost };
});
const receipts = fc.oneof(
  fc.constant([]),
  each(receipt, (one) => ({ ...one, locationCode: 'a' })),
  came.map(([received, lost]) => [{ ...common, received, lost }]),
);
const receive = fc
  .tuple(transferIdOf, receipts, key)
  .map(([transferId, received, idempotencyKey]) => {
    const request = { transferId, lines: received };
    return operation('receiveTransfer', [TENANT, request, idempotencyKey], (model) => {
      model.receive(request);
    });
  });

const holdLine: fc.Arbitrary<HoldLine> = fc.record({
  product,
  locationCode,
  segment,
  quantity: units,
});
const hold = fc
  .record({
    holdId: id,
    orderId: fc.constantFrom('', '', 'o1'),
    lines: fc.array(holdLine, { minLength: 1, maxLength: 3 }),
    ttlMs: fc.constantFrom(0, 1, 1000, 60_000, 20_000_000),
    isPartialAllowed: fc.boolean(),
  })
  .chain((request) => {
    return key.map((idempotencyKey) =>
      operation('holdInventory', [TENANT, request, idempotencyKey], (model) => {
        model.hold(request);
      }),
    );
  });

const release = fc.tuple(id, key).map(([holdId, idempotencyKey]) => {
  return operation('releaseHold', [TENANT, holdId, idempotencyKey], (model) => {
    model.release(holdId);
  });
});

function operation<M extends CallOf['method']>(
  method: M,
  args: CallOf<M>['args'],
  mean: (model: StockModel) => void,
): Operation {
  const list: readonly unknown[] = args;
  const asked: Asked = {
    call: { method, args },
    key: String(list.at(-1)),
    body: JSON.stringify(list.slice(1)),
    mean: ({ stock }) => mean(stock),
  };
  return { ask: () => asked, text: `${method} ${asked.body}` };
}

/** Any operation on stock. */
export const stockOperation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 5, arbitrary: upsert },
  { weight: 4, arbitrary: adjust },
  { weight: 2, arbitrary: take },
  { weight: 2, arbitrary: block },
  { weight: 4, arbitrary: send },
  { weight: 4, arbitrary: receive },
  { weight: 6, arbitrary: hold },
  { weight: 4, arbitrary: release },
);

/** How much time passes, in milliseconds. */
export const passing = fc.constantFrom(
  1,
  500,
  30_000,
  900_000,
  18_000_000,
  90_000_000,
  2_700_000_000,
);

const onTheWay = {
  transferId: '1',
  fromLocationCode: 'a',
  toLocationCode: 'b',
  lines: [{ ...common, quantity: 4 }],
};
const inTheCart = {
  holdId: '1',
  orderId: '',
  lines: [{ ...common, locationCode: 'b', quantity: 3 }],
  ttlMs: 60_000,
  isPartialAllowed: false,
};
/** What a story begins with, so that there is something to be received, released and consumed. */
export const firstOperations: readonly Operation[] = [
  operation('transferInventory', [TENANT, onTheWay, ''], (model) => model.send(onTheWay)),
  operation('holdInventory', [TENANT, inTheCart, ''], (model) => model.hold(inTheCart)),
];
