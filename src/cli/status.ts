// What a gRPC error says: its code, its reason and its fields (AIP-193), as a failure of the
// command line.

import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import type { FieldViolation } from '../base/outcome.js';
import { CliFailure, EXIT } from './failure.js';

/** The messages of google.rpc that carry details; only what is read here. */
const DETAILS = protobuf.Root.fromJSON({
  nested: {
    Status: {
      fields: {
        code: { type: 'int32', id: 1 },
        message: { type: 'string', id: 2 },
        details: { rule: 'repeated', type: 'Any', id: 3 },
      },
    },
    Any: { fields: { typeUrl: { type: 'string', id: 1 }, value: { type: 'bytes', id: 2 } } },
    ErrorInfo: { fields: { reason: { type: 'string', id: 1 } } },
    BadRequest: { fields: { fieldViolations: { rule: 'repeated', type: 'Violation', id: 1 } } },
    Violation: {
      fields: { field: { type: 'string', id: 1 }, description: { type: 'string', id: 2 } },
    },
  },
});

/** Codes that speak of the server and not of what was sent to it. */
const UNREACHED: readonly number[] = [
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
  status.INTERNAL,
  status.UNKNOWN,
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
];

/**
 * A gRPC error as a failure: exit code 1 where the request was at fault, 2 where the server was.
 */
export function failureOf(error: ServiceError, address: string): CliFailure {
  const { reason, violations } = detailsOf(error.metadata);
  const exitCode = UNREACHED.includes(error.code) ? EXIT.cannot : EXIT.refused;
  const message =
    error.code === status.UNAVAILABLE && reason === ''
      ? `no answer from ${address} (${causeOf(error.details)}); is 'shipfrom serve' running there?`
      : error.details;
  return new CliFailure(exitCode, status[error.code] ?? 'UNKNOWN', message, reason, violations);
}

/** What went wrong below gRPC, without what grpc-js wraps around it. */
function causeOf(details: string): string {
  const last =
    /Last error: (?:Error: )?([\s\S]*?)\.? Resolution note:/.exec(details)?.[1] ?? details;
  // OpenSSL says where in its source it stood; only the reason between the colons is for people.
  const tls = /:SSL routines:\w*:([^:]+):/.exec(last)?.[1];
  return tls === undefined ? last.trim() : `TLS: ${tls}`;
}

/**
 * The reason and the violations in the metadata of an error; empty where it carries none, or none
 * that can be read.
 */
function detailsOf(metadata: Metadata): { reason: string; violations: FieldViolation[] } {
  const found = { reason: '', violations: [] as FieldViolation[] };
  const bytes = metadata?.get('grpc-status-details-bin')[0];
  if (!(bytes instanceof Uint8Array)) return found;
  try {
    for (const any of decode<{ details: Detail[] }>('Status', bytes).details) {
      const name = any.typeUrl.slice(any.typeUrl.lastIndexOf('.') + 1);
      if (name === 'ErrorInfo') found.reason = decode<{ reason: string }>(name, any.value).reason;
      if (name === 'BadRequest') {
        const { fieldViolations } = decode<{ fieldViolations: FieldViolation[] }>(name, any.value);
        found.violations.push(...fieldViolations);
      }
    }
  } catch {
    // Details of another server that are no google.rpc.Status: the code and the text are still
    // good.
  }
  return found;
}

type Detail = { typeUrl: string; value: Uint8Array };

function decode<T>(name: string, bytes: Uint8Array): T {
  return DETAILS.lookupType(name).decode(bytes) as unknown as T;
}
