// Answers with many logs, or with long ones, stay below what clients take by default, and none is
// left out unsaid.

import { afterEach, describe, expect, it } from 'vitest';
import type { SuggestionEvent } from '../../src/explain/events.js';
import type { ReplayInputs } from '../../src/explain/inputs.js';
import { fieldsOf } from '../../src/wire/message-parts.js';
import type { RunningServer } from '../../src/rpc/server.js';
import type { Store } from '../../src/stores/store.js';
import { readRecord } from '../../src/wire/record.js';
import { recordOf } from '../stores/support/records.js';
import { encodeMessage } from '../support/engine/protos.js';
import { type Decoded, methodOf, TestClient } from './support/client.js';
import { CONFIGURATION, startReal } from './support/engine.js';
import { HeldRouter, startFake } from './support/fakes.js';

const BATCH = 'RoutingService.BatchSuggestRouting';
const GET_LOG = 'RoutingService.GetSuggestionLog';
/** What a client of gRPC takes by default, in bytes. */
const MESSAGE_MAX = 4 * 1024 * 1024;

describe('a batch of long orders that all want a log', () => {
  it('says of each that does not fit that it does not', { timeout: 60_000 }, async () => {
    const running = await startReal();
    const { client } = running;
    const codes = Array.from({ length: 40 }, (_, i) => `product-${i}`);
    const place = { code: 'EAST', coordinates: { latitude: 40, longitude: -74 } };
    await client.call('LocationService.BatchUpsertLocations', { locations: [place] });
    await client.call('InventoryService.BatchUpsertInventory', {
      updates: codes.map((upc) => ({ product: { upc }, locationCode: 'EAST', onHand: 9 })),
    });
    await client.call('ConfigurationService.ApplyConfiguration', { configuration: CONFIGURATION });
    const requests = Array.from({ length: 900 }, (_, i) => ({
      orderId: `o${i}`,
      orderType: 'ORDER_TYPE_DIRECTSHIP',
      items: codes.map((upc) => ({ upc, quantity: 1 })),
      shippingAddress: { countryCode: 'US', coordinates: { latitude: 41, longitude: -75 } },
      totalMinor: 1,
      returnSuggestionLog: true,
    }));
    const request = encodeMessage('BatchSuggestRoutingRequest', { requests });
    const bytes = await client.raw(BATCH, request, { deadlineMs: 50_000 });
    expect(bytes.length).toBeLessThan(MESSAGE_MAX);
    const { results } = methodOf(BATCH).responseDeserialize(bytes) as Decoded;
    const logs: Decoded[] = results.map(({ response }: Decoded) => response.suggestionLog);
    expect(logs.map(({ orderId }) => orderId)).toEqual(requests.map(({ orderId }) => orderId));
    const whole = logs.filter(({ reproduced }) => reproduced);
    expect(whole.length).toBeGreaterThan(100);
    const notes = logs.filter(({ reproduced }) => !reproduced);
    expect(notes.length).toBeGreaterThan(100);
    expect(notes.filter(({ decision }) => decision === null).length).toBeGreaterThan(0);
    for (const { notReproducedDetail } of notes) {
      expect(notReproducedDetail).toMatch(/more than fit: GetSuggestionLog has it$/);
    }
    const { logs: found } = await client.call(GET_LOG, { orderId: 'o899' });
    expect(found[0]).toMatchObject({ reproduced: true, orderId: 'o899' });
    await running.stop();
  });
});

describe('a page of logs', () => {
  let server: RunningServer;
  let client: TestClient;

  afterEach(async () => {
    client.close();
    await server.drain(100);
  });

  /** All pages of a server with these records, each of whose logs has these events. */
  async function pagesOf(
    records: readonly Uint8Array[],
    view: string,
    events: readonly SuggestionEvent[],
  ): Promise<Buffer[]> {
    const { decision } = readRecord(records[0], 0);
    const store: Partial<Store> = {
      findReplays: (_scope, _query, pageSize, pageToken) => {
        const start = Number(pageToken);
        const page = records.slice(start, start + pageSize);
        const next = start + page.length;
        const nextPageToken = next === records.length ? '' : String(next);
        return Promise.resolve({ items: page.map(inputsOf), nextPageToken });
      },
    };
    const explanation = { decision, candidateLocationCodes: [], events };
    const explainer = { explain: () => Promise.resolve(explanation) };
    server = await startFake({ router: new HeldRouter(), explainer, store });
    client = new TestClient(server.port);
    const pages: Buffer[] = [];
    let pageToken = '';
    do {
      const request = { orderId: 'o', pageSize: 100, view, pageToken };
      const page = await client.raw(GET_LOG, encodeMessage('GetSuggestionLogRequest', request));
      const token = fieldsOf(page).find(({ number }) => number === 2);
      pageToken = token === undefined ? '' : page.toString('utf8', token.valueStart, token.end);
      pages.push(page);
    } while (pageToken !== '');
    return pages;
  }

  function inputsOf(record: Uint8Array): ReplayInputs {
    const world = {} as unknown as ReplayInputs['world'];
    return { tenantId: '1', siteId: '1', record, storedLog: null, world, problem: null };
  }

  it.each([
    ['of long events', 'SUGGESTION_LOG_VIEW_FULL', 10, 0, 45_000],
    ['of one that is too long by itself', 'SUGGESTION_LOG_VIEW_FULL', 4, 0, 110_000],
    ['of long decisions', 'SUGGESTION_LOG_VIEW_BASIC', 100, 50_000, 0],
  ])('%s ends before it is too long, and none is lost', async (_, view, ...sizes) => {
    const [recordCount, decisionBytes, count] = sizes;
    const codes = Array.from({ length: count }, (_code, i) => `location ${i} of very many`);
    const event: SuggestionEvent = {
      type: 'SUGGESTION_EVENT_TYPE_GROUP_SORT',
      groupSorted: { sorts: [], inputLocationCodes: codes, outputLocationCodes: [] },
    };
    const records = Array.from({ length: recordCount }, (_record, i) =>
      recordOf({ suggestionId: i + 1, tenant: 1, decisionBytes }),
    );
    const pages = await pagesOf(records, view, [event]);
    const counts = pages.map((page) => fieldsOf(page).filter(({ number }) => number === 1).length);
    expect(counts.reduce((sum, logs) => sum + logs, 0)).toBe(recordCount);
    expect(counts.every((logs) => logs > 0)).toBe(true);
    for (const page of pages) expect(page.length).toBeLessThan(MESSAGE_MAX);
  });
});
