// What calls that change nothing answer, between two commits.

import type { StoreOutcome } from '../messages.js';
import {
  getAllocation,
  listAllocations,
  listBackorders,
  orderBasis,
  waitingOrders,
} from './allocation/reads.js';
import type { Configurations } from './configurations.js';
import type { Database } from './database.js';
import { detailOf } from './detail.js';
import { readEvents } from './events/read-events.js';
import type { ReadCall } from './group-writes.js';
import { countsOf, getInventory, getLocation, listInventory, listLocations } from './reads.js';
import { getResource, getSettings, listResources } from './resources.js';
import { rulesWorldOf } from './rules-world.js';
import { listHolds } from './stock/list-holds.js';
import type { TenantState } from './tenant-state.js';
import { testWorldOf } from './test-world.js';

/** Answers calls that change nothing. */
export class StoreReads {
  private readonly database: Database;
  private readonly configurations: Configurations;
  private readonly tenants: ReadonlyMap<string, TenantState>;

  constructor(
    database: Database,
    configurations: Configurations,
    tenants: ReadonlyMap<string, TenantState>,
  ) {
    this.database = database;
    this.configurations = configurations;
    this.tenants = tenants;
  }

  /** The answer of a call. */
  answer(call: ReadCall): StoreOutcome {
    try {
      return { isDone: true, value: this.read(call) };
    } catch (error) {
      return { isDone: false, detail: detailOf(error) };
    }
  }

  private read(call: ReadCall): unknown {
    const { database, configurations } = this;
    switch (call.method) {
      case 'getConfiguration': {
        const [{ tenantId, siteId }, version] = call.args;
        return configurations.get(this.tenants.get(tenantId), siteId, version);
      }
      case 'getResource': {
        const [{ tenantId, siteId }, kind, key] = call.args;
        return getResource(configurations.get(this.tenants.get(tenantId), siteId, 0), kind, key);
      }
      case 'listResources': {
        const [{ tenantId, siteId }, ...query] = call.args;
        const state = this.tenants.get(tenantId);
        return listResources((version) => configurations.get(state, siteId, version), ...query);
      }
      case 'getSettings': {
        const [{ tenantId, siteId }] = call.args;
        return getSettings(configurations.get(this.tenants.get(tenantId), siteId, 0));
      }
      case 'listConfigurationVersions': {
        const [{ tenantId, siteId }, pageSize, pageToken] = call.args;
        return configurations.list(this.tenants.get(tenantId), siteId, pageSize, pageToken);
      }
      case 'getLocation':
        return getLocation(this.tenants.get(call.args[0]), call.args[1]);
      case 'listLocations':
        return listLocations(this.tenants.get(call.args[0]), call.args[1], call.args[2]);
      case 'getInventory':
        return getInventory(database, this.tenants.get(call.args[0]), call.args[1]);
      case 'listInventory': {
        const [tenantId, code, pageSize, pageToken] = call.args;
        return listInventory(database, this.tenants.get(tenantId), code, pageSize, pageToken);
      }
      case 'listHolds': {
        const [tenantId, filter, pageSize, pageToken] = call.args;
        return listHolds(database, this.tenants.get(tenantId), filter, pageSize, pageToken);
      }
      case 'getAllocation':
        return getAllocation(database, this.tenants.get(call.args[0]), call.args[1]);
      case 'orderBasis':
        return orderBasis(database, this.tenants.get(call.args[0]), call.args[1]);
      case 'listAllocations': {
        const [tenantId, ...query] = call.args;
        return listAllocations(database, this.tenants.get(tenantId), ...query);
      }
      case 'listBackorders': {
        const [tenantId, ...query] = call.args;
        return listBackorders(database, this.tenants.get(tenantId), ...query);
      }
      case 'waitingOrders': {
        const [tenantId, ...query] = call.args;
        return waitingOrders(database, this.tenants.get(tenantId), ...query);
      }
      case 'readEvents':
        return readEvents(database, this.tenants.get(call.args[0]), call.args[1]);
      case 'testWorld': {
        const [scope, test] = call.args;
        return testWorldOf(database, configurations, this.tenants.get(scope.tenantId), scope, test);
      }
      case 'rulesWorld': {
        const [scope, query] = call.args;
        return rulesWorldOf(configurations, this.tenants.get(scope.tenantId), scope, query);
      }
      case 'counts':
        return countsOf(this.tenants.get(call.args[0]));
    }
  }
}
