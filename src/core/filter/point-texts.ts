// One side of a comparison as a folded text: of the order, its customer or a line once, of a
// location or a stock row for each of them. Of several values the first counts; of those of the
// stock, which has no order of its own, the first in byte order.

import { foldInto } from '../../base/text.js';
import { keyEnd, keyStart } from '../../columns/dictionary.js';
import {
  ATTRIBUTE_OWNER,
  CUSTOMER_TEXT,
  ORDER_TEXT,
  type OrderColumns,
  TAG_INTS,
} from '../../columns/order.js';
import { ATTRIBUTE, CUT_KIND, type LocationTexts, type PointSide } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { findCustom } from './custom.js';
import { isUnitedStates, orderTypeName } from './order-values.js';
import type { FoldedText } from './scratch.js';
import { firstCharacters, POSTAL_CHARACTERS_US } from './text.js';
import { endOfOwner, isEntryOf, startOfOwner, valueStart } from './values.js';

/** Loads what the order, its customer or the line says; line -1: none is asked. */
export function loadRequestText(
  side: PointSide,
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
  text: FoldedText,
): void {
  switch (side.attribute) {
    case ATTRIBUTE.orderOrderType: {
      const name = orderTypeName(order);
      return foldFrom(text, name, 0, name.length);
    }
    case ATTRIBUTE.orderPickupLocationCode:
      return loadRange(text, order, order.texts, ORDER_TEXT.pickupLocationCode);
    case ATTRIBUTE.orderState:
      return loadRange(text, order, order.texts, ORDER_TEXT.state);
    case ATTRIBUTE.orderCountryCode:
      return loadRange(text, order, order.texts, ORDER_TEXT.countryCode);
    case ATTRIBUTE.orderPostalCode:
      loadRange(text, order, order.texts, ORDER_TEXT.postalCode);
      if (isUnitedStates(order, scratch.fold)) {
        text.cutBytes = firstCharacters(text.own, text.lengthBytes, POSTAL_CHARACTERS_US);
      }
      return;
    case ATTRIBUTE.orderCustomData:
      return loadCustom(side, order, -1, text);
    case ATTRIBUTE.orderAttributes:
      return loadAttribute(side, order, ATTRIBUTE_OWNER.order, text);
    case ATTRIBUTE.customerAccountType:
      return loadRange(text, order, order.customerTexts, CUSTOMER_TEXT.accountType);
    case ATTRIBUTE.customerExternalId:
      return loadRange(text, order, order.customerTexts, CUSTOMER_TEXT.externalId);
    case ATTRIBUTE.customerCompanyOrOrganization:
      return loadRange(text, order, order.customerTexts, CUSTOMER_TEXT.companyOrOrganization);
    case ATTRIBUTE.customerAttributes:
      return loadAttribute(side, order, ATTRIBUTE_OWNER.customer, text);
    default:
      return loadLineText(side, order, line, text);
  }
}

function loadLineText(side: PointSide, order: OrderColumns, line: number, text: FoldedText): void {
  const { bytes } = order;
  text.lengthBytes = 0;
  if (line < 0) return;
  switch (side.attribute) {
    case ATTRIBUTE.itemUpc:
      return foldFrom(text, bytes, order.upcStart[line], order.upcBytes[line]);
    case ATTRIBUTE.itemSku:
      return foldFrom(text, bytes, order.skuStart[line], order.skuBytes[line]);
    case ATTRIBUTE.itemPartNumber:
      return foldFrom(text, bytes, order.partNumberStart[line], order.partNumberBytes[line]);
    case ATTRIBUTE.itemProductTitle:
      return foldFrom(text, bytes, order.titleStart[line], order.titleBytes[line]);
    case ATTRIBUTE.itemCustomItemData:
      return loadCustom(side, order, line, text);
    case ATTRIBUTE.itemAttributes:
      return loadAttribute(side, order, line, text);
    default:
  }
}

/** Folds `source[start .. start + lengthBytes)` into the text. */
function foldFrom(text: FoldedText, source: Uint8Array, start: number, lengthBytes: number): void {
  text.bytes = text.own;
  text.start = 0;
  text.cutBytes = 0;
  text.isCut = false;
  text.lengthBytes = lengthBytes === 0 ? 0 : foldInto(source, start, lengthBytes, text.own);
}

function loadRange(text: FoldedText, order: OrderColumns, ranges: Int32Array, at: number): void {
  foldFrom(text, order.bytes, ranges[at * 2], ranges[at * 2 + 1]);
}

function loadCustom(side: PointSide, order: OrderColumns, line: number, text: FoldedText): void {
  const entry = findCustom(order, line, side.key);
  if (entry < 0) text.lengthBytes = 0;
  else foldFrom(text, order.bytes, order.custom[entry + 3], order.custom[entry + 4]);
}

function loadAttribute(
  side: PointSide,
  order: OrderColumns,
  owner: number,
  text: FoldedText,
): void {
  const { attributes } = order;
  const end = endOfOwner(order, owner);
  text.lengthBytes = 0;
  for (let entry = startOfOwner(order, owner); entry < end; entry++) {
    if (!isEntryOf(order, entry, owner, side.key)) continue;
    const at = entry * TAG_INTS;
    foldFrom(text, order.bytes, attributes[at + 3], attributes[at + 4]);
    if (text.lengthBytes > 0) return;
  }
}

/**
 * Loads the text of a location; `usesCut`: postal codes are cut where the location's country is.
 */
export function loadLocationText(
  texts: LocationTexts,
  location: number,
  usesCut: boolean,
  text: FoldedText,
): void {
  const { dictionary, numbers, cutNumbers } = texts;
  const number = usesCut && cutNumbers !== null ? cutNumbers[location] : numbers[location];
  text.cutBytes = 0;
  text.lengthBytes = 0;
  if (number < 0) return;
  // The number of a text is its place in the dictionary.
  text.bytes = dictionary.bytes;
  text.start = keyStart(dictionary, number);
  text.lengthBytes = keyEnd(dictionary, number) - text.start;
  text.isCut = dictionary.bytes[text.start - 1] === CUT_KIND;
}

/**
 * Loads the value of an extensible attribute of a gathered row: of several, of one stock row or of
 * those that are one row here, the first in byte order, which hangs on no order of loading.
 */
export function loadRowText(
  side: PointSide,
  stock: StockColumns,
  scratch: CoreScratch,
  row: number,
  text: FoldedText,
): void {
  const { rowExtensible, rowPart, partExtensible, partNext } = scratch;
  let least = leastWord(side, stock, rowExtensible[row], -1);
  for (let part = rowPart[row]; part >= 0; part = partNext[part]) {
    least = leastWord(side, stock, partExtensible[part], least);
  }
  text.lengthBytes = 0;
  if (least < 0) return;
  const start = valueStart(stock, least, side.key);
  foldFrom(text, stock.attributeWordBytes, start, stock.attributeWordEnd[least] - start);
}

/** The first in byte order of a word, or none: -1, and those of a set with the side's name. */
function leastWord(side: PointSide, stock: StockColumns, set: number, word: number): number {
  const { attributeSetEnd, attributeSetWords } = stock;
  const end = attributeSetEnd[set];
  let least = word;
  for (let at = set === 0 ? 0 : attributeSetEnd[set - 1]; at < end; at++) {
    const other = attributeSetWords[at];
    if (valueStart(stock, other, side.key) < 0) continue;
    if (least < 0 || isBefore(stock, other, least)) least = other;
  }
  return least;
}

/** Whether a word of the same name comes before another one in byte order. */
function isBefore(stock: StockColumns, word: number, other: number): boolean {
  const { attributeWordEnd, attributeWordBytes: bytes } = stock;
  const start = word === 0 ? 0 : attributeWordEnd[word - 1];
  const from = other === 0 ? 0 : attributeWordEnd[other - 1];
  const length = attributeWordEnd[word] - start;
  const otherLength = attributeWordEnd[other] - from;
  const shorter = Math.min(length, otherLength);
  for (let i = 0; i < shorter; i++) {
    const difference = bytes[start + i] - bytes[from + i];
    if (difference !== 0) return difference < 0;
  }
  return length < otherLength;
}
