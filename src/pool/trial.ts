// Decides an order on a world of its own, as TestRouting asks: the same decoder, core and encoder
// as every order, and nothing that outlives the call.

import { bytesOf } from '../base/text.js';
import { sharedDoubles } from '../columns/stock.js';
import { Answerer } from './answerer.js';
import { CALL_KIND, type Trial, type TrialTask } from './calls.js';

/** Field 30 of the request, set: the record is made for requests that want their log. */
const LOG_WANTED = Uint8Array.of(0xf0, 0x01, 0x01);
const NOTHING = new Uint8Array(0);
/** Any numbers but 0, under which a thread knows a tenant and a site. */
const TENANT = 1;
const SITE = 1;

let answererOfThread: Answerer | null = null;

/** Decides an order on a world of its own. Throws where that fails. */
export function tryOrder(task: TrialTask): Trial {
  const { tenantId, siteId, world, postal } = task;
  // Made when something is first tried: most threads never do.
  answererOfThread ??= new Answerer();
  const answerer = answererOfThread;
  const { stock, locations, program } = world;
  const view = {
    tenantId,
    number: TENANT,
    stock,
    locations,
    postal,
    // The stock is the caller's: nobody holds any of it.
    holds: [],
    counters: sharedDoubles(1),
  };
  answerer.learn({
    epoch: 1,
    tenants: [{ number: TENANT, view }],
    sites: [{ number: SITE, program, siteId: bytesOf(siteId) }],
  });
  answerer.setTime(task.timeEpochMs);
  const request = Buffer.concat([task.request, LOG_WANTED]);
  const { suggest } = CALL_KIND;
  const refusal = answerer.answer(suggest, TENANT, SITE, request, 0, request.length, 0);
  if (refusal !== null) return { refusal, answer: NOTHING, record: NOTHING };
  const record = answerer.wantedLogs?.[0]?.record;
  if (record === undefined) throw new Error('a trial left no record');
  return { refusal, answer: answerer.bytes.slice(0, answerer.lengthBytes), record };
}
