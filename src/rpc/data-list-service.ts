// DataListService: the data lists of a site, one by one.

import type { Store } from '../stores/store.js';
import type { Contract, Handlers } from './definitions.js';
import { resourceMethods } from './resource-methods.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const DATA_LIST_SERVICE = 'shipfrom.v1.DataListService';

/** The handlers of the service. */
export function dataListHandlers(contract: Contract, edge: Edge, store: Store): Handlers {
  return resourceMethods({ contract, edge, store, name: DATA_LIST_SERVICE, kind: 'dataList' });
}
