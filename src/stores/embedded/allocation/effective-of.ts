// How many units of a product there are for whoever waits.

import { effectiveUnits } from '../row-units.js';
import type { TenantState } from '../tenant-state.js';

/** Units of a product that somebody may take, at all locations. */
export function effectiveOf({ writer }: TenantState, product: number): number {
  const { rows, productStart, productCount } = writer.columns;
  let units = 0;
  for (let i = 0; i < productCount[product]; i++) {
    const row = productStart[product] + i;
    units += effectiveUnits({
      flags: rows.flags[row],
      onHand: rows.onHand[row],
      allocated: rows.allocated[row],
      held: rows.held[row],
      safetyStock: rows.safetyStock[row],
    });
  }
  return units;
}
