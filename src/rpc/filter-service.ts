// FilterService: the filters of a site, one by one, and what a filter can look at.

import { describeAttributes } from '../configuration/attribute-catalog.js';
import type { Store } from '../stores/store.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import { resourceMethods } from './resource-methods.js';
import { scopeOf } from './scope.js';
import { type Edge, unary } from './unary.js';

/** The full name of the service. */
export const FILTER_SERVICE = 'shipfrom.v1.FilterService';

/** The handlers of the service. */
export function filterHandlers(contract: Contract, edge: Edge, store: Store): Handlers {
  const attributes = describeAttributes();
  return {
    ...resourceMethods({ contract, edge, store, name: FILTER_SERVICE, kind: 'filter' }),
    ListFilterAttributes: unary(
      edge,
      codecOf(contract, FILTER_SERVICE, 'ListFilterAttributes'),
      async (_, metadata) => {
        // The same for every site; but a call that names none is refused here as anywhere.
        scopeOf(metadata);
        return { attributes };
      },
    ),
  };
}
