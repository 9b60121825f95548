// The Redis of the bench: a server of its own in a temporary folder, and the processes that use it.

import { RedisServer } from '../../../test/support/redis/redis-server.js';
import type { BareMethods } from './bare-process.js';
import { Child } from './child.js';
import type { StoreMethods } from './store-process.js';

/** What the keys of the product begin with. */
export const PREFIX = 'shipfrom';

/** A process with a Redis store. */
export type StoreChild = Child<StoreMethods>;
/** A process with a bare client. */
export type BareChild = Child<BareMethods>;

/** Starts a server; `isDurable`: every write is on disk before it is answered. Else none is. */
export async function startRedis(isDurable: boolean): Promise<RedisServer> {
  return RedisServer.start({ isDurable });
}

/** A process with an open store; `flags` are those of Node. */
export async function openStore(
  { url }: RedisServer,
  prefix = PREFIX,
  flags: readonly string[] = [],
): Promise<{ readonly child: StoreChild; readonly seconds: number }> {
  const child: StoreChild = new Child(new URL('store-process.js', import.meta.url), flags);
  const { seconds } = await child.ask('open', { url, prefix });
  return { child, seconds };
}

/** Closes a store and its process. */
export async function closeStore(child: StoreChild): Promise<void> {
  await child.ask('close');
  await child.end();
}

/** A process with a bare client. */
export async function openBare({ url }: RedisServer): Promise<BareChild> {
  const child: BareChild = new Child(new URL('bare-process.js', import.meta.url));
  await child.ask('open', url);
  return child;
}

/** Closes a bare client and its process. */
export async function closeBare(child: BareChild): Promise<void> {
  await child.ask('close');
  await child.end();
}
