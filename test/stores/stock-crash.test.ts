// Whether holds, adjustments and transfers survive kill -9: what was acknowledged is there, and
// what is asked again by its key is done once.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { builtFile } from '../support/built.js';
import { createRng } from '../support/generate/random.js';
import { balancesAfter, productOf, STOCK_TENANT, stockStep } from './support/stock-steps.js';

const PROCESS = builtFile(new URL('./support/stock-process.js', import.meta.url));
const WORKERS = 4;
const KILLS = 15;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-stock-crash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a process for a while and kills it; gives the last step that each worker was told of. */
async function runAndKill(firsts: readonly number[], livesMs: number): Promise<number[]> {
  const child = spawn(process.execPath, [PROCESS, folder, firsts.join(',')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const done = firsts.map((first) => first - 1);
  const ended = once(child, 'close');
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.once('close', () => reject(new Error('the process ended by itself')));
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (text.startsWith('open\n')) resolve();
    });
  });
  await new Promise((resolve) => setTimeout(resolve, livesMs));
  child.kill('SIGKILL');
  await ended;
  // A last line without an end is no word.
  for (const line of text.split('\n').slice(1, -1)) {
    const [, worker, number] = line.split(' ').map(Number);
    done[worker] = number;
  }
  return done;
}

test('nothing acknowledged is lost and nothing doubled', { timeout: 120_000 }, async () => {
  const rng = createRng(20_261_123);
  let firsts = Array.from({ length: WORKERS }, () => 0);
  for (let kill = 0; kill < KILLS; kill++) {
    const done = await runAndKill(firsts, rng.integer(1, 120));
    const store = new EmbeddedStore({ dataDirectory: folder });
    await store.open();
    for (let worker = 0; worker < WORKERS; worker++) {
      // The last acknowledged step again, and the one that nobody knows of: each is done once.
      for (const number of [done[worker], done[worker] + 1]) {
        if (number >= 0) await stockStep(store, STOCK_TENANT, worker, number);
      }
      const { rows } = await store.getInventory(STOCK_TENANT, productOf(worker));
      const balances = rows.map(({ onHand, held, inTransit }) => [onHand, held, inTransit]);
      expect(balances).toEqual(balancesAfter(done[worker] + 2));
    }
    firsts = done.map((number) => number + 2);
    await store.close();
  }
  expect(Math.min(...firsts)).toBeGreaterThan(KILLS);
});
