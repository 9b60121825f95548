// Whether the proofs of a decision are the messages that protobufjs reads, in exactly the room that
// they were measured to need.

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  BOUND_REASON,
  createPlanColumns,
  type PlanColumns,
  PROOF_DOUBLES,
} from '../../src/columns/plan.js';
import { roomForProof, roomForProofLines } from '../../src/core/proof/scratch.js';
import { encodeDecision } from '../../src/wire/encode-decision.js';
import { orderOf } from './support/answers.js';
import { wireTable } from './support/wire-locations.js';
import { decoded } from './support/proto.js';

const number = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const reason = fc.oneof(
  fc.constant({ kind: BOUND_REASON.none }),
  fc.record({
    kind: fc.constant(BOUND_REASON.noSharedLocation),
    lines: fc.array(fc.nat(), { minLength: 1, maxLength: 32 }),
  }),
  fc.record({ kind: fc.constant(BOUND_REASON.shortLine), line: fc.nat(), locations: number }),
  fc.record({ kind: fc.constant(BOUND_REASON.leastCoverage), lines: number, most: number }),
  fc.constant({ kind: BOUND_REASON.allTried }),
);
const cost = fc.option(fc.double({ noNaN: true }));
const proof = fc.record({
  parcels: number,
  bound: number,
  isProven: fc.boolean(),
  reason,
  costs: fc.tuple(cost, cost),
});
type ArbitraryOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Proof = ArbitraryOf<typeof proof>;
type Reason = ArbitraryOf<typeof reason>;

const ids = fc.array(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), { minLength: 1, maxLength: 9 });

function planOf(proofs: readonly Proof[], lineCount: number): PlanColumns {
  const plan = createPlanColumns();
  for (const { parcels, bound, isProven, reason, costs } of proofs) {
    roomForProof(plan);
    const entry = plan.proofCount++;
    plan.proofParcels[entry] = parcels;
    plan.proofBound[entry] = bound;
    plan.proofIsProven[entry] = isProven ? 1 : 0;
    plan.proofReason[entry] = reason.kind;
    plan.proofCosts.set(
      costs.map((each) => each ?? NaN),
      entry * PROOF_DOUBLES,
    );
    [plan.proofFirst[entry], plan.proofSecond[entry]] = numbersOf(plan, reason, lineCount);
  }
  return plan;
}

/** The two numbers of a reason; lists its lines. */
function numbersOf(plan: PlanColumns, reason: Reason, lineCount: number): [number, number] {
  if ('most' in reason) return [reason.lines, reason.most];
  if ('line' in reason) return [reason.line % lineCount, reason.locations];
  if (!('lines' in reason)) return [0, 0];
  const start = plan.proofLineCount;
  roomForProofLines(plan);
  for (const line of reason.lines) plan.proofLines[plan.proofLineCount++] = line % lineCount;
  return [start, plan.proofLineCount];
}

function shownReason(reason: Reason, orderIds: readonly bigint[]): object {
  const idOf = (line: number) => String(orderIds[line % orderIds.length]);
  if ('most' in reason) return { least_coverage: { lines: reason.lines, most: reason.most } };
  if ('line' in reason) {
    return { short_line: { order_item_id: idOf(reason.line), locations: reason.locations } };
  }
  if ('lines' in reason) return { no_shared_location: { order_item_ids: reason.lines.map(idOf) } };
  return { all_tried: {} };
}

it('proofs are what a library reads, and fit their room', () => {
  const property = fc.property(
    fc.array(proof, { minLength: 1, maxLength: 80 }),
    ids,
    (proofs, orderIds) => {
      const order = orderOf({ ids: orderIds, texts: ['', '', ''] });
      const plan = planOf(proofs, orderIds.length);
      const table = wireTable([]);
      const large = new Uint8Array(100_000);
      const end = encodeDecision(large, 7, order, plan, table);
      const expected = proofs.map(({ parcels, bound, isProven, reason, costs }) => ({
        parcels,
        parcels_bound: bound,
        ...(isProven ? { proven: true } : {}),
        ...(reason.kind === BOUND_REASON.none ? {} : { reason: shownReason(reason, orderIds) }),
        ...(costs[0] === null ? {} : { cost_minor: costs[0] }),
        ...(costs[1] === null ? {} : { cost_bound_minor: costs[1] }),
      }));
      expect(decoded('Decision', large.subarray(7, end))).toEqual({ plan_proofs: expected });
      const exact = new Uint8Array(end - 7);
      expect(encodeDecision(exact, 0, order, plan, table)).toBe(exact.length);
      expect(encodeDecision(exact.subarray(1), 0, order, plan, table)).toBe(-1);
    },
  );
  fc.assert(property, { numRuns: 300 });
});
