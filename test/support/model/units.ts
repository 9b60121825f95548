// How many kilometres, grams or centimetres is a number of a unit? Must not know: attributes,
// operands.

/** What units measure. A metre is one of distances and one of lengths. */
export type Dimension = 'distance' | 'mass' | 'length';

const FACTORS: Record<Dimension, Record<string, number>> = {
  distance: { KM: 1, MI: 1.609344, M: 0.001 },
  mass: { G: 1, KG: 1000, OZ: 28.349523125, LB: 453.59237 },
  length: { CM: 1, M: 100, IN: 2.54, FT: 30.48 },
};

const DIMENSIONS: readonly Dimension[] = ['distance', 'mass', 'length'];

/** The end of a unit's name; undefined where none is given. */
export function shortUnit(unit: string | undefined): string | undefined {
  const name = (unit ?? 'UNSPECIFIED').replace('MEASURE_UNIT_', '');
  return name === 'UNSPECIFIED' ? undefined : name;
}

/** What both units measure; undefined where both are none. Throws where they do not fit. */
export function commonDimension(
  one: string | undefined,
  other: string | undefined,
): Dimension | undefined {
  if (one === undefined && other === undefined) return undefined;
  const found = DIMENSIONS.find(
    (dimension) => (one ?? '') in FACTORS[dimension] && (other ?? '') in FACTORS[dimension],
  );
  if (found === undefined) throw new Error(`${one} and ${other} do not compare`);
  return found;
}

/** A number in the base unit of a dimension; a product is rounded to what a decimal would give. */
export function inBase(
  value: number,
  unit: string | undefined,
  dimension: Dimension | undefined,
): number {
  if (dimension === undefined || unit === undefined) return value;
  const factor = FACTORS[dimension][unit];
  return factor === 1 ? value : Number((value * factor).toPrecision(15));
}
