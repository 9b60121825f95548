// What does a column of a data set say of a location? Must not know: filters, sorts, scores.

import type { Attribute } from './attributes.js';
import type { Configuration } from './messages.js';
import type { DataSet, DataSetColumn } from './rules.js';
import { parseNumber } from './text.js';
import { shortUnit } from './units.js';

/** What names a column. */
interface ColumnName {
  dataSet?: string;
  dataSetColumn?: string;
}

/** The column's value as the type of the column; throws where there is no such column. */
export function readColumn(
  configuration: Configuration,
  name: ColumnName,
  locationCode: string,
): Attribute {
  const { dataSet, column } = columnNamed(configuration, name);
  const text = textAt(dataSet, column, locationCode);
  if (column.type === 'DATA_SET_COLUMN_TYPE_STRING') return { kind: 'text', value: text };
  const value = text === undefined ? undefined : parseNumber(text);
  if (column.isMoney === true) return { kind: 'money', value };
  const unit = shortUnit(column.unit);
  return { kind: 'number', value, ...(unit === undefined ? {} : { unit }) };
}

/** The number of a column as it is written; undefined: unknown, or no column is named. */
export function numberAt(
  configuration: Configuration,
  name: ColumnName,
  locationCode: string,
): number | undefined {
  if (!name.dataSet || !name.dataSetColumn) return undefined;
  const { dataSet, column } = columnNamed(configuration, name);
  const text = textAt(dataSet, column, locationCode);
  return text === undefined ? undefined : parseNumber(text);
}

function columnNamed(configuration: Configuration, name: ColumnName) {
  const dataSet = configuration.dataSets?.find((each) => each.name === name.dataSet);
  const column = dataSet?.columns.find((each) => each.name === name.dataSetColumn);
  if (dataSet === undefined || column === undefined) {
    throw new Error(`unknown column ${name.dataSet}.${name.dataSetColumn}`);
  }
  return { dataSet, column };
}

/** The row's value, else the default; an empty text is none. */
function textAt(dataSet: DataSet, column: DataSetColumn, code: string): string | undefined {
  const row = dataSet.rows?.find((each) => each.locationCode === code);
  return row?.values?.[column.name] || column.defaultValue || undefined;
}
