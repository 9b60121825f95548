// What stock operations mean, in the plainest way: maps of objects, and no thought of speed or
// disks. Must not know how the product does it.

import type {
  HoldRequest,
  StockChange,
  StockRowName,
  TransferReceipt,
  TransferRequest,
} from '../../../src/stores/stock-operations.js';
import type { InventoryUpdate, ProductKey } from '../../../src/stores/store.js';

/** A row. */
export type ModelRow = {
  onHand: number;
  allocated: number;
  held: number;
  inTransit: number;
  safetyStock: number;
  blocked: boolean;
  infinite: boolean;
  holdBlock: boolean;
  version: number;
  asOf: number | undefined;
  /** Units of `allocated` that are of no order of ours: a feed counted them. */
  foreign: number;
};

/** A hold. */
export type ModelHold = {
  readonly rows: readonly (readonly [name: string, quantity: number])[];
  readonly expires: number;
  readonly orderId: string;
  state: 'ACTIVE' | 'RELEASED' | 'EXPIRED' | 'CONSUMED';
  ended: number;
};

type ModelTransfer = {
  readonly to: string;
  readonly lines: { readonly line: string; quantity: number }[];
};

/** Why something is refused. */
export class ModelRefusal extends Error {}

const DAY_MS = 86_400_000;

/** The codes of each product, by its name in the model. */
export const CODES: Readonly<Record<string, readonly ProductKey[]>> = {
  tea: [{ upc: '1' }, { sku: 'tea' }],
  cup: [{ partNumber: 'cup' }],
};

/** The name of a product in the model. */
function productOf(key: ProductKey): string {
  const text = JSON.stringify(key);
  const found = Object.entries(CODES).find(([, keys]) =>
    keys.some((one) => JSON.stringify(one) === text),
  );
  return found?.[0] ?? 'unknown';
}

type Units = { readonly product: ProductKey; readonly segment?: Readonly<Record<string, string>> };

/** The name of a row in the model. */
export function nameOf(row: Units & { readonly locationCode: string }): string {
  return `${lineOf(row)} ${row.locationCode}`;
}

/** The name of a product's rows of a segment, wherever they are. */
export function lineOf({ product, segment = {} }: Units): string {
  return `${productOf(product)} ${JSON.stringify(segment)}`;
}

/** The stock of a tenant. */
export class StockModel {
  rows = new Map<string, ModelRow>();
  readonly holds = new Map<string, ModelHold>();
  readonly transfers = new Map<string, ModelTransfer>();
  sequence = 0;
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  /** Runs an operation that changes all of what it says or nothing. */
  atomically<T>(act: () => T): T {
    const rows = new Map([...this.rows].map(([name, row]) => [name, { ...row }]));
    const { sequence } = this;
    try {
      return act();
    } catch (error) {
      this.rows = rows;
      this.sequence = sequence;
      throw error;
    }
  }

  upsert(update: InventoryUpdate): void {
    const name = nameOf(update);
    const old = this.rows.get(name);
    const asOf = update.asOfEpochMs;
    if (asOf !== undefined && old?.asOf !== undefined && asOf < old.asOf) return;
    const ours = old === undefined ? 0 : old.allocated - old.foreign;
    if ((update.allocated ?? ours) < ours) throw new ModelRefusal('ROW_IN_USE');
    const row = old ?? this.appear(name);
    if (old !== undefined) this.bump(row);
    row.asOf = asOf ?? row.asOf;
    row.onHand = update.onHand ?? row.onHand;
    row.allocated = update.allocated ?? row.allocated;
    row.foreign = row.allocated - ours;
    row.inTransit = update.inTransit ?? row.inTransit;
    row.safetyStock = update.safetyStock ?? row.safetyStock;
    row.infinite = update.hasInfiniteInventory ?? row.infinite;
    row.holdBlock = update.holdBlock ?? row.holdBlock;
    if (update.onHand !== undefined && !row.holdBlock) row.blocked = false;
    row.blocked = update.blocked ?? row.blocked;
  }

  change(change: StockChange): void {
    if (change.kind === 'adjust') {
      for (const { row: name, expectedVersion = 0, ...deltas } of change.adjustments) {
        const row = this.known(name);
        const isOther = expectedVersion !== 0 && expectedVersion !== row.version;
        if (isOther) throw new ModelRefusal('VERSION_MISMATCH');
        const { onHandDelta = 0, inTransitDelta = 0, safetyStockDelta = 0 } = deltas;
        add(row, 'onHand', onHandDelta);
        add(row, 'inTransit', inTransitDelta);
        add(row, 'safetyStock', safetyStockDelta);
        this.bump(row, onHandDelta !== 0);
      }
      return;
    }
    for (const name of change.rows) {
      const row = this.known(name);
      if (change.kind === 'delete') {
        if (row.allocated > 0 || row.held > 0) throw new ModelRefusal('ROW_IN_USE');
        this.bump(row);
        this.rows.delete(nameOf(name));
        continue;
      }
      const blocked = change.kind === 'block';
      const holdBlock = change.kind === 'block' && change.isHeld;
      if (row.blocked === blocked && row.holdBlock === holdBlock) continue;
      Object.assign(row, { blocked, holdBlock });
      this.bump(row);
    }
  }

  send({ transferId, fromLocationCode, toLocationCode, lines }: TransferRequest): void {
    if (this.transfers.has(transferId)) throw new ModelRefusal('ID_TAKEN');
    let isShort = false;
    for (const line of lines) {
      const source = this.rows.get(nameOf({ ...line, locationCode: fromLocationCode }));
      if (source === undefined || free(source) < line.quantity) {
        isShort = true;
        continue;
      }
      if (!source.infinite) {
        source.onHand -= line.quantity;
        this.bump(source, true);
      }
      const target = this.rowAt({ ...line, locationCode: toLocationCode });
      target.inTransit += line.quantity;
      this.bump(target);
    }
    if (isShort) throw new ModelRefusal('INSUFFICIENT_STOCK');
    const open = lines.map((line) => ({ line: lineOf(line), quantity: line.quantity }));
    this.transfers.set(transferId, { to: toLocationCode, lines: open });
  }

  receive({ transferId, lines }: TransferReceipt): void {
    const transfer = this.transfers.get(transferId);
    if (transfer === undefined) throw new ModelRefusal('NOT_FOUND');
    const arrivals =
      lines.length === 0
        ? transfer.lines.map((open) => ({ open, received: open.quantity, lost: 0 }))
        : lines.map(({ received = 0, lost = 0, ...rest }) => {
            const open = transfer.lines.find(({ line }) => line === lineOf(rest));
            if (open === undefined) throw new ModelRefusal('INVALID_FIELD');
            return { open, received, lost };
          });
    if (arrivals.some(({ open, received, lost }) => received + lost > open.quantity)) {
      throw new ModelRefusal('INSUFFICIENT_STOCK');
    }
    for (const { open, received, lost } of arrivals) {
      open.quantity -= received + lost;
      const name = `${open.line} ${transfer.to}`;
      const row = this.rows.get(name) ?? (received > 0 ? this.appear(name) : undefined);
      if (row === undefined) continue;
      const leaving = Math.min(row.inTransit, received + lost);
      row.inTransit -= leaving;
      row.onHand += received;
      if (leaving > 0 || received > 0) this.bump(row, received > 0);
    }
  }

  hold({ holdId, orderId, lines, ttlMs, isPartialAllowed }: HoldRequest): void {
    if (this.holds.has(holdId)) throw new ModelRefusal('ID_TAKEN');
    const held = new Map<string, number>();
    let isShort = false;
    for (const line of lines) {
      const row = this.rows.get(nameOf(line));
      const quantity = Math.min(line.quantity, row === undefined ? 0 : effective(row));
      isShort ||= quantity < line.quantity;
      if (row === undefined || quantity === 0) continue;
      row.held += quantity;
      held.set(nameOf(line), (held.get(nameOf(line)) ?? 0) + quantity);
    }
    if (isShort && !(isPartialAllowed && held.size > 0)) {
      throw new ModelRefusal('INSUFFICIENT_STOCK');
    }
    for (const name of held.keys()) this.bump(this.rows.get(name) as ModelRow);
    const expires = this.now + (ttlMs || 900_000);
    this.holds.set(holdId, { orderId, rows: [...held], expires, state: 'ACTIVE', ended: 0 });
  }

  release(holdId: string): void {
    const hold = this.holds.get(holdId);
    if (hold === undefined) throw new ModelRefusal('NOT_FOUND');
    if (hold.state === 'ACTIVE') this.end(hold, 'RELEASED');
  }

  /** Ends the holds whose time is over. */
  expire(): void {
    for (const hold of this.holds.values()) {
      if (hold.state === 'ACTIVE' && hold.expires <= this.now) this.end(hold, 'EXPIRED');
    }
  }

  /** Forgets the holds that ended a day ago. */
  sweep(): void {
    for (const [id, { state, ended }] of this.holds) {
      if (state !== 'ACTIVE' && ended <= this.now - DAY_MS) this.holds.delete(id);
    }
  }

  /**
   * Does what changes rows in one step: each row that is another afterwards has one version more.
   */
  inOneStep(act: () => void): void {
    const before = new Map([...this.rows].map(([name, row]) => [name, { ...row }]));
    act();
    for (const [name, row] of this.rows) {
      const old = before.get(name);
      if (JSON.stringify(old) !== JSON.stringify(row)) this.bump(row, old?.onHand !== row.onHand);
    }
  }

  private end(hold: ModelHold, state: 'RELEASED' | 'EXPIRED'): void {
    this.inOneStep(() => this.giveBack(hold));
    hold.state = state;
    hold.ended = this.now;
  }

  /** Takes what a hold holds off its rows. */
  giveBack({ rows }: ModelHold): void {
    for (const [name, quantity] of rows) (this.rows.get(name) as ModelRow).held -= quantity;
  }

  private known(name: StockRowName): ModelRow {
    const row = this.rows.get(nameOf(name));
    if (row === undefined) throw new ModelRefusal('ROW_NOT_FOUND');
    return row;
  }

  private rowAt(name: Units & { readonly locationCode: string }): ModelRow {
    return this.rows.get(nameOf(name)) ?? this.appear(nameOf(name));
  }

  private appear(name: string): ModelRow {
    const row: ModelRow = {
      onHand: 0,
      allocated: 0,
      held: 0,
      inTransit: 0,
      safetyStock: 0,
      blocked: false,
      infinite: false,
      holdBlock: false,
      version: 0,
      asOf: undefined,
      foreign: 0,
    };
    this.bump(row);
    this.rows.set(name, row);
    return row;
  }

  private bump(row: ModelRow, isCounted = false): void {
    row.version++;
    this.sequence++;
    if (isCounted) row.asOf = Math.max(row.asOf ?? 0, this.now);
  }
}

/** Units that nobody was promised. */
function free({ infinite, onHand, allocated, held }: ModelRow): number {
  return infinite ? Infinity : Math.max(0, onHand - allocated - held);
}

/** Units that somebody may hold. */
export function effective(row: ModelRow): number {
  if (row.blocked) return 0;
  if (row.infinite) return Infinity;
  return Math.max(0, row.onHand - row.allocated - row.held - row.safetyStock);
}

function add(row: ModelRow, field: 'onHand' | 'inTransit' | 'safetyStock', delta: number): void {
  row[field] += delta;
  if (row[field] < 0) throw new ModelRefusal('INSUFFICIENT_STOCK');
}
