// Are counts of limits there after a restart, until their period is over, and then forgotten?

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AllocationAsk, Plan } from '../../../src/stores/allocation.js';
import { ClockedStore } from '../support/clocked-store.js';

const SCOPE = { tenantId: 'shop', siteId: '1' };
const TENANT = SCOPE.tenantId;
const HOUR_MS = 3_600_000;
/** Ten in the evening in Berlin. */
const BEGIN = Date.parse('2026-11-23T21:00:00Z');
const MIDNIGHT = BEGIN + 2 * HOUR_MS;

let subject: ClockedStore;
let groupId: number;
beforeAll(async () => {
  subject = await ClockedStore.open();
  subject.now = BEGIN;
  subject.call('upsertLocations', TENANT, [{ code: 'A', timeZone: 'Europe/Berlin' }]);
  const product = { upc: 'x' };
  subject.call('upsertInventory', TENANT, [{ product, locationCode: 'A', onHand: 99 }], true);
  const fulfillmentLimit = {
    type: 'FULFILLMENT_LIMIT_TYPE_VALUE',
    limit: 1000,
    durationUnit: 'DURATION_UNIT_DAY',
  };
  const document = {
    routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    locationGroups: [
      { name: 'all', route: 'ship', rank: 1, isDefaultGroup: true, fulfillmentLimit },
    ],
  };
  const stored = subject.call('applyConfiguration', SCOPE, document, '', false);
  groupId = stored.document.locationGroups?.[0].id ?? 0;
});
afterAll(() => subject.end());

/** Allocates an order of two units, worth so much, at the location. */
function allocate(orderId: string, totalMinor: number): void {
  const line = { orderItemId: 1, quantity: 2, upc: 'x', sku: '', partNumber: '', tags: {} };
  const ask: AllocationAsk = {
    orderId,
    request: '',
    lines: [line],
    totalMinor,
    holdId: '',
    isStrict: false,
    isBackorderAllowed: true,
    locationsMax: 0,
    priority: 'NORMAL',
    decision: '',
    isDecisionFinal: false,
    digest: '',
  };
  const units = { orderItemId: 1, locationCode: 'A', quantity: 2, limitGroupId: groupId };
  const plan: Plan = {
    units: [{ ...units, route: 0, transferToLocationCode: '' }],
    unserved: [],
    suggestionId: 0,
  };
  subject.call('allocateOrder', SCOPE, ask, '', plan, 0);
}

/** Until when routing sees that the location is full. */
function fullUntil(): number | undefined {
  const program = subject.views.site(TENANT, SCOPE.siteId)?.program;
  return program?.allRoutes[0].groups[0].limit?.fullUntilMs[0];
}

it('an order that passes the limit is the last one of the day, after a restart, too', async () => {
  allocate('1', 999);
  expect(fullUntil()).toBe(0);
  subject.now += HOUR_MS;
  await subject.reopen();
  expect(fullUntil()).toBe(0);
  allocate('2', 5000);
  expect(fullUntil()).toBe(MIDNIGHT);
  await subject.reopen();
  expect(fullUntil()).toBe(MIDNIGHT);
  expect(() => allocate('3', 1)).toThrow('LIMIT_REACHED');
});

it('what is given back is taken out of the day in which it was counted', async () => {
  const half = { orderItemId: 1, locationCode: 'A', quantity: 1 };
  subject.call('releaseAllocation', TENANT, { orderId: '2', lines: [half] }, '');
  expect(fullUntil()).toBe(MIDNIGHT);
  subject.now = MIDNIGHT;
  await subject.reopen();
  expect(fullUntil()).toBe(0);
  allocate('3', 1000);
  expect(fullUntil()).toBe(MIDNIGHT + 24 * HOUR_MS);
  // Counts of the day before.
  subject.call('releaseAllocation', TENANT, { orderId: '2', lines: [half] }, '');
  expect(fullUntil()).toBe(MIDNIGHT + 24 * HOUR_MS);
});

it('days that are over are forgotten, and nothing else', async () => {
  subject.sweep();
  expect(fullUntil()).toBe(MIDNIGHT + 24 * HOUR_MS);
  await subject.reopen();
  expect(fullUntil()).toBe(MIDNIGHT + 24 * HOUR_MS);
  expect(() => allocate('4', 1)).toThrow('LIMIT_REACHED');
  subject.now += 24 * HOUR_MS;
  allocate('4', 1);
  expect(fullUntil()).toBe(0);
});

it('an order of which nothing is left is kept 30 days, or as long as the longest site says', () => {
  const { document } = subject.call('getConfiguration', SCOPE, 0);
  const keep = (allocationDays: number) => {
    const settings = { allocationDays };
    subject.call('applyConfiguration', SCOPE, { ...document, settings }, '', false);
  };
  const isKept = (orderId: string) => {
    subject.sweep();
    const args: [string, string] = [TENANT, orderId];
    return subject.together([{ method: 'getAllocation', args }])[0].isDone;
  };
  const units = [{ orderItemId: 1, locationCode: 'A', quantity: 2 }];
  subject.call('shipAllocation', TENANT, { orderId: '4', lines: units }, '');
  subject.now += 30 * 24 * HOUR_MS - 1;
  expect(isKept('4')).toBe(true);
  keep(31);
  subject.now += 24 * HOUR_MS;
  expect(isKept('4')).toBe(true);
  keep(30);
  // What was never shipped stays, however old it is.
  expect([isKept('4'), isKept('3')]).toEqual([false, true]);
});
