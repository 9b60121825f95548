// SettingsService and RouteService over a real store.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { TestClient } from './support/client.js';
import { loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const GET = 'SettingsService.GetSettings';
const UPDATE = 'SettingsService.UpdateSettings';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

describe('settings', () => {
  it('have defaults and an etag before a write, and reading writes nothing', async () => {
    const options = { headers: { 'x-tenant-id': 'nobody' } };
    const read = await client.call(GET, {}, options);
    expect(read).toMatchObject({
      settings: { currencyCode: '', ledgerDays: 0, decisionRecords: null },
      configurationVersion: 0,
    });
    const settings = { ledgerDays: 10 };
    const made = await client.call(UPDATE, { settings, etag: read.etag }, options);
    expect(made).toMatchObject({ settings: { ledgerDays: 10 }, configurationVersion: 1 });
  });

  it('are changed by mask, and mean what they say at once', async () => {
    const order = { ...ORDER, items: [{ upc: 'NOTHING', quantity: 1 }] };
    const decide = () => client.call('RoutingService.SuggestRouting', order);
    const before = await client.call(GET, {});
    const changes = [
      { defaultStateChange: 'STATE_CHANGE_CANCEL' },
      { defaultStateChange: 'STATE_CHANGE_AVAILABLE' },
    ];
    const { locationGroup } = await client.call('LocationGroupService.GetLocationGroup', {
      name: 'all',
    });
    await client.call('LocationGroupService.UpdateLocationGroup', {
      locationGroup: { id: locationGroup.id },
      updateMask: { paths: ['after_action_partial', 'after_action_none'] },
    });
    for (const settings of changes) {
      const updateMask = { paths: ['default_state_change'] };
      const { configurationVersion } = await client.call(UPDATE, { settings, updateMask });
      const { decision, context } = await decide();
      expect(decision.stateChanges).toMatchObject([{ stateChange: settings.defaultStateChange }]);
      expect(context.configurationVersion).toBe(configurationVersion);
    }
    const late = await client.refusal(UPDATE, { settings: {}, etag: before.etag });
    expect(late).toMatchObject({ code: STATUS.failedPrecondition, reason: 'ETAG_MISMATCH' });
  });

  it('of records are kept and read back, and emptied by their mask', async () => {
    const decisionRecords = {
      mode: 'RECORD_MODE_SHARE',
      share: 0.25,
      bytesMax: 2 ** 32,
      daysMax: 30,
    };
    const { settings } = await client.call(UPDATE, {
      settings: { decisionRecords, ledgerDays: 365 },
      updateMask: { paths: ['decision_records', 'ledger_days'] },
    });
    expect(settings).toMatchObject({ decisionRecords, ledgerDays: 365 });
    expect((await client.call(GET, {})).settings).toEqual(settings);
    const { configuration } = await client.call('ConfigurationService.GetConfiguration', {});
    expect(configuration.settings).toEqual(settings);
    await client.call('ConfigurationService.ApplyConfiguration', { configuration });
    expect((await client.call(GET, {})).settings).toEqual(settings);
    const emptied = await client.call(UPDATE, {
      settings: {},
      updateMask: { paths: ['decision_records'] },
    });
    expect(emptied.settings).toMatchObject({ decisionRecords: null, ledgerDays: 365 });
  });

  it('of events are kept and read back, no low mark apart from none given', async () => {
    const options = { headers: { 'x-site-id': 'events' } };
    const events = { lowStockUnits: 0, eventDays: 30, eventCountMax: 5000, allocationDays: 9 };
    const { settings } = await client.call(UPDATE, { settings: events }, options);
    expect(settings).toMatchObject(events);
    expect((await client.call(GET, {}, options)).settings).toEqual(settings);
    const updateMask = { paths: ['low_stock_units', 'event_days'] };
    const emptied = await client.call(UPDATE, { settings: {}, updateMask }, options);
    expect(emptied.settings).toMatchObject({ eventDays: 0, eventCountMax: 5000 });
    expect(emptied.settings._lowStockUnits).toBeUndefined();
  });

  it('of limits are kept and read back, and emptied by their mask', async () => {
    const options = { headers: { 'x-site-id': 'limits' } };
    const limits = {
      maxFulfillingLocations: 3,
      maxSplitItemLocations: 2,
      autoAssignLimit: 5,
      tooManyAssignsAction: 'STATE_CHANGE_AVAILABLE',
      productIdentifierMapping: 'PRODUCT_IDENTIFIER_MAPPING_UPC_AND_SKU',
      retailerExclusions: [
        { locationCode: 'EAST', upc: '' },
        { locationCode: 'MOON', upc: '1' },
      ],
    };
    const { settings, etag } = await client.call(UPDATE, { settings: limits }, options);
    expect(settings).toMatchObject(limits);
    expect(await client.call(GET, {}, options)).toMatchObject({ settings, etag });
    const paths = ['max_split_item_locations', 'retailer_exclusions', 'too_many_assigns_action'];
    const update = { settings: { autoAssignLimit: 9 }, updateMask: { paths } };
    const emptied = await client.call(UPDATE, update, options);
    expect(emptied.settings).toMatchObject({
      maxFulfillingLocations: 3,
      maxSplitItemLocations: 0,
      autoAssignLimit: 5,
      tooManyAssignsAction: 'STATE_CHANGE_UNSPECIFIED',
      retailerExclusions: [],
    });
    // What is the same again makes no version.
    const same = await client.call(UPDATE, update, options);
    expect(same.configurationVersion).toBe(emptied.configurationVersion);
  });

  it.each([
    [{}, 'settings'],
    [{ settings: { maxFulfillingLocations: -1 } }, 'settings.max_fulfilling_locations'],
    [{ settings: { maxSplitItemLocations: -1 } }, 'settings.max_split_item_locations'],
    [{ settings: { autoAssignLimit: -1 } }, 'settings.auto_assign_limit'],
    [{ settings: { tooManyAssignsAction: 9 } }, 'settings.too_many_assigns_action'],
    [{ settings: { productIdentifierMapping: 9 } }, 'settings.product_identifier_mapping'],
    [
      { settings: { retailerExclusions: [{ locationCode: 'A' }, { upc: '1' }] } },
      'settings.retailer_exclusions[1].location_code',
    ],
    [{ settings: { currencyCode: 'XX' } }, 'settings.currency_code'],
    [{ settings: { ledgerDays: -1 } }, 'settings.ledger_days'],
    [{ settings: { decisionRecords: { share: 0.5 } } }, 'settings.decision_records.share'],
    [
      { settings: { decisionRecords: { share: Number.POSITIVE_INFINITY } } },
      'settings.decision_records.share',
    ],
    [{ settings: {}, updateMask: { paths: ['id'] } }, 'update_mask.paths[0]'],
    [{ settings: {}, updateMask: { paths: ['ledgerDays', ''] } }, 'update_mask.paths[1]'],
  ])('are refused by the path of what is wrong: %j', async (request, field) => {
    const { code, fields } = await client.refusal(UPDATE, request);
    expect([code, ...fields]).toEqual([STATUS.invalidArgument, field]);
  });
});

describe('a route', () => {
  it('is renamed with its groups, and deleted when it has none', async () => {
    const options = { headers: { 'x-site-id': 'routes' } };
    const route = { name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' };
    const made = await client.call('RouteService.CreateRoute', { route }, options);
    const group = { name: 'all', route: 'ship', rank: 1, isDefaultGroup: true };
    const { locationGroup } = await client.call(
      'LocationGroupService.CreateLocationGroup',
      { locationGroup: group },
      options,
    );
    const { id } = made.route;
    const update = { route: { id, name: 'post' }, updateMask: { paths: ['name'] } };
    const renamed = await client.call('RouteService.UpdateRoute', update, options);
    expect(renamed).toMatchObject({ route: { ...route, name: 'post' }, configurationVersion: 3 });
    const decided = await client.call('RoutingService.SuggestRouting', ORDER, options);
    expect(decided.decision.assignments).toMatchObject([{ locationCode: 'EAST' }]);
    const used = await client.refusal('RouteService.DeleteRoute', { id }, options);
    expect(used.message).toBe("route 'post' is in use: location group 'all' uses it");
    const groupId = { id: locationGroup.id };
    await client.call('LocationGroupService.DeleteLocationGroup', groupId, options);
    await client.call('RouteService.DeleteRoute', { id }, options);
    const listed = await client.call('RouteService.ListRoutes', {}, options);
    expect(listed).toMatchObject({ routes: [], configurationVersion: 5 });
  });
});
