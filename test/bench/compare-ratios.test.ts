// Does the guard see what became slower, and nothing else? Ratios that are written here, compared.
// Must not know: how ratios are measured.

import { describe, expect, it } from 'vitest';
import {
  betterOf,
  compareRatios,
  isLoss,
  mediansOf,
  questionOf,
} from '../../bench/guard/compare.js';
import { type RatioKind, Ratios, type RatioTable } from '../../bench/support/ratios.js';

function table(kind: RatioKind, ratios: Record<string, number>): RatioTable {
  const entries = Object.entries(ratios).map(([name, ratio]) => [name, { ratio, pairs: 5, kind }]);
  return Object.fromEntries(entries);
}

function verdictsOf(baseline: RatioTable, run: RatioTable): Record<string, string> {
  return Object.fromEntries(compareRatios(baseline, run).map((each) => [each.name, each.verdict]));
}

describe('ratios beside the baseline', () => {
  it('are lost where a cost is more than half as large again', () => {
    const baseline = table('cost', { 'core: a: x': 2, 'core: a: y': 2, 'core: a: z': 2 });
    const run = table('cost', { 'core: a: x': 2.99, 'core: a: y': 3.01, 'core: a: z': 0.5 });
    const expected = { 'core: a: x': 'ok', 'core: a: y': 'LOST', 'core: a: z': 'ok' };
    expect(verdictsOf(baseline, run)).toEqual(expected);
  });

  it('are lost where less than two thirds of a yield are left', () => {
    const baseline = table('yield', { 'core: a: x': 30, 'core: a: y': 30, 'core: a: z': 30 });
    const run = table('yield', { 'core: a: x': 20.1, 'core: a: y': 19.9, 'core: a: z': 90 });
    const expected = { 'core: a: x': 'ok', 'core: a: y': 'LOST', 'core: a: z': 'ok' };
    expect(verdictsOf(baseline, run)).toEqual(expected);
    expect(compareRatios(baseline, run).find(isLoss)).toMatchObject({
      name: 'core: a: y',
      baseline: 30,
      now: 19.9,
      left: 19.9 / 30,
    });
  });

  it('are missing where a question that ran lacks them, and new where only it has them', () => {
    const baseline = table('cost', { 'core: a: x': 2, 'core: b: y': 2, 'rpc: a: y': 2 });
    const compared = compareRatios(baseline, table('cost', { 'core: a: z': 1 }));
    expect(compared.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['core: a: x', 'MISSING'],
      ['core: a: z', 'new'],
    ]);
    expect(compared.map(isLoss)).toEqual([true, false]);
  });

  it('are the better one of two runs by their kind, and the middle one of several', () => {
    const cost = (ratio: number) => table('cost', { x: ratio });
    const yields = (ratio: number) => table('yield', { x: ratio });
    expect(betterOf(cost(2), cost(1))).toEqual(cost(1));
    expect(betterOf(cost(1), cost(2))).toEqual(cost(1));
    expect(betterOf(yields(2), yields(1))).toEqual(yields(2));
    expect(betterOf(yields(1), { ...yields(2), ...table('cost', { y: 3 }) })).toEqual({
      ...yields(2),
      ...table('cost', { y: 3 }),
    });
    expect(mediansOf([cost(9), cost(1), cost(2)])).toEqual(cost(2));
  });

  it('name their question', () => {
    expect(questionOf('core: growth: random orders')).toBe('growth');
  });
});

describe('the ratios of a run', () => {
  it('are kept by the name of the bench', () => {
    const ratios = new Ratios('rpc');
    ratios.add('unary: 64 in flight', 1.25, 5);
    ratios.add('stream: rate', 0.5, 7, 'yield');
    expect(ratios.toJson(true)).toMatchObject({
      bench: 'rpc',
      size: 'smoke',
      node: process.version,
      ratios: {
        'rpc: unary: 64 in flight': { ratio: 1.25, pairs: 5, kind: 'cost' },
        'rpc: stream: rate': { ratio: 0.5, pairs: 7, kind: 'yield' },
      },
    });
  });

  it.each([0, -1, Number.NaN, Infinity])('refuse %d', (ratio) => {
    expect(() => new Ratios('rpc').add('a', ratio, 5)).toThrow(`rpc: a is ${ratio}`);
  });

  it('refuse a second figure of one name', () => {
    const ratios = new Ratios('rpc');
    ratios.add('a', 1, 5);
    expect(() => ratios.add('a', 1, 5)).toThrow('rpc: a is there twice');
  });
});
