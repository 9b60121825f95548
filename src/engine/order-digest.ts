// When two requests for an order are the same: byte for byte, but for the order in which the
// entries of maps were written, which encoders choose freely, and some at random.

import { createHash } from 'node:crypto';
import { fieldsOf } from '../wire/message-parts.js';

/** Fields of SuggestRoutingRequest: the items, and the maps. */
const ITEMS = 5;
const MAPS: readonly number[] = [11, 27];
/** Maps of OrderItem. */
const ITEM_MAPS: readonly number[] = [13, 21];

/** A digest of a SuggestRoutingRequest message that was decoded: equal ones have equal digests. */
export function orderDigest(order: Uint8Array): string {
  return createHash('sha256').update(withSortedMaps(order, MAPS)).digest('base64');
}

/** The message with the entries of its maps at the end, by their bytes; as long as before. */
function withSortedMaps(message: Uint8Array, maps: readonly number[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  for (const { number, start, valueStart, end } of fieldsOf(message)) {
    if (maps.includes(number)) entries.push(message.subarray(start, end));
    else if (maps === MAPS && number === ITEMS) {
      parts.push(message.subarray(start, valueStart));
      parts.push(withSortedMaps(message.subarray(valueStart, end), ITEM_MAPS));
    } else parts.push(message.subarray(start, end));
  }
  return Buffer.concat([...parts, ...entries.sort((left, right) => Buffer.compare(left, right))]);
}
