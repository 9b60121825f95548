// RouteService: the routes of a site, one by one.

import type { Store } from '../stores/store.js';
import type { Contract, Handlers } from './definitions.js';
import { resourceMethods } from './resource-methods.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const ROUTE_SERVICE = 'shipfrom.v1.RouteService';

/** The handlers of the service. */
export function routeHandlers(contract: Contract, edge: Edge, store: Store): Handlers {
  return resourceMethods({ contract, edge, store, name: ROUTE_SERVICE, kind: 'route' });
}
