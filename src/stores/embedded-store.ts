// The embedded store as the main thread sees it: every call goes to the store thread and comes back
// under its number.

import { Worker } from 'node:worker_threads';
import { Refusal, STATUS } from '../base/outcome.js';
import { createIdSource, type RecordRing } from '../columns/record-ring.js';
import { sharedDoubles } from '../columns/stock.js';
import type { Publication } from '../columns/views.js';
import type { ConfigurationDocument } from '../configuration/document.js';
import type { ConfigurationEdit, ResourceKind } from '../configuration/edit/edit.js';
import type { LocationDocument } from '../configuration/location-document.js';
import type { TenantLimits } from './embedded/tenant-state.js';
import type {
  StoreAnswer,
  StoreMethod,
  StoreMethods,
  StoreReply,
  StoreRequest,
  StoreThreadData,
} from './messages.js';
import type {
  HoldFilter,
  HoldRequest,
  StockChange,
  TransferReceipt,
  TransferRequest,
} from './stock-operations.js';
import type {
  InventoryUpdate,
  LedgerFilter,
  PostalCode,
  ProductKey,
  RecordedOrder,
  RecordQuery,
  RoutingTest,
  RulesQuery,
  ResourceKey,
  Scope,
  Store,
} from './store.js';

/** What an embedded store is made with. */
export type EmbeddedStoreOptions = {
  /** The data folder; made where it is missing. */
  readonly dataDirectory: string;
  /**
   * Called once when the store thread died; every call is refused with UNAVAILABLE from then on.
   */
  readonly onFailure?: (error: Error) => void;
  /**
   * Called with what went wrong and stops nothing, as records that could not be written, at most
   * once a minute; absent: a warning of the process.
   */
  readonly onWarning?: (message: string) => void;
  /** Where the threads that decide leave records; absent: there are none. */
  readonly recordRings?: readonly RecordRing[];
  /** BigInt64[1] in shared memory: the first suggestion id that is free; the store sets it. */
  readonly nextSuggestionId?: BigInt64Array;
  /** Limits of a tenant below those of the product; for tests. */
  readonly limits?: TenantLimits;
};

type Waiter = {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
};

/** A store in a folder of this machine. One process uses a folder at a time. */
export class EmbeddedStore implements Store {
  onPublication: (publication: Publication) => void = () => {};
  readonly heartbeat = sharedDoubles(1);
  private readonly options: EmbeddedStoreOptions;
  private readonly waiters = new Map<number, Waiter>();
  private worker: Worker | undefined;
  private opening: Waiter | undefined;
  private closing: Promise<void> | undefined;
  private closed: (() => void) | undefined;
  private lastId = 0;

  constructor(options: EmbeddedStoreOptions) {
    this.options = options;
  }

  open(): Promise<void> {
    const { dataDirectory, limits = {} } = this.options;
    const workerData: StoreThreadData = {
      dataDirectory,
      limits,
      heartbeat: this.heartbeat,
      recordRings: this.options.recordRings ?? [],
      nextSuggestionId: this.options.nextSuggestionId ?? createIdSource(),
    };
    const worker = new Worker(new URL('./store-thread.js', import.meta.url), { workerData });
    this.worker = worker;
    worker.on('message', (reply: StoreReply) => this.hear(reply));
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error('the store thread ended')));
    return new Promise((resolve, reject) => {
      this.opening = { resolve: () => resolve(), reject };
    });
  }

  close(): Promise<void> {
    this.closing ??= new Promise((resolve) => {
      if (this.worker === undefined) resolve();
      else {
        this.closed = resolve;
        this.post({ kind: 'close' });
      }
    });
    return this.closing;
  }

  getConfiguration(scope: Scope, version: number) {
    return this.call('getConfiguration', [scope, version]);
  }

  applyConfiguration(
    scope: Scope,
    document: ConfigurationDocument,
    etag: string,
    validateOnly: boolean,
  ) {
    return this.call('applyConfiguration', [scope, document, etag, validateOnly]);
  }

  editConfiguration(scope: Scope, edit: ConfigurationEdit, validateOnly: boolean) {
    return this.call('editConfiguration', [scope, edit, validateOnly]);
  }

  getResource(scope: Scope, kind: ResourceKind, key: ResourceKey) {
    return this.call('getResource', [scope, kind, key]);
  }

  listResources(
    scope: Scope,
    kind: ResourceKind,
    nameContains: string,
    pageSize: number,
    pageToken: string,
  ) {
    return this.call('listResources', [scope, kind, nameContains, pageSize, pageToken]);
  }

  getSettings(scope: Scope) {
    return this.call('getSettings', [scope]);
  }

  listConfigurationVersions(scope: Scope, pageSize: number, pageToken: string) {
    return this.call('listConfigurationVersions', [scope, pageSize, pageToken]);
  }

  activateConfiguration(scope: Scope, version: number, etag: string) {
    return this.call('activateConfiguration', [scope, version, etag]);
  }

  upsertLocations(tenantId: string, locations: readonly LocationDocument[]) {
    return this.call('upsertLocations', [tenantId, locations]);
  }

  getLocation(tenantId: string, code: string) {
    return this.call('getLocation', [tenantId, code]);
  }

  listLocations(tenantId: string, pageSize: number, pageToken: string) {
    return this.call('listLocations', [tenantId, pageSize, pageToken]);
  }

  deleteLocation(tenantId: string, code: string) {
    return this.call('deleteLocation', [tenantId, code]);
  }

  setLocationHold(tenantId: string, code: string, isOnHold: boolean) {
    return this.call('setLocationHold', [tenantId, code, isOnHold]);
  }

  writePostalCodes(tenantId: string, codes: readonly PostalCode[]) {
    return this.call('writePostalCodes', [tenantId, codes]);
  }

  publishPostalCodes(tenantId: string) {
    return this.call('publishPostalCodes', [tenantId]);
  }

  upsertInventory(
    tenantId: string,
    updates: readonly InventoryUpdate[],
    isAtomic: boolean,
    idempotencyKey = '',
  ) {
    return this.call('upsertInventory', [tenantId, updates, isAtomic, idempotencyKey]);
  }

  changeStock(tenantId: string, change: StockChange, idempotencyKey: string) {
    return this.call('changeStock', [tenantId, change, idempotencyKey]);
  }

  transferInventory(tenantId: string, request: TransferRequest, idempotencyKey: string) {
    return this.call('transferInventory', [tenantId, request, idempotencyKey]);
  }

  receiveTransfer(tenantId: string, receipt: TransferReceipt, idempotencyKey: string) {
    return this.call('receiveTransfer', [tenantId, receipt, idempotencyKey]);
  }

  holdInventory(tenantId: string, request: HoldRequest, idempotencyKey: string) {
    return this.call('holdInventory', [tenantId, request, idempotencyKey]);
  }

  releaseHold(tenantId: string, holdId: string, idempotencyKey: string) {
    return this.call('releaseHold', [tenantId, holdId, idempotencyKey]);
  }

  listHolds(tenantId: string, filter: HoldFilter, pageSize: number, pageToken: string) {
    return this.call('listHolds', [tenantId, filter, pageSize, pageToken]);
  }

  getInventory(tenantId: string, product: ProductKey) {
    return this.call('getInventory', [tenantId, product]);
  }

  listInventory(tenantId: string, locationCode: string, pageSize: number, pageToken: string) {
    return this.call('listInventory', [tenantId, locationCode, pageSize, pageToken]);
  }

  listLedger(tenantId: string, filter: LedgerFilter, pageSize: number, pageToken: string) {
    return this.call('listLedger', [tenantId, filter, pageSize, pageToken]);
  }

  findReplays(scope: Scope, query: RecordQuery, pageSize: number, pageToken: string) {
    return this.call('findReplays', [scope, query, pageSize, pageToken]);
  }

  replayInputs(scope: Scope, record: Uint8Array) {
    return this.call('replayInputs', [scope, record]);
  }

  whyInputs(scope: Scope, recorded: RecordedOrder) {
    return this.call('whyInputs', [scope, recorded]);
  }

  keepLog(scope: Scope, suggestionId: number, log: Uint8Array) {
    return this.call('keepLog', [scope, suggestionId, log]);
  }

  testWorld(scope: Scope, test: RoutingTest) {
    return this.call('testWorld', [scope, test]);
  }

  rulesWorld(scope: Scope, query: RulesQuery) {
    return this.call('rulesWorld', [scope, query]);
  }

  counts(tenantId: string) {
    return this.call('counts', [tenantId]);
  }

  private call<M extends StoreMethod>(
    method: M,
    args: Parameters<StoreMethods[M]>,
  ): Promise<StoreAnswer<M>> {
    if (this.worker === undefined || this.closing !== undefined) {
      return Promise.reject(unavailable('the store is not open'));
    }
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiters.set(id, { resolve: resolve as Waiter['resolve'], reject });
      this.post({ kind: 'call', id, method, args } as StoreRequest);
    });
  }

  private post(request: StoreRequest): void {
    this.worker?.postMessage(request);
  }

  private hear(reply: StoreReply): void {
    switch (reply.kind) {
      case 'publication':
        this.onPublication(reply.publication);
        break;
      case 'answer': {
        const waiter = this.waiters.get(reply.id);
        this.waiters.delete(reply.id);
        if (reply.outcome.isDone) waiter?.resolve(reply.outcome.value);
        else waiter?.reject(new Refusal(reply.outcome.detail));
        break;
      }
      case 'warning':
        if (this.options.onWarning === undefined) process.emitWarning(reply.message);
        else this.options.onWarning(reply.message);
        break;
      case 'opened':
        this.opening?.resolve(undefined);
        this.opening = undefined;
        break;
      case 'refused':
        this.worker = undefined;
        this.opening?.reject(new Refusal(reply.detail));
        this.opening = undefined;
        break;
      case 'closed':
        this.worker = undefined;
        this.closed?.();
        break;
    }
  }

  /** The thread ended without having been asked to. */
  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.waiters.values()) reject(unavailable(error.message));
    this.waiters.clear();
    this.closed?.();
    if (this.opening === undefined) this.options.onFailure?.(error);
    this.opening?.reject(error);
    this.opening = undefined;
  }
}

function unavailable(message: string): Refusal {
  const reason = 'STORE_UNAVAILABLE';
  return new Refusal({ code: STATUS.unavailable, reason, message, violations: [] });
}
