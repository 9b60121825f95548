// `shipfrom allocate`, `allocation`, `backorders` and `events` against a server of the command
// line, and the text of what they print.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type EventJson, eventLine } from '../../src/cli/stock/event-text.js';
import { type Outcome, run, runUntil, type Serving, start } from './support/command.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'shipfrom-cli-allocate-'));
const RULES = `
routes: [{name: ship, orderType: DIRECTSHIP}]
locationGroups:
  - name: all
    route: ship
    rank: 1
    locations: [{locationCode: A, rank: 1}, {locationCode: B, rank: 2}]
    sorts: [{type: RANK}]
    afterActionPartial: {action: QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY}
    afterActionNone: {action: QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY}
`;
let serving: Serving;

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

beforeAll(async () => {
  const store = join(FOLDER, 'store');
  serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
  await ask('import', 'locations', file('locations.csv', 'code\nA\nB\n'));
  const rows = 'sku,location_code,on_hand\nMUG,A,30\nCUP,A,3\nCUP,B,4\n';
  await ask('import', 'inventory', file('stock.csv', rows));
  await ask('config', 'apply', file('rules.yaml', RULES));
});

afterAll(async () => {
  if (serving.child.exitCode === null) await serving.stop('SIGTERM');
  rmSync(FOLDER, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  writeFileSync(join(FOLDER, name), content);
  return join(FOLDER, name);
}

async function ask(...args: string[]): Promise<Outcome> {
  return run(args, { SHIPFROM_ADDRESS: serving.address });
}

test('events are told in order, from where one was, and as they happen', async () => {
  const adjust = (units: number) =>
    ask('inventory', 'adjust', '--sku', 'MUG', '--location', 'A', `--on-hand=${units}`);
  await adjust(-21);
  await adjust(-9);
  const whole = await ask('events');
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  const time = '20\\d\\d-\\d\\d-\\d\\dT[\\d:.]+Z';
  expect(whole.stdout).toMatch(
    new RegExp(
      `^ {7}1 {2}${time} {2}STOCK_LOW {5}MUG at A: 9 effective\n` +
        ` {7}2 {2}${time} {2}STOCK_OUT {5}MUG at A: 0 effective\n$`,
    ),
  );
  const [rest, outs, ahead, kind] = await Promise.all([
    ask('events', '--after', '1', '--json'),
    ask('events', '--kinds', 'stock_out', 'STOCK_SHORT'),
    ask('events', '--after', '9'),
    ask('events', '--kinds', 'sold'),
  ]);
  const lines = rest.stdout.split('\n').slice(0, -1);
  expect(lines.map((line) => JSON.parse(line) as EventJson)).toMatchObject([
    { sequence: 2, kind: 'STOCK_OUT', row: { product: { sku: 'MUG' }, effective: 0 } },
  ]);
  expect(outs.stdout).toBe(whole.stdout.split('\n').slice(1).join('\n'));
  expect(ahead).toMatchObject({ code: 1, stdout: '' });
  expect(ahead.stderr).toContain('after_sequence: must be -1 to 2, is 9');
  expect(kind).toMatchObject({ code: 2, stdout: '' });
  expect(kind.stderr).toContain("--kinds: 'sold' is not one of allocated, backordered, ");
  const env = { SHIPFROM_ADDRESS: serving.address };
  const following = runUntil(['events', '--after', '1', '--follow'], env, (text) => {
    return text.split('\n').length === 4;
  });
  await adjust(30);
  await adjust(-30);
  expect((await following).split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
    '2',
    '3',
    '4',
    '',
  ]);
});

function orderFile(orderId: string, quantity: number, rest: object = {}): string {
  const items = [{ sku: 'CUP', quantity, backorderable: true }];
  const order = { orderId, orderType: 'DIRECTSHIP', totalMinor: 100, items, ...rest };
  return file(`${orderId}.json`, JSON.stringify(order));
}

test('an order is allocated, in part shipped, refused and given back', async () => {
  const key = ['--idempotency-key', 'k1'];
  const first = await ask('allocate', orderFile('o1', 5), ...key, '--priority', 'high');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/^order o1: FULLY_ALLOCATED, version 1, priority HIGH$/m);
  expect(first.stdout).toMatch(/^ +1 {2}CUP +3 {2}A +0$/m);
  expect(first.stdout).toMatch(/^ +1 {2}CUP +2 {2}B +0$/m);
  const again = await ask('allocate', orderFile('o1', 5), ...key, '--priority', 'high');
  expect(again.stdout).toBe(first.stdout);
  const [refused, bad] = await Promise.all([
    ask('allocate', orderFile('o3', 3), '--no-backorder', '--no-split', '--max-splits', '0'),
    ask('allocate', orderFile('o4', 0), '--strict'),
  ]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('FAILED_PRECONDITION INSUFFICIENT_STOCK');
  expect(bad.stderr).toContain('INVALID_FIELD: line 1: items[0].quantity: ');
  const rest = await ask('allocate', orderFile('o5', 4), '--json');
  const { allocation } = JSON.parse(rest.stdout) as { allocation: object };
  expect(allocation).toMatchObject({ status: 'PARTIALLY_ALLOCATED', lines: [{ backordered: 2 }] });
  expect((await ask('backorders', '--sku', 'CUP')).stdout).toMatch(
    /^CUP +o5 +1 +2 +NORMAL +20.*Z$/m,
  );
  const shipped = await ask('allocation', 'ship', 'o1', '--line', '1@A=2', '--expected-version=1');
  expect(shipped.stdout).toMatch(/^ +1 {2}CUP +3 {2}A +2$/m);
  const line = ['--line', '1=1', '--expected-version=2'];
  const rejected = await ask('allocation', 'reject', 'o1', 'A', ...line);
  expect(rejected.stdout).toMatch(/^refused by: A$/m);
  const released = await ask('allocation', 'release', 'o1');
  expect(released.stdout).toMatch(/^order o1: SHIPPED, version /m);
  const listed = await ask('allocation', 'list', '--status', 'shipped');
  expect(listed.stdout).toMatch(/^o1 +SHIPPED +\d+ +HIGH +5 +2 +2 +0 +20.*Z$/m);
  const [shown, none, kind, units] = await Promise.all([
    ask('allocation', 'show', 'o5'),
    ask('allocation', 'show', 'o9'),
    ask('allocation', 'list', '--status', 'lost'),
    ask('allocation', 'ship', 'o1', '--line', 'A'),
  ]);
  expect(shown.stdout).toMatch(/^order o5: /);
  expect(none).toMatchObject({ code: 1, stdout: '' });
  expect([kind.code, units.code]).toEqual([2, 2]);
  expect(units.stderr).toContain('It must be LINE, LINE=UNITS or LINE@LOCATION=UNITS.');
  const kinds = ['allocated', 'backordered', 'shipped', 'rejected', 'released'];
  const told = await ask('events', '--kinds', ...kinds);
  expect(told.stdout).toMatch(/ALLOCATED +order o1 v1: 3 CUP at A, 2 CUP at B$/m);
  expect(told.stdout).toMatch(/BACKORDERED +order o5 v1: 2 CUP waiting$/m);
  expect(told.stdout).toMatch(/SHIPPED +order o1 v2: 2 CUP at A$/m);
  expect(told.stdout).toMatch(/REJECTED +order o1 v3: 1 CUP at A$/m);
});

test('events of orders and holds as text', () => {
  const event = { sequence: 12, kind: 'ALLOCATED', time: 'T', orderId: 'o', orderVersion: 2 };
  const unit = { orderItemId: 1, product: { sku: 'MUG' }, locationCode: 'A', quantity: 2 };
  const units = [unit, { ...unit, locationCode: '', quantity: 1000 }];
  expect(eventLine({ ...event, units, holdId: '' })).toBe(
    '      12  T  ALLOCATED     order o v2: 2 MUG at A, 1,000 MUG waiting\n',
  );
  const seven = Array.from({ length: 7 }, () => unit);
  const many = eventLine({ ...event, units: seven, holdId: '' });
  expect(many).toMatch(/: 2 MUG at A(, 2 MUG at A){4} and 2 more\n$/);
  const hold = { ...event, kind: 'HOLD_EXPIRED', orderVersion: 0, units: [unit], holdId: 'h\n' };
  expect(eventLine(hold)).toBe('      12  T  HOLD_EXPIRED  hold h\\u000a of order o: 2 MUG at A\n');
  const row = { product: { sku: 'MUG' }, locationCode: 'A', segment: { channel: 'web' } };
  const short = { ...event, kind: 'STOCK_SHORT', orderId: '', units: [], holdId: '' };
  expect(eventLine({ ...short, row: { ...row, effective: 0, short: 3 } })).toBe(
    '      12  T  STOCK_SHORT   MUG at A channel=web: 3 short\n',
  );
});
