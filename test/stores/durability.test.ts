// Whether an acknowledged write is on disk: the order of system calls, and kill -9 at random
// moments.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { builtFile } from '../support/built.js';
import { createRng } from '../support/generate/random.js';
import { refusalOf } from './support/opened-store.js';

const ID_PROCESS = builtFile(new URL('./support/id-process.js', import.meta.url));
const WRITER_PROCESS = builtFile(new URL('./support/writer-process.js', import.meta.url));
const STRACE = 'strace';
const KILLS = Number(process.env.SHIPFROM_KILLS ?? 12);
const SEED = 20240611;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-durability-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A running writer process: what it has acknowledged, by writer. */
interface Writer {
  readonly acknowledged: Map<number, number>;
  kill(): Promise<void>;
}

async function startWriter(dataDirectory: string): Promise<Writer> {
  const child = spawn(process.execPath, [WRITER_PROCESS, dataDirectory, '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Map<number, number>();
  const ended = once(child, 'close');
  let rest = '';
  const isOpen = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [word, writer, number] = line.split(' ');
        if (word === 'open') resolve();
        else acknowledged.set(Number(writer), Number(number));
      }
    });
    child.once('close', () => reject(new Error('the writer ended by itself')));
  });
  await isOpen;
  return {
    acknowledged,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Fails unless everything acknowledged is there, and batches are there as a whole. */
async function expectKept(store: EmbeddedStore, acknowledged: Map<number, number>): Promise<void> {
  for (const [writer, number] of acknowledged) {
    const { rows } = await store.getInventory('1', { upc: `writer ${writer}` });
    const numbers = rows.map(({ onHand }) => onHand);
    expect(numbers).toHaveLength(3);
    expect(numbers[0]).toBeGreaterThanOrEqual(number);
    expect(new Set(numbers).size).toBe(1);
    // The batch that was under way when the process died is there too, or not at all.
    expect(numbers[0]).toBeLessThanOrEqual(number + 1);
    expect(rows[0].attributes).toEqual([`number ${numbers[0] % 50}`]);
    expect(rows[0].version).toBe(numbers[0]);
    for (const last of [number, numbers[0]]) {
      const made = await store.getInventory('1', { sku: `writer ${writer} ${last}` });
      expect(made.rows).toMatchObject([{ onHand: 1 }]);
    }
  }
}

test('what was acknowledged before kill -9 is there after it', { timeout: 120_000 }, async () => {
  const rng = createRng(SEED);
  let lastAcknowledged = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const writer = await startWriter(folder);
    await new Promise((resolve) => setTimeout(resolve, rng.integer(1, 150)));
    await writer.kill();
    const store = new EmbeddedStore({ dataDirectory: folder });
    await store.open();
    await expectKept(store, writer.acknowledged);
    lastAcknowledged = Math.max(lastAcknowledged, ...writer.acknowledged.values());
    await store.close();
  }
  expect(lastAcknowledged).toBeGreaterThan(KILLS);
});

test('no suggestion id is given out again after kill -9', { timeout: 60_000 }, async () => {
  let free = 1;
  for (let kill = 0; kill < 6; kill++) {
    const child = spawn(process.execPath, [ID_PROCESS, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    const ended = once(child, 'close');
    const isKilled = new Promise<void>((resolve) => {
      child.stdout.on('data', (bytes: Buffer) => {
        text += bytes.toString();
        // The first answer comes when the store is open.
        setTimeout(() => resolve(), 100 * kill);
      });
    });
    await isKilled;
    child.kill('SIGKILL');
    await ended;
    const blocks = text.split('\n').slice(0, -1);
    expect(blocks.length).toBeGreaterThan(0);
    for (const [first, count] of blocks.map((line) => line.split(' ').map(Number))) {
      expect(first).toBeGreaterThanOrEqual(free);
      expect(first % 1024).toBe(1);
      free = first + count;
    }
  }
});

test('a second process is refused while the first lives, and let in after kill -9', async () => {
  const writer = await startWriter(folder);
  const store = new EmbeddedStore({ dataDirectory: folder });
  expect(await refusalOf(store.open())).toMatchObject({ reason: 'DATA_FOLDER_IN_USE' });
  await writer.kill();
  await store.open();
  await store.close();
});

/** What the traced system calls mean for the promise, in order. */
function meaningsOf(trace: string): string[] {
  const meanings: string[] = [];
  const begun = new Map<string, string>();
  const syncingFiles = new Set<string>();
  for (const line of trace.split('\n')) {
    const [thread] = line.split(' ', 1);
    // An answer counts from its begin on.
    const answer = /write\(1, "(open|acknowledged \d+)/.exec(line);
    if (answer !== null) meanings.push(answer[1]);
    if (line.endsWith('<unfinished ...>')) begun.set(thread, line.replace('<unfinished ...>', ''));
    const end = /<\.\.\. \w+ resumed>(.*)/.exec(line);
    // A flush counts from its end on.
    const call = end === null ? line : `${begun.get(thread)}${end[1]}`;
    const opened = /openat\(.*data\.mdb".*O_D?SYNC.*= (\d+)$/.exec(call);
    if (opened !== null) syncingFiles.add(opened[1]);
    if (/ (fsync|fdatasync|msync)\(.*= 0/.test(call)) meanings.push('pages flushed');
    const synced = / pwrite64\((\d+),.*= \d+$/.exec(call);
    if (synced !== null && syncingFiles.has(synced[1])) meanings.push('commit flushed');
  }
  return meanings;
}

test('pages and commit are flushed between a write and its acknowledgement', async () => {
  const trace = join(folder, 'trace');
  const calls = 'trace=openat,fsync,fdatasync,msync,pwrite64,write';
  const command = [process.execPath, WRITER_PROCESS, join(folder, 'data'), '5'];
  const run = spawnSync(STRACE, ['-f', '-e', calls, '-o', trace, ...command]);
  expect(run.error, 'strace is needed: apt-get install strace').toBeUndefined();
  expect(run.status).toBe(0);
  let pagesAt = -1;
  // Where the pages of the last whole commit were flushed.
  let committedAt = -1;
  let answerCount = 0;
  const early: string[] = [];
  const lastAnswers = new Map<string, number>();
  meaningsOf(await readFile(trace, 'utf8')).forEach((meaning, place) => {
    if (meaning === 'pages flushed') pagesAt = place;
    else if (meaning === 'commit flushed') committedAt = pagesAt;
    else if (meaning === 'open') {
      for (let writer = 0; writer < 4; writer++) lastAnswers.set(`acknowledged ${writer}`, place);
    } else {
      // A writer sends its next write after the answer to the last one.
      if (committedAt <= (lastAnswers.get(meaning) ?? place)) early.push(meaning);
      lastAnswers.set(meaning, place);
      answerCount++;
    }
  });
  expect(early).toEqual([]);
  expect(answerCount).toBe(20);
});
