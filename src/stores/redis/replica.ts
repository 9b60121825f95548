// The folder in which an engine keeps what it knows of Redis. It is worth nothing without Redis: it
// is made at every start, nothing is flushed in it, and it goes at the end.

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failedPrecondition } from '../../base/outcome.js';
import { openDatabase, type Database } from '../embedded/database.js';

const NAME = /^shipfrom-replica-(\d+)-/;

/** An open replica. */
export type Replica = { readonly database: Database; close(): Promise<void> };

/** Makes a replica in a directory, the temporary one where none is given. */
export function openReplica(directory = tmpdir()): Replica {
  let folder: string;
  try {
    mkdirSync(directory, { recursive: true });
    removeLeftOver(directory);
    folder = mkdtempSync(join(directory, `shipfrom-replica-${process.pid}-`));
  } catch (error) {
    const { message } = error as Error;
    throw failedPrecondition('REPLICA_UNUSABLE', `no replica can be made: ${message}`);
  }
  const database = openDatabase(folder, { isFlushed: false });
  return {
    database,
    async close() {
      await database.root.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Removes what processes left that were killed. */
function removeLeftOver(directory: string): void {
  for (const name of readdirSync(directory)) {
    const owner = Number(NAME.exec(name)?.[1] ?? 0);
    if (owner === 0 || isAlive(owner)) continue;
    rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
