// What a change of a stock row is told as: that it is low, out or short from now on.

import { textOf } from '../../../base/text.js';
import { INFINITE_UNITS } from '../../../columns/limits.js';
import { ROW_FLAG } from '../../../columns/stock.js';
import type { RowValues } from '../../../columns/stock-writer.js';
import type { EventKind } from '../../events.js';
import { productKeyOf } from '../../inventory-check.js';
import { segmentOf } from '../../row-names.js';
import type { Database } from '../database.js';
import type { TenantDraft } from '../tenant-draft.js';
import type { SiteState } from '../tenant-state.js';
import { emit } from './events.js';

/** Of several sites the largest holds, and where none says how many, this. */
const LOW_UNITS_DEFAULT = 10;

/**
 * Writes in the running transaction that effective stock fell to the low mark or to nothing, and
 * that more units are short. `after` is null where the row goes. Stock that is yet to come has no
 * events, and a block is none of a count.
 */
export function noteLevels(
  database: Database,
  draft: TenantDraft,
  product: number,
  locationCode: string,
  before: RowValues,
  after: RowValues | null,
): void {
  const old = effectiveOf(before);
  const effective = after === null ? 0 : effectiveOf(after);
  const short = after === null ? 0 : shortOf(after);
  const isShort = short > 0 && short !== shortOf(before);
  if (effective >= old && !isShort) return;
  const kinds: EventKind[] = [];
  if (effective < old) {
    const low = lowUnits(draft.sites.values());
    if (low > 0 && old > low && effective <= low) kinds.push('STOCK_LOW');
    if (effective === 0) kinds.push('STOCK_OUT');
  }
  if (isShort) kinds.push('STOCK_SHORT');
  if (kinds.length === 0) return;
  const { tags, futureEpochMs } = segmentOf(draft.state.segments.textOf(before.segment));
  if (futureEpochMs !== undefined) return;
  const { kind: namespace, bytes } = draft.firstCode(product);
  const key = productKeyOf(namespace, textOf(bytes));
  const row = { product: key, locationCode, segment: tags, effective, short };
  for (const kind of kinds) emit(database, draft, { kind, row });
}

/** As a row is told: max(0, on_hand - allocated - held - safety_stock), blocked or not. */
function effectiveOf({ flags, onHand, allocated, held, safetyStock }: RowValues): number {
  if ((flags & ROW_FLAG.infinite) !== 0) return INFINITE_UNITS;
  return Math.max(0, onHand - allocated - held - safetyStock);
}

function shortOf({ flags, onHand, allocated }: RowValues): number {
  return (flags & ROW_FLAG.infinite) === 0 ? Math.max(0, allocated - onHand) : 0;
}

function lowUnits(sites: Iterable<SiteState>): number {
  let units = -1;
  for (const { document } of sites) {
    units = Math.max(units, document.settings?.lowStockUnits ?? LOW_UNITS_DEFAULT);
  }
  return units < 0 ? LOW_UNITS_DEFAULT : units;
}
