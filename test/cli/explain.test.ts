// `shipfrom explain`: what is printed of a location, and the exit code.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Outcome, run, type Serving, start } from './support/command.js';

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const RULES = `
filters:
  - name: near
    attribute: location.distance
    operator: LESS_THAN
    customValue: { stringValue: '500' }
routes: [{ name: ship, orderType: DIRECTSHIP }]
locationGroups:
  - { name: all, route: ship, rank: 1, isDefaultGroup: true, filters: [near] }
`;
const ORDER = {
  orderId: 'o-7',
  orderType: 'DIRECTSHIP',
  totalMinor: 9500,
  shippingAddress: { coordinates: { latitude: 40.7, longitude: -74 } },
  items: [{ sku: 'mug', quantity: 4 }],
};

describe('explain', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-explain-'));
  let serving: Serving;
  let order: string;

  beforeAll(async () => {
    const store = join(folder, 'store');
    serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
    const places = 'code,latitude,longitude\nNYC,40.71,-74\nCHI,41.88,-87.63\nBOS,42.36,-71.06\n';
    await ask('import', 'locations', file('locations.csv', places));
    const stock = 'location_code,sku,on_hand\nNYC,mug,5\nCHI,mug,9\nBOS,mug,3\n';
    await ask('import', 'inventory', file('stock.csv', stock));
    await ask('config', 'apply', file('rules.yaml', RULES));
    order = file('order.json', JSON.stringify(ORDER, null, 2));
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

  test('says why an order does not go to a location, and what would change that', async () => {
    const { code, stdout } = await ask('explain', order, 'CHI');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      "CHI is removed by 'near': location.distance 711.5 mi is not less than 500 mi (group 'all')",
    );
    expect(stdout).toContain("filter 'near' with 711.52263 mi instead of 500 mi");
    const short = await ask('explain', order, 'BOS');
    expect(short.stdout).toContain('is short 1 of mug (line 1), and NYC covers everything');
  });

  test('takes the id of a decision, and prints JSON', async () => {
    const { stdout } = await ask('suggest', order, '--json');
    const { suggestionId } = JSON.parse(stdout) as { suggestionId: number };
    const answer = await ask('explain', `${suggestionId}`, 'NYC', '--json');
    expect(JSON.parse(answer.stdout)).toMatchObject({
      suggestionId,
      verdict: 'CHOSEN',
      text: 'NYC gives 4 units of 1 line',
      flips: [],
    });
  });

  test('names what is wrong', async () => {
    const nowhere = await ask('explain', order, 'XX');
    expect([nowhere.code, nowhere.stderr]).toEqual([
      1,
      "error: NOT_FOUND NOT_FOUND: no location 'XX'\n",
    ]);
    const bad = file('bad.json', JSON.stringify({ ...ORDER, items: [] }, null, 2));
    const refused = await ask('explain', bad, 'NYC');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('items: must hold 1 to 2000 items');
    expect((await ask('explain', '0', 'NYC')).code).toBe(2);
  });
});
