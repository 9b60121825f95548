// Documents of rules with every part: those that the README shows pass, and one goes to a server
// over the command line and comes back.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseMessage } from '../../src/cli/document.js';
import { messageType } from '../../src/cli/schema.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { type Outcome, run, type Serving, start } from './support/command.js';

// Each command is a process; on a busy machine one may take seconds to start.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const TYPE = messageType('Configuration');

const [SIMPLE, FULL, ...others] = [...README.matchAll(/^```yaml\n(.*?)^```/gms)].map(
  ([, text]) => text,
);

describe('the README', () => {
  test('shows two documents', () => {
    expect(others).toEqual([]);
  });

  test.each([SIMPLE, FULL])('%#', (text) => {
    const { message } = parseMessage('README.md', text, TYPE);
    const options = { enums: String, longs: Number };
    const document = TYPE.toObject(TYPE.fromObject(message), options) as ConfigurationDocument;
    expect(validateConfiguration(document)).toEqual([]);
  });
});

describe('over the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-rules-'));
  let serving: Serving;

  beforeAll(async () => {
    const store = join(folder, 'store');
    serving = await start(['serve', '--data-dir', store, '--log-level', 'warn'], /serving on/);
  });

  afterAll(async () => {
    await serving.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  function ask(...args: string[]): Promise<Outcome> {
    return run(args, { SHIPFROM_ADDRESS: serving.address });
  }

  function apply(text: string): Promise<Outcome> {
    const path = join(folder, 'rules.yaml');
    writeFileSync(path, text);
    return ask('config', 'apply', path);
  }

  test('trees, data sets, rate cards and limits come back as they went', async () => {
    expect((await apply(FULL)).stdout).toContain('version 1 is live');
    const exported = await ask('config', 'export');
    for (const line of [
      'maxSplitItemLocations: 2',
      'parentOrderIndex: 0',
      'pick cost: "1.10"',
      'dataSetColumn: reach',
      'attributeFqn: tenant~fragile',
      'inventoryCoefficient: 0.5',
      'longestSideCmMax: 120',
      'restartGroup: Last resort',
    ]) {
      expect(exported.stdout).toContain(line);
    }
    expect(exported.stdout).not.toContain('id:');
    expect((await apply(exported.stdout)).stdout).toContain('version 2 is live');
    const again = await ask('config', 'export');
    const documentOf = ({ stdout }: Outcome) => stdout.split('\n').slice(1);
    expect(documentOf(again)).toEqual(documentOf(exported));
  });

  test('what the server refuses is told with the line, in a map too', async () => {
    const lines = [
      'dataSets:',
      '  - name: d',
      '    columns: [{ name: "a.b" }, { name: c-d }]',
      '    rows:',
      '      - locationCode: A',
      '        values:',
      '          a.b: "1"',
      '          c-d: much',
      '          "[x]": "2"',
    ];
    const { code, stderr } = await apply(lines.join('\n'));
    expect(code).toBe(1);
    expect(stderr).toContain(`line 8: data_sets[0].rows[0].values["c-d"]: must be a number`);
    expect(stderr).toContain(`line 9: data_sets[0].rows[0].values["[x]"]: no column`);
  });
});
