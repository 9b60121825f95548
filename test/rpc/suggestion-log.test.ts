// GetSuggestionLog over many orders: pages, batches, streams, and what may not be asked.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decoded, TestClient } from './support/client.js';
import { type Running, startReal } from './support/engine.js';
import { expectDecision, loadOverview, OVERVIEW_ORDER } from './support/overview.js';

const SUGGEST = 'RoutingService.SuggestRouting';
const GET_LOG = 'RoutingService.GetSuggestionLog';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadOverview(client);
});

afterAll(() => running.stop());

describe('logs of many orders', () => {
  it('come with each order of a batch that wants one', async () => {
    const requests = [
      { ...OVERVIEW_ORDER, orderId: 'b1', returnSuggestionLog: true },
      { ...OVERVIEW_ORDER, orderId: 'b2', items: [] },
      { ...OVERVIEW_ORDER, orderId: 'b3' },
      { ...OVERVIEW_ORDER, orderId: 'b4', returnSuggestionLog: true },
    ];
    const { results } = await client.call('RoutingService.BatchSuggestRouting', { requests });
    expect(results.map(({ outcome }: Decoded) => outcome)).toEqual([
      'response',
      'error',
      'response',
      'response',
    ]);
    const logs = results.map(({ response }: Decoded) => response?.suggestionLog?.orderId ?? null);
    expect(logs).toEqual(['b1', null, null, 'b4']);
    expectDecision(results[3].response.decision);
    expect(results[3].response.suggestionLog.suggestionId).toBe(results[3].response.suggestionId);
  });

  it('come with each order of a stream that wants one', async () => {
    const stream = client.duplex('RoutingService.StreamSuggestRouting');
    const answers: Decoded[] = [];
    stream.on('data', (answer) => answers.push(answer));
    const ended = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
    for (let i = 0; i < 8; i++) {
      const request = { ...OVERVIEW_ORDER, orderId: `s${i}`, returnSuggestionLog: i % 2 === 0 };
      stream.write({ requestId: `r${i}`, request });
    }
    stream.end();
    await ended;
    expect(answers).toHaveLength(8);
    for (const { requestId, response } of answers) {
      const wanted = Number(requestId.slice(1)) % 2 === 0;
      expect(response.suggestionLog?.orderId ?? null).toBe(wanted ? response.orderId : null);
      expect(response.suggestionLog?.reproduced ?? null).toBe(wanted ? true : null);
    }
  });

  it('are paged, newest first', async () => {
    const made: number[] = [];
    for (let i = 0; i < 25; i++) {
      const { suggestionId } = await client.call(SUGGEST, { ...OVERVIEW_ORDER, orderId: 'paged' });
      made.push(suggestionId);
    }
    for (const view of ['SUGGESTION_LOG_VIEW_FULL', 'SUGGESTION_LOG_VIEW_BASIC']) {
      const seen: number[] = [];
      const sizes: number[] = [];
      let pageToken = '';
      do {
        const page = await client.call(GET_LOG, { orderId: 'paged', view, pageToken });
        seen.push(...page.logs.map(({ suggestionId }: Decoded) => suggestionId));
        sizes.push(page.logs.length);
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
      expect(seen).toEqual(made.toReversed());
      expect(sizes.slice(0, 3)).toEqual([10, 10, 5]);
    }
  });

  it('are not there for what was never decided', async () => {
    expect(await client.call(GET_LOG, { orderId: 'nobody' })).toMatchObject({ logs: [] });
    expect(await client.call(GET_LOG, { suggestionId: 2 ** 50 })).toMatchObject({ logs: [] });
    const headers = { 'x-tenant-id': 'other' };
    expect(await client.call(GET_LOG, { orderId: '10' }, { headers })).toMatchObject({ logs: [] });
  });

  it.each([
    [{ suggestionId: 0 }, 'suggestion_id'],
    [{ orderId: '' }, 'order_id'],
    [{ externalResponseId: '' }, 'external_response_id'],
    [{ pageSize: 101 }, 'page_size'],
    [{ pageSize: -1 }, 'page_size'],
    [{ view: 9 }, 'view'],
  ])('are refused for %j', async (request, field) => {
    const refused = await client.refusal(GET_LOG, request);
    expect(refused).toMatchObject({ reason: 'INVALID_FIELD', fields: [field] });
  });
});
