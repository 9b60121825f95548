// Whether holds, allocations, shipments, rejections, served backorders, transfers and adjustments
// survive kill -9: what was acknowledged is there, what is asked again by its key is done once and
// answered as before, whatever would be planned now. SHIPFROM_KILLS=1000 kills as often;
// SHIPFROM_SEED=n at other moments.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtFile } from '../support/built.js';
import { createRng } from '../support/generate/random.js';

const PROCESS = builtFile(new URL('./support/stock-process.js', import.meta.url));
const WORKERS = 8;
const KILLS = Number(process.env.SHIPFROM_KILLS ?? 10);
const SEED = Number(process.env.SHIPFROM_SEED ?? 20_261_123);
/** One kill of so many does not wait until the process is at work. */
const EARLY = 4;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-stock-crash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The last step of a worker, and the digest of its answer; empty: nobody was told. */
type Done = { readonly number: number; readonly digest: string };

function start(done: readonly Done[], ...mode: string[]) {
  const lasts = done.map(({ number, digest }) => `${number}:${digest}`).join(',');
  return spawn(process.execPath, [PROCESS, folder, lasts, ...mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/**
 * Runs a process for a while and kills it; gives the last step that each worker was told of. A
 * process that is killed early may not be at work yet.
 */
async function runAndKill(
  done: readonly Done[],
  livesMs: number,
  isEarly: boolean,
): Promise<Done[]> {
  const child = start(done);
  const ended = once(child, 'close');
  let isKilled = false;
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.once('close', () => {
      if (!isKilled) reject(new Error('the process ended by itself'));
    });
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (text.startsWith('open\n')) resolve();
    });
    if (isEarly) resolve();
  });
  await new Promise((resolve) => setTimeout(resolve, livesMs));
  isKilled = true;
  child.kill('SIGKILL');
  await ended;
  if (!text.startsWith('open\n')) return [...done];
  const now = done.map(({ number }): Done => ({ number: number + 1, digest: '' }));
  // A last line without an end is no word.
  for (const line of text.split('\n').slice(1, -1)) {
    const [, worker, number, digest] = line.split(' ');
    now[Number(worker)] = { number: Number(number), digest };
  }
  return now;
}

test('nothing acknowledged is lost and nothing doubled', {
  timeout: 60_000 + KILLS * 5000,
}, async () => {
  const rng = createRng(SEED);
  let done = Array.from({ length: WORKERS }, (): Done => ({ number: -1, digest: '' }));
  for (let kill = 0; kill < KILLS; kill++) {
    const isEarly = kill % EARLY === EARLY - 1;
    done = await runAndKill(done, rng.integer(1, isEarly ? 500 : 120), isEarly);
  }
  const [code] = (await once(start(done, 'check'), 'close')) as [number];
  expect(code).toBe(0);
  // The rounds were gone through many times.
  expect(Math.min(...done.map(({ number }) => number))).toBeGreaterThan(KILLS);
});
