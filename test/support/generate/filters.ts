// Which random filters exercise every attribute with every operator that fits it?
// Must not know: how a filter is judged.

import type { DataList, Filter } from '../model/messages.js';
import type { DataSet } from '../model/rules.js';
import type { AttributeKind, AttributeRow } from './attribute-rows.js';
import { dataSetRows, extensibleRows, plainRows } from './attribute-rows.js';
import { randomPointFilter } from './data-points.js';
import { ORDERING, randomDataList, randomOperand } from './operands.js';
import type { Rng } from './random.js';
import { CUSTOM_NAMES } from './vocabulary.js';

const EQUALITY = ['EQUAL', 'NOT_EQUAL', 'IN', 'NOT_IN'];
const TEXTUAL = ['STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'DOES_NOT_CONTAIN'];

/** What holds for most values; drawn more often, for a network that serves nothing shows little. */
const MILD = ['NOT_EQUAL', 'IN', 'NOT_IN', 'DOES_NOT_CONTAIN'];

const OPERATORS: Record<AttributeKind, readonly string[]> = {
  number: [...ORDERING, ...ORDERING, ...ORDERING, ...EQUALITY],
  text: [...MILD, ...MILD, ...EQUALITY, ...TEXTUAL, ...TEXTUAL],
  boolean: ['EQUAL', 'NOT_EQUAL'],
  date: [...ORDERING, ...EQUALITY],
  list: ['CONTAINS', 'DOES_NOT_CONTAIN', 'DOES_NOT_CONTAIN', 'SUBSET', 'SUBSET', 'IN', 'NOT_IN'],
  custom: [...MILD, ...MILD, ...ORDERING, ...EQUALITY, ...TEXTUAL],
  extensible: [...MILD, ...ORDERING, ...EQUALITY, ...TEXTUAL, 'SUBSET', 'SUBSET'],
};

/** Makes `count` filters and the data lists that they name. */
export function randomFilters(
  rng: Rng,
  count: number,
  codes: readonly string[],
  productCodes: readonly string[],
  dataSets: DataSet[],
): { filters: Filter[]; dataLists: DataList[] } {
  const plain = plainRows(codes, productCodes);
  const extensible = extensibleRows();
  const columns = dataSetRows(dataSets);
  const filters: Filter[] = [];
  const dataLists: DataList[] = [];
  for (let index = 0; index < count; index++) {
    const draw = rng.next();
    const name = `filter ${index + 1}`;
    if (draw < 0.22) {
      filters.push(randomPointFilter(rng, name, dataSets));
      continue;
    }
    const rows = draw < 0.36 ? extensible : draw < 0.5 && columns.length > 0 ? columns : plain;
    const { filter, dataList } = randomFilter(rng, name, rng.pick(rows));
    filters.push(filter);
    if (dataList !== undefined) dataLists.push(dataList);
  }
  return { filters, dataLists };
}

function randomFilter(
  rng: Rng,
  name: string,
  row: AttributeRow,
): { filter: Filter; dataList?: DataList } {
  const operator = rng.pick(OPERATORS[row.kind]);
  const filter: Filter = {
    name,
    attribute: row.path,
    ...row.more,
    operator: `FILTER_OPERATOR_${operator}`,
  };
  if (row.kind === 'custom') filter.customAttributeName = rng.pick(CUSTOM_NAMES);
  if (rng.chance(0.4)) filter.acceptNulls = rng.chance(0.6);
  if (['IN', 'NOT_IN', 'SUBSET'].includes(operator) && rng.chance(0.5)) {
    const dataList = randomDataList(rng, `list of ${name}`, row, operator);
    return { filter: { ...filter, dataList: dataList.name }, dataList };
  }
  return { filter: { ...filter, customValue: randomOperand(rng, row, operator) } };
}
