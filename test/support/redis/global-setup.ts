// Keeps one Redis and one Cluster for all test files of a run; each is started when the first file
// asks for it, and ends with the run. Must not know who asks.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { RedisCluster } from './redis-cluster.js';
import { RedisServer } from './redis-server.js';

/** A server or a cluster, as it is shared. */
type Running = { readonly url: string; stop(): Promise<void> };

/** What starts each kind. */
const KINDS: Readonly<Record<string, () => Promise<Running>>> = {
  '/standalone': () => RedisServer.start(),
  // On a busy machine no node is to be taken for dead.
  '/cluster': () => RedisCluster.start(15_000, false),
};

/** Listens for test files that ask; gives what ends everything. */
export default async function shareRedis(project: TestProject): Promise<() => Promise<void>> {
  const running = new Map<string, Promise<Running>>();
  const start = (kind: string): Promise<Running> => {
    const begun = running.get(kind) ?? KINDS[kind]();
    running.set(kind, begun);
    return begun;
  };
  const server = createServer((request, answer) => {
    void start(request.url ?? '').then(
      ({ url }) => answer.end(url),
      (error: Error) => answer.writeHead(500).end(error.message),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  project.provide('sharedRedis', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    const ends = [...running.values()].map(async (begun) => (await begun).stop());
    // What did not start was told to whoever asked for it.
    await Promise.allSettled(ends);
  };
}
