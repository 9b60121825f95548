// Which port of loopback is free for a server that will take it again after it was killed?

import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that the system gives to whoever connects, which would take ours meanwhile. */
const FIRST = 12_000;
const COUNT = 18_000;

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error('no port of loopback is free');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
