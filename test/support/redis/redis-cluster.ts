// A Redis Cluster on loopback: three masters, each with a replica. Must not know what is kept in
// it.

import { Cluster, type Redis } from 'ioredis';
import { BoundProcess } from './bound-process.js';
import { freePort } from './free-port.js';
import { redisCommand, RedisServer } from './redis-server.js';

const NODES = 6;
/** How long a node may take to answer on a busy machine. */
const ANSWER_MS = 5000;
/** A replica takes over however long it did not hear its master. */
const WORDS = [
  '--cluster-enabled yes',
  '--cluster-replica-validity-factor 0 --repl-diskless-sync-delay 0',
  // A replica is told of once its master sent it something.
  '--repl-ping-replica-period 1',
].flatMap((words) => words.split(' '));

/** A cluster of one test file. */
export class RedisCluster {
  readonly nodes: readonly RedisServer[];
  private readonly clients: Cluster[] = [];

  private constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes;
  }

  /**
   * Starts the nodes and joins them; all slots are served, and all replicas follow. A node without
   * a word for `silenceMs` is taken for dead.
   */
  static async start(silenceMs: number, isDurable: boolean): Promise<RedisCluster> {
    const buses = await Promise.all(Array.from({ length: NODES }, () => freePort()));
    const starting = buses.map((bus) => {
      const times = ['--cluster-node-timeout', String(silenceMs), '--cluster-port', String(bus)];
      return RedisServer.start({ isDurable, words: [...WORDS, ...times] });
    });
    const nodes = await Promise.all(starting);
    const cluster = new RedisCluster(nodes);
    const addresses = nodes.map(({ port }, i) => `127.0.0.1:${port}@${buses[i]}`);
    const create = ['--cluster', 'create', ...addresses, '--cluster-replicas', '1'];
    const joining = new BoundProcess(redisCommand('redis-cli'), [...create, '--cluster-yes']);
    if ((await joining.over()) !== 0) {
      await cluster.stop();
      throw new Error(`redis-cli --cluster create: ${joining.text}`);
    }
    await cluster.untilWhole();
    return cluster;
  }

  /** A node that runs, as it is given to an engine. */
  get url(): string {
    const node = this.nodes.find(({ isRunning }) => isRunning);
    if (node === undefined) throw new Error('no node runs');
    return node.url;
  }

  /** The node that is the master of a key now, and its replicas, as a running node sees them. */
  async ownersOf(key: string): Promise<{ master: RedisServer; replicas: RedisServer[] }> {
    const [slot, ranges] = await Promise.any(
      this.nodes.map((node) => asked(node, (client) => placesOf(client, key))),
    );
    const range = ranges.find(([first, last]) => first <= slot && slot <= last);
    if (range === undefined) throw new Error(`nobody has the slot ${slot}`);
    const [, , ...places] = range;
    const [master, ...replicas] = places.map(([, port]) => this.nodeAt(port));
    return { master, replicas };
  }

  /** Waits until all slots are served and every replica follows its master. */
  async untilWhole(limitMs = 20_000): Promise<void> {
    const endMs = Date.now() + limitMs;
    for (;;) {
      const states = await Promise.all(this.nodes.map((node) => stateOf(node)));
      if (states.every((isWell) => isWell)) return;
      if (Date.now() > endMs) throw new Error('the cluster does not become whole');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** A client that follows the cluster; it ends with it. */
  client(): Cluster {
    const seeds = this.nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
    const client = new Cluster(seeds, { slotsRefreshTimeout: 2000 });
    client.on('error', () => undefined);
    this.clients.push(client);
    return client;
  }

  /** Ends all nodes and throws their folders away. */
  async stop(): Promise<void> {
    for (const client of this.clients) client.disconnect();
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  private nodeAt(port: number): RedisServer {
    const node = this.nodes.find((one) => one.port === port);
    if (node === undefined) throw new Error(`no node has the port ${port}`);
    return node;
  }
}

/** The first and the last slot, and host and port of the master and of its replicas. */
type SlotRange = readonly [first: number, last: number, ...nodes: (readonly [string, number])[]];

async function placesOf(client: Redis, key: string): Promise<[number, SlotRange[]]> {
  const [slot, ranges] = await Promise.all([
    client.cluster('KEYSLOT', key),
    client.cluster('SLOTS'),
  ]);
  return [slot, ranges as unknown as SlotRange[]];
}

/** Asks one node; rejects where it does not answer soon. */
async function asked<T>(node: RedisServer, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = node.client();
  try {
    return await Promise.race([
      ask(client),
      new Promise<T>((_, reject) => {
        setTimeout(() => reject(new Error(`${node.url} does not answer`)), ANSWER_MS);
      }),
    ]);
  } finally {
    client.disconnect();
  }
}

/** Whether a node serves its part of a whole cluster. */
async function stateOf(node: RedisServer): Promise<boolean> {
  try {
    const [info, replication, slots] = await asked(node, (client) => {
      return Promise.all([
        client.cluster('INFO'),
        client.info('replication'),
        client.cluster('SLOTS'),
      ]);
    });
    const isFollowing =
      replication.includes('master_link_status:up') ||
      /role:master[^]*connected_slaves:[1-9]/.test(replication);
    // First and last slot, a master and a replica: the replica is known everywhere.
    const isKnown = (slots as unknown as SlotRange[]).every(({ length }) => length === 4);
    return info.includes('cluster_state:ok') && isFollowing && isKnown;
  } catch {
    return false;
  }
}
