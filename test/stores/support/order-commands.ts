// Random operations on orders, for the model and for the store: plans that often hold and often do
// not. Must not know what either does with them.

import * as fc from 'fast-check';
import type {
  AllocationAsk,
  Fate,
  OrderLine,
  Plan,
  PlannedUnits,
  Priority,
  UnitsAsk,
  UnitsOfLine,
  UnservedUnits,
} from '../../../src/stores/allocation.js';
import type { CallOf } from './clocked-store.js';
import { effective, lineOf } from './stock-model.js';
import {
  id,
  key,
  locationCode,
  product,
  segment,
  TENANT,
  units,
  type Operation,
  type TenantModel,
} from './stock-commands.js';

const SCOPE = { tenantId: TENANT, siteId: '1' };

const orderId = fc.constantFrom('o1', 'o2', 'o3');
const orderItemId = fc.constantFrom(1, 1, 1, 2, 9);
const fate = fc.constantFrom<Fate>('backordered', 'backordered', 'cancelled', 'customerCare');
const priority = fc.constantFrom<Priority>('LOW', 'NORMAL', 'NORMAL', 'HIGH', 'CRITICAL');
const expectedVersion = fc.oneof(
  { weight: 9, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 2) },
);
const rarely = fc.integer({ min: 1, max: 8 }).map((number) => number === 8);

/** Units of a line: where they are wanted from, in order, and what nobody serves. */
type Wish = { readonly from: readonly Piece[]; readonly rest: number; readonly fate: Fate };
type Piece = { readonly locationCode: string; readonly quantity: number };

const pieces = fc.uniqueArray(fc.record({ locationCode, quantity: units }), {
  minLength: 1,
  maxLength: 2,
  selector: (one) => one.locationCode,
});
const wish: fc.Arbitrary<Wish> = fc.record({
  from: pieces,
  rest: fc.constantFrom(0, 0, 1, 3),
  fate,
});

const line = fc.record({ product, tags: segment, wish });

/** What a plan is to say; a careful one takes what the model has, and lets the rest wait. */
type Wanted = { readonly line: Omit<OrderLine, 'quantity'>; readonly wish: Wish };

function planOf(
  model: TenantModel,
  wanted: readonly Wanted[],
  own: ReadonlyMap<string, number>,
  isCareful: boolean,
): Plan {
  const taken = new Map<string, number>();
  const planned: PlannedUnits[] = [];
  const unserved: UnservedUnits[] = [];
  for (const { line: asking, wish: wished } of wanted) {
    const { orderItemId: item, tags } = asking;
    let rest = wished.rest;
    for (const { locationCode: code, quantity: asked } of wished.from) {
      const name = `${lineOf({ product: productOf(asking), segment: tags })} ${code}`;
      const row = model.stock.rows.get(name);
      const free =
        row === undefined ? 0 : effective({ ...row, held: row.held - (own.get(name) ?? 0) });
      const left = free - (taken.get(name) ?? 0);
      const quantity = isCareful ? Math.max(0, Math.min(asked, left)) : asked;
      taken.set(name, (taken.get(name) ?? 0) + quantity);
      rest += asked - quantity;
      const names = { orderItemId: item, locationCode: code };
      if (quantity > 0) planned.push({ ...names, quantity, route: 0, transferToLocationCode: '' });
    }
    if (rest > 0) unserved.push({ orderItemId: item, quantity: rest, fate: wished.fate });
  }
  return { units: planned, unserved, suggestionId: 0 };
}

function productOf({ upc, sku, partNumber }: Omit<OrderLine, 'quantity'>) {
  return upc ? { upc } : sku ? { sku } : { partNumber };
}

const isCareful = fc.constantFrom(true, true, true, false);
const allocate = fc
  .record({
    orderId,
    lines: fc.array(line, { minLength: 1, maxLength: 2 }),
    holdId: fc.oneof(fc.constant(''), id),
    isCareful,
    isStrict: rarely,
    isBackorderAllowed: rarely.map((isRare) => !isRare),
    locationsMax: rarely.map(Number),
    priority,
    isDecisionFinal: fc.boolean(),
    expectedVersion,
    key,
  })
  .map(({ lines, isCareful: careful, key: idempotencyKey, ...request }): Operation => {
    const wanted = lines.map(({ product: code, tags, wish: wished }, i): Wanted => {
      const ids = { upc: '', sku: '', partNumber: '', ...code };
      return { line: { orderItemId: i + 1, tags, ...ids }, wish: wished };
    });
    const asked = wanted.map(({ line: one, wish: { from, rest } }) => {
      return { ...one, quantity: from.reduce((sum, { quantity }) => sum + quantity, rest) };
    });
    const ask: AllocationAsk = {
      ...given(request),
      digest: JSON.stringify(asked),
      request: '',
      decision: '',
      totalMinor: 1000,
      lines: asked,
    };
    return operation(`allocate ${JSON.stringify(ask)}`, idempotencyKey, ask, (model) => {
      const hold = model.stock.holds.get(ask.holdId);
      const own = new Map(hold?.state === 'ACTIVE' ? hold.rows : []);
      const plan = planOf(model, wanted, own, careful);
      const count = model.orders.orders.get(ask.orderId)?.assignmentCount ?? 0;
      const call = callOf('allocateOrder', [SCOPE, ask, idempotencyKey, plan, count]);
      return { call, mean: ({ orders }) => orders.allocate(ask, plan, count) };
    });
  });

const serve = fc
  .record({ orderId, wish, isCareful })
  .map(({ orderId: name, wish: wished, ...rest }) => {
    const text = `serve ${name} ${JSON.stringify([wished, rest])}`;
    return operation(text, '', {}, (model) => {
      const order = model.orders.orders.get(name);
      const version = order?.version ?? 1;
      const waiting = order?.lines.find(({ backordered }) => backordered > 0);
      const { id: item = 1, backordered = 3, product: code = { upc: '1' } } = waiting ?? {};
      const tags = tagsOf(waiting?.rows ?? '');
      const ids = { upc: '', sku: '', partNumber: '', ...code };
      const asking = { orderItemId: item, tags, ...ids };
      const { units: planned } = planOf(
        model,
        [{ line: asking, wish: { ...wished, from: capped(wished.from, backordered) } }],
        new Map(),
        rest.isCareful,
      );
      // Nobody serves nothing.
      const [piece] = wished.from;
      const one = { orderItemId: item, ...piece, route: 0, transferToLocationCode: '' };
      const plan = { units: planned.length > 0 ? planned : [one], unserved: [], suggestionId: 0 };
      const call = callOf('serveBackorder', [TENANT, name, version, plan]);
      return { call, mean: ({ orders }) => orders.serve(name, version, plan) };
    });
  });

/** No more units than so many. */
function capped(from: readonly Piece[], most: number): Piece[] {
  let left = most;
  return from.flatMap((piece) => {
    const quantity = Math.min(left, piece.quantity);
    left -= quantity;
    return quantity > 0 ? [{ ...piece, quantity }] : [];
  });
}

const few = fc.constantFrom(0, 0, 1, 2, 3);
const unitsOfLine: fc.Arbitrary<UnitsOfLine> = fc.record({
  orderItemId,
  locationCode: fc.oneof(fc.constant(''), locationCode),
  quantity: few,
});
const unitsAsk = fc
  .record({
    orderId,
    lines: fc.uniqueArray(unitsOfLine, {
      maxLength: 2,
      selector: (one) => `${one.orderItemId}/${one.locationCode}`,
    }),
    expectedVersion,
  })
  .map((ask): UnitsAsk => given(ask));

const release = fc.tuple(unitsAsk, key).map(([ask, idempotencyKey]) => {
  return operation(`release ${JSON.stringify(ask)}`, idempotencyKey, ask, () => {
    const call = callOf('releaseAllocation', [TENANT, ask, idempotencyKey]);
    return { call, mean: ({ orders }) => orders.release(ask) };
  });
});

const ship = fc.tuple(unitsAsk, key).map(([ask, idempotencyKey]) => {
  return operation(`ship ${JSON.stringify(ask)}`, idempotencyKey, ask, () => {
    const call = callOf('shipAllocation', [TENANT, ask, idempotencyKey]);
    return { call, mean: ({ orders }) => orders.ship(ask) };
  });
});

const reject = fc
  .record({
    orderId,
    locationCode,
    lines: fc.uniqueArray(fc.record({ orderItemId, quantity: few }), {
      maxLength: 1,
      selector: (one) => one.orderItemId,
    }),
    isLeftUnblocked: fc.boolean(),
    to: locationCode,
    fate,
    isCareful,
    key,
  })
  .map(({ to, fate: end, isCareful: careful, key: idempotencyKey, ...request }) => {
    const lines = request.lines.map((one) => ({ ...one, locationCode: request.locationCode }));
    const ask = { ...request, lines };
    return operation(`reject ${JSON.stringify([ask, to])}`, idempotencyKey, ask, (model) => {
      const basis = model.orders.orders.get(ask.orderId);
      const version = basis?.version ?? 1;
      const wanted = refusedLines(model, ask).flatMap(({ quantity, ...asking }): Wanted[] => {
        const from = to === ask.locationCode ? [] : [{ locationCode: to, quantity }];
        const rest = from.length === 0 ? quantity : 0;
        return quantity === 0 ? [] : [{ line: asking, wish: { from, rest, fate: end } }];
      });
      const plan = planOf(model, wanted, new Map(), careful);
      const call = callOf('rejectAllocation', [TENANT, ask, idempotencyKey, plan, version]);
      return { call, mean: ({ orders }) => orders.reject(ask, plan, version) };
    });
  });

/** The lines of an order of which a location refuses units; none where that is refused itself. */
function refusedLines(
  { orders }: TenantModel,
  ask: Parameters<TenantModel['orders']['refused']>[1],
): OrderLine[] {
  const order = orders.orders.get(ask.orderId);
  if (order === undefined) return [];
  try {
    return orders.refused(order, ask).map(({ at }, i) => {
      const { id: item, product: code, rows } = order.lines[i];
      const quantity = [...at.values()].reduce((sum, count) => sum + count, 0);
      const tags = tagsOf(rows);
      return { orderItemId: item, quantity, upc: '', sku: '', partNumber: '', ...code, tags };
    });
  } catch {
    return [];
  }
}

/** The tags that are in the name of rows. */
function tagsOf(rows: string): OrderLine['tags'] {
  return rows.includes('web') ? { channel: 'web' } : {};
}

function callOf<M extends CallOf['method']>(method: M, args: CallOf<M>['args']): CallOf {
  return { method, args };
}

/** Without what is not given. */
function given<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function operation(
  text: string,
  idempotencyKey: string,
  body: object,
  ask: (model: TenantModel) => {
    readonly call: CallOf;
    readonly mean: (model: TenantModel) => void;
  },
): Operation {
  const asked = { key: idempotencyKey, body: JSON.stringify(body) };
  return { text, ask: (model) => ({ ...asked, ...ask(model) }) };
}

/** An order that is allocated to begin with: units at a, and units that wait. */
export function firstOrder(name: string, isServed: boolean): Operation {
  const ids = { upc: '1', sku: '', partNumber: '', tags: {} };
  const ask: AllocationAsk = {
    orderId: name,
    lines: [{ orderItemId: 1, quantity: isServed ? 5 : 2, ...ids }],
    digest: name,
    request: '',
    decision: '',
    totalMinor: 1000,
    holdId: '',
    isStrict: false,
    isBackorderAllowed: true,
    isDecisionFinal: false,
    locationsMax: 0,
    priority: 'NORMAL',
  };
  const names = { orderItemId: 1, route: 0, transferToLocationCode: '' };
  const plan: Plan = {
    units: isServed ? [{ ...names, locationCode: 'a', quantity: 3 }] : [],
    unserved: [{ orderItemId: 1, quantity: 2, fate: 'backordered' }],
    suggestionId: 0,
  };
  return operation(`first order ${name}`, '', ask, () => {
    const call = callOf('allocateOrder', [SCOPE, ask, '', plan, 0]);
    return { call, mean: ({ orders }) => orders.allocate(ask, plan, 0) };
  });
}

/** Any operation on orders. */
export const orderOperation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: allocate },
  { weight: 3, arbitrary: serve },
  { weight: 3, arbitrary: release },
  { weight: 3, arbitrary: ship },
  { weight: 3, arbitrary: reject },
);
