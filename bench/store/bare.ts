// What does a flushed commit cost by itself? The least that an order pays that comes alone: one
// record in one transaction of LMDB, on the disk of the bench, by the store's own settings.

import { open } from 'lmdb';

const RECORD_BYTES = 2000;

/** Bare commits a second, one after the other, in a new folder. */
export async function bareCommitsPerSecond(folder: string, commits: number): Promise<number> {
  const root = open({ path: folder, noSubdir: false, overlappingSync: false });
  const record = Buffer.alloc(RECORD_BYTES, 7);
  const startMs = performance.now();
  for (let i = 0; i < commits; i++) root.transactionSync(() => root.putSync(i, record));
  const seconds = (performance.now() - startMs) / 1000;
  await root.close();
  return commits / seconds;
}
