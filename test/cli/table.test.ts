// Tables line up, keep foreign text from the terminal, and bars stay off what is no terminal.

import { expect, test } from 'vitest';
import { decisionTable } from '../../src/cli/decision.js';
import { Progress } from '../../src/cli/progress.js';
import { table } from '../../src/cli/table.js';

test('columns are as wide as their cells in terminal columns', () => {
  const columns = [{ heading: 'name' }, { heading: 'n', isRight: true }];
  expect(
    table(columns, [
      ['倉庫', '7'],
      ['Zürich', '1,250'],
    ]),
  ).toBe('name        n\n------  -----\n倉庫        7\nZürich  1,250\n');
});

test('characters of foreign text that steer a terminal are shown as their numbers', () => {
  const name = 'a\u001b[31mb\n\u009b\u202ec\u2066\u2069é\u0301倉';
  const shown = 'a\\u001b[31mb\\u000a\\u009b\\u202ec\\u2066\\u2069é\u0301倉';
  expect(table([{ heading: 'name' }], [[name]])).toBe(`name\n${'-'.repeat(46)}\n${shown}\n`);
});

test('a decision: lines in order, places, state changes and warnings', () => {
  const text = decisionTable(
    [
      { sku: 'MUG', quantity: 3 },
      { orderItemId: 9, upc: '123', quantity: 1 },
    ],
    {
      assignments: [{ orderItemId: 1, locationCode: 'WH1', quantity: 2, distanceKm: 12.345 }],
      stateChanges: [
        { orderItemId: 9, quantity: 1, stateChange: 'CANCEL' },
        { orderItemId: 1, quantity: 1, stateChange: 'BACKORDER' },
      ],
      warnings: [{ reason: 'UNKNOWN_PRODUCT', orderItemId: 9 }],
    },
    new Map([['WH1', 'Reno']]),
  );
  expect(text.split('\n').slice(2)).toEqual([
    '   1  MUG             2  WH1       Reno  12.3',
    '   1  MUG             1                        BACKORDER',
    '   9  123             1                        CANCEL',
    'warning: UNKNOWN_PRODUCT (line 9): the product has never had a stock row',
    '',
  ]);
});

test('a bar is drawn on a terminal only, at most ten times a second, and leaves no trace', () => {
  const written: string[] = [];
  let nowMs = 0;
  const terminal = { isTTY: true, columns: 60, write: (text: string) => written.push(text) };
  const progress = new Progress('importing', terminal, () => nowMs);
  progress.show(1, 4, '1 records');
  progress.show(2, 4, '2 records');
  nowMs = 2000;
  progress.show(2, 4, '2 records');
  progress.clear();
  expect(written).toEqual([
    '\r\u001b[Kimporting [######..................]  25% 1 records',
    expect.stringContaining(' 50% 0:02 left 2 r'),
    '\r\u001b[K',
  ]);
  const silent = new Progress('x', { write: () => expect.unreachable() });
  silent.show(1, 2);
  silent.clear();
});
