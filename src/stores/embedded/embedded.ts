// The embedded store inside its thread: the folder, the tenants in memory, and the order in which
// calls are answered.

import { accessSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failedPrecondition, Refusal } from '../../base/outcome.js';
import { createStoreFigures, type StoreFigures } from '../../telemetry/engine-figures.js';
import type { StoreCall, StoreReply } from '../messages.js';
import type { StoreKeeper } from '../keeper.js';
import { type Backup, BackupMaker } from './backup.js';
import { openRise } from './allocation/waiting-changes.js';
import { Configurations } from './configurations.js';
import { DATA_FILE, openDatabase, transact, type Database } from './database.js';
import { watchFile, type FileWatch } from './file-watch.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { GroupCommit } from './group-commit.js';
import {
  type Applied,
  elementsOf,
  GroupWrites,
  isRead,
  type ReadCall,
  type WriteCall,
} from './group-writes.js';
import { isAboutHistory } from './history/calls.js';
import type { Clock } from './history/clock.js';
import { History, type Recordings } from './history/history.js';
import { hasOld, prune } from './history/prune.js';
import { loadTenants } from './load-tenants.js';
import { StoreReads } from './store-reads.js';
import type { TenantLimits, TenantState } from './tenant-state.js';

/** Elements of the calls of one group at most, so that the first of them does not wait long. */
const GROUP_ELEMENTS_MAX = 20_000;
const WARNING_PAUSE_MS = 60_000;

/** Takes what is to be told to the main thread. */
export type Say = (reply: StoreReply) => void;

/**
 * Locks and opens a data folder, makes it where it is missing, loads it and tells of every tenant.
 */
export async function openEmbedded(
  dataDirectory: string,
  limits: TenantLimits,
  recordings: Recordings,
  say: Say,
  clock: Clock = Date.now,
  figures: StoreFigures = createStoreFigures(),
): Promise<Embedded> {
  const folder = makeFolder(dataDirectory);
  const lock = await lockFolder(folder);
  let database: Database | undefined;
  try {
    database = openDatabase(folder);
    const watch = watchFile(join(folder, DATA_FILE));
    const tenants = loadTenants(database, limits, clock());
    for (const state of tenants.values()) {
      const publication = { tenant: state.view(), sites: state.siteViews(() => true) };
      say({ kind: 'publication', publication });
      const rise = openRise(state);
      if (rise !== null) say({ kind: 'rise', rise });
    }
    const parts = { database, watch, lock, tenants, limits, recordings, say, clock, figures };
    return new Embedded(parts);
  } catch (error) {
    await database?.root.close();
    await lock.release();
    throw error;
  }
}

/** The real path of a folder that can be written, made where it is missing. */
function makeFolder(path: string): string {
  try {
    makeFolders(path);
    accessSync(path, constants.W_OK);
    if (statSync(path).isDirectory()) return realpathSync(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw unusable(path, FOLDER_PROBLEMS[code] ?? message);
  }
  throw unusable(path, 'is a file');
}

/**
 * Makes a folder and those above it. Not `recursive`: where no folder can be made though the one
 * above is there, as in /proc, that never returns.
 */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(path)) throw error;
  }
}

function unusable(path: string, why: string): Error {
  return failedPrecondition('DATA_FOLDER_UNUSABLE', `the data folder ${path} ${why}`);
}

/** By the codes of the system. */
const FOLDER_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'cannot be made there',
  ENOTDIR: 'is inside a file',
  EACCES: 'cannot be written by this user',
  EROFS: 'is on a read-only disk',
};

/** What an open store is made of. */
type EmbeddedParts = {
  readonly database: Database;
  readonly watch: FileWatch;
  readonly lock: FolderLock;
  readonly tenants: Map<string, TenantState>;
  readonly limits: TenantLimits;
  readonly recordings: Recordings;
  readonly say: Say;
  readonly clock: Clock;
  readonly figures: StoreFigures;
};

/** An open store. */
export class Embedded implements StoreKeeper {
  private readonly database: Database;
  private readonly watch: FileWatch;
  private readonly lock: FolderLock;
  private readonly tenants: Map<string, TenantState>;
  private readonly say: Say;
  private readonly reads: StoreReads;
  private readonly groups: GroupCommit;
  private readonly history: History;
  private readonly clock: Clock;
  private readonly backups: BackupMaker;
  private warnedEpochMs = Number.NEGATIVE_INFINITY;

  constructor(parts: EmbeddedParts) {
    const { database, watch, lock, tenants, limits, recordings, say, clock, figures } = parts;
    this.database = database;
    this.watch = watch;
    this.lock = lock;
    this.tenants = tenants;
    this.say = say;
    this.clock = clock;
    this.backups = new BackupMaker(database);
    const configurations = new Configurations(database);
    this.reads = new StoreReads(database, configurations, tenants);
    const writes = new GroupWrites({ database, tenants, configurations, limits, figures });
    this.groups = new GroupCommit({ database, watch, tenants, writes, clock, figures });
    const warn = (message: string) => say({ kind: 'warning', message });
    this.history = new History(database, tenants, configurations, recordings, clock, warn);
  }

  /** Nobody else writes: what is applied is all there is. */
  get wholeEpochMs(): number {
    return Date.now();
  }

  /**
   * Answers calls: writes first, in groups and in order, then reads, which so see at least what
   * came before them. What is about the past is answered by `work`.
   */
  answer(calls: readonly StoreCall[]): void {
    const { say } = this;
    const writes: WriteCall[] = [];
    const reads: ReadCall[] = [];
    for (const call of calls) {
      if (isAboutHistory(call)) this.history.take(call);
      else if (isRead(call)) reads.push(call);
      else writes.push(call);
    }
    for (const group of groupsOf(writes)) {
      const result = this.groups.run(group);
      this.tell(result);
      result.outcomes.forEach((outcome, place) => {
        say({ kind: 'answer', id: group[place].id, outcome });
      });
    }
    // What is read is read by the clock, too.
    if (reads.length > 0) this.expireHolds();
    for (const call of reads)
      say({ kind: 'answer', id: call.id, outcome: this.reads.answer(call) });
  }

  /** Gets on with what is about the past, for a moment. Answers whether there is more to do. */
  work(): boolean {
    return this.history.work((id, outcome) => this.say({ kind: 'answer', id, outcome }));
  }

  /** Ends the holds whose time is over, so that routing sees their units again. */
  expireHolds(): void {
    try {
      this.tell(this.groups.expireHolds());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const now = this.clock();
      if (now - this.warnedEpochMs < WARNING_PAUSE_MS) return;
      this.warnedEpochMs = now;
      this.say({ kind: 'warning', message: `holds could not be ended: ${error.message}` });
    }
  }

  /** Has what waits tried again where there is some of it: time alone may have made it free. */
  reviveWaiting(): void {
    for (const state of this.tenants.values()) {
      const rise = openRise(state);
      if (rise !== null) this.say({ kind: 'rise', rise });
    }
  }

  /** Writes the records of decisions that are waiting. */
  drain(): void {
    this.history.drain();
  }

  /** Lets go what is too old, a little of it. Answers whether there is more of it. */
  sweep(): boolean {
    const { database } = this;
    return this.history.sweep((state) => {
      const now = this.clock();
      return hasOld(database, state, now) && transact(database, () => prune(database, state, now));
    });
  }

  /** Throws where the data file is no longer the one that was opened: the store must end then. */
  check(): void {
    this.watch.check();
  }

  /** Copies the store into a new folder of `directory`, see backup.ts. */
  backUp(directory: string): Promise<Backup> {
    this.drain();
    return this.backups.make(directory, this.clock());
  }

  /** Answers and writes what is left, closes the files and gives the folder back. */
  async close(): Promise<void> {
    this.history.close((id, outcome) => this.say({ kind: 'answer', id, outcome }));
    await this.backups.settle();
    await this.database.root.close();
    await this.lock.release();
  }

  private tell({ publications, news, rises }: Applied): void {
    for (const publication of publications) this.say({ kind: 'publication', publication });
    for (const one of news) this.say({ kind: 'events', news: one });
    for (const rise of rises) this.say({ kind: 'rise', rise });
  }
}

/** The calls in order, in groups that are not too large. */
function* groupsOf(calls: readonly WriteCall[]): Generator<WriteCall[]> {
  let group: WriteCall[] = [];
  let elementCount = 0;
  for (const call of calls) {
    group.push(call);
    elementCount += elementsOf(call);
    if (elementCount < GROUP_ELEMENTS_MAX) continue;
    yield group;
    group = [];
    elementCount = 0;
  }
  if (group.length > 0) yield group;
}
