// An instance as cases: its orders, each with what every location has of it.

import { kmOfChord } from '../../src/core/geo.js';
import { sphereX, sphereY, sphereZ } from '../../src/base/sphere.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { EngineSide, type ProductRows } from './engine-side.js';
import type { Instance, InstanceOrder, Place } from './instance.js';
import { COST, type Offer, type SplitProblem } from './problem.js';
import type { QualityCase } from './side-by-side.js';

/** A route's costs are in thousandths of a dollar here, so that the papers' prices are whole. */
const MINOR_PER_DOLLAR = 1000;
const KM_PER_MILE = 1.609344;

/** The engine on the instance's locations and stock. */
export function engineOf({ locations, stock }: Instance): EngineSide {
  const documents = locations.map(({ code, latitude, longitude }) => {
    return { code, countryCode: 'US', coordinates: { latitude, longitude } };
  });
  const products = new Map<string, ProductRows>();
  for (const [sku, rows] of stock)
    products.set(
      sku,
      [...rows].sort(([a], [b]) => a - b),
    );
  return new EngineSide(documents, products);
}

/** The first orders. */
export function casesOf(instance: Instance, engine: EngineSide, orderCount: number): QualityCase[] {
  const hasCenters = instance.locations.some(({ isCenter }) => isCenter);
  return instance.orders.slice(0, orderCount).map((order, number) => {
    const problem = problemOf(instance, order);
    return {
      problem,
      centersFirst: hasCenters ? centersFirst(instance, problem) : problem,
      request: engine.encode(requestOf(order, number)),
      itemIds: order.items.map((_, line) => line + 1),
      codeOf: (location) => instance.locations[location].code,
    };
  });
}

/** One route, one group of all locations by distance, and a split by quantity. */
export function rulesFor(mode: 'parcels' | 'cost'): ConfigurationDocument {
  const strategy = mode === 'cost' ? 'MINIMIZE_COST' : 'MINIMIZE_SHIPMENTS';
  const cost = {
    parcelMinor: COST.parcel * MINOR_PER_DOLLAR,
    unitMinor: COST.unit * MINOR_PER_DOLLAR,
    unitKmMinor: (COST.unitMile * MINOR_PER_DOLLAR) / KM_PER_MILE,
  };
  return {
    routes: [
      {
        name: 'ship',
        orderType: 'ORDER_TYPE_DIRECTSHIP',
        candidateSortStrategy: `CANDIDATE_SORT_STRATEGY_${strategy}`,
        ...(mode === 'cost' ? { cost } : {}),
      },
    ],
    locationGroups: [
      {
        name: 'all',
        route: 'ship',
        rank: 1,
        isDefaultGroup: true,
        sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
        afterActionPartial: {
          action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
        },
      },
    ],
  };
}

/** The great circle between two places in kilometres. */
export function kmBetween(a: Place, b: Place): number {
  const x = sphereX(a.latitude, a.longitude) - sphereX(b.latitude, b.longitude);
  const y = sphereY(a.latitude, a.longitude) - sphereY(b.latitude, b.longitude);
  const z = sphereZ(a.latitude) - sphereZ(b.latitude);
  return kmOfChord(x * x + y * y + z * z);
}

function problemOf({ locations, stock }: Instance, order: InstanceOrder): SplitProblem {
  const need = Int32Array.from(order.items, ({ quantity }) => quantity);
  const offers = locations.flatMap((place, location): Offer[] => {
    const units = Int32Array.from(order.items, ({ sku }) => stock.get(sku)?.get(location) ?? 0);
    if (units.every((count) => count === 0)) return [];
    return [{ location, distanceKm: kmBetween(place, order), units }];
  });
  return { need, offers };
}

function centersFirst({ locations }: Instance, { need, offers }: SplitProblem): SplitProblem {
  const isCenter = ({ location }: Offer): boolean => locations[location].isCenter;
  const others = offers.filter((offer) => !isCenter(offer));
  return { need, offers: [...offers.filter(isCenter), ...others] };
}

function requestOf({ latitude, longitude, items }: InstanceOrder, number: number) {
  return {
    orderId: `order-${number}`,
    orderType: 1,
    totalMinor: 0,
    shippingAddress: { countryCode: 'US', coordinates: { latitude, longitude } },
    items: items.map(({ sku, quantity }) => ({ sku, quantity, backorderable: true })),
  };
}
