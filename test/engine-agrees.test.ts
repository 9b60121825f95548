// Does the engine decide as the specification says? Thousands of random networks, configurations
// and orders, each decided by the engine and by the reference model. A failure prints the seed that
// replays it: SHIPFROM_SEED=n.

import { describe, expect, it } from 'vitest';
import { encodeMessage } from './support/engine/protos.js';
import { askBytes, askCandidates, askSuggest, openWorld } from './support/engine/world-engine.js';
import { normalCandidates, normalDecision } from './support/engine/normal.js';
import { randomCandidatesRequest, randomOrder } from './support/generate/order.js';
import { createRng, type Rng } from './support/generate/random.js';
import { randomWorld, type GeneratedWorld } from './support/generate/world.js';
import { modelCandidates } from './support/model/candidates.js';
import { modelSuggest } from './support/model/suggest.js';
import { createCoverage } from './support/model/trace.js';
import { CALL_KIND } from '../src/pool/calls.js';

const replaySeed = Number(process.env.SHIPFROM_SEED ?? 0);
const worldCount = Number(process.env.SHIPFROM_WORLDS ?? 2000);
const REQUESTS_PER_WORLD = 3;
const seeds =
  replaySeed > 0 ? [replaySeed] : Array.from({ length: worldCount }, (_, index) => index + 1);

function shuffled(rng: Rng): <T>(items: readonly T[]) => T[] {
  return (items) => rng.sample(items, items.length);
}

function requestRng(seed: number): Rng {
  return createRng(Math.imul(seed, 0x9e3779b1));
}

describe('the engine and the reference model', () => {
  const coverage = createCoverage();

  it('decide every random order alike', () => {
    for (const seed of seeds) expectSameDecisions(seed, randomWorld(seed), coverage.trace);
  }, 240_000);

  it('list the same candidates', () => {
    for (const seed of seeds) expectSameCandidates(seed, randomWorld(seed));
  }, 240_000);

  it('have met what makes decisions hard', () => {
    if (replaySeed > 0) return;
    const wanted = ['full-match', 'group:skipped', 'split:line:2', 'split:quantity:2'];
    wanted.push('split:walk-kept', 'split:placement-kept', 'split:line-left-out');
    for (const feature of wanted)
      expect(coverage.counts.get(feature) ?? 0, feature).toBeGreaterThan(0);
  });
});

function expectSameDecisions(
  seed: number,
  world: GeneratedWorld,
  trace: (feature: string) => void,
): void {
  const engine = openWorld(world);
  const rng = requestRng(seed);
  for (let i = 0; i < REQUESTS_PER_WORLD; i++) {
    const order = randomOrder(rng, world);
    const bytes = encodeMessage('SuggestRoutingRequest', order);
    const expected = normalDecision(modelSuggest(world, order, bytes, trace));
    const answer = askSuggest(engine, order).decision as object | undefined;
    expect(normalDecision(answer ?? {}), `SHIPFROM_SEED=${seed}, order ${i}`).toEqual(expected);
  }
}

function expectSameCandidates(seed: number, world: GeneratedWorld): void {
  const engine = openWorld(world);
  const rng = requestRng(seed);
  for (let i = 0; i < REQUESTS_PER_WORLD; i++) {
    const request = randomCandidatesRequest(rng, world);
    const bytes = encodeMessage('SuggestCandidatesRequest', request);
    const expected = normalCandidates(modelCandidates(world, request, bytes));
    const answer = normalCandidates(askCandidates(engine, request));
    expect(answer, `SHIPFROM_SEED=${seed}, request ${i}`).toEqual(expected);
  }
}

describe('a decision', () => {
  it('is the same to the byte in whatever order the network was loaded', () => {
    for (const seed of seeds.slice(0, 200)) {
      const world = randomWorld(seed);
      const rng = requestRng(seed);
      const first = openWorld(world);
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
