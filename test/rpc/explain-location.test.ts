// ExplainLocation: what is said of a location of a recorded decision and of an order, over the
// wire, and what is refused.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { refusedBy, type TestClient } from './support/client.js';
import { CONFIGURATION, loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const EXPLAIN = 'RoutingService.ExplainLocation';
const SUGGEST = 'RoutingService.SuggestRouting';
const BOTH = { ...ORDER, items: [{ upc: 'A', quantity: 4 }] };

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
  await stock(3);
});

afterAll(() => running.stop());

const stock = (onHand: number) =>
  client.call('InventoryService.BatchUpsertInventory', {
    updates: [{ product: { upc: 'A' }, locationCode: 'WEST', onHand }],
  });

const refused = (request: object) => refusedBy(client.call(EXPLAIN, request));

describe('an order', () => {
  it('is decided on the stock of now, and nothing of it stays', async () => {
    const answer = await client.call(EXPLAIN, { request: BOTH, locationCode: 'WEST' });
    expect(answer).toMatchObject({
      locationCode: 'WEST',
      verdict: 'LOCATION_VERDICT_NOT_CHOSEN',
      text: "WEST is short 1 of A (line 1), and EAST covers everything (group 'all')",
      exhaustive: true,
    });
    expect(answer.lines).toEqual([
      { orderItemId: 1, quantity: 4, available: 3, state: 'LINE_AT_LOCATION_STATE_AVAILABLE' },
    ]);
    expect(answer.groups[0].shortages).toEqual([
      { orderItemId: 1, product: 'A', needed: 4, available: 3, short: 1 },
    ]);
    const { logs } = await client.call('RoutingService.GetSuggestionLog', {});
    expect(logs ?? []).toEqual([]);
  });

  it('has the same bytes again', async () => {
    const request = { request: BOTH, locationCode: 'EAST' };
    const one = await client.call(EXPLAIN, request);
    expect(await client.call(EXPLAIN, request)).toEqual(one);
    expect(one.verdict).toBe('LOCATION_VERDICT_CHOSEN');
    expect(one.assignments).toMatchObject([{ locationCode: 'EAST', quantity: 4 }]);
    expect(one.flips ?? []).toEqual([]);
  });
});

describe('a recorded decision', () => {
  it('is explained on the stock and the rules of then', async () => {
    const { suggestionId } = await client.call(SUGGEST, BOTH);
    await stock(9);
    const [group] = CONFIGURATION.locationGroups;
    const locationGroups = [{ ...group, sorts: [{ type: 'SORT_TYPE_RANK' }] }];
    const configuration = { ...CONFIGURATION, locationGroups };
    await client.call('ConfigurationService.ApplyConfiguration', { configuration });
    const answer = await client.call(EXPLAIN, { suggestionId, locationCode: 'WEST' });
    expect(answer.suggestionId).toBe(suggestionId);
    expect(answer.groups[0].shortages).toMatchObject([{ available: 3, short: 1 }]);
    const place = answer.groups[0].place;
    expect(place).toMatchObject({ place: 2, survivors: 2, otherLocationCode: 'EAST' });
    expect(place.keys).toMatchObject([{ key: 'DISTANCE', otherValue: 0, decides: true }]);
    const now = await client.call(EXPLAIN, { request: BOTH, locationCode: 'WEST' });
    expect(now.groups[0].outcome).toBe('GROUP_OUTCOME_BEHIND');
  });

  it('has to be kept', async () => {
    const request = { suggestionId: 999_999, locationCode: 'WEST' };
    const { code, reason } = await refused(request);
    expect([code, reason]).toEqual([STATUS.notFound, 'NOT_FOUND']);
  });
});

describe('a question', () => {
  it.each([
    [{ request: BOTH }, ['location_code']],
    [{ locationCode: 'WEST' }, ['decision']],
    [{ suggestionId: 0, locationCode: 'WEST' }, ['suggestion_id']],
    [{ request: BOTH, locationCode: 'x'.repeat(65) }, ['location_code']],
    [{ request: { ...BOTH, items: [] }, locationCode: 'WEST' }, ['request.items']],
  ])('%j is refused', async (request, fields) => {
    const found = await refused(request);
    expect(found.code).toBe(STATUS.invalidArgument);
    expect(found.fields).toEqual(fields);
  });

  it('about a location that does not exist is NOT_FOUND', async () => {
    const { code, reason } = await refused({ request: BOTH, locationCode: 'NORTH' });
    expect([code, reason]).toEqual([STATUS.notFound, 'NOT_FOUND']);
  });
});
