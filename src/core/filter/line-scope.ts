// Which lines a group may serve: the filters on the item alone.

import { LINE_FLAG, type OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, type Predicate } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { testCustom } from './custom.js';
import { testNumber } from './number.js';
import { testRequestPoint } from './request-point.js';
import { testText } from './text.js';
import { testAttributes } from './values.js';

/** Sets `lineAlive` for every open line: 1 where all filters hold. */
export function filterLines(
  predicates: readonly Predicate[],
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { lineAlive, lineOpen } = scratch;
  const count = order.lineCount;
  for (let line = 0; line < count; line++) lineAlive[line] = lineOpen[line];
  for (let i = 0; i < predicates.length; i++) {
    const predicate = predicates[i];
    for (let line = 0; line < count; line++) {
      if (lineAlive[line] === 1 && !testLine(predicate, order, scratch, line)) lineAlive[line] = 0;
    }
  }
}

/** Whether one filter holds for a line. */
export function testLine(
  predicate: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
): boolean {
  const flags = order.lineFlags[line];
  switch (predicate.attribute) {
    case ATTRIBUTE.itemBackorderable:
      return testNumber(predicate, (flags & LINE_FLAG.backorderable) !== 0 ? 1 : 0);
    case ATTRIBUTE.itemTaxable:
      return testNumber(predicate, (flags & LINE_FLAG.taxable) !== 0 ? 1 : 0);
    case ATTRIBUTE.itemWeight:
      return testNumber(
        predicate,
        (flags & LINE_FLAG.weight) !== 0 ? order.weightGrams[line] : NaN,
      );
    case ATTRIBUTE.itemLength:
      return testNumber(predicate, (flags & LINE_FLAG.length) !== 0 ? order.lengthCm[line] : NaN);
    case ATTRIBUTE.itemWidth:
      return testNumber(predicate, (flags & LINE_FLAG.width) !== 0 ? order.widthCm[line] : NaN);
    case ATTRIBUTE.itemHeight:
      return testNumber(predicate, (flags & LINE_FLAG.height) !== 0 ? order.heightCm[line] : NaN);
    case ATTRIBUTE.itemCustomItemData:
      return testCustom(predicate, order, line, scratch.fold);
    case ATTRIBUTE.itemAttributes:
      return testAttributes(predicate, order, line, scratch.fold);
    case 0:
      return testRequestPoint(predicate, order, scratch, line);
    default:
      return testLineText(predicate, order, scratch, line);
  }
}

function testLineText(
  predicate: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
): boolean {
  const { bytes } = order;
  const { fold } = scratch;
  switch (predicate.attribute) {
    case ATTRIBUTE.itemUpc:
      return testText(predicate, bytes, order.upcStart[line], order.upcBytes[line], fold, false);
    case ATTRIBUTE.itemSku:
      return testText(predicate, bytes, order.skuStart[line], order.skuBytes[line], fold, false);
    case ATTRIBUTE.itemPartNumber: {
      const start = order.partNumberStart[line];
      return testText(predicate, bytes, start, order.partNumberBytes[line], fold, false);
    }
    case ATTRIBUTE.itemProductTitle:
      return testText(
        predicate,
        bytes,
        order.titleStart[line],
        order.titleBytes[line],
        fold,
        false,
      );
    default:
      return false;
  }
}
