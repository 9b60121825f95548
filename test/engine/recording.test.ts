// What an engine says of the records that it keeps and drops, and that it neither waits for them
// nor loses count.

import { describe, expect, it } from 'vitest';
import { CALL_KIND } from '../../src/pool/calls.js';
import { decodeMessage, encodeMessage } from '../support/engine/protos.js';
import { callPool, loadWorld, openTemporaryEngine } from '../support/engine/world-store.js';
import { randomOrder } from '../support/generate/order.js';
import { createRng } from '../support/generate/random.js';
import { randomWorld } from '../support/generate/world.js';

const world = randomWorld(5, { locationCount: 12, productCount: 6 });
const rng = createRng(5);
const requests = Array.from({ length: 100 }, () => randomOrder(rng, world));
const batch = encodeMessage('BatchSuggestRoutingRequest', { requests });

type Result = { response: { suggestionId: number; record: string } };

async function answers(engine: Parameters<typeof callPool>[0]): Promise<Result[]> {
  const { bytes } = await callPool(engine, CALL_KIND.batch, batch);
  const decoded = decodeMessage('BatchSuggestRoutingResponse', bytes ?? new Uint8Array(0));
  return decoded.results as Result[];
}

describe('an engine', () => {
  it('keeps all decisions, and says how many', async () => {
    const { engine, close } = await openTemporaryEngine({ workerCount: 2 });
    await loadWorld(engine, world);
    const results = (await Promise.all([answers(engine), answers(engine)])).flat();
    const outcomes = new Set(results.map(({ response }) => response.record));
    expect([...outcomes]).toEqual(['RECORD_OUTCOME_KEPT']);
    expect(new Set(results.map(({ response }) => response.suggestionId)).size).toBe(200);
    expect(engine.recordCounts()).toEqual({ offered: 200, refused: 0 });
    await close();
  });

  it('keeps none and gives no ids where that is not allowed', async () => {
    const { engine, close } = await openTemporaryEngine({
      workerCount: 1,
      isRecordingAllowed: false,
    });
    await loadWorld(engine, world);
    const results = await answers(engine);
    for (const { response } of results) {
      expect(response.record).toBe('RECORD_OUTCOME_SAMPLED_OUT');
      expect(response.suggestionId ?? 0).toBe(0);
    }
    expect(engine.recordCounts()).toEqual({ offered: 0, refused: 0 });
    await close();
  });

  it('drops what it cannot write in time, says so with the answer, counts and warns', async () => {
    const warnings: { message: string; fields: object }[] = [];
    const { engine, close } = await openTemporaryEngine({
      workerCount: 1,
      recordRingBytes: 8192,
      onWarning: (message, fields) => void warnings.push({ message, fields }),
    });
    await loadWorld(engine, world);
    const results = await answers(engine);
    const count = (outcome: string) =>
      results.filter(({ response }) => response.record === `RECORD_OUTCOME_${outcome}`).length;
    expect(count('DROPPED')).toBeGreaterThan(10);
    expect(count('KEPT') + count('DROPPED')).toBe(100);
    expect(engine.recordCounts()).toEqual({ offered: count('KEPT'), refused: count('DROPPED') });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(warnings).toHaveLength(1);
    expect(warnings[0].fields).toEqual({
      dropped: count('DROPPED'),
      droppedInAll: count('DROPPED'),
    });
    // Within ten seconds nothing more is said; the rest is told of at the end.
    const later = await answers(engine);
    const dropped = later.filter(({ response }) => response.record.endsWith('DROPPED')).length;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(warnings).toHaveLength(1);
    await close();
    expect(warnings[1]?.fields).toEqual({ dropped, droppedInAll: count('DROPPED') + dropped });
  });
});
