// How an OrderItem becomes a row of the line columns. Reads only; what the values may be is checked
// later.

import { LINES_MAX, QUANTITY_MAX } from '../columns/limits.js';
import { LINE_FLAG } from '../columns/order.js';
import { readProductInfo } from './decode-attributes.js';
import { readCustomEntry, readTagEntry } from './decode-entries.js';
import { type Draft, withField } from './draft.js';
import { ITEM_FIELDS } from './field-names.js';
import { noteBadText, noteMalformed } from './problems.js';
import {
  breakReader,
  isTruthy,
  readDoubleInto,
  readRangeEnd,
  readTag,
  readText,
  readVarint,
  skipField,
} from './reader.js';

/** Reads one item; `end` is the end of the message that holds it. */
export function readLine(draft: Draft, end: number): void {
  const { reader, order } = draft;
  const lineEnd = readRangeEnd(reader, end);
  draft.line = Math.min(order.lineCount, LINES_MAX - 1);
  order.lineCount++;
  clearLine(draft, draft.line);
  readLineFields(draft, lineEnd);
  if (reader.at !== lineEnd) {
    noteMalformed(draft.problems, `items[${order.lineCount - 1}]`);
    breakReader(reader);
  }
}

function clearLine(draft: Draft, line: number): void {
  const { order } = draft;
  draft.lineUnserved[line] = 0;
  draft.lineAttributeCount = 0;
  order.itemIdLow[line] = 0;
  order.itemIdHigh[line] = 0;
  order.quantity[line] = 0;
  order.lineFlags[line] = 0;
  order.upcBytes[line] = 0;
  order.skuBytes[line] = 0;
  order.partNumberBytes[line] = 0;
  order.titleBytes[line] = 0;
  order.lineAttributeStart[line] = order.attributeCount;
  order.lineAttributeEnd[line] = order.attributeCount;
}

function readLineFields(draft: Draft, end: number): void {
  const { reader, order, line } = draft;
  while (reader.at < end) {
    const tag = readTag(reader, end);
    switch (tag) {
      case 8: // order_item_id
        readVarint(reader, end);
        order.itemIdLow[line] = reader.low;
        order.itemIdHigh[line] = reader.high;
        break;
      case 18: // upc
        readLineText(draft, end, order.upcStart, order.upcBytes, 2);
        break;
      case 26: // sku
        readLineText(draft, end, order.skuStart, order.skuBytes, 3);
        break;
      case 34: // part_number
        readLineText(draft, end, order.partNumberStart, order.partNumberBytes, 4);
        break;
      case 40: // quantity: what is too large becomes 0, which is refused
        readVarint(reader, end);
        order.quantity[line] = reader.high === 0 && reader.low <= QUANTITY_MAX ? reader.low : 0;
        break;
      case 48: // backorderable
        readLineFlag(draft, end, LINE_FLAG.backorderable);
        break;
      case 58: // product_title
        readLineText(draft, end, order.titleStart, order.titleBytes, 7);
        break;
      case 64: // taxable
        readLineFlag(draft, end, LINE_FLAG.taxable);
        break;
      case 73: // weight_grams
        readMeasure(draft, end, order.weightGrams, LINE_FLAG.weight);
        break;
      case 81: // length_cm
        readMeasure(draft, end, order.lengthCm, LINE_FLAG.length);
        break;
      case 89: // width_cm
        readMeasure(draft, end, order.widthCm, LINE_FLAG.width);
        break;
      case 97: // height_cm
        readMeasure(draft, end, order.heightCm, LINE_FLAG.height);
        break;
      case 106: // custom_item_data
        readCustomEntry(draft, end, line);
        break;
      case 122: // extended_product_info
        readProductInfo(draft, end);
        break;
      case 128: // future_orderable
        readLineFlag(draft, end, LINE_FLAG.futureOrderable);
        break;
      case 144: // item_dependency: given is set, even 0
        readVarint(reader, end);
        order.itemDependency[line] = reader.low;
        order.lineFlags[line] |= LINE_FLAG.dependency;
        break;
      case 170: // tags
        readTagEntry(draft, end, line);
        break;
      default:
        readUnservedLineField(draft, tag, end);
    }
  }
}

function readUnservedLineField(draft: Draft, tag: number, end: number): void {
  const { reader, line } = draft;
  const field = tag >>> 3;
  let isSet = true;
  switch (tag) {
    case 114: // condition
    case 154: // serial_number
    case 162: // shipping_method
      if (!readText(reader, end)) noteBadLineText(draft, field);
      isSet = reader.textBytes > 0;
      break;
    case 136: // granular_inventory_item
      readVarint(reader, end);
      isSet = isTruthy(reader);
      break;
    default:
      skipField(reader, tag, end);
      return;
  }
  draft.lineUnserved[line] = withField(draft.lineUnserved[line], field, isSet);
  draft.anyLineUnserved |= draft.lineUnserved[line];
}

function readLineText(
  draft: Draft,
  end: number,
  starts: Int32Array,
  lengths: Int32Array,
  field: number,
): void {
  const { reader, line } = draft;
  if (!readText(reader, end)) noteBadLineText(draft, field);
  starts[line] = reader.textStart;
  lengths[line] = reader.textBytes;
}

function noteBadLineText(draft: Draft, field: number): void {
  noteBadText(draft.problems, `items[${draft.order.lineCount - 1}].${ITEM_FIELDS[field]}`);
}

function readLineFlag(draft: Draft, end: number, bit: number): void {
  const { reader, order, line } = draft;
  readVarint(reader, end);
  if (isTruthy(reader)) order.lineFlags[line] |= bit;
  else order.lineFlags[line] &= ~bit;
}

function readMeasure(draft: Draft, end: number, column: Float64Array, bit: number): void {
  readDoubleInto(draft.reader, end, column, draft.line);
  draft.order.lineFlags[draft.line] |= bit;
}
