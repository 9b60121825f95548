// What a decoded message may not hold, whatever it means: enumeration numbers that the contract
// does not have, integers that a JavaScript number cannot hold, and doubles that are no numbers.
// Each is named by its path in the contract's spelling.

import type { FieldViolation } from '../base/outcome.js';
import { VIOLATIONS_MAX } from '../wire/problems.js';
import type { Contract } from './definitions.js';

type Kind = 'enumeration' | 'integer' | 'double' | 'message';

type CheckedField = {
  readonly key: string;
  readonly path: string;
  readonly kind: Kind;
  readonly isRepeated: boolean;
  readonly shape: Shape | null;
};

/** The fields of a message that need a look. */
export type Shape = { readonly fields: CheckedField[] };

type FieldDescriptor = {
  readonly name: string;
  readonly type: string;
  readonly typeName: string;
  readonly label: string;
};

const KINDS: Readonly<Record<string, Kind>> = {
  TYPE_ENUM: 'enumeration',
  TYPE_INT64: 'integer',
  TYPE_DOUBLE: 'double',
  TYPE_MESSAGE: 'message',
};

const PACKAGE = 'shipfrom.v1.';

/** The shape of the message with this full name. */
export function shapeOf(contract: Contract, fullName: string): Shape {
  return shapeIn(contract, fullName, new Map());
}

function shapeIn(contract: Contract, fullName: string, known: Map<string, Shape>): Shape {
  const before = known.get(fullName);
  if (before !== undefined) return before;
  const shape: Shape = { fields: [] };
  known.set(fullName, shape);
  const message = (contract[fullName] as { type: unknown }).type;
  const { field, nestedType } = message as {
    field: FieldDescriptor[];
    nestedType: { name: string }[];
  };
  const nested = new Set(nestedType.map(({ name }) => name));
  for (const { name, type, typeName, label } of field) {
    const kind = KINDS[type];
    // The nested types of the contract are the entries of its maps, which hold text only.
    if (kind === undefined || nested.has(typeName)) continue;
    shape.fields.push({
      key: name,
      path: snakeCase(name),
      kind,
      isRepeated: label === 'LABEL_REPEATED',
      shape: kind === 'message' ? shapeIn(contract, resolve(contract, typeName), known) : null,
    });
  }
  return shape;
}

function resolve(contract: Contract, typeName: string): string {
  const name = typeName.replace(/^\./, '');
  if (`${PACKAGE}${name}` in contract) return `${PACKAGE}${name}`;
  if (name in contract) return name;
  throw new Error(`no message ${typeName} in the contract`);
}

/** Adds to `violations` what is wrong in a decoded message that stands at `path`. */
export function findViolations(
  message: object,
  shape: Shape,
  path: string,
  violations: FieldViolation[],
): void {
  const values = message as Readonly<Record<string, unknown>>;
  for (const field of shape.fields) {
    const value = values[field.key];
    if (value === undefined) continue;
    const at = path === '' ? field.path : `${path}.${field.path}`;
    if (!field.isRepeated) {
      checkValue(value, field, at, violations);
      continue;
    }
    const elements = value as readonly unknown[];
    for (let i = 0; i < elements.length && violations.length < VIOLATIONS_MAX; i++) {
      checkValue(elements[i], field, `${at}[${i}]`, violations);
    }
  }
}

function checkValue(
  value: unknown,
  field: CheckedField,
  path: string,
  violations: FieldViolation[],
): void {
  switch (field.kind) {
    case 'message':
      findViolations(value as object, field.shape as Shape, path, violations);
      return;
    case 'enumeration':
      if (typeof value !== 'number') return;
      violations.push({ field: path, description: `unknown value ${value}` });
      return;
    case 'integer':
      if (Number.isSafeInteger(value)) return;
      violations.push({ field: path, description: 'must be within plus or minus 2^53 - 1' });
      return;
    case 'double':
      if (Number.isFinite(value)) return;
      violations.push({ field: path, description: 'must be a finite number' });
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
