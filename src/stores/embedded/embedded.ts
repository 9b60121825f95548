// The embedded store inside its thread: the folder, the tenants in memory, and the order in which
// calls are answered.

import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { failedPrecondition } from '../../base/outcome.js';
import type { StoreCall, StoreOutcome, StoreReply } from '../messages.js';
import { Configurations } from './configurations.js';
import { openDatabase, type Database } from './database.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { detailOf, GroupCommit, isRead, type ReadCall, type WriteCall } from './group-commit.js';
import { loadTenants, type StockLimits } from './load-tenants.js';
import { countsOf, getInventory, getLocation, listInventory, listLocations } from './reads.js';
import type { TenantState } from './tenant-state.js';

/** Elements of the calls of one group at most, so that the first of them does not wait long. */
const GROUP_ELEMENTS_MAX = 20_000;

/** Takes what is to be told to the main thread. */
export type Say = (reply: StoreReply) => void;

/**
 * Locks and opens a data folder, makes it where it is missing, loads it and tells of every tenant.
 */
export async function openEmbedded(
  dataDirectory: string,
  limits: StockLimits,
  say: Say,
): Promise<Embedded> {
  const folder = makeFolder(dataDirectory);
  const lock = await lockFolder(folder);
  let database: Database | undefined;
  try {
    database = openDatabase(folder);
    const tenants = loadTenants(database, limits);
    for (const state of tenants.values()) {
      const publication = { tenant: state.view(), sites: state.siteViews(() => true) };
      say({ kind: 'publication', publication });
    }
    return new Embedded(database, lock, tenants, limits);
  } catch (error) {
    await database?.root.close();
    await lock.release();
    throw error;
  }
}

/** The real path of a folder that can be written, made where it is missing. */
function makeFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
    return realpathSync(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const why = FOLDER_PROBLEMS[code] ?? message;
    throw failedPrecondition('DATA_FOLDER_UNUSABLE', `the data folder ${path} ${why}`);
  }
}

/** By the codes of the system. */
const FOLDER_PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file',
  ENOTDIR: 'is inside a file',
  EACCES: 'cannot be written by this user',
  EROFS: 'is on a read-only disk',
};

/** An open store. */
export class Embedded {
  private readonly database: Database;
  private readonly lock: FolderLock;
  private readonly tenants: Map<string, TenantState>;
  private readonly configurations: Configurations;
  private readonly groups: GroupCommit;

  constructor(
    database: Database,
    lock: FolderLock,
    tenants: Map<string, TenantState>,
    limits: StockLimits,
  ) {
    this.database = database;
    this.lock = lock;
    this.tenants = tenants;
    this.configurations = new Configurations(database);
    this.groups = new GroupCommit(database, tenants, this.configurations, limits);
  }

  /**
   * Answers calls: writes first, in groups and in order, then reads, which so see at least what
   * came before them.
   */
  answer(calls: readonly StoreCall[], say: Say): void {
    const writes: WriteCall[] = [];
    const reads: ReadCall[] = [];
    for (const call of calls) {
      if (isRead(call)) reads.push(call);
      else writes.push(call);
    }
    for (const group of groupsOf(writes)) {
      const { publications, outcomes } = this.groups.run(group);
      for (const publication of publications) say({ kind: 'publication', publication });
      outcomes.forEach((outcome, place) => {
        say({ kind: 'answer', id: group[place].id, outcome });
      });
    }
    for (const call of reads) say({ kind: 'answer', id: call.id, outcome: this.attempt(call) });
  }

  /** Closes the files and gives the folder back. */
  async close(): Promise<void> {
    await this.database.root.close();
    await this.lock.release();
  }

  private attempt(call: ReadCall): StoreOutcome {
    try {
      return { isDone: true, value: this.read(call) };
    } catch (error) {
      return { isDone: false, detail: detailOf(error) };
    }
  }

  private read(call: ReadCall): unknown {
    const { database, configurations } = this;
    switch (call.method) {
      case 'getConfiguration': {
        const [{ tenantId, siteId }, version] = call.args;
        return configurations.get(this.tenants.get(tenantId), siteId, version);
      }
      case 'listConfigurationVersions': {
        const [{ tenantId, siteId }, pageSize, pageToken] = call.args;
        return configurations.list(this.tenants.get(tenantId), siteId, pageSize, pageToken);
      }
      case 'getLocation':
        return getLocation(this.tenants.get(call.args[0]), call.args[1]);
      case 'listLocations':
        return listLocations(this.tenants.get(call.args[0]), call.args[1], call.args[2]);
      case 'getInventory':
        return getInventory(database, this.tenants.get(call.args[0]), call.args[1]);
      case 'listInventory': {
        const [tenantId, code, pageSize, pageToken] = call.args;
        return listInventory(database, this.tenants.get(tenantId), code, pageSize, pageToken);
      }
      case 'counts':
        return countsOf(this.tenants.get(call.args[0]));
    }
  }
}

/** The calls in order, in groups that are not too large. */
function* groupsOf(calls: readonly WriteCall[]): Generator<WriteCall[]> {
  let group: WriteCall[] = [];
  let elementCount = 0;
  for (const call of calls) {
    const [, elements] = call.args;
    group.push(call);
    elementCount += Array.isArray(elements) ? elements.length : 1;
    if (elementCount < GROUP_ELEMENTS_MAX) continue;
    yield group;
    group = [];
    elementCount = 0;
  }
  if (group.length > 0) yield group;
}
