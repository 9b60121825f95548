// What became of an import: how many records, and why which lines were refused. Bounded, however
// bad the file is.

import type { FieldViolation } from '../../base/outcome.js';
import { EXIT } from '../failure.js';
import { grouped } from '../table.js';

/** Refusals that are kept with their lines; all are counted. */
const REFUSALS_MAX = 100_000;
/** Refusals that are printed for people. */
const PRINTED_MAX = 20;

/** A line that was refused. */
export type LineRefusal = { readonly line: number; readonly violations: readonly FieldViolation[] };

/** Counts what an import did. */
export class ImportOutcome {
  importedCount = 0;
  staleCount = 0;
  refusedCount = 0;
  /** Why the import ended before the end of the file; empty where it did not. */
  stopped = '';
  readonly refusals: LineRefusal[] = [];

  /** Takes note of a refused line. */
  refuse(line: number, violations: readonly FieldViolation[]): void {
    this.refusedCount++;
    if (this.refusals.length < REFUSALS_MAX) this.refusals.push({ line, violations });
  }

  /** The exit code of the import. */
  get exitCode(): number {
    if (this.stopped !== '') return EXIT.cannot;
    return this.refusedCount > 0 ? EXIT.refused : EXIT.done;
  }

  /** For scripts. Refusals beyond the first 100,000 are counted only. */
  toJson(): object {
    const { importedCount, staleCount, refusedCount, refusals } = this;
    const sorted = [...refusals].sort((a, b) => a.line - b.line);
    const stopped = this.stopped === '' ? {} : { stopped: this.stopped };
    return { importedCount, staleCount, refusedCount, refusals: sorted, ...stopped };
  }

  /** For people: the first refusals, by line. */
  refusalText(path: string): string {
    const lines: string[] = [];
    const sorted = [...this.refusals].sort((a, b) => a.line - b.line);
    for (const { line, violations } of sorted.slice(0, PRINTED_MAX)) {
      for (const { field, description } of violations) {
        lines.push(`${path}:${line}: ${field === '' ? '' : `${field}: `}${description}`);
      }
    }
    const more = this.refusedCount - Math.min(sorted.length, PRINTED_MAX);
    if (more > 0) lines.push(`... and ${grouped(more)} more refused (--json lists up to 100,000)`);
    return lines.map((line) => `${line}\n`).join('');
  }

  /** For people: what was imported and what was not. */
  summary(what: string): string {
    const parts = [`${grouped(this.importedCount)} ${what} imported`];
    if (this.staleCount > 0) parts.push(`${grouped(this.staleCount)} older than what is stored`);
    parts.push(`${grouped(this.refusedCount)} refused`);
    const end = this.stopped === '' ? '' : `stopped before the end of the file: ${this.stopped}\n`;
    return `${parts.join(', ')}\n${end}`;
  }
}
