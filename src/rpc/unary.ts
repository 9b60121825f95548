// One unary control-plane call: who and where, decode, act, answer. Knows no service.

import type { handleUnaryCall, Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import type { KeyCheck } from './api-keys.js';
import type { Codec } from './codec.js';
import { errorOf, unauthenticated } from './errors.js';
import type { Log } from './log.js';

/** A call with the bytes of its request. */
export type RawCall = ServerUnaryCall<Buffer, Uint8Array>;

/** What every handler needs besides its own work. */
export type Edge = {
  /** Null where no keys are asked. */
  readonly isKnownCaller: KeyCheck | null;
  readonly log: Log;
};

/**
 * A handler that decodes with `codec` and answers what `act` returns; what `act` throws becomes the
 * error.
 */
export function unary<Request extends object, Answer extends object>(
  edge: Edge,
  codec: Codec<Request, Answer>,
  act: (request: Request, metadata: Metadata, call: RawCall) => Promise<Answer>,
): handleUnaryCall<Buffer, Uint8Array> {
  return (call, callback) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      callback(unauthenticated());
      return;
    }
    answer(codec, act, call).then(
      (bytes) => callback(null, bytes),
      (thrown: unknown) => callback(errorOf(thrown, edge.log, call.getPath())),
    );
  };
}

async function answer<Request extends object, Answer extends object>(
  codec: Codec<Request, Answer>,
  act: (request: Request, metadata: Metadata, call: RawCall) => Promise<Answer>,
  call: RawCall,
): Promise<Uint8Array> {
  return codec.encode(await act(codec.decode(call.request), call.metadata, call));
}
