// Whether answers are on the wire what the columns say, by protobufjs, and whether a target that is
// too small is left alone.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/base/text.js';
import { LINES_MAX } from '../../src/columns/limits.js';
import { createPlanColumns } from '../../src/columns/plan.js';
import { encodeSuggestCandidatesResponse } from '../../src/wire/encode-candidates.js';
import { encodeDecision } from '../../src/wire/encode-decision.js';
import { encodeLocationWire } from '../../src/wire/encode-location.js';
import { encodeBatchResult, encodeStreamResponse, OUTCOME } from '../../src/wire/encode-outcome.js';
import { type Answer, answerOf, answerShape, encodeResponse, orderOf } from './support/answers.js';
import { decoded, messageType } from './support/proto.js';
import { locationFields, shownLocation, wireTable } from './support/wire-locations.js';

const AT = 5;
const FILLER = 0xee;

type Encode = (target: Uint8Array, at: number) => number;

/**
 * Runs an encoder at an offset of shared memory and returns its bytes; checks that it stays within.
 */
function bytesFrom(encode: Encode): Uint8Array {
  const target = new Uint8Array(new SharedArrayBuffer(65_536)).fill(FILLER);
  const end = encode(target, AT);
  expect(end).toBeGreaterThanOrEqual(AT);
  expect(target.slice(0, AT)).toEqual(new Uint8Array(AT).fill(FILLER));
  expect(target.slice(end, end + 64)).toEqual(new Uint8Array(64).fill(FILLER));
  return target.slice(AT, end);
}

/** Any smaller target is refused and left as it was; one of exactly the size is enough. */
function expectExactRoom(encode: Encode, bytes: Uint8Array): void {
  for (let size = 0; size < bytes.length; size++) {
    const target = new Uint8Array(AT + size).fill(FILLER);
    expect(encode(target, AT)).toBe(-1);
    expect(target.every((byte) => byte === FILLER)).toBe(true);
  }
  const target = new Uint8Array(AT + bytes.length);
  expect(encode(target, AT)).toBe(AT + bytes.length);
  expect(target.subarray(AT)).toEqual(bytes);
}

const encodeRouting = (a: Answer): Encode => {
  return (target, at) => encodeResponse(target, at, a);
};
const encodeList = (a: Answer): Encode => {
  return (target, at) =>
    encodeSuggestCandidatesResponse(
      ...([target, at, a.order, a.candidates, a.plan, a.locations, a.context] as const),
    );
};

describe('answers', () => {
  it('a routing response says what the plan says', () => {
    fc.assert(
      fc.property(answerShape, (shape) => {
        const a = answerOf(shape);
        const bytes = bytesFrom(encodeRouting(a));
        expect(decoded('SuggestRoutingResponse', bytes)).toEqual(a.response);
      }),
      { numRuns: 500 },
    );
  });

  it('a decision alone is the same decision', () => {
    fc.assert(
      fc.property(answerShape, (shape) => {
        const a = answerOf(shape);
        const bytes = bytesFrom((target, at) =>
          encodeDecision(target, at, a.order, a.plan, a.locations),
        );
        expect(decoded('Decision', bytes)).toEqual(a.decision);
      }),
    );
  });

  it('a candidates response says what the list says', () => {
    fc.assert(
      fc.property(answerShape, (shape) => {
        const a = answerOf(shape);
        const bytes = bytesFrom(encodeList(a));
        expect(decoded('SuggestCandidatesResponse', bytes)).toEqual(a.list);
      }),
      { numRuns: 500 },
    );
  });

  it('lengths are as short as they can be: protobufjs writes the same bytes', () => {
    fc.assert(
      fc.property(answerShape, (shape) => {
        const a = answerOf(shape);
        for (const [name, encode] of [
          ['SuggestRoutingResponse', encodeRouting(a)],
          ['SuggestCandidatesResponse', encodeList(a)],
        ] as const) {
          const bytes = bytesFrom(encode);
          const type = messageType(name);
          expect(Uint8Array.from(type.encode(type.decode(bytes)).finish())).toEqual(bytes);
        }
      }),
    );
  });

  it('a target that is too small is refused at every size', () => {
    fc.assert(
      fc.property(answerShape, (shape) => {
        const a = answerOf(shape);
        expectExactRoom(encodeRouting(a), bytesFrom(encodeRouting(a)));
        expectExactRoom(encodeList(a), bytesFrom(encodeList(a)));
        const decision: Encode = (target, at) =>
          encodeDecision(target, at, a.order, a.plan, a.locations);
        expectExactRoom(decision, bytesFrom(decision));
      }),
      { numRuns: 20 },
    );
  });

  it('the longest order with the longest codes and ids comes out whole', () => {
    const ids = Array.from({ length: LINES_MAX }, (_, i) => (1n << 62n) + BigInt(i));
    const order = orderOf({ ids, texts: ['o', 'c', 'e'] });
    const plan = createPlanColumns();
    plan.assignmentCount = LINES_MAX;
    plan.futureStart = LINES_MAX;
    plan.assignmentTransferTo.fill(0);
    plan.assignmentRoute.fill(2);
    for (let line = 0; line < LINES_MAX; line++) {
      plan.assignmentLine[line] = line;
      plan.assignmentQuantity[line] = 1_000_000;
      plan.assignmentDistanceKm[line] = 20_000.5;
    }
    const blank = { name: '', city: '', state: '', countryCode: '', postalCode: '' };
    const flags = { directShip: false, express: false, pickup: false };
    const rest = { transferEnabled: false, deliveryEnabled: false };
    const locations = wireTable([{ code: 'L'.repeat(64), ...blank, ...flags, ...rest }]);
    const target = new Uint8Array(400_000);
    const end = encodeDecision(target, 0, order, plan, locations);
    const { assignments } = decoded('Decision', target.subarray(0, end)) as {
      assignments: object[];
    };
    expect(assignments).toHaveLength(LINES_MAX);
    expect(assignments[LINES_MAX - 1]).toEqual({
      order_item_id: String((1n << 62n) + BigInt(LINES_MAX - 1)),
      location_code: 'L'.repeat(64),
      quantity: '1000000',
      distance_km: 20_000.5,
      route: 2,
      transfer_to_location_code: 'L'.repeat(64),
    });
  });
});

describe('encodeLocationWire', () => {
  it('writes the first fields of a Candidate and says where its code is', () => {
    fc.assert(
      fc.property(locationFields, (location) => {
        const wire = encodeLocationWire(location);
        expect(decoded('Candidate', wire.bytes)).toEqual(shownLocation(location));
        const code = wire.bytes.subarray(wire.codeStart, wire.codeStart + wire.codeBytes);
        expect(code).toEqual(bytesOf(location.code));
      }),
    );
  });
});

describe('wrappers', () => {
  const status = { code: 3, message: 'no', reason: 'INVALID_FIELD' };
  const type = messageType('ElementStatus');
  const statusBytes = Uint8Array.from(type.encode(type.fromObject(status)).finish());

  it('results one after another are a batch response', () => {
    fc.assert(
      fc.property(answerShape, (shape) => {
        const a = answerOf(shape);
        const response = bytesFrom(encodeRouting(a));
        const bytes = bytesFrom((target, at) => {
          const { length } = response;
          const first = encodeBatchResult(target, at, OUTCOME.response, response, 0, length);
          const end = statusBytes.length;
          return encodeBatchResult(target, first, OUTCOME.error, statusBytes, 0, end);
        });
        const results = [{ response: a.response }, { error: status }];
        expect(decoded('BatchSuggestRoutingResponse', bytes)).toEqual({ results });
      }),
    );
  });

  it('a stream response carries the request id', () => {
    fc.assert(
      fc.property(answerShape, fc.string({ unit: 'binary', maxLength: 16 }), (shape, requestId) => {
        const a = answerOf(shape);
        const ids = bytesOf(`..${requestId}`);
        const response = bytesFrom(encodeRouting(a));
        const encode: Encode = (target, at) =>
          encodeStreamResponse(
            ...([target, at, ids, 2, ids.length - 2] as const),
            ...([OUTCOME.response, response, 0, response.length] as const),
          );
        const idField = requestId === '' ? {} : { request_id: requestId };
        const expected = { ...idField, response: a.response };
        expect(decoded('StreamSuggestRoutingResponse', bytesFrom(encode))).toEqual(expected);
      }),
    );
  });

  it('a wrapper refuses a target that is too small at every size', () => {
    const ids = bytesOf('id');
    const end = statusBytes.length;
    const batch: Encode = (target, at) =>
      encodeBatchResult(target, at, OUTCOME.error, statusBytes, 0, end);
    const stream: Encode = (target, at) =>
      encodeStreamResponse(target, at, ids, 0, 2, OUTCOME.error, statusBytes, 0, end);
    expectExactRoom(batch, bytesFrom(batch));
    expectExactRoom(stream, bytesFrom(stream));
    expect(decoded('StreamSuggestRoutingResponse', bytesFrom(stream))).toEqual({
      request_id: 'id',
      error: status,
    });
  });

  it('an empty outcome is still there, and a long one is copied whole', () => {
    const bytes = bytesFrom((target, at) =>
      encodeBatchResult(target, at, OUTCOME.response, new Uint8Array(0), 0, 0),
    );
    expect(decoded('BatchSuggestRoutingResponse', bytes)).toEqual({ results: [{ response: {} }] });
    const response = type.encode(type.fromObject({ message: 'm'.repeat(3000) })).finish();
    const long = bytesFrom((target, at) =>
      encodeBatchResult(target, at, OUTCOME.error, response, 0, response.length),
    );
    expect(decoded('BatchSuggestRoutingResponse', long)).toEqual({
      results: [{ error: { message: 'm'.repeat(3000) } }],
    });
  });
});
