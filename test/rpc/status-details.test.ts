// Whether refusals are in the trailer what google.rpc says, by protobufjs.

import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import type { RefusalDetail } from '../../src/base/outcome.js';
import { exhausted, invalidFields } from '../../src/base/outcome.js';
import { encodeStatusDetails } from '../../src/rpc/status-details.js';

// The public messages of google.rpc, as far as they are sent.
const { root } = protobuf.parse(
  `
  syntax = "proto3";
  package google.rpc;
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message Any { string type_url = 1; bytes value = 2; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message BadRequest {
    message FieldViolation { string field = 1; string description = 2; }
    repeated FieldViolation field_violations = 1;
  }
  message RetryInfo { Duration retry_delay = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
`,
  { keepCase: true },
);

type Status = { code: number; message: string; details: { type_url: string; value: Uint8Array }[] };

function shown(name: string, bytes: Uint8Array): Record<string, unknown> {
  const type = root.lookupType(`google.rpc.${name}`);
  return type.toObject(type.decode(bytes), { longs: Number });
}

/** The status with its details by type. */
function statusOf(detail: RefusalDetail): Record<string, unknown> {
  const status = shown('Status', encodeStatusDetails(detail)) as Status;
  const details = status.details.map(({ type_url, value }) => {
    const name = type_url.replace('type.googleapis.com/google.rpc.', '');
    return [name, shown(name, value)];
  });
  return { code: status.code, message: status.message, ...Object.fromEntries(details) };
}

describe('encodeStatusDetails', () => {
  it('carries the reason and the violations', () => {
    const violations = [
      { field: 'items[1].quantity', description: 'must be 1 to 1000000' },
      { field: 'total_minor', description: 'is required' },
    ];
    expect(statusOf(invalidFields(violations).detail)).toEqual({
      code: 3,
      message: 'items[1].quantity: must be 1 to 1000000 (and 1 more)',
      ErrorInfo: { reason: 'INVALID_FIELD', domain: 'shipfrom' },
      BadRequest: { field_violations: violations },
    });
  });

  it.each([
    [1500, { seconds: 1, nanos: 500_000_000 }],
    [2000, { seconds: 2 }],
    [0, {}],
    [0.25, { nanos: 1_000_000 }],
  ])('says when to try again: %d ms', (retryAfterMs, delay) => {
    expect(statusOf(exhausted('QUEUE_FULL', 'full', retryAfterMs).detail)).toEqual({
      code: 8,
      message: 'full',
      ErrorInfo: { reason: 'QUEUE_FULL', domain: 'shipfrom' },
      RetryInfo: { retry_delay: delay },
    });
  });

  it('carries the values of the message', () => {
    const metadata = { expected: '3', found: '4' };
    const detail: RefusalDetail = {
      code: 9,
      reason: 'VERSION_MISMATCH',
      message: 'm',
      violations: [],
      metadata,
    };
    expect(statusOf(detail)).toEqual({
      code: 9,
      message: 'm',
      ErrorInfo: { reason: 'VERSION_MISMATCH', domain: 'shipfrom', metadata },
    });
  });

  it('lists at most 20 violations', () => {
    const violations = Array.from({ length: 30 }, (_, i) => ({ field: `f${i}`, description: 'd' }));
    const { BadRequest } = statusOf(invalidFields(violations).detail);
    expect(BadRequest).toEqual({ field_violations: violations.slice(0, 20) });
  });
});
