// Puts the sample into a store that has nothing in it.

import type { Store } from '../../stores/store.js';
import { SAMPLE_CONFIGURATION } from './configuration.js';
import { sampleInventory } from './inventory.js';
import { SAMPLE_POSTAL_CODES, SAMPLE_STORES, SAMPLE_WAREHOUSES } from './locations.js';

/** The tenant and site that calls without metadata are about. */
const SCOPE = { tenantId: '1', siteId: '1' } as const;

/** What the sample holds. */
export type SampleCounts = { readonly locationCount: number; readonly rowCount: number };

/**
 * Loads the sample; null where the store has locations or rules of its own, which are left as they
 * are.
 */
export async function loadSample(store: Store): Promise<SampleCounts | null> {
  const { tenantId } = SCOPE;
  const locations = [...SAMPLE_WAREHOUSES, ...SAMPLE_STORES];
  const { info } = await store.getConfiguration(SCOPE, 0);
  if (info.version > 0 || !(await hasOnly(store, locations))) return null;
  await store.writePostalCodes(tenantId, SAMPLE_POSTAL_CODES);
  await store.publishPostalCodes(tenantId);
  await store.upsertLocations(tenantId, locations);
  const stock = await store.upsertInventory(tenantId, sampleInventory(), true);
  // Last, so that a start that was cut short is taken up again by the next.
  await store.applyConfiguration(SCOPE, SAMPLE_CONFIGURATION, '', false);
  return { locationCount: locations.length, rowCount: stock.writtenCount };
}

/** Whether no locations are stored but these, as after a start that was cut short. */
async function hasOnly(
  store: Store,
  known: readonly { readonly code: string }[],
): Promise<boolean> {
  const { items, nextPageToken } = await store.listLocations(SCOPE.tenantId, known.length, '');
  const codes = new Set<string | undefined>(known.map(({ code }) => code));
  return nextPageToken === '' && items.every(({ code }) => codes.has(code));
}
