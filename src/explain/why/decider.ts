// Decides one order again and again, each time on a world that differs in something, and says
// whether a location is chosen.

import { emptyPostalTable } from '../../columns/empty.js';
import type { LocationTable } from '../../columns/locations.js';
import type { PlanColumns } from '../../columns/plan.js';
import type { Program } from '../../columns/program.js';
import { sharedDoubles, type StockColumns } from '../../columns/stock.js';
import type { TenantView } from '../../columns/views.js';
import { copyColumns, putBack, type ColumnsCopy } from '../../core/candidates/scratch.js';
import type { DecisionObserver } from '../../core/observer.js';
import { routeOrder } from '../../core/route-order.js';
import type { SceneColumns } from '../scene.js';

/** What a decision is made on. */
export type Ground = {
  readonly stock: StockColumns;
  readonly locations: LocationTable;
  readonly program: Program;
};

/** Decides the order that is decoded in its columns. */
export class Decider {
  /** Decisions so far. */
  count = 0;
  readonly columns: SceneColumns;
  private readonly tenantId: string;
  private readonly postal = emptyPostalTable();
  private kept: ColumnsCopy | null = null;

  constructor(tenantId: string, columns: SceneColumns) {
    this.tenantId = tenantId;
    this.columns = columns;
  }

  /**
   * From now on leaves of what the thread knows of candidates what `told` left of them, which is
   * the decision that was made last.
   */
  keep({ scratch }: SceneColumns): void {
    this.kept = copyColumns(scratch.candidateCount, scratch.locationCount);
  }

  /** Decides; the decision is in the columns. */
  decide(
    { stock, locations, program }: Ground,
    observer: DecisionObserver | null = null,
    columns = this.columns,
  ): PlanColumns {
    const { tenantId, postal } = this;
    const { order, scratch, plan } = columns;
    const counters = sharedDoubles(1);
    // The destination and what was held are recorded: neither is looked up.
    const view: TenantView = { tenantId, number: 0, stock, locations, postal, holds: [], counters };
    this.count++;
    scratch.observer = observer;
    try {
      routeOrder(order, program, view, scratch, plan);
    } finally {
      scratch.observer = null;
      if (this.kept !== null) putBack(this.kept);
    }
    return plan;
  }
}

/** Whether a location has assignments, of stock that is there or of future stock. */
export function isChosen(plan: PlanColumns, location: number): boolean {
  return plan.assignmentLocation.subarray(0, plan.assignmentCount).includes(location);
}
