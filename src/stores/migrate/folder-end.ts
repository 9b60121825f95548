// The folder at one end of a migration: one that is read while nobody else has it, or one that is
// filled under another name and gets its own when all of it is on the disk.

import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { failedPrecondition } from '../../base/outcome.js';
import { DATA_FILE, type Database, openDatabase } from '../embedded/database.js';
import { lockFolder } from '../embedded/folder-lock.js';

/** What a folder is called while it is filled. */
const INCOMPLETE = '.incomplete';

/** A folder that is read. */
export type SourceFolder = {
  readonly database: Database;
  /** Ids and numbers of its tenants. */
  readonly tenants: readonly { readonly tenantId: string; readonly number: number }[];
  close(): Promise<void>;
};

/**
 * Opens the store of a folder to read it. Rejects with a `Refusal`: NO_STORE, DATA_FOLDER_IN_USE,
 * NOT_A_STORE, UNKNOWN_SCHEMA_VERSION.
 */
export async function openSourceFolder(path: string): Promise<SourceFolder> {
  if (!existsSync(join(path, DATA_FILE))) {
    throw failedPrecondition('NO_STORE', `there is no store in ${path}`);
  }
  const folder = realpathSync(path);
  const lock = await lockFolder(folder);
  try {
    const database = openDatabase(folder);
    const tenants = Array.from(database.tenants.getRange({}), ({ key, value }) => {
      return { tenantId: key, number: value.number };
    });
    return {
      database,
      tenants,
      async close() {
        await database.root.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A folder that is filled. */
export type TargetFolder = {
  readonly database: Database;
  /** Gives it its name; it is whole. */
  finish(): Promise<void>;
  /** Removes it, unless it has its name. */
  abandon(): Promise<void>;
};

/**
 * Makes a folder to be filled. Rejects with a `Refusal`: TARGET_NOT_EMPTY where there is something,
 * DATA_FOLDER_IN_USE where another process fills it, DATA_FOLDER_UNUSABLE. What a migration that
 * was broken off left is removed.
 */
export async function makeTargetFolder(path: string): Promise<TargetFolder> {
  const target = resolve(path);
  if (existsSync(target) && !isEmptyFolder(target)) {
    throw failedPrecondition('TARGET_NOT_EMPTY', `there is something in ${path} already`);
  }
  const folder = `${target}${INCOMPLETE}`;
  makeFolder(folder);
  const lock = await lockFolder(folder);
  let database: Database;
  try {
    rmSync(join(folder, DATA_FILE), { force: true });
    database = openDatabase(folder);
  } catch (error) {
    await lock.release();
    throw error;
  }
  let isOpen = true;
  const close = async (): Promise<void> => {
    isOpen = false;
    await database.root.close();
    await lock.release();
  };
  return {
    database,
    async finish() {
      await close();
      await flush(join(folder, DATA_FILE));
      await rename(folder, target);
      await flush(dirname(target));
    },
    async abandon() {
      if (isOpen) await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What a migration that was broken off left.
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    throw failedPrecondition('DATA_FOLDER_UNUSABLE', `no folder can be made: ${message}`);
  }
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
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
