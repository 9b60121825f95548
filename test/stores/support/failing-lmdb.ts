// LMDB that finds its list of free pages wrong now and then, as it does by itself too seldom to be
// waited for: a transaction was run, and commits nothing. For `vi.mock('lmdb', failingLmdb)`.

import type * as lmdbModule from 'lmdb';
import type { RootDatabase, RootDatabaseOptionsWithPath } from 'lmdb';

type Lmdb = typeof lmdbModule;

/** Of how many transactions the last fails; 0: none does. */
export const failures = { every: 0, count: 0 };

const MDB_BAD_TXN = -30782;
let transactionCount = 0;

/** The module with transactions that fail. */
export async function failingLmdb(original: () => Promise<Lmdb>): Promise<Lmdb> {
  const lmdb = await original();
  const open = (options: RootDatabaseOptionsWithPath): RootDatabase => {
    const root = lmdb.open(options);
    const transactionSync = root.transactionSync.bind(root);
    root.transactionSync = (action) => {
      const isFailing = failures.every > 0 && ++transactionCount % failures.every === 0;
      if (!isFailing) return transactionSync(action);
      return transactionSync(() => {
        action();
        failures.count++;
        throw Object.assign(new Error('MDB_BAD_TXN'), { code: MDB_BAD_TXN });
      });
    };
    return root;
  };
  return { ...lmdb, open: open as Lmdb['open'] };
}
