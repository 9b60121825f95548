// Which tenant does a test write to? Tests share a store, as opening one costs more than most of
// them do; each has a tenant of its own in it. Must not know which store it is.

import type { Scope } from '../../../src/stores/store.js';

/** The tenant of the test that runs. */
export let TENANT = 'shop';

let count = 0;

/** Gives the test that begins a tenant that nobody wrote to. */
export function takeTenant(): void {
  TENANT = `shop ${++count}`;
}

/** A site of the tenant of the test that runs, whichever that is. */
export function siteOfTenant(siteId: string): Scope {
  return {
    get tenantId() {
      return TENANT;
    },
    siteId,
  };
}
