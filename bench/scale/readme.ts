// What of bench/README.md does the bench write itself? The part between the marks of a curve; all
// else in it is written by hand, and stays.

import type { CurveResult, TableRow } from './scale-run.js';

/** How a curve was measured. */
export type Provenance = {
  readonly command: string;
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly date: string;
};

/** Puts the section of a curve in the place of the one that is there, or at the end of the part. */
export function withSection(readme: string, name: string, section: string): string {
  const [begin, end] = [`<!-- scale: ${name} -->`, `<!-- end of scale: ${name} -->`];
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the README has no marks '${begin}' and '${end}'`);
  return `${readme.slice(0, from)}${begin}\n${section}\n${readme.slice(to)}`;
}

/** The section of a curve; its plot, if it has one, lies at `plotPath` seen from the README. */
export function sectionOf(
  { question, tables, plot, remarks }: CurveResult,
  plotPath: string,
  { command, machine, node, commit, date }: Provenance,
): string {
  const parts = [question];
  if (plot !== null) parts.push(`![${plot.title}](${plotPath})`);
  for (const { title, rows } of tables) parts.push(`${capital(title)}:\n\n${markdownTable(rows)}`);
  parts.push(remarks.join(' '));
  parts.push(`\`${command}\`; ${machine}; Node ${node}; commit ${commit}; ${date}.`);
  return parts.join('\n\n');
}

/** A table of Markdown; numbers have three digits that count, or all before the point. */
export function markdownTable(rows: readonly TableRow[]): string {
  const heads = Object.keys(rows[0]);
  const isNumber = heads.map((head) => rows.every((row) => typeof row[head] === 'number'));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(heads),
    line(isNumber.map((right) => (right ? '---:' : '---'))),
    ...rows.map((row) => line(heads.map((head) => cellText(row[head])))),
  ].join('\n');
}

function cellText(value: string | number): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value) || Math.abs(value) >= 100) {
    return Math.round(value).toLocaleString('en-US');
  }
  return String(Number(value.toPrecision(3)));
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
