// How many units of a stock row somebody may take.

import { INFINITE_UNITS } from '../../columns/limits.js';
import { ROW_FLAG } from '../../columns/stock.js';
import type { RowValues } from '../../columns/stock-writer.js';

type Counts = Pick<RowValues, 'flags' | 'onHand' | 'allocated' | 'held' | 'safetyStock'>;

/** max(0, on_hand - allocated - held - safety_stock); of a blocked row 0. */
export function effectiveUnits({ flags, onHand, allocated, held, safetyStock }: Counts): number {
  if ((flags & ROW_FLAG.blocked) !== 0) return 0;
  if ((flags & ROW_FLAG.infinite) !== 0) return INFINITE_UNITS;
  return Math.max(0, onHand - allocated - held - safetyStock);
}
