// Which metrics there are, by their names and what each says; README.md lists them. Labels are
// methods, codes, reasons and a bounded number of tenants, never orders or products.

import { collectDefaultMetrics, Registry } from 'prom-client';
import type { CallMeter, CallMeters } from './call-meter.js';
import { ColumnMetrics, type Labels, type Series } from './column-metric.js';
import {
  busySeconds,
  type EngineFigures,
  POOL_COUNT,
  STORE_COUNT,
  WORK,
} from './engine-figures.js';
import type { ReasonCounts } from './reason-counts.js';

/** Tenants that have series of their own: the first that came to be known. */
const TENANTS_MAX = 100;
const US_PER_SECOND = 1e6;
const MS_PER_SECOND = 1000;

/** The names of gRPC's codes, by number. */
const CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** Everything that is counted, in the text format of Prometheus. */
export class Exposition {
  private readonly registry = new Registry();

  constructor(version: string, meters: CallMeters, engine: EngineFigures) {
    const metrics = new ColumnMetrics(this.registry);
    addBuild(metrics, version);
    addCalls(metrics, meters);
    addPool(metrics, engine);
    addSnapshot(metrics, engine);
    addStore(metrics, engine);
    // Of the process: memory, file descriptors, CPU of all threads; of the main thread: its heap,
    // how late its loop is, and the pauses of its garbage collector.
    collectDefaultMetrics({ register: this.registry });
  }

  /** What HTTP calls the format. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** The text, as of now. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}

function addBuild(metrics: ColumnMetrics, version: string): void {
  metrics.gauge('shipfrom_build_info', 'Always 1; the labels say what runs.', () => [
    [{ version, node: process.version }, 1],
  ]);
}

function addCalls(metrics: ColumnMetrics, meters: CallMeters): void {
  metrics.counter('grpc_server_started_total', 'Calls begun, by method.', () =>
    Array.from(meters.all(), (meter) => [labelsOf(meter), meter.begun[0]]),
  );
  metrics.counter('grpc_server_handled_total', 'Calls ended, by method and code of gRPC.', () =>
    Array.from(meters.all()).flatMap(endsOf),
  );
  metrics.histogram(
    'grpc_server_handling_seconds',
    'From the request to its answer; of StreamSuggestRouting, of each order in the stream.',
    US_PER_SECOND,
    () =>
      Array.from(meters.all())
        .filter(({ durationUs }) => durationUs.counts.some((count) => count > 0))
        .map((meter) => [labelsOf(meter), meter.durationUs]),
  );
  metrics.counter('shipfrom_refusals_total', 'Calls refused, by the reason in ErrorInfo.', () =>
    byReason(meters.refusals),
  );
  metrics.counter(
    'shipfrom_tenant_calls_total',
    'Calls of callers who were let in, and orders of StreamSuggestRouting, by tenant: the first ' +
      `${TENANTS_MAX} that called, and without a name all others.`,
    () => meters.tenants.entries().map(([tenant, count]) => [{ tenant }, count]),
  );
}

function labelsOf({ name }: CallMeter): Labels {
  return { grpc_type: name.type, grpc_service: name.service, grpc_method: name.method };
}

/** OK from the start, so that a rate has a zero to begin with; other codes when they come. */
function endsOf(meter: CallMeter): [Labels, number][] {
  const series: [Labels, number][] = [];
  meter.ended.forEach((count, code) => {
    if (code > 0 && count === 0) return;
    series.push([{ ...labelsOf(meter), grpc_code: CODES[code] }, count]);
  });
  return series;
}

function byReason(counts: ReasonCounts): Series<number> {
  return Array.from(counts.entries(), ([reason, count]) => [{ reason }, count]);
}

function addPool(metrics: ColumnMetrics, engine: EngineFigures): void {
  const { counts, batchCalls, busy } = engine.pool;
  metrics.gauge('shipfrom_queue_depth', 'Calls taken in and not yet answered.', () =>
    engine.queueDepth(),
  );
  metrics.gauge('shipfrom_queue_limit', 'Calls that may be taken in.', () => engine.queueMax);
  metrics.counter(
    'shipfrom_queue_full_total',
    'Calls that found the queue full: unary ones were refused, streams waited.',
    () => counts[POOL_COUNT.full],
  );
  metrics.counter(
    'shipfrom_routing_calls_total',
    'Calls and orders of streams that were routed, by where: inline is the main thread.',
    () => [
      [{ where: 'inline' }, counts[POOL_COUNT.inline]],
      [{ where: 'worker' }, counts[POOL_COUNT.handed]],
    ],
  );
  metrics.histogram(
    'shipfrom_batch_calls',
    'Calls of a batch that a worker was handed.',
    1,
    () => batchCalls,
  );
  metrics.gauge('shipfrom_workers', 'Worker threads.', () => engine.workerCount);
  metrics.counter(
    'shipfrom_worker_busy_seconds_total',
    'Time that all workers together were at work, by what at: routing calls, or explaining.',
    () => [
      [{ work: 'routing' }, busySeconds(busy, WORK.routing)],
      [{ work: 'explaining' }, busySeconds(busy, WORK.explaining)],
    ],
  );
  metrics.counter(
    'shipfrom_decision_records_total',
    'Records of decisions, by what became of them.',
    () => {
      const { offered, refused } = engine.records();
      return [
        [{ outcome: 'offered' }, offered],
        [{ outcome: 'dropped' }, refused],
      ];
    },
  );
}

function addSnapshot(metrics: ColumnMetrics, engine: EngineFigures): void {
  const { counts } = engine.store;
  metrics.gauge(
    'shipfrom_snapshot_age_seconds',
    'Since the store last knew that the shared columns hold all that it acknowledged.',
    () => engine.snapshotAgeMs() / MS_PER_SECOND,
  );
  metrics.gauge(
    'shipfrom_snapshot_sequence',
    `Changes of stock rows that decisions see, of the first ${TENANTS_MAX} tenants.`,
    () =>
      engine.tenants(TENANTS_MAX).map(({ tenantId, sequence }) => [{ tenant: tenantId }, sequence]),
  );
  metrics.gauge(
    'shipfrom_commit_sequence',
    `The last commit that decisions see, of the first ${TENANTS_MAX} tenants; in Redis alone.`,
    () =>
      engine
        .tenants(TENANTS_MAX)
        .filter(({ commit }) => commit > 0)
        .map(({ tenantId, commit }) => [{ tenant: tenantId }, commit]),
  );
  metrics.gauge('shipfrom_tenants', 'Tenants in memory.', () => engine.tenantCount());
  metrics.counter(
    'shipfrom_snapshot_reloads_total',
    'How often a tenant was loaded anew; an embedded store never has to.',
    () => counts[STORE_COUNT.reloads],
  );
  metrics.gauge(
    'shipfrom_feed_lag_seconds',
    'How far the shared columns are behind what other engines committed; 0 of an embedded store.',
    () => counts[STORE_COUNT.feedLagMs] / MS_PER_SECOND,
  );
}

function addStore(metrics: ColumnMetrics, { store, conflicts }: EngineFigures): void {
  const { counts, commitCalls, commitUs } = store;
  metrics.histogram(
    'shipfrom_store_commit_seconds',
    'A commit with its flush to disk, from the first check to what readers see.',
    US_PER_SECOND,
    () => commitUs,
  );
  metrics.histogram(
    'shipfrom_store_commit_calls',
    'Calls that were committed together; 0: holds whose time was over.',
    1,
    () => commitCalls,
  );
  metrics.counter('shipfrom_store_calls_total', 'Writing calls of the store, by outcome.', () => [
    [{ outcome: 'done' }, counts[STORE_COUNT.calls] - counts[STORE_COUNT.refused]],
    [{ outcome: 'refused' }, counts[STORE_COUNT.refused]],
  ]);
  metrics.counter(
    'shipfrom_store_commit_failures_total',
    'Commits that the disk did not take; nothing of them was written.',
    () => counts[STORE_COUNT.failed],
  );
  metrics.counter(
    'shipfrom_store_stale_commits_total',
    'Commits that another engine was quicker than, and that were made again.',
    () => counts[STORE_COUNT.stale],
  );
  metrics.counter(
    'shipfrom_store_lost_commits_total',
    'Commits that were acknowledged and that the store had lost when it was seen again.',
    () => counts[STORE_COUNT.lost],
  );
  metrics.gauge('shipfrom_store_reachable', '1 while the store takes commits, else 0.', () => {
    return counts[STORE_COUNT.reachable];
  });
  metrics.counter(
    'shipfrom_allocation_conflicts_total',
    'Plans that met other stock or another order than they were made on, by reason.',
    () => byReason(conflicts),
  );
  metrics.counter('shipfrom_holds_expired_total', 'Holds whose time was over.', () => {
    return counts[STORE_COUNT.expired];
  });
  metrics.gauge('shipfrom_backorder_lines', 'Lines of orders that wait for stock.', () => {
    return counts[STORE_COUNT.waiting];
  });
}
