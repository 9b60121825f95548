// What is wrong with the request being decoded, gathered until it is read to its end. Only bad
// requests come here, so paths are made as text. Malformed wins over invalid, invalid over not
// served.

import type { FieldViolation, RefusalDetail } from '../base/outcome.js';
import { invalidFields, STATUS, unimplementedField } from '../base/outcome.js';

/** Violations that one refusal lists; more are not looked at. */
export const VIOLATIONS_MAX = 20;

/** The problems of one request at a time. */
export type Problems = {
  readonly invalid: FieldViolation[];
  readonly unserved: FieldViolation[];
  /** The path of the innermost message that is malformed; empty: the request itself, or none. */
  malformedPath: string;
};

/** No problems yet. */
export function createProblems(): Problems {
  return { invalid: [], unserved: [], malformedPath: '' };
}

/** Forgets the problems of the last request. */
export function clearProblems(problems: Problems): void {
  if (problems.invalid.length > 0) problems.invalid.length = 0;
  if (problems.unserved.length > 0) problems.unserved.length = 0;
  problems.malformedPath = '';
}

/** Notes a field that holds what it may not hold. */
export function noteInvalid(problems: Problems, field: string, description: string): void {
  if (problems.invalid.length < VIOLATIONS_MAX) problems.invalid.push({ field, description });
}

/** Notes a field that this release does not serve. */
function noteUnserved(problems: Problems, field: string, description: string): void {
  if (problems.unserved.length < VIOLATIONS_MAX) problems.unserved.push({ field, description });
}

/** Notes the fields in `mask`, bits by field number, as not served. */
export function noteUnservedFields(
  problems: Problems,
  mask: number,
  prefix: string,
  names: readonly string[],
): void {
  for (let field = 0; field < names.length; field++) {
    if ((mask >>> field) & 1) noteUnserved(problems, prefix + names[field], 'is not served');
  }
}

/** Notes that a text is not UTF-8. */
export function noteBadText(problems: Problems, field: string): void {
  noteInvalid(problems, field, 'is not valid UTF-8');
}

/** Notes where a message broke; the first note is the innermost message. */
export function noteMalformed(problems: Problems, path: string): void {
  if (problems.malformedPath === '') problems.malformedPath = path;
}

/**
 * The refusal of bytes that are not the message that they should be; `path` is empty where it is
 * the whole.
 */
export function malformedMessage(path: string): RefusalDetail {
  const description = 'is not a well-formed protobuf message';
  return {
    code: STATUS.invalidArgument,
    reason: 'MALFORMED_MESSAGE',
    message: `${path === '' ? 'the request' : path} ${description}`,
    violations: path === '' ? [] : [{ field: path, description }],
  };
}

/** The refusal that the noted violations make; null: there are none. */
export function violationsRefusal(problems: Problems): RefusalDetail | null {
  if (problems.invalid.length > 0) return invalidFields([...problems.invalid]).detail;
  if (problems.unserved.length === 0) return null;
  const first = problems.unserved[0];
  const { detail } = unimplementedField(first.field, first.description);
  return { ...detail, violations: [...problems.unserved] };
}
