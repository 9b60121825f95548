// What a decoded order asks for, in objects: for whoever keeps it beyond the decision.

import { textOf } from '../base/text.js';
import { type OrderColumns, TAG_INTS } from '../columns/order.js';

/** A line of an order. Texts that are absent are empty. */
export type OrderedLine = {
  readonly orderItemId: number;
  readonly quantity: number;
  readonly upc: string;
  readonly sku: string;
  readonly partNumber: string;
  /** The line's own tags, or those of the order. */
  readonly tags: Readonly<Record<string, string>>;
};

/** The lines of a decoded order. */
export function orderedLines(order: OrderColumns): OrderedLine[] {
  const { bytes, itemIdLow, itemIdHigh, quantity } = order;
  const textAt = (starts: Int32Array, lengths: Int32Array, line: number) =>
    textOf(bytes, starts[line], starts[line] + lengths[line]);
  const tags = tagsByLine(order);
  const ofOrder = tags.get(-1) ?? {};
  return Array.from({ length: order.lineCount }, (_, line) => ({
    orderItemId: itemIdHigh[line] * 0x1_0000_0000 + (itemIdLow[line] >>> 0),
    quantity: quantity[line],
    upc: textAt(order.upcStart, order.upcBytes, line),
    sku: textAt(order.skuStart, order.skuBytes, line),
    partNumber: textAt(order.partNumberStart, order.partNumberBytes, line),
    tags: tags.get(line) ?? ofOrder,
  }));
}

/** One of ORDER_TEXT of a decoded order; empty where it is absent. */
export function orderText({ bytes, texts }: OrderColumns, text: number): string {
  const start = texts[text * 2];
  return textOf(bytes, start, start + texts[text * 2 + 1]);
}

/** Tags by line; -1: of the order. A later entry of a key replaces an earlier one. */
function tagsByLine({ bytes, tags, tagCount }: OrderColumns): Map<number, Record<string, string>> {
  const byLine = new Map<number, Record<string, string>>();
  for (let at = 0; at < tagCount * TAG_INTS; at += TAG_INTS) {
    const line = tags[at];
    const entry = byLine.get(line) ?? {};
    const key = textOf(bytes, tags[at + 1], tags[at + 1] + tags[at + 2]);
    entry[key] = textOf(bytes, tags[at + 3], tags[at + 3] + tags[at + 4]);
    byLine.set(line, entry);
  }
  return byLine;
}
