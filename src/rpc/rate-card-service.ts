// RateCardService: the rate cards of a site, one by one.

import type { Store } from '../stores/store.js';
import type { Contract, Handlers } from './definitions.js';
import { resourceMethods } from './resource-methods.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const RATE_CARD_SERVICE = 'shipfrom.v1.RateCardService';

/** The handlers of the service. */
export function rateCardHandlers(contract: Contract, edge: Edge, store: Store): Handlers {
  return resourceMethods({ contract, edge, store, name: RATE_CARD_SERVICE, kind: 'rateCard' });
}
