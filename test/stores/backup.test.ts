// Whether a copy that is taken while orders come in is a store of one moment: what was acknowledged
// before is in it, all of it fits together, and whoever goes on from it finds nothing done twice.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import type { Backup } from '../../src/stores/embedded/backup.js';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { checkAll, checkBalances, firstStock, stockStep } from './support/stock-steps.js';

const WORKERS = 4;
const COPIES = 2;
/** Steps of each worker before the first copy. */
const STEPS_BEFORE = 15;

/** A copy, and the last step of each worker before it was asked for, with its answer. */
type Taken = { readonly backup: Backup; readonly last: readonly Step[] };
type Step = { readonly number: number; readonly answer: string };

let folder: string;
let copies: string;
let taken: Taken[];
/** Steps of each worker in the end. */
let ended: readonly number[];
let refusal: unknown;
let atClose: Backup;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shipfrom-backup-'));
  copies = join(folder, 'copies');
  mkdirSync(join(copies, '.partial-of-a-crash'), { recursive: true });
  const engine = await Engine.open({ dataDirectory: join(folder, 'data'), workerCount: 1 });
  await firstStock(engine, WORKERS);
  const run = { isOver: false };
  const now: Step[] = Array.from({ length: WORKERS }, () => ({ number: -1, answer: '' }));
  const load = now.map(async (_, worker) => {
    for (let number = 0; !run.isOver; number++) {
      now[worker] = { number, answer: await stockStep(engine, worker, number) };
    }
  });
  while (now.some(({ number }) => number < STEPS_BEFORE)) await pause();
  taken = [];
  for (let i = 0; i < COPIES; i++) {
    const last = [...now];
    const making = engine.backUp(copies);
    refusal ??= await engine.backUp(copies).catch((error: unknown) => error);
    taken.push({ backup: await making, last });
  }
  run.isOver = true;
  await Promise.all(load);
  ended = now.map(({ number }) => number + 1);
  const making = engine.backUp(copies);
  await engine.close();
  atClose = await making;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

it('makes one copy at a time, and leaves nothing half-written', () => {
  expect(refusal).toMatchObject({ detail: { reason: 'BACKUP_RUNNING' } });
  const names = [...taken.map(({ backup }) => backup.name), atClose.name];
  expect(readdirSync(copies).sort()).toEqual(names.sort());
  expect(new Set(names).size).toBe(COPIES + 1);
  for (const { backup } of taken) {
    expect(readdirSync(join(copies, backup.name))).toEqual(['data.mdb']);
    expect(backup.bytes).toBeGreaterThan(10_000);
  }
});

it('has a store of one moment in every copy', async () => {
  for (const name of [...taken.map(({ backup }) => backup.name), atClose.name]) {
    const store = new EmbeddedStore({ dataDirectory: join(copies, name) });
    await store.open();
    await expect(checkAll(store, WORKERS)).resolves.toBeUndefined();
    if (name === atClose.name) await checkBalances(store, ended);
    await store.close();
  }
});

it('has what was acknowledged before, and is gone on with by key', async () => {
  const [{ backup, last }] = taken;
  const engine = await Engine.open({ dataDirectory: join(copies, backup.name), workerCount: 1 });
  const goOn = last.map(async ({ number, answer }, worker) => {
    expect(await stockStep(engine, worker, number)).toBe(answer);
    // Some of these are in the copy, too.
    for (let next = number + 1; next < ended[worker]; next++) {
      await stockStep(engine, worker, next);
    }
  });
  await Promise.all(goOn);
  await checkBalances(engine.store, ended);
  await checkAll(engine.store, WORKERS);
  await engine.close();
});

it('says what is in the way, and leaves nothing then', async () => {
  const engine = await Engine.open({ dataDirectory: join(folder, 'other'), workerCount: 1 });
  const missing = join(folder, 'missing');
  const refused = await engine.backUp(missing).catch((error: unknown) => error);
  expect(refused).toMatchObject({ detail: { reason: 'BACKUP_FAILED' } });
  expect(existsSync(missing)).toBe(false);
  mkdirSync(missing);
  expect((await engine.backUp(missing)).name).toMatch(/^backup-\d{8}T\d{9}Z$/);
  await engine.close();
});
