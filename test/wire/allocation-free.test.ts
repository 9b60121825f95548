// Whether decoding and encoding make garbage: none may be left after many good orders.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/base/text.js';
import { createRecordRings, hasRingRoom, offerRecord } from '../../src/columns/record-ring.js';
import { createOrderColumns } from '../../src/columns/order.js';
import { createCandidateColumns, createPlanColumns } from '../../src/columns/plan.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { encodeSuggestCandidatesResponse } from '../../src/wire/encode-candidates.js';
import {
  beginSuggestRoutingResponse,
  createAnswerDraft,
  finishSuggestRoutingResponse,
} from '../../src/wire/encode-decision.js';
import {
  createRecordBuffer,
  createRecordHead,
  encodeRecord,
} from '../../src/wire/encode-record.js';
import { createCoreScratch } from '../../src/core/scratch.js';
import { encoded } from './support/proto.js';
import { wireTable } from './support/wire-locations.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

// A measurement is short, so that no collection of the engine's own hides what it left: one number
// on the heap in each round would be 160 KB.
const MEASUREMENTS = 8;
const ROUNDS = 10_000;
const GROWTH_BYTES_MAX = 64 * 1024;

const request = encoded('SuggestRoutingRequest', {
  order_id: 'ORD-1000234',
  order_type: 1,
  total_minor: 129_900,
  items: Array.from({ length: 5 }, (_, i) => ({
    sku: `SKU-${i}`,
    product_title: 'Köln mug',
    quantity: i + 1,
    weight_grams: 350.5,
    custom_item_data: { colour: 'red', size: 'L' },
    future_orderable: true,
    item_dependency: 7,
    extended_product_info: { attributes: [{ attribute_fqn: 'a', attribute_values: ['x', 'y'] }] },
    tags: { channel: 'web' },
  })),
  shipping_address: { country_code: 'US', coordinates: { latitude: 30.2, longitude: -97.7 } },
  custom_data: { channel: 'web', tier: 'gold' },
  bundling_strategy: 1,
  tags: { channel: 'web', brand: 'own' },
  future_date_limit_epoch_ms: 1_800_000_000_000,
  future_excluded_locations: [{ location_code: 'L9' }],
  num_shipments_not_in_request: 1,
  assignments_so_far: 2,
  hold_id: 'cart 7',
  max_locations: 3,
  strategy_id: 'main',
  pickup_location_id: 5_000_000_000,
  extended_customer_info: {
    account_type: 'B2B',
    customer_since_date: '2019-06-30T02:00:00.125+02:00',
    segments: ['VIP', 'wholesale'],
    tax_exempt: true,
    attributes: [{ attribute_fqn: 'a', attribute_values: ['Köln'] }],
  },
  extended_order_info: { attributes: [{ attribute_fqn: 'b', attribute_values: ['7'] }] },
  location_inputs: ['L1', 'L2', 'L3'].map((location_code) => ({
    location_code,
    rates: [
      { carrier: 'Post', service: 'eco', price_minor: '5000000000', transit_days: 3 },
      { carrier: 'air', price_minor: 990, transit_days: 1 },
    ],
    model_score: 0.75,
    cost_factor: 1.5,
  })),
});
const texts = {
  name: 'Store',
  city: 'Austin',
  state: 'TX',
  countryCode: 'US',
  postalCode: '78701',
};
const flags = { directShip: true, express: false, pickup: true };
const locations = wireTable([
  { code: 'L1', ...texts, ...flags, transferEnabled: false, deliveryEnabled: true },
]);
const order = createOrderColumns();
const plan = createPlanColumns();
const candidates = createCandidateColumns();
const context = { configurationVersion: 7, snapshotSequence: 5_000_000_000, snapshotAgeMs: 12 };
const target = new Uint8Array(new SharedArrayBuffer(4096));
const draft = createAnswerDraft();
const [ring] = createRecordRings(1, 65_536);
const buffer = createRecordBuffer(4096);
const head = createRecordHead();
const state = { ...createCoreScratch(), hasDestination: true, destinationX: 0.5 };

state.fulfillment.fullCount = 3;
draft.suggestionId[0] = 5_000_000_000;
head.siteId = Uint8Array.of(49);
head.numbers.fill(1_800_000_000_123);

plan.route = 1;
plan.assignmentCount = 5;
plan.futureStart = 3;
plan.assignmentTransferTo.fill(-1);
plan.assignmentTransferTo[1] = 0;
plan.assignmentFutureMs.fill(1_800_000_000_123);
plan.assignmentLimitGroup.fill(5_000_000_011);
plan.availableCount = 1;
plan.assignmentLine.set([0, 1, 2, 3, 4]);
plan.assignmentQuantity.fill(3);
plan.assignmentDistanceKm.fill(12.5);
plan.scoreCount = 1;
plan.scoreTerms.set([0.64375, 1, 0.8125, 0.5, 1, 5_000_000_000, 3]);
plan.scoreRate.set([0, 4, 4, 3]);
plan.scoreText.set(bytesOf('Posteco'));
plan.proofCount = 2;
plan.proofParcels.fill(2);
plan.proofBound.fill(2);
plan.proofReason.set([1, 2]);
plan.proofSecond.set([2, 2]);
plan.proofLines.set([0, 2]);
plan.proofCosts.set([1876.5, 1870.25, NaN, NaN]);
candidates.count = 1;
candidates.totalCount = 1;
candidates.distanceKm[0] = 12.5;
candidates.inventoryEnd[0] = 1;
candidates.inventoryAvailable[0] = 4_000_000_000;
candidates.inventoryFutureEnd[0] = 1;
candidates.futureAvailable[0] = 4_000_000_000;
candidates.futureMs[0] = 1_800_000_000_123;

/** Decodes and encodes `rounds` times; returns how many went wrong. */
function run(rounds: number): number {
  let failures = 0;
  for (let i = 0; i < rounds; i++) {
    if (decodeSuggestRouting(request, 0, request.length, order) !== null) failures++;
    if (!beginSuggestRoutingResponse(target, 0, order, plan, locations, context, draft)) failures++;
    const { decisionStart, decisionEnd } = draft;
    const size = encodeRecord(buffer, order, state, head, target, decisionStart, decisionEnd);
    if (!hasRingRoom(ring, size)) failures++;
    else offerRecord(ring, buffer.words, size);
    // As if all were read: the read position is where the write position is.
    ring.head[2] = ring.head[1];
    let end = finishSuggestRoutingResponse(target, order, plan, draft, 1);
    if (end < 0) failures++;
    end = encodeSuggestCandidatesResponse(target, 0, order, candidates, plan, locations, context);
    if (end < 0) failures++;
  }
  return failures;
}

/** Bytes that the heap grew by in `ROUNDS` rounds, without a collection in between. */
function growthBytes(): number {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  expect(run(ROUNDS)).toBe(0);
  return process.memoryUsage().heapUsed - before;
}

describe('the hot codec', () => {
  it(`makes no garbage in ${MEASUREMENTS} times ${ROUNDS} rounds`, () => {
    run(50_000);
    // The engine's own compiling falls into some of them; garbage of ours would be in all.
    const growths = Array.from({ length: MEASUREMENTS }, growthBytes);
    expect(Math.min(...growths)).toBeLessThan(GROWTH_BYTES_MAX);
  });
});
