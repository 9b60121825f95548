// How the answer or the refusal of one order is wrapped for a batch or a stream. It was encoded
// before; here it is copied.

import { textFieldBytes, varintBytes, writeBytes, writeTextField, writeVarint } from './writer.js';

/** What came of an order: the field of SuggestRoutingResult that holds it. */
export const OUTCOME = { response: 1, error: 2 } as const;

/**
 * Writes one result of a BatchSuggestRoutingResponse at `target[at]`, tag and length with it:
 * results one after another are the whole response. `source[start .. end)` is a
 * SuggestRoutingResponse or an ElementStatus, as `outcome` says.
 * Returns the end, or -1 where the target is too small.
 */
export function encodeBatchResult(
  target: Uint8Array,
  at: number,
  outcome: number,
  source: Uint8Array,
  start: number,
  end: number,
): number {
  const lengthBytes = end - start;
  const resultBytes = 1 + varintBytes(lengthBytes) + lengthBytes;
  if (1 + varintBytes(resultBytes) + resultBytes > target.length - at) return -1;
  target[at] = 0x0a; // results
  let next = writeVarint(target, at + 1, resultBytes);
  // A member of a oneof is written even where it is empty.
  target[next] = (outcome << 3) | 2;
  next = writeVarint(target, next + 1, lengthBytes);
  return writeBytes(target, next, source, start, lengthBytes);
}

/**
 * Writes a StreamSuggestRoutingResponse at `target[at]`. `ids[idStart .. idStart + idBytes)` is the
 * request_id, and `source[start .. end)` a SuggestRoutingResponse or an ElementStatus, as `outcome`
 * says.
 * Returns the end, or -1 where the target is too small.
 */
export function encodeStreamResponse(
  target: Uint8Array,
  at: number,
  ids: Uint8Array,
  idStart: number,
  idBytes: number,
  outcome: number,
  source: Uint8Array,
  start: number,
  end: number,
): number {
  const lengthBytes = end - start;
  const total = textFieldBytes(idBytes) + 1 + varintBytes(lengthBytes) + lengthBytes;
  if (total > target.length - at) return -1;
  let next = writeTextField(target, at, 0x0a, ids, idStart, idBytes);
  // Fields 2 and 3: response, error.
  target[next] = ((outcome + 1) << 3) | 2;
  next = writeVarint(target, next + 1, lengthBytes);
  return writeBytes(target, next, source, start, lengthBytes);
}
