// ConfigurationService over a real store: versions, etags, and documents that are refused.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { refusedBy, type TestClient } from './support/client.js';
import { CONFIGURATION, type Running, startReal } from './support/engine.js';

const GET = 'ConfigurationService.GetConfiguration';
const APPLY = 'ConfigurationService.ApplyConfiguration';
const LIST = 'ConfigurationService.ListConfigurationVersions';
const ACTIVATE = 'ConfigurationService.ActivateConfiguration';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
});

afterAll(() => running.stop());

/** Options of a call in a site that no other test uses. */
function site(name: string) {
  return { headers: { 'x-site-id': name } };
}

describe('a configuration', () => {
  it('is version 0 and empty before the first', async () => {
    const { version, configuration } = await client.call(GET, {}, site('fresh'));
    expect(version).toMatchObject({ version: 0, createTime: null });
    expect(configuration.routes).toEqual([]);
  });

  it('becomes a version with ids, which is live at once', async () => {
    const options = site('apply');
    const startSeconds = Math.floor(Date.now() / 1000);
    const applied = await client.call(APPLY, { configuration: CONFIGURATION }, options);
    expect(applied.version).toMatchObject({ version: 1, active: true });
    expect(applied.version.etag).not.toBe('');
    expect(applied.version.createTime.seconds).toBeGreaterThanOrEqual(startSeconds);
    const [group] = applied.configuration.locationGroups;
    expect(group).toMatchObject({ name: 'all', isDefaultGroup: true });
    expect(group.id).toBeGreaterThan(0);
    const live = await client.call(GET, {}, options);
    expect(live).toEqual(applied);
  });

  it('is checked only, where that is asked', async () => {
    const options = site('check');
    const request = { configuration: CONFIGURATION, validateOnly: true };
    expect((await client.call(APPLY, request, options)).version.version).toBe(0);
    expect((await client.call(GET, {}, options)).version.version).toBe(0);
  });

  it('is listed newest first, page by page, and old versions can be live again', async () => {
    const options = site('versions');
    for (let i = 0; i < 3; i++) {
      await client.call(APPLY, { configuration: CONFIGURATION }, options);
    }
    const first = await client.call(LIST, { pageSize: 2 }, options);
    expect(first.versions.map((each: { version: number }) => each.version)).toEqual([3, 2]);
    const { nextPageToken: pageToken } = first;
    const second = await client.call(LIST, { pageSize: 2, pageToken }, options);
    expect(second.versions.map((each: { version: number }) => each.version)).toEqual([1]);
    expect(second.nextPageToken).toBe('');
    const { version } = await client.call(ACTIVATE, { version: 1 }, options);
    expect(version).toMatchObject({ version: 1, active: true });
    expect((await client.call(GET, {}, options)).version.version).toBe(1);
    expect((await client.call(GET, { version: 3 }, options)).version.active).toBe(false);
  });

  it('is not replaced by an edit of an older one', async () => {
    const options = site('etags');
    const { version } = await client.call(APPLY, { configuration: CONFIGURATION }, options);
    const { etag } = version;
    await client.call(APPLY, { configuration: CONFIGURATION, etag }, options);
    for (const [method, request] of [
      [APPLY, { configuration: CONFIGURATION, etag }],
      [ACTIVATE, { version: 1, etag }],
    ] as const) {
      const refused = await client.refusal(method, request, options);
      expect(refused).toMatchObject({ code: STATUS.failedPrecondition, reason: 'ETAG_MISMATCH' });
      expect(refused.metadata.expectedEtag).toBe(etag);
      expect(refused.metadata.etag).toMatch(/^[0-9a-f]{16}$/);
    }
  });
});

describe('what is refused', () => {
  it.each([
    [APPLY, {}, 'configuration'],
    [GET, { version: -1 }, 'version'],
    [GET, { version: 2 ** 60 }, 'version'],
    [ACTIVATE, {}, 'version'],
    [LIST, { pageSize: -1 }, 'page_size'],
    [LIST, { pageSize: 1001 }, 'page_size'],
    [LIST, { pageToken: '0' }, 'page_token'],
    [LIST, { pageToken: '1e0' }, 'page_token'],
  ])('%s %j', async (method, request, field) => {
    const refused = await client.refusal(method, request);
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: [field] });
  });

  it('a version that is not there', async () => {
    for (const method of [GET, ACTIVATE]) {
      expect((await client.refusal(method, { version: 99 })).code).toBe(STATUS.notFound);
    }
  });

  it.each([
    ['an operator', { filters: [{ name: 'f', operator: 99 }] }, 'filters[0].operator'],
    ['an order type', { routes: [{}, { orderType: 42 }] }, 'routes[1].order_type'],
    ['a sort', { locationGroups: [{ sorts: [{ type: 77 }] }] }, 'location_groups[0].sorts[0].type'],
    ['an id', { dataLists: [{ id: '9223372036854775807' }] }, 'data_lists[0].id'],
    ['a state', { settings: { defaultStateChange: 9 } }, 'settings.default_state_change'],
  ])('%s that the contract does not have', async (_, configuration, path) => {
    const refused = await client.refusal(APPLY, { configuration });
    expect(refused).toMatchObject({
      code: STATUS.invalidArgument,
      fields: [`configuration.${path}`],
    });
  });

  it('a document whose names lead nowhere', async () => {
    const [group] = CONFIGURATION.locationGroups;
    const configuration = { ...CONFIGURATION, locationGroups: [{ ...group, filters: ['none'] }] };
    const refused = await client.refusal(APPLY, { configuration });
    expect(refused.code).toBe(STATUS.invalidArgument);
    expect(refused.fields[0]).toMatch(/location_groups\[0\]\.filters\[0\]/);
  });

  it.each([
    ['cut short', Buffer.from([0x0a, 0x05, 0x0a])],
    ['text that is cut short', Buffer.from([0x12, 0x05, 0x61])],
    ['text that is not UTF-8', Buffer.from([0x12, 0x02, 0xc3, 0x28])],
    ['groups that never end', Buffer.alloc(100_000, 0x0b)],
  ])('bytes: %s', async (_, bytes) => {
    const refused = await refusedBy(client.raw(APPLY, bytes));
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, reason: 'MALFORMED_MESSAGE' });
  });

  it('does not touch what is live', async () => {
    expect((await client.call(GET, {})).version.version).toBe(0);
  });
});
