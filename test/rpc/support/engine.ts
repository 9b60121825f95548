// A server over a real engine in a folder of its own, and a small network to route on.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/engine/engine.js';
import type { EngineOptions } from '../../../src/engine/engine-options.js';
import { startServer } from '../../../src/rpc/server.js';
import { TestClient } from './client.js';
import { KeptLog } from './fakes.js';

/** Everything that one test file needs. */
export type Running = {
  engine: Engine;
  client: TestClient;
  log: KeptLog;
  port: number;
  readonly stop: () => Promise<void>;
};

/** Opens an engine on a new folder and serves it on a free port. */
export async function startReal(options: Partial<EngineOptions> = {}): Promise<Running> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'shipfrom-rpc-'));
  const engine = await Engine.open({ dataDirectory, workerCount: 1, ...options });
  const log = new KeptLog();
  const server = await startServer({
    engine,
    listen: { host: '127.0.0.1', port: 0 },
    isInsecureAllowed: false,
    isReflectionEnabled: true,
    logger: log,
  });
  const client = new TestClient(server.port);
  const stop = async () => {
    client.close();
    await server.drain(2000);
    await engine.close();
    rmSync(dataDirectory, { recursive: true });
  };
  return { engine, client, log, port: server.port, stop };
}

/** Two locations, ten units of each product at one of them, and a route by distance. */
export async function loadNetwork(client: TestClient): Promise<void> {
  await client.call('LocationService.BatchUpsertLocations', {
    locations: [
      { code: 'EAST', name: 'East', countryCode: 'US', coordinates: NEW_YORK, express: true },
      { code: 'WEST', name: 'West', countryCode: 'US', coordinates: LOS_ANGELES },
    ],
  });
  await client.call('InventoryService.BatchUpsertInventory', {
    updates: [
      { product: { upc: 'A' }, locationCode: 'EAST', onHand: 10 },
      { product: { upc: 'B' }, locationCode: 'WEST', onHand: 10 },
    ],
  });
  await client.call('ConfigurationService.ApplyConfiguration', { configuration: CONFIGURATION });
}

/** Degrees. */
const NEW_YORK = { latitude: 40.71, longitude: -74.01 };
/** Degrees. */
export const LOS_ANGELES = { latitude: 34.05, longitude: -118.24 };

/** One default group by distance that splits lines. */
export const CONFIGURATION = {
  routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
  locationGroups: [
    {
      name: 'all',
      route: 'ship',
      rank: 1,
      isDefaultGroup: true,
      sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
      afterActionPartial: { action: 'FAILOVER_ACTION_LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY' },
      afterActionNone: { action: 'FAILOVER_ACTION_LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY' },
    },
  ],
};

/** An order for one unit of A to New York. */
export const ORDER = {
  orderId: 'o1',
  orderType: 'ORDER_TYPE_DIRECTSHIP',
  items: [{ upc: 'A', quantity: 1 }],
  shippingAddress: { countryCode: 'US', coordinates: NEW_YORK },
  totalMinor: 1000,
};
