// How the value of an attribute is told: by its name, in a unit, as it was written.

import { INFINITE_UNITS } from '../columns/limits.js';
import type { GroupProgram } from '../columns/program.js';
import type { FilterAttribute } from '../configuration/attributes.js';
import { resolveAttribute } from '../configuration/data-sets.js';
import type { DataPointDocument } from '../configuration/document.js';
import { UNIT } from '../configuration/enumerations.js';
import { unitFactor } from '../configuration/operand.js';
import { type AttributeValue, attributeValue, type Subject } from './attribute-values.js';
import { majorUnits, shortNumber } from './numbers.js';
import type { Scene } from './scene.js';

/** The unit of numbers that name none. */
const DEFAULT_UNITS: Readonly<Record<string, string>> = { distance: 'mi', mass: 'g', length: 'cm' };

/** Tells of one attribute that a filter names; made once for a filter. */
export class AttributeText {
  readonly attribute: FilterAttribute;
  /** The attribute with what names it besides, for example order.customData['colour']. */
  readonly name: string;
  /** What one of the unit in which numbers are told is worth in the unit of the wire. */
  readonly factor: number;
  /** That unit, behind a blank; '' where there is none. */
  readonly symbol: string;
  private readonly scene: Scene;
  private readonly group: GroupProgram;
  private readonly reference: DataPointDocument;

  /** `unit` is a number of MeasureUnit; 0: that of the attribute. */
  constructor(scene: Scene, group: GroupProgram, reference: DataPointDocument, unit: number) {
    const attribute = resolveAttribute(reference, scene.dataSets);
    if (attribute === undefined) throw new Error(`'${reference.attribute}' is no attribute`);
    const told = unit || attribute.defaultUnit;
    this.scene = scene;
    this.group = group;
    this.reference = reference;
    this.attribute = attribute;
    this.name = nameOf(attribute, reference);
    this.factor = unitFactor(attribute.unitKind, told);
    this.symbol = unitSymbol(attribute, told);
  }

  /** What it is at `subject`. */
  valueAt(subject: Subject): AttributeValue {
    return attributeValue(this.scene, subject, this.group, this.reference);
  }

  /** A value as text; `others` are numbers, in the unit, that a rounded one must not pass. */
  written(value: AttributeValue, others: readonly number[]): string {
    if (value === undefined) return '';
    if (typeof value === 'string' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'number') return value.join(', ');
    const { unitKind, path } = this.attribute;
    if (unitKind === 'currency') return majorUnits(value, this.scene.currencyPlaces);
    // What is left of infinite stock is still infinite; no count reaches half of it.
    if (path === 'inventory.available' && value > INFINITE_UNITS / 2) return 'any number';
    return `${shortNumber(value / this.factor, others)}${this.symbol}`;
  }
}

function nameOf({ path, naming }: FilterAttribute, reference: DataPointDocument): string {
  const { customAttributeName, attributeFqn, dataSet, dataSetColumn } = reference;
  switch (naming) {
    case 'nothing':
      return path;
    case 'custom-key':
      return `${path}['${customAttributeName}']`;
    case 'fqn':
      return `${path}['${attributeFqn}']`;
    case 'column':
      return `${path}['${dataSet}']['${dataSetColumn}']`;
  }
}

/** A unit, a number of MeasureUnit, behind a blank; '' where there is none. */
export function unitSymbol({ unitKind }: FilterAttribute, unit: number): string {
  const given = Object.entries(UNIT).find(([, number]) => number === unit)?.[0];
  const symbol = given ?? DEFAULT_UNITS[unitKind];
  return symbol === undefined ? '' : ` ${symbol}`;
}
