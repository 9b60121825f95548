// The scripts that run inside Redis: files of ./lua, whose names carry a version, for what a script
// does never changes under its name. They are called by hash, and sent again where the server does
// not know the hash, as after a restart, a failover or SCRIPT FLUSH.

import { readFileSync } from 'node:fs';
import type { Cluster, Redis } from 'ioredis';

const FILES = {
  commit: 'commit.v1.lua',
  stateOf: 'state.v1.lua',
  pack: 'pack.v1.lua',
  scanPart: 'scan.v1.lua',
  small: 'small.v1.lua',
  fill: 'fill.v1.lua',
} as const;

type Argument = string | number | Buffer;

/** What a state is answered as: stamp, sequence, schema version, time in ms with a fraction. */
export type StateReply = readonly [string, number, string, string];

/**
 * What a commit is answered: a word of commit.v1.lua, time as above,
 * sequence.
 */
export type CommitReply = readonly [string, string, number];

/** A client that has the scripts as methods: the number of keys, the keys, the arguments. */
export type Scripted = (Redis | Cluster) & {
  commit(keyCount: number, ...rest: Argument[]): Promise<CommitReply>;
  stateOf(keyCount: number, ...rest: Argument[]): Promise<StateReply>;
  packBuffer(keyCount: number, ...rest: Argument[]): Promise<Buffer>;
  smallBuffer(keyCount: number, ...rest: Argument[]): Promise<Buffer>;
  scanPartBuffer(keyCount: number, ...rest: Argument[]): Promise<[Buffer, Buffer]>;
  fill(keyCount: number, ...rest: Argument[]): Promise<string>;
};

/** Gives a client the scripts. */
export function defineScripts(client: Redis | Cluster): Scripted {
  for (const [name, file] of Object.entries(FILES)) {
    client.defineCommand(name, {
      lua: readFileSync(new URL(`lua/${file}`, import.meta.url), 'utf8'),
    });
  }
  return client as Scripted;
}
