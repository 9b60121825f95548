// Does a log tell of the decision that was answered? Ten thousand random orders through the real
// engine while stock, locations, postal codes and rules change: each is decided again from its
// record, and comes out the same to the byte. A failure prints its seed: SHIPFROM_SEED=n.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReplayInputs } from '../src/explain/inputs.js';
import { CALL_KIND } from '../src/pool/calls.js';
import { fieldsOf, lastValue } from '../src/wire/message-parts.js';
import { readRecord } from '../src/wire/record.js';
import { encodeMessage } from './support/engine/protos.js';
import {
  callPool,
  loadWorld,
  openTemporaryEngine,
  SCOPE,
  type TemporaryEngine,
} from './support/engine/world-store.js';
import { LATE_PRODUCTS, randomChange } from './support/generate/changes.js';
import { randomOrder } from './support/generate/order.js';
import { createRng, type Rng } from './support/generate/random.js';
import { randomWorld, type GeneratedWorld } from './support/generate/world.js';

const SEED = Number(process.env.SHIPFROM_SEED ?? Date.now() % 1_000_000);
const ORDERS = Number(process.env.SHIPFROM_ORDERS ?? 2000);
/** Orders that are under way at once. */
const IN_FLIGHT = 32;
/** Changes that are under way at once: several are committed together. */
const CHANGES_AT_ONCE = 16;
/** One in so many is asked for its events too. */
const EVENTS_EVERY = 20;
const PAGE_SIZE = 100;

const SUGGESTION_ID_FIELD = 6;
const DECISION_FIELD = 1;

const world = randomWorld(SEED, { locationCount: 40, productCount: 15 });
let temporary: TemporaryEngine;
/** The bytes of each decision as they were answered, by suggestion id. */
const answered = new Map<number, string>();

beforeAll(async () => {
  temporary = await openTemporaryEngine({ workerCount: 2 });
  await loadWorld(temporary.engine, world);
});

afterAll(() => temporary.close());

function orderBytes(rng: Rng, world: GeneratedWorld): Uint8Array {
  const order = randomOrder(rng, world);
  if (rng.chance(0.1)) {
    const code = rng.pick(LATE_PRODUCTS);
    const key = rng.chance(0.5) ? { sku: code } : { partNumber: code };
    order.items[0] = { ...key, quantity: rng.integer(1, 4) };
  }
  return encodeMessage('SuggestRoutingRequest', order);
}

/** A varint field of an answer as a number. */
function numberOf(answer: Uint8Array, number: number): number {
  const field = fieldsOf(answer).find((part) => part.number === number);
  let value = 0;
  for (let i = (field?.end ?? 0) - 1; i >= (field?.valueStart ?? 0); i--) {
    value = value * 128 + (answer[i] & 0x7f);
  }
  return value;
}

async function decideAll(rng: Rng): Promise<void> {
  let left = ORDERS;
  const oneAfterAnother = async (): Promise<void> => {
    while (left-- > 0) {
      const { refusal, bytes } = await callPool(
        temporary.engine,
        CALL_KIND.suggest,
        orderBytes(rng, world),
      );
      expect(refusal, `SHIPFROM_SEED=${SEED}`).toBeNull();
      const answer = bytes ?? new Uint8Array(0);
      const decision = Buffer.from(lastValue(answer, DECISION_FIELD)).toString('hex');
      answered.set(numberOf(answer, SUGGESTION_ID_FIELD), decision);
      // So that changes come between orders, and not after all of them.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneAfterAnother));
}

async function expectSame(inputs: ReplayInputs, place: number): Promise<number> {
  const { suggestionId, decision } = readRecord(inputs.record, 0);
  const where = `SHIPFROM_SEED=${SEED}, suggestion ${suggestionId}`;
  expect(inputs.problem, where).toBeNull();
  const hasEvents = place % EVENTS_EVERY === 0;
  const again = await temporary.engine.explainer.explain(inputs, hasEvents);
  const hex = Buffer.from(again.decision).toString('hex');
  expect(hex, where).toBe(Buffer.from(decision).toString('hex'));
  expect(hex, where).toBe(answered.get(suggestionId));
  const last = hasEvents ? 'SUGGESTION_EVENT_TYPE_RESPONSE' : undefined;
  expect(again.events.at(-1)?.type, where).toBe(last);
  return suggestionId;
}

it(`decides ${ORDERS} orders again as they were answered, seed ${SEED}`, async () => {
  const { store } = temporary.engine;
  const changes = createRng(SEED + 1);
  const state = { isDone: false };
  let changeCount = 0;
  const changing = Array.from({ length: CHANGES_AT_ONCE }, async () => {
    while (!state.isDone) {
      await randomChange(changes, world, store);
      changeCount++;
    }
  });
  await decideAll(createRng(SEED)).finally(() => {
    state.isDone = true;
  });
  await Promise.all(changing);
  expect(answered.size).toBe(ORDERS);
  const seen = new Set<number>();
  let token = '';
  do {
    const page = await store.findReplays(SCOPE, {}, PAGE_SIZE, token);
    const ids = await Promise.all(page.items.map((item, place) => expectSame(item, place)));
    for (const id of ids) seen.add(id);
    token = page.nextPageToken;
  } while (token !== '');
  expect(seen.size, `SHIPFROM_SEED=${SEED}`).toBe(ORDERS);
  const { configurationVersion } = await live();
  process.stdout.write(
    `seed ${SEED}: ${ORDERS} decisions amid ${changeCount} changes, ` +
      `${configurationVersion} versions of the rules, all decided again to the byte\n`,
  );
  expect(changeCount).toBeGreaterThan(ORDERS / 100);
}, 300_000);

async function live(): Promise<{ configurationVersion: number }> {
  const { info } = await temporary.engine.store.getConfiguration(SCOPE, 0);
  return { configurationVersion: info.version };
}
