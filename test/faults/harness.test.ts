// Whether what the fault tests break really breaks, and really comes back: servers and the way to
// them.

import { afterEach, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import { RedisServer } from '../support/redis/redis-server.js';
import { TcpProxy } from '../support/redis/tcp-proxy.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function ending<T extends { stop(): Promise<unknown> }>(one: T): T {
  ends.push(() => one.stop());
  return one;
}

it('a server that is killed has what it acknowledged when it is back', async () => {
  const server = ending(await RedisServer.start({ isDurable: true, password: 'a b' }));
  const client = server.client();
  await client.set('key', 1);
  await server.kill();
  await server.restart();
  expect(await client.get('key')).toBe('1');
  server.halt();
  const late = client.incr('key');
  const first = await Promise.race([late, new Promise((go) => setTimeout(() => go('late'), 100))]);
  expect(first).toBe('late');
  server.goOn();
  expect(await late).toBe(2);
});

it('the way to a server is slow, held up and cut as it is told', async () => {
  const server = ending(await RedisServer.start({ isTls: true }));
  const plain = ending(await RedisServer.start());
  expect(await server.client().ping()).toBe('PONG');
  const proxy = ending(await TcpProxy.start(plain.port));
  const client = new Redis({ port: proxy.port, retryStrategy: () => 10, commandTimeout: 500 });
  client.on('error', () => undefined);
  expect(await client.incr('key')).toBe(1);
  proxy.delayMs = 60;
  const begunMs = performance.now();
  expect(await client.incr('key')).toBe(2);
  expect(performance.now() - begunMs).toBeGreaterThan(110);
  proxy.mend();
  // The answer is held up: what was asked is done.
  proxy.stall('toClient');
  await expect(client.incr('key')).rejects.toThrow('timed out');
  expect(await plain.client().get('key')).toBe('3');
  proxy.mend();
  proxy.cut();
  await expect.poll(() => client.status).not.toBe('ready');
  proxy.mend();
  expect(await client.incr('key')).toBe(4);
  client.disconnect();
});
