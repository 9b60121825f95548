// Whether the lines of a decoded request may be decided. Ids are filled in before.

import { CODE_BYTES_MAX, QUANTITY_MAX, TEXT_BYTES_MAX } from '../columns/limits.js';
import { LINE_FLAG } from '../columns/order.js';
import type { Draft } from './draft.js';
import { ITEM_FIELDS } from './field-names.js';
import { nextDuplicateId } from './line-ids.js';
import { noteInvalid, noteUnservedFields, type Problems } from './problems.js';

const MEASURES = LINE_FLAG.weight | LINE_FLAG.length | LINE_FLAG.width | LINE_FLAG.height;

/** Notes what is wrong with the 1 to LINES_MAX lines. */
export function checkLines(draft: Draft): void {
  const { order, problems } = draft;
  const { itemIdHigh, quantity, lineFlags, lineCount } = order;
  for (let line = 0; line < lineCount; line++) {
    if (itemIdHigh[line] < 0) {
      noteInvalid(problems, path(line, 'order_item_id'), 'must be above 0');
    }
    checkCodes(draft, line);
    if (quantity[line] < 1) {
      noteInvalid(problems, path(line, 'quantity'), `must be 1 to ${QUANTITY_MAX}`);
    }
    if ((lineFlags[line] & MEASURES) !== 0) checkMeasures(draft, line);
  }
  checkIds(draft);
  if (draft.anyLineUnserved !== 0) noteUnservedLines(draft);
}

function path(line: number, field: string): string {
  return `items[${line}].${field}`;
}

function checkCodes(draft: Draft, line: number): void {
  const { order, problems } = draft;
  const upcBytes = order.upcBytes[line];
  const skuBytes = order.skuBytes[line];
  const partNumberBytes = order.partNumberBytes[line];
  if ((upcBytes | skuBytes | partNumberBytes) === 0) {
    noteInvalid(problems, path(line, 'upc'), 'one of upc, sku, part_number is required');
  }
  checkLength(problems, line, 'upc', upcBytes, CODE_BYTES_MAX);
  checkLength(problems, line, 'sku', skuBytes, CODE_BYTES_MAX);
  checkLength(problems, line, 'part_number', partNumberBytes, CODE_BYTES_MAX);
  checkLength(problems, line, 'product_title', order.titleBytes[line], TEXT_BYTES_MAX);
}

function checkLength(
  problems: Problems,
  line: number,
  field: string,
  lengthBytes: number,
  bytesMax: number,
): void {
  if (lengthBytes <= bytesMax) return;
  noteInvalid(problems, path(line, field), `must have at most ${bytesMax} bytes`);
}

function checkMeasures(draft: Draft, line: number): void {
  const { order } = draft;
  checkMeasure(draft, line, LINE_FLAG.weight, order.weightGrams, 'weight_grams');
  checkMeasure(draft, line, LINE_FLAG.length, order.lengthCm, 'length_cm');
  checkMeasure(draft, line, LINE_FLAG.width, order.widthCm, 'width_cm');
  checkMeasure(draft, line, LINE_FLAG.height, order.heightCm, 'height_cm');
}

function checkMeasure(
  draft: Draft,
  line: number,
  bit: number,
  column: Float64Array,
  field: string,
): void {
  if ((draft.order.lineFlags[line] & bit) === 0) return;
  // A comparison is false for what is not a number.
  if (column[line] >= 0 && column[line] <= Number.MAX_VALUE) return;
  noteInvalid(draft.problems, path(line, field), 'must be a finite number of at least 0');
}

function checkIds(draft: Draft): void {
  const { order, problems } = draft;
  let line = nextDuplicateId(order, 0);
  while (line >= 0) {
    noteInvalid(problems, path(line, 'order_item_id'), 'is the id of an earlier item');
    line = nextDuplicateId(order, line + 1);
  }
}

function noteUnservedLines(draft: Draft): void {
  const { order, problems, lineUnserved } = draft;
  for (let line = 0; line < order.lineCount; line++) {
    if (lineUnserved[line] === 0) continue;
    noteUnservedFields(problems, lineUnserved[line], `items[${line}].`, ITEM_FIELDS);
  }
}
