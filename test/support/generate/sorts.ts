// By which random keys do groups sort their locations? Must not know: how they are followed.

import type { LocationSort } from '../model/messages.js';
import type { DataSet, RateCard, ScoreOptions } from '../model/rules.js';
import { sortableColumns } from './data-sets.js';
import type { Rng } from './random.js';
import { SERVICES } from './rate-cards.js';

const PLAIN = [
  'RANK',
  'DISTANCE',
  'LTD',
  'LOWEST_AVAILABLE',
  'HIGHEST_AVAILABLE',
  'RANDOM',
  'EXCESS_COUNT',
  'EXCESS_PERCENTAGE',
] as const;

const DIRECTIONS = ['UNSPECIFIED', 'NATURAL', 'ASCENDING', 'DESCENDING'] as const;

/** What a configuration has for sorts to read. */
export interface SortTables {
  dataSets: DataSet[];
  rateCards: RateCard[];
}

/** None to four keys, each type once, those of columns once a column. */
export function randomSorts(rng: Rng, tables: SortTables): LocationSort[] {
  const count = rng.pick([0, 1, 1, 1, 2, 2, 3, 4]);
  const sorts: LocationSort[] = [];
  while (sorts.length < count) {
    const sort = randomSort(rng, tables);
    const isTaken = sorts.some(
      (each) =>
        each.type === sort.type &&
        each.dataSet === sort.dataSet &&
        each.dataSetColumn === sort.dataSetColumn,
    );
    if (!isTaken) sorts.push(sort);
  }
  return sorts;
}

function randomSort(rng: Rng, tables: SortTables): LocationSort {
  const columns = sortableColumns(tables.dataSets);
  const sort: LocationSort = { type: 'SORT_TYPE_' };
  if (rng.chance(0.7)) sort.direction = `SORT_DIRECTION_${rng.pick(DIRECTIONS)}`;
  const draw = rng.next();
  if (draw < 0.25) return { ...sort, ...randomScoreSort(rng, tables) };
  if (draw < 0.45) {
    sort.type += rng.pick(['COST', 'DATA_SET']);
    if (columns.length > 0 && rng.chance(0.9)) {
      const { dataSet, column } = rng.pick(columns);
      sort.dataSet = dataSet;
      sort.dataSetColumn = column;
    }
  } else {
    sort.type += rng.pick(PLAIN);
  }
  return sort;
}

/** A key of scores. */
export function randomScoreSort(rng: Rng, tables: SortTables): LocationSort {
  const sort: LocationSort = { type: 'SORT_TYPE_SCORE' };
  if (rng.chance(0.9)) sort.score = randomScore(rng, sortableColumns(tables.dataSets), tables);
  return sort;
}

/** Often some of the coefficients are 0, so that scores are equal and ties decide. */
function randomScore(
  rng: Rng,
  columns: { dataSet: string; column: string }[],
  { rateCards }: SortTables,
): ScoreOptions {
  const options: ScoreOptions = {};
  if (rng.chance(0.7)) options.mode = `SCORE_MODE_${rng.pick(['RELATIVE', 'PUBLISHED'])}`;
  const isFlat = rng.chance(0.6);
  const share = rng.pick([0.7, 1]);
  const coefficient = () => (isFlat && rng.chance(share) ? 0 : rng.pick([0.1, 0.5, 1, 2]));
  if (isFlat || rng.chance(0.3)) options.inventoryCoefficient = coefficient();
  if (isFlat || rng.chance(0.3)) options.shippingCoefficient = coefficient();
  if (isFlat || rng.chance(0.3)) options.modelCoefficient = coefficient();
  if (isFlat || rng.chance(0.3)) options.costCoefficient = coefficient();
  if (rng.chance(0.3)) options.priceShare = rng.pick([0, 0.25, 1]);
  const names = rateCards.map((card) => card.name);
  if (names.length > 0 && rng.chance(0.3)) options.rateCards = rng.sample(names, rng.integer(1, 2));
  const service = rng.pick(SERVICES);
  if (rng.chance(0.4) && service !== '') options.service = service;
  const model = columns.filter(({ column }) => /model|capacity/.test(column));
  if (model.length > 0 && rng.chance(0.7)) {
    const { dataSet, column } = rng.pick(model);
    Object.assign(options, { modelDataSet: dataSet, modelDataSetColumn: column });
  }
  const cost = columns.filter(({ column }) => /cost|capacity/.test(column));
  if (cost.length > 0 && rng.chance(0.7)) {
    const { dataSet, column } = rng.pick(cost);
    Object.assign(options, { costDataSet: dataSet, costDataSetColumn: column });
  }
  return options;
}
