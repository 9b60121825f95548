// Does whoever reads see what is kept on top of the replica as if it were in it, in order and
// within limits, and nothing of what is only drafted?

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { randomOf, between } from '../../src/cli/replay/random.js';
import {
  binaryKey,
  openDatabase,
  transact,
  type Database,
} from '../../src/stores/embedded/database.js';
import { Overlay, type TableWrite } from '../../src/stores/redis/overlay.js';
import { failures } from './support/failing-lmdb.js';

vi.mock('lmdb', async (original) =>
  (await import('./support/failing-lmdb.js')).failingLmdb(original),
);

const TENANT = 7;
const folder = mkdtempSync(join(tmpdir(), 'shipfrom-overlay-'));
let plain: Database;
let topped: Database;
let overlay: Overlay;
const warnings: string[] = [];

beforeAll(() => {
  plain = openDatabase(join(folder, 'plain'), { isFlushed: false });
  topped = openDatabase(join(folder, 'topped'), { isFlushed: false });
  overlay = new Overlay(topped, (message) => warnings.push(message));
});

afterAll(async () => {
  await plain.root.close();
  await topped.root.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Some puts and removals of both kinds of tables, the same for the same number. */
function write(database: Database, step: number): void {
  const random = randomOf(step, 1);
  for (let i = 0; i < 6; i++) {
    const key = binaryKey(TENANT, between(random, 0, 30));
    if (between(random, 0, 2) === 0) void database.ledger.remove(key);
    else void database.ledger.put(key, binaryKey(step, i));
    const name = [TENANT, `site ${between(random, 0, 9)}`];
    if (between(random, 0, 2) === 0) void database.sites.remove(name);
    else void database.sites.put(name, { live: step, versionCount: i, nextId: i });
  }
}

/** All that is seen, by each way to see it. */
function seen(database: Database): object {
  const bytes = { start: binaryKey(TENANT, 3), end: binaryKey(TENANT, 28) };
  const named = { start: [TENANT, 'site 2'], end: [TENANT, 'site 8'] };
  const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');
  return {
    entries: Array.from(database.ledger.getRange(bytes), ({ key, value }) => [
      hex(key),
      hex(value),
    ]),
    first: Array.from(database.ledger.getKeys({ ...bytes, limit: 4 }), hex),
    count: database.ledger.getKeysCount({ ...bytes }),
    sites: Array.from(database.sites.getRange(named), ({ key, value }) => [key, value]),
    one: Array.from({ length: 31 }, (_, i) =>
      database.ledger.get(binaryKey(TENANT, i))?.toString(),
    ),
    site: database.sites.get([TENANT, 'site 5']),
  };
}

test('what is kept is seen as if it were in the replica, before it goes there and after', () => {
  failures.every = 2;
  for (let step = 0; step < 60; step++) {
    const before = seen(plain);
    transact(plain, () => write(plain, step));
    let drafted: readonly TableWrite[] = [];
    let inDraft: object = {};
    drafted = overlay.draft(() => {
      write(topped, step);
      inDraft = seen(topped);
    });
    expect(inDraft).toEqual(seen(plain));
    expect(seen(topped)).toEqual(before);
    overlay.keep(drafted);
    expect(seen(topped)).toEqual(seen(plain));
    if (step % 7 === 6) overlay.flush();
    expect(seen(topped)).toEqual(seen(plain));
  }
  expect(failures.count).toBeGreaterThan(0);
  failures.every = 0;
});

test('what is drafted and refused, or goes wrong, leaves nothing', () => {
  const before = seen(topped);
  const failing = (): void => {
    write(topped, 100);
    throw new Error('no');
  };
  expect(() => overlay.draft(failing)).toThrow('no');
  overlay.draft(() => write(topped, 101));
  expect(seen(topped)).toEqual(before);
  expect(warnings).toEqual([]);
});
