// How are figures shown? As tables for people, as one JSON document for programs, and each bar with
// what was reached.

import { Ratios } from './ratios.js';

/** A figure and the bar that it is held against. */
type Bar = {
  readonly question: string;
  readonly name: string;
  readonly value: number;
  readonly bar: number;
  readonly unit: string;
  readonly isReached: boolean;
  readonly isExact: boolean;
};

/** Prints as it is told and keeps everything for `--json`; ratios for the guard are in `ratios`. */
export class Report {
  readonly ratios: Ratios;
  private readonly bars: Bar[] = [];
  private readonly tables: Record<string, readonly Record<string, string | number>[]> = {};
  private readonly hashes: Record<string, string> = {};

  /** A report of a bench. */
  constructor(bench = 'bench') {
    this.ratios = new Ratios(bench);
  }

  /** Whether a bar was missed that does not depend on the clock. */
  get hasFailed(): boolean {
    return this.bars.some((bar) => bar.isExact && !bar.isReached);
  }

  /** Prints a table; all rows have the same keys. Numbers are set with two decimals at most. */
  table(question: string, rows: readonly Record<string, string | number>[]): void {
    this.tables[question] = rows;
    const heads = Object.keys(rows[0]);
    const cells = rows.map((row) => heads.map((head) => cellText(row[head])));
    const widths = heads.map((head, i) =>
      Math.max(head.length, ...cells.map((row) => row[i].length)),
    );
    const print = (row: readonly string[]): void => {
      const texts = row.map((text, i) =>
        i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]),
      );
      console.log(`  ${texts.join('  ')}`);
    };
    console.log(`\n${question}`);
    print(heads);
    for (const row of cells) print(row);
  }

  /**
   * Holds a figure against the most that it may be. A bar that is exact, so does not hang on the
   * clock, makes the bench fail.
   */
  atMost(
    question: string,
    name: string,
    value: number,
    bar: number,
    unit: string,
    isExact = false,
  ): void {
    const isReached = value <= bar;
    this.bars.push({ question, name, value, bar, unit, isReached, isExact });
  }

  /** Keeps what must not change from run to run. */
  hash(question: string, value: number): void {
    this.hashes[question] = (value >>> 0).toString(16).padStart(8, '0');
  }

  /** Prints the bars, the hashes and the machine. */
  printEnd(machine: string): void {
    const held = this.bars.map((bar) => ({
      bar: `${bar.question}: ${bar.name}`,
      reached: `${cellText(bar.value)} ${bar.unit}`,
      'at most': `${cellText(bar.bar)} ${bar.unit}`,
      verdict: bar.isReached ? 'ok' : bar.isExact ? 'FAILED' : 'MISSED',
    }));
    if (held.length > 0) this.table('bars', held);
    const hashes = Object.entries(this.hashes).map(([name, value]) => `${name} ${value}`);
    console.log(`\n  ${machine}${hashes.length > 0 ? `; result hash: ${hashes.join(', ')}` : ''}`);
  }

  /** All of it, for programs: what the guard reads, and beside it tables, bars and hashes. */
  toJson(isSmoke = false): object {
    const { tables, bars, hashes } = this;
    return { ...this.ratios.toJson(isSmoke), tables, bars, hashes };
  }
}

function cellText(value: string | number): string {
  if (typeof value === 'string') return value;
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 });
}

/** Nanoseconds as microseconds with enough digits. */
export function microseconds(ns: number): number {
  return Math.round(ns / 10) / 100;
}
