// RoutingService, the hot path: bytes in, bytes out. Nothing is decoded here; one order costs a
// ticket and two closures. Where its log is wanted, the answer takes a detour.

import type { handleUnaryCall } from '@grpc/grpc-js';
import {
  type Asker,
  CALL_KIND,
  DECIDED_TICKET,
  type Explainer,
  type Linter,
  type Router,
  type Trier,
} from '../pool/calls.js';
import type { Store } from '../stores/store.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import { errorOf, queueFull, serviceError, unauthenticated } from './errors.js';
import { explainLocation } from './explain-location.js';
import { LogAttacher } from './log-attacher.js';
import type { OpenStreams } from './open-streams.js';
import { routingStream } from './routing-stream.js';
import { siteOf, tenantOf } from './scope.js';
import { getSuggestionLog, type LogRequest } from './suggestion-log-service.js';
import { SuggestionLogs } from './suggestion-logs.js';
import { testRouting, type TestRequest } from './test-routing.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const ROUTING_SERVICE = 'shipfrom.v1.RoutingService';

/** The ticket of a call that was answered, refused or dropped. */
const NO_TICKET = -1;

/** What the handlers need of an engine. */
export type RoutingParts = {
  readonly router: Router;
  readonly explainer: Explainer;
  readonly trier: Trier;
  readonly linter: Linter;
  readonly asker: Asker;
  readonly store: Store;
};

/** The handlers of the service. */
export function routingHandlers(
  contract: Contract,
  edge: Edge,
  streams: OpenStreams,
  { router, explainer, trier, asker, store }: RoutingParts,
): Handlers {
  const logs = new SuggestionLogs(contract, explainer, edge.log);
  const attacher = new LogAttacher(store, logs, edge.log);
  const codec = codecOf<LogRequest, object>(contract, ROUTING_SERVICE, 'GetSuggestionLog');
  const testCodec = codecOf<TestRequest, object>(contract, ROUTING_SERVICE, 'TestRouting');
  return {
    SuggestRouting: routed(edge, router, attacher, CALL_KIND.suggest),
    SuggestCandidates: routed(edge, router, attacher, CALL_KIND.candidates),
    BatchSuggestRouting: routed(edge, router, attacher, CALL_KIND.batch),
    StreamSuggestRouting: routingStream(edge, streams, router, attacher),
    TestRouting: testRouting(edge, testCodec, { store, trier }, logs),
    GetSuggestionLog: getSuggestionLog(edge, codec, store, logs),
    ExplainLocation: explainLocation(edge, contract, { store, trier, asker }),
  };
}

function routed(
  edge: Edge,
  router: Router,
  attacher: LogAttacher,
  kind: number,
): handleUnaryCall<Buffer, Uint8Array> {
  const { isKnownCaller } = edge;
  return (call, callback) => {
    const { metadata } = call;
    if (isKnownCaller !== null && !isKnownCaller(metadata)) {
      callback(unauthenticated());
      return;
    }
    let ticket = NO_TICKET;
    try {
      const tenantId = tenantOf(metadata);
      const siteId = siteOf(metadata);
      ticket = router.submit({
        kind,
        tenantId,
        siteId,
        bytes: call.request,
        deadlineEpochMs: Number(call.getDeadline()),
        onDone(refusal, bytes, wantedLogs) {
          ticket = NO_TICKET;
          if (refusal !== null) callback(serviceError(refusal));
          else if (wantedLogs === null || bytes === null) callback(null, bytes);
          else {
            const scope = { tenantId, siteId };
            void attacher.attach(kind, scope, bytes, wantedLogs).then((whole) => {
              callback(null, whole);
            });
          }
        },
      });
    } catch (thrown) {
      callback(errorOf(thrown, edge.log, call.getPath()));
      return;
    }
    if (ticket < 0) {
      callback(serviceError(queueFull(router.queueMax)));
      return;
    }
    if (ticket >= DECIDED_TICKET) return;
    // Also emitted after every answer, when there is no ticket any more.
    call.on('cancelled', () => {
      if (ticket !== NO_TICKET) router.cancel(ticket);
      ticket = NO_TICKET;
    });
  };
}
