// One side of a comparison as a list of folded texts: of the order or its customer once, of a stock
// row for each of them. Blank texts are no members; a text stands for the list of itself.

import { foldInto } from '../../base/text.js';
import type { OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, type PointSide } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { loadRequestText } from './point-texts.js';
import { roomForText, type FoldedList, type FoldedText } from './scratch.js';

/**
 * Loads what the order, its customer or the line says; line -1: none is asked. `text` is used where
 * it is a text.
 */
export function loadRequestList(
  side: PointSide,
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
  list: FoldedList,
  text: FoldedText,
): void {
  list.count = 0;
  list.isKnown = true;
  switch (side.attribute) {
    case ATTRIBUTE.orderItemsPartNumber: {
      const { partNumberStart, partNumberBytes, lineCount } = order;
      return addRanges(list, order, partNumberStart, partNumberBytes, lineCount, scratch.fold);
    }
    case ATTRIBUTE.customerSegments: {
      const { segmentStart, segmentBytes, segmentCount } = order;
      return addRanges(list, order, segmentStart, segmentBytes, segmentCount, scratch.fold);
    }
    default:
      loadRequestText(side, order, scratch, line, text);
      setOnly(list, text);
  }
}

/** Makes a text the only member of the list; where it is unknown, so is the list. */
export function setOnly(list: FoldedList, text: FoldedText): void {
  list.count = 0;
  list.isKnown = text.lengthBytes > 0;
  if (list.isKnown) add(list, text.bytes, text.start, text.lengthBytes);
}

/** Loads the attributes of a gathered row, which are folded. */
export function loadRowList(
  stock: StockColumns,
  scratch: CoreScratch,
  row: number,
  list: FoldedList,
): void {
  const { rowAttributes, rowPart, partAttributes, partNext } = scratch;
  list.count = 0;
  list.isKnown = true;
  addSet(list, stock, rowAttributes[row]);
  for (let part = rowPart[row]; part >= 0; part = partNext[part]) {
    addSet(list, stock, partAttributes[part]);
  }
}

function addSet(list: FoldedList, stock: StockColumns, set: number): void {
  const { attributeSetEnd, attributeSetWords, attributeWordEnd, attributeWordBytes } = stock;
  const end = attributeSetEnd[set];
  for (let at = set === 0 ? 0 : attributeSetEnd[set - 1]; at < end; at++) {
    const word = attributeSetWords[at];
    const start = word === 0 ? 0 : attributeWordEnd[word - 1];
    add(list, attributeWordBytes, start, attributeWordEnd[word] - start);
  }
}

function addRanges(
  list: FoldedList,
  order: OrderColumns,
  starts: Int32Array,
  lengths: Int32Array,
  count: number,
  fold: Uint8Array,
): void {
  for (let i = 0; i < count; i++) {
    if (lengths[i] === 0) continue;
    const foldedBytes = foldInto(order.bytes, starts[i], lengths[i], fold);
    if (foldedBytes > 0) add(list, fold, 0, foldedBytes);
  }
}

function add(list: FoldedList, source: Uint8Array, start: number, lengthBytes: number): void {
  roomForText(list, lengthBytes);
  const { bytes, ends, count } = list;
  const from = count === 0 ? 0 : ends[count - 1];
  for (let i = 0; i < lengthBytes; i++) bytes[from + i] = source[start + i];
  ends[count] = from + lengthBytes;
  list.count = count + 1;
}
