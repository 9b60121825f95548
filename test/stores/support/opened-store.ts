// What the contract of stores asks of a store under test. Must not know which store it is.

import type { Publication, SiteView, TenantView } from '../../../src/columns/views.js';
import { ROW_FIELDS } from '../../../src/columns/stock.js';
import { Refusal, type RefusalDetail } from '../../../src/base/outcome.js';
import {
  createIdSource,
  createRecordRings,
  type Recording,
} from '../../../src/columns/record-ring.js';
import type { Store } from '../../../src/stores/store.js';

/** Limits that a test sets lower than the product does. */
export interface TestLimits {
  readonly productsMax?: number;
  readonly rowsMax?: number;
  readonly segmentsMax?: number;
  readonly attributeSetsMax?: number;
  readonly wordsMax?: number;
}

/** What was published last. */
export class Views {
  private readonly tenants = new Map<string, TenantView>();
  private readonly sites = new Map<string, SiteView>();

  accept({ tenant, sites }: Publication): void {
    this.tenants.set(tenant.tenantId, tenant);
    for (const site of sites) this.sites.set(`${site.tenantId}/${site.siteId}`, site);
  }

  tenant(tenantId: string): TenantView | undefined {
    return this.tenants.get(tenantId);
  }

  site(tenantId: string, siteId: string): SiteView | undefined {
    return this.sites.get(`${tenantId}/${siteId}`);
  }
}

/** An open store with everything that it published. */
export interface OpenedStore {
  readonly store: Store;
  readonly views: Views;
  /** Where a test leaves records, and where it takes suggestion ids from. */
  readonly recording: Recording;
}

/** Two rings that nobody writes but the test. */
export function testRecording(): Recording {
  return { rings: createRecordRings(2, 2 ** 22), nextSuggestionId: createIdSource() };
}

/** Makes stores that keep the same state, one after the other. */
export interface StoreHome {
  /** Opens a store on the state that the one before left. */
  open(limits?: TestLimits): Promise<OpenedStore>;
  /** Throws the state away; no store is open. */
  remove(): Promise<void>;
}

/** Connects a store with a registry and opens it. */
export async function openedStore(
  store: Store,
  recording: Recording = testRecording(),
): Promise<OpenedStore> {
  const views = new Views();
  store.onPublication = (publication) => views.accept(publication);
  await store.open();
  return { store, views, recording };
}

/** The refusal that a call ends with. */
export async function refusalOf(call: Promise<unknown>): Promise<RefusalDetail> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal) return error.detail;
  throw new Error('the call was not refused', { cause: error });
}

/** The rows of a product in shared memory, as objects of their fields. */
export function columnRows(
  view: TenantView | undefined,
  product: number,
): Record<string, number>[] {
  if (view === undefined) return [];
  const { stock } = view;
  const start = stock.productStart[product];
  return Array.from({ length: stock.productCount[product] }, (_, i) =>
    Object.fromEntries(ROW_FIELDS.map((field) => [field, stock.rows[field][start + i]])),
  );
}
