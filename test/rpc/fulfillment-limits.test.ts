// Limits of groups over a real server: nobody gets more than they let, whoever asks at once, and a
// log says who was full. Each test has a product of its own; all share the limit of a day.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { orderOf, Shop, told } from './support/allocation.js';
import { type Decoded, refusedBy } from './support/client.js';
import { type Running, startReal } from './support/engine.js';

const UPDATE = 'LocationGroupService.UpdateLocationGroup';
const SUGGEST = 'RoutingService.SuggestRouting';
const LIMIT = {
  type: 'FULFILLMENT_LIMIT_TYPE_ORDERS',
  limit: 3,
  durationUnit: 'DURATION_UNIT_MONTH',
  period: 'LIMIT_PERIOD_ROLLING',
};

let running: Running;
let shop: Shop;
let groupId: number;
/** Orders that a test allocated, released behind it. */
let allocated: string[] = [];

beforeAll(async () => {
  running = await startReal();
  const { client } = running;
  shop = new Shop(client);
  const group = (name: string, rank: number, locationCode: string, more = {}) => {
    return { name, route: 'ship', rank, locations: [{ locationCode }], ...more };
  };
  const configuration = {
    routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    locationGroups: [
      group('stores', 1, 'L1', { fulfillmentLimit: LIMIT }),
      group('warehouse', 2, 'L2'),
    ],
  };
  const locations = ['L1', 'L2'].map((code) => ({ code, timeZone: 'America/New_York' }));
  await client.call('LocationService.BatchUpsertLocations', { locations });
  const applied = await client.call('ConfigurationService.ApplyConfiguration', { configuration });
  groupId = applied.configuration.locationGroups[0].id;
});

afterAll(() => running.stop());

beforeEach(async () => {
  for (const orderId of allocated) await shop.allocation('ReleaseAllocation', { orderId });
  allocated = [];
});

async function allocate(orderId: string, upc: string, quantity = 1): Promise<Decoded> {
  const allocation = await shop.allocate(orderOf(orderId, [[upc, quantity]]));
  allocated.push(orderId);
  return allocation;
}

const stocked = (upc: string) => shop.stock(upc, { L1: { onHand: 100 }, L2: { onHand: 100 } });

/** Where a suggestion sends an order, with the location's limit, and who its log says was full. */
async function suggested(orderId: string, upc: string): Promise<Decoded> {
  const { client } = running;
  const { decision, suggestionId } = await client.call(SUGGEST, orderOf(orderId, [[upc, 1]]));
  const { logs } = await client.call('RoutingService.GetSuggestionLog', { suggestionId });
  expect(logs[0].reproduced).toBe(true);
  const type = 'SUGGESTION_EVENT_TYPE_REMOVED_OVERFULFILLED_LOCATIONS';
  const removed = logs[0].events.find((event: Decoded) => event.type === type);
  const codes = removed?.locationsRemoved.locations.map((one: Decoded) => one.locationCode);
  const [{ locationCode, limitGroupId }] = decision.assignments;
  return { locationCode, limitGroupId, full: codes ?? [] };
}

it('lets exactly so many orders of parallel callers through', async () => {
  await stocked('P');
  const orders = Array.from({ length: 12 }, (_, i) => allocate(`P-${i}`, 'P', 2));
  const told12 = (await Promise.all(orders)).map(told);
  expect(told12.filter((one) => one === 'FULLY_ALLOCATED: L1 2')).toHaveLength(3);
  expect(told12.filter((one) => one === 'FULLY_ALLOCATED: L2 2')).toHaveLength(9);
  expect(await suggested('P-s', 'P')).toEqual({
    locationCode: 'L2',
    limitGroupId: undefined,
    full: ['L1'],
  });
});

it('counts what is given back no more', async () => {
  await stocked('R');
  for (const orderId of ['R-1', 'R-2', 'R-3']) {
    const { lines } = await allocate(orderId, 'R');
    expect(lines[0].assignments[0]).toMatchObject({ locationCode: 'L1', limitGroupId: groupId });
  }
  expect(told(await allocate('R-4', 'R'))).toBe('FULLY_ALLOCATED: L2 1');
  await shop.allocation('ReleaseAllocation', { orderId: 'R-2' });
  const free = { locationCode: 'L1', limitGroupId: groupId, full: [] };
  expect(await suggested('R-s', 'R')).toEqual(free);
  expect(told(await allocate('R-5', 'R'))).toBe('FULLY_ALLOCATED: L1 1');
  expect(told(await allocate('R-6', 'R'))).toBe('FULLY_ALLOCATED: L2 1');
});

it('counts on where rules and locations change, under a limit that is another, too', async () => {
  await stocked('C');
  for (const orderId of ['C-1', 'C-2', 'C-3']) await allocate(orderId, 'C', 5);
  const { client } = running;
  await client.call('LocationService.HoldLocation', { code: 'L2' });
  const resumed = await client.call('LocationService.ResumeLocation', { code: 'L2' });
  expect(resumed.location.timeZone).toBe('America/New_York');
  expect((await suggested('C-s', 'C')).full).toEqual(['L1']);
  const change = (fulfillmentLimit: object) =>
    client.call(UPDATE, {
      locationGroup: { id: groupId, fulfillmentLimit },
      updateMask: { paths: ['fulfillment_limit'] },
    });
  const items = { ...LIMIT, type: 'FULFILLMENT_LIMIT_TYPE_ITEMS' };
  await change({ ...items, limit: 16 });
  expect((await suggested('C-s', 'C')).full).toEqual([]);
  await change({ ...items, limit: 15 });
  expect((await suggested('C-s', 'C')).full).toEqual(['L1']);
  await change({ ...items, limit: 0 });
  expect((await suggested('C-s', 'C')).full).toEqual(['L1']);
  const refused = await refusedBy(change({ ...items, limit: undefined }));
  expect(refused.fields).toEqual(['location_group.fulfillment_limit.limit']);
  await change(LIMIT);
});

it('lets no caller bring a decision that the limit does not', async () => {
  await stocked('D');
  const order = orderOf('D-1', [['D', 1]]);
  const { decision } = await running.client.call(SUGGEST, order);
  expect(decision.assignments[0].limitGroupId).toBe(groupId);
  const [one] = decision.assignments;
  const wrong = { ...decision, assignments: [{ ...one, limitGroupId: 999_999 }] };
  expect((await refusedBy(shop.allocate(order, { decision: wrong }))).fields).toEqual([
    'decision.assignments[0].limit_group_id',
  ]);
  for (const orderId of ['D-2', 'D-3', 'D-4']) await allocate(orderId, 'D');
  const refused = await refusedBy(shop.allocate(order, { decision }));
  expect(refused.reason).toBe('LIMIT_REACHED');
  const onConflict = 'CONFLICT_ACTION_REPLAN';
  allocated.push('D-1');
  const replanned = await shop.allocate(order, { decision, onConflict });
  expect(told(replanned)).toBe('FULLY_ALLOCATED: L2 1');
});
