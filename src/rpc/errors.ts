// How anything thrown becomes what grpc-js sends: code, message and the encoded details. Knows no
// service.

import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { Refusal, type RefusalDetail, STATUS, type StatusCode } from '../base/outcome.js';
import type { Log } from './log.js';
import { encodeStatusDetails } from './status-details.js';

/** The trailer in which gRPC carries the details of an error. */
const DETAILS_KEY = 'grpc-status-details-bin';
/** Characters of a message: it travels in headers twice, of which many clients allow 8 KiB. */
const MESSAGE_CHARACTERS_MAX = 400;
/** Characters of a path, of a reason, and of a value of the metadata. */
const VIOLATION_CHARACTERS_MAX = 300;
/** Characters of all violations together. */
const VIOLATIONS_CHARACTERS_MAX = 2400;

/**
 * gRPC's code for a caller who has not shown who they are; nothing behind the edge has a use for
 * it.
 */
export const UNAUTHENTICATED = 16 as StatusCode;

/**
 * The error of grpc-js for a refusal. Long texts are cut so that the trailers stay within a
 * header's limits.
 */
export function serviceError(detail: RefusalDetail): ServiceError {
  const shown = shorten(detail);
  const metadata = new Metadata();
  metadata.set(DETAILS_KEY, Buffer.from(encodeStatusDetails(shown)));
  return Object.assign(new Error(shown.message), {
    code: shown.code,
    details: shown.message,
    metadata,
    reason: shown.reason,
  });
}

/** The reason of an error that `serviceError` made; empty for any other. */
export function reasonOf(error: object): string {
  const { reason } = error as { readonly reason?: unknown };
  return typeof reason === 'string' ? reason : '';
}

/** The error for a caller without a valid key. */
export function unauthenticated(): ServiceError {
  return serviceError({
    code: UNAUTHENTICATED,
    reason: 'UNAUTHENTICATED',
    message: 'a valid API key is required in the metadata, as authorization: Bearer KEY',
    violations: [],
  });
}

/**
 * The error for anything thrown. A `Refusal` says what it says; of anything else the caller learns
 * nothing and the log everything.
 */
export function errorOf(thrown: unknown, log: Log, method: string): ServiceError {
  if (thrown instanceof Refusal) return serviceError(thrown.detail);
  log.error({ err: thrown, method }, 'a call failed');
  return serviceError(INTERNAL_DETAIL);
}

const INTERNAL_DETAIL: RefusalDetail = {
  code: STATUS.internal,
  reason: 'INTERNAL',
  message: 'internal error',
  violations: [],
};

/** The refusal of a server that is going away. */
export const DRAINING: RefusalDetail = {
  code: STATUS.unavailable,
  reason: 'DRAINING',
  message: 'the server is shutting down; try again, elsewhere if there is another',
  violations: [],
  retryAfterMs: 1000,
};

/** The refusal of bytes that are not the message that they should be. */
export const MALFORMED: RefusalDetail = {
  code: STATUS.invalidArgument,
  reason: 'MALFORMED_MESSAGE',
  message: 'the bytes are not a message of this method',
  violations: [],
};

function shorten(detail: RefusalDetail): RefusalDetail {
  let left = VIOLATIONS_CHARACTERS_MAX;
  const violations = [];
  for (const violation of detail.violations) {
    const field = cut(violation.field, VIOLATION_CHARACTERS_MAX);
    const description = cut(violation.description, VIOLATION_CHARACTERS_MAX);
    left -= field.length + description.length;
    if (left < 0) break;
    violations.push({ field, description });
  }
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(detail.metadata ?? {})) {
    metadata[name] = cut(value, VIOLATION_CHARACTERS_MAX);
  }
  const message = cut(detail.message, MESSAGE_CHARACTERS_MAX);
  return { ...detail, message, violations, metadata };
}

/** Also mends halves of surrogate pairs: grpc-js throws on them where nothing catches. */
function cut(text: string, charactersMax: number): string {
  const short = text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 3)}...`;
  return short.toWellFormed();
}
