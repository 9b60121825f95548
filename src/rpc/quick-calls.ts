// Which calls go to a handler without what grpc-js wraps around a call. All others take the usual
// way, and so does everything where grpc-js is built otherwise than the release that this was
// written for.

import type { Server } from '@grpc/grpc-js';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { type HotStreamHandler, QuickStream } from './quick-stream.js';
import { type HotHandler, QuickUnary } from './quick-unary.js';
import { isPlain, timeoutOf } from './quick-wire.js';

/** Handlers by the paths of their methods, `/service/method`. */
export type HotMethods = {
  readonly unary: ReadonlyMap<string, HotHandler>;
  readonly streams: ReadonlyMap<string, HotStreamHandler>;
};

type StreamHandler = (
  this: Server,
  interceptors: unknown,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
) => void;

/**
 * Has a server answer the calls of these methods quickly, on every address that it binds from now
 * on. A message of a caller has `messageBytesMax` bytes at most. False where grpc-js has no place
 * for it: then all is as it was.
 */
export function serveQuickly(
  server: Server,
  { unary, streams }: HotMethods,
  messageBytesMax: number,
): boolean {
  const inside = server as unknown as { _streamHandler?: StreamHandler };
  const usual = inside._streamHandler;
  if (typeof usual !== 'function') return false;
  inside._streamHandler = function handle(interceptors, stream, headers) {
    const path = headers[':path'] ?? '';
    const single = unary.get(path);
    const both = single === undefined ? streams.get(path) : undefined;
    const timeoutMs = timeoutOf(headers);
    if ((single ?? both) === undefined || timeoutMs === null || !isPlain(headers)) {
      usual.call(this, interceptors, stream, headers);
      return;
    }
    const opened = { stream, headers, path, timeoutMs, messageBytesMax };
    if (single !== undefined) new QuickUnary(opened, single).start();
    else if (both !== undefined) new QuickStream(opened).start(both);
  };
  return true;
}
