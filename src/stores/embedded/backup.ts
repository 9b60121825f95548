// How the store is copied while it serves: LMDB writes what was committed last into a new file on a
// thread of its own, and the folder gets its name when all of it is on the disk.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal, STATUS } from '../../base/outcome.js';
import { DATA_FILE, type Database } from './database.js';

/** A copy of the store. */
export type Backup = {
  /** Of its folder, in the folder for copies; it is a data folder. */
  readonly name: string;
  readonly bytes: number;
  readonly durationMs: number;
};

/** What a folder is called while it is being written; what a crash left is removed. */
const PARTIAL = '.partial-';

/** Copies a store, one copy at a time. */
export class BackupMaker {
  private readonly database: Database;
  private running: Promise<Backup> | null = null;

  constructor(database: Database) {
    this.database = database;
  }

  /**
   * Copies what is committed into a new folder of `directory`, which is there. Rejects with a
   * `Refusal`: ABORTED (BACKUP_RUNNING) while a copy is being made, UNAVAILABLE (BACKUP_FAILED)
   * where the disk does not take it; nothing of it stays then.
   */
  async make(directory: string, epochMs: number): Promise<Backup> {
    if (this.running !== null) {
      throw refusal(STATUS.aborted, 'BACKUP_RUNNING', 'a copy of the store is being made already');
    }
    this.running = this.copy(directory, epochMs);
    try {
      return await this.running;
    } finally {
      this.running = null;
    }
  }

  /** Resolves when no copy is being made. */
  async settle(): Promise<void> {
    await this.running?.catch(() => {});
  }

  private async copy(directory: string, epochMs: number): Promise<Backup> {
    const startMs = performance.now();
    const name = `backup-${new Date(epochMs).toISOString().replaceAll(/[-:.]/g, '')}`;
    const partial = join(directory, `${PARTIAL}${name}`);
    try {
      removePartials(directory);
      mkdirSync(partial, { mode: 0o700 });
      // Whole pages as they are: to leave the free ones out would take many times as long.
      await this.database.root.backup(partial, false);
      const file = join(partial, DATA_FILE);
      await flush(file);
      const { size: bytes } = await stat(file);
      await rename(partial, join(directory, name));
      await flush(directory);
      return { name, bytes, durationMs: Math.round(performance.now() - startMs) };
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      const message = `no copy was made: ${error instanceof Error ? error.message : String(error)}`;
      throw refusal(STATUS.unavailable, 'BACKUP_FAILED', message);
    }
  }
}

function removePartials(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (name.startsWith(PARTIAL)) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/** Returns when a file or a folder is on the disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function refusal(code: Refusal['detail']['code'], reason: string, message: string): Refusal {
  return new Refusal({ code, reason, message, violations: [] });
}
