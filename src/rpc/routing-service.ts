// RoutingService, the hot path: bytes in, bytes out. Nothing is decoded here; one order costs a
// ticket and two closures.

import type { handleUnaryCall } from '@grpc/grpc-js';
import { CALL_KIND, DECIDED_TICKET, type Router } from '../pool/calls.js';
import type { Handlers } from './definitions.js';
import { errorOf, queueFull, serviceError, unauthenticated } from './errors.js';
import type { OpenStreams } from './open-streams.js';
import { routingStream } from './routing-stream.js';
import { siteOf, tenantOf } from './scope.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const ROUTING_SERVICE = 'shipfrom.v1.RoutingService';

/** The ticket of a call that was answered, refused or dropped. */
const NO_TICKET = -1;

/** The handlers of the service. */
export function routingHandlers(edge: Edge, streams: OpenStreams, router: Router): Handlers {
  return {
    SuggestRouting: routed(edge, router, CALL_KIND.suggest),
    SuggestCandidates: routed(edge, router, CALL_KIND.candidates),
    BatchSuggestRouting: routed(edge, router, CALL_KIND.batch),
    StreamSuggestRouting: routingStream(edge, streams, router),
  };
}

function routed(edge: Edge, router: Router, kind: number): handleUnaryCall<Buffer, Uint8Array> {
  const { isKnownCaller } = edge;
  return (call, callback) => {
    const { metadata } = call;
    if (isKnownCaller !== null && !isKnownCaller(metadata)) {
      callback(unauthenticated());
      return;
    }
    let ticket = NO_TICKET;
    try {
      ticket = router.submit({
        kind,
        tenantId: tenantOf(metadata),
        siteId: siteOf(metadata),
        bytes: call.request,
        deadlineEpochMs: Number(call.getDeadline()),
        onDone(refusal, bytes) {
          ticket = NO_TICKET;
          if (refusal === null) callback(null, bytes);
          else callback(serviceError(refusal));
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
