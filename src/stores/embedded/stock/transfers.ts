// What sending units from one location to another does, and receiving them. The transfer knows what
// is on its way; the receiving row counts it in transit.

import { randomUUID } from 'node:crypto';
import {
  alreadyExists,
  invalidField,
  notFound,
  type FieldViolation,
} from '../../../base/outcome.js';
import { ROW_FLAG } from '../../../columns/stock.js';
import { checkReceipt, checkTransfer, type CheckedUnits } from '../../stock-check.js';
import type {
  Transfer,
  TransferReceipt,
  TransferRequest,
  TransferResult,
} from '../../stock-operations.js';
import { binaryKey, type Database, type TransferRecord } from '../database.js';
import { LEDGER_REASON } from '../history/ledger-codec.js';
import type { TenantDraft } from '../tenant-draft.js';
import { DUE, putDue } from './dues.js';
import {
  addTo,
  insufficient,
  locationOf,
  StockPlan,
  unitsOf,
  type PlannedRow,
  type RowPlace,
} from './stock-plan.js';

type Line = TransferRecord['lines'][number];

/** What comes of a line now. */
type Arrival = { readonly received: number; readonly lost: number };

/** Sends units, in the running transaction. Throws the refusal of what may not be so. */
export function sendTransfer(
  database: Database,
  draft: TenantDraft,
  request: TransferRequest,
): TransferResult {
  const units = checkTransfer(request);
  const { fromLocationCode, toLocationCode } = request;
  const from = locationOf(draft, 'from_location_code', fromLocationCode);
  const to = locationOf(draft, 'to_location_code', toLocationCode);
  const transferId = request.transferId || randomUUID();
  if (database.transfers.get(keyOf(draft, transferId)) !== undefined) {
    throw alreadyExists('ID_TAKEN', 'transfer_id', `the transfer '${transferId}' exists`);
  }
  const plan = new StockPlan(database, draft);
  const taken = new Set<PlannedRow>();
  const report: FieldViolation[] = [];
  const lines: Line[] = [];
  request.lines.forEach((line, i) => {
    const found = unitsOf(draft, units[i]);
    const place = found && { ...found, location: from, locationCode: fromLocationCode };
    const source = place === null ? undefined : plan.row(place, LEDGER_REASON.transferOut);
    if (source !== undefined && taken.has(source)) {
      throw invalidField(`lines[${i}]`, 'an earlier one is the same');
    }
    const { quantity, product, segment = {} } = line;
    const free = source === undefined ? 0 : unpromised(source);
    if (source === undefined || free < quantity) {
      report.push({ field: `lines[${i}].quantity`, description: `${free} units may go` });
      return;
    }
    taken.add(source);
    if (!isInfinite(source)) addTo(source, 'onHand', -quantity, `lines[${i}].quantity`);
    const target = { ...source, location: to, locationCode: toLocationCode };
    const row = plan.rowOrNew(placeOf(target), LEDGER_REASON.transferIn);
    addTo(row, 'inTransit', quantity, `lines[${i}].quantity`);
    const numbers = { productIndex: source.product, segmentIndex: source.segment };
    lines.push({ product, segment, quantity, received: 0, lost: 0, ...numbers });
  });
  if (report.length > 0) throw insufficient(report);
  plan.write(transferId);
  const transfer = {
    transferId,
    fromLocationCode,
    toLocationCode,
    lines,
    createTimeEpochMs: draft.timeEpochMs,
    isOpen: true,
  };
  void database.transfers.put(keyOf(draft, transferId), transfer);
  return resultOf(draft, transfer);
}

/** Takes units of a transfer in, in the running transaction. */
export function receiveTransfer(
  database: Database,
  draft: TenantDraft,
  receipt: TransferReceipt,
): TransferResult {
  const units = checkReceipt(receipt);
  const { transferId } = receipt;
  const transfer = database.transfers.get(keyOf(draft, transferId));
  if (transfer === undefined) throw notFound('transfer', transferId);
  const arrivals = arrivalsOf(draft, transfer, receipt, units);
  const { toLocationCode } = transfer;
  const location = draft.locationIndex(toLocationCode);
  if (location < 0) throw notFound('location', toLocationCode);
  const plan = new StockPlan(database, draft);
  const lines = transfer.lines.map((line, i) => {
    const arrival = arrivals.get(line);
    if (arrival === undefined) return line;
    const { received, lost } = arrival;
    const { productIndex: product, segmentIndex: segment } = line;
    const place = { product, segment, location, locationCode: toLocationCode };
    const reason = LEDGER_REASON.received;
    // A deletion may have taken the row since, and a feed may have set the count.
    const row = received > 0 ? plan.rowOrNew(place, reason) : plan.row(place, reason);
    if (row !== undefined) {
      addTo(row, 'inTransit', -Math.min(received + lost, row.values.inTransit), `lines[${i}]`);
      addTo(row, 'onHand', received, `lines[${i}].received`);
    }
    return { ...line, received: line.received + received, lost: line.lost + lost };
  });
  plan.write(transferId);
  const isOpen = lines.some((line) => openUnits(line) > 0);
  const next = { ...transfer, lines, isOpen };
  void database.transfers.put(keyOf(draft, transferId), next);
  if (transfer.isOpen && !isOpen) {
    const due = { timeEpochMs: draft.timeEpochMs, name: Buffer.from(transferId) };
    putDue(database, draft.state.number, DUE.transferForgotten, due);
  }
  return resultOf(draft, next);
}

/** Forgets a transfer of which nothing is on its way, in the running transaction. */
export function forgetTransfer(database: Database, tenant: number, name: Buffer): void {
  void database.transfers.remove(Buffer.concat([binaryKey(tenant), name]));
}

/** By line: what comes of it now. Throws where that is more than is on its way. */
function arrivalsOf(
  draft: TenantDraft,
  transfer: TransferRecord,
  receipt: TransferReceipt,
  units: readonly CheckedUnits[],
): Map<Line, Arrival> {
  const arrivals = new Map<Line, Arrival>();
  if (receipt.lines.length === 0) {
    for (const line of transfer.lines) {
      if (openUnits(line) > 0) arrivals.set(line, { received: openUnits(line), lost: 0 });
    }
    return arrivals;
  }
  const report: FieldViolation[] = [];
  receipt.lines.forEach(({ received = 0, lost = 0 }, i) => {
    const found = unitsOf(draft, units[i]);
    const line = transfer.lines.find(
      (one) => one.productIndex === found?.product && one.segmentIndex === found.segment,
    );
    if (line === undefined) throw invalidField(`lines[${i}]`, 'the transfer has no such line');
    if (arrivals.has(line)) throw invalidField(`lines[${i}]`, 'an earlier one is the same');
    arrivals.set(line, { received, lost });
    if (received + lost <= openUnits(line)) return;
    const field = `lines[${i}].${received > openUnits(line) ? 'received' : 'lost'}`;
    report.push({ field, description: `${openUnits(line)} units are on their way` });
  });
  if (report.length > 0) throw insufficient(report);
  return arrivals;
}

function openUnits({ quantity, received, lost }: Line): number {
  return quantity - received - lost;
}

/** Units of a row that nobody was promised. */
function unpromised(row: PlannedRow): number {
  if (isInfinite(row)) return Number.POSITIVE_INFINITY;
  const { onHand, allocated, held } = row.values;
  return Math.max(0, onHand - allocated - held);
}

function isInfinite({ values }: PlannedRow): boolean {
  return (values.flags & ROW_FLAG.infinite) !== 0;
}

function placeOf({ product, location, segment, locationCode }: RowPlace): RowPlace {
  return { product, location, segment, locationCode };
}

function keyOf(draft: TenantDraft, transferId: string): Buffer {
  return Buffer.concat([binaryKey(draft.state.number), Buffer.from(transferId)]);
}

function resultOf(draft: TenantDraft, record: TransferRecord): TransferResult {
  const lines = record.lines.map(({ product, segment, quantity, received, lost }) => {
    return { product, segment, quantity, received, lost };
  });
  const transfer: Transfer = { ...record, lines };
  return { transfer, sequence: draft.nextSequence - 1 };
}
