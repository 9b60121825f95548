// What orders have, as tables for people.

import { dayOf, legOf, productOf } from '../decision.js';
import { clean, type Column, grouped, table } from '../table.js';

type ProductJson = Readonly<Record<string, string>>;

/** Units of a line that were served by nothing, by field of an AllocatedLine, and in words. */
const UNSERVED = {
  backordered: 'waits for stock',
  cancelled: 'cancelled',
  customerCare: 'customer care',
  offered: 'offered',
  released: 'given back',
} as const;

type LineJson = Readonly<Record<keyof typeof UNSERVED, number>> & {
  readonly orderItemId: number;
  readonly product?: ProductJson;
  readonly quantity: number;
  readonly assignments: readonly {
    readonly locationCode: string;
    readonly quantity: number;
    readonly shipped: number;
    readonly route?: string;
    readonly transferToLocationCode?: string;
    readonly futureEpochMs?: number;
  }[];
};

/** An Allocation in JSON. */
export type AllocationJson = {
  readonly orderId: string;
  readonly version: number;
  readonly status: string;
  readonly lines: readonly LineJson[];
  readonly priority: string;
  readonly rejectedLocationCodes: readonly string[];
  readonly updateTime: string;
};

/** A Backorder in JSON. */
export type BackorderJson = {
  readonly orderId: string;
  readonly orderItemId: number;
  readonly product?: ProductJson;
  readonly quantity: number;
  readonly priority: string;
  readonly createTime: string;
};

const UNITS_COLUMNS: readonly Column[] = [
  { heading: 'line', isRight: true },
  { heading: 'product' },
  { heading: 'quantity', isRight: true },
  { heading: 'location' },
  { heading: 'shipped', isRight: true },
  { heading: 'leaves by' },
  { heading: 'there on' },
  { heading: 'otherwise' },
];
/** From here on a column in which no row has anything is left out. */
const RARE_FROM = 5;

/** What became of an order, and where its units are. */
export function allocationText(allocation: AllocationJson): string {
  const { orderId, status, version, priority, rejectedLocationCodes: refused } = allocation;
  const head = `order ${clean(orderId)}: ${status}, version ${version}, priority ${priority}\n`;
  const by = refused.length === 0 ? '' : `refused by: ${refused.map(clean).join(', ')}\n`;
  const rows = allocation.lines.flatMap(rowsOf);
  const isKept = UNITS_COLUMNS.map((_, c) => c < RARE_FROM || rows.some((row) => row[c] !== ''));
  const columns = UNITS_COLUMNS.filter((_, c) => isKept[c]);
  const cells = rows.map((row) => row.filter((_, c) => isKept[c]));
  return `${head}${by}\n${table(columns, cells)}`;
}

function rowsOf(line: LineJson): string[][] {
  const { orderItemId, product, assignments } = line;
  const name = [String(orderItemId), codeOf(product)];
  const rows = assignments.map((one) => {
    const { quantity, locationCode, shipped, futureEpochMs } = one;
    const units = [grouped(quantity), locationCode, grouped(shipped)];
    return [...name, ...units, legOf({ ...one, orderItemId }), dayOf(futureEpochMs), ''];
  });
  for (const [field, words] of Object.entries(UNSERVED)) {
    const quantity = line[field as keyof typeof UNSERVED];
    if (quantity > 0) rows.push([...name, grouped(quantity), '', '', '', '', words]);
  }
  return rows;
}

/** Orders one below the other, with the sums of their units. */
export function allocationTable(allocations: readonly AllocationJson[]): string {
  const counts = ['ordered', 'allocated', 'shipped', 'waiting'];
  const columns: Column[] = [
    { heading: 'order' },
    { heading: 'status' },
    { heading: 'version', isRight: true },
    { heading: 'priority' },
    ...counts.map((heading) => ({ heading, isRight: true })),
    { heading: 'changed' },
  ];
  const rows = allocations.map(({ orderId, status, version, priority, lines, updateTime }) => {
    const assigned = lines.flatMap(({ assignments }) => assignments);
    const sums = [
      lines.map(({ quantity }) => quantity),
      assigned.map(({ quantity }) => quantity),
      assigned.map(({ shipped }) => shipped),
      lines.map(({ backordered }) => backordered),
    ];
    const units = sums.map((list) => grouped(list.reduce((sum, one) => sum + one, 0)));
    return [orderId, status, String(version), priority, ...units, updateTime];
  });
  return table(columns, rows);
}

/** Lines that wait, in the order in which they are served. */
export function backorderTable(backorders: readonly BackorderJson[]): string {
  const columns: Column[] = [
    { heading: 'product' },
    { heading: 'order' },
    { heading: 'line', isRight: true },
    { heading: 'units', isRight: true },
    { heading: 'priority' },
    { heading: 'since' },
  ];
  const rows = backorders.map(
    ({ product, orderId, orderItemId, quantity, priority, createTime }) => {
      return [
        codeOf(product),
        orderId,
        String(orderItemId),
        grouped(quantity),
        priority,
        createTime,
      ];
    },
  );
  return table(columns, rows);
}

function codeOf(product: ProductJson = {}): string {
  return productOf(product);
}
