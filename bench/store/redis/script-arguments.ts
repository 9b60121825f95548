// Which arguments did the product give to its script? The feed has them: what a commit wrote.

import type { RedisKeys } from '../../../src/stores/redis/keys.js';
import { unpackStrings } from '../../../src/stores/redis/msgpack.js';
import type { Scripted } from '../../../src/stores/redis/scripts.js';

/** What the script gets behind its first arguments. */
export type Commit = {
  /** Of the hashes, without the tenant's part. */
  readonly names: readonly string[];
  /** The writes, packed. */
  readonly writes: Buffer;
};

/** The commits behind a sequence, in order. */
export async function commitsAfter(
  client: Scripted,
  keys: RedisKeys,
  tenantId: string,
  after: number,
): Promise<Commit[]> {
  const entries = await client.xrangeBuffer(keys.feed(tenantId), `${after + 1}-0`, '+');
  return entries.map(([, fields]) => {
    const part = (name: string): Buffer => {
      const at = fields.findIndex((field, i) => i % 2 === 0 && field.toString() === name);
      if (at < 0) throw new Error(`an entry of the feed has no ${name}`);
      return fields[at + 1];
    };
    const names = unpackStrings(part('names')).map((name) => name.toString());
    return { names, writes: part('writes') };
  });
}
