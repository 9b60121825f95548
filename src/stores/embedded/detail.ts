// What an error says to whoever called.

import { Refusal, STATUS, type RefusalDetail } from '../../base/outcome.js';

/** The detail of a refusal, and of anything else that it is a defect or a failure of ours. */
export function detailOf(error: unknown): RefusalDetail {
  if (error instanceof Refusal) return error.detail;
  const message = error instanceof Error ? error.message : String(error);
  return { code: STATUS.internal, reason: 'INTERNAL', message, violations: [] };
}
