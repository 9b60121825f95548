// CSV is split the same however its text comes in pieces, and what is wrong has its line.

import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { CsvSplitter } from '../../src/cli/csv.js';

function split(text: string, pieceLength = text.length || 1, delimiter: string | null = ',') {
  const splitter = new CsvSplitter(delimiter);
  const records = [];
  for (let at = 0; at < text.length; at += pieceLength) {
    records.push(...splitter.push(text.slice(at, at + pieceLength)));
  }
  return [...records, ...splitter.end()];
}

describe('records', () => {
  test('carry the line on which they begin, over quoted line breaks and blank lines', () => {
    expect(split('a,b\r\n"x\ny","say ""hi"""\n\n1,\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x\ny', 'say "hi"'] },
      { line: 5, fields: ['1', ''] },
    ]);
  });

  test('end without a line break, and with an empty last field after a quoted one', () => {
    expect(split('"a",')).toEqual([{ line: 1, fields: ['a', ''] }]);
  });

  test('come out alike however the text is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ', 'é') });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        (rows, pieceLength) => {
          const quoted = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`));
          const text = quoted.map((row) => row.join(',')).join('\n');
          expect(split(text, pieceLength).map(({ fields }) => fields)).toEqual(rows);
        },
      ),
    );
  });
});

describe('refusals', () => {
  test.each([
    ['ok\n"a"b,c\nok', 'text after a closing quote', 2],
    ['a,b"c"\n', 'a quote inside an unquoted field', 1],
    ['ok\n"never', 'a quote is never closed', 2],
  ])('%j', (text, problem, line) => {
    expect(split(text).find((record) => record.problem)).toMatchObject({ line, problem });
  });

  test('a quote that never closes does not hide the lines below it', () => {
    const records = split('a,"b\nc,d\ne,f\n');
    expect(records).toEqual([
      { line: 1, fields: [], problem: 'a quote is never closed' },
      { line: 2, fields: ['c', 'd'] },
      { line: 3, fields: ['e', 'f'] },
    ]);
  });

  test('an endless line is refused before it fills the memory', () => {
    expect(() => split('x'.repeat(3 << 20), 65_536)).toThrow('line 1: is longer than');
  });
});

test('without a delimiter a line is one field, quotes and all', () => {
  expect(split('{"a":"b"}\n{"c":1}', 3, null).map(({ fields }) => fields[0])).toEqual([
    '{"a":"b"}',
    '{"c":1}',
  ]);
});
