// Which fields of a resource an update changes. Masks go one level deep: a list or a message inside
// a resource is changed as a whole.

import { invalidField } from '../../base/outcome.js';
import { RESOURCE_FIELDS } from '../shape.js';

/** The path of a mask in a request. */
const PATHS = 'update_mask.paths';

/** Fields of which a resource has one at most: setting one of them empties the others. */
const EITHER_OR: readonly (readonly string[])[] = [
  ['customValue', 'dataList', 'dataPoint'],
  ['filters', 'filterLogicalGroups'],
];

/**
 * `before` with the fields of `next` that the mask names, all of them where it is empty or `*`. A
 * field that is named and that `next` has not is reset. Throws INVALID_ARGUMENT with the place of a
 * path that names no field.
 */
export function masked<T extends object>(
  kind: keyof typeof RESOURCE_FIELDS,
  before: T,
  next: T,
  mask: readonly string[],
): T {
  const names = namesOf(kind, mask);
  if (names === null) return next;
  const source = new Map<string, unknown>(Object.entries(next));
  const target = new Map<string, unknown>(Object.entries(before));
  for (const name of names) {
    if (!isGiven(source.get(name))) continue;
    const fields = EITHER_OR.find((alternatives) => alternatives.includes(name)) ?? [];
    for (const field of fields) target.delete(field);
  }
  for (const name of names) {
    const value = source.get(name);
    if (value === undefined) target.delete(name);
    else target.set(name, value);
  }
  return Object.fromEntries(target) as T;
}

/** An empty list takes nothing's place. */
function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Names of fields in a document; null: all. */
function namesOf(
  kind: keyof typeof RESOURCE_FIELDS,
  mask: readonly string[],
): readonly string[] | null {
  if (mask.length === 0 || (mask.length === 1 && mask[0] === '*')) return null;
  const { title, fields } = RESOURCE_FIELDS[kind];
  return mask.map((path, place) => {
    const at = `${PATHS}[${place}]`;
    const name = path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (name === 'id') throw invalidField(at, 'id cannot be changed');
    if (path === '*') throw invalidField(at, '* stands for all fields, and so alone');
    if (!fields.includes(name)) {
      const known = fields.filter((field) => field !== 'id').map(snakeCase);
      throw invalidField(at, `'${path}' is no field of ${title}; it has ${known.join(', ')}`);
    }
    return name;
  });
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
