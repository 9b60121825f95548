// Which numbers an operand may have: whole ones, minor units of money, milliseconds of a date, else
// millionths of its unit. They are counted, and each is a text that filters read.

import type { FilterAttribute } from '../../../configuration/attributes.js';
import { operandReader } from '../../../configuration/operand.js';
import { majorUnits } from '../../numbers.js';

/** Attributes whose values are whole numbers. */
const WHOLE: ReadonlySet<string> = new Set([
  'inventory.available',
  'inventory.ltd',
  'location.rank',
  'order.items.quantity',
  'order.items.totalQuantity',
]);

/** Decimal places of an operand of other numbers. */
const PLACES = 6;
/** Steps that rounding may lead astray. */
const STRAY_MAX = 64;

/** The numbers that an operand may have, in their order. */
export class OperandGrid {
  private readonly read: (text: string) => number;
  private readonly write: (step: number) => string;
  /** How many steps one of the wire's unit has. */
  private readonly stepsPerUnit: number;

  /** `unit` is a number of MeasureUnit; `factor` what one of it is worth in the wire's unit. */
  constructor(attribute: FilterAttribute, unit: number, factor: number, currencyPlaces: number) {
    this.read = operandReader(attribute, unit, currencyPlaces);
    if (attribute.type === 'DATE') {
      this.write = (step) => dateText(step);
      this.stepsPerUnit = 1;
    } else if (attribute.unitKind === 'currency') {
      this.write = (step) => majorUnits(step, currencyPlaces);
      this.stepsPerUnit = 1;
    } else if (WHOLE.has(attribute.path)) {
      this.write = String;
      this.stepsPerUnit = 1;
    } else {
      this.write = (step) => majorUnits(step, PLACES).replace(/\.?0+$/, '');
      this.stepsPerUnit = 10 ** PLACES / factor;
    }
  }

  /** The text of a step. */
  text(step: number): string {
    return this.write(step);
  }

  /** What a step is worth in the wire's unit; NaN: it is no operand. */
  value(step: number): number {
    return this.read(this.write(step));
  }

  /** What a text is worth in the wire's unit. */
  valueOf(text: string): number {
    return this.read(text);
  }

  /** The largest step that is worth at most `value`; with `isStrict`, less. NaN: none near it. */
  atMost(value: number, isStrict: boolean): number {
    const fits = (step: number) => {
      const found = this.value(step);
      return isStrict ? found < value : found <= value;
    };
    return lastThat(Math.floor(value * this.stepsPerUnit), fits, 1);
  }

  /** The smallest step that is worth at least `value`; with `isStrict`, more. NaN: none near it. */
  atLeast(value: number, isStrict: boolean): number {
    const fits = (step: number) => {
      const found = this.value(step);
      return isStrict ? found > value : found >= value;
    };
    return lastThat(Math.ceil(value * this.stepsPerUnit), fits, -1);
  }
}

/** The last step in a direction that fits, where all those before it do. */
function lastThat(near: number, fits: (step: number) => boolean, direction: 1 | -1): number {
  if (!Number.isSafeInteger(near)) return Number.NaN;
  let step = near;
  for (let i = 0; !fits(step); i++) {
    if (i === STRAY_MAX) return Number.NaN;
    step -= direction;
  }
  for (let i = 0; fits(step + direction); i++) {
    if (i === STRAY_MAX) return Number.NaN;
    step += direction;
  }
  return step;
}

function dateText(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
