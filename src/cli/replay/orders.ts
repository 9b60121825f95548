// Orders to replay, in batches: baskets sent to cities that are drawn by seed, or requests from a
// file of JSON lines.

import type { LocationDocument } from '../../configuration/location-document.js';
import type { RecordShape } from '../import/columns.js';
import { readRecords } from '../import/records.js';
import type { PlainMessage } from '../proto-json.js';
import { sizeOf } from '../source.js';
import type { Basket } from './baskets.js';
import type { OrderBatch, ReplayOrder } from './decide.js';
import { between, type Random, randomOf } from './random.js';

/** A namespace of product codes. */
export type ProductField = 'upc' | 'sku' | 'partNumber';

/** Where orders may go. */
export type Destination = Pick<
  LocationDocument,
  'city' | 'state' | 'countryCode' | 'postalCode' | 'coordinates'
>;

const ORDER_TYPE_DIRECTSHIP = 1;
const BATCH = 100;

/** Baskets as orders, each to a destination drawn by seed. */
export function* basketOrders(
  baskets: readonly Basket[],
  destinations: readonly Destination[],
  field: ProductField,
  seed: number,
): Generator<OrderBatch> {
  const random = randomOf(seed, 4);
  for (let at = 0; at < baskets.length; at += BATCH) {
    const part = baskets.slice(at, at + BATCH);
    const orders = part.map((basket, i) =>
      basketOrder(at + i + 1, basket, destinations, field, random),
    );
    yield { orders, share: (at + part.length) / baskets.length };
  }
}

function basketOrder(
  line: number,
  basket: Basket,
  destinations: readonly Destination[],
  field: ProductField,
  random: Random,
): ReplayOrder {
  const { city, state, countryCode, postalCode, coordinates } =
    destinations[between(random, 0, destinations.length - 1)];
  const message: PlainMessage = {
    orderId: `replay-${line}`,
    orderType: ORDER_TYPE_DIRECTSHIP,
    totalMinor: 0,
    shippingAddress: { city, state, countryCode, postalCode, coordinates },
    items: [...basket].map(([code, quantity]) => ({
      [field]: code,
      quantity,
      backorderable: true,
    })),
  };
  return { line, message };
}

const REQUEST_SHAPE: RecordShape = {
  typeName: 'SuggestRoutingRequest',
  columns: {},
  aliases: new Map(),
  required: [],
  toMessage: (cells) => cells,
};

/** Requests of a file of JSON lines, read as they are needed. */
export async function* requestOrders(path: string): AsyncGenerator<OrderBatch> {
  const sizeBytes = await sizeOf(path);
  const reading = { shape: REQUEST_SHAPE, format: 'jsonl', isLenient: false } as const;
  for await (const { records, bytesRead } of readRecords(path, reading)) {
    const orders = records.map(({ line, message, problems }) => {
      const [first] = problems;
      if (first === undefined) return { line, message };
      return { line, message, problem: `${first.field}: ${first.description}` };
    });
    yield { orders, share: sizeBytes === 0 ? 0 : bytesRead / sizeBytes };
  }
}
