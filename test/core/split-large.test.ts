// Is the number of locations right, and what is said of it, where lines take several locations and
// the search goes on with prices? Every smaller set is tried. Must not know: how the search goes.

import { expect, it } from 'vitest';
import { createRng, type Rng } from '../support/generate/random.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { PlanProof } from '../support/model/proofs.js';
import { action, orderOf, worldOf } from '../support/model/scenario.js';

const SEED = 11232026;
const CASES = 4;
const LINES = 5;
const LOCATIONS = 90;

/** By location, by line. */
type Stock = readonly (readonly number[])[];

function makeStock(rng: Rng): Stock {
  const rows = Array.from({ length: LOCATIONS }, () =>
    Array.from({ length: LINES }, () => (rng.chance(0.3) ? rng.integer(1, 40) : 0)),
  );
  // Positions count those that have something.
  return rows.filter((units) => units.some((each) => each > 0));
}

/** The smallest sum of places of so many locations that give what is missing; Infinity: none do. */
function smallestSum(stock: Stock, missing: readonly number[], count: number, first = 0): number {
  if (missing.every((units) => units <= 0)) return 0;
  let smallest = Infinity;
  if (count === 0) return smallest;
  for (let place = first; place < stock.length; place++) {
    const left = missing.map((units, line) => units - stock[place][line]);
    // One more location gives 40 of a line at most.
    if (left.some((units) => units > 40 * (count - 1))) continue;
    smallest = Math.min(smallest, place + smallestSum(stock, left, count - 1, place + 1));
  }
  return smallest;
}

it('finds and proves the fewest locations for large quantities', { timeout: 120_000 }, () => {
  const rng = createRng(SEED);
  for (let number = 0; number < CASES; number++) {
    const stock = makeStock(rng);
    const needs = Array.from({ length: LINES }, () => rng.integer(40, 100));
    const codes = stock.map((_, place) => `L${String(place).padStart(2, '0')}`);
    const rows = stock.map((units) => {
      const lines = units.flatMap((each, line) => (each > 0 ? [[`p${line}`, each]] : []));
      return Object.fromEntries(lines) as Record<string, number>;
    });
    const world = worldOf({
      stock: Object.fromEntries(codes.map((code, place) => [code, rows[place]])),
      groups: [{ afterActionPartial: action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY') }],
    });
    const order = orderOf(needs.map((need, line) => [`p${line}`, need] as const));
    const { decision } = askSuggest(openWorld(world), order) as {
      decision: { assignments: { locationCode: string }[]; planProofs: PlanProof[] };
    };
    const places = new Set(decision.assignments.map(({ locationCode }) => locationCode));
    const [{ parcels, parcelsBound, proven = false }] = decision.planProofs;
    const where = `seed ${SEED}, case ${number}`;
    expect(parcels, where).toBe(places.size);
    // Every number below the bound is too few, and more locations never give less.
    expect(smallestSum(stock, needs, parcelsBound - 1), where).toBe(Infinity);
    expect(parcels - parcelsBound, where).toBeLessThanOrEqual(1);
    if (!proven) continue;
    const sum = [...places].reduce((total, code) => total + codes.indexOf(code), 0);
    expect(sum, where).toBe(smallestSum(stock, needs, parcels));
  }
});
