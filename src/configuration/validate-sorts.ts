// What the sort of a group must be: keys that differ, of columns and rate cards that are there.

import { CODE_BYTES_MAX, COEFFICIENT_MAX, SORT_KEYS_MAX } from '../columns/limits.js';
import { SORT } from '../columns/program.js';
import {
  checkCount,
  checkEnumeration,
  checkOptionalText,
  checkRange,
  checkReferences,
  refuse,
  type Report,
} from './checks.js';
import { type DataSets, findColumn, isNumeric } from './data-sets.js';
import type { LocationSortDocument, ScoreOptionsDocument } from './document.js';
import { DIRECTIONS, SCORE_MODES, SORTS } from './enumerations.js';

/** What sorts may refer to. */
export type SortReferences = {
  readonly dataSets: DataSets;
  /** Names of rate cards. */
  readonly rateCards: ReadonlySet<string>;
};

/** Checks the keys of a sort, which stand at `path`. */
export function checkSorts(
  report: Report,
  path: string,
  sorts: readonly LocationSortDocument[],
  references: SortReferences,
): void {
  if (!checkCount(report, path, sorts.length, SORT_KEYS_MAX)) return;
  const seen = new Set<string>();
  sorts.forEach((sort, place) => {
    const at = `${path}[${place}]`;
    const { dataSet = '', dataSetColumn = '', score } = sort;
    const type = checkEnumeration(report, `${at}.type`, SORTS, sort.type, true);
    const isOfColumn = type === SORT.cost || type === SORT.dataSet;
    // Keys of columns are the same only if their columns are.
    const key = JSON.stringify(isOfColumn ? [type, dataSet, dataSetColumn] : [type]);
    if (type > 0 && seen.has(key)) refuse(report, `${at}.type`, `${sort.type} is there twice`);
    seen.add(key);
    checkEnumeration(report, `${at}.direction`, DIRECTIONS, sort.direction, false);
    if (isOfColumn) {
      checkColumn(report, `${at}.data_set`, [dataSet, dataSetColumn], references.dataSets);
    } else if (type > 0 && (dataSet !== '' || dataSetColumn !== '')) {
      const field = dataSet === '' ? 'data_set_column' : 'data_set';
      refuse(report, `${at}.${field}`, `goes with COST and DATA_SET only, not with ${sort.type}`);
    }
    if (score === undefined) return;
    if (type === SORT.score) checkScore(report, `${at}.score`, score, references);
    else if (type > 0) refuse(report, `${at}.score`, `goes with SCORE only, not with ${sort.type}`);
  });
}

function checkScore(
  report: Report,
  path: string,
  score: ScoreOptionsDocument,
  { dataSets, rateCards }: SortReferences,
): void {
  checkEnumeration(report, `${path}.mode`, SCORE_MODES, score.mode, false);
  for (const [field, coefficient] of [
    ['inventory', score.inventoryCoefficient],
    ['shipping', score.shippingCoefficient],
    ['model', score.modelCoefficient],
    ['cost', score.costCoefficient],
  ] as const) {
    checkRange(report, `${path}.${field}_coefficient`, coefficient, 0, COEFFICIENT_MAX);
  }
  checkRange(report, `${path}.price_share`, score.priceShare, 0, 1);
  checkReferences(report, `${path}.rate_cards`, score.rateCards ?? [], rateCards, 'rate card');
  checkOptionalText(report, `${path}.service`, score.service, CODE_BYTES_MAX);
  const model = [score.modelDataSet ?? '', score.modelDataSetColumn ?? ''] as const;
  checkColumn(report, `${path}.model_data_set`, model, dataSets);
  const cost = [score.costDataSet ?? '', score.costDataSetColumn ?? ''] as const;
  checkColumn(report, `${path}.cost_data_set`, cost, dataSets);
}

/**
 * Refuses a column that is named by half, is not there, or is none to sort by; none at all may be
 * named. `field` is the path of the data set's name; that of the column's ends in `_column`.
 */
function checkColumn(
  report: Report,
  field: string,
  [dataSet, column]: readonly [string, string],
  dataSets: DataSets,
): void {
  if (dataSet === '' && column === '') return;
  const found = findColumn(dataSets, { dataSet, dataSetColumn: column });
  if (dataSet === '') {
    refuse(report, field, `must name the data set of the column '${column}'`);
  } else if (!dataSets.has(dataSet)) {
    refuse(report, field, `no data set has the name '${dataSet}'`);
  } else if (column === '') {
    refuse(report, `${field}_column`, `must name a column of the data set '${dataSet}'`);
  } else if (found === undefined) {
    refuse(report, `${field}_column`, `the data set '${dataSet}' has no column '${column}'`);
  } else if (!isNumeric(found)) {
    refuse(report, `${field}_column`, `the column '${column}' of '${dataSet}' is text`);
  } else if (found.sortable === false) {
    refuse(report, `${field}_column`, `the column '${column}' of '${dataSet}' is not sortable`);
  }
}
