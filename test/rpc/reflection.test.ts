// Reflection by a strict client that has nothing but the port: buf curl.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer } from '../../src/rpc/server.js';
import { TestClient } from './support/client.js';
import { HeldRouter, startFake } from './support/fakes.js';

const run = promisify(execFile);
const BUF = fileURLToPath(new URL('../../node_modules/.bin/buf', import.meta.url));
const TIMEOUT_MS = 60_000;

let server: RunningServer;

beforeAll(async () => {
  const router = new HeldRouter();
  const submit = router.submit.bind(router);
  router.submit = (call) => {
    setImmediate(() => router.answerAll());
    return submit(call);
  };
  server = await startFake({
    router,
    store: {
      getLocation: async (_tenantId, code) => ({ code, name: 'Depot', active: true }),
    },
  });
});

afterAll(() => server.drain(100));

/** What buf curl prints; it is given no schema. */
async function curl(...args: string[]): Promise<string> {
  const base = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge'];
  const { stdout } = await run(BUF, [...base, ...args], { cwd: '/', timeout: TIMEOUT_MS });
  return stdout;
}

describe(
  'reflection',
  () => {
    it.each(['grpc-v1', 'grpc-v1alpha'])('lists every method over %s', async (protocol) => {
      const url = `http://127.0.0.1:${server.port}`;
      const methods = await curl('--reflect-protocol', protocol, '--list-methods', url);
      expect(methods.trim().split('\n').sort()).toEqual([
        'grpc.health.v1.Health/Check',
        'grpc.health.v1.Health/List',
        'grpc.health.v1.Health/Watch',
        'grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
        'grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
        'shipfrom.v1.AllocationService/AllocateOrder',
        'shipfrom.v1.AllocationService/GetAllocation',
        'shipfrom.v1.AllocationService/HoldInventory',
        'shipfrom.v1.AllocationService/ListAllocations',
        'shipfrom.v1.AllocationService/ListBackorders',
        'shipfrom.v1.AllocationService/ListHolds',
        'shipfrom.v1.AllocationService/RejectAllocation',
        'shipfrom.v1.AllocationService/ReleaseAllocation',
        'shipfrom.v1.AllocationService/ReleaseHold',
        'shipfrom.v1.AllocationService/ShipAllocation',
        'shipfrom.v1.AllocationService/WatchEvents',
        'shipfrom.v1.ConfigurationService/ActivateConfiguration',
        'shipfrom.v1.ConfigurationService/ApplyConfiguration',
        'shipfrom.v1.ConfigurationService/GetConfiguration',
        'shipfrom.v1.ConfigurationService/ListConfigurationVersions',
        'shipfrom.v1.ConfigurationService/ValidateConfiguration',
        'shipfrom.v1.DataListService/CreateDataList',
        'shipfrom.v1.DataListService/DeleteDataList',
        'shipfrom.v1.DataListService/GetDataList',
        'shipfrom.v1.DataListService/ListDataLists',
        'shipfrom.v1.DataListService/UpdateDataList',
        'shipfrom.v1.DataSetService/CreateDataSet',
        'shipfrom.v1.DataSetService/DeleteDataSet',
        'shipfrom.v1.DataSetService/GetDataSet',
        'shipfrom.v1.DataSetService/ListDataSets',
        'shipfrom.v1.DataSetService/UpdateDataSet',
        'shipfrom.v1.FilterService/CreateFilter',
        'shipfrom.v1.FilterService/DeleteFilter',
        'shipfrom.v1.FilterService/GetFilter',
        'shipfrom.v1.FilterService/ListFilterAttributes',
        'shipfrom.v1.FilterService/ListFilters',
        'shipfrom.v1.FilterService/UpdateFilter',
        'shipfrom.v1.InventoryService/AdjustInventory',
        'shipfrom.v1.InventoryService/BatchUpsertInventory',
        'shipfrom.v1.InventoryService/BlockInventory',
        'shipfrom.v1.InventoryService/DeleteInventory',
        'shipfrom.v1.InventoryService/GetInventory',
        'shipfrom.v1.InventoryService/ImportInventory',
        'shipfrom.v1.InventoryService/ListInventory',
        'shipfrom.v1.InventoryService/ListLedger',
        'shipfrom.v1.InventoryService/ReceiveTransfer',
        'shipfrom.v1.InventoryService/TransferInventory',
        'shipfrom.v1.InventoryService/UnblockInventory',
        'shipfrom.v1.LocationGroupService/AddLocations',
        'shipfrom.v1.LocationGroupService/CreateLocationGroup',
        'shipfrom.v1.LocationGroupService/DeleteLocationGroup',
        'shipfrom.v1.LocationGroupService/GetLocationGroup',
        'shipfrom.v1.LocationGroupService/ListLocationGroups',
        'shipfrom.v1.LocationGroupService/RemoveLocations',
        'shipfrom.v1.LocationGroupService/SetLocationGroupFilters',
        'shipfrom.v1.LocationGroupService/SetLocationGroupSorts',
        'shipfrom.v1.LocationGroupService/UpdateLocationGroup',
        'shipfrom.v1.LocationService/BatchUpsertLocations',
        'shipfrom.v1.LocationService/DeleteLocation',
        'shipfrom.v1.LocationService/GetLocation',
        'shipfrom.v1.LocationService/HoldLocation',
        'shipfrom.v1.LocationService/ImportPostalCodes',
        'shipfrom.v1.LocationService/ListLocations',
        'shipfrom.v1.LocationService/ResumeLocation',
        'shipfrom.v1.RateCardService/CreateRateCard',
        'shipfrom.v1.RateCardService/DeleteRateCard',
        'shipfrom.v1.RateCardService/GetRateCard',
        'shipfrom.v1.RateCardService/ListRateCards',
        'shipfrom.v1.RateCardService/UpdateRateCard',
        'shipfrom.v1.RouteService/CreateRoute',
        'shipfrom.v1.RouteService/DeleteRoute',
        'shipfrom.v1.RouteService/GetRoute',
        'shipfrom.v1.RouteService/ListRoutes',
        'shipfrom.v1.RouteService/UpdateRoute',
        'shipfrom.v1.RoutingService/BatchSuggestRouting',
        'shipfrom.v1.RoutingService/ExplainLocation',
        'shipfrom.v1.RoutingService/GetSuggestionLog',
        'shipfrom.v1.RoutingService/StreamSuggestRouting',
        'shipfrom.v1.RoutingService/SuggestCandidates',
        'shipfrom.v1.RoutingService/SuggestRouting',
        'shipfrom.v1.RoutingService/TestRouting',
        'shipfrom.v1.SettingsService/GetSettings',
        'shipfrom.v1.SettingsService/UpdateSettings',
      ]);
    });

    it('lets a client call a method of the contract', async () => {
      const url = `http://127.0.0.1:${server.port}/shipfrom.v1.LocationService/GetLocation`;
      expect(JSON.parse(await curl('-d', '{"code": "D1"}', url))).toEqual({
        location: { code: 'D1', name: 'Depot', active: true },
      });
    });

    it('lets a client read the details of an error', async () => {
      const url = `http://127.0.0.1:${server.port}/shipfrom.v1.LocationService/GetLocation`;
      const failed = await curl('-d', '{}', url).catch((error: { stderr: string }) => error.stderr);
      const error = JSON.parse(failed) as { code: string; details: { type: string }[] };
      expect(error.code).toBe('invalid_argument');
      expect(error.details.map(({ type }) => type)).toEqual([
        'google.rpc.ErrorInfo',
        'google.rpc.BadRequest',
      ]);
    });

    it('lets a client ask for health', async () => {
      const url = `http://127.0.0.1:${server.port}/grpc.health.v1.Health/Check`;
      const service = 'shipfrom.v1.RoutingService';
      expect(JSON.parse(await curl('-d', JSON.stringify({ service }), url))).toEqual({
        status: 'SERVING',
      });
    });

    it('can be left out', async () => {
      const silent = await startFake({ isReflectionEnabled: false });
      const url = `http://127.0.0.1:${silent.port}`;
      await expect(curl('--list-methods', url)).rejects.toThrow(/unimplemented/i);
      await silent.drain(100);
    });

    it('refuses bytes that are no request and goes on serving', async () => {
      const client = new TestClient(server.port);
      const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
      const same = (bytes: Buffer) => bytes;
      const stream = client.client.makeBidiStreamRequest(path, same, same);
      const code = new Promise((resolve) => {
        stream.on('error', (error: { code: number }) => resolve(error.code));
      });
      stream.on('data', () => {});
      stream.write(Buffer.from([0x22, 0x05, 0x61]));
      expect(await code).toBe(3);
      client.close();
      expect(await curl('--list-methods', `http://127.0.0.1:${server.port}`)).toContain('shipfrom');
    });
  },
  TIMEOUT_MS,
);
