// Whether the scores of a decision are the messages that protobufjs reads, in exactly the room that
// they were measured to need.

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf } from '../../src/base/text.js';
import {
  createPlanColumns,
  type PlanColumns,
  SCORE_DOUBLES,
  SCORE_RATE_INTS,
} from '../../src/columns/plan.js';
import { roomForScore } from '../../src/core/score/scratch.js';
import { encodeDecision } from '../../src/wire/encode-decision.js';
import { orderOf } from './support/answers.js';
import { locationFields, wireTable } from './support/wire-locations.js';
import { decoded } from './support/proto.js';

const text = fc.string({ unit: 'binary', maxLength: 64 }).filter((t) => bytesOf(t).length <= 64);
const term = fc.oneof(fc.constant(0), fc.double({ min: -1000, max: 3000, noNaN: true }));
const score = fc.record({
  location: fc.nat(),
  terms: fc.tuple(term, term, term, term, term),
  rate: fc.option(
    fc.record({
      carrier: text.filter((name) => name !== ''),
      service: text,
      price: fc.oneof(fc.constant(0), fc.nat(500), fc.maxSafeNat(), fc.constant(2 ** 60)),
      days: fc.nat(1000),
    }),
  ),
});
type Score = typeof score extends fc.Arbitrary<infer T> ? T : never;

function addText(plan: PlanColumns, at: number, value: string): void {
  const bytes = bytesOf(value);
  roomForScore(plan, bytes.length);
  plan.scoreText.set(bytes, plan.scoreTextBytes);
  plan.scoreRate.set([plan.scoreTextBytes, bytes.length], at);
  plan.scoreTextBytes += bytes.length;
}

function planOf(scores: readonly Score[], locationCount: number): PlanColumns {
  const plan = createPlanColumns();
  for (const { location, terms, rate } of scores) {
    const entry = plan.scoreCount;
    roomForScore(plan, 0);
    plan.scoreLocation[entry] = location % locationCount;
    const { price = Infinity, days = Infinity, carrier = '', service = '' } = rate ?? {};
    plan.scoreTerms.set([...terms, price, days], entry * SCORE_DOUBLES);
    addText(plan, entry * SCORE_RATE_INTS, carrier);
    addText(plan, entry * SCORE_RATE_INTS + 2, service);
    plan.scoreCount = entry + 1;
  }
  return plan;
}

/** What is not 0 or empty is sent. */
function sent(message: Record<string, unknown>): Record<string, unknown> {
  const isSent = (value: unknown) => value !== 0 && value !== '' && value !== undefined;
  return Object.fromEntries(Object.entries(message).filter(([, value]) => isSent(value)));
}

it('scores are what a library reads, and fit their room', () => {
  const locations = fc.array(locationFields, { minLength: 1, maxLength: 4 });
  const property = fc.property(
    fc.array(score, { minLength: 1, maxLength: 80 }),
    locations,
    (scores, known) => {
      const order = orderOf({ ids: [1n], texts: ['', '', ''] });
      const plan = planOf(scores, known.length);
      const table = wireTable(known);
      const large = new Uint8Array(100_000);
      const end = encodeDecision(large, 7, order, plan, table);
      const expected = scores.map(({ location, terms, rate }) => {
        const [value, inventory, shipping, model, cost] = terms.map((each) => each + 0);
        return sent({
          location_code: known[location % known.length].code,
          score: value,
          inventory,
          shipping,
          model,
          cost,
          rate:
            rate === null
              ? undefined
              : sent({
                  carrier: rate.carrier,
                  service: rate.service,
                  price_minor: rate.price === 0 ? undefined : String(BigInt(rate.price)),
                  transit_days: rate.days,
                }),
        });
      });
      expect(decoded('Decision', large.slice(7, end))).toEqual({ location_scores: expected });
      const size = end - 7;
      expect(encodeDecision(new Uint8Array(size), 0, order, plan, table)).toBe(size);
      expect(encodeDecision(new Uint8Array(size - 1), 0, order, plan, table)).toBe(-1);
    },
  );
  fc.assert(property, { numRuns: 200 });
});
