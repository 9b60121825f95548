// What the hand-off promises: one decision whoever takes it, nothing lost in a full queue, nothing
// done for who has gone.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { decodeMessage, encodeMessage } from '../support/engine/protos.js';
import {
  callPool,
  loadWorld,
  openTemporaryEngine,
  SCOPE,
  type TemporaryEngine,
} from '../support/engine/world-store.js';
import { normalDecision } from '../support/engine/normal.js';
import { randomOrder } from '../support/generate/order.js';
import { createRng, type Rng } from '../support/generate/random.js';
import { randomWorld, type GeneratedWorld } from '../support/generate/world.js';
import type { SuggestRoutingRequest } from '../support/model/messages.js';
import { modelSuggest } from '../support/model/suggest.js';

const REPEATS = 10_000;
const SEED = 20_261;

function decisionHex(answer: Uint8Array | null): string {
  const decoded = decodeMessage('SuggestRoutingResponse', answer ?? new Uint8Array(0));
  return Buffer.from(encodeMessage('Decision', decoded.decision ?? {})).toString('hex');
}

/** The first random order that is divided: a line in pieces, several locations. */
function hardOrder(
  rng: Rng,
  world: GeneratedWorld,
): { order: SuggestRoutingRequest; bytes: Uint8Array } {
  for (let tries = 0; tries < 5000; tries++) {
    const order = randomOrder(rng, world);
    // The store gives locations other ids than the world.
    if (order.pickupLocationId !== undefined) continue;
    const bytes = encodeMessage('SuggestRoutingRequest', order);
    const { assignments } = modelSuggest(world, order, bytes);
    const lines = new Set(assignments.map(({ orderItemId }) => orderItemId));
    if (assignments.length > lines.size && lines.size > 1) return { order, bytes };
  }
  throw new Error(`no order of seed ${SEED} is divided`);
}

describe('the same order over all workers', () => {
  it('gets one decision, in whatever order the network was loaded', async () => {
    // What is counted against limits is not loaded.
    const world = { ...randomWorld(SEED, { locationCount: 60, productCount: 20 }), full: [] };
    const rng = createRng(SEED);
    const { order, bytes } = hardOrder(rng, world);
    const found = new Set<string>();
    for (let load = 0; load < 2; load++) {
      // Once on the workers alone, once with the main thread beside them.
      const isInlineAllowed = load === 1;
      const temporary = await openTemporaryEngine({ workerCount: 3, isInlineAllowed });
      await loadWorld(temporary.engine, world, (items) => rng.sample(items, items.length));
      const calls = Array.from({ length: REPEATS / 2 }, () =>
        callPool(temporary.engine, CALL_KIND.suggest, bytes),
      );
      for (const { bytes: answer } of await Promise.all(calls)) found.add(decisionHex(answer));
      await temporary.close();
    }
    expect([...found]).toHaveLength(1);
    const [hex] = found;
    const decision = decodeMessage('Decision', Buffer.from(hex, 'hex'));
    expect(normalDecision(decision)).toEqual(normalDecision(modelSuggest(world, order, bytes)));
  }, 120_000);
});

describe('the pool without the main thread', () => {
  let temporary: TemporaryEngine;
  const world = randomWorld(7, { locationCount: 30, productCount: 10 });
  const bytes = encodeMessage('SuggestRoutingRequest', randomOrder(createRng(7), world));

  beforeAll(async () => {
    temporary = await openTemporaryEngine({ workerCount: 2, queueMax: 32, isInlineAllowed: false });
    await loadWorld(temporary.engine, world);
  });

  afterAll(async () => temporary.close());

  it('refuses what does not fit its queue, and has room again afterwards', async () => {
    const { router } = temporary.engine;
    let answeredCount = 0;
    const onDone = (): void => void answeredCount++;
    const call = { kind: CALL_KIND.suggest, ...SCOPE, bytes, deadlineEpochMs: Infinity, onDone };
    const tickets = Array.from({ length: 40 }, () => router.submit(call));
    expect(tickets.filter((ticket) => ticket >= 0)).toHaveLength(32);
    expect(router.depth).toBe(32);
    await new Promise<void>((resolve) => router.whenRoom(resolve));
    await callPool(temporary.engine, CALL_KIND.suggest, bytes);
    while (router.depth > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(answeredCount).toBe(32);
  });

  it('answers nobody who cancelled, and a late cancel hits nobody else', async () => {
    const { router } = temporary.engine;
    let answeredCount = 0;
    const onDone = (): void => void answeredCount++;
    const call = { kind: CALL_KIND.suggest, ...SCOPE, bytes, deadlineEpochMs: Infinity, onDone };
    const tickets = Array.from({ length: 20 }, () => router.submit(call));
    for (const ticket of tickets.slice(0, 10)) router.cancel(ticket);
    while (router.depth > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(answeredCount).toBe(10);
    const pending = callPool(temporary.engine, CALL_KIND.suggest, bytes);
    for (const ticket of tickets) router.cancel(ticket);
    expect((await pending).refusal).toBeNull();
  });

  it('keeps a long batch apart from what comes and goes while it runs', async () => {
    const { engine } = temporary;
    const long = encodeMessage('BatchSuggestRoutingRequest', {
      requests: Array.from({ length: 1000 }, (_, i) => ({
        ...randomOrder(createRng(9), world),
        orderId: `long-${i}`,
      })),
    });
    const slow = callPool(engine, CALL_KIND.batch, long);
    // More of them than the queue has places, one after the other: it is gone round many times.
    let wrongCount = 0;
    const caller = async (): Promise<void> => {
      for (let i = 0; i < 100; i++) {
        const { refusal } = await callPool(engine, CALL_KIND.suggest, bytes);
        if (refusal !== null) wrongCount++;
      }
    };
    await Promise.all(Array.from({ length: 8 }, caller));
    expect(wrongCount).toBe(0);
    const { refusal, bytes: answer } = await slow;
    expect(refusal).toBeNull();
    const { results } = decodeMessage('BatchSuggestRoutingResponse', answer ?? new Uint8Array(0));
    expect(results).toHaveLength(1000);
    expect(engine.router.depth).toBe(0);
  });

  it('drops a call whose deadline has passed', async () => {
    const late = await callPool(temporary.engine, CALL_KIND.suggest, bytes, Date.now() - 1);
    expect(late.refusal?.code).toBe(STATUS.deadlineExceeded);
  });

  it('takes requests and gives answers that are larger than a slot', async () => {
    const order = randomOrder(createRng(8), world);
    const items = Array.from({ length: 2000 }, (_, index) => ({
      upc: `UNKNOWN-PRODUCT-${index}`,
      quantity: 1,
    }));
    const large = encodeMessage('SuggestRoutingRequest', { ...order, items });
    const { bytes: answer } = await callPool(temporary.engine, CALL_KIND.suggest, large);
    const { decision } = decodeMessage('SuggestRoutingResponse', answer ?? new Uint8Array(0));
    const { stateChanges } = decision as { stateChanges: unknown[] };
    expect(large.length).toBeGreaterThan(16_384);
    expect(stateChanges).toHaveLength(2000);
  });

  it('takes more of them than a batch has room for, and leaves room before answers', async () => {
    const order = randomOrder(createRng(8), world);
    const items = Array.from({ length: 2000 }, (_, index) => ({
      upc: `AN-UNKNOWN-PRODUCT-WITH-A-LONG-CODE-${String(index).padStart(12, '0')}`,
      quantity: 1,
    }));
    const headBytes = 5;
    const ids = Array.from({ length: 30 }, (_, i) => `large-${i}`);
    const answers = ids.map(
      (orderId) =>
        new Promise<Uint8Array | null>((resolve) => {
          const large = encodeMessage('SuggestRoutingRequest', { ...order, orderId, items });
          const onDone = (_: unknown, answer: Uint8Array | null): void => resolve(answer);
          const call = { kind: CALL_KIND.suggest, ...SCOPE, bytes: large, headBytes, onDone };
          temporary.engine.router.submit({ ...call, deadlineEpochMs: Infinity });
          // It was copied.
          large.fill(0);
        }),
    );
    const decoded = (await Promise.all(answers)).map((answer) =>
      decodeMessage('SuggestRoutingResponse', (answer as Uint8Array).subarray(headBytes)),
    );
    expect(decoded.map(({ orderId }) => orderId)).toEqual(ids);
    for (const { decision } of decoded) expect(decision).toEqual(decoded[0].decision);
  });

  it('decides with a new configuration from the moment that it is acknowledged', async () => {
    const { engine } = temporary;
    const document = world.configuration as never;
    for (let edit = 0; edit < 20; edit++) {
      const { info } = await engine.store.applyConfiguration(SCOPE, document, '', false);
      const calls = Array.from({ length: 8 }, () => callPool(engine, CALL_KIND.suggest, bytes));
      for (const { bytes: answer } of await Promise.all(calls)) {
        const decoded = decodeMessage('SuggestRoutingResponse', answer ?? new Uint8Array(0));
        expect(decoded.context).toMatchObject({ configurationVersion: info.version });
      }
    }
  });

  it('sees a count from the moment that it is acknowledged', async () => {
    const { engine } = temporary;
    const product = { upc: 'FRESH' };
    const locationCode = world.locations[0].code;
    for (let onHand = 1; onHand <= 20; onHand++) {
      const update = { product, locationCode, onHand };
      const { sequence } = await engine.store.upsertInventory('1', [update], true);
      const { bytes: answer } = await callPool(engine, CALL_KIND.suggest, bytes);
      const decoded = decodeMessage('SuggestRoutingResponse', answer ?? new Uint8Array(0));
      expect(decoded.context).toMatchObject({ snapshotSequence: sequence });
    }
  });

  it('knows nothing of a tenant that was never written', async () => {
    const scope = { tenantId: 'stranger', siteId: '1' };
    const { engine } = temporary;
    const { bytes: answer } = await callPool(engine, CALL_KIND.suggest, bytes, Infinity, scope);
    const decoded = decodeMessage('SuggestRoutingResponse', answer ?? new Uint8Array(0));
    const { assignments, route } = decoded.decision as { assignments: unknown[]; route?: string };
    expect(assignments).toEqual([]);
    expect(route).toBeUndefined();
  });
});
