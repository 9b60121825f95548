// The names of the contract for numbers of the core.

import {
  INVENTORY_REQUESTS,
  STATE_CHANGES,
  STRATEGIES,
  type Enumeration,
} from '../configuration/enumerations.js';
import { orderTypeName } from './attribute-values.js';

function nameOf({ numbers, unspecified }: Enumeration, number: number): string {
  for (const [name, value] of numbers) if (value === number) return name;
  return unspecified;
}

/** A StateChange. */
export function stateChangeName(state: number): string {
  return nameOf(STATE_CHANGES, state);
}

/** A CandidateSortStrategy. */
export function strategyName(strategy: number): string {
  return nameOf(STRATEGIES, strategy);
}

/** An InventoryRequestType. */
export function requestTypeName(type: number): string {
  return nameOf(INVENTORY_REQUESTS, type);
}

/** How the sample log of the overview names a route: by its kind. */
export function routeKind(orderType: number): string {
  return `route.ordertype.${orderTypeName(orderType).replace('ORDER_TYPE_', '').toLowerCase()}`;
}
