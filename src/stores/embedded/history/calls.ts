// Which calls are about the past.

import type { StoreCall, StoreMethod } from '../../messages.js';

const METHODS = [
  'listLedger',
  'findReplays',
  'replayInputs',
  'whyInputs',
  'keepLog',
] as const satisfies readonly StoreMethod[];

/** A call that is about the past. */
export type HistoryCall = Extract<StoreCall, { method: (typeof METHODS)[number] }>;

/** Whether a call is about the past. */
export function isAboutHistory(call: StoreCall): call is HistoryCall {
  return (METHODS as readonly string[]).includes(call.method);
}
