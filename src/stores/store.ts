// What the engine asks of whatever keeps its state. The embedded store answers it now; other stores
// answer the same. Every method that changes something answers when the change is on disk and
// visible to routing, and publishes first.

import type { FieldViolation, RefusalDetail } from '../base/outcome.js';
import type { PostalTable } from '../columns/postal.js';
import type { Publication } from '../columns/views.js';
import type { ConfigurationDocument, SettingsDocument } from '../configuration/document.js';
import type {
  ConfigurationEdit,
  ResourceDocument,
  ResourceKind,
} from '../configuration/edit/edit.js';
import type { AttributeDocument, LocationDocument } from '../configuration/location-document.js';
import type { ReplayInputs, ReplayWorld } from '../explain/inputs.js';
import type { AllocationOperations, StockRise } from './allocation.js';
import type { EventNews, EventOperations } from './events.js';
import type { Scope } from './scope.js';
import type { StockOperations } from './stock-operations.js';
import type {
  InventoryRow,
  LedgerQuantities,
  LedgerReason,
  Page,
  ProductKey,
} from './stock-rows.js';

export type { Scope } from './scope.js';
export type { InventoryRow, LedgerQuantities, Page, ProductKey } from './stock-rows.js';

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

/** A resource or the settings of a version. */
export type StoredResource = {
  readonly resource: ResourceDocument | SettingsDocument;
  /** Changes with every change of the resource, and of nothing else. */
  readonly etag: string;
};

/** What was read, and of which version. */
export type Versioned<T> = T & { readonly configurationVersion: number };

/** Names a resource, by its id or its name. */
export type ResourceKey = { readonly id: number } | { readonly name: string };

/**
 * A stock row to be set. Absent counts keep their value; in a new row they are 0, and ltd and the
 * threshold are unknown. A count on hand unblocks a row, unless the update says otherwise or the
 * row holds its block.
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
  /** Part of the row's name. Absent: stock that is there. */
  readonly futureEpochMs?: number;
  readonly excessThreshold?: number;
  readonly holdBlock?: boolean;
  readonly extensibleAttributes?: readonly AttributeDocument[];
  readonly clearExtensibleAttributes?: boolean;
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

/** Which changes of stock rows are listed. */
export type LedgerFilter = {
  readonly product?: ProductKey;
  /** Empty: every location. It may be gone. */
  readonly locationCode?: string;
};

/**
 * One change of a stock row that was there before, or (OPENING_BALANCE) what those of its changes
 * came to that are not kept any more: then sequence, time and version are those of the last one.
 */
export type LedgerEntry = {
  /** Its place among all changes of the tenant's stock. */
  readonly sequence: number;
  readonly changeTimeEpochMs: number;
  /** By the key that first named it. */
  readonly product: ProductKey;
  readonly locationCode: string;
  readonly segment: Readonly<Record<string, string>>;
  /** Of future stock. */
  readonly futureEpochMs?: number;
  readonly reason: LedgerReason;
  /** What the change was for; empty: nothing in particular. */
  readonly reference: string;
  /** After the change. */
  readonly productVersion: number;
  /** Absent in an opening balance. */
  readonly before?: LedgerQuantities;
  /** Absent where the row went. */
  readonly after?: LedgerQuantities;
};

/** What an order is tried on: rows in place of all stock, and rules. */
export type RoutingTest = {
  readonly rows: readonly InventoryUpdate[];
  /** A version of the site, or a whole document; neither: the live version. */
  readonly configurationVersion?: number | undefined;
  readonly configuration?: ConfigurationDocument | undefined;
};

/** The world of a test, on the locations and postal codes of now. */
export type TestWorld = { readonly world: ReplayWorld; readonly postal: PostalTable };

/** Which rules are looked through. */
export type RulesQuery = {
  /** A version of the site, or a whole document; neither: the live version. */
  readonly version?: number | undefined;
  readonly configuration?: ConfigurationDocument | undefined;
};

/** Rules on the locations, stock and postal codes of now. */
export type RulesWorld = {
  /** Why the document may not be applied, by paths of the document; then there is no world. */
  readonly violations: readonly FieldViolation[];
  /** Its maps of names are empty. */
  readonly world: ReplayWorld | null;
  readonly postal: PostalTable;
  /** By location index; undefined is a hole. */
  readonly locationDocuments: readonly (LocationDocument | undefined)[];
};

/** A recorded order: by the id of its decision, or the record itself, kept or not. */
export type RecordedOrder =
  | { readonly suggestionId: number; readonly record?: undefined }
  | { readonly record: Uint8Array };

/** Which records of decisions: one, those of an order or of an external id; none of these: all. */
export type RecordQuery = {
  readonly suggestionId?: number;
  readonly orderId?: string;
  readonly externalResponseId?: string;
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
 * field, ALREADY_EXISTS (NAME_TAKEN), FAILED_PRECONDITION (with reasons ETAG_MISMATCH,
 * LOCATION_IN_USE, RESOURCE_IN_USE, VERSION_MISMATCH), RESOURCE_EXHAUSTED (SHARED_MEMORY_FULL),
 * OUT_OF_RANGE (EVENTS_GONE).
 */
export interface Store extends StockOperations, AllocationOperations, EventOperations {
  /**
   * Called with every publication, before the change that it belongs to is acknowledged. Set before
   * `open`.
   */
  onPublication: (publication: Publication) => void;
  /**
   * Called when there is more of what lines of orders wait for, and once for all of them while the
   * store opens. Set before `open`.
   */
  onStockRise: (rise: StockRise) => void;
  /**
   * Calls `listener` when events were written, of any tenant, and they can be read. Returns what
   * ends that.
   */
  watchEvents(listener: (news: EventNews) => void): () => void;
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
  /**
   * Changes one resource of the live version, or its settings, and makes a new version live; or
   * checks the edit only. An edit that changes nothing makes no version. Answers the resource as it
   * is stored, without one where it was removed; where it was checked only, as it would be, with
   * the etag that it has now. Paths of refusals are those of the requests of the contract.
   */
  editConfiguration(
    scope: Scope,
    edit: ConfigurationEdit,
    validateOnly: boolean,
  ): Promise<Versioned<Partial<StoredResource>>>;
  /** A resource of the live version. */
  getResource(
    scope: Scope,
    kind: ResourceKind,
    key: ResourceKey,
  ): Promise<Versioned<StoredResource>>;
  /**
   * Resources by id. All pages are of the version of the first. `nameContains` is compared without
   * case; empty: all. A page is shorter than asked where it would be too large for a message.
   */
  listResources(
    scope: Scope,
    kind: ResourceKind,
    nameContains: string,
    pageSize: number,
    pageToken: string,
  ): Promise<Versioned<Page<StoredResource>>>;
  /** The settings of the live version; empty where none was ever applied. */
  getSettings(scope: Scope): Promise<Versioned<StoredResource>>;
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
   * holds. For the key, see StockOperations.
   */
  upsertInventory(
    tenantId: string,
    updates: readonly InventoryUpdate[],
    isAtomic: boolean,
    idempotencyKey?: string,
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

  /**
   * The changes of stock rows, oldest first, as far back as the settings keep them. A product or a
   * location that nobody knows has none. A page may be short of its size before the last.
   */
  listLedger(
    tenantId: string,
    filter: LedgerFilter,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<LedgerEntry>>;

  /**
   * Records of decisions, newest first, each with the state that it was decided on. A page may be
   * short of its size before the last.
   */
  findReplays(
    scope: Scope,
    query: RecordQuery,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<ReplayInputs>>;
  /** The same for a record that is at hand, whether it is kept or not. */
  replayInputs(scope: Scope, record: Uint8Array): Promise<ReplayInputs>;
  /**
   * The same of one order with the documents of all locations, for whoever changes something; null:
   * no record is kept of the decision.
   */
  whyInputs(scope: Scope, recorded: RecordedOrder): Promise<ReplayInputs | null>;
  /** Keeps the SuggestionLog message of a decision with its record; without one it is not kept. */
  keepLog(scope: Scope, suggestionId: number, log: Uint8Array): Promise<void>;

  /**
   * The world that an order is tried on. Keeps nothing. Paths of refusals are those of the
   * contract's TestRoutingRequest.
   */
  testWorld(scope: Scope, test: RoutingTest): Promise<TestWorld>;

  /** The rules that are looked through, and what they meet. Keeps nothing. */
  rulesWorld(scope: Scope, query: RulesQuery): Promise<RulesWorld>;

  /** What a tenant holds; zeros where nothing was ever written. */
  counts(tenantId: string): Promise<StoreCounts>;
  /**
   * Epoch milliseconds, Float64[1] in shared memory: when the store last knew that the shared
   * columns hold everything that it acknowledged. Beats at least twice a second.
   */
  readonly heartbeat: Float64Array;
}
