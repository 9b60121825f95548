// Which fields of an object say something, and which may go because they are as good as absent.

import type { Enumeration } from './enumerations.js';

/** The object without fields at their default: empty texts, false, 0. */
export function meaningful<T extends object>(fields: T): T {
  return kept(fields, (value) => value !== '' && value !== false && value !== 0);
}

/** The object without fields that are absent: for those whose default is none of '', false, 0. */
export function present<T extends object>(fields: T): T {
  return kept(fields, () => true);
}

/** The object without empty lists. */
export function nonEmpty<T extends Readonly<Record<string, readonly unknown[]>>>(
  fields: T,
): Partial<T> {
  return kept<Partial<T>>(fields, (value) => (value as readonly unknown[]).length > 0);
}

function kept<T extends object>(fields: T, isKept: (value: unknown) => boolean): T {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && isKept(value)),
  ) as T;
}

/** Whether anything is left of an object. */
export function isMeant(fields: object): boolean {
  return Object.keys(fields).length > 0;
}

/** The name of a value; undefined where it stands for none. */
export function given(names: Enumeration, value: string | undefined): string | undefined {
  return value === names.unspecified ? undefined : value;
}
