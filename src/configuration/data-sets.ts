// What a data set says of locations, and what a column of it is to filters: an attribute with a
// type and a unit of its own. It knows no filter and no sort.

import { parseDecimal } from '../base/units.js';
import { sharedDoubles } from '../columns/stock.js';
import { findAttribute, OPERATORS_OF, type FilterAttribute, type UnitKind } from './attributes.js';
import type { DataPointDocument, DataSetColumnDocument, DataSetDocument } from './document.js';
import { COLUMN_TYPE, COLUMN_TYPES, numberOf, UNIT, UNITS } from './enumerations.js';
import type { LocationDocument } from './location-document.js';
import { isUnitOf } from './operand.js';

/** The data sets of a configuration by name. */
export type DataSets = ReadonlyMap<string, DataSetDocument>;

/** The data sets by name; of equal names the last. */
export function dataSetsByName(dataSets: readonly DataSetDocument[] = []): DataSets {
  return new Map(dataSets.map((dataSet) => [dataSet.name ?? '', dataSet]));
}

/** What names a column. */
export type ColumnReference = Pick<DataPointDocument, 'dataSet' | 'dataSetColumn'>;

/** The column of that name; undefined where there is none. */
export function findColumn(
  dataSets: DataSets,
  { dataSet = '', dataSetColumn = '' }: ColumnReference,
): DataSetColumnDocument | undefined {
  const columns = dataSets.get(dataSet)?.columns ?? [];
  return columns.find(({ name }) => name === dataSetColumn);
}

/** Whether a column holds numbers, which it does where nothing is said. */
export function isNumeric({ type }: DataSetColumnDocument): boolean {
  return numberOf(COLUMN_TYPES, type) !== COLUMN_TYPE.string;
}

/**
 * The attribute that a filter, or one side of it, reads: a column of a data set has its own type
 * and unit. Undefined where there is no such attribute or column.
 */
export function resolveAttribute(
  reference: DataPointDocument,
  dataSets: DataSets,
): FilterAttribute | undefined {
  const attribute = findAttribute(reference.attribute ?? '');
  if (attribute?.naming !== 'column') return attribute;
  const column = findColumn(dataSets, reference);
  return column === undefined ? undefined : columnAttribute(attribute, column);
}

function columnAttribute(
  attribute: FilterAttribute,
  column: DataSetColumnDocument,
): FilterAttribute {
  if (!isNumeric(column)) {
    return { ...attribute, type: 'STRING', operators: OPERATORS_OF.STRING };
  }
  const unit = numberOf(UNITS, column.unit);
  return {
    ...attribute,
    type: 'NUMBER',
    operators: OPERATORS_OF.NUMBER,
    unitKind: column.isMoney === true ? 'currency' : kindOf(unit),
    defaultUnit: unit,
  };
}

/** The dimension of a number of MeasureUnit. */
function kindOf(unit: number): UnitKind {
  if (unit === UNIT.m) return 'metres';
  const kinds = ['none', 'distance', 'mass', 'length'] as const;
  return kinds.find((kind) => isUnitOf(kind, unit)) ?? 'none';
}

/** The rows of each data set by location code: most of them are the same objects for long. */
const rowsOfSets = new WeakMap<
  DataSetDocument,
  ReadonlyMap<string, Readonly<Record<string, string>>>
>();

function rowsOf(dataSet: DataSetDocument): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const known = rowsOfSets.get(dataSet);
  if (known !== undefined) return known;
  const rows = new Map(
    (dataSet.rows ?? []).map(({ locationCode = '', values = {} }) => [locationCode, values]),
  );
  rowsOfSets.set(dataSet, rows);
  return rows;
}

/**
 * Reads a column of a data set by location code: the text that the location has, else the column's
 * default, else ''. Throws where there is no such column.
 */
export function columnReader(
  dataSets: DataSets,
  reference: ColumnReference,
): (locationCode: string) => string {
  const { dataSet: name = '', dataSetColumn = '' } = reference;
  const dataSet = dataSets.get(name);
  const column = findColumn(dataSets, reference);
  if (dataSet === undefined || column === undefined) {
    throw new Error(`data set '${name}' has no column '${dataSetColumn}'`);
  }
  const rows = rowsOf(dataSet);
  const { defaultValue = '' } = column;
  return (code) => {
    const values = rows.get(code);
    const isThere = values !== undefined && Object.hasOwn(values, dataSetColumn);
    return (isThere ? values[dataSetColumn] : '') || defaultValue;
  };
}

type Documents = readonly (LocationDocument | undefined)[];

/**
 * What was read of the columns of each data set for the locations that were there last: an edit of
 * something else compiles all rules again.
 */
const numbersOfSets = new WeakMap<
  DataSetDocument,
  { readonly documents: Documents; readonly columns: Map<string, Float64Array> }
>();

/**
 * The numbers of a column as they are written, by location, in shared memory; NaN where there is
 * none, and in holes. Throws where there is no such column.
 */
export function columnNumbers(
  dataSets: DataSets,
  reference: ColumnReference,
  documents: Documents,
): Float64Array {
  const read = columnReader(dataSets, reference);
  const { dataSet = '', dataSetColumn = '' } = reference;
  const owner = dataSets.get(dataSet) as DataSetDocument;
  const known = numbersOfSets.get(owner);
  const columns = known?.documents === documents ? known.columns : new Map<string, Float64Array>();
  if (known?.documents !== documents) numbersOfSets.set(owner, { documents, columns });
  const before = columns.get(dataSetColumn);
  if (before !== undefined) return before;
  const numbers = sharedDoubles(documents.length);
  documents.forEach((location, index) => {
    numbers[index] = location === undefined ? Number.NaN : parseDecimal(read(location.code ?? ''));
  });
  columns.set(dataSetColumn, numbers);
  return numbers;
}
