// The small checks that rules on configurations are made of. Each adds what it finds to a report
// and goes on.

import type { FieldViolation } from '../base/outcome.js';
import { bytesOf, foldText } from '../base/text.js';
import { CODE_BYTES_MAX, RANK_MAX, TEXT_BYTES_MAX } from '../columns/limits.js';
import type { Enumeration } from './enumerations.js';

/** What was found so far, in the order of the document. */
export type Report = FieldViolation[];

/** Bytes of UTF-8 of one unit of a JavaScript text at most. */
const UTF8_BYTES_MAX = 3;

/** Adds a violation. `field` is a path as the contract spells it. */
export function refuse(report: Report, field: string, description: string): void {
  report.push({ field, description });
}

/** Refuses a text that is empty or longer than `bytesMax` bytes. Returns whether it passed. */
export function checkRequiredText(
  report: Report,
  field: string,
  text: string | undefined,
  bytesMax: number = TEXT_BYTES_MAX,
): boolean {
  const lengthBytes = bytesOf(text ?? '').length;
  if (lengthBytes >= 1 && lengthBytes <= bytesMax) return true;
  refuse(report, field, `must have 1 to ${bytesMax} bytes, not ${lengthBytes}`);
  return false;
}

/** Refuses a text that is longer than `bytesMax` bytes; it may be absent. */
export function checkOptionalText(
  report: Report,
  field: string,
  text: string | undefined,
  bytesMax: number = TEXT_BYTES_MAX,
): void {
  if (text !== undefined && text !== '') checkRequiredText(report, field, text, bytesMax);
}

/** Refuses location codes that are no codes or come twice. `fieldOf` names the path of one. */
export function checkCodes(
  report: Report,
  codes: readonly (string | undefined)[],
  fieldOf: (place: number) => string,
): void {
  const seen = new Set<string>();
  codes.forEach((code = '', place) => {
    // One of so few characters is short enough whatever they are, and needs no path.
    const isShort = code !== '' && code.length * UTF8_BYTES_MAX <= CODE_BYTES_MAX;
    if (!isShort && !checkRequiredText(report, fieldOf(place), code, CODE_BYTES_MAX)) return;
    if (seen.has(code)) refuse(report, fieldOf(place), `'${code}' is there twice`);
    seen.add(code);
  });
}

/**
 * Refuses names that are not known, or come twice. `title` says of what they are.
 */
export function checkReferences(
  report: Report,
  path: string,
  names: readonly string[],
  known: ReadonlySet<string>,
  title: string,
): void {
  const seen = new Set<string>();
  names.forEach((name, place) => {
    const field = `${path}[${place}]`;
    if (!known.has(name)) refuse(report, field, `no ${title} has the name '${name}'`);
    else if (seen.has(name)) refuse(report, field, `'${name}' is there twice`);
    seen.add(name);
  });
}

/**
 * Refuses resources without a name of 1 to 255 bytes, with a blank one or with the name of an
 * earlier one. Returns the names.
 */
export function checkNames(
  report: Report,
  kind: string,
  resources: readonly { readonly name?: string }[],
): Set<string> {
  const names = new Set<string>();
  resources.forEach(({ name }, place) => {
    const field = `${kind}[${place}].name`;
    if (!checkRequiredText(report, field, name)) return;
    if (foldText(name as string) === '') refuse(report, field, 'must not be blank');
    if (names.has(name as string)) refuse(report, field, `'${name}' is the name of another one`);
    names.add(name as string);
  });
  return names;
}

/**
 * The number of an enumeration's value; 0 where it is absent or unspecified, which is refused if
 * `isRequired`. -1 where the value was refused.
 */
export function checkEnumeration(
  report: Report,
  field: string,
  names: Enumeration,
  value: string | undefined,
  isRequired: boolean,
): number {
  if (value === undefined || value === names.unspecified) {
    if (!isRequired) return 0;
    refuse(report, field, `must be one of ${names.title}: ${[...names.numbers.keys()].join(', ')}`);
    return -1;
  }
  const number = names.numbers.get(value);
  if (number !== undefined) return number;
  refuse(report, field, `'${value}' is no ${names.title}`);
  return -1;
}

/** Refuses more than `countMax` members. Returns whether there are few enough to look at each. */
export function checkCount(
  report: Report,
  field: string,
  count: number,
  countMax: number,
): boolean {
  if (count <= countMax) return true;
  refuse(report, field, `has ${count} members, at most ${countMax} are served`);
  return false;
}

/** Refuses a number outside `lowest` to `highest`; absent is 0. */
export function checkRange(
  report: Report,
  field: string,
  value: number | undefined,
  lowest: number,
  highest: number,
): void {
  const number = value ?? 0;
  if (number >= lowest && number <= highest) return;
  const range = highest === Infinity ? `${lowest} or more` : `${lowest} to ${highest}`;
  refuse(report, field, `must be ${range}, not ${number}`);
}

/** Refuses a rank outside `lowest` to RANK_MAX. */
export function checkRank(
  report: Report,
  field: string,
  rank: number | undefined,
  lowest: number,
): void {
  checkRange(report, field, rank, lowest, RANK_MAX);
}
