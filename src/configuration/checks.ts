// The small checks that rules on configurations are made of. Each adds what it finds to a report
// and goes on.

import type { FieldViolation } from '../base/outcome.js';
import { bytesOf, foldText } from '../base/text.js';
import { CODE_BYTES_MAX, RANK_MAX, TEXT_BYTES_MAX } from '../columns/limits.js';
import type { Enumeration } from './enumerations.js';

/** What was found so far, in the order of the document. */
export type Report = FieldViolation[];

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

/** Refuses a text that is longer than 255 bytes; it may be absent. */
export function checkOptionalText(report: Report, field: string, text: string | undefined): void {
  if (text !== undefined && text !== '') checkRequiredText(report, field, text);
}

/** Refuses location codes that are no codes or come twice. `fieldOf` names the path of one. */
export function checkCodes(
  report: Report,
  codes: readonly (string | undefined)[],
  fieldOf: (place: number) => string,
): void {
  const seen = new Set<string>();
  codes.forEach((code, place) => {
    if (!checkRequiredText(report, fieldOf(place), code, CODE_BYTES_MAX)) return;
    if (seen.has(code as string)) refuse(report, fieldOf(place), `'${code}' is there twice`);
    seen.add(code as string);
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

/** Refuses a rank outside `lowest` to RANK_MAX. */
export function checkRank(
  report: Report,
  field: string,
  rank: number | undefined,
  lowest: number,
): void {
  const value = rank ?? 0;
  if (value >= lowest && value <= RANK_MAX) return;
  refuse(report, field, `must be ${lowest} to ${RANK_MAX}, not ${value}`);
}
