// The built command line against a server that it serves itself: from an import to a decision, and
// what it says to nonsense.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Outcome, run, runUnread, type Serving, start } from './support/command.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'shipfrom-cli-'));
const STORE = join(FOLDER, 'store');
let serving: Serving;

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

beforeAll(async () => {
  serving = await start(['serve', '--data-dir', STORE, '--log-level', 'warn'], /serving on/);
});

afterAll(async () => {
  if (serving.child.exitCode === null) await serving.stop('SIGTERM');
  rmSync(FOLDER, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

async function ask(...args: string[]): Promise<Outcome> {
  return run(args, { SHIPFROM_ADDRESS: serving.address });
}

const RULES = `
settings:
  {decisionRecords: {mode: SHARE, share: 0.5, bytesMax: 1048576, daysMax: 3}, ledgerDays: 60}
dataLists:
  - {name: not here, type: STRING, entries: [{stringValue: SOFA}]}
filters:
  - name: near
    attribute: location.distance
    operator: LESS_THAN
    customValue: {stringValue: '900', unit: KM}
  - {name: no sofas, attribute: item.sku, operator: NOT_IN, dataList: not here, acceptNulls: false}
locationGroups:
  - name: all
    route: home
    rank: 1
    isDefaultGroup: true
    filters: [near, no sofas]
    sorts: [{type: DISTANCE}]
    after_action_partial: {action: LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY}
routes:
  - {name: home, orderType: ORDER_TYPE_DIRECTSHIP}
`;

const ORDER = {
  orderType: 'DIRECTSHIP',
  totalMinor: 100,
  shippingAddress: { countryCode: 'US', postalCode: '60601' },
  items: [
    { sku: 'MUG', quantity: 2 },
    { sku: 'SOFA', quantity: 1 },
  ],
};

describe.sequential('from an import to a decision', () => {
  test('locations: good lines are stored, bad ones named, and the exit code says so', async () => {
    const path = file(
      'locations.csv',
      'code,name,city,country_code,latitude,longitude\n' +
        'CHI,Chicago store,Chicago,US,41.88,-87.63\n' +
        'NYC,New York store,New York,US,40.71,-74.01\nBAD,,,US,95,0\nCHI,again,,US,1,1\n' +
        `${'X'.repeat(65)},too long a code,,US,1,1\n`,
    );
    const { code, stdout, stderr } = await ask('import', 'locations', path);
    expect(stdout).toBe('2 locations imported, 3 refused\n');
    expect(stderr).toContain(`${path}:4: latitude: must be from -90 to 90, not 95`);
    expect(stderr).toContain(`${path}:5: code: 'CHI' is on line 2 already`);
    expect(stderr).toContain(`${path}:6: code: `);
    expect(code).toBe(1);
  });

  test('stock: the lines of what the server refuses, as JSON', async () => {
    const path = file(
      'stock.csv',
      'sku,locationCode,onHand\nMUG,CHI,1\nMUG,NYC,5\nMUG,NOWHERE,5\nSOFA,CHI,-1\n\n' +
        'SOFA,NYC,6\nSOFA,NYC,7\n',
    );
    const { code, stdout, stderr } = await ask('import', 'inventory', path, '--json');
    expect(JSON.parse(stdout)).toEqual({
      // A row that comes twice is set twice.
      importedCount: 4,
      staleCount: 0,
      refusedCount: 2,
      refusals: [
        { line: 4, violations: [{ field: 'location_code', description: expect.any(String) }] },
        { line: 5, violations: [{ field: 'on_hand', description: expect.any(String) }] },
      ],
    });
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  test('postal codes from a gazetteer, over standard input', async () => {
    const text = 'GEOID\tALAND\tINTPTLAT\tINTPTLONG\n60601\t1\t41.885\t-87.622\n';
    const env = { SHIPFROM_ADDRESS: serving.address };
    const { code, stdout } = await run(['import', 'postal-codes', '-'], env, text);
    expect(stdout).toBe('1 postal codes imported, 0 refused\n');
    expect(code).toBe(0);
  });

  test('rules: checked, applied, exported, and the export applies again', async () => {
    const path = file('rules.yaml', RULES);
    const checked = await ask('config', 'apply', path, '--validate-only');
    expect(checked).toMatchObject({ code: 0, stdout: `${path}: valid; nothing was changed\n` });
    expect((await ask('config', 'apply', path)).stdout).toContain('version 1 is live');
    const exported = await ask('config', 'export');
    expect(exported.stdout).toContain('operator: LESS_THAN');
    expect(exported.stdout).not.toContain('id:');
    for (const line of ['mode: SHARE', 'share: 0.5', 'bytesMax: 1048576', 'ledgerDays: 60']) {
      expect(exported.stdout).toContain(line);
    }
    expect(exported.stdout.match(/acceptNulls: .*/g)).toEqual(['acceptNulls: false']);
    const again = await ask('config', 'apply', file('export.yaml', exported.stdout));
    expect(again.stdout).toContain('version 2 is live');
    const [yaml, json] = await Promise.all([
      ask('config', 'export'),
      ask('config', 'export', '--format', 'json', '--version', '1'),
    ]);
    expect(yaml.stdout.split('\n').slice(1)).toEqual(exported.stdout.split('\n').slice(1));
    const applied = await ask('config', 'apply', file('export.json', json.stdout), '--json');
    expect(JSON.parse(applied.stdout)).toMatchObject({ version: { version: 3, active: true } });
    expect((await ask('config', 'activate', '1')).stdout).toContain('version 1 is live');
    const versions = await ask('config', 'versions', '--json');
    expect(JSON.parse(versions.stdout)).toMatchObject({
      versions: [{ version: 3 }, { version: 2 }, { version: 1, active: true }],
    });
  });

  test('a decision as a table and as JSON, and the candidates', async () => {
    const path = file('order.json', JSON.stringify(ORDER));
    const { orderType, shippingAddress, items } = ORDER;
    const cart = file('cart.json', JSON.stringify({ orderType, shippingAddress, items }));
    const [table, json, candidates, ofOrder, ofOrderJson] = await Promise.all([
      ask('suggest', path),
      ask('suggest', path, '--json'),
      ask('candidates', cart),
      ask('candidates', path),
      ask('candidates', path, '--json'),
    ]);
    expect(table.stdout).toMatch(/ 1 {2}MUG +2 +CANCEL\n +2 {2}SOFA +1 +CANCEL\n/);
    expect(table.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({
      decision: {
        route: 'DIRECTSHIP',
        assignments: [],
        stateChanges: [
          { orderItemId: 1, quantity: 2, stateChange: 'CANCEL' },
          { orderItemId: 2, quantity: 1, stateChange: 'CANCEL' },
        ],
        warnings: [],
      },
      context: { configurationVersion: 1 },
    });
    expect(candidates.stdout).toMatch(/1 +CHI +Chicago store +Chicago +0\.\d +MUG: 1/);
    expect(candidates.stderr).toBe('');
    expect(ofOrder).toMatchObject({ code: 0, stdout: candidates.stdout });
    const message = `${path}: left out for candidates: totalMinor`;
    expect(ofOrder.stderr).toBe(`${message}\n`);
    const warning = { message, leftOut: ['totalMinor'] };
    expect(JSON.parse(ofOrderJson.stderr)).toEqual({ warning });
    expect(JSON.parse(ofOrderJson.stdout).candidates).toMatchObject([{ locationCode: 'CHI' }]);
  });
});

describe.concurrent('what is refused', () => {
  test.each<[string, string[], number, RegExp]>([
    ['no command', [], 2, /Usage: shipfrom/],
    ['an unknown command', ['rout'], 2, /unknown command 'rout'/],
    ['an unknown option', ['serve', '--prot', '1'], 2, /unknown option '--prot'/],
    ['a port that is none', ['serve', '--listen', 'x:99999'], 2, /--listen x:99999: must be HOST/],
    ['half of TLS', ['serve', '--tls-cert', 'x.pem'], 2, /go together/],
    ['an open port', ['serve', '--listen', '0.0.0.0:0', '--data-dir', 'D'], 2, /INSECURE_LISTEN/],
    ['a Redis that is none', ['serve', '--redis-url', 'x'], 2, /--redis-url: must be redis:/],
    ['no workers', ['serve', '--workers', '0'], 2, /'--workers <n>' argument '0' is invalid/],
    ['a missing file', ['import', 'inventory', '/nowhere.csv'], 2, /FILE: \/nowhere.csv: no such/],
    ['a folder', ['import', 'locations', tmpdir()], 2, /is a folder/],
    [
      'a format that is none',
      ['import', 'locations', 'x', '--format', 'xml'],
      2,
      /Allowed choices/,
    ],
    ['no server', ['config', 'export', '--address', '127.0.0.1:9'], 2, /UNAVAILABLE: no answer/],
    [
      'a version that is none',
      ['config', 'activate', 'last'],
      2,
      /'last' is invalid for argument 'n'/,
    ],
    ['a version that is not there', ['config', 'activate', '999'], 1, /NOT_FOUND/],
    ['a wrong etag', ['config', 'activate', '1', '--etag', 'x'], 1, /ETAG_MISMATCH|NOT_FOUND/],
    ['a bad tenant', ['config', 'export', '--tenant', 'a b'], 1, /x-tenant-id/],
    ['a replay of nothing', ['replay', '/nowhere.txt'], 2, /no such file/],
  ])('%s', async (_name, args, exitCode, text) => {
    const all = args.map((arg) => (arg === 'D' ? join(FOLDER, 'other') : arg));
    const { code, stderr } = await ask(...all);
    expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(exitCode);
  });

  test('rules and orders, with lines and fields, as JSON where asked', async () => {
    const rules = file('bad.yaml', 'routes:\n  - name: a\n    orderTipe: DIRECTSHIP\n');
    const order = file('bad.json', '{"orderType": "DIRECTSHIP",\n "totalMinor": 1}');
    const [config, suggest, folder] = await Promise.all([
      ask('config', 'apply', rules),
      ask('suggest', order, '--json'),
      ask('replay', order, '--data-dir', STORE),
    ]);
    expect(config).toMatchObject({ code: 1, stdout: '' });
    expect(config.stderr).toContain('line 3: routes[0].orderTipe: unknown key (did you mean');
    expect(suggest).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(suggest.stderr)).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', violations: [{ field: 'items' }] },
    });
    expect(folder).toMatchObject({ code: 2, stderr: expect.stringContaining('in use') });
  });

  test('an empty file, before anything is asked of the server', async () => {
    const empty = file('empty', '\n');
    const [apply, suggest, imported] = await Promise.all([
      ask('config', 'apply', empty),
      ask('suggest', empty),
      ask('import', 'locations', file('nothing', '')),
    ]);
    for (const { code, stderr } of [apply, suggest, imported]) {
      expect(code).toBe(1);
      expect(stderr).toContain('is empty');
    }
  });

  test.each([
    ['--key', 'a\nb', '--key: has characters'],
    ['--address', '', "--address '' is not HOST:PORT"],
    ['--tls-cert', 'cert.pem', '--tls-cert and --tls-key go together'],
    ['--tls-ca', 'bad.json', 'good.json: is not a PEM file'],
    ['--tenant', 'a b', 'INVALID_FIELD: x-tenant-id: must be'],
  ])('%s %j is told without a stack', async (option, value, message) => {
    const order = file('good.json', JSON.stringify(ORDER));
    const given = option === '--tls-ca' ? order : value;
    const { code, stderr } = await ask('suggest', order, option, given);
    expect(code).toBe(option === '--tenant' ? 1 : 2);
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  test('a server that is not there, and one without TLS', async () => {
    const [gone, plain] = await Promise.all([
      run(['config', 'versions'], { SHIPFROM_ADDRESS: '127.0.0.1:1' }),
      ask('config', 'versions', '--tls'),
    ]);
    expect(gone.stderr).toContain('127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1); is');
    expect(plain.stderr).toMatch(/^error: UNAVAILABLE: no answer from \S+ \(TLS: wrong version/);
  });

  test('numbers out of range name their option or variable', async () => {
    const [flag, variable, version] = await Promise.all([
      run(['serve', '--workers', '999999999']),
      run(['serve'], { SHIPFROM_WORKERS: '0' }),
      run(['config', 'activate', 'x']),
    ]);
    expect(flag.stderr).toMatch(/'--workers <n>'.*from 1 to 1024/);
    expect(variable.stderr).toMatch(/'SHIPFROM_WORKERS'.*from 1 to 1024/);
    expect(version.stderr).toContain("'x' is invalid");
    expect([flag.code, variable.code, version.code]).toEqual([2, 2, 2]);
  });

  test('a data folder that is none', async () => {
    mkdirSync(join(FOLDER, 'noise'));
    file('noise/data.mdb', 'x'.repeat(10_000));
    const missing = join(FOLDER, 'missing');
    const orders = file('one.jsonl', `${JSON.stringify(ORDER)}\n`);
    const [plain, noise, none] = await Promise.all([
      run(['serve', '--data-dir', orders]),
      run(['serve', '--data-dir', join(FOLDER, 'noise')]),
      run(['replay', orders, '--data-dir', missing]),
    ]);
    expect(plain.stderr).toContain('one.jsonl is a file');
    expect(noise.stderr).toContain('is damaged or no store');
    expect(none.stderr).toContain(`there is no store in ${missing}`);
    expect(existsSync(missing)).toBe(false);
    expect([plain.code, noise.code, none.code]).toEqual([2, 2, 2]);
  });

  test('a switch of the environment that is neither on nor off', async () => {
    const { code, stderr } = await run(['serve'], { SHIPFROM_INSECURE: 'perhaps' });
    expect(code).toBe(2);
    expect(stderr).toContain('SHIPFROM_INSECURE=perhaps: must be true or false');
  });
});

test('keys: asked for, taken from the environment, refused without', async () => {
  const keys = file('keys', '# ours\nsecret-1\n');
  const args = ['serve', '--data-dir', join(FOLDER, 'keyed'), '--keys-file', keys];
  const keyed = await start([...args, '--log-level', 'silent'], /serving on/);
  const env = { SHIPFROM_ADDRESS: keyed.address };
  const [without, withKey] = await Promise.all([
    run(['config', 'versions'], env),
    run(['config', 'versions'], { ...env, SHIPFROM_KEY: 'secret-1' }),
  ]);
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('UNAUTHENTICATED') });
  expect(withKey).toMatchObject({ code: 0, stdout: 'no configuration was ever applied\n' });
  expect(await keyed.stop('SIGTERM')).toBe(0);
});

test('demo: loads the sample once, routes an order, drains; replay reads its store', async () => {
  const store = join(FOLDER, 'demo');
  // Where a Redis is named, the sample stays away from it.
  const env = { REDIS_URL: 'redis://127.0.0.1:1', SHIPFROM_DATA_DIR: store };
  const first = await start(['demo'], /Serving until Ctrl-C/, env);
  expect(first.stdout()).toMatch(/Loaded a sample: 36 locations, \d+ stock rows/);
  expect(first.stdout()).toMatch(/RUG-WOOL +1 +ST-/);
  expect(first.stdout()).toMatch(/CLOCK-WALL +5 +BACKORDER/);
  expect(first.stdout()).toContain('npx buf curl');
  expect(await first.stop('SIGINT')).toBe(0);
  const second = await start(['demo', '--data-dir', store], /Serving until Ctrl-C/);
  expect(second.stdout()).toContain('so no sample was loaded');
  expect(await second.stop('SIGTERM')).toBe(0);

  const baskets = file('baskets.txt', 'MUG-BLUE,MUG-BLUE,TEAPOT-1L\nRUG-WOOL,CHAIR-OAK\nNOTHING\n');
  const lines = file('orders.jsonl', `${JSON.stringify(ORDER)}\n{"orderTipe":1}\n`);
  const [whole, refused] = [
    await run(['replay', baskets, '--data-dir', store, '--json', '--workers', '1']),
    await run(['replay', lines, '--data-dir', store, '--workers', '1']),
  ];
  expect(JSON.parse(whole.stdout)).toMatchObject({
    decided: 3,
    refused: 0,
    unbalanced: 0,
    units: 6,
    unserved: 1,
    stateChangedUnits: { BACKORDER: 1 },
  });
  expect(whole.code).toBe(0);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('line 2: orderTipe: unknown key');
});

test('a second server on the folder or the port is told so in a line', async () => {
  const other = join(FOLDER, 'second');
  const [folder, port] = await Promise.all([
    run(['serve', '--data-dir', STORE, '--listen', '127.0.0.1:0']),
    run(['demo', '--data-dir', other, '--listen', serving.address]),
  ]);
  expect(folder.code).toBe(2);
  expect(folder.stderr).toMatch(/DATA_FOLDER_IN_USE.*--data-dir names another\)\n$/);
  expect(port.code).toBe(2);
  expect(port.stderr).toMatch(/^error: LISTEN .*choose another with --listen HOST:PORT\n$/);
});

test('a reader that leaves is no failure', async () => {
  expect(await runUnread(['suggest', '--help'])).toEqual({ code: 0, stderr: '' });
});

test('every command documents its options and the exit codes', async () => {
  const commands = ['serve', 'demo', 'import inventory', 'config apply', 'suggest', 'replay'];
  commands.push('inventory adjust', 'ledger export');
  const helps = await Promise.all(commands.map((one) => ask(...one.split(' '), '--help')));
  for (const { code, stdout } of helps) {
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes: 0 done');
    expect(stdout).toContain('SHIPFROM_');
  }
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  expect((await ask('--version')).stdout).toBe(`${version}\n`);
});
