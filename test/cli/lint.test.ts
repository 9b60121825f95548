// `shipfrom config lint`: what is printed of rules and past orders, and the exit code.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Outcome, run, type Serving, start } from './support/command.js';

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const GOOD = `
routes: [{ name: ship, orderType: DIRECTSHIP }]
locationGroups:
  - name: all
    route: ship
    rank: 1
    isDefaultGroup: true
    afterActionPartial: { action: CANCEL_ORDER }
    afterActionNone: { action: CANCEL_ORDER }
`;
const BAD = `
filters:
  - name: far
    attribute: location.distance
    operator: BETWEEN
    customValue: { stringValue: '9,1' }
routes: [{ name: ship, orderType: DIRECTSHIP }]
locationGroups:
  - { name: all, route: ship, rank: 1, isDefaultGroup: true, filters: [far] }
`;

describe('config lint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-lint-'));
  let serving: Serving;

  beforeAll(async () => {
    const store = join(folder, 'store');
    serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
    await ask('import', 'locations', file('locations.csv', 'code\nA\nB\n'));
    const stock = 'location_code,sku,on_hand\nA,x,5\n';
    await ask('import', 'inventory', file('stock.csv', stock));
    await ask('config', 'apply', file('rules.yaml', GOOD));
  });

  afterAll(async () => {
    await serving.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  function ask(...args: string[]): Promise<Outcome> {
    return run(args, { SHIPFROM_ADDRESS: serving.address });
  }

  function file(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  test('finds nothing in good rules, and says so', async () => {
    const { code, stdout } = await ask('config', 'lint');
    expect([code, stdout]).toEqual([0, 'nothing was found\n']);
  });

  test('tells what it finds by the line, and exits with 1', async () => {
    const { code, stdout } = await ask('config', 'lint', file('bad.yaml', BAD));
    expect(code).toBe(1);
    expect(stdout).toContain('FILTER_NEVER_PASSES');
    expect(stdout).toContain('line 3: filters[0]');
    expect(stdout).toContain("location.distance BETWEEN '9,1' holds for no value that can come");
    expect(stdout).toContain('GROUP_WITHOUT_MEMBERS');
  });

  test('tells what apply would refuse', async () => {
    const { code, stderr } = await ask('config', 'lint', file('no.yaml', BAD.replace('9,1', 'x')));
    expect(code).toBe(1);
    expect(stderr).toContain('line 6: filters[0].custom_value.string_value: must be');
  });

  test('tells what orders make of the rules', async () => {
    const order = (orderId: string, sku: string) =>
      JSON.stringify({
        orderId,
        orderType: 'DIRECTSHIP',
        totalMinor: 1,
        items: [{ sku, quantity: 1 }],
      });
    const path = file('orders.jsonl', `${order('a', 'x')}\n${order('b', 'y')}\n`);
    const { code, stdout } = await ask('config', 'lint', '--orders', path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/orders decided +2\n/);
    expect(stdout).toMatch(/all +2 +0 +1 +0 +1 +0\n/);
    const asJson = await ask('config', 'lint', '--orders', path, '--json');
    const { usage, findings } = JSON.parse(asJson.stdout);
    expect([usage.orderCount, usage.careCount]).toEqual([2, 0]);
    expect(findings.map(({ kind }: { kind: string }) => kind)).toEqual(['ACTION_NEVER_RUN']);
    const broken = await ask('config', 'lint', '--orders', file('broken.jsonl', '{"items": 7}\n'));
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('line 1: ')]);
  });
});
