// Which holds begin and end in a draft, for the columns that all threads share. The order in which
// they learn of it is what keeps readers from counting units twice: an end is seen before the rows
// have the units again, a beginning after they no longer have them.

import type { HeldRow, HoldsWriter } from '../../../columns/holds-writer.js';
import type { HoldRecord } from '../database.js';

/** The changes of one draft. */
export class HoldChanges {
  private readonly begun = new Map<string, readonly HeldRow[]>();
  private readonly ended = new Set<string>();
  private rowCount = 0;

  /** Notes that a hold begins. */
  begin({ holdId, lines }: HoldRecord): void {
    this.begun.set(holdId, heldRows(lines));
    this.rowCount += lines.length;
  }

  /** Notes that a hold ends. */
  end(holdId: string): void {
    const rows = this.begun.get(holdId);
    if (rows === undefined) this.ended.add(holdId);
    else this.rowCount -= rows.length;
    this.begun.delete(holdId);
  }

  /** Refuses where there is no room for a further hold of so many rows. */
  checkRoom(writer: HoldsWriter, rowCount: number): void {
    writer.checkRoom(this.begun.size + 1, this.rowCount + rowCount);
  }

  /** Call it before the rows change. */
  applyEnds(writer: HoldsWriter): void {
    for (const holdId of this.ended) writer.end(Buffer.from(holdId));
  }

  /** Call it when the rows have changed, whose sequence is `sequence`. */
  applyBeginnings(writer: HoldsWriter, sequence: number): void {
    for (const [holdId, rows] of this.begun) writer.begin(Buffer.from(holdId), rows, sequence);
  }
}

/** The rows of a hold as the columns have them. */
export function heldRows(lines: HoldRecord['lines']): HeldRow[] {
  return lines.map(({ productIndex, locationIndex, segmentIndex, quantity }) => {
    return {
      product: productIndex,
      location: locationIndex,
      segment: segmentIndex,
      units: quantity,
    };
  });
}
