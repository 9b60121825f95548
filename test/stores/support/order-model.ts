// What allocating, releasing, shipping and rejecting mean, in the plainest way, on the rows and
// holds of the model of stock. Must not know how the product does it.

import {
  PRIORITIES,
  type AllocationAsk,
  type AllocationStatus,
  type Fate,
  type Plan,
  type Priority,
  type RejectionAsk,
  type UnitsAsk,
  type UnitsOfLine,
} from '../../../src/stores/allocation.js';
import type { ProductKey } from '../../../src/stores/store.js';
import { effective, lineOf, ModelRefusal, type ModelRow, type StockModel } from './stock-model.js';

/** Units of a line at a location. */
export type ModelUnits = {
  readonly location: string;
  quantity: number;
  shipped: number;
  /** When they were assigned. */
  readonly moment: number;
};

/** A line of an order. */
export type ModelLine = { readonly [fate in Fate]: number } & {
  readonly id: number;
  readonly product: ProductKey;
  /** The name of its rows, without the location. */
  readonly rows: string;
  readonly quantity: number;
  readonly units: readonly ModelUnits[];
  readonly released: number;
};

/** An order. */
export type ModelOrder = {
  readonly version: number;
  readonly priority: Priority;
  readonly created: number;
  readonly updated: number;
  readonly assignmentCount: number;
  readonly rejected: readonly string[];
  readonly lines: readonly ModelLine[];
};

/** So many units at each place of a line's units, and of those that wait. */
type Meant = { readonly at: Map<number, number>; waiting: number; isAnywhere: boolean };

const DAY_MS = 86_400_000;
/** How long an order is known that has ended. */
const KEPT_MS = 30 * DAY_MS;

/** The orders of a tenant. */
export class OrderModel {
  readonly orders = new Map<string, ModelOrder>();
  private readonly stock: StockModel;

  constructor(stock: StockModel) {
    this.stock = stock;
  }

  allocate(ask: AllocationAsk, plan: Plan, assignmentsSoFar: number): void {
    const { orderId, expectedVersion } = ask;
    const before = this.orders.get(orderId);
    if (expectedVersion !== undefined && expectedVersion !== (before?.version ?? 0)) {
      throw new ModelRefusal('VERSION_MISMATCH');
    }
    const isTaken = before?.lines.some((line) => line.backordered > 0 || line.units.length > 0);
    if (isTaken === true) throw new ModelRefusal('ALLOCATION_EXISTS');
    if ((before?.assignmentCount ?? 0) !== assignmentsSoFar) {
      throw new ModelRefusal('ORDER_CHANGED');
    }
    checkPolicy(ask, plan);
    const hold = this.stock.holds.get(ask.holdId);
    if (hold !== undefined && hold.orderId !== '' && hold.orderId !== orderId) {
      throw new ModelRefusal('INVALID_FIELD');
    }
    const fresh = ask.lines.map(({ orderItemId: id, quantity, upc, sku, partNumber, tags }) => {
      const product = upc ? { upc } : sku ? { sku } : { partNumber };
      const rows = lineOf({ product, segment: tags });
      const nothing = { backordered: 0, cancelled: 0, customerCare: 0, offered: 0, released: 0 };
      return { id, product, rows, quantity, units: [], ...nothing };
    });
    const isConsumed = hold?.state === 'ACTIVE';
    let lines: ModelLine[] = [];
    this.stock.inOneStep(() => {
      if (isConsumed) this.stock.giveBack(hold);
      lines = this.withPlan(fresh, plan, ask.isDecisionFinal);
    });
    if (isConsumed) Object.assign(hold, { state: 'CONSUMED', ended: this.stock.now });
    this.orders.set(orderId, {
      version: (before?.version ?? 0) + 1,
      priority: ask.priority,
      created: this.stock.now,
      updated: this.stock.now,
      assignmentCount: assignmentsSoFar + (plan.units.length > 0 ? 1 : 0),
      rejected: before?.rejected ?? [],
      lines,
    });
  }

  serve(orderId: string, version: number, plan: Plan): void {
    const before = this.orders.get(orderId);
    if (before?.version !== version) throw new ModelRefusal('ORDER_CHANGED');
    const waiting = before.lines.map((line) => {
      const served = sumOf(plan.units.filter(({ orderItemId }) => orderItemId === line.id));
      if (served > line.backordered) throw new ModelRefusal('INVALID_FIELD');
      return { ...line, backordered: line.backordered - served };
    });
    let lines: ModelLine[] = [];
    this.stock.inOneStep(() => (lines = this.withPlan(waiting, plan, false)));
    this.put(orderId, before, { lines });
  }

  release(ask: UnitsAsk): void {
    const before = this.known(ask);
    const meant = ask.lines.length === 0 ? before.lines.map(allOf) : named(before, ask.lines);
    if (meant.every(({ at, waiting }) => waiting + countOf(at) === 0)) return;
    let lines: ModelLine[] = [];
    this.stock.inOneStep(() => {
      lines = before.lines.map((line, i) => {
        const { at, waiting } = meant[i];
        const released = line.released + waiting + countOf(at);
        const backordered = line.backordered - waiting;
        return { ...line, units: this.takeOff(line, at, false), released, backordered };
      });
    });
    this.put(ask.orderId, before, { lines });
  }

  ship(ask: UnitsAsk): void {
    const before = this.known(ask);
    const meant =
      ask.lines.length === 0
        ? before.lines.map((line) => ({ ...allOf(line), waiting: 0 }))
        : namedToShip(before, ask.lines);
    if (meant.every(({ at }) => countOf(at) === 0)) throw new ModelRefusal('NOT_ALLOCATED');
    let lines: ModelLine[] = [];
    this.stock.inOneStep(() => {
      lines = before.lines.map((line, i) => {
        return { ...line, units: this.takeOff(line, meant[i].at, true) };
      });
    });
    this.put(ask.orderId, before, { lines });
  }

  reject(ask: RejectionAsk, plan: Plan, basisVersion: number): void {
    const before = this.known(ask);
    const meant = this.refused(before, ask);
    if (before.version !== basisVersion) throw new ModelRefusal('ORDER_CHANGED');
    const { locationCode } = ask;
    before.lines.forEach(({ id }, i) => {
      const planned = [...plan.units, ...plan.unserved].filter((one) => one.orderItemId === id);
      if (sumOf(planned) !== countOf(meant[i].at)) throw new ModelRefusal('INVALID_FIELD');
    });
    let lines: ModelLine[] = [];
    this.stock.inOneStep(() => {
      const rest = before.lines.map((line, i) => {
        const units = this.takeOff(line, meant[i].at, false);
        const row = this.stock.rows.get(`${line.rows} ${locationCode}`);
        if (countOf(meant[i].at) > 0 && !ask.isLeftUnblocked && row !== undefined) {
          row.blocked = true;
        }
        return { ...line, units };
      });
      lines = this.withPlan(rest, plan, false);
    });
    const rejected = [...new Set([...before.rejected, locationCode])];
    this.put(ask.orderId, before, {
      lines,
      rejected,
      assignmentCount: before.assignmentCount + 1,
    });
  }

  /** The units that a location refuses. */
  refused(before: ModelOrder, { lines, locationCode }: RejectionAsk): Meant[] {
    if (lines.length > 0)
      return named(
        before,
        lines.map((line) => ({ ...line, locationCode })),
      );
    const there = before.lines.map((line) => ({ ...nothing(), at: liveAt(line, locationCode) }));
    if (there.every(({ at }) => at.size === 0)) throw new ModelRefusal('NOT_ALLOCATED');
    return there;
  }

  /** Forgets the orders that ended long ago. */
  sweep(): void {
    for (const [id, order] of this.orders) {
      if (!isLive(order) && order.updated <= this.stock.now - KEPT_MS) this.orders.delete(id);
    }
  }

  /** Units of each row that orders have. */
  live(): Map<string, number> {
    const units = new Map<string, number>();
    for (const { lines } of this.orders.values()) {
      for (const line of lines) {
        for (const { location, quantity, shipped } of line.units) {
          const name = `${line.rows} ${location}`;
          units.set(name, (units.get(name) ?? 0) + quantity - shipped);
        }
      }
    }
    return units;
  }

  /** Lines that wait, in the order in which they are served. */
  waiting(): { readonly orderId: string; readonly line: ModelLine; readonly order: ModelOrder }[] {
    const found = [...this.orders].flatMap(([orderId, order]) => {
      const lines = order.lines.filter(({ backordered }) => backordered > 0);
      return lines.map((line) => ({ orderId, line, order }));
    });
    const rank = ({ priority }: ModelOrder) => -PRIORITIES.indexOf(priority);
    return found.sort(
      (left, right) =>
        rank(left.order) - rank(right.order) ||
        left.order.created - right.order.created ||
        (left.orderId < right.orderId ? -1 : left.orderId > right.orderId ? 1 : 0) ||
        left.line.id - right.line.id,
    );
  }

  private known({ orderId, expectedVersion }: UnitsAsk): ModelOrder {
    const order = this.orders.get(orderId);
    if (order === undefined) throw new ModelRefusal('NOT_FOUND');
    if (expectedVersion !== undefined && expectedVersion !== order.version) {
      throw new ModelRefusal('VERSION_MISMATCH');
    }
    return order;
  }

  private put(orderId: string, before: ModelOrder, changed: Partial<ModelOrder>): void {
    const { now: updated } = this.stock;
    this.orders.set(orderId, { ...before, ...changed, version: before.version + 1, updated });
  }

  private withPlan(lines: readonly ModelLine[], plan: Plan, isFinal: boolean): ModelLine[] {
    const { now: moment } = this.stock;
    let isShort = false;
    const changed = new Map(lines.map((line) => [line.id, { ...line, units: [...line.units] }]));
    for (const { orderItemId, locationCode: location, quantity } of plan.units) {
      const line = changed.get(orderItemId) as ModelLine & { units: ModelUnits[] };
      const row = this.stock.rows.get(`${line.rows} ${location}`);
      if (row === undefined || effective(row) < quantity) {
        isShort = true;
        continue;
      }
      row.allocated += quantity;
      // What is assigned at one moment is one.
      const at = line.units.findIndex((one) => {
        return one.location === location && one.moment === moment && one.shipped === 0;
      });
      if (at < 0) line.units.push({ location, quantity, shipped: 0, moment });
      else line.units[at] = { ...line.units[at], quantity: line.units[at].quantity + quantity };
    }
    if (isShort) throw new ModelRefusal(isFinal ? 'INSUFFICIENT_STOCK' : 'STOCK_CHANGED');
    for (const { orderItemId, quantity, fate } of plan.unserved) {
      const line = changed.get(orderItemId) as { -readonly [fate in Fate]: number };
      line[fate] += quantity;
    }
    return [...changed.values()];
  }

  private takeOff(
    line: ModelLine,
    at: ReadonlyMap<number, number>,
    isShipped: boolean,
  ): ModelUnits[] {
    const left = line.units.map((units, place) => {
      const count = at.get(place) ?? 0;
      if (count === 0) return units;
      const row = this.stock.rows.get(`${line.rows} ${units.location}`) as ModelRow;
      row.allocated -= count;
      if (!isShipped) return { ...units, quantity: units.quantity - count };
      if (!row.infinite) row.onHand -= count;
      if (row.onHand < 0) throw new ModelRefusal('INSUFFICIENT_STOCK');
      return { ...units, shipped: units.shipped + count };
    });
    return left.filter(({ quantity }) => quantity > 0);
  }
}

/** What became of an order. */
export function statusOf(order: ModelOrder): AllocationStatus {
  const { lines } = order;
  const units = lines.flatMap((line) => line.units);
  const open = sumOf(lines) - lines.reduce((sum, { released }) => sum + released, 0);
  if (open === 0) return 'RELEASED';
  if (!isLive(order)) return units.length > 0 ? 'SHIPPED' : 'UNALLOCATED';
  if (sumOf(units) === open) return 'FULLY_ALLOCATED';
  if (units.length > 0) return 'PARTIALLY_ALLOCATED';
  return 'BACKORDERED';
}

function isLive({ lines }: ModelOrder): boolean {
  return lines.some(({ backordered, units }) => {
    return backordered > 0 || units.some(({ quantity, shipped }) => quantity > shipped);
  });
}

function checkPolicy(ask: AllocationAsk, { units, unserved }: Plan): void {
  const locations = new Set(units.map(({ locationCode }) => locationCode)).size;
  if (ask.locationsMax > 0 && locations > ask.locationsMax) {
    throw new ModelRefusal('SPLIT_NOT_ALLOWED');
  }
  const isWaiting = unserved.some(({ fate }) => fate === 'backordered');
  const isMissing = ask.isStrict && unserved.length > 0;
  if (isMissing || (isWaiting && !ask.isBackorderAllowed)) {
    throw new ModelRefusal('INSUFFICIENT_STOCK');
  }
}

function nothing(): Meant {
  return { at: new Map(), waiting: 0, isAnywhere: false };
}

function allOf(line: ModelLine): Meant {
  return { ...nothing(), at: liveAt(line, ''), waiting: line.backordered };
}

/** Units of a line that have not left, by place; an empty location is any. */
function liveAt({ units }: ModelLine, location: string): Map<number, number> {
  const live = units.map(({ quantity, shipped }, place) => [place, quantity - shipped] as const);
  return new Map(
    live.filter(([place, count]) => {
      return count > 0 && (location === '' || units[place].location === location);
    }),
  );
}

/** What lines name, by line of the order; waiting units first where no location is named. */
function named(order: ModelOrder, asks: readonly UnitsOfLine[]): Meant[] {
  const meant = order.lines.map(nothing);
  const seen = new Set<number>();
  for (const { orderItemId, locationCode, quantity } of asks) {
    const i = order.lines.findIndex(({ id }) => id === orderItemId);
    if (i < 0) throw new ModelRefusal('INVALID_FIELD');
    const isAnywhere = locationCode === '';
    if (seen.has(i) && (isAnywhere || meant[i].isAnywhere)) throw new ModelRefusal('INVALID_FIELD');
    seen.add(i);
    const there = liveAt(order.lines[i], locationCode);
    const waiting = isAnywhere ? order.lines[i].backordered : 0;
    const all = waiting + countOf(there);
    if (all === 0 || quantity > all) throw new ModelRefusal('NOT_ALLOCATED');
    let missing = quantity === 0 ? all : quantity;
    meant[i].waiting = Math.min(waiting, missing);
    meant[i].isAnywhere = isAnywhere;
    missing -= meant[i].waiting;
    takeLast(meant[i].at, there, missing);
  }
  return meant;
}

function namedToShip(order: ModelOrder, asks: readonly UnitsOfLine[]): Meant[] {
  const meant = order.lines.map(nothing);
  for (const { orderItemId, locationCode, quantity } of asks) {
    const i = order.lines.findIndex(({ id }) => id === orderItemId);
    if (i < 0) throw new ModelRefusal('INVALID_FIELD');
    const { units } = order.lines[i];
    const there = liveAt(order.lines[i], locationCode);
    if (new Set([...there.keys()].map((place) => units[place].location)).size > 1) {
      throw new ModelRefusal('INVALID_FIELD');
    }
    const all = countOf(there);
    if (all === 0 || quantity > all) throw new ModelRefusal('NOT_ALLOCATED');
    const taken = takeLast(new Map(), there, quantity === 0 ? all : quantity);
    for (const [place, count] of taken) {
      if (meant[i].at.has(place)) throw new ModelRefusal('INVALID_FIELD');
      meant[i].at.set(place, count);
    }
  }
  return meant;
}

function takeLast(
  at: Map<number, number>,
  there: ReadonlyMap<number, number>,
  quantity: number,
): Map<number, number> {
  let missing = quantity;
  for (const [place, units] of [...there].reverse()) {
    const count = Math.min(missing, units);
    if (count > 0) at.set(place, count);
    missing -= count;
  }
  return at;
}

function sumOf(list: readonly { readonly quantity: number }[]): number {
  return list.reduce((sum, { quantity }) => sum + quantity, 0);
}

function countOf(at: ReadonlyMap<number, number>): number {
  return [...at.values()].reduce((sum, count) => sum + count, 0);
}
