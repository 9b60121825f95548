// Does the engine decide as the specification says? Thousands of random networks, configurations
// and orders, each decided by the engine and by the reference model. A failure prints the seed that
// replays it: SHIPFROM_SEED=n. More of them: SHIPFROM_WORLDS=34000, in chunks that begin at
// SHIPFROM_FIRST_SEED=n.

import { describe, expect, it } from 'vitest';
import { encodeMessage } from './support/engine/protos.js';
import {
  askBytes,
  askCandidates,
  askSuggest,
  openWorld,
  type WorldEngine,
} from './support/engine/world-engine.js';
import { limitIdsOf, normalCandidates, normalDecision } from './support/engine/normal.js';
import { randomCandidatesRequest, randomOrder } from './support/generate/order.js';
import { createRng, type Rng } from './support/generate/random.js';
import { randomWorld, type GeneratedWorld } from './support/generate/world.js';
import { modelCandidates } from './support/model/candidates.js';
import { ModelTooLarge } from './support/model/cover.js';
import type { ModelDecision, SuggestRoutingRequest } from './support/model/messages.js';
import { type PlanProof, proofFaults, summaryOf } from './support/model/proofs.js';
import { summary } from './support/model/scenario.js';
import { modelSuggest } from './support/model/suggest.js';
import { createCoverage } from './support/model/trace.js';
import { FEWEST, GREEDY, writtenOut } from './support/model/worked-splits.js';
import { CALL_KIND } from '../src/pool/calls.js';

const replaySeed = Number(process.env.SHIPFROM_SEED ?? 0);
const firstSeed = Number(process.env.SHIPFROM_FIRST_SEED ?? 1);
const worldCount = Number(process.env.SHIPFROM_WORLDS ?? 250);
const REQUESTS_PER_WORLD = 3;
/** So many more worlds are tight: most of their orders are split. */
const TIGHT_SHARE = 0.2;
const ORDERS_PER_TIGHT_WORLD = 8;
/** Of all orders, how many splits may be too large for the model; of few orders, so many. */
const TOO_LARGE_SHARE_MAX = 0.02;
const TOO_LARGE_COUNT_MIN = 5;
const MINUTES_PER_THOUSAND_WORLDS = 2;
const timeoutMs = Math.max(4, (worldCount / 1000) * MINUTES_PER_THOUSAND_WORLDS) * 60_000;
const seeds =
  replaySeed > 0 ? [replaySeed] : Array.from({ length: worldCount }, (_, i) => firstSeed + i);

function shuffled(rng: Rng): <T>(items: readonly T[]) => T[] {
  return (items) => rng.sample(items, items.length);
}

function requestRng(seed: number): Rng {
  return createRng(Math.imul(seed, 0x9e3779b1));
}

/** Tells how much was compared, and that little was left out. */
function expectFewTooLarge(worlds: number[], ordersPerWorld: number, tooLargeCount: number): void {
  const count = worlds.length * ordersPerWorld;
  process.stdout.write(
    `worlds ${worlds[0]} to ${worlds.at(-1)}: ${count - tooLargeCount} orders decided alike, ` +
      `${tooLargeCount} too large for the model\n`,
  );
  const share = Math.max(TOO_LARGE_COUNT_MIN, count * TOO_LARGE_SHARE_MAX);
  const most = replaySeed > 0 ? count : share;
  expect(tooLargeCount).toBeLessThanOrEqual(most);
}

/** An engine for a world, which then knows the ids that its routes and groups were given. */
function openNamed(world: GeneratedWorld): WorldEngine {
  const engine = openWorld(world);
  const stored = engine.replayWorld.configuration.routes ?? [];
  for (const route of world.configuration.routes ?? []) {
    route.id = stored.find(({ name }) => name === route.name)?.id;
  }
  const storedGroups = engine.replayWorld.configuration.locationGroups ?? [];
  for (const group of world.configuration.locationGroups ?? []) {
    group.id = storedGroups.find(({ name }) => name === group.name)?.id;
  }
  return engine;
}

describe('the engine and the reference model', () => {
  const coverage = createCoverage();

  it(
    'decide every random order alike, and list the same candidates',
    () => {
      let tooLargeCount = 0;
      for (const seed of seeds) {
        const world = randomWorld(seed);
        const engine = openNamed(world);
        const orders = ordersOf(requestRng(seed), world, REQUESTS_PER_WORLD);
        tooLargeCount += expectSameDecisions(seed, world, engine, orders, coverage.trace);
        expectSameCandidates(seed, world, engine);
      }
      expectFewTooLarge(seeds, REQUESTS_PER_WORLD, tooLargeCount);
    },
    timeoutMs,
  );

  it(
    'split orders alike where stock is short',
    () => {
      const some = seeds.slice(0, Math.ceil(seeds.length * TIGHT_SHARE));
      let tooLargeCount = 0;
      for (const seed of some) {
        const world = randomWorld(seed, { isTight: true });
        const engine = openNamed(world);
        const orders = ordersOf(requestRng(seed), world, ORDERS_PER_TIGHT_WORLD);
        tooLargeCount += expectSameDecisions(seed, world, engine, orders, coverage.trace);
      }
      expectFewTooLarge(some, ORDERS_PER_TIGHT_WORLD, tooLargeCount);
    },
    timeoutMs,
  );

  it('have met what makes decisions hard', () => {
    if (seeds.length < 1000) return;
    const wanted = ['full-match', 'group:skipped', 'split:line:2', 'split:quantity:2'];
    wanted.push('place:less-than-all', 'greedy:line-left-out', 'guard:entered-again');
    wanted.push('limit:minimize:order', 'limit:greedy', 'bundle:quantity:taken', 'bopis:some');
    wanted.push('proof:noSharedLocation:proven', 'proof:shortLine:open', 'proof:single:open');
    wanted.push('proof:leastCoverage:proven', 'proof:allTried:proven', 'proof:shortLine:proven');
    wanted.push('future:served:stopped', 'consolidation:elsewhere', 'bidding:2');
    wanted.push('group:full');
    for (const feature of wanted)
      expect(coverage.counts.get(feature) ?? 0, feature).toBeGreaterThan(0);
  });
});

function ordersOf(rng: Rng, world: GeneratedWorld, count: number): SuggestRoutingRequest[] {
  return Array.from({ length: count }, () => randomOrder(rng, world));
}

/** Undefined where the order is too large for the model. */
function decideByModel(
  world: GeneratedWorld,
  order: SuggestRoutingRequest,
  trace: (feature: string) => void,
): ModelDecision | undefined {
  const bytes = encodeMessage('SuggestRoutingRequest', order);
  try {
    return modelSuggest(world, order, bytes, trace);
  } catch (error) {
    if (error instanceof ModelTooLarge) return undefined;
    throw error;
  }
}

/** How many orders were too large for the model. */
function expectSameDecisions(
  seed: number,
  world: GeneratedWorld,
  engine: WorldEngine,
  orders: SuggestRoutingRequest[],
  trace: (feature: string) => void,
): number {
  let tooLargeCount = 0;
  for (const [i, order] of orders.entries()) {
    const decision = decideByModel(world, order, trace);
    const answer = askSuggest(engine, order).decision as object | undefined;
    if (decision === undefined) {
      tooLargeCount++;
      continue;
    }
    const where = `SHIPFROM_SEED=${seed}, order ${i}`;
    const expected = normalDecision(decision);
    expect(normalDecision(answer ?? {}), where).toEqual(expected);
    expect(limitIdsOf(answer ?? {}), where).toEqual(limitIdsOf(decision));
    const { planProofs = [] } = answer as { planProofs?: PlanProof[] };
    expect(proofFaults(decision.searches, planProofs), where).toEqual([]);
    for (const proof of planProofs) trace(`proof:${summaryOf(proof)}`);
  }
  return tooLargeCount;
}

function expectSameCandidates(seed: number, world: GeneratedWorld, engine: WorldEngine): void {
  const rng = requestRng(seed);
  for (let i = 0; i < REQUESTS_PER_WORLD; i++) {
    const request = randomCandidatesRequest(rng, world);
    const bytes = encodeMessage('SuggestCandidatesRequest', request);
    const expected = normalCandidates(modelCandidates(world, request, bytes));
    const answer = normalCandidates(askCandidates(engine, request));
    expect(answer, `SHIPFROM_SEED=${seed}, request ${i}`).toEqual(expected);
  }
}

describe('the engine', () => {
  it.each([...FEWEST, ...GREEDY])('splits as worked out by hand: %s', (_, split) => {
    const { world, order } = writtenOut(split);
    const { decision } = askSuggest(openWorld(world), order);
    expect(summary(decision as ModelDecision)).toEqual(split.expected);
  });
});

describe('a strategy id', () => {
  it('names a route by its name before it is the id of another one', () => {
    const world = randomWorld(1);
    const [first] = openWorld(world).replayWorld.configuration.routes ?? [];
    const route = { name: String(first?.id), orderType: 'ORDER_TYPE_DELIVERY' } as const;
    world.configuration.routes?.push(route);
    // Ids follow the order of the document, so the other routes keep theirs.
    const engine = openNamed(world);
    expect(world.configuration.routes?.[0].id).toBe(first?.id);
    const orders = ordersOf(requestRng(1), world, 20).map((order) => {
      return { ...order, orderType: route.orderType, strategyId: route.name };
    });
    expect(expectSameDecisions(1, world, engine, orders, () => undefined)).toBe(0);
    const { decision } = askSuggest(engine, orders[0]);
    expect(decision).toMatchObject({ route: 'ORDER_TYPE_DELIVERY' });
  });
});

describe('a decision', () => {
  it('is the same to the byte in whatever order the network was loaded', () => {
    for (const seed of seeds.slice(0, 200)) {
      const world = randomWorld(seed);
      const first = openNamed(world);
      const rng = requestRng(seed);
      const second = openWorld(world, shuffled(rng));
      for (let i = 0; i < REQUESTS_PER_WORLD; i++) {
        const bytes = encodeMessage('SuggestRoutingRequest', randomOrder(rng, world));
        const one = Buffer.from(askBytes(first, CALL_KIND.suggest, bytes)).toString('hex');
        const other = Buffer.from(askBytes(second, CALL_KIND.suggest, bytes)).toString('hex');
        expect(other, `SHIPFROM_SEED=${seed}, order ${i}`).toBe(one);
      }
    }
  }, 120_000);
});
