// Stock as text tables.

import { clean, grouped, listing, table } from '../table.js';

/** The quantities of a row in JSON, as far as tables show them. */
export type QuantitiesJson = {
  readonly onHand: number;
  readonly allocated: number;
  readonly held: number;
  readonly inTransit: number;
  readonly safetyStock: number;
  readonly blocked?: boolean;
  readonly hasInfiniteInventory?: boolean;
};

/** What follows from them. */
export type DerivedJson = {
  readonly available: number;
  readonly effective: number;
  readonly short: number;
};

/** A stock row in JSON. */
export type RowJson = QuantitiesJson &
  DerivedJson & {
    readonly locationCode: string;
    readonly segment: Readonly<Record<string, string>>;
    readonly futureEpochMs?: number;
    readonly version: number;
  };

/** A GetInventoryResponse in JSON. */
export type InventoryJson = {
  readonly rows: readonly RowJson[];
  readonly totals: QuantitiesJson & DerivedJson;
  readonly snapshotSequence: number;
};

/** A Transfer in JSON. */
export type TransferJson = {
  readonly transferId: string;
  readonly fromLocationCode: string;
  readonly toLocationCode: string;
  readonly lines: readonly {
    readonly product: Readonly<Record<string, string>>;
    readonly quantity: number;
    readonly received: number;
    readonly lost: number;
  }[];
};

const UNITS = [
  'on hand',
  'allocated',
  'held',
  'in transit',
  'safety',
  'available',
  'effective',
  'short',
].map((heading) => ({ heading, isRight: true }));

/** A product at every location, and the sums of what is there. */
export function inventoryText({ rows, totals, snapshotSequence }: InventoryJson): string {
  const columns = [{ heading: 'location' }, { heading: 'segment' }, ...UNITS];
  const notes = [{ heading: 'version', isRight: true }, { heading: '' }];
  const cells = rows.map((row) => {
    return [row.locationCode, segmentText(row), ...units(row), String(row.version), noteOf(row)];
  });
  // What is infinite has no sum, and stock that is yet to come is not in it.
  const hasInfiniteInventory = rows.some((row) => {
    return row.hasInfiniteInventory === true && row.futureEpochMs === undefined;
  });
  const last = ['total', '', ...units({ ...totals, hasInfiniteInventory })];
  return `${table([...columns, ...notes], [...cells, last])}at sequence ${snapshotSequence}\n`;
}

function units(row: QuantitiesJson & DerivedJson): string[] {
  const { onHand, allocated, held, inTransit, safetyStock, available, short } = row;
  const counts = [onHand, allocated, held, inTransit, safetyStock, available].map(grouped);
  const effective = row.hasInfiniteInventory === true ? 'any' : grouped(row.effective);
  return [...counts, effective, grouped(short)];
}

function segmentText({ segment, futureEpochMs }: RowJson): string {
  const tags = Object.entries(segment).map(([category, tag]) => `${category}=${tag}`);
  const time = futureEpochMs === undefined ? [] : [new Date(futureEpochMs).toISOString()];
  return [...tags, ...time].join(' ');
}

function noteOf({ blocked }: QuantitiesJson): string {
  return blocked === true ? 'blocked' : '';
}

/** What a row has after a change. */
export function levelText({ quantities, version }: LevelJson): string {
  const { onHand, allocated, held, inTransit, safetyStock, blocked } = quantities;
  const counts = { 'on hand': onHand, allocated, held, 'in transit': inTransit };
  const pairs = Object.entries({ ...counts, 'safety stock': safetyStock, version });
  const text = pairs.map(([name, count]): [string, string] => [name, grouped(count)]);
  return listing([...text, ['blocked', blocked === true ? 'yes' : 'no']]);
}

/** A StockLevel in JSON. */
export type LevelJson = { readonly quantities: QuantitiesJson; readonly version: number };

/** What is on its way, and what came. */
export function transferText(transfer: TransferJson): string {
  const { transferId, fromLocationCode, toLocationCode, lines } = transfer;
  const headings = ['sent', 'received', 'lost', 'on the way'];
  const counts = headings.map((heading) => ({ heading, isRight: true }));
  const cells = lines.map(({ product, quantity, received, lost }) => {
    const numbers = [quantity, received, lost, quantity - received - lost].map(grouped);
    return [Object.values(product).join(' '), ...numbers];
  });
  const head = `transfer ${transferId} from ${fromLocationCode} to ${toLocationCode}`;
  return `${clean(head)}\n\n` + table([{ heading: 'product' }, ...counts], cells);
}
