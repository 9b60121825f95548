// RoutingService, the hot path: bytes in, bytes out. Nothing is decoded here; one order costs a
// ticket and two closures. Where its log is wanted, the answer takes a detour.

import type { ServiceError } from '@grpc/grpc-js';
import { STATUS } from '../base/outcome.js';
import {
  type Asker,
  CALL_KIND,
  DECIDED_TICKET,
  type Explainer,
  type Linter,
  queueFull,
  type Router,
  type Trier,
} from '../pool/calls.js';
import type { Allocator } from '../engine/allocator.js';
import type { Store } from '../stores/store.js';
import type { CallMeter, CallMeters } from '../telemetry/call-meter.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import { errorOf, reasonOf, serviceError, unauthenticated } from './errors.js';
import { explainLocation } from './explain-location.js';
import { LogAttacher } from './log-attacher.js';
import { goneCode, metersOf } from './metered.js';
import type { OpenStreams } from './open-streams.js';
import type { HotHandler } from './quick-unary.js';
import { routingStream } from './routing-stream.js';
import { siteOf, tenantOf } from './scope.js';
import { getSuggestionLog, type LogRequest } from './suggestion-log-service.js';
import { SuggestionLogs } from './suggestion-logs.js';
import { testRouting, type TestRequest } from './test-routing.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const ROUTING_SERVICE = 'shipfrom.v1.RoutingService';

/** The methods whose handlers count their calls themselves. */
export const COUNTING_METHODS = ['SuggestRouting', 'SuggestCandidates', 'BatchSuggestRouting'];

/** The ticket of a call that was answered, refused or dropped. */
const NO_TICKET = -1;

/** What the handlers need of an engine. */
export type RoutingParts = {
  readonly allocator: Allocator;
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
  { router, explainer, trier, asker, store }: Omit<RoutingParts, 'allocator' | 'linter'>,
  meters: CallMeters,
): Handlers {
  const logs = new SuggestionLogs(contract, explainer, edge.log);
  const attacher = new LogAttacher(store, logs, edge.log);
  const codec = codecOf<LogRequest, object>(contract, ROUTING_SERVICE, 'GetSuggestionLog');
  const testCodec = codecOf<TestRequest, object>(contract, ROUTING_SERVICE, 'TestRouting');
  const meterOf = metersOf(contract, ROUTING_SERVICE, meters);
  const stream = { meter: meterOf('StreamSuggestRouting'), tenants: meters.tenants };
  const hot = (method: string, kind: number) =>
    routed(edge, router, attacher, kind, { meter: meterOf(method), meters });
  return {
    SuggestRouting: hot('SuggestRouting', CALL_KIND.suggest),
    SuggestCandidates: hot('SuggestCandidates', CALL_KIND.candidates),
    BatchSuggestRouting: hot('BatchSuggestRouting', CALL_KIND.batch),
    StreamSuggestRouting: routingStream(streams, { edge, router, attacher, ...stream }),
    TestRouting: testRouting(edge, testCodec, { store, trier }, logs),
    GetSuggestionLog: getSuggestionLog(edge, codec, store, logs),
    ExplainLocation: explainLocation(edge, contract, { store, trier, asker }),
  };
}

type Counted = { readonly meter: CallMeter; readonly meters: CallMeters };

function routed(
  edge: Edge,
  router: Router,
  attacher: LogAttacher,
  kind: number,
  counted: Counted,
): HotHandler {
  const { isKnownCaller } = edge;
  const { meter } = counted;
  let full: ServiceError | null = null;
  return (call, callback) => {
    const { metadata } = call;
    const begunUs = meter.begin();
    if (isKnownCaller !== null && !isKnownCaller(metadata)) {
      refuse(counted, begunUs, callback, unauthenticated());
      return;
    }
    let ticket = NO_TICKET;
    try {
      const tenantId = tenantOf(metadata);
      counted.meters.tenants.add(tenantId);
      const siteId = siteOf(metadata);
      ticket = router.submit({
        kind,
        tenantId,
        siteId,
        bytes: call.request,
        deadlineEpochMs: Number(call.getDeadline()),
        headBytes: call.headBytes,
        onDone(refusal, bytes, wantedLogs) {
          ticket = NO_TICKET;
          if (refusal !== null) refuse(counted, begunUs, callback, serviceError(refusal));
          else if (wantedLogs === null || bytes === null) {
            meter.end(begunUs, STATUS.ok);
            if (bytes === null || call.answerWithRoom === undefined) callback(null, bytes);
            else call.answerWithRoom(bytes);
          } else {
            const scope = { tenantId, siteId };
            const answer = bytes.subarray(call.headBytes ?? 0);
            void attacher.attach(kind, scope, answer, wantedLogs).then((whole) => {
              meter.end(begunUs, STATUS.ok);
              callback(null, whole);
            });
          }
        },
      });
    } catch (thrown) {
      refuse(counted, begunUs, callback, errorOf(thrown, edge.log, call.getPath()));
      return;
    }
    if (ticket < 0) {
      // Made once: refusing must cost less than answering.
      full ??= serviceError(queueFull(router.queueMax));
      refuse(counted, begunUs, callback, full);
      return;
    }
    if (ticket >= DECIDED_TICKET) return;
    // Also emitted after every answer, when there is no ticket any more.
    call.on('cancelled', () => {
      if (ticket === NO_TICKET) return;
      router.cancel(ticket);
      ticket = NO_TICKET;
      meter.end(begunUs, goneCode(call));
    });
  };
}

function refuse(
  { meter, meters }: Counted,
  begunUs: number,
  callback: Parameters<HotHandler>[1],
  error: ServiceError,
): void {
  meters.refusals.add(reasonOf(error));
  meter.end(begunUs, error.code);
  callback(error);
}
