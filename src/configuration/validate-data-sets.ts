// What a data set must be: columns of different names, and a row for each location whose values are
// what its columns hold.

import { bytesOf } from '../base/text.js';
import { CURRENCY_EXPONENT_MAX, majorToMinor, parseDecimal } from '../base/units.js';
import {
  CODE_BYTES_MAX,
  DATA_SET_COLUMNS_MAX,
  DATA_SET_ROWS_MAX,
  TEXT_BYTES_MAX,
} from '../columns/limits.js';
import {
  checkCodes,
  checkCount,
  checkEnumeration,
  checkOptionalText,
  checkRequiredText,
  refuse,
  type Report,
} from './checks.js';
import { isNumeric } from './data-sets.js';
import type { DataSetColumnDocument, DataSetDocument } from './document.js';
import { COLUMN_TYPES, UNITS } from './enumerations.js';

/** Characters of a text that is short enough whatever they are. */
const SHORT_CHARACTERS = Math.floor(TEXT_BYTES_MAX / 3);
/** The name that objects of the language keep for themselves. */
const RESERVED_NAME = '__proto__';

/** Checks all of a data set but its name. `path` is where it stands. */
export function checkDataSet(report: Report, path: string, dataSet: DataSetDocument): void {
  checkOptionalText(report, `${path}.notes`, dataSet.notes);
  const { columns = [], rows = [] } = dataSet;
  if (columns.length === 0) refuse(report, `${path}.columns`, 'must have at least one member');
  if (!checkCount(report, `${path}.columns`, columns.length, DATA_SET_COLUMNS_MAX)) return;
  const known = checkColumns(report, `${path}.columns`, columns);
  if (!checkCount(report, `${path}.rows`, rows.length, DATA_SET_ROWS_MAX)) return;
  const codes = rows.map((row) => row.locationCode);
  checkCodes(report, codes, (place) => `${path}.rows[${place}].location_code`);
  rows.forEach(({ values }, place) => {
    if (values !== undefined) checkValues(report, `${path}.rows[${place}].values`, values, known);
  });
}

/** The columns by name. */
function checkColumns(
  report: Report,
  path: string,
  columns: readonly DataSetColumnDocument[],
): ReadonlyMap<string, DataSetColumnDocument> {
  const known = new Map<string, DataSetColumnDocument>();
  columns.forEach((column, place) => {
    const at = `${path}[${place}]`;
    const { name = '' } = column;
    if (checkRequiredText(report, `${at}.name`, name, CODE_BYTES_MAX)) {
      if (name.trim() === '') refuse(report, `${at}.name`, 'must not be blank');
      else if (name === RESERVED_NAME) refuse(report, `${at}.name`, 'is reserved');
      else if (known.has(name)) refuse(report, `${at}.name`, `'${name}' is there twice`);
    }
    known.set(name, column);
    checkColumn(report, at, column);
  });
  return known;
}

function checkColumn(report: Report, at: string, column: DataSetColumnDocument): void {
  const type = checkEnumeration(report, `${at}.type`, COLUMN_TYPES, column.type, false);
  const unit = checkEnumeration(report, `${at}.unit`, UNITS, column.unit, false);
  const isMoney = column.isMoney === true;
  if (!isNumeric(column)) {
    if (unit > 0) refuse(report, `${at}.unit`, 'goes with numbers only');
    if (isMoney) refuse(report, `${at}.is_money`, 'goes with numbers only');
    if (column.sortable === true) refuse(report, `${at}.sortable`, 'goes with numbers only');
  } else if (unit > 0 && isMoney) {
    refuse(report, `${at}.unit`, 'goes with numbers that are no money');
  }
  const { defaultValue = '' } = column;
  const fault = type < 0 ? undefined : valueFault(defaultValue, column);
  if (fault !== undefined) refuse(report, `${at}.default_value`, fault);
}

function checkValues(
  report: Report,
  path: string,
  values: Readonly<Record<string, string>>,
  known: ReadonlyMap<string, DataSetColumnDocument>,
): void {
  for (const [name, text] of Object.entries(values)) {
    const column = known.get(name);
    const fault =
      column === undefined ? `no column has the name '${name}'` : valueFault(text, column);
    if (fault !== undefined) refuse(report, `${path}[${JSON.stringify(name)}]`, fault);
  }
}

/** Why a text is no value of a column; undefined where it is one. An empty text is no value. */
function valueFault(text: string, column: DataSetColumnDocument): string | undefined {
  if (text.length > SHORT_CHARACTERS) {
    const lengthBytes = bytesOf(text).length;
    if (lengthBytes > TEXT_BYTES_MAX) {
      return `must have at most ${TEXT_BYTES_MAX} bytes, not ${lengthBytes}`;
    }
  }
  if (text === '' || !isNumeric(column)) return undefined;
  const isMoney = column.isMoney === true;
  const number = isMoney ? majorToMinor(text, CURRENCY_EXPONENT_MAX) : parseDecimal(text);
  return Number.isFinite(number) ? undefined : `must be a number, not '${text}'`;
}
