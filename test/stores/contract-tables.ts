// The contract of stores on edits of data sets, rate cards and trees, and of what reads them.

import { expect, test } from 'vitest';
import type {
  DataSetDocument,
  DataSetRowDocument,
  RateCardDocument,
} from '../../src/configuration/document.js';
import type { Subject } from './contract.js';
import { edit, made, ROUTE, SCOPE } from './contract-edits.js';
import { refusalOf } from './support/opened-store.js';

const NORTH: DataSetRowDocument = {
  locationCode: 'A',
  values: { pick: '1.50', zone: 'north' },
};
const NOTHING: DataSetRowDocument = { locationCode: 'B', values: {} };
const ZONE = { name: 'zone', type: 'DATA_SET_COLUMN_TYPE_STRING' };

const COSTS: DataSetDocument = {
  name: 'costs',
  columns: [{ name: 'pick', isMoney: true }, ZONE],
  rows: [NORTH, NOTHING],
};

const CARD: RateCardDocument = {
  name: 'ground',
  carrier: 'UPS',
  service: 'GROUND',
  defaultUnitWeightGrams: 0,
  weightBandsGrams: [1000, 5000],
  zones: [
    {
      distanceKmMax: 100,
      countryCodes: ['US'],
      postalPrefixes: [],
      originLocationCodes: [],
      priceMinor: [500, 900],
      transitDays: 2,
    },
  ],
};

/** The parts of the contract on data sets, rate cards and trees of filters. */
export function tableContract(subject: Subject): void {
  tablesAreKept(subject);
  tablesAreUsed(subject);
  treesAreKept(subject);
}

/** A data set and a rate card that a group sorts by. */
async function madeTables(subject: Subject) {
  const dataSetId = await made(subject, 'dataSet', COSTS);
  const cardId = await made(subject, 'rateCard', CARD);
  await made(subject, 'route', ROUTE);
  const sorts = [
    { type: 'SORT_TYPE_COST', dataSet: 'costs', dataSetColumn: 'pick' },
    { type: 'SORT_TYPE_SCORE', score: { rateCards: ['ground'] } },
  ];
  const group = { name: 'g', route: 'ship', rank: 1, sorts };
  const groupId = await made(subject, 'locationGroup', group);
  return { dataSetId, cardId, groupId };
}

function tablesAreKept(subject: Subject): void {
  test('data sets and rate cards are kept as they were written', async () => {
    const { dataSetId, cardId } = await madeTables(subject);
    await subject.reopen();
    const { store } = subject.opened;
    const dataSet = await store.getResource(SCOPE, 'dataSet', { id: dataSetId });
    expect(dataSet).toMatchObject({ resource: { id: dataSetId, ...COSTS } });
    const card = await store.getResource(SCOPE, 'rateCard', { name: 'ground' });
    expect(card).toMatchObject({ resource: { id: cardId, ...CARD } });
    const { items } = await store.listResources(SCOPE, 'rateCard', 'GRO', 5, '');
    expect(items).toEqual([{ resource: card.resource, etag: card.etag }]);
    const { document } = await store.getConfiguration(SCOPE, 1);
    expect(document).toMatchObject({ dataSets: [COSTS], rateCards: [] });
  });

  test('of two edits of a data set from one etag the later one is refused', async () => {
    const id = await made(subject, 'dataSet', COSTS);
    const { store } = subject.opened;
    const { etag } = await store.getResource(SCOPE, 'dataSet', { id });
    const another = { locationCode: 'C', values: { pick: '2' } };
    const rows = [NORTH, NOTHING, another];
    const change = { action: 'update', kind: 'dataSet', id, etag, mask: ['rows'] } as const;
    const grown = await edit(subject, { ...change, resource: { rows } });
    expect(grown).toMatchObject({ resource: { id, rows }, configurationVersion: 2 });
    const lost = refusalOf(edit(subject, { ...change, resource: { rows: [] } }));
    expect(await lost).toMatchObject({ code: 9, reason: 'ETAG_MISMATCH' });
    // The same rows, with a value that says nothing.
    const empty = [NORTH, { ...NOTHING, values: { zone: '' } }, another];
    const same = await edit(subject, { ...change, etag: '', resource: { rows: empty } });
    expect(same.configurationVersion).toBe(2);
  });
}

function tablesAreUsed(subject: Subject): void {
  test('a new name of a data set or a rate card goes to the sorts that read it', async () => {
    const { dataSetId, cardId, groupId } = await madeTables(subject);
    const rename = { action: 'update', etag: '', mask: ['name'] } as const;
    await edit(subject, { ...rename, kind: 'dataSet', id: dataSetId, resource: { name: 'x' } });
    await edit(subject, { ...rename, kind: 'rateCard', id: cardId, resource: { name: 'y' } });
    const { store } = subject.opened;
    const { resource } = await store.getResource(SCOPE, 'locationGroup', { id: groupId });
    expect(resource).toMatchObject({ sorts: [{ dataSet: 'x' }, { score: { rateCards: ['y'] } }] });
    for (const [kind, id] of [
      ['dataSet', dataSetId],
      ['rateCard', cardId],
    ] as const) {
      const refusal = refusalOf(edit(subject, { action: 'delete', kind, id, etag: '' }));
      expect(await refusal).toMatchObject({
        reason: 'RESOURCE_IN_USE',
        metadata: { users: '["g"]', userKind: 'location group' },
      });
    }
    const sorts = { action: 'set-sorts', id: groupId, etag: '', sorts: [] } as const;
    await edit(subject, sorts);
    await edit(subject, { action: 'delete', kind: 'dataSet', id: dataSetId, etag: '' });
    await edit(subject, { action: 'delete', kind: 'rateCard', id: cardId, etag: '' });
    const { document } = await store.getConfiguration(SCOPE, 0);
    expect(document).toMatchObject({ dataSets: [], rateCards: [] });
  });

  test('a column that a sort reads stays', async () => {
    const { dataSetId: id } = await madeTables(subject);
    const resource = { columns: [ZONE], rows: [] };
    const change = { action: 'update', kind: 'dataSet', id, etag: '', resource } as const;
    expect(await refusalOf(edit(subject, { ...change, mask: ['columns', 'rows'] }))).toMatchObject({
      code: 3,
      violations: [{ field: 'location_groups[0].sorts[0].data_set_column' }],
    });
  });
}

function treesAreKept(subject: Subject): void {
  test('filters of a group become a tree and a list again', async () => {
    const filter = {
      attribute: 'item.sku',
      operator: 'FILTER_OPERATOR_EQUAL',
      customValue: { stringValue: 'a' },
    };
    const filterId = await made(subject, 'filter', { ...filter, name: 'f' });
    await made(subject, 'route', ROUTE);
    const id = await made(subject, 'locationGroup', { name: 'g', route: 'ship', rank: 1 });
    const set = { action: 'set-filters', id, etag: '', filters: [] } as const;
    const filterLogicalGroups = [{ logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['f'] }];
    const planted = await edit(subject, { ...set, filterLogicalGroups });
    expect(planted.resource).toMatchObject({ filters: [], filterLogicalGroups });
    const gone = edit(subject, { action: 'delete', kind: 'filter', id: filterId, etag: '' });
    expect(await refusalOf(gone)).toMatchObject({ reason: 'RESOURCE_IN_USE' });
    const listed = await edit(subject, { ...set, filters: ['f'], filterLogicalGroups: [] });
    expect(listed.resource).toMatchObject({ filters: ['f'] });
    expect(listed.resource).not.toHaveProperty('filterLogicalGroups');
  });
}
