// Which changes of stock are well formed. Knows nothing of what is stored.

import { invalidFields, type FieldViolation } from '../base/outcome.js';
import {
  COUNT_MAX,
  HOLD_MS_MAX,
  ID_BYTES_MAX,
  LINES_MAX,
  QUANTITY_MAX,
  STOCK_CHANGES_MAX,
} from '../columns/limits.js';
import {
  checkCode,
  checkProductKey,
  checkSegment,
  checkWhole,
  type ProductCode,
} from './inventory-check.js';
import { segmentText } from './row-names.js';
import type { ProductKey } from './stock-rows.js';
import type {
  HoldRequest,
  StockAdjustment,
  StockChange,
  StockRowName,
  StockUnits,
  TransferReceipt,
  TransferRequest,
} from './stock-operations.js';

/** A product and a segment in the forms that the store compares. */
export type CheckedUnits = { readonly product: ProductCode; readonly segment: string };

/** A row's name in these forms. */
export type CheckedRow = CheckedUnits & { readonly locationCode: string; readonly path: string };

/** The first moment that a calendar of epoch milliseconds does not know. */
const EPOCH_MS_MAX = 8_640_000_000_000_000;

/** The rows of a change, each once, in order. Throws a refusal that names every bad field. */
export function checkChange(change: StockChange): CheckedRow[] {
  const report: FieldViolation[] = [];
  checkId(report, 'reference', change.reference);
  const isAdjustment = change.kind === 'adjust';
  const list = isAdjustment ? 'adjustments' : 'rows';
  const names = isAdjustment ? change.adjustments.map(({ row }) => row) : change.rows;
  if (!isCount(report, list, names.length, STOCK_CHANGES_MAX)) throw invalidFields(report);
  if (isAdjustment) {
    change.adjustments.forEach((one, i) => checkDeltas(report, `adjustments[${i}]`, one));
  }
  const paths = names.map((_, i) => (isAdjustment ? `adjustments[${i}].row` : `rows[${i}]`));
  const rows = names.map((name, i) => checkRow(report, paths[i], name));
  throwAny(report);
  checkOnce(rows, paths);
  return rows;
}

function checkDeltas(report: FieldViolation[], path: string, one: StockAdjustment): void {
  const { onHandDelta = 0, inTransitDelta = 0, safetyStockDelta = 0, expectedVersion } = one;
  checkWhole(report, `${path}.on_hand_delta`, onHandDelta, -COUNT_MAX, COUNT_MAX);
  checkWhole(report, `${path}.in_transit_delta`, inTransitDelta, -COUNT_MAX, COUNT_MAX);
  checkWhole(report, `${path}.safety_stock_delta`, safetyStockDelta, -COUNT_MAX, COUNT_MAX);
  checkWhole(report, `${path}.expected_version`, expectedVersion, 0, Number.MAX_SAFE_INTEGER);
  if (onHandDelta === 0 && inTransitDelta === 0 && safetyStockDelta === 0) {
    report.push({ field: path, description: 'nothing is adjusted' });
  }
}

function checkRow(report: FieldViolation[], path: string, name: StockRowName): CheckedRow {
  const { locationCode, futureEpochMs } = name;
  checkCode(report, `${path}.location_code`, locationCode);
  checkWhole(report, `${path}.future_epoch_ms`, futureEpochMs, 0, EPOCH_MS_MAX);
  const { product } = checkProduct(report, path, name);
  const segment = segmentText(name.segment ?? {}, futureEpochMs);
  return { product, segment, locationCode, path };
}

function checkProduct(
  report: FieldViolation[],
  path: string,
  { product, segment }: Pick<StockUnits, 'product' | 'segment'>,
): CheckedUnits {
  const code = checkProductKey(report, `${path}.product`, product);
  checkSegment(report, `${path}.segment`, segment);
  return { product: code, segment: segmentText(segment ?? {}, undefined) };
}

/** The lines of a transfer that is to be sent, each product and segment once. */
export function checkTransfer(request: TransferRequest): CheckedUnits[] {
  const report: FieldViolation[] = [];
  const { transferId, fromLocationCode, toLocationCode, lines } = request;
  checkId(report, 'transfer_id', transferId);
  checkCode(report, 'from_location_code', fromLocationCode);
  checkCode(report, 'to_location_code', toLocationCode);
  if (fromLocationCode === toLocationCode) {
    report.push({ field: 'to_location_code', description: 'another location is needed' });
  }
  if (!isCount(report, 'lines', lines.length, STOCK_CHANGES_MAX)) throw invalidFields(report);
  const units = lines.map((line, i) => checkUnits(report, `lines[${i}]`, line));
  throwAny(report);
  checkUnitsOnce(units);
  return units;
}

function checkUnits(report: FieldViolation[], path: string, line: StockUnits): CheckedUnits {
  checkWhole(report, `${path}.quantity`, line.quantity, 1, QUANTITY_MAX);
  return checkProduct(report, path, line);
}

/** The lines of a receipt, each product and segment once; none where everything came. */
export function checkReceipt({ transferId, lines }: TransferReceipt): CheckedUnits[] {
  const report: FieldViolation[] = [];
  checkGivenId(report, 'transfer_id', transferId);
  if (lines.length > 0) isCount(report, 'lines', lines.length, STOCK_CHANGES_MAX);
  const units = lines.map((line, i) => {
    const path = `lines[${i}]`;
    const { received = 0, lost = 0 } = line;
    checkWhole(report, `${path}.received`, received, 0, QUANTITY_MAX);
    checkWhole(report, `${path}.lost`, lost, 0, QUANTITY_MAX);
    if (received === 0 && lost === 0) {
      report.push({ field: path, description: 'nothing came and nothing is lost' });
    }
    return checkProduct(report, path, line);
  });
  throwAny(report);
  checkUnitsOnce(units);
  return units;
}

/** The lines of a hold. Rows may come again. */
export function checkHold(request: HoldRequest): CheckedRow[] {
  const report: FieldViolation[] = [];
  const { holdId, orderId, lines, ttlMs } = request;
  checkId(report, 'hold_id', holdId);
  checkId(report, 'order_id', orderId);
  checkWhole(report, 'ttl_ms', ttlMs, 0, HOLD_MS_MAX);
  if (!isCount(report, 'lines', lines.length, LINES_MAX)) throw invalidFields(report);
  const rows = lines.map((line, i) => {
    const path = `lines[${i}]`;
    const { locationCode } = line;
    checkCode(report, `${path}.location_code`, locationCode);
    return { ...checkUnits(report, path, line), locationCode, path };
  });
  throwAny(report);
  return rows;
}

/** Refuses an id that names nothing. `field` is its own. */
export function checkIdGiven(field: string, id: string): void {
  const report: FieldViolation[] = [];
  checkGivenId(report, field, id);
  throwAny(report);
}

/** The code of a product. Throws where the key is none; `field` is its own. */
export function checkProductAt(field: string, product: ProductKey): ProductCode {
  const report: FieldViolation[] = [];
  const code = checkProductKey(report, field, product);
  throwAny(report);
  return code;
}

/** Refuses an idempotency key that is too long. */
export function checkKey(key: string): void {
  const report: FieldViolation[] = [];
  checkId(report, 'idempotency_key', key);
  throwAny(report);
}

function checkGivenId(report: FieldViolation[], field: string, id: string): void {
  if (id === '') report.push({ field, description: 'is required' });
  checkId(report, field, id);
}

function checkId(report: FieldViolation[], field: string, id: string): void {
  if (Buffer.byteLength(id) <= ID_BYTES_MAX) return;
  report.push({ field, description: `must be at most ${ID_BYTES_MAX} bytes` });
}

function isCount(report: FieldViolation[], field: string, count: number, most: number): boolean {
  if (count >= 1 && count <= most) return true;
  report.push({ field, description: `must be 1 to ${most}, is ${count}` });
  return false;
}

function checkUnitsOnce(units: readonly CheckedUnits[]): void {
  const paths = units.map((_, i) => `lines[${i}]`);
  checkOnce(
    units.map((one) => ({ ...one, locationCode: '' })),
    paths,
  );
}

/** Two codes of one product are told apart later, by the store. */
function checkOnce(rows: readonly Omit<CheckedRow, 'path'>[], paths: readonly string[]): void {
  const seen = new Set<string>();
  const report: FieldViolation[] = [];
  rows.forEach(({ product, segment, locationCode }, i) => {
    const name = JSON.stringify([product.kind, product.text, segment, locationCode]);
    if (seen.has(name)) report.push({ field: paths[i], description: 'an earlier one is the same' });
    seen.add(name);
  });
  throwAny(report);
}

function throwAny(report: readonly FieldViolation[]): void {
  if (report.length > 0) throw invalidFields(report);
}
