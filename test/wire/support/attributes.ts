// What a request says under fully qualified names: random attributes, how they are read, and what
// of them is refused, plainly. Must not know: the decoder.

import * as fc from 'fast-check';
import { bytesOf, textOf } from '../../../src/base/text.js';
import { ATTRIBUTE_OWNER, type OrderColumns, TAG_INTS } from '../../../src/columns/order.js';
import type { Parsed } from './model.js';

const text = fc.string({ unit: 'binary', maxLength: 20 });

/** Valid attributes for protobufjs. */
export const extensibleAttributes = fc.array(
  fc.record(
    {
      attribute_fqn: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      attribute_values: fc.array(text, { maxLength: 4 }),
    },
    { requiredKeys: ['attribute_fqn'] },
  ),
  { maxLength: 4 },
);

/** The values in the columns: of the customer, the order, then each line, in their order. */
export function attributesOfColumns(order: OrderColumns): unknown[] {
  const { attributes, attributeCount, bytes } = order;
  const part = (at: number) => textOf(bytes, attributes[at], attributes[at] + attributes[at + 1]);
  const entries = Array.from({ length: attributeCount }, (_, i) => i * TAG_INTS);
  const ofLines = Array.from({ length: order.lineCount }, (_, line) => line).flatMap((line) =>
    entries.slice(order.lineAttributeStart[line], order.lineAttributeEnd[line]),
  );
  const of = (owner: number) => entries.filter((at) => attributes[at] === owner);
  return [...of(ATTRIBUTE_OWNER.customer), ...of(ATTRIBUTE_OWNER.order), ...ofLines].map((at) => [
    attributes[at],
    part(at + 1),
    part(at + 3),
  ]);
}

/** The values of a parsed request, in the same order. */
export function attributesOfMessage(message: Parsed): unknown[] {
  const values = (owner: number, holder: unknown) =>
    attributesIn(holder).flatMap(({ attribute_fqn, attribute_values }) =>
      ((attribute_values ?? []) as string[]).map((value) => [owner, attribute_fqn ?? '', value]),
    );
  const items = (message.items ?? []) as Parsed[];
  return [
    ...values(ATTRIBUTE_OWNER.customer, message.extended_customer_info),
    ...values(ATTRIBUTE_OWNER.order, message.extended_order_info),
    ...items.flatMap((item, line) => values(line, item.extended_product_info)),
  ];
}

/** The paths of what is refused of them, in any order. */
export function refusedAttributes(message: Parsed): string[] {
  const items = (message.items ?? []) as Parsed[];
  return [
    ...refusedIn('extended_customer_info', message.extended_customer_info),
    ...refusedIn('extended_order_info', message.extended_order_info),
    ...items.flatMap((item, line) =>
      refusedIn(`items[${line}].extended_product_info`, item.extended_product_info),
    ),
  ];
}

function refusedIn(path: string, holder: unknown): string[] {
  const attributes = attributesIn(holder);
  const refused = attributes.length > 100 ? [`${path}.attributes`] : [];
  attributes.forEach((attribute, place) => {
    const at = `${path}.attributes[${place}]`;
    const { attribute_fqn = '', attribute_values = [] } = attribute;
    const values = attribute_values as string[];
    const { length } = bytesOf(attribute_fqn as string);
    if (length === 0 || length > 255) refused.push(`${at}.attribute_fqn`);
    if (values.length > 100) refused.push(`${at}.attribute_values`);
    values.forEach((value, i) => {
      if (bytesOf(value).length > 255) refused.push(`${at}.attribute_values[${i}]`);
    });
  });
  return refused;
}

function attributesIn(holder: unknown): Parsed[] {
  return ((holder as Parsed | undefined)?.attributes ?? []) as Parsed[];
}
