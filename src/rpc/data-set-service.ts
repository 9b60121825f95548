// DataSetService: the data sets of a site, one by one.

import type { Store } from '../stores/store.js';
import type { Contract, Handlers } from './definitions.js';
import { resourceMethods } from './resource-methods.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const DATA_SET_SERVICE = 'shipfrom.v1.DataSetService';

/** The handlers of the service. */
export function dataSetHandlers(contract: Contract, edge: Edge, store: Store): Handlers {
  return resourceMethods({ contract, edge, store, name: DATA_SET_SERVICE, kind: 'dataSet' });
}
