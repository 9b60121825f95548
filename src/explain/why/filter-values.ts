// Which numbers the filters of a route met while an order was decided, and could meet with the
// stock that splits leave.

import type { FilterProgram, GroupProgram, RouteProgram } from '../../columns/program.js';
import { parseDecimal } from '../../base/units.js';
import { parseDate } from '../../base/date.js';
import { type AttributeValue, attributeValue, type Subject } from '../attribute-values.js';
import type { Scene } from '../scene.js';

/** What one filter met, in the unit of the wire. */
export type FilterValues = {
  /** Ascending and different. */
  readonly numbers: readonly number[];
  /** Whether there are no others that it could meet. */
  readonly isComplete: boolean;
};

/** Units that a split may leave of a row that are told apart. */
const LEFT_MAX = 1000;

/** Collects the values of all filters of a route. */
export class MetValues {
  private readonly numbers = new Map<string, Set<number>>();
  private isComplete = true;

  /** What a filter met. */
  of(filter: string): FilterValues {
    const numbers = [...(this.numbers.get(filter) ?? [])].sort((a, b) => a - b);
    return { numbers, isComplete: this.isComplete };
  }

  /** Takes over what the filters of a route meet among the candidates that are laid out now. */
  collect(scene: Scene, route: RouteProgram): void {
    const leavesStock = scene.scratch.storeCommitCount > 0 || route.groups.some(dividesAndGoesOn);
    for (const group of route.groups) {
      for (const filter of group.filters) this.collectOf(scene, group, filter, leavesStock);
    }
  }

  private collectOf(
    scene: Scene,
    group: GroupProgram,
    filter: FilterProgram,
    leavesStock: boolean,
  ): void {
    const document = scene.filter(filter.name);
    const isPoint = document?.dataPoint !== undefined;
    if (document === undefined || isPoint) return;
    const numbers = this.numbers.get(filter.name) ?? new Set();
    this.numbers.set(filter.name, numbers);
    const isUnits = document.attribute === 'inventory.available';
    for (const subject of subjectsOf(scene, filter)) {
      const value = attributeValue(scene, subject, group, document);
      for (const number of numbersIn(document.attribute ?? '', value)) {
        numbers.add(number);
        if (isUnits && leavesStock) this.addLeft(scene, subject.line, number, numbers);
      }
    }
  }

  /** What may be left of a row's units when a group is asked behind a split. */
  private addLeft(scene: Scene, line: number, units: number, numbers: Set<number>): void {
    const { scratch, order } = scene;
    let need = 0;
    for (let other = 0; other < order.lineCount; other++) {
      if (scratch.lineSlot[other] === scratch.lineSlot[line]) need += order.quantity[other];
    }
    const taken = Math.min(need, units, LEFT_MAX);
    for (let less = 1; less <= taken; less++) numbers.add(units - less);
    if (taken === LEFT_MAX) this.isComplete = false;
  }
}

function dividesAndGoesOn({ afterPartial, afterNone }: GroupProgram): boolean {
  return [afterPartial, afterNone].some((action) => action?.isIfFulfilled === true);
}

function numbersIn(path: string, value: AttributeValue): number[] {
  if (typeof value === 'number') return [value];
  const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  const read = path === 'customer.customerSinceDate' ? parseDate : parseDecimal;
  return (texts as string[]).map(read).filter((number) => !Number.isNaN(number));
}

const NOTHING: Subject = { line: -1, candidate: -1, row: -1 };

/** What a filter looks at, each once. */
function* subjectsOf({ scratch, order }: Scene, { scope }: FilterProgram): Generator<Subject> {
  switch (scope) {
    case 'order':
      yield NOTHING;
      return;
    case 'location':
      for (let c = 0; c < scratch.candidateCount; c++) yield { ...NOTHING, candidate: c };
      return;
    case 'line':
      for (let line = 0; line < order.lineCount; line++) yield { ...NOTHING, line };
      return;
    case 'pair':
      for (let line = 0; line < order.lineCount; line++) {
        const slot = scratch.lineSlot[line];
        if (slot < 0) continue;
        for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
          yield { line, candidate: scratch.rowCandidate[row], row };
        }
      }
  }
}
