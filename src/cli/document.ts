// Reads a document that people write, YAML or JSON, as a message; problems carry the line. Writes
// it back.

import type protobuf from 'protobufjs';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import type { FieldViolation } from '../base/outcome.js';
import { type LocatedViolation, messageOf, refusedInput } from './failure.js';
import { camelOf, fromJson, type PlainMessage } from './proto-json.js';

/** A document as it was read: the message, and where its parts stand. */
export type ReadDocument = {
  readonly message: PlainMessage;
  /** Keys at the top that only the other type has. */
  readonly leftOut: readonly string[];
  /** The line of a path such as `filters[2].operator`; 0 where it stands nowhere. */
  readonly lineOf: (path: string) => number;
};

/**
 * Reads YAML, and so JSON, strictly. `path` names the file in messages. Keys at the top that `type`
 * has not and `otherType` has are left out. Throws CliFailure with every problem.
 */
export function parseMessage(
  path: string,
  text: string,
  type: protobuf.Type,
  otherType?: protobuf.Type,
): ReadDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings].map((error) => ({
    field: '',
    description: error.message,
    line: lines.linePos(error.pos[0]).line,
  }));
  if (broken.length > 0) throw refusedInput(`${path}: is not YAML or JSON`, broken);
  const lineOf = (at: string): number => lineOfPath(document, lines, at);
  const { leftOut, value } = withoutKeysOf(otherType, type, valueOf(path, document));
  const { message, problems } = fromJson(type, value);
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    throw refusedInput(`${path}: ${count}`, withLines(problems, lineOf));
  }
  return { message, leftOut, lineOf };
}

function withoutKeysOf(
  otherType: protobuf.Type | undefined,
  type: protobuf.Type,
  value: unknown,
): { leftOut: string[]; value: unknown } {
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (otherType === undefined || !isTable) return { leftOut: [], value };
  const has = ({ fields }: protobuf.Type, key: string) => Object.hasOwn(fields, camelOf(key));
  const leftOut = Object.keys(value).filter((key) => !has(type, key) && has(otherType, key));
  const kept = Object.entries(value).filter(([key]) => !leftOut.includes(key));
  return { leftOut, value: Object.fromEntries(kept) };
}

function valueOf(path: string, document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    // Aliases that would unfold to something huge.
    throw refusedInput(`${path}: ${messageOf(error)}`, []);
  }
}

/** The same violations with their lines, where they are known. */
export function withLines(
  violations: readonly FieldViolation[],
  lineOf: (path: string) => number,
): LocatedViolation[] {
  return violations.map(({ field, description }) => {
    const line = lineOf(field);
    return line === 0 ? { field, description } : { field, description, line };
  });
}

/** Walks as far as the path goes, so that something missing is shown where it should stand. */
function lineOfPath(document: Document, lines: LineCounter, path: string): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of stepsOf(path)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => camelOf(String(key)) === camelOf(step));
      // What begins outside of the document, as a header of the call does, stands nowhere in it.
      if (pair === undefined && step.includes('-')) return 0;
      if (pair === undefined) break;
      offset = rangeOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = rangeOf(node) ?? offset;
    } else break;
  }
  return path === '' ? 0 : lines.linePos(offset).line;
}

/** The names and places that a path is made of; a key of a map stands in quotes. */
function stepsOf(path: string): string[] {
  const steps = path.match(/"(?:[^"\\]|\\.)*"|[^.[\]]+/g) ?? [];
  return steps.map((step) => (step.startsWith('"') ? (JSON.parse(step) as string) : step));
}

function rangeOf(node: unknown): number | undefined {
  const hasRange = isScalar(node) || isMap(node) || isSeq(node);
  return hasRange ? node.range?.[0] : undefined;
}

/** A value as YAML for people. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 100, aliasDuplicateObjects: false });
}
