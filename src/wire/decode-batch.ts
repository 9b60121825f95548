// Where the orders of a batch or of a stream frame lie in its bytes. The orders themselves are
// decoded each for itself.

import type { RefusalDetail } from '../base/outcome.js';
import { invalidField } from '../base/outcome.js';
import { BATCH_ORDERS_MAX, ID_BYTES_MAX } from '../columns/limits.js';
import { malformedMessage } from './problems.js';
import { createReader, readRangeEnd, readTag, readText, skipField } from './reader.js';

/** The orders of a batch: two integers each in `ranges`, start and end in the bytes. */
export type BatchRanges = { count: number; readonly ranges: Int32Array };

/**
 * The parts of a stream frame, as ranges of its bytes. The id is right even where the frame is
 * refused for its order.
 */
export type StreamFrame = {
  requestIdStart: number;
  requestIdBytes: number;
  orderStart: number;
  orderEnd: number;
};

const reader = createReader();

/** Ranges for one batch at a time. */
export function createBatchRanges(): BatchRanges {
  return { count: 0, ranges: new Int32Array(BATCH_ORDERS_MAX * 2) };
}

/** Parts for one frame at a time. */
export function createStreamFrame(): StreamFrame {
  return { requestIdStart: 0, requestIdBytes: 0, orderStart: 0, orderEnd: 0 };
}

/**
 * Finds the orders of the BatchSuggestRoutingRequest in `bytes[start .. end)`; null, or why it is
 * refused.
 */
export function decodeBatch(
  bytes: Uint8Array,
  start: number,
  end: number,
  batch: BatchRanges,
): RefusalDetail | null {
  const { ranges } = batch;
  let count = 0;
  reader.bytes = bytes;
  reader.at = start;
  while (reader.at < end) {
    const tag = readTag(reader, end);
    if (tag !== 10) {
      skipField(reader, tag, end);
      continue;
    }
    const requestEnd = readRangeEnd(reader, end);
    if (requestEnd < 0) break;
    if (count < BATCH_ORDERS_MAX) {
      ranges[count * 2] = reader.at;
      ranges[count * 2 + 1] = requestEnd;
    }
    count++;
    reader.at = requestEnd;
  }
  if (reader.at !== end) return malformedMessage('');
  if (count === 0 || count > BATCH_ORDERS_MAX) {
    batch.count = 0;
    return invalidField('requests', `must hold 1 to ${BATCH_ORDERS_MAX} requests`).detail;
  }
  batch.count = count;
  return null;
}

/**
 * Finds the id and the order of the StreamSuggestRoutingRequest in `bytes[start .. end)`; null, or
 * why it is refused. Protobuf would merge an order that comes in two parts, which needs a copy; no
 * encoder writes that, so it is refused.
 */
export function decodeStreamFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  frame: StreamFrame,
): RefusalDetail | null {
  frame.requestIdStart = 0;
  frame.requestIdBytes = 0;
  frame.orderStart = 0;
  frame.orderEnd = 0;
  reader.bytes = bytes;
  reader.at = start;
  let orderCount = 0;
  let isUtf8Id = true;
  while (reader.at < end) {
    const tag = readTag(reader, end);
    if (tag === 10) {
      if (!readText(reader, end)) isUtf8Id = false;
      frame.requestIdStart = reader.textStart;
      frame.requestIdBytes = reader.textBytes;
    } else if (tag === 18) {
      frame.orderEnd = readRangeEnd(reader, end);
      frame.orderStart = reader.at;
      if (frame.orderEnd >= 0) reader.at = frame.orderEnd;
      orderCount++;
    } else skipField(reader, tag, end);
  }
  if (!isUtf8Id || frame.requestIdBytes > ID_BYTES_MAX) {
    frame.requestIdStart = 0;
    frame.requestIdBytes = 0;
    if (reader.at === end) {
      return invalidField('request_id', `must be UTF-8 of at most ${ID_BYTES_MAX} bytes`).detail;
    }
  }
  if (reader.at !== end) return malformedMessage('');
  if (orderCount === 0) return invalidField('request', 'is required').detail;
  if (orderCount > 1) return invalidField('request', 'must not come in parts').detail;
  return null;
}
