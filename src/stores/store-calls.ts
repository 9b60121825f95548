// The methods of a store that a thread answers, each as one call of it.

import type { ConfigurationDocument } from '../configuration/document.js';
import type { ConfigurationEdit, ResourceKind } from '../configuration/edit/edit.js';
import type { LocationDocument } from '../configuration/location-document.js';
import type {
  AllocationAsk,
  AllocationFilter,
  Plan,
  QueueTurn,
  RejectionAsk,
  UnitsAsk,
} from './allocation.js';
import type { EventQuery } from './events.js';
import type { StoreAnswer, StoreMethod, StoreMethods } from './messages.js';
import type { Scope } from './scope.js';
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
  ResourceKey,
  RoutingTest,
  RulesQuery,
} from './store.js';

/** A store whose methods are calls. */
export abstract class StoreCalls implements StoreMethods {
  /** Calls a method; what it refuses rejects. */
  protected abstract call<M extends StoreMethod>(
    method: M,
    args: Parameters<StoreMethods[M]>,
  ): Promise<StoreAnswer<M>>;

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

  readEvents(tenantId: string, query: EventQuery) {
    return this.call('readEvents', [tenantId, query]);
  }

  allocateOrder(
    scope: Scope,
    ask: AllocationAsk,
    idempotencyKey: string,
    plan: Plan,
    assignmentsSoFar: number,
  ) {
    return this.call('allocateOrder', [scope, ask, idempotencyKey, plan, assignmentsSoFar]);
  }

  serveBackorder(tenantId: string, orderId: string, version: number, plan: Plan, turn?: QueueTurn) {
    return this.call('serveBackorder', [tenantId, orderId, version, plan, turn]);
  }

  releaseAllocation(tenantId: string, ask: UnitsAsk, idempotencyKey: string) {
    return this.call('releaseAllocation', [tenantId, ask, idempotencyKey]);
  }

  shipAllocation(tenantId: string, ask: UnitsAsk, idempotencyKey: string) {
    return this.call('shipAllocation', [tenantId, ask, idempotencyKey]);
  }

  rejectAllocation(
    tenantId: string,
    ask: RejectionAsk,
    idempotencyKey: string,
    plan: Plan,
    basisVersion: number,
  ) {
    return this.call('rejectAllocation', [tenantId, ask, idempotencyKey, plan, basisVersion]);
  }

  getAllocation(tenantId: string, orderId: string) {
    return this.call('getAllocation', [tenantId, orderId]);
  }

  orderBasis(tenantId: string, orderId: string) {
    return this.call('orderBasis', [tenantId, orderId]);
  }

  listAllocations(tenantId: string, filter: AllocationFilter, pageSize: number, pageToken: string) {
    return this.call('listAllocations', [tenantId, filter, pageSize, pageToken]);
  }

  listBackorders(
    tenantId: string,
    product: ProductKey | null,
    pageSize: number,
    pageToken: string,
  ) {
    return this.call('listBackorders', [tenantId, product, pageSize, pageToken]);
  }

  waitingOrders(tenantId: string, product: number, pageToken: string) {
    return this.call('waitingOrders', [tenantId, product, pageToken]);
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
}
