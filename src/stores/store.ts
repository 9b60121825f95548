// What the engine asks of whatever keeps its state. The embedded store answers it now; other stores
// answer the same. Every method that changes something answers when the change is on disk and
// visible to routing, and publishes first.

import type { RefusalDetail } from '../base/outcome.js';
import type { Publication } from '../columns/views.js';
import type { ConfigurationDocument } from '../configuration/document.js';
import type { LocationDocument } from '../configuration/location-document.js';

/** A tenant and one of its sites. Both match `[A-Za-z0-9_-]{1,64}`. */
export type Scope = { readonly tenantId: string; readonly siteId: string };

/** One version of a configuration, without its document. */
export type VersionInfo = {
  /** Counted from 1; 0: none was ever applied. */
  readonly version: number;
  readonly etag: string;
  readonly createTimeEpochMs: number;
  readonly isActive: boolean;
};

/** One version with its document. */
export type StoredConfiguration = {
  readonly info: VersionInfo;
  readonly document: ConfigurationDocument;
};

/** A page of something, and the token of the next one; empty on the last. */
export type Page<T> = { readonly items: readonly T[]; readonly nextPageToken: string };

/** A product, in exactly one namespace. */
export type ProductKey = {
  readonly upc?: string;
  readonly sku?: string;
  readonly partNumber?: string;
};

/**
 * A stock row to be set. Absent counts keep their value; in a new row they are 0, and ltd is
 * unknown.
 */
export type InventoryUpdate = {
  readonly product: ProductKey;
  readonly aliases?: readonly ProductKey[];
  readonly locationCode: string;
  readonly segment?: Readonly<Record<string, string>>;
  readonly onHand?: number;
  readonly allocated?: number;
  readonly inTransit?: number;
  readonly safetyStock?: number;
  readonly ltd?: number;
  readonly blocked?: boolean;
  readonly hasInfiniteInventory?: boolean;
  readonly attributes?: readonly string[];
  readonly clearAttributes?: boolean;
  readonly asOfEpochMs?: number;
  readonly expectedVersion?: number;
};

/** A stock row as it is. */
export type InventoryRow = {
  readonly product: ProductKey;
  readonly locationCode: string;
  readonly segment: Readonly<Record<string, string>>;
  readonly onHand: number;
  readonly allocated: number;
  readonly held: number;
  readonly inTransit: number;
  readonly safetyStock: number;
  /** Absent: unknown. */
  readonly ltd?: number;
  readonly blocked: boolean;
  readonly hasInfiniteInventory: boolean;
  readonly attributes: readonly string[];
  readonly version: number;
  readonly asOfEpochMs?: number;
};

/** A part of an import that was refused: its place in the call and why. */
export type ElementRefusal = { readonly index: number; readonly detail: RefusalDetail };

/** What became of stock updates. */
export type InventoryResult = {
  readonly writtenCount: number;
  /** Left out, because a newer count is stored. */
  readonly staleCount: number;
  readonly refusals: readonly ElementRefusal[];
  readonly sequence: number;
};

/** One product at every location. */
export type ProductInventory = {
  readonly rows: readonly InventoryRow[];
  readonly productVersion: number;
  readonly sequence: number;
};

/** The place of a postal code, in degrees. */
export type PostalCode = {
  readonly countryCode: string;
  readonly postalCode: string;
  readonly latitude: number;
  readonly longitude: number;
};

/** Room in shared memory. */
export type StoreCounts = {
  readonly locationCount: number;
  readonly productCount: number;
  readonly rowCount: number;
  readonly postalCount: number;
};

/**
 * A store. A refusal rejects with `Refusal`: NOT_FOUND, INVALID_ARGUMENT with the path of the
 * field, FAILED_PRECONDITION (with reasons ETAG_MISMATCH, LOCATION_IN_USE, VERSION_MISMATCH),
 * RESOURCE_EXHAUSTED (SHARED_MEMORY_FULL).
 */
export interface Store {
  /**
   * Called with every publication, before the change that it belongs to is acknowledged. Set before
   * `open`.
   */
  onPublication: (publication: Publication) => void;
  /**
   * Loads everything and publishes it. Rejects where the folder is in use or of an unknown schema
   * version.
   */
  open(): Promise<void>;
  /** Finishes what was accepted, flushes and closes. */
  close(): Promise<void>;

  /**
   * A version of the configuration; 0: the live one, which is version 0 and empty where none was
   * ever applied.
   */
  getConfiguration(scope: Scope, version: number): Promise<StoredConfiguration>;
  /**
   * Checks a document, keeps it as a new version with ids and makes it the live one; or checks it
   * only.
   */
  applyConfiguration(
    scope: Scope,
    document: ConfigurationDocument,
    etag: string,
    validateOnly: boolean,
  ): Promise<StoredConfiguration>;
  /** The versions, newest first. */
  listConfigurationVersions(
    scope: Scope,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<VersionInfo>>;
  /** Makes an existing version the live one. */
  activateConfiguration(scope: Scope, version: number, etag: string): Promise<VersionInfo>;

  /**
   * Creates or replaces locations by code, all or none. A hold survives. Answers them as stored.
   */
  upsertLocations(
    tenantId: string,
    locations: readonly LocationDocument[],
  ): Promise<LocationDocument[]>;
  getLocation(tenantId: string, code: string): Promise<LocationDocument>;
  /** By code in UTF-8 byte order. */
  listLocations(
    tenantId: string,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<LocationDocument>>;
  /** Refused with LOCATION_IN_USE while it has stock rows with anything in them. */
  deleteLocation(tenantId: string, code: string): Promise<void>;
  setLocationHold(tenantId: string, code: string, isOnHold: boolean): Promise<LocationDocument>;

  /** Keeps postal codes; routing sees them after `publishPostalCodes`. */
  writePostalCodes(tenantId: string, codes: readonly PostalCode[]): Promise<void>;
  /**
   * Makes all postal codes that were written visible to routing, locations without coordinates
   * included.
   */
  publishPostalCodes(tenantId: string): Promise<void>;

  /**
   * Sets stock rows. Atomic: the first bad update refuses all of them, and so does a row that comes
   * twice. Else bad ones are reported and left out, and of a row that comes twice the later one
   * holds.
   */
  upsertInventory(
    tenantId: string,
    updates: readonly InventoryUpdate[],
    isAtomic: boolean,
  ): Promise<InventoryResult>;
  /** A product that no row ever named has no rows; that is an answer. */
  getInventory(tenantId: string, product: ProductKey): Promise<ProductInventory>;
  /** By product, in the order in which the store first saw them. */
  listInventory(
    tenantId: string,
    locationCode: string,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<InventoryRow>>;

  /** What a tenant holds; zeros where nothing was ever written. */
  counts(tenantId: string): Promise<StoreCounts>;
  /**
   * Epoch milliseconds, Float64[1] in shared memory: when the store last knew that the shared
   * columns hold everything that it acknowledged. Beats at least twice a second.
   */
  readonly heartbeat: Float64Array;
}
