// Does the split search find the best split there is, and prove it? Against every set and every way
// to serve it, on many tiny problems of all modes, limits and bundles; by the number of locations,
// and by cost. Must not know: how the search goes.

import { expect, it } from 'vitest';
import { createRng } from '../support/generate/random.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import { type PlanProof, proofFaults } from '../support/model/proofs.js';
import { worldOf } from '../support/model/scenario.js';
import {
  type Case,
  expected,
  makeCase,
  makeCostCase,
  requestOf,
  scenarioOf,
} from './split-random.js';

const SEED = 20261122;
const CASES = 600;
const COST_CASES = Number(process.env.SHIPFROM_COST_CASES ?? 1000);

type Decision = {
  readonly assignments?: readonly {
    readonly orderItemId: number;
    readonly locationCode: string;
    readonly quantity: number;
  }[];
  readonly planProofs?: PlanProof[];
};

function expectBest(each: Case, name: string): void {
  const engine = openWorld(worldOf(scenarioOf(each)));
  const { decision } = askSuggest(engine, requestOf(each)) as { decision: Decision };
  const found = (decision.assignments ?? []).map(({ orderItemId, locationCode, quantity }) => [
    orderItemId,
    locationCode,
    quantity,
  ]);
  const where = `${name}: ${JSON.stringify(each)}`;
  const { takes, searches } = expected(each);
  expect(found, where).toEqual(takes);
  expect(proofFaults(searches, decision.planProofs ?? []), where).toEqual([]);
}

it('finds the best split of tiny problems, and proves it', { timeout: 60_000 }, () => {
  const rng = createRng(SEED);
  for (let number = 0; number < CASES; number++) {
    expectBest(makeCase(rng), `seed ${SEED}, case ${number}`);
  }
});

it('finds the cheapest split of tiny problems, and proves it', { timeout: 120_000 }, () => {
  const rng = createRng(SEED + 1);
  for (let number = 0; number < COST_CASES; number++) {
    expectBest(makeCostCase(rng), `seed ${SEED + 1}, case ${number}`);
  }
});
