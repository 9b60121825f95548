// google.protobuf.Timestamp to and from epoch milliseconds.

import { invalidField } from '../base/outcome.js';

/** A decoded Timestamp. */
export type Timestamp = { readonly seconds?: number; readonly nanos?: number };

/** The seconds of 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the range of a Timestamp. */
const SECONDS_MIN = -62_135_596_800;
const SECONDS_MAX = 253_402_300_799;

/**
 * Epoch milliseconds, rounded down. Throws a `Refusal` that names `path` where it is no valid
 * Timestamp.
 */
export function epochMsOf(timestamp: Timestamp, path: string): number {
  const seconds = timestamp.seconds ?? 0;
  const nanos = timestamp.nanos ?? 0;
  if (!(seconds >= SECONDS_MIN && seconds <= SECONDS_MAX)) {
    throw invalidField(`${path}.seconds`, 'must be within the years 1 to 9999');
  }
  if (!(nanos >= 0 && nanos <= 999_999_999)) {
    throw invalidField(`${path}.nanos`, 'must be 0 to 999,999,999');
  }
  return seconds * 1000 + Math.floor(nanos / 1e6);
}

/** The Timestamp of epoch milliseconds. */
export function timestampOf(epochMs: number): Timestamp {
  const seconds = Math.floor(epochMs / 1000);
  return { seconds, nanos: Math.round((epochMs - seconds * 1000) * 1e6) };
}
