// Which random tables say something of locations? Must not know: what filters, sorts and scores
// make of it.

import type { DataSet, DataSetColumn } from '../model/rules.js';
import type { Rng } from './random.js';
import { CUSTOM_VALUES, CUSTOMER_SEGMENTS, messy, STOCK_ATTRIBUTES, TOWNS } from './vocabulary.js';

/** A kind of column: what it may hold, and in which units. */
interface ColumnKind {
  type?: 'NUMBER' | 'STRING';
  values: readonly (string | number)[];
  /** Units that it may have. */
  units?: readonly string[];
  isMoney?: boolean;
  /** Whether it is only for filters, or only for sorts. */
  use?: 'filters' | 'sorts';
}

const WORDS = [...STOCK_ATTRIBUTES, ...CUSTOMER_SEGMENTS];

const KINDS: Record<string, ColumnKind> = {
  capacity: { values: [-3.5, 0, 1, 2, 5, 10] },
  reach: { values: [0, 50, 500, 1500, 3000], units: ['MI', 'KM', 'M'] },
  mass: { values: [0, 0.5, 2, 15, 500], units: ['G', 'KG', 'LB', 'OZ'] },
  side: { values: [1, 3, 7.5, 30, 122], units: ['CM', 'IN', 'FT', 'M'] },
  price: { values: [0, 5, 19.99, 60.5, 250, 605], isMoney: true },
  tier: { type: 'STRING', values: CUSTOM_VALUES },
  words: { type: 'STRING', values: WORDS },
  town: { type: 'STRING', values: TOWNS.map((town) => town.city) },
  country: { type: 'STRING', values: ['US', 'CA', 'CH'] },
  model: { values: [-0.5, 0, 0.25, 0.25, 0.5, 0.9, 1, 1.75], use: 'sorts' },
  cost: { values: [-1, 0, 0.5, 1, 1, 2, 10] },
  hidden: { values: [1, 2, 3], use: 'sorts' },
  unsorted: { values: [1, 2, 3], use: 'filters' },
};

/** Operands by unit, for columns of one dimension; some meet a value in another unit exactly. */
const OPERANDS: Record<string, Record<string, readonly string[]>> = {
  reach: { MI: ['50', '700.25'], KM: ['80.4672', '0.5', '1300.75'], M: ['80467.2', '2500000.5'] },
  mass: { G: ['500', '1999.25'], KG: ['0.5', '2', '3.25'], OZ: ['8'], LB: ['0.5', '9.7'] },
  side: {
    CM: ['7.5', '76.2', '100.5'],
    IN: ['36', '40.3'],
    FT: ['2.5', '3.9'],
    M: ['0.3', '1.22'],
  },
};

/** Mostly one or two tables, each with some of the columns. */
export function randomDataSets(rng: Rng, locationCodes: readonly string[]): DataSet[] {
  const names = rng.sample(['facts', 'Facts', 'mehr'], rng.pick([0, 1, 1, 1, 2]));
  return names.map((name) => {
    const chosen = rng.sample(Object.keys(KINDS), rng.integer(4, 10));
    const columns = chosen.map((kind) => randomColumn(rng, kind));
    const codes = rng.sample([...locationCodes, 'unknown-member'], locationCodes.length);
    const rows = codes
      .filter(() => rng.chance(0.9))
      .map((locationCode) => ({ locationCode, values: randomValues(rng, columns) }));
    return { name, columns, rows };
  });
}

function randomColumn(rng: Rng, name: string): DataSetColumn {
  const { type = 'NUMBER', units, isMoney, use, values } = KINDS[name];
  const column: DataSetColumn = { name };
  if (type === 'STRING' || rng.chance(0.5)) column.type = `DATA_SET_COLUMN_TYPE_${type}`;
  if (units !== undefined) column.unit = `MEASURE_UNIT_${rng.pick(units)}`;
  if (isMoney === true) column.isMoney = true;
  if (rng.chance(0.3)) column.defaultValue = rng.chance(0.1) ? '' : String(rng.pick(values));
  if (use === 'sorts') column.filterable = false;
  else if (rng.chance(0.3)) column.filterable = true;
  if (use === 'filters') column.sortable = false;
  else if (type === 'NUMBER' && rng.chance(0.3)) column.sortable = true;
  return column;
}

/** Some columns have no value. An empty one is none; a blank one is a value, and unknown. */
function randomValues(rng: Rng, columns: DataSetColumn[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const column of columns) {
    const { type, values: known } = KINDS[column.name];
    if (rng.chance(0.2)) continue;
    const isText = type === 'STRING';
    const text = isText
      ? messy(rng, `${rng.pick(known)}`)
      : messyNumber(rng, Number(rng.pick(known)));
    const blank = isText && rng.chance(0.5) ? ' \u00a0' : '';
    values[column.name] = rng.chance(0.07) ? blank : text;
  }
  return values;
}

function messyNumber(rng: Rng, value: number): string {
  const writings = [`${value}`, `${value}`, ` ${value}`, `${value}e0`];
  if (value >= 0) writings.push(`+${value}`);
  return rng.pick(writings);
}

/** A column and what filters may compare it with. */
export interface ColumnRow {
  dataSet: DataSet;
  column: DataSetColumn;
  values: readonly (string | number)[];
  units?: Record<string, readonly string[]>;
}

/** The columns that filters may read. */
export function columnRows(dataSets: DataSet[]): ColumnRow[] {
  return columnsOf(dataSets)
    .filter(({ column }) => column.filterable !== false)
    .map(({ dataSet, column }) => {
      const { values } = KINDS[column.name];
      const units = OPERANDS[column.name];
      return { dataSet, column, values, ...(units === undefined ? {} : { units }) };
    });
}

/** The columns that sorts and scores may read. */
export function sortableColumns(dataSets: DataSet[]): { dataSet: string; column: string }[] {
  return columnsOf(dataSets)
    .filter(({ column }) => column.sortable !== false)
    .filter(({ column }) => column.type !== 'DATA_SET_COLUMN_TYPE_STRING')
    .map(({ dataSet, column }) => ({ dataSet: dataSet.name, column: column.name }));
}

function columnsOf(dataSets: DataSet[]): { dataSet: DataSet; column: DataSetColumn }[] {
  return dataSets.flatMap((dataSet) => dataSet.columns.map((column) => ({ dataSet, column })));
}
