// `shipfrom inventory` and `shipfrom ledger export` against a server of the command line, and the
// text of what they print.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LEDGER_HEADER, ledgerLine } from '../../src/cli/stock/ledger-csv.js';
import { inventoryText } from '../../src/cli/stock/stock-text.js';
import { type Outcome, run, type Serving, start } from './support/command.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'shipfrom-cli-stock-'));
let serving: Serving;

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

beforeAll(async () => {
  const store = join(FOLDER, 'store');
  serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
  const file = (name: string, content: string) => {
    writeFileSync(join(FOLDER, name), content);
    return join(FOLDER, name);
  };
  await ask('import', 'locations', file('locations.csv', 'code\nA\nB\n'));
  await ask('import', 'inventory', file('stock.csv', 'sku,location_code,on_hand\nMUG,A,10\n'));
});

afterAll(async () => {
  if (serving.child.exitCode === null) await serving.stop('SIGTERM');
  rmSync(FOLDER, { recursive: true, force: true });
});

async function ask(...args: string[]): Promise<Outcome> {
  return run(args, { SHIPFROM_ADDRESS: serving.address });
}

async function inventory(...args: string[]): Promise<Outcome> {
  const [command, ...rest] = args;
  return ask('inventory', command, '--sku', 'MUG', ...rest);
}

test('stock is adjusted, blocked, sent and received, and the ledger has it all', async () => {
  const key = ['--idempotency-key', 'k1'];
  const change = ['--location', 'A', '--on-hand=-3', '--reference', 'count, "east"', ...key];
  const adjusted = await inventory('adjust', ...change);
  expect(adjusted).toMatchObject({ code: 0, stderr: '' });
  expect(adjusted.stdout).toMatch(/^on hand +7\n/);
  expect((await inventory('adjust', ...change)).stdout).toBe(adjusted.stdout);
  const blocked = await inventory('block', '--location', 'A', '--hold', '--json');
  expect(JSON.parse(blocked.stdout)).toMatchObject({ levels: [{ quantities: { blocked: true } }] });
  expect((await inventory('unblock', '--location', 'A')).stdout).toMatch(/^blocked +no$/m);
  const way = ['--from', 'A', '--to', 'B', '--quantity', '5', '--id', 'T-1'];
  expect((await inventory('transfer', ...way)).stdout).toMatch(/^MUG +5 +0 +0 +5$/m);
  const part = await inventory('receive', 'T-1', '--received', '2', '--lost', '1');
  expect(part.stdout).toMatch(/^MUG +5 +2 +1 +2$/m);
  expect((await ask('inventory', 'receive', 'T-1')).stdout).toMatch(/^MUG +5 +4 +1 +0$/m);
  const found = await inventory('get');
  expect(found.stdout).toMatch(/^A +2 +0 +0 +0 +0 +2 +2 +0 +5$/m);
  expect(found.stdout).toMatch(/^total +6 +0 +0 +0 +0 +6 +6 +0$/m);
  const csv = (await ask('ledger', 'export')).stdout.split('\n');
  expect(csv[0]).toBe(LEDGER_HEADER.trim());
  expect(csv[1]).toContain(',MUG,,A,,,ADJUSTED,"count, ""east""",2,10,');
  const lines = (await ask('ledger', 'export', '--format', 'jsonl', '--location', 'B')).stdout;
  const reasons = lines
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { reason: string }).reason);
  expect(reasons).toEqual(['TRANSFER_IN', 'RECEIVED', 'RECEIVED']);
});

test('what cannot be is said on stderr, with the exit code', async () => {
  const short = await inventory('adjust', '--location', 'A', '--on-hand=-30');
  expect(short).toMatchObject({ code: 1, stdout: '' });
  expect(short.stderr).toContain('INSUFFICIENT_STOCK: adjustments[0].on_hand_delta: ');
  const [nobody, both, units, tag] = await Promise.all([
    ask('inventory', 'get'),
    inventory('get', '--upc', '1'),
    ask('inventory', 'receive', 'T-1', '--lost', '1'),
    inventory('block', '--location', 'A', '--segment', 'web'),
  ]);
  for (const outcome of [nobody, both]) {
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('give one of --upc, --sku and --part-number');
  }
  expect([units.code, tag.code]).toEqual([2, 2]);
  expect(tag.stderr).toContain('It must be CATEGORY=TAG.');
});

test('rows of every kind as text, and a row that went as CSV', () => {
  const counts = { onHand: 1200, allocated: 0, held: 2, inTransit: 0, safetyStock: 0 };
  const row = { ...counts, available: 1200, effective: 4e9, short: 0, locationCode: 'A' };
  const text = inventoryText({
    rows: [
      { ...row, segment: { channel: 'web' }, version: 3, hasInfiniteInventory: true },
      { ...row, segment: {}, futureEpochMs: 0, effective: 1198, version: 1, blocked: true },
    ],
    totals: { ...counts, available: 1200, effective: 1198, short: 0 },
    snapshotSequence: 9,
  });
  expect(text).toMatch(/^A +channel=web +1,200 +0 +2 +0 +0 +1,200 +any +0 +3$/m);
  expect(text).toMatch(/^total +1,200 +0 +2 +0 +0 +1,200 +any +0$/m);
  expect(text).toMatch(/^A +1970-01-01T00:00:00.000Z .* 1,198 +0 +1 {2}blocked$/m);
  const gone = ledgerLine({
    sequence: 4,
    changeTime: '2026-11-23T00:00:00.000Z',
    product: { upc: '1' },
    locationCode: 'A',
    segment: { a: 'b', c: 'd' },
    reason: 'DELETED',
    reference: '',
    productVersion: 2,
    before: { ...counts, blocked: false, hasInfiniteInventory: false },
    after: null,
  });
  const before = '1200,0,2,0,0,false,false';
  expect(gone).toBe(`4,2026-11-23T00:00:00.000Z,1,,,A,a=b|c=d,,DELETED,,2,${before},,,,,,,\n`);
});
