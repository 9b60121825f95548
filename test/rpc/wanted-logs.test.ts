// What becomes of an answer whose log cannot be made or does not fit: it goes out all the same.

import { afterEach, describe, expect, it } from 'vitest';
import type { SuggestionEvent } from '../../src/explain/events.js';
import type { Explanation } from '../../src/explain/explain.js';
import type { ReplayInputs } from '../../src/explain/inputs.js';
import type { Explainer } from '../../src/pool/calls.js';
import type { RunningServer } from '../../src/rpc/server.js';
import type { Store } from '../../src/stores/store.js';
import { readRecord } from '../../src/wire/record.js';
import { recordOf } from '../stores/support/records.js';
import { encodeMessage } from '../support/engine/protos.js';
import { type Decoded, TestClient } from './support/client.js';
import { ORDER } from './support/engine.js';
import { HeldRouter, KeptLog, startFake, until } from './support/fakes.js';

const SUGGEST = 'RoutingService.SuggestRouting';
/** The decision of `recordOf` is no message; one whose bytes are 7 is none that is read here. */
const record = recordOf({ suggestionId: 7, tenant: 1, orderId: 'o1', decisionBytes: 0 });
const { decision } = readRecord(record, 0);

let server: RunningServer;
let client: TestClient;
const log = new KeptLog();
const kept: number[] = [];

afterEach(async () => {
  client.close();
  await server.drain(100);
  log.lines.length = 0;
  kept.length = 0;
});

function inputsOf(bytes: Uint8Array): ReplayInputs {
  const world = {} as unknown as ReplayInputs['world'];
  return { tenantId: '1', siteId: '1', record: bytes, storedLog: null, world, problem: null };
}

const WORKING_STORE: Partial<Store> = {
  replayInputs: (_scope, bytes) => Promise.resolve(inputsOf(bytes)),
  keepLog: (_scope, suggestionId) => {
    kept.push(suggestionId);
    return Promise.reject(new Error('the disk is full'));
  },
};

function explainerOf(events: readonly SuggestionEvent[]): Explainer {
  const explanation: Explanation = { decision, candidateLocationCodes: [], events };
  return { explain: () => Promise.resolve(explanation) };
}

/** Sends an order to a server of fakes and answers it with a response of this outcome. */
async function answerOf(
  explainer: Explainer,
  store = WORKING_STORE,
  outcome = 'RECORD_OUTCOME_KEPT',
): Promise<Decoded> {
  const router = new HeldRouter();
  server = await startFake({ router, explainer, store, logger: log });
  client = new TestClient(server.port);
  const answer = client.call(SUGGEST, { ...ORDER, returnSuggestionLog: true });
  await until(() => router.depth === 1);
  const response = { orderId: 'o1', decision: {}, suggestionId: 7, record: outcome };
  const bytes = encodeMessage('SuggestRoutingResponse', response);
  router.answerOne(null, bytes, [{ element: 0, record }]);
  return answer;
}

const SORTED: SuggestionEvent = {
  type: 'SUGGESTION_EVENT_TYPE_GROUP_SORT',
  name: 'all',
  groupSorted: { sorts: [], inputLocationCodes: ['a'], outputLocationCodes: ['a'] },
};

describe('a wanted log', () => {
  it('comes with the answer, and is kept with the record', async () => {
    const { orderId, suggestionLog } = await answerOf(explainerOf([SORTED]));
    expect(orderId).toBe('o1');
    expect(suggestionLog).toMatchObject({ suggestionId: 7, orderId: 'o1', reproduced: true });
    expect(suggestionLog.events).toMatchObject([{ name: 'all', payload: 'groupSorted' }]);
    expect(kept).toEqual([7]);
    // It is not made twice: this store could not find its record.
    const { logs } = await client.call('RoutingService.GetSuggestionLog', { suggestionId: 7 });
    expect(logs).toEqual([suggestionLog]);
    // The answer does not wait for it, and does not fail with it.
    await until(() => log.lines.some(({ message }) => message === 'a log could not be kept'));
  });

  it.each(['RECORD_OUTCOME_SAMPLED_OUT', 'RECORD_OUTCOME_DROPPED'])(
    'is not kept where the record is not: %s',
    async (outcome) => {
      const { suggestionLog } = await answerOf(explainerOf([]), WORKING_STORE, outcome);
      expect(suggestionLog.reproduced).toBe(true);
      expect(kept).toEqual([]);
    },
  );

  it('says so where the decision cannot be made again', async () => {
    const explain = () => Promise.reject(new Error('a secret of ours'));
    const { orderId, suggestionLog } = await answerOf({ explain });
    expect(orderId).toBe('o1');
    const note = 'the decision could not be made again: internal error';
    expect(suggestionLog).toMatchObject({ reproduced: false, notReproducedDetail: note });
    const types = suggestionLog.events.map(({ type }: Decoded) => type);
    expect(types).toEqual(['SUGGESTION_EVENT_TYPE_NEW_REQUEST', 'SUGGESTION_EVENT_TYPE_RESPONSE']);
    expect(suggestionLog.events[1].errors).toEqual([note]);
    expect(kept).toEqual([]);
    expect(log.lines.map(({ message }) => message)).toContain('a decision could not be made again');
  });

  it('says so where its inputs cannot be had', async () => {
    const store = { replayInputs: () => Promise.reject(new Error('the store is gone')) };
    const { orderId, suggestionLog } = await answerOf(explainerOf([]), store);
    expect(orderId).toBe('o1');
    expect(suggestionLog.reproduced).toBe(false);
    expect(suggestionLog.events[1].errors).toEqual(['the log could not be made: internal error']);
  });

  it('says so where another decision comes out', async () => {
    const explanation = { decision: Uint8Array.of(8, 1), candidateLocationCodes: [], events: [] };
    const { suggestionLog } = await answerOf({ explain: () => Promise.resolve(explanation) });
    expect(suggestionLog).toMatchObject({
      reproduced: false,
      notReproducedReason: 'NOT_REPRODUCED_REASON_DECISION_DIFFERS',
    });
    expect(suggestionLog.events).toHaveLength(2);
    expect(kept).toEqual([]);
  });

  it('leaves its events out where the answer would be too large', async () => {
    const codes = Array.from({ length: 60_000 }, (_, i) => `location ${i} of very many`.repeat(3));
    const event = { ...SORTED, groupSorted: { ...SORTED.groupSorted, inputLocationCodes: codes } };
    const { suggestionLog } = await answerOf(explainerOf([event as SuggestionEvent]));
    expect(suggestionLog.events).toHaveLength(2);
    expect(suggestionLog.events[1].errors[0]).toMatch(/^the log takes \d+ bytes, more than fit/);
    // What is kept is whole.
    expect(kept).toEqual([7]);
  });
});
