// Hot calls on their own way beside the same calls on the way of grpc-js: what is answered is the
// same, whatever is sent. A blank in the timeout is what grpc-js takes and the other way leaves to
// it.

import { Server } from '@grpc/grpc-js';
import http2 from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { serveQuickly } from '../../src/rpc/quick-calls.js';
import { MESSAGE_BYTES_MAX, type RunningServer } from '../../src/rpc/server.js';
import { HeldRouter, startFake, until } from './support/fakes.js';

const QUICK = '600S';
const USUAL = '600 S';
const UNARY = '/shipfrom.v1.RoutingService/SuggestRouting';
const STREAM = '/shipfrom.v1.RoutingService/StreamSuggestRouting';

let router: HeldRouter;
let server: RunningServer;
let session: http2.ClientHttp2Session;

beforeAll(async () => {
  router = new HeldRouter();
  server = await startFake({ router });
  session = http2.connect(`http://127.0.0.1:${server.port}`);
});

afterAll(async () => {
  session.close();
  await server.drain(100);
});

type Seen = { headers: object; body: Buffer; trailers: object; rstCode: number };

function message(text: string): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(text.length, 1);
  return Buffer.concat([head, Buffer.from(text)]);
}

/** Opens a call; what comes back is there when it is over. */
function open(path: string, timeout: string, more: http2.OutgoingHttpHeaders = {}) {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': timeout,
    ...more,
  });
  const seen: Seen = { headers: {}, body: Buffer.alloc(0), trailers: {}, rstCode: 0 };
  stream.on('response', (headers) => {
    // Both say the same second, or not.
    seen.headers = { ...headers, date: undefined };
  });
  stream.on('data', (piece: Buffer) => {
    seen.body = Buffer.concat([seen.body, piece]);
  });
  stream.on('trailers', (trailers) => {
    seen.trailers = { ...trailers };
  });
  stream.on('error', () => undefined);
  const over = new Promise<Seen>((resolve) => {
    stream.on('close', () => resolve({ ...seen, rstCode: stream.rstCode ?? 0 }));
  });
  return { stream, over };
}

/** Sends pieces one after the other, each on its own way through the network, and the end. */
async function send(stream: http2.ClientHttp2Stream, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    stream.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  stream.end();
}

async function ask(
  path: string,
  timeout: string,
  pieces: readonly Buffer[],
  more?: http2.OutgoingHttpHeaders,
): Promise<Seen> {
  const { stream, over } = open(path, timeout, more);
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  await send(stream, pieces);
  await until(() => {
    router.answerAll();
    return isOver;
  });
  return over;
}

const LONG_HEAD = Buffer.alloc(5);
LONG_HEAD.writeUInt32BE(MESSAGE_BYTES_MAX + 1, 1);
const WHOLE = message('order');
const LONG = message('y'.repeat(90_000));
const ANSWERED = [
  ['a message', UNARY, [WHOLE]],
  ['an empty message', UNARY, [message('')]],
  ['a message in pieces', UNARY, [WHOLE.subarray(0, 3), WHOLE.subarray(3, 7), WHOLE.subarray(7)]],
  ['a message in frames', UNARY, [message('z'.repeat(40_000))]],
  ['a long message', UNARY, [message('x'.repeat(100_000))]],
  ['no order on a stream', STREAM, []],
  ['orders on a stream', STREAM, [WHOLE, message('another')]],
  ['a long order', STREAM, [LONG.subarray(0, 2), LONG.subarray(2), WHOLE]],
  [
    'orders in odd pieces',
    STREAM,
    [Buffer.concat([WHOLE, WHOLE.subarray(0, 2)]), WHOLE.subarray(2)],
  ],
] as const;
const REFUSED = [
  ['no message', UNARY, [], 12],
  ['half a message', UNARY, [WHOLE.subarray(0, 7)], 12],
  ['two messages', UNARY, [Buffer.concat([WHOLE, WHOLE])], 12],
  ['a message above the limit', UNARY, [LONG_HEAD], 8],
  ['an order above the limit', STREAM, [LONG_HEAD], 8],
] as const;

describe('hot calls', () => {
  it('have a place in the grpc-js that is installed', () => {
    const methods = { unary: new Map(), streams: new Map() };
    expect(serveQuickly(new Server({ 'grpc.enable_channelz': 0 }), methods, 1)).toBe(true);
    expect(serveQuickly({} as Server, methods, 1)).toBe(false);
  });

  it.each(ANSWERED)('answer %s as grpc-js does', async (_, path, pieces) => {
    const quick = await ask(path, QUICK, pieces);
    expect(quick).toEqual(await ask(path, USUAL, pieces));
    expect(quick.rstCode).toBe(0);
    expect({ ...quick.headers, ...quick.trailers }).toMatchObject({ 'grpc-status': '0' });
    expect(quick.body).toEqual(Buffer.concat([...pieces]));
  });

  it.each(REFUSED)('refuse %s as grpc-js does', async (_, path, pieces, code) => {
    const quick = await ask(path, QUICK, pieces);
    const usual = await ask(path, USUAL, pieces);
    expect(quick.headers).toMatchObject({ ':status': 200, 'grpc-status': String(code) });
    expect(usual.headers).toMatchObject({ ':status': 200, 'grpc-status': String(code) });
    expect(Object.keys(quick.headers).sort()).toEqual(Object.keys(usual.headers).sort());
    expect(router.depth).toBe(0);
  });

  it('refuse a second message as soon as it comes', async () => {
    const { stream, over } = open(UNARY, QUICK);
    stream.on('response', () => stream.close());
    stream.write(Buffer.concat([WHOLE, WHOLE]));
    expect((await over).headers).toMatchObject({ 'grpc-status': '12' });
  });

  it('refuse what the handler refuses, with the same details', async () => {
    const bad = { 'x-tenant-id': 'a b' };
    const quick = await ask(UNARY, QUICK, [WHOLE], bad);
    expect(quick).toEqual(await ask(UNARY, USUAL, [WHOLE], bad));
    expect(quick.headers).toMatchObject({ 'grpc-status': '3' });
    const stream = await ask(STREAM, QUICK, [WHOLE], bad);
    expect(stream.headers).toMatchObject({ 'grpc-status': '3' });
  });

  it('take the usual way where messages are compressed, or are not of gRPC', async () => {
    const squeezed = await ask(UNARY, QUICK, [WHOLE], { 'grpc-encoding': 'gzip' });
    expect(squeezed.body).toEqual(WHOLE);
    const other = await ask(UNARY, QUICK, [WHOLE], { 'content-type': 'text/plain' });
    expect(other.headers).toMatchObject({ ':status': 415 });
  });

  it('end a stream at its deadline, and drop its orders', async () => {
    const cancelledBefore = router.cancelled.length;
    const { stream, over } = open(STREAM, '80m');
    // It has not said that nothing more comes, and may go when it has heard.
    stream.on('response', () => stream.close());
    stream.write(WHOLE);
    await until(() => router.depth === 1);
    expect((await over).headers).toMatchObject({ 'grpc-status': String(STATUS.deadlineExceeded) });
    expect(router.cancelled.length).toBe(cancelledBefore + 1);
    expect(router.depth).toBe(0);
  });

  it('drop the orders of a caller who goes', async () => {
    const cancelledBefore = router.cancelled.length;
    for (const path of [UNARY, STREAM]) {
      const { stream } = open(path, QUICK);
      stream.end(WHOLE);
      await until(() => router.depth === 1);
      stream.close(http2.constants.NGHTTP2_CANCEL);
      await until(() => router.depth === 0);
    }
    expect(router.cancelled.length).toBe(cancelledBefore + 2);
  });
});
