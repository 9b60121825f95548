// What a thread knows of a tenant's shared memory, and the messages by which it learns of something
// new.

import type { HoldColumns } from './holds.js';
import type { LocationTable } from './locations.js';
import type { PostalTable } from './postal.js';
import type { Program } from './program.js';
import type { StockColumns } from './stock.js';

/**
 * The shared counters of a tenant, Float64: changes applied to the stock, and of a store that many
 * engines share the number of the last commit that was applied.
 */
export const TENANT_COUNTER = { sequence: 0, commit: 1 } as const;

/** The shared memory of a tenant. */
export type TenantView = {
  readonly tenantId: string;
  /** The number under which the store keeps the tenant, above 0; 0: it was never written. */
  readonly number: number;
  readonly stock: StockColumns;
  readonly locations: LocationTable;
  readonly postal: PostalTable;
  /** The active holds; those that began after what `counters` says are of other stock. */
  readonly holds: HoldColumns;
  /** See TENANT_COUNTER; where nobody counts commits there is but the first. */
  readonly counters: Float64Array;
};

/** The compiled rules of one site of a tenant. */
export type SiteView = {
  readonly tenantId: string;
  readonly siteId: string;
  readonly program: Program;
};

/**
 * Something new that every thread must know before it decides again. A tenant's locations and its
 * sites' programs belong together, so they come in one message.
 */
export type Publication = {
  readonly tenant: TenantView;
  /** Every site of the tenant whose program changed. */
  readonly sites: readonly SiteView[];
};
