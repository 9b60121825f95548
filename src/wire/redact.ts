// How a request becomes what is kept of it: of the shipping address only state, country, postal
// code and coordinates, of the customer and of what else is said of the order only what filters
// read, and no field of the request or of these that this release does not know. Copies bytes and
// decodes no values.

import { type OrderColumns, REQUEST_KIND } from '../columns/order.js';
import { createReader, readRangeEnd, readTag, skipField } from './reader.js';
import { varintBytes, writeBytes, writeVarint } from './writer.js';

/** What becomes of a field, by its tag: dropped (0), kept as it is, or kept in part. */
const KEPT = 1;
const ADDRESS = 2;
const COORDINATES = 3;
const CUSTOMER = 4;
const ORDER_INFO = 5;

/** More than the tag of any field of these messages. */
const TAGS = 273;

/** Of SuggestRoutingRequest fields 1 to 34. */
const ROUTING_RULES = rulesOf(
  '10 18 26 32 42 56 64 74 82 90 96 106 112 120 144 152 162 168 176 186 192 202 210 218 224 234 ' +
    '240 248 258 266 272',
  { 50: ADDRESS, 130: CUSTOMER, 138: ORDER_INFO },
);
/** Of SuggestCandidatesRequest fields 1 to 22. */
const CANDIDATES_RULES = rulesOf(
  '8 18 32 40 48 58 66 74 80 104 114 120 130 138 144 154 160 170 178',
  { 26: ADDRESS, 90: CUSTOMER, 98: ORDER_INFO },
);
/** Of ShippingAddress state, country_code and postal_code. */
const ADDRESS_RULES = rulesOf('26 34 42', { 50: COORDINATES });
/** Of Coordinates latitude and longitude. */
const COORDINATES_RULES = rulesOf('9 17', {});
/** Of ExtendedCustomerInfo all but customer_id and tax_id. */
const CUSTOMER_RULES = rulesOf('10 18 26 42 50 58 64', {});
/** Of ExtendedOrderInfo attributes and type. */
const ORDER_INFO_RULES = rulesOf('10 26', {});

/** By tag what becomes of the field; `kept` lists the tags of those that are kept as they are. */
function rulesOf(kept: string, inPart: Readonly<Record<number, number>>): Uint8Array {
  const rules = new Uint8Array(TAGS);
  for (const tag of kept.split(' ')) rules[Number(tag)] = KEPT;
  for (const [tag, rule] of Object.entries(inPart)) rules[Number(tag)] = rule;
  return rules;
}

const reader = createReader();

/**
 * Writes what is kept of a decoded request at `target[at]`, as `redactRequest` does. The decoder
 * noted what is to be cut: where that is one field, only it is looked into.
 */
export function redactOrder(order: OrderColumns, target: Uint8Array, at: number): number {
  const { bytes, messageStart: start, messageBytes, cutCount, cutStart, kind } = order;
  const end = start + messageBytes;
  if (cutCount > 1) return redactRequest(kind, bytes, start, end, target, at);
  if (cutCount === 0) return writeBytes(target, at, bytes, start, messageBytes);
  reader.bytes = bytes;
  reader.at = cutStart;
  const next = writeBytes(target, at, bytes, start, cutStart - start);
  const tag = readTag(reader, end);
  const rule = tag >>> 0 < TAGS ? rulesFor(kind)[tag] : 0;
  if (rule === 0) skipField(reader, tag, end);
  const cutEnd = rule === 0 ? next : copyPart(end, target, next, tag, rule);
  return writeBytes(target, cutEnd, bytes, reader.at, end - reader.at);
}

/**
 * Writes what is kept of the well-formed request in `source[start .. end)` at `target[at]`, where
 * `end - start` bytes must have room: it never grows. `kind` is one of REQUEST_KIND. Returns the
 * end.
 */
export function redactRequest(
  kind: number,
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  reader.bytes = source;
  reader.at = start;
  return copyKept(end, target, at, rulesFor(kind));
}

function rulesFor(kind: number): Uint8Array {
  return kind === REQUEST_KIND.routing ? ROUTING_RULES : CANDIDATES_RULES;
}

/** Copies the fields up to `end` that `rules` keep, in few long runs; returns the end. */
function copyKept(end: number, target: Uint8Array, at: number, rules: Uint8Array): number {
  let next = at;
  let runStart = reader.at;
  while (reader.at < end) {
    const fieldStart = reader.at;
    const tag = readTag(reader, end);
    const rule = tag >>> 0 < TAGS ? rules[tag] : 0;
    if (rule > KEPT) {
      next = writeBytes(target, next, reader.bytes, runStart, fieldStart - runStart);
      next = copyPart(end, target, next, tag, rule);
      runStart = reader.at;
      continue;
    }
    skipField(reader, tag, end);
    if (rule === KEPT) continue;
    next = writeBytes(target, next, reader.bytes, runStart, fieldStart - runStart);
    runStart = reader.at;
  }
  return writeBytes(target, next, reader.bytes, runStart, end - runStart);
}

/**
 * Copies what is kept of one message. Its length takes as many bytes as that of the whole did, with
 * needless ones where it is shorter, which protobuf allows: so nothing is moved, and it fits.
 */
function copyPart(end: number, target: Uint8Array, at: number, tag: number, rule: number): number {
  const partEnd = readRangeEnd(reader, end);
  const lengthBytes = varintBytes(partEnd - reader.at);
  const lengthAt = writeVarint(target, at, tag);
  const bodyStart = lengthAt + lengthBytes;
  const bodyEnd = copyKept(partEnd, target, bodyStart, partRules(rule));
  let rest = bodyEnd - bodyStart;
  for (let i = lengthAt; i < bodyStart; i++) {
    target[i] = (rest & 0x7f) | (i < bodyStart - 1 ? 0x80 : 0);
    rest >>>= 7;
  }
  return bodyEnd;
}

function partRules(rule: number): Uint8Array {
  switch (rule) {
    case ADDRESS:
      return ADDRESS_RULES;
    case CUSTOMER:
      return CUSTOMER_RULES;
    case ORDER_INFO:
      return ORDER_INFO_RULES;
    default:
      return COORDINATES_RULES;
  }
}
