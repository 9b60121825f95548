// Does the engine judge each filter, tree and sort by itself as the reference model does? One route
// for each of them, over all locations, so that no verdict is hidden by another one. A failure
// prints the seed that replays it: SHIPFROM_SEED=n.

import { describe, expect, it } from 'vitest';

import { normalCandidates, normalDecision } from './support/engine/normal.js';
import { encodeMessage } from './support/engine/protos.js';
import type { WorldEngine } from './support/engine/world-engine.js';
import { askCandidates, askSuggest, openWorld } from './support/engine/world-engine.js';
import { randomCandidatesRequest, randomOrder } from './support/generate/order.js';
import type { Rng } from './support/generate/random.js';
import { createRng } from './support/generate/random.js';
import type { Rule } from './support/generate/rules.js';
import { groupsOfRules, randomRules } from './support/generate/rules.js';
import type { GeneratedWorld } from './support/generate/world.js';
import { randomWorld } from './support/generate/world.js';
import { modelCandidates } from './support/model/candidates.js';
import type { OrderType } from './support/model/messages.js';
import { modelSuggest } from './support/model/suggest.js';
import { createCoverage } from './support/model/trace.js';

const replaySeed = Number(process.env.SHIPFROM_SEED ?? 0);
const WORLDS = 80;
const worldCount = Number(process.env.SHIPFROM_WORLDS ?? WORLDS);
const REQUESTS_PER_WORLD = 2;
const seeds =
  replaySeed > 0 ? [replaySeed] : Array.from({ length: worldCount }, (_, index) => index + 1);

/** The world with a route of a type for each rule, and the names of these routes. */
function worldOfRules(world: GeneratedWorld, rules: Rule[], orderType: OrderType) {
  const { settings = {}, ...configuration } = world.configuration;
  const { maxFulfillingLocations: _, maxSplitItemLocations: __, ...free } = settings;
  const action = 'FAILOVER_ACTION_QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY';
  const locationGroups = groupsOfRules(rules).map((group) => {
    return { ...group, afterActionPartial: { action } };
  });
  const names = locationGroups.map((group) => group.route);
  const candidateSortStrategy = 'CANDIDATE_SORT_STRATEGY_QUANTITY';
  const routes = names.map((name) => ({ name, orderType, candidateSortStrategy }));
  return {
    world: {
      ...world,
      configuration: { ...configuration, settings: free, routes, locationGroups },
    },
    names,
  };
}

/** Types of routes, and the order types that they serve. */
const TYPES: readonly (readonly [OrderType, readonly OrderType[]])[] = [
  ['ORDER_TYPE_DIRECTSHIP', ['ORDER_TYPE_DIRECTSHIP', 'ORDER_TYPE_STH_CONSOLIDATED']],
  ['ORDER_TYPE_DIRECTSHIP', ['ORDER_TYPE_DIRECTSHIP']],
  ['ORDER_TYPE_DELIVERY', ['ORDER_TYPE_DELIVERY']],
  ['ORDER_TYPE_TRANSFER', ['ORDER_TYPE_TRANSFER', 'ORDER_TYPE_BOPIS']],
];

/** Asks about each rule of a seed's world; `ask` makes a request of an order type, and asks. */
function forEachRule(
  seed: number,
  ask: (
    rng: Rng,
    generated: GeneratedWorld,
    world: GeneratedWorld,
    orderType: OrderType,
  ) => (strategyId: string, engine: WorldEngine, where: string) => void,
): void {
  const rng = createRng(Math.imul(seed, 0x85ebca6b));
  const generated = randomWorld(seed);
  const [routeType, orderTypes] = rng.pick(TYPES);
  const { world, names } = worldOfRules(generated, randomRules(rng, generated), routeType);
  const engine = openWorld(world);
  for (let i = 0; i < REQUESTS_PER_WORLD; i++) {
    const asked = ask(rng, generated, world, rng.pick(orderTypes));
    for (const name of names) asked(name, engine, `SHIPFROM_SEED=${seed}, request ${i}, ${name}`);
  }
}

describe('the engine and the reference model', () => {
  const coverage = createCoverage();

  it('keep the same pairs by every filter and tree, and sort alike', () => {
    for (const seed of seeds) {
      forEachRule(seed, (rng, generated, world, orderType) => {
        const request = {
          ...randomCandidatesRequest(rng, generated),
          orderType,
          sort: 'SUGGESTION_SORT_SUGGESTION_SORT',
          maxCandidates: 1000,
        };
        return (strategyId, engine, where) => {
          const asked = { ...request, strategyId };
          const bytes = encodeMessage('SuggestCandidatesRequest', asked);
          const expected = normalCandidates(modelCandidates(world, asked, bytes));
          expect(normalCandidates(askCandidates(engine, asked)), where).toEqual(expected);
        };
      });
    }
  }, 240_000);

  it('take the same units by every filter and tree, and score alike', () => {
    for (const seed of seeds) {
      forEachRule(seed, (rng, generated, world, orderType) => {
        const { items, ...rest } = randomOrder(rng, generated);
        // Hardly anybody has so much: many locations are taken, and tell how they scored.
        const greedy = items.map((item, index) => {
          return index === 0 ? { ...item, quantity: 150 } : item;
        });
        return (strategyId, engine, where) => {
          const order = { ...rest, items: greedy, orderType, strategyId };
          const bytes = encodeMessage('SuggestRoutingRequest', order);
          const expected = normalDecision(modelSuggest(world, order, bytes, coverage.trace));
          const answer = askSuggest(engine, order).decision as object | undefined;
          expect(normalDecision(answer ?? {}), where).toEqual(expected);
        };
      });
    }
  }, 240_000);

  it('have met every tie-break, and rates of every origin', () => {
    if (replaySeed > 0 || worldCount < WORLDS) return;
    const ties = ['score', 'units', 'raw-cost', 'price', 'days', 'nothing'];
    const wanted = ties.map((tie) => `score:decided-by:${tie}`);
    wanted.push('rates:given', 'rates:card:rate', 'rates:several-parcels', 'tree:skipped');
    for (const feature of wanted)
      expect(coverage.counts.get(feature) ?? 0, feature).toBeGreaterThan(0);
  });
});
