// Which rows the units of a plan come from, and what it means that they do: rows of the line's own
// tags, as routing gave them out, checked against what the transaction sees.

import type { RowSegment } from '../../../explain/inputs.js';
import { segmentOf } from '../../row-names.js';
import type { PlannedUnits } from '../../allocation.js';
import { LEDGER_REASON } from '../history/ledger-codec.js';
import { effectiveUnits } from '../row-units.js';
import { addTo, type PlannedRow, type StockPlan } from '../stock/stock-plan.js';
import type { TenantDraft } from '../tenant-draft.js';
import type { LineRecord, RowUnits } from './record.js';

/** What a line asks for. */
export type AskingLine = Pick<LineRecord, 'orderItemId' | 'productIndex' | 'tags'>;

/** Takes units of lines from rows. */
export class UnitTaker {
  private readonly draft: TenantDraft;
  private readonly plan: StockPlan;
  private readonly lines: readonly AskingLine[];

  /** `lines` are all lines of the plan, in their order. */
  constructor(draft: TenantDraft, plan: StockPlan, lines: readonly AskingLine[]) {
    this.draft = draft;
    this.plan = plan;
    this.lines = lines;
  }

  /**
   * Adds units to what is allocated of the rows of a location. Answers which, and how many units
   * were free; fewer than are asked for: nothing was taken.
   */
  take(line: AskingLine, wanted: PlannedUnits): { rows: RowUnits[]; free: number } {
    const found = this.rowsOf(line, wanted);
    let free = 0;
    for (const row of found) free += effectiveUnits(row.values);
    if (free < wanted.quantity) return { rows: [], free };
    let missing = wanted.quantity;
    const rows: RowUnits[] = [];
    for (const row of found) {
      const quantity = Math.min(missing, effectiveUnits(row.values));
      if (quantity === 0) continue;
      addTo(row, 'allocated', quantity, 'order');
      row.reason = LEDGER_REASON.allocated;
      rows.push({ segmentIndex: row.segment, quantity });
      missing -= quantity;
    }
    return { rows, free };
  }

  private rowsOf(line: AskingLine, { locationCode, futureEpochMs }: PlannedUnits): PlannedRow[] {
    const location = this.draft.locationIndex(locationCode);
    const { productIndex: product } = line;
    if (location < 0 || product < 0) return [];
    const rows: { readonly row: PlannedRow; readonly timeMs: number }[] = [];
    for (const segment of this.draft.segmentsAt(product, location)) {
      const named = segmentOf(this.draft.state.segments.textOf(segment));
      if (!isTimely(named, futureEpochMs) || !this.isOwner(line, named)) continue;
      const place = { product, location, segment, locationCode };
      const row = this.plan.row(place, LEDGER_REASON.allocated);
      if (row !== undefined) rows.push({ row, timeMs: named.futureEpochMs ?? 0 });
    }
    // What comes first is taken first.
    rows.sort((left, right) => left.timeMs - right.timeMs);
    return rows.map(({ row }) => row);
  }

  /**
   * Whether routing gives rows of a segment to the line: of the lines with its product, the first
   * whose tags the segment carries has them, and so have all lines with the same tags.
   */
  private isOwner(line: AskingLine, segment: RowSegment): boolean {
    const first = this.lines.find(
      ({ productIndex, tags }) => productIndex === line.productIndex && isCarried(tags, segment),
    );
    return first !== undefined && hasSameTags(first.tags, line.tags);
  }
}

/** Future units come from stock that is to come by then, others from stock that is there. */
function isTimely({ futureEpochMs }: RowSegment, wanted: number | undefined): boolean {
  if (futureEpochMs === undefined || wanted === undefined) return futureEpochMs === wanted;
  return futureEpochMs <= wanted;
}

function isCarried(tags: LineRecord['tags'], { tags: carried }: RowSegment): boolean {
  const wanted = Object.entries(tags);
  if (wanted.length === 0) return Object.keys(carried).length === 0;
  return wanted.every(
    ([category, tag]) => Object.hasOwn(carried, category) && carried[category] === tag,
  );
}

function hasSameTags(left: LineRecord['tags'], right: LineRecord['tags']): boolean {
  const entries = Object.entries(left);
  if (entries.length !== Object.keys(right).length) return false;
  return entries.every(
    ([category, tag]) => Object.hasOwn(right, category) && right[category] === tag,
  );
}
