// The control plane under random and bent bytes: a typed answer each time, and nothing is harmed.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { methodOf, type TestClient } from './support/client.js';
import { CONFIGURATION, loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const ROW = { product: { upc: 'A' }, locationCode: 'EAST', onHand: 3, segment: { a: 'b' } };
const MASK = { paths: ['name', 'notes'] };
const LIST = {
  name: 'L',
  type: 'DATA_LIST_TYPE_DATE',
  entries: [{ stringValue: '2024-02-29', notes: 'leap' }],
};
const FILTER = {
  name: 'F',
  attribute: 'order.total',
  operator: 'FILTER_OPERATOR_BETWEEN',
  customValue: { stringValue: '1,2.5' },
  acceptNulls: true,
};
const DATA_SET = {
  name: 'D',
  columns: [
    { name: 'a', isMoney: true, defaultValue: '1' },
    { name: 'b', sortable: false },
  ],
  rows: [{ locationCode: 'EAST', values: { a: '2.5', b: '3' } }],
};
const RATE_CARD = {
  name: 'R',
  carrier: 'C',
  parcelLimits: { weightGramsMax: 5 },
  weightBandsGrams: [1, 2.5],
  zones: [{ countryCodes: ['US'], postalPrefixes: ['9'], priceMinor: [1, 300], transitDays: 2 }],
};
const TREE = [
  { orderIndex: 1, logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['F'] },
  { orderIndex: 2, parentOrderIndex: 1, logicalOperator: 'LOGICAL_OPERATOR_AND' },
];
const SCORE = { priceShare: 0.25, rateCards: ['R'], modelDataSet: 'D', modelDataSetColumn: 'a' };
const UNITS = { orderId: 'n', lines: [{ orderItemId: 1, locationCode: 'EAST', quantity: 1 }] };
const STOCK_ROW = { product: { upc: 'A' }, locationCode: 'EAST', segment: { a: 'b' } };
const REQUESTS: Record<string, object> = {
  'ConfigurationService.GetConfiguration': { version: 1 },
  'ConfigurationService.ApplyConfiguration': { configuration: CONFIGURATION, etag: 'x' },
  'ConfigurationService.ListConfigurationVersions': { pageSize: 5 },
  'ConfigurationService.ActivateConfiguration': { version: 1, etag: 'x' },
  'LocationService.BatchUpsertLocations': { locations: [{ code: 'X', city: 'Zürich' }] },
  'LocationService.GetLocation': { code: 'EAST' },
  'LocationService.ListLocations': { pageSize: 5 },
  'InventoryService.BatchUpsertInventory': { updates: [{ ...ROW, asOf: { seconds: 5 } }] },
  'InventoryService.GetInventory': { product: { upc: 'A' } },
  'InventoryService.ListInventory': { locationCode: 'EAST', pageSize: 5 },
  'InventoryService.ListLedger': { locationCode: 'EAST', pageSize: 5 },
  'InventoryService.AdjustInventory': {
    adjustments: [{ row: STOCK_ROW, onHandDelta: -1, expectedVersion: 1 }],
    reference: 'r',
    idempotencyKey: 'k',
  },
  'InventoryService.DeleteInventory': { rows: [STOCK_ROW] },
  'InventoryService.BlockInventory': { rows: [STOCK_ROW], holdOverRefreshes: true },
  'InventoryService.UnblockInventory': { rows: [STOCK_ROW], reference: 'r' },
  'InventoryService.TransferInventory': {
    transferId: 't',
    fromLocationCode: 'EAST',
    toLocationCode: 'WEST',
    lines: [{ product: { upc: 'A' }, segment: { a: 'b' }, quantity: 1 }],
  },
  'InventoryService.ReceiveTransfer': {
    transferId: 't',
    lines: [{ product: { upc: 'A' }, received: 1, lost: 1 }],
  },
  'AllocationService.HoldInventory': {
    holdId: 'h',
    lines: [{ product: { upc: 'A' }, locationCode: 'EAST', quantity: 1 }],
    ttlMs: 5000,
    allowPartial: true,
  },
  'AllocationService.ReleaseHold': { holdId: 'h', idempotencyKey: 'k' },
  'AllocationService.ListHolds': { orderId: 'o', locationCode: 'EAST', pageSize: 5 },
  'AllocationService.AllocateOrder': {
    order: { ...ORDER, orderId: 'n' },
    policy: { allowSplit: true, maxSplits: 1, strict: true },
    priority: 'ALLOCATION_PRIORITY_HIGH',
  },
  'AllocationService.ReleaseAllocation': UNITS,
  'AllocationService.ShipAllocation': UNITS,
  'AllocationService.RejectAllocation': { ...UNITS, locationCode: 'EAST', leaveUnblocked: true },
  'AllocationService.ListAllocations': { status: 'ALLOCATION_STATUS_SHIPPED', pageSize: 5 },
  'AllocationService.ListBackorders': { product: { upc: 'A' }, pageToken: 'MS4x' },
  'RoutingService.ExplainLocation': { request: ORDER, locationCode: 'WEST' },
  'RoutingService.GetSuggestionLog': { orderId: 'o1', pageSize: 5 },
  'DataListService.CreateDataList': { dataList: LIST },
  'DataListService.GetDataList': { name: 'L' },
  'DataListService.ListDataLists': { pageSize: 5, nameContains: 'l', pageToken: 'MS4x' },
  'DataListService.UpdateDataList': { dataList: { ...LIST, id: 1 }, updateMask: MASK, etag: 'x' },
  'DataListService.DeleteDataList': { id: 1, etag: 'x' },
  'FilterService.CreateFilter': { filter: FILTER, validateOnly: true },
  'FilterService.UpdateFilter': { filter: { ...FILTER, id: 2 }, updateMask: MASK },
  'FilterService.ListFilterAttributes': {},
  'DataSetService.CreateDataSet': { dataSet: DATA_SET },
  'DataSetService.UpdateDataSet': { dataSet: { ...DATA_SET, id: 1 }, updateMask: MASK },
  'RateCardService.CreateRateCard': { rateCard: RATE_CARD },
  'RateCardService.ListRateCards': { pageSize: 5, nameContains: 'r' },
  'RouteService.CreateRoute': { route: CONFIGURATION.routes[0] },
  'LocationGroupService.CreateLocationGroup': { locationGroup: CONFIGURATION.locationGroups[0] },
  'LocationGroupService.SetLocationGroupFilters': { id: 1, filterLogicalGroups: TREE },
  'LocationGroupService.SetLocationGroupSorts': {
    id: 1,
    sorts: [{ type: 'SORT_TYPE_LTD' }, { type: 'SORT_TYPE_SCORE', score: SCORE }],
  },
  'LocationGroupService.AddLocations': { id: 1, locations: [{ locationCode: 'X', rank: 2 }] },
  'LocationGroupService.RemoveLocations': { id: 1, locationCodes: ['X'] },
  'SettingsService.GetSettings': {},
  'SettingsService.UpdateSettings': {
    settings: {
      currencyCode: 'EUR',
      ledgerDays: 9,
      decisionRecords: { share: 0.5 },
      autoAssignLimit: 3,
      lowStockUnits: 2,
      eventDays: 3,
      eventCountMax: 4,
      allocationDays: 5,
      retailerExclusions: [{ locationCode: 'EAST', upc: 'A' }],
    },
    updateMask: { paths: ['ledger_days'] },
  },
};
const ROUNDS = 150;
const ALLOWED: number[] = [
  STATUS.ok,
  STATUS.invalidArgument,
  STATUS.notFound,
  STATUS.alreadyExists,
  STATUS.failedPrecondition,
];

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

it.each(Object.entries(REQUESTS))('%s stands noise', async (name, request) => {
  const whole = Buffer.from(methodOf(name).requestSerialize(request));
  const headers = { 'x-tenant-id': 'noise' };
  const inputs: Buffer[] = [];
  for (let end = 0; end <= whole.length; end++) inputs.push(whole.subarray(0, end));
  for (let round = 0; round < ROUNDS; round++) {
    const noise = createHash('sha512').update(`${name} ${round}`).digest();
    inputs.push(noise.subarray(0, 1 + (round % 64)));
    const bent = Buffer.from(whole);
    bent[noise[0] % bent.length] ^= 1 << (noise[1] % 8);
    inputs.push(bent);
  }
  const codes = await Promise.all(
    inputs.map((bytes) =>
      client.raw(name, bytes, { headers }).then(
        () => 0,
        (error: { code: number }) => error.code,
      ),
    ),
  );
  expect(codes.filter((code) => !ALLOWED.includes(code))).toEqual([]);
  expect(running.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  const { decision } = await client.call('RoutingService.SuggestRouting', ORDER);
  expect(decision.assignments).toHaveLength(1);
});
