// Does every decision account for every unit that was ordered? Random networks, rules and orders of
// every kind through the engine alone: what is assigned, what is to come and what changes its state
// are together what was ordered, line by line; and no decision says what cannot be. A failure
// prints the seed that replays it: SHIPFROM_SEED=n.

import { describe, expect, it } from 'vitest';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import { randomOrder } from '../support/generate/order.js';
import { createRng } from '../support/generate/random.js';
import { randomWorld, type GeneratedWorld } from '../support/generate/world.js';
import type { SuggestRoutingRequest } from '../support/model/messages.js';

const replaySeed = Number(process.env.SHIPFROM_SEED ?? 0);
const WORLDS = 500;
const worldCount = Number(process.env.SHIPFROM_WORLDS ?? WORLDS);
const ORDERS_PER_WORLD = 4;
const seeds =
  replaySeed > 0 ? [replaySeed] : Array.from({ length: worldCount }, (_, index) => index + 1);

type Assigned = {
  readonly orderItemId: number;
  readonly locationCode: string;
  readonly quantity: number;
  readonly route?: string;
  readonly transferToLocationCode?: string;
  readonly futureEpochMs?: number;
};
type Changed = { readonly orderItemId: number; readonly quantity: number };
type Decision = {
  readonly route?: string;
  readonly assignments?: readonly Assigned[];
  readonly futureAssignments?: readonly Assigned[];
  readonly stateChanges?: readonly Changed[];
};

/** What the decisions were about, counted, so that the test is known to have met it. */
const met = { now: 0, later: 0, nowAndLater: 0, moved: 0, consolidated: 0, changed: 0 };

function count({ assignments = [], futureAssignments = [], stateChanges = [] }: Decision): void {
  if (assignments.length > 0) met.now++;
  if (futureAssignments.length > 0) met.later++;
  if (assignments.length > 0 && futureAssignments.length > 0) met.nowAndLater++;
  const targets = assignments.filter((each) => each.transferToLocationCode !== undefined);
  if (targets.length > 0) met.moved++;
  if (targets.some(({ route }) => route !== undefined)) met.consolidated++;
  if (stateChanges.length > 0) met.changed++;
}

function sumsOf(pieces: readonly Changed[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { orderItemId, quantity } of pieces) {
    sums.set(orderItemId, (sums.get(orderItemId) ?? 0) + quantity);
  }
  return sums;
}

/** Every line of the order, with the units that the decision names for it. */
function expectAllUnits(order: SuggestRoutingRequest, decision: Decision, hint: string): void {
  const { assignments = [], futureAssignments = [], stateChanges = [] } = decision;
  const pieces = [...assignments, ...futureAssignments, ...stateChanges];
  expect(
    pieces.every(({ quantity }) => quantity > 0),
    hint,
  ).toBe(true);
  const ordered = order.items.map(({ orderItemId, quantity }, line) => ({
    orderItemId: orderItemId ?? line + 1,
    quantity,
  }));
  expect(sumsOf(pieces), hint).toEqual(sumsOf(ordered));
  // One state for all units of a line that nothing serves.
  expect(new Set(stateChanges.map(({ orderItemId }) => orderItemId)).size, hint).toBe(
    stateChanges.length,
  );
}

function expectNoMoreLocations(
  { configuration }: GeneratedWorld,
  order: SuggestRoutingRequest,
  { assignments = [], futureAssignments = [] }: Decision,
  hint: string,
): void {
  const { maxFulfillingLocations = 0, maxSplitItemLocations = 0 } = configuration.settings ?? {};
  const all = [...assignments, ...futureAssignments];
  const locations = new Set(all.map(({ locationCode }) => locationCode));
  const { numShipmentsNotInRequest = 0 } = order;
  const left = Math.max(0, maxFulfillingLocations - numShipmentsNotInRequest);
  const most = maxFulfillingLocations === 0 ? Infinity : left;
  expect(locations.size, hint).toBeLessThanOrEqual(most);
  if (maxSplitItemLocations === 0) return;
  for (const { orderItemId: line } of all) {
    const ofLine = all.filter(({ orderItemId }) => orderItemId === line);
    expect(new Set(ofLine.map(({ locationCode }) => locationCode)).size, hint).toBeLessThanOrEqual(
      maxSplitItemLocations,
    );
  }
}

function expectTimes(order: SuggestRoutingRequest, decision: Decision, hint: string): void {
  const { assignments = [], futureAssignments = [] } = decision;
  const { futureDateLimitEpochMs = Infinity, items } = order;
  const waiting = items.flatMap(({ orderItemId, futureOrderable }, line) =>
    futureOrderable === true ? [orderItemId ?? line + 1] : [],
  );
  expect(assignments.filter(({ futureEpochMs }) => futureEpochMs !== undefined)).toEqual([]);
  for (const { orderItemId, futureEpochMs = Number.NaN } of futureAssignments) {
    expect(futureEpochMs, hint).toBeLessThanOrEqual(futureDateLimitEpochMs);
    expect(waiting, hint).toContain(orderItemId);
  }
}

describe('a decision', () => {
  it('accounts for every unit of every line', () => {
    for (const seed of seeds) {
      const world = randomWorld(seed);
      const engine = openWorld(world);
      const rng = createRng(Math.imul(seed, 0x85ebca6b));
      for (let i = 0; i < ORDERS_PER_WORLD; i++) {
        const hint = `SHIPFROM_SEED=${seed}, order ${i}`;
        const order = randomOrder(rng, world);
        const decision = (askSuggest(engine, order).decision ?? {}) as Decision;
        expectAllUnits(order, decision, hint);
        expectNoMoreLocations(world, order, decision, hint);
        expectTimes(order, decision, hint);
        count(decision);
      }
    }
    if (replaySeed > 0 || worldCount < WORLDS) return;
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
  }, 240_000);
});
