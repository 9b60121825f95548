// Tests of the rules on the sorts of groups, each with the path that it names.

import { describe, expect, test } from 'vitest';
import { SORT_KEYS_MAX } from '../../src/columns/limits.js';
import type {
  ConfigurationDocument,
  LocationSortDocument,
  ScoreOptionsDocument,
} from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { sampleDocument } from './samples.js';

const TABLES: ConfigurationDocument = {
  dataSets: [
    {
      name: 'costs',
      columns: [
        { name: 'pick' },
        { name: 'pack', type: 'DATA_SET_COLUMN_TYPE_NUMBER', sortable: true },
        { name: 'internal', sortable: false },
        { name: 'zone', type: 'DATA_SET_COLUMN_TYPE_STRING' },
      ],
    },
  ],
  rateCards: [{ name: 'ground', carrier: 'UPS', weightBandsGrams: [1] }],
};

function faultsOf(...sorts: LocationSortDocument[]): string[] {
  const document = sampleDocument({ sorts }, [], TABLES);
  return validateConfiguration(document).map(({ field, description }) =>
    `${field} ${description}`.replace('location_groups[0].', ''),
  );
}

function scoreFaults(score: ScoreOptionsDocument): string[] {
  return faultsOf({ type: 'SORT_TYPE_SCORE', score }).map((fault) =>
    fault.replace('sorts[0].score.', ''),
  );
}

function byColumn(type: string, dataSet?: string, dataSetColumn?: string): LocationSortDocument {
  return {
    type: `SORT_TYPE_${type}`,
    ...(dataSet === undefined ? {} : { dataSet }),
    ...(dataSetColumn === undefined ? {} : { dataSetColumn }),
  };
}

describe('keys', () => {
  test.each([
    'RANK',
    'DISTANCE',
    'LTD',
    'LOWEST_AVAILABLE',
    'HIGHEST_AVAILABLE',
    'RANDOM',
    'COST',
    'DATA_SET',
    'EXCESS_COUNT',
    'EXCESS_PERCENTAGE',
    'SCORE',
  ])('may be of type %s, once', (name) => {
    const type = `SORT_TYPE_${name}`;
    expect(faultsOf({ type })).toEqual([]);
    const again = faultsOf({ type }, { type, direction: 'SORT_DIRECTION_DESCENDING' });
    expect(again).toEqual([`sorts[1].type ${type} is there twice`]);
  });

  test('of columns are the same only where their columns are', () => {
    const keys = [
      byColumn('COST', 'costs', 'pick'),
      byColumn('COST', 'costs', 'pack'),
      byColumn('DATA_SET', 'costs', 'pick'),
      byColumn('COST'),
    ];
    expect(faultsOf(...keys)).toEqual([]);
    expect(faultsOf(...keys, byColumn('COST', 'costs', 'pack'))).toEqual([
      'sorts[4].type SORT_TYPE_COST is there twice',
    ]);
    const scores = [{}, { score: { service: 'x' } }].map((rest) => ({
      type: 'SORT_TYPE_SCORE',
      ...rest,
    }));
    expect(faultsOf(...scores)).toEqual(['sorts[1].type SORT_TYPE_SCORE is there twice']);
  });

  test('need a known type and direction', () => {
    const [none, unknown, sideways] = faultsOf(
      {},
      { type: 'SORT_TYPE_MOOD' },
      { type: 'SORT_TYPE_RANK', direction: 'SORT_DIRECTION_SIDEWAYS' },
    );
    expect(none).toMatch(/^sorts\[0\]\.type must be one of SortType: /);
    expect(unknown).toBe("sorts[1].type 'SORT_TYPE_MOOD' is no SortType");
    expect(sideways).toMatch(/^sorts\[2\]\.direction /);
  });

  test('past their limit are refused as a whole', () => {
    const columns = Array.from({ length: SORT_KEYS_MAX + 1 }, (_, i) => ({ name: `c${i}` }));
    const dataSets = [{ name: 'wide', columns }];
    const sorts = columns.map(({ name }) => byColumn('COST', 'wide', name));
    const fieldsOf = (count: number) =>
      validateConfiguration(sampleDocument({ sorts: sorts.slice(0, count) }, [], { dataSets })).map(
        ({ field }) => field,
      );
    expect(fieldsOf(SORT_KEYS_MAX)).toEqual([]);
    expect(fieldsOf(SORT_KEYS_MAX + 1)).toEqual(['location_groups[0].sorts']);
  });
});

describe('a column', () => {
  test.each<[string, LocationSortDocument, string]>([
    [
      'without a data set',
      byColumn('COST', undefined, 'pick'),
      "data_set must name the data set of the column 'pick'",
    ],
    [
      'that is not named',
      byColumn('DATA_SET', 'costs'),
      "data_set_column must name a column of the data set 'costs'",
    ],
    [
      'of no data set',
      byColumn('COST', 'Costs', 'pick'),
      "data_set no data set has the name 'Costs'",
    ],
    [
      'that is not there',
      byColumn('COST', 'costs', 'toString'),
      "data_set_column the data set 'costs' has no column 'toString'",
    ],
    [
      'of text',
      byColumn('COST', 'costs', 'zone'),
      "data_set_column the column 'zone' of 'costs' is text",
    ],
    [
      'that is not to be sorted by',
      byColumn('DATA_SET', 'costs', 'internal'),
      "data_set_column the column 'internal' of 'costs' is not sortable",
    ],
    [
      'with another type',
      byColumn('RANK', 'costs', 'pick'),
      'data_set goes with COST and DATA_SET only, not with SORT_TYPE_RANK',
    ],
    [
      'of nothing with another type',
      byColumn('SCORE', undefined, 'pick'),
      'data_set_column goes with COST and DATA_SET only, not with SORT_TYPE_SCORE',
    ],
  ])('%s is refused', (_case, sort, fault) => {
    expect(faultsOf(sort)).toEqual([`sorts[0].${fault}`]);
  });
});

describe('a score', () => {
  test.each<ScoreOptionsDocument>([
    {},
    { mode: 'SCORE_MODE_PUBLISHED', rateCards: ['ground'], service: 's'.repeat(64) },
    { inventoryCoefficient: 0, shippingCoefficient: 1000, priceShare: 1 },
    { modelDataSet: 'costs', modelDataSetColumn: 'pick' },
    { costDataSet: 'costs', costDataSetColumn: 'pack' },
  ])('may be %j', (score) => {
    expect(scoreFaults(score)).toEqual([]);
  });

  test.each<[ScoreOptionsDocument, string]>([
    [{ mode: 'SCORE_MODE_GUESS' }, 'mode'],
    [{ inventoryCoefficient: -0.1 }, 'inventory_coefficient'],
    [{ shippingCoefficient: 1000.5 }, 'shipping_coefficient'],
    [{ modelCoefficient: 1e9 }, 'model_coefficient'],
    [{ costCoefficient: Number.NaN }, 'cost_coefficient'],
    [{ priceShare: 1.1 }, 'price_share'],
    [{ rateCards: ['ground', 'sea'] }, 'rate_cards[1]'],
    [{ rateCards: ['ground', 'ground'] }, 'rate_cards[1]'],
    [{ service: 's'.repeat(65) }, 'service'],
    [{ modelDataSet: 'costs' }, 'model_data_set_column'],
    [{ modelDataSetColumn: 'pick' }, 'model_data_set'],
    [{ modelDataSet: 'costs', modelDataSetColumn: 'zone' }, 'model_data_set_column'],
    [{ costDataSet: 'none', costDataSetColumn: 'pick' }, 'cost_data_set'],
    [{ costDataSet: 'costs', costDataSetColumn: 'internal' }, 'cost_data_set_column'],
  ])('may not be %j', (score, field) => {
    const faults = scoreFaults(score).map((fault) => fault.split(' ', 1)[0]);
    expect(faults.map((fault) => fault.replace(/^.*score\./, ''))).toEqual([field]);
  });

  test('goes with its type only', () => {
    expect(faultsOf({ type: 'SORT_TYPE_RANK', score: {} })).toEqual([
      'sorts[0].score goes with SCORE only, not with SORT_TYPE_RANK',
    ]);
  });
});
