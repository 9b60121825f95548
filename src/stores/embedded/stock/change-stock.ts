// What adjusting, deleting, blocking and unblocking stock rows does: all of a call or nothing.

import { failedPrecondition } from '../../../base/outcome.js';
import { ROW_FLAG } from '../../../columns/stock.js';
import { checkChange } from '../../stock-check.js';
import type { StockAdjustment, StockChange, StockChangeResult } from '../../stock-operations.js';
import type { Database } from '../database.js';
import { LEDGER_REASON } from '../history/ledger-codec.js';
import type { TenantDraft } from '../tenant-draft.js';
import { checkVersion } from '../write-inventory.js';
import { addTo, levelOf, setFlags, StockPlan, type PlannedRow } from './stock-plan.js';

const REASONS = {
  adjust: LEDGER_REASON.adjusted,
  delete: LEDGER_REASON.deleted,
  block: LEDGER_REASON.blocked,
  unblock: LEDGER_REASON.unblocked,
} as const;

/** Changes rows in the running transaction. Throws the refusal of the first that may not be so. */
export function changeStock(
  database: Database,
  draft: TenantDraft,
  change: StockChange,
): StockChangeResult {
  const names = checkChange(change);
  const plan = new StockPlan(database, draft);
  const rows = names.map((name, i) => {
    const row = plan.takeRow(name, REASONS[change.kind]);
    changeRow(change, i, row, name.path);
    return row;
  });
  const levels = change.kind === 'delete' ? [] : rows.map(levelOf);
  plan.write(change.reference);
  return { levels, sequence: draft.nextSequence - 1 };
}

function changeRow(change: StockChange, index: number, row: PlannedRow, path: string): void {
  switch (change.kind) {
    case 'adjust':
      adjust(row, change.adjustments[index], `adjustments[${index}]`);
      break;
    case 'delete':
      checkFree(row, path);
      row.isGone = true;
      break;
    case 'block':
      setFlags(
        row,
        ROW_FLAG.blocked | (change.isHeld ? ROW_FLAG.holdBlock : 0),
        ROW_FLAG.holdBlock,
      );
      break;
    case 'unblock':
      setFlags(row, 0, ROW_FLAG.blocked | ROW_FLAG.holdBlock);
  }
}

function adjust(row: PlannedRow, adjustment: StockAdjustment, path: string): void {
  const { onHandDelta = 0, inTransitDelta = 0, safetyStockDelta = 0, expectedVersion } = adjustment;
  checkVersion(expectedVersion, row.before, path);
  addTo(row, 'onHand', onHandDelta, `${path}.on_hand_delta`);
  addTo(row, 'inTransit', inTransitDelta, `${path}.in_transit_delta`);
  addTo(row, 'safetyStock', safetyStockDelta, `${path}.safety_stock_delta`);
}

/** Somebody counts on what is allocated or held. */
function checkFree({ values: { allocated, held } }: PlannedRow, field: string): void {
  if (allocated === 0 && held === 0) return;
  const description = `${allocated} units are allocated and ${held} held`;
  throw failedPrecondition('ROW_IN_USE', `${field}: ${description}`, {
    violations: [{ field, description }],
    metadata: { allocated: String(allocated), held: String(held) },
  });
}
