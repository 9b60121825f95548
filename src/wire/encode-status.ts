// How a refusal is told: as google.rpc.Status in the trailer grpc-status-details-bin, or as the
// ElementStatus of one order of a batch or stream. Off the hot path.

import type { FieldViolation, RefusalDetail } from '../base/outcome.js';
import { joined, messageField, numberField, textField } from './message-bytes.js';
import { VIOLATIONS_MAX } from './problems.js';

/** The domain of our reasons in google.rpc.ErrorInfo. */
const ERROR_DOMAIN = 'shipfrom';

const TYPE_PREFIX = 'type.googleapis.com/google.rpc.';

/**
 * The google.rpc.Status of a refusal: ErrorInfo, BadRequest with at most 20 violations (trailers
 * have a size limit), and RetryInfo where the refusal says when to try again.
 */
export function encodeStatusDetails(detail: RefusalDetail): Uint8Array {
  const errorInfo = joined([textField(1, detail.reason), textField(2, ERROR_DOMAIN)]);
  const parts = [
    numberField(1, detail.code),
    textField(2, detail.message),
    anyField('ErrorInfo', errorInfo),
  ];
  if (detail.violations.length > 0) {
    parts.push(anyField('BadRequest', joined(violationFields(1, detail.violations))));
  }
  if (detail.retryAfterMs !== undefined) {
    const retryInfo = messageField(1, duration(detail.retryAfterMs));
    parts.push(anyField('RetryInfo', retryInfo));
  }
  return joined(parts);
}

/** The ElementStatus of a refusal, with at most 20 violations. */
export function encodeElementStatus(detail: RefusalDetail): Uint8Array {
  return joined([
    numberField(1, detail.code),
    textField(2, detail.message),
    textField(3, detail.reason),
    ...violationFields(4, detail.violations),
  ]);
}

/** A google.protobuf.Any as an entry of `details`. */
function anyField(type: string, message: Uint8Array): Uint8Array {
  return messageField(3, joined([textField(1, TYPE_PREFIX + type), messageField(2, message)]));
}

/** Our FieldViolation and google.rpc.BadRequest.FieldViolation have the same fields. */
function violationFields(field: number, violations: readonly FieldViolation[]): Uint8Array[] {
  return violations
    .slice(0, VIOLATIONS_MAX)
    .map((violation) =>
      messageField(
        field,
        joined([textField(1, violation.field), textField(2, violation.description)]),
      ),
    );
}

/** A google.protobuf.Duration of whole milliseconds. */
function duration(milliseconds: number): Uint8Array {
  const whole = Math.ceil(milliseconds);
  return joined([
    numberField(1, Math.floor(whole / 1000)),
    numberField(2, (whole % 1000) * 1_000_000),
  ]);
}
