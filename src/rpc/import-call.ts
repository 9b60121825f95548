// One client-streaming import: parts are taken one after another, and the next is read when the
// last is written. Whatever was written stays when the stream breaks.

import type { handleClientStreamingCall, sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { errorOf, serviceError, DRAINING, unauthenticated } from './errors.js';
import type { OpenStreams } from './open-streams.js';
import type { Edge } from './unary.js';

/** What becomes of the parts of one import. */
export type Import = {
  /** Writes a part. Throws where the call cannot go on. */
  take(part: Buffer): Promise<void>;
  /** The encoded answer, after the last part. */
  finish(): Promise<Uint8Array>;
  /** Called instead of `finish` where the stream broke. */
  abandon(): Promise<void>;
};

type Call = ServerReadableStream<Buffer, Uint8Array>;

/**
 * A handler that feeds the parts of each call to the import that `begin` makes; `begin` may throw a
 * `Refusal`.
 */
export function importCall(
  edge: Edge,
  streams: OpenStreams,
  begin: (call: Call) => Import,
): handleClientStreamingCall<Buffer, Uint8Array> {
  return (call, callback) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      callback(unauthenticated());
      return;
    }
    run(edge, streams, begin, call, callback).catch((thrown: unknown) => {
      callback(errorOf(thrown, edge.log, call.getPath()));
    });
  };
}

async function run(
  edge: Edge,
  streams: OpenStreams,
  begin: (call: Call) => Import,
  call: Call,
  callback: sendUnaryData<Uint8Array>,
): Promise<void> {
  const work = begin(call);
  let isEnded = false;
  const leave = streams.add(() => {
    isEnded = true;
    // Ends the loop below once the part in hand is written.
    call.destroy();
  });
  let answer: Uint8Array | null = null;
  let failure: unknown;
  try {
    for await (const part of call) await work.take(part as Buffer);
    answer = await work.finish();
  } catch (thrown) {
    failure = thrown;
    await work.abandon();
  } finally {
    leave();
  }
  if (answer !== null) callback(null, answer);
  else if (isEnded) callback(serviceError(DRAINING));
  else if (!call.cancelled) callback(errorOf(failure, edge.log, call.getPath()));
}
