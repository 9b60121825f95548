// What callers are told where Redis could not be asked, or did not take what was asked.

import { failedPrecondition, Refusal, STATUS } from '../../base/outcome.js';
import { SCHEMA_VERSION } from '../embedded/database.js';

/** A tenant that another release wrote. */
export function unknownSchema(tenantId: string): Refusal {
  return failedPrecondition(
    'UNKNOWN_SCHEMA_VERSION',
    `tenant ${tenantId} in Redis is of another schema version than ${SCHEMA_VERSION}`,
  );
}

/** A group that other engines kept from being committed. */
export function contended(): Refusal {
  return refused(STATUS.aborted, 'COMMIT_CONTENDED', 'other engines kept committing first');
}

/** Redis failed while it was asked. What was sent may have been written. */
export function failedBy(error: unknown): Refusal {
  const { message } = error as Error;
  const isSent = !/enableOfflineQueue|isn't writeable/.test(message);
  return isSent ? unavailable('whether it was written is not known', message) : awayBy(error);
}

/** Redis failed before. What comes now is not even sent. */
export function awayBy(error: unknown): Refusal {
  return unavailable('nothing was written', (error as Error).message);
}

function unavailable(what: string, why: string): Refusal {
  return refused(STATUS.unavailable, 'STORE_UNAVAILABLE', `${what}: Redis: ${why}`);
}

function refused(code: Refusal['detail']['code'], reason: string, message: string): Refusal {
  return new Refusal({ code, reason, message, violations: [] });
}
