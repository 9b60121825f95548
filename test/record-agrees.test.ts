// Does a record hold all that its decision was made of? Thousands of random orders are decided and
// recorded, and decided again from the record alone, on the same state: to the byte. A failure
// prints the seed that replays it: SHIPFROM_SEED=n.

import { describe, expect, it } from 'vitest';
import { bytesOf } from '../src/base/text.js';
import { createOrderColumns } from '../src/columns/order.js';
import { createPlanColumns } from '../src/columns/plan.js';
import { SORT } from '../src/columns/program.js';
import { createIdSource, createRecordRings, drainRing } from '../src/columns/record-ring.js';
import { routeOrder } from '../src/core/route-order.js';
import { createThreadScratch } from '../src/core/scratch.js';
import { CALL_KIND } from '../src/pool/calls.js';
import { decodeSuggestRouting } from '../src/wire/decode-order.js';
import { encodeDecision } from '../src/wire/encode-decision.js';
import { type DecisionRecord, readRecord } from '../src/wire/record.js';
import { setRecorded } from '../src/wire/set-recorded.js';
import { decodeMessage, encodeMessage } from './support/engine/protos.js';
import { askBytes, openWorld, type WorldEngine } from './support/engine/world-engine.js';
import { randomOrder } from './support/generate/order.js';
import { createRng } from './support/generate/random.js';
import { randomWorld } from './support/generate/world.js';

const replaySeed = Number(process.env.SHIPFROM_SEED ?? 0);
const WORLDS = 400;
const worldCount = Number(process.env.SHIPFROM_WORLDS ?? WORLDS);
const ORDERS_PER_WORLD = 4;
const seeds =
  replaySeed > 0 ? [replaySeed] : Array.from({ length: worldCount }, (_, index) => index + 1);

const order = createOrderColumns();
const plan = createPlanColumns();
const scratch = createThreadScratch();
const target = new Uint8Array(1 << 16);

/** The Decision of a record, decided again. */
function decideAgain({ view, replayWorld }: WorldEngine, record: DecisionRecord): string {
  const { request } = record;
  expect(decodeSuggestRouting(request, 0, request.length, order)).toBeNull();
  setRecorded(order, record);
  routeOrder(order, replayWorld.program, view, scratch, plan);
  const end = encodeDecision(target, 0, order, plan, view.locations);
  return Buffer.from(target.subarray(0, end)).toString('hex');
}

/** What makes a record hard, counted, so that the test is known to have met it. */
const met = {
  city: 0,
  cityHeld: 0,
  random: 0,
  postal: 0,
  noRoute: 0,
  unknownProduct: 0,
  full: 0,
  held: 0,
};

function count(record: DecisionRecord, { replayWorld }: WorldEngine, request: object): void {
  const { shippingAddress, orderId } = request as {
    shippingAddress?: { coordinates?: { latitude?: number; longitude?: number } };
    orderId?: string;
  };
  const { latitude, longitude } = shippingAddress?.coordinates ?? {};
  const { routes } = replayWorld.program;
  const sorts = routes.flatMap((route) => route?.groups.flatMap((g) => g.sorts) ?? []);
  if (record.cityVerdicts.length > 0) met.city++;
  if (record.cityVerdicts.includes(1)) met.cityHeld++;
  if (orderId === undefined && sorts.some(({ type }) => type === SORT.random)) met.random++;
  if (record.destination !== null && (latitude === undefined || longitude === undefined)) {
    met.postal++;
  }
  if (record.lineProducts.includes(-1)) met.unknownProduct++;
  if (record.full.length > 0) met.full++;
  if (record.ownUnits !== null && record.ownUnits.length > 0) met.held++;
}

describe('a decision record', () => {
  it('is decided again to the byte, without street, city and telephone number', () => {
    for (const seed of seeds) {
      const world = randomWorld(seed);
      const recording = { rings: createRecordRings(1, 65_536), nextSuggestionId: createIdSource() };
      const engine = openWorld(world, undefined, recording);
      const rng = createRng(Math.imul(seed, 0x9e3779b1));
      for (let i = 0; i < ORDERS_PER_WORLD; i++) {
        const hint = `SHIPFROM_SEED=${seed}, order ${i}`;
        const request = randomOrder(rng, world);
        const bytes = encodeMessage('SuggestRoutingRequest', request);
        const answer = decodeMessage(
          'SuggestRoutingResponse',
          askBytes(engine, CALL_KIND.suggest, bytes),
        );
        const record = readRecord(drainRing(recording.rings[0]), 0);
        expect(answer).toMatchObject({
          suggestionId: record.suggestionId,
          record: 'RECORD_OUTCOME_KEPT',
        });
        const decision = encodeMessage('Decision', answer.decision as object);
        expect(Buffer.from(record.decision).toString('hex'), hint).toBe(
          Buffer.from(decision).toString('hex'),
        );
        expect(decideAgain(engine, record), hint).toBe(Buffer.from(decision).toString('hex'));
        expectNoCity(record.request);
        expectProducts(engine, record);
        count(record, engine, request);
        if (record.decision.length > 0 && !('route' in (answer.decision as object))) met.noRoute++;
      }
    }
    if (replaySeed > 0 || worldCount < WORLDS) return;
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(20);
  }, 240_000);
});

function expectNoCity(request: Uint8Array): void {
  const { shippingAddress } = decodeMessage('SuggestRoutingRequest', request);
  expect(shippingAddress ?? {}).not.toHaveProperty('city');
}

/** Every known product with the version that it has, though no rows may have been read. */
function expectProducts({ view }: WorldEngine, record: DecisionRecord): void {
  record.lineProducts.forEach((product, line) => {
    if (product < 0) return;
    const version = view.stock.productVersion[product] >>> 1;
    expect(record.lineProductVersions[line]).toBe(version);
  });
  expect(record).toMatchObject({ tenant: 1, siteId: '1', configurationVersion: 1 });
  expect(bytesOf(record.siteId)).toHaveLength(1);
}
