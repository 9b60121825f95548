// How a call that comes again has one effect: its answer is kept under its key, in the transaction
// of the call, by tenant and method.

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../base/canonical-json.js';
import { Refusal, STATUS, type StatusCode } from '../../../base/outcome.js';
import type { AllocationAsk } from '../../allocation.js';
import { checkKey } from '../../stock-check.js';
import type { StoreCall, StoreOutcome } from '../../messages.js';
import { binaryKey, type Database } from '../database.js';
import type { SiteState } from '../tenant-state.js';
import { DUE, putDue } from './dues.js';

const HOUR_MS = 3_600_000;
/** Of several sites the longest holds, and where none says how long, this. */
const HOURS_DEFAULT = 24;

/** A call with a key: where its answer is kept, and what it asked for. */
export type KeyedCall = { readonly name: Buffer; readonly digest: string };

/** By method of the store: its number on disk, and the place of the key in its arguments. */
const KEYS: { readonly [method in StoreCall['method']]?: readonly [number: number, at: number] } = {
  upsertInventory: [1, 3],
  changeStock: [2, 2],
  transferInventory: [3, 2],
  receiveTransfer: [4, 2],
  holdInventory: [5, 2],
  releaseHold: [6, 2],
  allocateOrder: [10, 2],
  releaseAllocation: [11, 2],
  shipAllocation: [12, 2],
  rejectAllocation: [13, 2],
};

/** Changes of rows are methods of their own to whoever calls. */
const CHANGE_NUMBERS = { adjust: 2, delete: 7, block: 8, unblock: 9 } as const;

/** Refusals that are the same whenever the call comes again; others may pass. */
const REMEMBERED: readonly StatusCode[] = [
  STATUS.invalidArgument,
  STATUS.notFound,
  STATUS.alreadyExists,
  STATUS.failedPrecondition,
];

/** The key of a call; null where it has none. Throws where it is too long. */
export function keyedCall(call: StoreCall): KeyedCall | null {
  const args: readonly unknown[] = call.args;
  const place = KEYS[call.method];
  if (place === undefined) return null;
  const [first, at] = place;
  const number = call.method === 'changeStock' ? CHANGE_NUMBERS[call.args[1].kind] : first;
  const key = args[at];
  if (typeof key !== 'string' || key === '') return null;
  checkKey(key);
  const asked = canonicalJson(
    call.method === 'allocateOrder' ? orderAsked(call.args[1]) : args.slice(1, at),
  );
  const digest = createHash('sha256').update(asked).digest('base64');
  return { name: Buffer.concat([Buffer.of(number), Buffer.from(key)]), digest };
}

/** What an order asks for: what is kept of its request, and its lines, follow from its digest. */
function orderAsked(ask: AllocationAsk): object {
  return { ...ask, lines: undefined, request: undefined };
}

/**
 * What a call with this key was answered; undefined: nothing that is still kept. Throws where it
 * asked for something else.
 */
export function keptAnswer(
  database: Database,
  tenant: number,
  { name, digest }: KeyedCall,
  oldestEpochMs: number,
): StoreOutcome | undefined {
  const answer = database.answers.get(answerKey(tenant, name));
  if (answer === undefined || answer.timeEpochMs <= oldestEpochMs) return undefined;
  if (answer.digest === digest) return answer.outcome;
  const field = 'idempotency_key';
  const description = 'was used with another request';
  throw new Refusal({
    code: STATUS.invalidArgument,
    reason: 'IDEMPOTENCY_KEY_REUSED',
    message: `${field}: ${description}`,
    violations: [{ field, description }],
  });
}

/** Keeps an answer in the running transaction, unless it is a failure that may pass. */
export function keepAnswer(
  database: Database,
  tenant: number,
  { name, digest }: KeyedCall,
  outcome: StoreOutcome,
  timeEpochMs: number,
): void {
  if (!outcome.isDone && !REMEMBERED.includes(outcome.detail.code)) return;
  void database.answers.put(answerKey(tenant, name), { timeEpochMs, digest, outcome });
  putDue(database, tenant, DUE.keyForgotten, { timeEpochMs, name });
}

/** Forgets the answer of a key that is from this time, in the running transaction. */
export function forgetAnswer(
  database: Database,
  tenant: number,
  name: Buffer,
  timeEpochMs: number,
): void {
  const key = answerKey(tenant, name);
  // The key may have come again after its time, and have a newer answer.
  if (database.answers.get(key)?.timeEpochMs === timeEpochMs) void database.answers.remove(key);
}

/** How long answers and ended holds of a tenant are kept, in milliseconds. */
export function keptMs(sites: Iterable<SiteState>): number {
  let hours = 0;
  for (const { document } of sites) {
    hours = Math.max(hours, document.settings?.idempotencyHours || HOURS_DEFAULT);
  }
  return (hours || HOURS_DEFAULT) * HOUR_MS;
}

function answerKey(tenant: number, name: Buffer): Buffer {
  return Buffer.concat([binaryKey(tenant), name]);
}
