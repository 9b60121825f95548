// LocationService over a real store.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { type Decoded, refusedBy, type TestClient, times } from './support/client.js';
import { LOS_ANGELES, loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const UPSERT = 'LocationService.BatchUpsertLocations';
const GET = 'LocationService.GetLocation';
const LIST = 'LocationService.ListLocations';
const DELETE = 'LocationService.DeleteLocation';
const HOLD = 'LocationService.HoldLocation';
const RESUME = 'LocationService.ResumeLocation';
const IMPORT = 'LocationService.ImportPostalCodes';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
});

afterAll(() => running.stop());

/** Options of a call in a tenant that no other test uses. */
function tenant(name: string) {
  return { headers: { 'x-tenant-id': name } };
}

describe('locations', () => {
  it('are stored and read as they were given, with ids and defaults', async () => {
    const location = {
      code: 'Z-1',
      name: 'Zürich',
      addressLine1: 'Bahnhofstrasse 1',
      city: 'Zürich',
      state: 'ZH',
      countryCode: 'CH',
      postalCode: '8001',
      coordinates: { latitude: 47.37, longitude: 8.54 },
      addressType: 'COMMERCIAL',
      directShip: false,
      express: true,
      attributes: [{ attributeFqn: 'Acme.Size', attributeValues: ['big', ''] }],
      externalStoreId: '77',
      consolidationEnabled: true,
    };
    const options = tenant('store');
    const { locations } = await client.call(UPSERT, { locations: [location] }, options);
    expect(locations[0]).toMatchObject({ ...location, active: true, onHold: false });
    expect(locations[0].id).toBeGreaterThan(0);
    expect((await client.call(GET, { code: 'Z-1' }, options)).location).toEqual(locations[0]);
  });

  it('are listed by the bytes of their codes, page by page', async () => {
    const options = tenant('list');
    const codes = ['b', 'a', 'B', 'é', 'z', '10', '9'];
    await client.call(UPSERT, { locations: codes.map((code) => ({ code })) }, options);
    const seen: string[] = [];
    let pageToken = '';
    do {
      const page: Decoded = await client.call(LIST, { pageSize: 3, pageToken }, options);
      seen.push(...page.locations.map((location: Decoded) => location.code));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual(['10', '9', 'B', 'a', 'b', 'z', 'é']);
    expect((await client.call(LIST, {}, tenant('list-none'))).locations).toEqual([]);
    const refused = await client.refusal(LIST, { pageToken: '*' }, options);
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: ['page_token'] });
  });

  it('are taken out of routing by a hold, and come back', async () => {
    const options = tenant('hold');
    await loadNetworkOf('hold');
    const suggest = async () => {
      const { decision } = await client.call('RoutingService.SuggestRouting', ORDER, options);
      return decision.assignments.map((assignment: Decoded) => assignment.locationCode);
    };
    expect(await suggest()).toEqual(['EAST']);
    const held = await client.call(HOLD, { code: 'EAST' }, options);
    expect(held.location).toMatchObject({ code: 'EAST', onHold: true });
    expect(await suggest()).toEqual([]);
    const again = await client.call(UPSERT, { locations: [{ code: 'EAST' }] }, options);
    expect(again.locations[0].onHold).toBe(true);
    const resumed = await client.call(RESUME, { code: 'EAST' }, options);
    expect(resumed.location.onHold).toBe(false);
    expect(await suggest()).toEqual(['EAST']);
  });

  it('are deleted only where they have no stock', async () => {
    const options = tenant('delete');
    await loadNetworkOf('delete');
    const refused = await client.refusal(DELETE, { code: 'EAST' }, options);
    expect(refused).toMatchObject({ code: STATUS.failedPrecondition, reason: 'LOCATION_IN_USE' });
    await client.call(UPSERT, { locations: [{ code: 'EMPTY' }] }, options);
    await client.call(DELETE, { code: 'EMPTY' }, options);
    expect((await client.refusal(GET, { code: 'EMPTY' }, options)).code).toBe(STATUS.notFound);
  });

  it.each([
    ['no locations', UPSERT, {}, 'locations'],
    ['too many locations', UPSERT, { locations: times(5001, { code: 'a' }) }, 'locations'],
    ['a code twice', UPSERT, { locations: [{ code: 'a' }, { code: 'a' }] }, 'locations[1].code'],
    ['no code', UPSERT, { locations: [{ code: 'a' }, {}] }, 'locations[1].code'],
    [
      'a shop id twice',
      UPSERT,
      { locations: ['a', 'b'].map((code) => ({ code, externalStoreId: '7' })) },
      'locations[1].external_store_id',
    ],
    [
      'a latitude that is no number',
      UPSERT,
      { locations: [{ code: 'a', coordinates: { latitude: Number.NaN } }] },
      'locations[0].coordinates.latitude',
    ],
    [
      'a longitude out of range',
      UPSERT,
      { locations: [{ code: 'a', coordinates: { longitude: 181 } }] },
      'locations[0].coordinates.longitude',
    ],
    ['a page that is too large', LIST, { pageSize: 1001 }, 'page_size'],
    ['no code to get', GET, {}, 'code'],
    ['no code to delete', DELETE, {}, 'code'],
    ['no code to hold', HOLD, {}, 'code'],
    ['no code to resume', RESUME, {}, 'code'],
  ])('refuse %s', async (_, method, request, field) => {
    const refused = await client.refusal(method, request, tenant('refused'));
    expect(refused).toMatchObject({ code: STATUS.invalidArgument });
    expect(refused.fields).toContain(field);
    const { locations } = await client.call(LIST, {}, tenant('refused'));
    expect(locations).toEqual([]);
  });

  it.each([GET, DELETE, HOLD, RESUME])('%s of an unknown code is NOT_FOUND', async (method) => {
    const refused = await client.refusal(method, { code: 'nowhere' });
    expect(refused).toMatchObject({ code: STATUS.notFound, reason: 'NOT_FOUND' });
  });

  async function loadNetworkOf(name: string): Promise<void> {
    const call = client.call.bind(client);
    const scoped = Object.create(client) as TestClient;
    scoped.call = (method, request) => call(method, request, tenant(name));
    await loadNetwork(scoped);
  }
});

describe('postal codes', () => {
  it('place destinations once the import has ended', async () => {
    await loadNetwork(client);
    const shippingAddress = { countryCode: 'US', postalCode: '90001-1234' };
    const order = { ...ORDER, shippingAddress };
    const before = await client.call('RoutingService.SuggestRouting', order);
    expect(before.decision.warnings[0].reason).toBe('WARNING_REASON_UNKNOWN_DESTINATION');
    const { stream, answer } = client.upload(IMPORT);
    stream.write({
      postalCodes: [{ countryCode: 'us', postalCode: '90001', coordinates: LOS_ANGELES }],
    });
    stream.end();
    expect(await answer).toEqual({ importedCount: 1, refusedCount: 0, errors: [] });
    const after = await client.call('RoutingService.SuggestRouting', order);
    expect(after.decision.warnings).toEqual([]);
    expect(after.decision.assignments[0].distanceKm).toBeGreaterThan(3000);
  });

  it('that are bad are counted by their place and left out', async () => {
    const { stream, answer } = client.upload(IMPORT);
    const good = { countryCode: 'DE', postalCode: '10115', coordinates: LOS_ANGELES };
    stream.write({ postalCodes: [good, { ...good, countryCode: 'DEU' }] });
    stream.write({
      postalCodes: [
        { ...good, postalCode: ' ' },
        { ...good, coordinates: {} },
      ],
    });
    stream.write({
      postalCodes: [{ ...good, coordinates: { latitude: 91, longitude: 0 } }, good],
    });
    stream.end();
    const { importedCount, refusedCount, errors } = await answer;
    expect({ importedCount, refusedCount }).toEqual({ importedCount: 2, refusedCount: 4 });
    expect(
      errors.map(({ index, status }: Decoded) => [index, status.fieldViolations[0].field]),
    ).toEqual([
      [1, 'country_code'],
      [2, 'postal_code'],
      [3, 'coordinates.latitude'],
      [4, 'coordinates.latitude'],
    ]);
    for (const { status } of errors) {
      expect(status).toMatchObject({ code: STATUS.invalidArgument, reason: 'INVALID_FIELD' });
    }
  });

  it('of a part that is too long end the import', async () => {
    const { stream, answer } = client.upload(IMPORT);
    stream.write({ postalCodes: times(10_001, {}) });
    const refused = await refusedBy(answer);
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: ['postal_codes'] });
  });
});
