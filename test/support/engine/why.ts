// How does a test ask an engine for one world what became of a location? By the record that the
// engine hands along where a log is wanted. Must not know: what the answer should say.

import type { ReplayInputs } from '../../../src/explain/inputs.js';
import type { WhyAnswer } from '../../../src/explain/why/answer.js';
import { explainLocation } from '../../../src/explain/why/why.js';
import { CALL_KIND } from '../../../src/pool/calls.js';
import { encodeMessage } from './protos.js';
import { askBytes, type WorldEngine } from './world-engine.js';

/** What it takes to decide an order again. */
function inputsOf(engine: WorldEngine, request: object): ReplayInputs {
  const message = { ...request, returnSuggestionLog: true };
  askBytes(engine, CALL_KIND.suggest, encodeMessage('SuggestRoutingRequest', message));
  const record = engine.answerer.wantedLogs?.[0].record;
  if (record === undefined) throw new Error('the record of a wanted log did not come along');
  const scope = { tenantId: '1', siteId: '1' };
  return { ...scope, record, storedLog: null, world: engine.replayWorld, problem: null };
}

/** What became of a location that exists. */
export function whyOf(engine: WorldEngine, request: object, locationCode: string): WhyAnswer {
  const outcome = explainLocation({ inputs: inputsOf(engine, request), locationCode });
  if (outcome.kind !== 'answer') throw new Error(`${outcome.kind}: ${locationCode}`);
  return outcome.answer;
}
