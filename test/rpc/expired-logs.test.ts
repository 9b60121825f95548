// What is told of a decision when the stock of then is no longer known: that it expired, and the
// log that was stored in time.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS } from '../../src/stores/embedded/history/clock.js';
import { openEmbedded } from '../../src/stores/embedded/embedded.js';
import { testRecording } from '../stores/support/opened-store.js';
import { CONFIGURATION, loadNetwork, ORDER, type Running, startReal } from './support/engine.js';
import type { Decoded } from './support/client.js';

const SUGGEST = 'RoutingService.SuggestRouting';
const GET_LOG = 'RoutingService.GetSuggestionLog';
const BASIC = 'SUGGESTION_LOG_VIEW_BASIC';

const dataDirectory = mkdtempSync(join(tmpdir(), 'shipfrom-expired-'));
let running: Running;
let plain: Decoded;
let logged: Decoded;

/** Lets the ledger go that is older than a day, as if it were two days later. */
async function twoDaysLater(): Promise<void> {
  const { rings, nextSuggestionId } = testRecording();
  const recordings = { rings, nextSuggestionId };
  const clock = () => Date.now() + 2 * DAY_MS;
  const store = await openEmbedded(dataDirectory, {}, recordings, () => {}, clock);
  while (store.sweep());
  await store.close();
}

beforeAll(async () => {
  running = await startReal({ dataDirectory });
  const { client } = running;
  await loadNetwork(client);
  const settings = { ledgerDays: 1, decisionRecords: { daysMax: 3650 } };
  const configuration = { ...CONFIGURATION, settings };
  await client.call('ConfigurationService.ApplyConfiguration', { configuration });
  plain = await client.call(SUGGEST, ORDER);
  logged = await client.call(SUGGEST, { ...ORDER, returnSuggestionLog: true });
  const updates = [{ product: { upc: 'A' }, locationCode: 'EAST', onHand: 3 }];
  await client.call('InventoryService.BatchUpsertInventory', { updates });
  const { logs } = await client.call(GET_LOG, { view: BASIC });
  expect(logs.map(({ reproduced }: Decoded) => reproduced)).toEqual([true, true]);
  await running.stop();
  await twoDaysLater();
  running = await startReal({ dataDirectory });
});

afterAll(async () => {
  await running.stop();
  rmSync(dataDirectory, { recursive: true });
});

async function logOf(suggestionId: number, view?: string): Promise<Decoded> {
  const { logs } = await running.client.call(GET_LOG, { suggestionId, view });
  expect(logs).toHaveLength(1);
  return logs[0];
}

it('a decision without a stored log has its request and its answer', async () => {
  const log = await logOf(plain.suggestionId);
  expect(log).toMatchObject({
    reproduced: false,
    notReproducedReason: 'NOT_REPRODUCED_REASON_STOCK_EXPIRED',
    orderId: 'o1',
    decision: plain.decision,
  });
  expect(log.notReproducedDetail).not.toBe('');
  const [request, response] = log.events;
  expect(log.events).toHaveLength(2);
  expect(request.request).toMatchObject({ orderId: 'o1', items: [{ upc: 'A' }] });
  expect(response.response.decision).toEqual(plain.decision);
});

it('a log that was stored in time is as it was', async () => {
  const log = await logOf(logged.suggestionId);
  expect(log).toEqual(logged.suggestionLog);
  expect(log.events.length).toBeGreaterThan(5);
});

it('without events, both are told as they are now', async () => {
  for (const { suggestionId } of [plain, logged]) {
    const log = await logOf(suggestionId, BASIC);
    expect(log).toMatchObject({
      reproduced: false,
      notReproducedReason: 'NOT_REPRODUCED_REASON_STOCK_EXPIRED',
      events: [],
    });
  }
});
