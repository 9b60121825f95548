// From how many units on more of them change nothing: no rule that compares units can tell them
// apart.

import { INFINITE_UNITS } from '../../../columns/limits.js';
import {
  ATTRIBUTE,
  SORT,
  type GroupProgram,
  type Predicate,
  type RouteProgram,
} from '../../../columns/program.js';
import { ROW_FLAG } from '../../../columns/stock.js';
import type { Scene } from '../../scene.js';

const BY_UNITS: ReadonlySet<number> = new Set([
  SORT.lowestAvailable,
  SORT.highestAvailable,
  SORT.excessCount,
]);

/**
 * The units of a product at one location from which on more of them change nothing under the rules
 * of a route, null where a store gives without one; Infinity: that is not known.
 */
export function unitsBound(scene: Scene, route: RouteProgram | null, product: number): number {
  const { order, scratch } = scene;
  let need = 0;
  let allNeeds = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    allNeeds += order.quantity[line];
    if (slot >= 0 && scratch.slotProduct[slot] === product) need += order.quantity[line];
  }
  let bound = need;
  for (const group of route?.groups ?? []) {
    if (group.sorts.some(({ type }) => type === SORT.excessPercentage)) return Infinity;
    const operands = comparedUnits(group);
    if (operands === null) return Infinity;
    // Commitments take units away before a group is asked.
    for (const operand of operands) bound = Math.max(bound, Math.ceil(operand) + allNeeds + 1);
    if (group.sorts.some(({ type }) => BY_UNITS.has(type))) {
      bound = Math.max(bound, mostUnits(scene) + 2 * allNeeds + 1);
    }
  }
  return bound;
}

/** The numbers that the filters of a group compare units with; null: attributes are among them. */
function comparedUnits({ filters }: GroupProgram): number[] | null {
  const operands: number[] = [];
  for (const { predicate } of filters) {
    if (predicate === null) continue;
    if (isComparison(predicate)) return null;
    if (predicate.attribute !== ATTRIBUTE.inventoryAvailable) continue;
    operands.push(...predicate.numbers);
  }
  return operands;
}

function isComparison({ point }: Predicate): boolean {
  if (point === null) return false;
  return [point.left, point.right].some((side) => side.attribute === ATTRIBUTE.inventoryAvailable);
}

/**
 * The most units, and thresholds, that a location has of the products of the order together,
 * infinite stock aside: what is infinite on both sides of a comparison does not decide it.
 */
function mostUnits({ stock }: Scene): number {
  const { rows, productStart, productCount } = stock;
  const sums = new Map<number, number>();
  let most = 0;
  for (let product = 0; product < productStart.length; product++) {
    const end = productStart[product] + productCount[product];
    for (let row = productStart[product]; row < end; row++) {
      const isInfinite = (rows.flags[row] & ROW_FLAG.infinite) !== 0;
      const units = isInfinite ? 0 : Math.max(0, rows.onHand[row]);
      const location = rows.location[row];
      const sum = (sums.get(location) ?? 0) + units + Math.max(0, rows.excessThreshold[row]);
      sums.set(location, sum);
      most = Math.max(most, sum);
    }
  }
  return Math.min(most * 2, INFINITE_UNITS);
}
