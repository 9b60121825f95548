// Which orders does a bench ask for? Requests as bytes, made by seed and encoded by protobufjs, not
// by our own codec.

import { messageType } from '../../src/cli/schema.js';
import { between, deckOf, draw, randomOf } from '../../src/cli/replay/random.js';
import { type Network, randomLatitude, randomLongitude, randomState, skuOf } from './network.js';

/** What the orders are like. */
export type OrderShape = {
  readonly count: number;
  readonly lineCount: number;
  readonly quantityMin: number;
  readonly quantityMax: number;
  /** Orders of the first region only; else each order is of some region. */
  readonly isFirstRegionOnly?: boolean;
};

const PURPOSE = 3;

/** The requests: each of one region, all of its products different. */
export function makeOrders(network: Network, shape: OrderShape): Uint8Array[] {
  const { seed, regions, productsPerRegion } = network.shape;
  const random = randomOf(seed, PURPOSE);
  const type = messageType('SuggestRoutingRequest');
  const deck = deckOf(productsPerRegion);
  const isFirst = shape.isFirstRegionOnly === true;
  return Array.from({ length: shape.count }, (_, number) => {
    const region = isFirst ? 0 : between(random, 0, regions - 1);
    const products = draw(random, deck, shape.lineCount);
    const items = Array.from(products, (product, line) => ({
      orderItemId: line + 1,
      sku: skuOf(region * productsPerRegion + product),
      partNumber: `P${product % 2000}`,
      quantity: between(random, shape.quantityMin, shape.quantityMax),
      backorderable: true,
    }));
    const shippingAddress = {
      city: 'Springfield',
      state: randomState(random),
      countryCode: 'US',
      postalCode: '62701',
      coordinates: { latitude: randomLatitude(random), longitude: randomLongitude(random) },
    };
    const orderId = `order-${number}`;
    const order = { orderId, orderType: 1, totalMinor: 5000, items, shippingAddress };
    return Uint8Array.from(type.encode(type.fromObject(order)).finish());
  });
}
