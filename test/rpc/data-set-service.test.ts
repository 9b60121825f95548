// DataSetService and RateCardService over a real store: what they have besides the other services
// of resources, and what reads their resources.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { Decoded, TestClient } from './support/client.js';
import { loadNetwork, type Running, startReal } from './support/engine.js';
import { checkHealth } from './support/health.js';

const CREATE_SET = 'DataSetService.CreateDataSet';
const UPDATE_SET = 'DataSetService.UpdateDataSet';
const CREATE_CARD = 'RateCardService.CreateRateCard';
const UPDATE_CARD = 'RateCardService.UpdateRateCard';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

function tenant(name: string) {
  return { headers: { 'x-tenant-id': name } };
}

const COSTS = {
  name: 'costs',
  notes: 'By hand',
  columns: [
    { name: 'pick', type: 'DATA_SET_COLUMN_TYPE_NUMBER', isMoney: true, defaultValue: '1.50' },
    { name: 'zone', type: 'DATA_SET_COLUMN_TYPE_STRING', filterable: false, sortable: false },
  ],
  rows: [
    { locationCode: 'EAST', values: { pick: '2.25', zone: 'coast' } },
    { locationCode: 'NOWHERE', values: { zone: 'moon' } },
  ],
};

const CARD = {
  name: 'ground',
  carrier: 'UPS',
  service: 'GROUND',
  active: false,
  volumetricDivisorCm3PerKg: 5000,
  parcelLimits: { weightGramsMax: 30_000, volumeCm3Max: 0, longestSideCmMax: 120.5 },
  defaultUnitWeightGrams: 0,
  weightBandsGrams: [500, 30_000],
  zones: [
    {
      name: 'near',
      distanceKmMax: 0,
      countryCodes: ['US'],
      postalPrefixes: ['606'],
      originLocationCodes: ['EAST'],
      priceMinor: [700, 1900],
      transitDays: 2,
    },
    { priceMinor: [900, 2500], transitDays: 5 },
  ],
};

describe('a data set', () => {
  it('comes back as it was written, with what is 0, false and empty on purpose', async () => {
    const options = tenant('sets');
    const made = await client.call(CREATE_SET, { dataSet: COSTS }, options);
    expect(made).toMatchObject({ dataSet: { ...COSTS, id: 1 }, configurationVersion: 1 });
    const [pick, zone] = made.dataSet.columns;
    expect([pick._filterable, pick._sortable]).toEqual([undefined, undefined]);
    expect(zone).toMatchObject({ _filterable: 'filterable', filterable: false, sortable: false });
    for (const key of [{ id: 1 }, { name: 'costs' }]) {
      expect(await client.call('DataSetService.GetDataSet', key, options)).toEqual(made);
    }
    const { dataSets, etags } = await client.call('DataSetService.ListDataSets', {}, options);
    expect([dataSets, etags]).toEqual([[made.dataSet], [made.etag]]);
    const empty = await client.call(
      UPDATE_SET,
      { dataSet: { id: 1 }, updateMask: { paths: ['rows', 'notes'] }, etag: made.etag },
      options,
    );
    expect(empty).toMatchObject({ dataSet: { ...COSTS, notes: '', rows: [] } });
    expect(await client.call('DataSetService.DeleteDataSet', { id: 1 }, options)).toEqual({
      configurationVersion: 3,
    });
  });

  it('is refused by the path of what is wrong', async () => {
    const fieldsOf = async (dataSet: object) => {
      const { code, fields } = await client.refusal(CREATE_SET, { dataSet });
      expect(code).toBe(STATUS.invalidArgument);
      return fields;
    };
    expect(await fieldsOf({ name: 'x' })).toEqual(['data_set.columns']);
    const columns = [{ name: 'n' }, { name: 'n', type: 7 }, { name: '', defaultValue: 'x' }];
    expect(await fieldsOf({ name: 'x', columns })).toEqual(['data_set.columns[1].type']);
    columns[1] = { name: 'n' };
    expect(await fieldsOf({ name: 'x', columns })).toEqual([
      'data_set.columns[1].name',
      'data_set.columns[2].name',
      'data_set.columns[2].default_value',
    ]);
    const rows = [{ locationCode: 'A', values: { n: 'one', 'a "b"': '' } }, { locationCode: 'A' }];
    expect(await fieldsOf({ name: 'x', columns: [{ name: 'n' }], rows })).toEqual([
      'data_set.rows[1].location_code',
      'data_set.rows[0].values["n"]',
      'data_set.rows[0].values["a \\"b\\""]',
    ]);
  });

  it('is told apart from other resources with its name', async () => {
    const options = tenant('names');
    await client.call(CREATE_SET, { dataSet: COSTS }, options);
    await client.call(CREATE_CARD, { rateCard: { ...CARD, name: 'costs' } }, options);
    const taken = await client.refusal(CREATE_SET, { dataSet: COSTS }, options);
    expect(taken).toMatchObject({
      code: STATUS.alreadyExists,
      reason: 'NAME_TAKEN',
      fields: ['data_set.name'],
    });
  });
});

describe('a rate card', () => {
  it('comes back as it was written, and is changed by mask', async () => {
    const options = tenant('cards');
    const made = await client.call(CREATE_CARD, { rateCard: CARD }, options);
    expect(made).toMatchObject({ rateCard: { ...CARD, id: 1 }, configurationVersion: 1 });
    const [near, far] = made.rateCard.zones;
    expect([near._distanceKmMax, far._distanceKmMax]).toEqual(['distanceKmMax', undefined]);
    expect(made.rateCard._defaultUnitWeightGrams).toBe('defaultUnitWeightGrams');
    const changed = await client.call(
      UPDATE_CARD,
      {
        rateCard: { id: 1 },
        updateMask: { paths: ['active', 'default_unit_weight_grams', 'parcel_limits'] },
        etag: made.etag,
      },
      options,
    );
    expect(changed.rateCard).toMatchObject({ parcelLimits: null, zones: CARD.zones });
    expect(changed.rateCard._active).toBeUndefined();
    expect(changed.rateCard._defaultUnitWeightGrams).toBeUndefined();
    const listed = await client.call('RateCardService.ListRateCards', {}, options);
    expect(listed).toMatchObject({ rateCards: [changed.rateCard], etags: [changed.etag] });
    const stale = { id: 1, etag: made.etag };
    const refused = await client.refusal('RateCardService.DeleteRateCard', stale, options);
    expect(refused.reason).toBe('ETAG_MISMATCH');
    await client.call('RateCardService.DeleteRateCard', { id: 1 }, options);
    const gone = await client.refusal('RateCardService.GetRateCard', { id: 1 }, options);
    expect(gone).toMatchObject({ code: STATUS.notFound, message: "no rate card '1'" });
  });

  it('is refused by the path of what is wrong', async () => {
    const fieldsOf = async (rest: object) => {
      const rateCard = { ...CARD, name: 'bad', ...rest };
      return (await client.refusal(CREATE_CARD, { rateCard })).fields;
    };
    expect(await fieldsOf({ weightBandsGrams: [500, 500] })).toEqual([
      'rate_card.weight_bands_grams[1]',
    ]);
    expect(await fieldsOf({ weightBandsGrams: [500, Number.NaN] })).toEqual([
      'rate_card.weight_bands_grams[1]',
    ]);
    expect(await fieldsOf({ weightBandsGrams: [500] })).toEqual([
      'rate_card.zones[0].price_minor',
      'rate_card.zones[1].price_minor',
    ]);
    const zones = [{ priceMinor: [1, -1], transitDays: -2, countryCodes: ['Texas'] }];
    expect(await fieldsOf({ zones })).toEqual([
      'rate_card.zones[0].country_codes[0]',
      'rate_card.zones[0].price_minor[1]',
      'rate_card.zones[0].transit_days',
    ]);
    const huge = [{ priceMinor: [1, '9007199254740993'] }];
    expect(await fieldsOf({ zones: huge })).toEqual(['rate_card.zones[0].price_minor[1]']);
    expect(await fieldsOf({ defaultUnitWeightGrams: Number.POSITIVE_INFINITY })).toEqual([
      'rate_card.default_unit_weight_grams',
    ]);
  });
});

describe('tables that groups and filters read', () => {
  const SORTS = [
    { type: 'SORT_TYPE_COST', dataSet: 'costs', dataSetColumn: 'pick' },
    {
      type: 'SORT_TYPE_SCORE',
      score: {
        costCoefficient: 0,
        rateCards: ['ground'],
        modelDataSet: 'costs',
        modelDataSetColumn: 'pick',
      },
    },
  ];
  const FILTER = {
    name: 'cheap',
    attribute: 'location.dataSet',
    dataSet: 'costs',
    dataSetColumn: 'pick',
    operator: 'FILTER_OPERATOR_LESS_THAN',
    customValue: { stringValue: '2' },
  };
  const ids = { dataSet: 0, rateCard: 0, group: 0, filter: 0 };

  async function groupNow(): Promise<Decoded> {
    const answer = await client.call('LocationGroupService.GetLocationGroup', { id: ids.group });
    return answer.locationGroup;
  }

  beforeAll(async () => {
    ids.dataSet = (await client.call(CREATE_SET, { dataSet: COSTS })).dataSet.id;
    ids.rateCard = (await client.call(CREATE_CARD, { rateCard: CARD })).rateCard.id;
    ids.filter = (await client.call('FilterService.CreateFilter', { filter: FILTER })).filter.id;
    const locationGroup = { name: 'scored', route: 'ship', rank: 9, sorts: SORTS };
    const made = await client.call('LocationGroupService.CreateLocationGroup', { locationGroup });
    ids.group = made.locationGroup.id;
    expect(made.locationGroup.sorts).toMatchObject(SORTS);
    // 0 is not the same as not given.
    const { _costCoefficient, _inventoryCoefficient } = made.locationGroup.sorts[1].score;
    expect([_costCoefficient, _inventoryCoefficient]).toEqual(['costCoefficient', undefined]);
  });

  it('are renamed with their readers, in one version', async () => {
    const updateMask = { paths: ['name'] };
    const renamed = await client.call(UPDATE_SET, {
      dataSet: { id: ids.dataSet, name: 'prices' },
      updateMask,
    });
    const { filter, configurationVersion } = await client.call('FilterService.GetFilter', {
      id: ids.filter,
    });
    expect(filter.dataSet).toBe('prices');
    expect(configurationVersion).toBe(renamed.configurationVersion);
    await client.call(UPDATE_CARD, { rateCard: { id: ids.rateCard, name: 'slow' }, updateMask });
    expect((await groupNow()).sorts).toMatchObject([
      { dataSet: 'prices' },
      { score: { rateCards: ['slow'], modelDataSet: 'prices' } },
    ]);
    await client.call(UPDATE_SET, { dataSet: { id: ids.dataSet, name: 'costs' }, updateMask });
    await client.call(UPDATE_CARD, { rateCard: { id: ids.rateCard, name: 'ground' }, updateMask });
  });

  it('stay while they are read, and so do their columns', async () => {
    const used = await client.refusal('DataSetService.DeleteDataSet', { id: ids.dataSet });
    expect(used).toMatchObject({
      code: STATUS.failedPrecondition,
      reason: 'RESOURCE_IN_USE',
      message: "data set 'costs' is in use: filter 'cheap' and location group 'scored' use it",
      metadata: { users: '["cheap","scored"]', userCount: '2', userKind: 'filter, location group' },
    });
    const card = await client.refusal('RateCardService.DeleteRateCard', { id: ids.rateCard });
    expect(card.message).toBe("rate card 'ground' is in use: location group 'scored' uses it");
    const { fields } = await client.refusal(UPDATE_SET, {
      dataSet: { id: ids.dataSet, columns: [COSTS.columns[1]] },
      updateMask: { paths: ['columns', 'rows'] },
    });
    const [filter, ...sorts] = fields;
    expect(filter).toMatch(/^filters\[\d+\]\.data_set_column$/);
    expect(sorts.map((field) => field.replace(/^location_groups\[\d+\]\./, ''))).toEqual([
      'sorts[0].data_set_column',
      'sorts[1].score.model_data_set_column',
    ]);
  });

  it('go when nothing reads them any more', async () => {
    const group = await client.call('LocationGroupService.SetLocationGroupSorts', {
      id: ids.group,
    });
    expect(group.locationGroup.sorts).toEqual([]);
    await client.call('FilterService.DeleteFilter', { id: ids.filter });
    await client.call('DataSetService.DeleteDataSet', { id: ids.dataSet });
    await client.call('RateCardService.DeleteRateCard', { id: ids.rateCard });
    const { configuration } = await client.call('ConfigurationService.GetConfiguration', {});
    expect(configuration).toMatchObject({ dataSets: [], rateCards: [] });
  });
});

it('a whole document holds both, and is stored as it was sent', async () => {
  const options = tenant('documents');
  const configuration = { dataSets: [COSTS], rateCards: [CARD] };
  const applied = await client.call(
    'ConfigurationService.ApplyConfiguration',
    { configuration },
    options,
  );
  expect(applied.configuration).toMatchObject(configuration);
  const again = await client.call(
    'ConfigurationService.ApplyConfiguration',
    { configuration: applied.configuration },
    options,
  );
  expect(again.configuration).toEqual(applied.configuration);
  expect(again.version.etag).not.toBe(applied.version.etag);
});

it('both services are healthy by name', async () => {
  for (const name of ['DataSetService', 'RateCardService']) {
    expect(await checkHealth(client, `shipfrom.v1.${name}`)).toBe('SERVING');
  }
});
