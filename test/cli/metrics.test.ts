// What a server says of itself on its admin port, after calls of which the numbers are known.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAdmin } from '../../src/cli/host.js';
import { loadAllocationNetwork, orderOf, Shop } from '../rpc/support/allocation.js';
import { TestClient } from '../rpc/support/client.js';
import { type Serving, start } from './support/command.js';
import { adminOf, scrape } from './support/scrape.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

let folder: string;
let serving: Serving;
let admin: string;
let client: TestClient;
let before: Map<string, number>;
let after: Map<string, number>;

/** The labels of a method. */
function labels(service: string, method: string, type = 'unary'): string {
  return `grpc_type="${type}",grpc_service="shipfrom.v1.${service}",grpc_method="${method}"`;
}

/** Calls begun. */
function started(found: ReadonlyMap<string, number>): number {
  let count = 0;
  for (const [name, value] of found) if (name.startsWith('grpc_server_started')) count += value;
  return count;
}

const ROUTING = labels('RoutingService', 'SuggestRouting');
const STREAM = labels('RoutingService', 'StreamSuggestRouting', 'bidi_stream');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shipfrom-metrics-'));
  const args = ['serve', '--data-dir', join(folder, 'data'), '--admin', '0', '--queue', '64'];
  serving = await start(args, /admin on .*\n/);
  admin = adminOf(serving);
  before = await scrape(admin);
  client = new TestClient(serving.address);
  await loadAllocationNetwork(client);
  const shop = new Shop(client);
  await shop.stock('A', { L1: { onHand: 5 } });
  const request = orderOf('o', [['A', 1]]);
  for (let i = 0; i < 3; i++) await client.call('RoutingService.SuggestRouting', request);
  await client.refusal('RoutingService.SuggestRouting', orderOf('o', [['A', 0]]));
  await client.refusal('RoutingService.SuggestRouting', request, { headers: { 'x-site-id': '!' } });
  const stream = client.duplex('RoutingService.StreamSuggestRouting');
  const ended = new Promise((resolve) => stream.on('data', () => {}).on('end', resolve));
  for (let i = 0; i < 2; i++) stream.write({ requestId: `${i}`, request });
  stream.end();
  await ended;
  await shop.allocate(orderOf('first', [['A', 4]]));
  await shop.allocate(orderOf('second', [['A', 4]]));
  await client.refusal('AllocationService.ReleaseHold', { holdId: 'nobody' });
  const lines = [{ product: { upc: 'B' }, locationCode: 'L1', quantity: 1 }];
  await shop.stock('B', { L1: { onHand: 5 } });
  await shop.allocation('HoldInventory', { lines, ttlMs: 300 });
  const expired = async () => (await scrape(admin)).get('shipfrom_holds_expired_total') === 1;
  let isExpired = false;
  while (!isExpired) isExpired = await expired();
  after = await scrape(admin);
});

afterAll(async () => {
  client?.close();
  await serving?.stop('SIGTERM');
  rmSync(folder, { recursive: true });
});

describe('/metrics', () => {
  it('begins every method at zero', () => {
    expect(before.get(`grpc_server_started_total{${ROUTING}}`)).toBe(0);
    expect(before.get(`grpc_server_handled_total{${ROUTING},grpc_code="OK"}`)).toBe(0);
    const started = [...before.keys()].filter((name) => name.startsWith('grpc_server_started'));
    expect(started.length).toBeGreaterThan(60);
  });

  it('counts calls by method and code, and how long they took', () => {
    expect(after.get(`grpc_server_started_total{${ROUTING}}`)).toBe(5);
    expect(after.get(`grpc_server_handled_total{${ROUTING},grpc_code="OK"}`)).toBe(3);
    const invalid = `grpc_server_handled_total{${ROUTING},grpc_code="INVALID_ARGUMENT"}`;
    expect(after.get(invalid)).toBe(2);
    expect(after.get(`grpc_server_handling_seconds_count{${ROUTING}}`)).toBe(5);
    expect(after.get(`grpc_server_handling_seconds_bucket{${ROUTING},le="10"}`)).toBe(5);
    const seconds = after.get(`grpc_server_handling_seconds_sum{${ROUTING}}`) as number;
    expect(seconds).toBeGreaterThan(0.0001);
    expect(seconds).toBeLessThan(5);
  });

  it('counts a stream once, and the times of its orders', () => {
    expect(after.get(`grpc_server_started_total{${STREAM}}`)).toBe(1);
    expect(after.get(`grpc_server_handled_total{${STREAM},grpc_code="OK"}`)).toBe(1);
    expect(after.get(`grpc_server_handling_seconds_count{${STREAM}}`)).toBe(2);
  });

  it('counts calls by tenant, and each order of a stream', () => {
    const reading = [...after].filter(([name]) => name.startsWith('shipfrom_tenant_calls_total'));
    expect([...before].some(([name]) => name.startsWith('shipfrom_tenant_calls'))).toBe(false);
    // The stream is none, and its two orders are.
    const asked = started(after) - started(before) - 1 + 2;
    expect(reading).toEqual([['shipfrom_tenant_calls_total{tenant="1"}', asked]]);
  });

  it('counts refusals by reason', () => {
    expect(after.get('shipfrom_refusals_total{reason="INVALID_FIELD"}')).toBe(2);
    expect(after.get('shipfrom_refusals_total{reason="NOT_FOUND"}')).toBe(1);
  });

  it('says where calls were routed, and that the queue is empty', () => {
    const inline = after.get('shipfrom_routing_calls_total{where="inline"}') as number;
    const worker = after.get('shipfrom_routing_calls_total{where="worker"}') as number;
    // Four calls, the one that was refused for its site never came to it; two orders of the stream;
    // two plans.
    expect(inline + worker).toBe(8);
    expect(after.get('shipfrom_batch_calls_sum')).toBe(worker);
    expect(after.get('shipfrom_queue_depth')).toBe(0);
    expect(after.get('shipfrom_queue_limit')).toBe(64);
    expect(after.get('shipfrom_workers')).toBe(1);
  });

  it('says what the store did', () => {
    const done = after.get('shipfrom_store_calls_total{outcome="done"}') as number;
    // Locations, rules, two products, two orders and a hold.
    expect(done).toBe(7);
    expect(after.get('shipfrom_store_calls_total{outcome="refused"}')).toBe(1);
    expect(after.get('shipfrom_store_commit_calls_sum')).toBe(8);
    // And the one that ended the hold.
    expect(after.get('shipfrom_store_commit_seconds_count')).toBe(9);
    expect(after.get('shipfrom_store_commit_calls_bucket{le="0"}')).toBe(1);
    expect(after.get('shipfrom_backorder_lines')).toBe(1);
    expect(after.get('shipfrom_holds_expired_total')).toBe(1);
  });

  it('says how old the snapshot is and where it stands, by tenant', () => {
    expect(after.get('shipfrom_snapshot_age_seconds')).toBeLessThan(5);
    expect(after.get('shipfrom_tenants')).toBe(1);
    // Two rows set, two orders, a hold and its end.
    expect(after.get('shipfrom_snapshot_sequence{tenant="1"}')).toBe(6);
    expect(after.get('shipfrom_snapshot_reloads_total')).toBe(0);
    expect(after.get('shipfrom_feed_lag_seconds')).toBe(0);
    expect(after.get('shipfrom_store_reachable')).toBe(1);
    expect(after.get('shipfrom_store_stale_commits_total')).toBe(0);
    expect(after.get('shipfrom_store_lost_commits_total')).toBe(0);
  });

  it('counts records, once the store has looked for them', async () => {
    const offered = 'shipfrom_decision_records_total{outcome="offered"}';
    expect(after.get(offered)).toBe(7);
    expect(after.get('shipfrom_decision_records_total{outcome="dropped"}')).toBe(0);
  });

  it('has what the README names, and what Node tells', async () => {
    const section = /\n## Watch it\n(.*?)\n## /s.exec(README)?.[1] ?? '';
    const names = section.matchAll(/`((?:shipfrom|grpc_server)_[a-z_]+)`/g);
    const named = Array.from(names, ([, name]) => name);
    const text = await (await fetch(`${admin}/metrics`)).text();
    const exposed = Array.from(text.matchAll(/^# TYPE (\S+) /gm), ([, name]) => name);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !exposed.includes(name))).toEqual([]);
    const ours = exposed.filter((name) => /^(shipfrom|grpc_server)_/.test(name));
    expect(ours.filter((name) => !named.includes(name))).toEqual(['shipfrom_build_info']);
    expect(after.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(exposed).toContain('nodejs_eventloop_lag_p99_seconds');
  });
});

describe('the other pages', () => {
  it('say that the server is there, serves, and which it is', async () => {
    const page = async (path: string, init?: RequestInit) => {
      const answer = await fetch(`${admin}${path}`, init);
      return [answer.status, await answer.text()];
    };
    expect(await page('/healthz')).toEqual([200, 'alive\n']);
    expect(await page('/readyz')).toEqual([200, 'serving\n']);
    const [status, version] = await page('/version');
    expect([status, JSON.parse(version as string)]).toEqual([
      200,
      { name: 'shipfrom', version: '0.1.0', node: process.version },
    ]);
    expect((await page('/nothing'))[0]).toBe(404);
    expect((await page('/metrics', { method: 'POST' }))[0]).toBe(405);
    expect(await page('/metrics', { method: 'HEAD' })).toEqual([200, '']);
  });
});

describe('--admin', () => {
  it('takes a port or an address, and nothing else', () => {
    expect(parseAdmin('9464')).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(parseAdmin('[::1]:1')).toEqual({ host: '::1', port: 1 });
    for (const value of ['unix:/x', 'nonsense', '127.0.0.1:70000', '70000']) {
      expect(() => parseAdmin(value)).toThrow(`--admin ${value}: must be`);
    }
  });
});
