// ValidateConfiguration: which rules are looked through, what is refused, and what past orders say.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decoded, TestClient } from './support/client.js';
import { CONFIGURATION, loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const LINT = 'ConfigurationService.ValidateConfiguration';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

const kinds = ({ findings }: Decoded): string[] =>
  findings.map(({ kind, path }: Decoded) => `${kind.replace('LINT_KIND_', '')} ${path}`);

/** The rules of the network with filters that its one group wants. */
function withFilters(...filters: { name: string }[]) {
  const [group] = CONFIGURATION.locationGroups;
  const locationGroups = [{ ...group, filters: filters.map(({ name }) => name) }];
  return { ...CONFIGURATION, filters, locationGroups };
}

const filterOf = (name: string, attribute: string, operator: string, stringValue: string) => ({
  name,
  attribute,
  operator: `FILTER_OPERATOR_${operator}`,
  customValue: { stringValue },
});

const NOBODY = filterOf('nobody', 'location.countryCode', 'EQUAL', 'MX');
const NEVER = 'FILTER_NEVER_PASSES filters[0]';

describe('the rules that are looked through', () => {
  it('are the live ones', async () => {
    const answer = await client.call(LINT, {});
    expect(kinds(answer)).toEqual(['ACTION_WITHOUT_EFFECT location_groups[0].after_action_none']);
    expect(answer.findings[0].severity).toBe('LINT_SEVERITY_INFO');
    expect(answer.findings[0].name).toBe('all');
    expect([answer.violations, answer.usage]).toEqual([[], null]);
  });

  it('are a document, which is stored nowhere, warnings first', async () => {
    const answer = await client.call(LINT, { configuration: withFilters(NOBODY) });
    const [first] = answer.findings;
    expect(first.kind).toBe('LINT_KIND_GROUP_WITHOUT_MEMBERS');
    expect(first.path).toBe('location_groups[0].filters[0]');
    expect(kinds(answer)).toContain(NEVER);
    expect(answer.findings.at(-1).severity).toBe('LINT_SEVERITY_INFO');
    const { versions } = await client.call('ConfigurationService.ListConfigurationVersions', {});
    expect(versions).toHaveLength(1);
  });

  it('are a version of the site', async () => {
    const configuration = withFilters(NOBODY);
    const apply = 'ConfigurationService.ApplyConfiguration';
    await client.call(apply, { configuration });
    await client.call(apply, { configuration: CONFIGURATION });
    expect(kinds(await client.call(LINT, { version: 2 }))).toContain(NEVER);
    expect(kinds(await client.call(LINT, {}))).not.toContain(NEVER);
    expect((await client.refusal(LINT, { version: 99 })).code).toBe(5);
    expect((await client.refusal(LINT, { version: -1 })).fields).toEqual(['version']);
  });

  it('are those of a tenant that was never written', async () => {
    const headers = { 'x-tenant-id': 'nobody' };
    const answer = await client.call(LINT, { configuration: CONFIGURATION }, { headers });
    expect(kinds(answer)).toContain('NO_LOCATIONS ');
    expect((await client.call(LINT, {}, { headers })).findings).toHaveLength(1);
  });

  it('tell why they may not be applied, and then nothing else', async () => {
    const bad = filterOf('bad', 'location.nothing', 'EQUAL', 'x');
    const configuration = withFilters(bad, NOBODY);
    const answer = await client.call(LINT, { configuration, orders: [ORDER] });
    expect(answer.violations.map(({ field }: Decoded) => field)).toEqual(['filters[0].attribute']);
    expect([answer.findings, answer.usage]).toEqual([[], null]);
  });
});

describe('past orders', () => {
  const order = (orderId: string, upc: string, quantity = 1) => ({
    ...ORDER,
    orderId,
    items: [{ upc, quantity }],
  });

  it('are counted by what groups made of them', async () => {
    const { usage, findings } = await client.call(LINT, {
      orders: [order('whole', 'A'), order('short', 'A', 11), order('none', 'B', 11), { items: [] }],
    });
    expect([usage.orderCount, usage.refusedCount]).toEqual([3, 1]);
    expect(usage.refusedOrders[0].index).toBe(3);
    expect(usage.refusedOrders[0].message).toContain('order_type');
    const [group] = usage.groups;
    expect(group.group).toBe('all');
    expect(group.triedCount).toBe(3);
    expect(group.fullMatchCount).toBe(1);
    expect(group.partialCount).toBe(2);
    expect(group.noneCount).toBe(0);
    expect(group.splitCount).toBe(2);
    expect([usage.careCount, usage.alwaysCareCount]).toEqual([2, 0]);
    expect(kinds({ findings })).toContain('ACTION_NEVER_RUN location_groups[0].after_action_none');
  });

  it('say which filters refused nothing, and which groups were never tried', async () => {
    const near = filterOf('near', 'location.distance', 'LESS_THAN', '5000');
    const east = filterOf('east', 'location.name', 'EQUAL', 'east');
    const big = filterOf('big', 'order.total', 'GREATER_THAN', '1000000');
    const { locationGroups, ...rest } = withFilters(near, east);
    const second = { name: 'big ones', route: 'ship', rank: 2, filters: ['big'] };
    const groups = [{ ...locationGroups[0], afterActionPartial: undefined }, second];
    const configuration = { ...rest, filters: [near, east, big], locationGroups: groups };
    const answer = await client.call(LINT, { configuration, orders: [order('a', 'A')] });
    const found = kinds(answer);
    expect(found).toContain('FILTER_NEVER_REFUSED filters[0]');
    expect(found).toContain('FILTER_NEVER_REFUSED filters[1]');
    expect(found).toContain('GROUP_NEVER_TRIED location_groups[1]');
    const more = await client.call(LINT, { configuration, orders: [order('b', 'B')] });
    expect(kinds(more)).not.toContain('FILTER_NEVER_REFUSED filters[1]');
    expect(kinds(more)).toContain('FILTER_NEVER_REFUSED filters[0]');
  });

  it('that end in customer care whatever the stock name the rule', async () => {
    const east = filterOf('east', 'location.name', 'EQUAL', 'east');
    const base = withFilters(east);
    const [{ afterActionPartial: _, afterActionNone: __, ...group }] = base.locationGroups;
    const configuration = { ...base, locationGroups: [group] };
    // B lies in the west alone; of A there is too little now; C was never heard of.
    const orders = [order('b', 'B'), order('a', 'A', 11), order('c', 'C'), order('b2', 'B')];
    const { usage, findings } = await client.call(LINT, { configuration, orders });
    expect([usage.careCount, usage.alwaysCareCount]).toEqual([4, 2]);
    expect(usage.alwaysCareOrders.map(({ orderId }: Decoded) => orderId)).toEqual(['b', 'b2']);
    expect(usage.alwaysCareOrders[0].reasons).toEqual([
      "filter 'east' of group 'all' refuses every location",
    ]);
    const [finding] = findings;
    expect(finding.kind).toBe('LINT_KIND_ORDERS_ALWAYS_IN_CARE');
    expect([finding.path, finding.name, finding.example]).toEqual(['filters[0]', 'east', 'b']);
    expect(finding.text).toContain('2 orders end in customer care whatever the stock');
  });

  it('are recorded nowhere, and change no stock', async () => {
    await client.call(LINT, { orders: [order('unseen', 'A')] });
    const { logs } = await client.call('RoutingService.GetSuggestionLog', { orderId: 'unseen' });
    expect(logs).toEqual([]);
  });

  it('are 10,000 at most, and must be messages', async () => {
    const orders = Array.from({ length: 10_001 }, () => ({ orderId: 'x' }));
    expect((await client.refusal(LINT, { orders })).fields).toEqual(['orders']);
    const all = await client.call(LINT, { orders: orders.slice(1) });
    expect([all.usage.orderCount, all.usage.refusedCount]).toEqual([0, 10_000]);
    expect(all.usage.refusedOrders).toHaveLength(100);
  });

  it('are decided ten thousand in a call, and those in care twice', async () => {
    const orders = Array.from({ length: 10_000 }, (_, i) =>
      order(`o${i}`, i % 2 === 0 ? 'A' : 'B', 11),
    );
    const { usage } = await client.call(LINT, { orders });
    expect([usage.orderCount, usage.careCount, usage.alwaysCareCount]).toEqual([10_000, 10_000, 0]);
  });
});
