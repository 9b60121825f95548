// Where did the store thread spend its time? The profiles that Node writes at the end of a process,
// summed up by the part of the product that was on the stack.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type ProfileNode = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
};
type Profile = {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** Seconds by part. */
export type Shares = Readonly<Record<string, number>>;

/** Parts by what their files are called; the first that matches. */
const PARTS: readonly (readonly [part: string, url: RegExp])[] = [
  ['ioredis', /node_modules\/(ioredis|@ioredis|redis-parser|standard-as-callback)\//],
  ['LMDB', /node_modules\/(lmdb|msgpackr|ordered-binary|weak-lru-cache)/],
  ['unpacking', /stores\/redis\/(msgpack|feed-entry|packed-|row-list)/],
  ['keys and values', /stores\/redis\/(tenant-tables|overlay)/],
  ['columns', /src\/columns\/|embedded\/(load-tenants|row-codec|tenant-draft|tenant-state)/],
  ['the rest of the store', /src\/stores\//],
];

/** The flags with which a process leaves its profiles in a folder. */
export function profileFlags(folder: string): string[] {
  return ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', '500'];
}

/** What the thread of the store did, by the profiles of a folder. */
export function storeShares(folder: string): Shares {
  const profiles = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile);
  const store = profiles.find(({ nodes }) =>
    nodes.some(({ callFrame: { url } }) => url.endsWith('/stores/store-thread.js')),
  );
  return store === undefined ? {} : sharesOf(store);
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): Shares {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parts = new Map<number, string>();
  const name = (id: number, above: string): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const part = partOf(node, above);
    parts.set(id, part);
    for (const child of node.children ?? []) name(child, part);
  };
  name(nodes[0].id, 'Node');
  const seconds: Record<string, number> = {};
  samples.forEach((id, i) => {
    const part = parts.get(id) ?? 'Node';
    seconds[part] = (seconds[part] ?? 0) + timeDeltas[i] / 1e6;
  });
  return seconds;
}

/** What has no file of its own, as native code, counts as of whoever called it. */
function partOf({ callFrame: { functionName, url } }: ProfileNode, above: string): string {
  if (functionName === '(idle)') return 'waiting';
  if (functionName === '(garbage collector)') return 'garbage';
  if (url === '' || url.startsWith('node:buffer')) return above;
  return PARTS.find(([, pattern]) => pattern.test(url))?.[0] ?? 'Node';
}
