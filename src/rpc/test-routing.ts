// TestRouting: an order decided on stock and under rules that the caller brings. Nothing is kept.

import type { handleUnaryCall } from '@grpc/grpc-js';
import { invalidField, Refusal, withPathsOf } from '../base/outcome.js';
import type { ConfigurationDocument } from '../configuration/document.js';
import type { Trier } from '../pool/calls.js';
import type { InventoryUpdate, RoutingTest, Scope, Store } from '../stores/store.js';
import type { Codec } from './codec.js';
import { errorOf, unauthenticated } from './errors.js';
import { fieldBytes, fieldsOf } from '../wire/message-parts.js';
import { scopeOf } from './scope.js';
import type { SuggestionLogs } from './suggestion-logs.js';
import type { Edge } from './unary.js';

/** Rows that a test may bring. */
const ROWS_MAX = 10_000;
/** Bytes of a log that an answer has room for: clients take 4 MiB by default. */
const LOG_BYTES_MAX = 3 * 1024 * 1024;

const REQUEST_FIELD = 1;
const RESPONSE_FIELD = 1;
const LOG_FIELD = 8;

/** A decoded shipfrom.v1.TestInventoryRow. */
type TestRow = Omit<InventoryUpdate, 'product' | 'locationCode'> & {
  readonly product?: InventoryUpdate['product'];
  readonly locationCode?: string;
  readonly available?: number;
};

/** A decoded shipfrom.v1.TestRoutingRequest. */
export type TestRequest = {
  readonly request?: object;
  readonly inventory?: readonly TestRow[];
  readonly configurationVersion?: number;
  readonly configuration?: ConfigurationDocument;
  readonly returnSuggestionLog?: boolean;
};

/** What the method needs of an engine. */
export type TestParts = { readonly store: Store; readonly trier: Trier };

/** The handler of the method. The order and the answer stay bytes. */
export function testRouting(
  edge: Edge,
  codec: Codec<TestRequest, object>,
  parts: TestParts,
  logs: SuggestionLogs,
): handleUnaryCall<Buffer, Uint8Array> {
  return (call, callback) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      callback(unauthenticated());
      return;
    }
    const answer = async () => {
      const request = codec.decode(call.request);
      return answerOf(request, call.request, scopeOf(call.metadata), parts, logs);
    };
    answer().then(
      (bytes) => callback(null, bytes),
      (thrown: unknown) => callback(errorOf(thrown, edge.log, call.getPath())),
    );
  };
}

async function answerOf(
  request: TestRequest,
  bytes: Uint8Array,
  scope: Scope,
  { store, trier }: TestParts,
  logs: SuggestionLogs,
): Promise<Uint8Array> {
  const test = testOf(request);
  const { world, postal } = await store.testWorld(scope, test);
  const order = orderBytes(bytes);
  const timeEpochMs = Date.now();
  const trial = await trier.tryOrder({ ...scope, request: order, world, postal, timeEpochMs });
  if (trial.refusal !== null) throw new Refusal(withPathsOf('request', trial.refusal));
  const answer: Uint8Array[] = [trial.answer];
  if (request.returnSuggestionLog !== false) {
    const inputs = { ...scope, record: trial.record, storedLog: null, world, problem: null };
    const log = await logs.make(inputs, true, null);
    const note = `the log takes ${log.bytes.length} bytes, more than fit`;
    const isFitting = log.bytes.length <= LOG_BYTES_MAX;
    answer.push(fieldBytes(LOG_FIELD, isFitting ? log.bytes : logs.outline(inputs, note).bytes));
  }
  return fieldBytes(RESPONSE_FIELD, Buffer.concat(answer));
}

function testOf({ request, inventory = [], ...rules }: TestRequest): RoutingTest {
  if (request === undefined) throw invalidField('request', 'is required');
  if (inventory.length > ROWS_MAX) {
    throw invalidField('inventory', `must be at most 10,000, is ${inventory.length}`);
  }
  const { configurationVersion, configuration } = rules;
  if (configurationVersion !== undefined && configurationVersion < 1) {
    throw invalidField('configuration_version', 'must be 1 or above');
  }
  return { rows: inventory.map(updateOf), configurationVersion, configuration };
}

/** What is available is taken as it is: nothing is subtracted from it again. */
function updateOf({ available, product = {}, locationCode = '', ...rest }: TestRow) {
  const row = { ...rest, product, locationCode };
  if (available === undefined) return row;
  return { ...row, onHand: Math.max(0, available), allocated: 0, safetyStock: 0 };
}

/** The order's own bytes; a field that comes twice is one message in two parts. */
function orderBytes(message: Uint8Array): Uint8Array {
  const parts = fieldsOf(message).filter(({ number }) => number === REQUEST_FIELD);
  return Buffer.concat(parts.map(({ valueStart, end }) => message.subarray(valueStart, end)));
}
