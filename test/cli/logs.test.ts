// The built command line about reasons: with an answer, for a recorded decision, and for all
// records of a site.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ReplayInputs } from '../../src/explain/inputs.js';
import { startFake } from '../rpc/support/fakes.js';
import { recordOf } from '../stores/support/records.js';
import { type Outcome, run, type Serving, start } from './support/command.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'shipfrom-cli-logs-'));
let serving: Serving;

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

function file(name: string, content: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

async function ask(...args: string[]): Promise<Outcome> {
  return run(args, { SHIPFROM_ADDRESS: serving.address });
}

const RULES = `
filters:
  - name: near
    attribute: location.distance
    operator: LESS_THAN
    customValue: {stringValue: '900'}
locationGroups:
  - name: all
    route: home
    rank: 1
    isDefaultGroup: true
    filters: [near]
    sorts: [{type: DISTANCE}]
routes:
  - {name: home, orderType: DIRECTSHIP}
`;

const ORDER = {
  orderId: 'o-1',
  externalResponseId: 'x-1',
  orderType: 'DIRECTSHIP',
  totalMinor: 100,
  shippingAddress: { countryCode: 'US', coordinates: { latitude: 41.9, longitude: -87.6 } },
  items: [{ sku: 'MUG', quantity: 2 }],
};

beforeAll(async () => {
  const store = join(FOLDER, 'store');
  serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
  const locations =
    'code,name,country_code,latitude,longitude\nCHI,Chicago,US,41.88,-87.63\n' +
    'NYC,New York,US,40.71,-74.01\nLAX,Los Angeles,US,34.05,-118.24\nDET,Detroit,US,42.3,-83\n';
  const stock = 'sku,locationCode,onHand\nMUG,CHI,1\nMUG,NYC,5\nMUG,LAX,5\nMUG,DET,5\n';
  await ask('import', 'locations', file('locations.csv', locations));
  await ask('import', 'inventory', file('stock.csv', stock));
  const applied = await ask('config', 'apply', file('rules.yaml', RULES));
  expect(applied).toMatchObject({ code: 0 });
});

afterAll(async () => {
  if (serving.child.exitCode === null) await serving.stop('SIGTERM');
  rmSync(FOLDER, { recursive: true, force: true });
});

describe.sequential('the reasons', () => {
  let suggestionId = 0;

  test('stand below a decision, and in its JSON', async () => {
    const order = file('order.json', JSON.stringify(ORDER));
    const [text, json] = await Promise.all([
      ask('suggest', order),
      ask('suggest', order, '--json'),
    ]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    const [, below] = text.stdout.split('Who else had stock, and lost to what:');
    expect(below).toMatch(/\nCHI +all +short of 1 MUG\n/);
    expect(below).toMatch(/\nNYC +all +sorted 3rd by DISTANCE\n/);
    expect(below).toMatch(
      /\nLAX +all +filter near: location\.distance 17\d\d\.\d mi is not less than 900 mi\n/,
    );
    const answer = JSON.parse(json.stdout);
    expect(answer.decision.assignments).toMatchObject([{ locationCode: 'DET', quantity: 2 }]);
    expect(answer.suggestionLog).toMatchObject({ reproduced: true, orderId: 'o-1' });
    expect(answer.suggestionLog.events.at(-1)).toMatchObject({ type: 'RESPONSE' });
    suggestionId = answer.suggestionId;
  });

  test('stand below candidates', async () => {
    const { orderType, shippingAddress, items } = ORDER;
    const cart = file('cart.json', JSON.stringify({ orderType, shippingAddress, items }));
    const { stdout } = await ask('candidates', cart);
    const [, below] = stdout.split('Who else had stock, and lost to what:');
    expect(below.trim().split('\n').slice(2)).toEqual([expect.stringMatching(/^LAX +all +filter/)]);
  });

  test('of a recorded decision are told by its id, its order and its external id', async () => {
    const keys = [[`${suggestionId}`], ['--order', 'o-1'], ['--external-id', 'x-1']];
    const told = await Promise.all(keys.map((key) => ask('log', ...key)));
    for (const { code, stdout } of told) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Suggestion \d+ of order o-1, 20\S+Z, rules 1, stock 4\n/);
      expect(stdout).toContain('Decided again: the same decision, to the byte.');
      expect(stdout).toMatch(/\d+ +FILTER +near +LAX: location\.distance/);
      expect(stdout).toMatch(/\d+ +FOUND_FULL_ORDER_LOCATION +Detroit\n/);
    }
    expect(told[0].stdout).toContain(`Suggestion ${suggestionId} `);
    const json = await ask('log', '--order', 'o-1', '--limit', '5', '--json');
    const { logs } = JSON.parse(json.stdout);
    expect(logs).toHaveLength(2);
    expect(logs[1].suggestionId).toBeLessThan(logs[0].suggestionId);
  });

  test('are told of no other decision', async () => {
    const [unknown, none, both, word] = await Promise.all([
      ask('log', '--order', 'never'),
      ask('log'),
      ask('log', '5', '--order', 'o-1'),
      ask('log', 'last'),
    ]);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('no record of such a decision is kept');
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('give a SUGGESTION') });
    expect(both.code).toBe(2);
    expect(word.stderr).toContain("SUGGESTION 'last' is not a whole number above 0");
  });

  test('records are decided again, and none differs', async () => {
    const [text, json, one] = await Promise.all([
      ask('record', 'verify'),
      ask('record', 'verify', '--json'),
      ask('record', 'verify', '--limit', '1'),
    ]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toBe(
      'checked               2\nthe same to the byte  2\ndiffering             0\n',
    );
    const counts = { checked: 2, reproduced: 2, expired: {}, differing: [] };
    expect(JSON.parse(json.stdout)).toEqual(counts);
    expect(one.stdout).toMatch(/^checked +1\n/);
  });
});

test('records that differ are named, and the exit code says so', async () => {
  const world = {} as unknown as ReplayInputs['world'];
  const inputs = (suggestionId: number): ReplayInputs => {
    const record = recordOf({ suggestionId, tenant: 1, decisionBytes: 0 });
    return { tenantId: '1', siteId: '1', record, storedLog: null, world, problem: null };
  };
  const expired: ReplayInputs = {
    ...inputs(9),
    world: null,
    problem: { reason: 'STOCK_EXPIRED', detail: 'the ledger begins later' },
  };
  const pages = [
    { items: [inputs(12), expired], nextPageToken: 'more' },
    { items: [inputs(7)], nextPageToken: '' },
  ];
  const explanation = { decision: new Uint8Array(2), candidateLocationCodes: [], events: [] };
  const server = await startFake({
    explainer: { explain: () => Promise.resolve(explanation) },
    store: { findReplays: (_scope, _query, _size, token) => Promise.resolve(pages[token ? 1 : 0]) },
  });
  const { code, stdout } = await run(['record', 'verify'], {
    SHIPFROM_ADDRESS: `127.0.0.1:${server.port}`,
  });
  await server.drain(100);
  expect(stdout.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
    'checked 3',
    'the same to the byte 0',
    'stock expired 1',
    'differing 2',
    'suggestions 12, 7',
    '',
  ]);
  expect(code).toBe(1);
});
