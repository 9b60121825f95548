// How a refusal of one order of a batch or stream is told inside the answer: as ElementStatus. Off
// the hot path.

import type { FieldViolation, RefusalDetail } from '../base/outcome.js';
import { joined, messageField, numberField, textField } from './message-bytes.js';
import { VIOLATIONS_MAX } from './problems.js';

/** The ElementStatus of a refusal, with at most 20 violations. */
export function encodeElementStatus(detail: RefusalDetail): Uint8Array {
  return joined([
    numberField(1, detail.code),
    textField(2, detail.message),
    textField(3, detail.reason),
    ...violationFields(4, detail.violations),
  ]);
}

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
