// The worked example of the routing overview, by gRPC: the same events in the same order, and the
// same assignment, with the answer and whenever it is asked for. Then its second example.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decoded, TestClient } from './support/client.js';
import { type Running, startReal } from './support/engine.js';
import {
  expectDecision,
  expectWorkedExample,
  loadOverview,
  OVERVIEW_ORDER,
  PARTIAL,
  typesOf,
} from './support/overview.js';

const SUGGEST = 'RoutingService.SuggestRouting';
const GET_LOG = 'RoutingService.GetSuggestionLog';

let running: Running;
let client: TestClient;
let ids: Readonly<Record<string, number>>;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  ids = await loadOverview(client);
});

afterAll(() => running.stop());

describe('the worked example of the overview', () => {
  it('brings its log along', async () => {
    const response = await client.call(SUGGEST, { ...OVERVIEW_ORDER, returnSuggestionLog: true });
    expectDecision(response.decision);
    expect(response.record).toBe('RECORD_OUTCOME_KEPT');
    expectWorkedExample(response.suggestionLog, response.suggestionId, ids);
    const sameOrder = await client.call(SUGGEST, OVERVIEW_ORDER);
    expect(sameOrder.suggestionLog).toBeNull();
    expect(sameOrder.decision).toEqual(response.decision);
  });

  it('has its log made again by its id, its order and its external id', async () => {
    const { suggestionId } = await client.call(SUGGEST, OVERVIEW_ORDER);
    const byId = await client.call(GET_LOG, { suggestionId });
    expect(byId.logs).toHaveLength(1);
    expectWorkedExample(byId.logs[0], suggestionId, ids);
    for (const key of [{ orderId: '10' }, { externalResponseId: 'ext-10' }, {}]) {
      const { logs } = await client.call(GET_LOG, key);
      expectWorkedExample(logs[0], suggestionId, ids);
    }
  });

  it('leaves the events out where they are not wanted', async () => {
    const { suggestionId } = await client.call(SUGGEST, OVERVIEW_ORDER);
    const view = 'SUGGESTION_LOG_VIEW_BASIC';
    const { logs } = await client.call(GET_LOG, { suggestionId, view });
    expect(logs[0]).toMatchObject({ suggestionId, reproduced: true, events: [] });
    expectDecision(logs[0].decision);
  });

  it('tells of candidates with their answer only', async () => {
    const { orderId: _, externalResponseId: __, totalMinor: ___, ...rest } = OVERVIEW_ORDER;
    const request = { ...rest, returnSuggestionLog: true };
    const answer = await client.call('RoutingService.SuggestCandidates', request);
    const codes = answer.candidates.map(({ locationCode }: Decoded) => locationCode);
    expect(codes).toEqual(['location1', 'location2']);
    const { suggestionLog: log } = answer;
    expect(log).toMatchObject({ suggestionId: 0, reproduced: true, decision: null });
    expect(typesOf(log)).toEqual([
      'NEW_REQUEST',
      'ROUTE_SELECTED',
      'INVENTORY_REQUEST',
      'GROUP',
      'GROUP_SORT',
      'RESPONSE',
    ]);
    expect(log.events[0].request.items[0]).toMatchObject({ upc: 'exampleItem', quantity: 2 });
    expect(log.events[0].request.allowedLocationCodes).toEqual(OVERVIEW_ORDER.allowedLocationCodes);
    expect(log.events.at(-1).response.candidateLocationCodes).toEqual(codes);
  });
});

describe('the second example of the overview', () => {
  it('assigns one item, cancels the other and says so', async () => {
    const order = {
      ...OVERVIEW_ORDER,
      orderId: '11',
      items: [
        { orderItemId: 11_111_111, upc: 'exampleItem', quantity: 1 },
        { orderItemId: 22_222_222, upc: 'nowhere', quantity: 1 },
      ],
      returnSuggestionLog: true,
    };
    const { decision, suggestionLog: log } = await client.call(SUGGEST, order);
    expect(decision.assignments).toMatchObject([
      { orderItemId: 11_111_111, locationCode: 'location2', quantity: 1 },
    ]);
    expect(decision.stateChanges).toEqual([
      { orderItemId: 22_222_222, quantity: 1, stateChange: 'STATE_CHANGE_CANCEL' },
    ]);
    expect(log.reproduced).toBe(true);
    expect(typesOf(log)).toEqual([
      'NEW_REQUEST',
      'ROUTE_SELECTED',
      'INVENTORY_REQUEST',
      'GROUP',
      'GROUP_SORT',
      'AFTER_ACTION',
      'AFTER_ACTION_SORT',
      'DEFAULT_RESPONSE',
      'RESPONSE',
    ]);
    const [action, split, rest] = log.events.slice(5);
    expect(action.afterActionRun).toEqual({
      match: 'GROUP_MATCH_PARTIAL',
      action: { ...PARTIAL, restartGroup: '' },
    });
    expect(split.splitSearched).toMatchObject({
      strategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS',
      inputLocationCodes: ['location2', 'location1'],
      outputLocationCodes: ['location2'],
      assignments: [{ orderItemId: 11_111_111, locationCode: 'location2', quantity: 1 }],
    });
    expect(rest.defaultResponse).toEqual({
      stateChange: 'STATE_CHANGE_CANCEL',
      orderItemIds: [22_222_222],
    });
  });
});
