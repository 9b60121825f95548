// Which process has a data folder. LMDB lets several processes in, but the shared columns know of
// one writer only.
//
// The lock is a listening Unix socket in the folder. The kernel closes it however its process ends,
// so a lock that was left behind refuses connections and is taken over; and it holds across
// containers that share the folder.

import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { failedPrecondition } from '../../base/outcome.js';

const LOCK_NAME = 'lock.sock';
/** How long the owner has to say its process id, which the error message tells. */
const OWNER_ANSWER_MS = 300;
const ATTEMPTS_MAX = 5;
/** Longest path of a Unix socket that every system takes, in bytes. */
const SOCKET_PATH_BYTES_MAX = 100;

/** A folder that this process has to itself. */
export type FolderLock = { release(): Promise<void> };

/** Takes the folder, which exists, or refuses with DATA_FOLDER_IN_USE. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const short = shortPathOf(folder);
  const own = `lock-${process.pid}-${randomBytes(6).toString('hex')}.sock`;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(String(process.pid));
  });
  try {
    await listen(server, join(short.path, own));
    await claim(folder, short.path, own);
  } catch (error) {
    await closed(server);
    throw error;
  } finally {
    // The name is gone, the socket lives on under the name of the lock.
    rmSync(join(folder, own), { force: true });
    short.close();
  }
  // The lock does not keep a process alive that has nothing else to do.
  server.unref();
  return {
    release: async () => {
      rmSync(join(folder, LOCK_NAME), { force: true });
      await closed(server);
    },
  };
}

/** Makes the socket `own` the lock, if nobody listens on the one that is there. */
async function claim(folder: string, shortPath: string, own: string): Promise<void> {
  const lock = join(folder, LOCK_NAME);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    if (linked(join(folder, own), lock)) {
      if (statSync(lock, { throwIfNoEntry: false })?.ino === statSync(join(folder, own)).ino)
        return;
      continue;
    }
    await refuseIfAlive(folder, join(shortPath, LOCK_NAME));
    const stale = `stale-${process.pid}-${randomBytes(6).toString('hex')}.sock`;
    if (!renamed(lock, join(folder, stale))) continue;
    try {
      // Another process may have taken the lock over between the look and the renaming: then it is
      // put back.
      await refuseIfAlive(folder, join(shortPath, stale));
    } catch (error) {
      linked(join(folder, stale), lock);
      throw error;
    } finally {
      rmSync(join(folder, stale), { force: true });
    }
  }
  throw folderInUse(folder, '');
}

function folderInUse(folder: string, owner: string): Error {
  const who = owner === '' ? 'another process' : `process ${owner}`;
  return failedPrecondition(
    'DATA_FOLDER_IN_USE',
    `the data folder ${folder} is in use by ${who}; one process uses a folder at a time`,
  );
}

async function refuseIfAlive(folder: string, path: string): Promise<void> {
  const owner = await ownerOf(path);
  if (owner !== undefined) throw folderInUse(folder, owner);
}

/** What the owner of a lock answers; undefined where nobody listens. */
function ownerOf(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let owner = '';
    const socket = connect(path);
    const timer = setTimeout(() => socket.destroy(), OWNER_ANSWER_MS);
    let isDead = false;
    socket.on('data', (bytes) => {
      owner += bytes.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Any other error, for example a full queue of connections, comes from an owner that is busy.
      isDead = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(isDead ? undefined : owner);
    });
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function linked(from: string, to: string): boolean {
  return succeeded(() => linkSync(from, to), 'EEXIST');
}

function renamed(from: string, to: string): boolean {
  return succeeded(() => renameSync(from, to), 'ENOENT');
}

function succeeded(action: () => void, expectedCode: string): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === expectedCode) return false;
    throw error;
  }
}

/** A path to the folder that is short enough for a socket's address. */
function shortPathOf(folder: string): { path: string; close: () => void } {
  if (Buffer.byteLength(join(folder, 'x'.repeat(40))) <= SOCKET_PATH_BYTES_MAX) {
    return { path: folder, close: () => {} };
  }
  if (process.platform !== 'linux') {
    throw failedPrecondition('DATA_FOLDER_PATH_TOO_LONG', `the path ${folder} is too long`);
  }
  const descriptor = openSync(folder, 'r');
  return { path: `/proc/self/fd/${descriptor}`, close: () => closeSync(descriptor) };
}
