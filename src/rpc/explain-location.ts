// ExplainLocation: why a location was chosen for an order or not, and what would choose it. An
// order stays bytes: whoever decides it reads it.

import type { handleUnaryCall } from '@grpc/grpc-js';
import {
  failedPrecondition,
  invalidField,
  notFound,
  Refusal,
  withPathsOf,
} from '../base/outcome.js';
import { CODE_BYTES_MAX } from '../columns/limits.js';
import type { ReplayInputs } from '../explain/inputs.js';
import type { Asker, Trier } from '../pool/calls.js';
import type { Scope, Store } from '../stores/store.js';
import { readRecord, RECORD_KIND } from '../wire/record.js';
import { codecOf } from './codec.js';
import type { Contract } from './definitions.js';
import { errorOf, MALFORMED, unauthenticated } from './errors.js';
import { type FieldPart, fieldsOf } from '../wire/message-parts.js';
import { scopeOf } from './scope.js';
import type { Edge } from './unary.js';

const REQUEST_FIELD = 2;
/** The wire type of messages. */
const LENGTH_DELIMITED = 2;

/** A decoded shipfrom.v1.ExplainLocationRequest without its order. */
type LocationQuestion = { readonly suggestionId?: number; readonly locationCode?: string };

/** What the method needs of an engine. */
export type ExplainParts = {
  readonly store: Store;
  readonly trier: Trier;
  readonly asker: Asker;
};

/** The handler of the method. */
export function explainLocation(
  edge: Edge,
  contract: Contract,
  parts: ExplainParts,
): handleUnaryCall<Buffer, Uint8Array> {
  const service = 'shipfrom.v1.RoutingService';
  const codec = codecOf<LocationQuestion, object>(contract, service, 'ExplainLocation');
  return (call, callback) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      callback(unauthenticated());
      return;
    }
    const answer = async () => {
      const { rest, order } = apart(call.request);
      return codec.encode(await answerOf(codec.decode(rest), order, scopeOf(call.metadata), parts));
    };
    answer().then(
      (bytes) => callback(null, bytes),
      (thrown: unknown) => callback(errorOf(thrown, edge.log, call.getPath())),
    );
  };
}

async function answerOf(
  { suggestionId, locationCode = '' }: LocationQuestion,
  order: Uint8Array | null,
  scope: Scope,
  parts: ExplainParts,
): Promise<object> {
  if (locationCode === '') throw invalidField('location_code', 'is required');
  if (Buffer.byteLength(locationCode) > CODE_BYTES_MAX) {
    throw invalidField('location_code', `must be at most ${CODE_BYTES_MAX} bytes of UTF-8`);
  }
  const inputs =
    order === null
      ? await recordedInputs(suggestionId, scope, parts)
      : await triedInputs(order, scope, parts);
  if (inputs.problem !== null) {
    throw failedPrecondition(inputs.problem.reason, inputs.problem.detail);
  }
  const outcome = await parts.asker.explainLocation({ inputs, locationCode });
  switch (outcome.kind) {
    case 'no-location':
      throw notFound('location', locationCode);
    case 'not-reproduced':
      throw failedPrecondition(
        'DECISION_DIFFERS',
        'deciding again on the recorded inputs gives another decision',
      );
    case 'answer':
      return order === null ? { ...outcome.answer, suggestionId } : outcome.answer;
  }
}

/** The inputs of a recorded decision. */
async function recordedInputs(
  suggestionId: number | undefined,
  scope: Scope,
  { store }: ExplainParts,
): Promise<ReplayInputs> {
  if (suggestionId === undefined) {
    throw invalidField('decision', 'is required: suggestion_id or request');
  }
  if (suggestionId < 1) throw invalidField('suggestion_id', 'must be 1 or above');
  const inputs = await store.whyInputs(scope, { suggestionId });
  if (inputs === null) throw notFound('record of decision', String(suggestionId));
  if (readRecord(inputs.record, 0).kind !== RECORD_KIND.suggest) {
    throw failedPrecondition('NOT_A_DECISION', 'a list of candidates was recorded, no decision');
  }
  return inputs;
}

/** The inputs of an order that is decided now; its record is kept nowhere. */
async function triedInputs(
  request: Uint8Array,
  scope: Scope,
  { store, trier }: ExplainParts,
): Promise<ReplayInputs> {
  const { world, postal } = await store.rulesWorld(scope, {});
  if (world === null) throw new Error('live rules that are not valid');
  const timeEpochMs = Date.now();
  const trial = await trier.tryOrder({ ...scope, request, world, postal, timeEpochMs });
  if (trial.refusal !== null) throw new Refusal(withPathsOf('request', trial.refusal));
  const inputs = await store.whyInputs(scope, { record: trial.record });
  if (inputs === null) throw new Error('a record that is at hand was not found');
  return inputs;
}

/** The message without its order, and that; null: there is none, or a suggestion_id behind it. */
function apart(message: Buffer): { readonly rest: Buffer; readonly order: Uint8Array | null } {
  const parts = partsOf(message);
  const isOrder = ({ number, wireType }: FieldPart) =>
    number === REQUEST_FIELD && wireType === LENGTH_DELIMITED;
  const orders = parts.filter(isOrder);
  const rest = parts.filter((part) => !isOrder(part));
  const bytes = Buffer.concat(rest.map(({ start, end }) => message.subarray(start, end)));
  const last = parts.findLast(({ number }) => number <= REQUEST_FIELD);
  if (last === undefined || !isOrder(last)) return { rest: bytes, order: null };
  // A field that comes twice is one message in two parts; its own memory, as it goes to a thread.
  const order = Buffer.concat(
    orders.map(({ valueStart, end }) => message.subarray(valueStart, end)),
  );
  return { rest: bytes, order: new Uint8Array(order) };
}

function partsOf(message: Buffer): FieldPart[] {
  try {
    return fieldsOf(message);
  } catch {
    throw new Refusal(MALFORMED);
  }
}
