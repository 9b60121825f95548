// Do the plots and the sections of the scale bench say what was measured?
import { describe, expect, it } from 'vitest';
import { scaleOf, tickText } from '../../bench/scale/axes.js';
import { sharedBytesOf } from '../../bench/scale/memory.js';
import { markdownTable, sectionOf, withSection } from '../../bench/scale/readme.js';
import type { Axis, CurveResult, Plot } from '../../bench/scale/scale-run.js';
import { svgOf } from '../../bench/scale/svg.js';

const LINEAR: Axis = { label: 'filters', isLog: false, unit: 'count' };
const LOG: Axis = { label: 'time', isLog: true, unit: 'us' };

const PLOT: Plot = {
  title: 'A <decision> & more',
  x: LINEAR,
  y: LOG,
  series: [
    {
      name: 'first',
      points: [
        [0, 10],
        [50, 20_000],
      ],
    },
    {
      name: 'second',
      points: [
        [0, 12],
        [50, 30],
      ],
    },
  ],
};

const CURVE: CurveResult = {
  question: 'What does it cost?',
  tables: [{ title: 'one way', rows: [{ filters: 1000, us: 1.23456, note: 'x' }] }],
  plot: PLOT,
  remarks: ['All of it.', 'And more.'],
  ratios: [],
};

const PROVENANCE = {
  command: 'npm run it',
  machine: '2 x model, 24 GiB, linux',
  node: 'v20.20.2',
  commit: 'abc1234',
  date: '2026-11-23',
};

function texts(axis: Axis, values: readonly number[]): string[] {
  return scaleOf(axis, values, 100).ticks.map(({ text }) => text);
}

describe('an axis', () => {
  it('begins at 0 and ends at a round number where it is linear', () => {
    expect(texts(LINEAR, [3, 50])).toEqual(['0', '10', '20', '30', '40', '50']);
    expect(texts(LINEAR, [1, 2])).toEqual(['0', '1', '2']);
    const rate: Axis = { ...LINEAR, unit: 'perSecond' };
    expect(texts(rate, [0, 1.1])).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1', '1.2']);
    const { at } = scaleOf(LINEAR, [0, 48], 100);
    expect([at(0), at(25), at(50)]).toEqual([0, 50, 100]);
  });

  it('writes decades where it covers many, and twos and fives where it covers few', () => {
    expect(texts(LOG, [8.6, 5353])).toEqual(['10 us', '100 us', '1 ms', '10 ms']);
    expect(texts(LOG, [6, 40])).toEqual(['5 us', '10 us', '20 us', '50 us']);
    expect(texts(LOG, [100, 100])).toEqual(['100 us', '200 us', '500 us', '1 ms']);
    const { at } = scaleOf(LOG, [1, 10_000], 100);
    expect([at(1), at(100), at(10_000)].map(Math.round)).toEqual([0, 50, 100]);
  });

  it('writes units', () => {
    expect(tickText(50, 'us')).toBe('50 us');
    expect(tickText(2500, 'us')).toBe('2.5 ms');
    expect(tickText(3e6, 'us')).toBe('3 s');
    expect(tickText(65_536, 'count')).toBe('65,536');
  });
});

describe('a plot', () => {
  it('has every point, told in words, and a name for every line', () => {
    const svg = svgOf(PLOT);
    expect(svg.match(/<title>/g)).toHaveLength(2 * 2 + PLOT.series.length);
    for (const told of ['0: 10 us', '50: 20 ms', '50: 30 us', '>first<', '>second<']) {
      expect(svg).toContain(told);
    }
    expect(svg).toContain('A &lt;decision> &amp; more');
    expect(svg).not.toContain('NaN');
  });

  it('is readable on dark pages', () => {
    expect(svgOf(PLOT)).toContain('prefers-color-scheme: dark');
  });

  it('refuses more lines than can be told apart', () => {
    const series = Array.from({ length: 4 }, () => PLOT.series[0]);
    expect(() => svgOf({ ...PLOT, series })).toThrow('4 lines');
  });
});

describe('a section', () => {
  it('takes the place of the one before, and leaves all else', () => {
    const readme = 'a\n<!-- scale: one -->\nold\n<!-- end of scale: one -->\nb\n';
    const written = withSection(readme, 'one', 'new');
    expect(written).toBe('a\n<!-- scale: one -->\nnew\n<!-- end of scale: one -->\nb\n');
    expect(withSection(written, 'one', 'new')).toBe(written);
    expect(() => withSection(readme, 'two', 'new')).toThrow('no marks');
  });

  it('says what was asked, on what and how', () => {
    const section = sectionOf(CURVE, 'plots/one.svg', PROVENANCE);
    expect(section).toContain('![A <decision> & more](plots/one.svg)');
    expect(section).toContain(
      '| filters | us | note |\n| ---: | ---: | --- |\n| 1,000 | 1.23 | x |',
    );
    expect(section).toContain('All of it. And more.');
    const last = section.split('\n').at(-1);
    expect(last).toBe(
      '`npm run it`; 2 x model, 24 GiB, linux; Node v20.20.2; commit abc1234; 2026-11-23.',
    );
  });

  it('has no plot where there is none', () => {
    expect(sectionOf({ ...CURVE, plot: null }, 'x.svg', PROVENANCE)).not.toContain('![');
  });

  it('gives numbers three digits that count', () => {
    const cells = markdownTable([{ a: 0.0123456, b: 12.345, c: 123.456, d: 12_345.6, e: 7 }]);
    expect(cells.split('\n')[2]).toBe('| 0.0123 | 12.3 | 123 | 12,346 | 7 |');
  });
});

describe('shared memory', () => {
  it('is counted once, wherever it is found', () => {
    const shared = new Int32Array(new SharedArrayBuffer(400));
    const own = new Int32Array(100);
    const views = [shared, { again: new Uint8Array(shared.buffer), own }];
    expect(sharedBytesOf(views)).toBe(400);
    expect(sharedBytesOf([views, new Float64Array(new SharedArrayBuffer(80))])).toBe(480);
  });
});
