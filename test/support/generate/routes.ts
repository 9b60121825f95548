// Which random routes serve which order types, and how do they split?
// Must not know: how they are followed.

import type { CostModel, OrderType, Route } from '../model/messages.js';
import type { Rng } from './random.js';

const STRATEGIES = [
  'MINIMIZE_SHIPMENTS',
  'MINIMIZE_SHIPMENTS',
  'GROUP_RANK_AND_QUANTITY',
  'QUANTITY',
  'DISTANCE',
  'MINIMIZE_COST',
] as const;

/** By how often each is there; a name of digits may be another route's id. */
const ROUTES: readonly (readonly [number, string, OrderType, boolean?])[] = [
  [0.1, 'resting', 'ORDER_TYPE_DIRECTSHIP', false],
  [0.98, 'ship', 'ORDER_TYPE_DIRECTSHIP'],
  [0.85, 'deliver', 'ORDER_TYPE_DELIVERY', true],
  [0.9, 'transfer', 'ORDER_TYPE_TRANSFER'],
  [0.5, 'consolidate', 'ORDER_TYPE_STH_CONSOLIDATED'],
  [0.1, 'ship later', 'ORDER_TYPE_DIRECTSHIP'],
  [0.05, '1', 'ORDER_TYPE_DELIVERY'],
  [0.1, 'return', 'ORDER_TYPE_RETURN'],
];

/** Mostly one route an order type; now and then none, an inactive one, two, one for returns. */
export function randomRoutes(rng: Rng): Route[] {
  const routes: Route[] = [];
  for (const [share, name, orderType, active] of ROUTES) {
    if (!rng.chance(share)) continue;
    const route: Route = { name, orderType, ...(active === undefined ? {} : { active }) };
    if (rng.chance(0.7)) {
      route.candidateSortStrategy = `CANDIDATE_SORT_STRATEGY_${rng.pick(STRATEGIES)}`;
    }
    if (route.candidateSortStrategy?.endsWith('_COST') === true || rng.chance(0.05)) {
      route.cost = randomCost(rng);
    }
    if (rng.chance(0.45)) route.preferAtomicAssignments = rng.chance(0.9);
    routes.push(route);
  }
  return routes;
}

/** Parcels that cost nothing, about as much as units, or more than all of them. */
function randomCost(rng: Rng): CostModel {
  const cost: CostModel = {};
  if (rng.chance(0.8)) cost.parcelMinor = rng.pick([1, 40, 500, 5000]);
  if (rng.chance(0.5)) cost.unitMinor = rng.pick([0.423, 10]);
  if (rng.chance(0.9) || Object.keys(cost).length === 0) {
    cost.unitKmMinor = rng.pick([0.0004, 0.02, 0.5]);
  }
  return cost;
}
