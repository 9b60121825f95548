// How a refusal is told in the trailer grpc-status-details-bin: as google.rpc.Status. Off the hot
// path.

import type { RefusalDetail } from '../base/outcome.js';
import { joined, messageField, numberField, textField } from '../wire/message-bytes.js';
import { VIOLATIONS_MAX } from '../wire/problems.js';

/** The domain of our reasons in google.rpc.ErrorInfo. */
const ERROR_DOMAIN = 'shipfrom';

const TYPE_PREFIX = 'type.googleapis.com/google.rpc.';

/**
 * The google.rpc.Status of a refusal: ErrorInfo with the values of the message, BadRequest with at
 * most 20 violations (trailers have a size limit), and RetryInfo where the refusal says when to try
 * again.
 */
export function encodeStatusDetails(detail: RefusalDetail): Uint8Array {
  const { code, message, violations, retryAfterMs } = detail;
  const parts = [
    numberField(1, code),
    textField(2, message),
    anyField('ErrorInfo', errorInfo(detail)),
  ];
  if (violations.length > 0) {
    const fields = violations
      .slice(0, VIOLATIONS_MAX)
      .map(({ field, description }) => messageField(1, textPair(field, description)));
    parts.push(anyField('BadRequest', joined(fields)));
  }
  if (retryAfterMs !== undefined) {
    parts.push(anyField('RetryInfo', messageField(1, duration(retryAfterMs))));
  }
  return joined(parts);
}

function errorInfo({ reason, metadata = {} }: RefusalDetail): Uint8Array {
  const entries = Object.entries(metadata);
  return joined([
    textField(1, reason),
    textField(2, ERROR_DOMAIN),
    // An entry of a map is a message of its key and its value.
    ...entries.map(([name, value]) => messageField(3, textPair(name, value))),
  ]);
}

/** A message of two texts. */
function textPair(first: string, second: string): Uint8Array {
  return joined([textField(1, first), textField(2, second)]);
}

/** A google.protobuf.Any as an entry of `details`. */
function anyField(type: string, message: Uint8Array): Uint8Array {
  return messageField(3, joined([textField(1, TYPE_PREFIX + type), messageField(2, message)]));
}

/** A google.protobuf.Duration of whole milliseconds. */
function duration(milliseconds: number): Uint8Array {
  const whole = Math.ceil(milliseconds);
  return joined([
    numberField(1, Math.floor(whole / 1000)),
    numberField(2, (whole % 1000) * 1_000_000),
  ]);
}
