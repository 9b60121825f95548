// What the command line says of a data folder that cannot be, or that goes away under a server; and
// whether every line that an import refuses is named.

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { run, start } from './support/command.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'shipfrom-data-'));

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000 });

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test.each(['/proc/shipfrom', '/proc/shipfrom/deeper'])(
  'no folder can be made at %s',
  async (at) => {
    const began = Date.now();
    const { code, stderr } = await run(['serve', '--data-dir', at, '--listen', '127.0.0.1:0']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: STORE DATA_FOLDER_UNUSABLE: cannot open the store in \S+: .*\n$/,
    );
    expect(Date.now() - began).toBeLessThan(20_000);
  },
);

test('a folder that is deleted under a server ends it', async () => {
  const store = join(FOLDER, 'deleted');
  const serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
  const ended = once(serving.child, 'close');
  let stderr = '';
  serving.child.stderr?.on('data', (text: string) => (stderr += text));
  rmSync(store, { recursive: true });
  expect(await ended).toEqual([2, null]);
  expect(stderr).toMatch(/^error: ENGINE: .*data\.mdb was deleted, moved or replaced/);
});

test('every line that an import refuses is named', async () => {
  const store = join(FOLDER, 'import');
  const serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
  const lines = Array.from({ length: 12_000 }, (_, i) => `P,nowhere,${i % 2 === 0 ? -1 : 1}`);
  const path = join(FOLDER, 'bad.csv');
  writeFileSync(path, `sku,locationCode,onHand\n${lines.join('\n')}\n`);
  const env = { SHIPFROM_ADDRESS: serving.address };
  const { code, stdout } = await run(['import', 'inventory', path, '--json'], env);
  const { refusedCount, refusals } = JSON.parse(stdout) as {
    refusedCount: number;
    refusals: { line: number }[];
  };
  expect(code).toBe(1);
  expect(refusedCount).toBe(12_000);
  expect(refusals.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 2));
  expect(await serving.stop('SIGTERM')).toBe(0);
});
