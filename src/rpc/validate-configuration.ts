// ValidateConfiguration: rules that cannot do what they say. Past orders stay bytes: whoever
// decides them reads them.

import type { handleUnaryCall } from '@grpc/grpc-js';
import { invalidField, Refusal } from '../base/outcome.js';
import type { ConfigurationDocument } from '../configuration/document.js';
import type { Linter } from '../pool/calls.js';
import type { Scope, Store } from '../stores/store.js';
import type { Codec } from './codec.js';
import { errorOf, MALFORMED, unauthenticated } from './errors.js';
import { type FieldPart, fieldsOf } from '../wire/message-parts.js';
import { scopeOf } from './scope.js';
import type { Edge } from './unary.js';

/** Past orders that a call may bring. */
const ORDERS_MAX = 10_000;
const ORDERS_FIELD = 3;
/** The wire type of messages. */
const LENGTH_DELIMITED = 2;

/** A decoded shipfrom.v1.ValidateConfigurationRequest without its orders. */
export type ValidateRequest = {
  readonly version?: number;
  readonly configuration?: ConfigurationDocument;
};

/** What the method needs of an engine. */
export type ValidateParts = { readonly store: Store; readonly linter: Linter };

/** The handler of the method. */
export function validateConfiguration(
  edge: Edge,
  codec: Codec<ValidateRequest, object>,
  parts: ValidateParts,
): handleUnaryCall<Buffer, Uint8Array> {
  return (call, callback) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      callback(unauthenticated());
      return;
    }
    const answer = async () => {
      const { rules, orders } = apart(call.request);
      const request = codec.decode(rules);
      return codec.encode(await answerOf(request, orders, scopeOf(call.metadata), parts));
    };
    answer().then(
      (bytes) => callback(null, bytes),
      (thrown: unknown) => callback(errorOf(thrown, edge.log, call.getPath())),
    );
  };
}

async function answerOf(
  { version, configuration }: ValidateRequest,
  orders: readonly Uint8Array[],
  scope: Scope,
  { store, linter }: ValidateParts,
): Promise<object> {
  if (version !== undefined && version < 1) throw invalidField('version', 'must be 1 or above');
  if (orders.length > ORDERS_MAX) {
    throw invalidField('orders', `must be at most 10,000, is ${orders.length}`);
  }
  const found = await store.rulesWorld(scope, { version, configuration });
  const { violations, world, postal, locationDocuments } = found;
  if (world === null) return { violations };
  const given = orders.length === 0 ? null : orders;
  const { tenantId } = scope;
  return linter.lint({ tenantId, world, postal, locationDocuments, orders: given });
}

/** The message without its orders, and these; each in memory of its own, as it goes to a thread. */
function apart(message: Buffer): { readonly rules: Buffer; readonly orders: Uint8Array[] } {
  const parts = partsOf(message);
  const isOrder = ({ number, wireType }: FieldPart) =>
    number === ORDERS_FIELD && wireType === LENGTH_DELIMITED;
  const orders = parts
    .filter(isOrder)
    .map(({ valueStart, end }) => new Uint8Array(message.subarray(valueStart, end)));
  const rest = parts.filter((part) => !isOrder(part));
  const rules = Buffer.concat(rest.map(({ start, end }) => message.subarray(start, end)));
  return { rules, orders };
}

function partsOf(message: Buffer): FieldPart[] {
  try {
    return fieldsOf(message);
  } catch {
    throw new Refusal(MALFORMED);
  }
}
