// Counts the calls of a service around its handlers. The handlers of the hot methods count for
// themselves, without a closure more.

import type {
  handleUnaryCall,
  ServerDuplexStream,
  ServerUnaryCall,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import { Refusal, STATUS } from '../base/outcome.js';
import type { CallMeter, CallMeters, MethodType } from '../telemetry/call-meter.js';
import { type Contract, contractService, type Handlers } from './definitions.js';
import { reasonOf, UNAUTHENTICATED } from './errors.js';
import { tenantOf } from './scope.js';

type AnyCall = ServerUnaryCall<Buffer, Uint8Array> | ServerDuplexStream<Buffer, Uint8Array>;
type Unary = handleUnaryCall<Buffer, Uint8Array>;
type Streaming = (call: ServerDuplexStream<Buffer, Uint8Array>) => void;

/** The meters of a service, one for each method, so that there is a zero before the first call. */
export function metersOf(
  contract: Contract,
  service: string,
  meters: CallMeters,
): (method: string) => CallMeter {
  const methods = contractService(contract, service);
  const all = new Map(
    Object.entries(methods).map(([method, { requestStream, responseStream }]) => {
      const type = typeOf(requestStream, responseStream);
      return [method, meters.of({ service, method, type })];
    }),
  );
  return (method) => all.get(method) as CallMeter;
}

/** The same handlers, counted; those of `counting` count for themselves. */
export function metered(
  contract: Contract,
  service: string,
  meters: CallMeters,
  handlers: Handlers,
  counting: readonly string[],
): Handlers {
  const meterOf = metersOf(contract, service, meters);
  const entries = Object.entries(handlers).map(([method, handler]) => {
    const meter = meterOf(method);
    if (counting.includes(method)) return [method, handler];
    const answersOnce = meter.name.type === 'unary' || meter.name.type === 'client_stream';
    const counted = answersOnce
      ? countAnswer(handler as Unary, meter, meters)
      : countStream(handler as Streaming, meter, meters);
    return [method, counted];
  });
  return Object.fromEntries(entries) as Handlers;
}

/**
 * The deadline of a call is counted from its arrival here, and so is a little later than the
 * caller's: who goes this short before it has waited as long as it would.
 */
const DEADLINE_SLACK_MS = 100;

/** The code of a call whose caller has gone. */
export function goneCode(call: Pick<AnyCall, 'getDeadline'>): number {
  const isLate = Number(call.getDeadline()) <= Date.now() + DEADLINE_SLACK_MS;
  return isLate ? STATUS.deadlineExceeded : STATUS.cancelled;
}

function typeOf(requestStream: boolean, responseStream: boolean): MethodType {
  if (requestStream) return responseStream ? 'bidi_stream' : 'client_stream';
  return responseStream ? 'server_stream' : 'unary';
}

/**
 * Counts a call for its tenant. Callers without a key are not known to be of any, and where the
 * tenant has no name that can be, the call is refused for it.
 */
function countTenant({ tenants }: CallMeters, { metadata }: AnyCall, code: number): void {
  if (code === UNAUTHENTICATED) return;
  try {
    tenants.add(tenantOf(metadata));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function countAnswer(handler: Unary, meter: CallMeter, meters: CallMeters): Unary {
  return (call, callback) => {
    const begunUs = meter.begin();
    handler(call, (error, ...answer) => {
      const code = codeOf(error);
      if (error) meters.refusals.add(reasonOf(error));
      countTenant(meters, call, code);
      meter.end(begunUs, call.cancelled ? goneCode(call) : code);
      callback(error, ...answer);
    });
  };
}

function countStream(handler: Streaming, meter: CallMeter, meters: CallMeters): UntypedHandleCall {
  // Streams both ways count the orders in them.
  const hasOrders = meter.name.type === 'bidi_stream';
  return (call: ServerDuplexStream<Buffer, Uint8Array>) => {
    let isOpen = true;
    const close = (code: number): void => {
      if (!isOpen) return;
      isOpen = false;
      meter.close(code);
      if (!hasOrders) countTenant(meters, call, code);
    };
    meter.begin();
    call.on('error', (error) => {
      if (isOpen) meters.refusals.add(reasonOf(error));
      close(codeOf(error));
    });
    call.on('finish', () => close(STATUS.ok));
    call.on('cancelled', () => close(goneCode(call)));
    handler(call);
  };
}

function codeOf(error: unknown): number {
  if (error === null || error === undefined) return STATUS.ok;
  const { code } = error as { code?: unknown };
  return typeof code === 'number' ? code : STATUS.internal;
}
