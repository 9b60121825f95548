// How does a test ask an engine for one world why it decided so? By the record that the engine
// hands along where a log is wanted. Must not know: what the log should say.

import { explain, type Explanation } from '../../../src/explain/explain.js';
import type { ReplayInputs } from '../../../src/explain/inputs.js';
import { CALL_KIND } from '../../../src/pool/calls.js';
import { readRecord } from '../../../src/wire/record.js';
import { encodeMessage } from './protos.js';
import { askBytes, type WorldEngine } from './world-engine.js';

/** What was decided and recorded, and what came of deciding again. */
export type Explained = Explanation & {
  readonly inputs: ReplayInputs;
  /** The Decision as it was answered. */
  readonly answered: Uint8Array;
};

/** Decides an order, and again from its record. */
export function explainSuggest(engine: WorldEngine, request: object): Explained {
  const message = { ...request, returnSuggestionLog: true };
  return explained(engine, CALL_KIND.suggest, encodeMessage('SuggestRoutingRequest', message));
}

/** Lists candidates, and again from the record. */
export function explainCandidates(engine: WorldEngine, request: object): Explained {
  const message = { ...request, returnSuggestionLog: true };
  const bytes = encodeMessage('SuggestCandidatesRequest', message);
  return explained(engine, CALL_KIND.candidates, bytes);
}

function explained(engine: WorldEngine, kind: number, request: Uint8Array): Explained {
  askBytes(engine, kind, request);
  const record = engine.answerer.wantedLogs?.[0].record;
  if (record === undefined) throw new Error('the record of a wanted log did not come along');
  const inputs: ReplayInputs = {
    tenantId: '1',
    siteId: '1',
    record,
    storedLog: null,
    world: engine.replayWorld,
    problem: null,
  };
  return { ...explain(inputs, true), inputs, answered: readRecord(record, 0).decision };
}
