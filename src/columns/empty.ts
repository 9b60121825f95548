// What a tenant that was never written and a site without rules look like to a decision: nothing
// there, nothing allowed.

import { createDictionary } from './dictionary.js';
import type { LocationTable } from './locations.js';
import type { PostalTable } from './postal.js';
import { IDENTIFIER, STATE_CHANGE, type Program } from './program.js';
import { createStockColumns, createStockNames, sharedDoubles, sharedInts } from './stock.js';
import type { TenantView } from './views.js';

/** The rules of a site that none were ever applied to: no routes, and a person decides. */
export const EMPTY_PROGRAM: Program = {
  configurationVersion: 0,
  locationVersion: 0,
  defaultState: STATE_CHANGE.customerCare,
  isInternationalAllowed: false,
  allRoutes: [],
  maxFulfillingLocations: 0,
  maxSplitItemLocations: 0,
  autoAssignLimit: 0,
  tooManyAssignsState: STATE_CHANGE.customerCare,
  identifierMapping: IDENTIFIER.upc,
  routes: Array.from({ length: 8 }, () => null),
  records: { mode: 'all', share: 1 },
  cityPredicates: [],
  limitCount: 0,
};

/** A table without locations. */
function emptyLocationTable(): LocationTable {
  return {
    version: 0,
    count: 0,
    codes: createDictionary(1, 1),
    ids: sharedDoubles(0),
    flags: sharedInts(0),
    admission: sharedInts(0),
    codeRank: sharedInts(0),
    country: sharedInts(0),
    countries: createDictionary(1, 1),
    x: sharedDoubles(0),
    y: sharedDoubles(0),
    z: sharedDoubles(0),
    wireEnd: sharedInts(0),
    codeStart: sharedInts(0),
    codeBytes: sharedInts(0),
    wireBytes: new Uint8Array(new SharedArrayBuffer(0)),
  };
}

/** A table without postal codes. */
export function emptyPostalTable(): PostalTable {
  return {
    version: 0,
    keys: createDictionary(1, 1),
    x: sharedDoubles(0),
    y: sharedDoubles(0),
    z: sharedDoubles(0),
  };
}

/** The shared memory of a tenant that was never written. */
export function emptyTenantView(tenantId: string): TenantView {
  return {
    tenantId,
    number: 0,
    stock: createStockColumns(0, 0, createDictionary(1, 1), createStockNames(1)),
    locations: emptyLocationTable(),
    postal: emptyPostalTable(),
    holds: [],
    counters: sharedDoubles(1),
  };
}
