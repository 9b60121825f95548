// What is kept of an order that was allocated, and what is told of it. Changes nothing.

import type {
  AllocatedLine,
  AllocatedUnits,
  Allocation,
  AllocationStatus,
  OrderLine,
  Priority,
} from '../../allocation.js';
import type { ProductKey } from '../../stock-rows.js';

/** Units of a row, which are in its count of allocated units. */
export type RowUnits = { readonly segmentIndex: number; readonly quantity: number };

/** Units of a line at a location. */
export type UnitsRecord = {
  readonly locationCode: string;
  readonly locationIndex: number;
  /** Without those that were given back. */
  readonly quantity: number;
  readonly shipped: number;
  readonly route: number;
  readonly transferToLocationCode: string;
  readonly futureEpochMs?: number;
  readonly limitGroupId?: number;
  /** When the units were counted against the limit of the group. */
  readonly countedAtEpochMs: number;
  /** The rows that those have which have not left. */
  readonly rows: readonly RowUnits[];
};

/** A line of an order. */
export type LineRecord = OrderLine & {
  readonly product: ProductKey;
  /** -1: no stock row ever named it. */
  readonly productIndex: number;
  readonly units: readonly UnitsRecord[];
  readonly backordered: number;
  readonly cancelled: number;
  readonly customerCare: number;
  readonly offered: number;
  readonly released: number;
};

/** An order that counts once against the limit of a group at a location. */
export type CountedOrder = {
  readonly groupId: number;
  readonly location: number;
  readonly countedAtEpochMs: number;
};

/** An order. */
export type AllocationRecord = {
  readonly orderId: string;
  readonly siteId: string;
  readonly version: number;
  readonly lines: readonly LineRecord[];
  readonly priority: Priority;
  readonly assignmentCount: number;
  readonly rejectedLocationCodes: readonly string[];
  readonly suggestionId: number;
  /** Where the order counts against a limit on orders, each once. */
  readonly countedOrders: readonly CountedOrder[];
  /** See AllocationAsk. */
  readonly request: string;
  readonly totalMinor: number;
  readonly createTimeEpochMs: number;
  readonly updateTimeEpochMs: number;
};

/** Units that are allocated and have not left. */
export function liveUnits({ quantity, shipped }: UnitsRecord): number {
  return quantity - shipped;
}

/** Whether an order has units that are allocated or wait. */
export function isLive({ lines }: AllocationRecord): boolean {
  return lines.some(
    ({ backordered, units }) => backordered > 0 || units.some((one) => liveUnits(one) > 0),
  );
}

/** Whether units of an order have left. */
export function hasShipped({ lines }: AllocationRecord): boolean {
  return lines.some(({ units }) => units.some(({ shipped }) => shipped > 0));
}

/** What became of an order. */
export function statusOf(record: AllocationRecord): AllocationStatus {
  let there = 0;
  let shipped = 0;
  let waiting = 0;
  let open = 0;
  for (const line of record.lines) {
    open += line.quantity - line.released;
    waiting += line.backordered;
    for (const { quantity, shipped: left, futureEpochMs } of line.units) {
      shipped += left;
      if (futureEpochMs === undefined) there += quantity;
      else waiting += quantity;
    }
  }
  if (open === 0) return 'RELEASED';
  if (!isLive(record)) return shipped > 0 ? 'SHIPPED' : 'UNALLOCATED';
  if (there === open) return 'FULLY_ALLOCATED';
  if (there > 0) return 'PARTIALLY_ALLOCATED';
  return waiting > 0 ? 'BACKORDERED' : 'UNALLOCATED';
}

/** What is told of an order. */
export function allocationOf(record: AllocationRecord): Allocation {
  const { orderId, version, priority, assignmentCount, rejectedLocationCodes } = record;
  const { siteId, suggestionId, createTimeEpochMs, updateTimeEpochMs } = record;
  return {
    orderId,
    version,
    status: statusOf(record),
    lines: record.lines.map(lineOf),
    priority,
    assignmentCount,
    rejectedLocationCodes,
    siteId,
    suggestionId,
    createTimeEpochMs,
    updateTimeEpochMs,
  };
}

function lineOf(line: LineRecord): AllocatedLine {
  return {
    orderItemId: line.orderItemId,
    product: line.product,
    quantity: line.quantity,
    backordered: line.backordered,
    cancelled: line.cancelled,
    customerCare: line.customerCare,
    offered: line.offered,
    released: line.released,
    assignments: line.units.map(unitsOf),
  };
}

function unitsOf(units: UnitsRecord): AllocatedUnits {
  const { locationCode, quantity, shipped, route, transferToLocationCode } = units;
  const { futureEpochMs, limitGroupId } = units;
  const told = { locationCode, quantity, shipped, route, transferToLocationCode };
  if (futureEpochMs === undefined && limitGroupId === undefined) return told;
  return {
    ...told,
    ...(futureEpochMs === undefined ? {} : { futureEpochMs }),
    ...(limitGroupId === undefined ? {} : { limitGroupId }),
  };
}
