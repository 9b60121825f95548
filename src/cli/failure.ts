// How a command fails: which exit code, and what it says of it. Knows nothing of gRPC.

import type { FieldViolation } from '../base/outcome.js';

/** The exit codes of all commands. */
export const EXIT = {
  /** Everything was done. */
  done: 0,
  /** What was given was refused, in part or whole. */
  refused: 1,
  /** A wrong use of the command line, a file that cannot be read, a server that is not there. */
  cannot: 2,
} as const;

/** What is printed at the end of every help text. */
export const EXIT_HELP = `
Exit codes: 0 done; 1 what was given was refused, in part or whole (said on stderr);
2 wrong use, a file that cannot be read, a server that cannot be reached.`;

/** A field at fault, with the line of the file on which it stands, where that is known. */
export type LocatedViolation = FieldViolation & { readonly line?: number };

/** A command that cannot go on. Everything in it is for people and scripts, without a stack. */
export class CliFailure extends Error {
  readonly exitCode: number;
  /** The name of a gRPC code, or USAGE, FILE, INPUT or PORT of our own. */
  readonly code: string;
  /** A stable reason for programs; empty where there is none. */
  readonly reason: string;
  readonly violations: readonly LocatedViolation[];

  constructor(
    exitCode: number,
    code: string,
    message: string,
    reason = '',
    violations: readonly LocatedViolation[] = [],
  ) {
    super(message);
    this.name = 'CliFailure';
    this.exitCode = exitCode;
    this.code = code;
    this.reason = reason;
    this.violations = violations;
  }
}

/** What was given is at fault: exit code 1. */
export function refusedInput(message: string, violations: readonly LocatedViolation[]): CliFailure {
  return new CliFailure(EXIT.refused, 'INPUT', message, 'INVALID_INPUT', violations);
}

/** A wrong use of the command line: exit code 2. */
export function wrongUse(message: string): CliFailure {
  return new CliFailure(EXIT.cannot, 'USAGE', message);
}

/** A file or folder that cannot be used: exit code 2. */
export function fileFailure(path: string, error: unknown): CliFailure {
  const code = (error as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a folder' : messageOf(error);
  return new CliFailure(EXIT.cannot, 'FILE', `${path}: ${why}`);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The text of a failure for stderr: one JSON object on a line, or `error:` and a line for each
 * field.
 */
export function failureText(failure: CliFailure, isJson: boolean): string {
  const { code, reason, message, violations } = failure;
  if (isJson) return `${JSON.stringify({ error: { code, reason, message, violations } })}\n`;
  const label = reason === '' ? code : `${code} ${reason}`;
  const [first] = violations;
  // A server's message is its first violation once more, and in full.
  const isRepeated = first !== undefined && message.startsWith(`${first.field}: `);
  if (isRepeated && violations.length === 1) {
    return `error: ${label}: ${lineText(first)}${message}\n`;
  }
  const headline = isRepeated ? `${violations.length} fields are at fault` : message;
  const lines = violations.map((one) => {
    const field = one.field === '' ? '' : `${one.field}: `;
    return `  ${lineText(one)}${field}${one.description}`;
  });
  return `${[`error: ${label}: ${headline}`, ...lines].join('\n')}\n`;
}

function lineText({ line }: LocatedViolation): string {
  return line === undefined ? '' : `line ${line}: `;
}
