// A replay's outcome, for people and for programs.

import { EXIT } from '../failure.js';
import { grouped, listing } from '../table.js';
import type { ReplayRun } from './decide.js';

/** What the orders were decided on. */
export type ReplaySetting = {
  readonly workerCount: number;
  readonly inFlightMax: number;
  readonly locationCount: number;
  readonly rowCount: number;
};

/** 1 where an order was refused or an answer does not add up. */
export function exitCodeOf({ tally }: ReplayRun): number {
  return tally.refusedCount + tally.unbalancedCount > 0 ? EXIT.refused : EXIT.done;
}

/**
 * All figures. Latencies are those at the number of orders in flight, the wait for a worker
 * included.
 */
export function reportJson(run: ReplayRun, setting: ReplaySetting): object {
  const { tally } = run;
  return {
    ...setting,
    orders: tally.answeredCount + tally.refusedCount,
    decided: tally.answeredCount,
    refused: tally.refusedCount,
    unbalanced: tally.unbalancedCount,
    lines: tally.lineCount,
    units: tally.unitCount,
    whole: tally.wholeCount,
    split: tally.splitCount,
    partly: tally.partlyCount,
    unserved: tally.unservedCount,
    stateChangedUnits: Object.fromEntries(tally.changedUnits),
    parcelsPerOrder: ratio(tally.parcelCount, tally.answeredCount),
    kmPerParcel: ratio(tally.parcelKm, tally.placedParcelCount),
    seconds: run.seconds,
    decisionsPerSecond: ratio(tally.answeredCount, run.seconds),
    p50LatencyUs: known(tally.latencyUs.percentile(0.5)),
    p99LatencyUs: known(tally.latencyUs.percentile(0.99)),
    rssBytes: run.rssBytes,
    digest: (tally.digest >>> 0).toString(16).padStart(8, '0'),
    faults: tally.faults,
  };
}

/** The figures under one another. */
export function reportText(run: ReplayRun, setting: ReplaySetting): string {
  const { tally } = run;
  const share = (count: number): string => {
    const percent = tally.answeredCount === 0 ? 0 : (100 * count) / tally.answeredCount;
    return `${grouped(count)} (${percent.toFixed(1)} %)`;
  };
  const changes = [...tally.changedUnits].map(([name, units]) => `${name} ${grouped(units)}`);
  const parcels = ratio(tally.parcelCount, tally.answeredCount);
  const km = ratio(tally.parcelKm, tally.placedParcelCount);
  const sums =
    tally.unbalancedCount === 0
      ? 'assigned + state-changed = ordered in every answer'
      : `${grouped(tally.unbalancedCount)} ANSWERS DO NOT ADD UP`;
  return listing([
    ['decided', `${grouped(tally.answeredCount)} orders, ${grouped(tally.lineCount)} lines`],
    ['refused', grouped(tally.refusedCount)],
    ['units', `${grouped(tally.unitCount)}: ${sums}`],
    ['whole', `${share(tally.wholeCount)} from one location`],
    ['split', `${share(tally.splitCount)} over several locations`],
    ['partly', `${share(tally.partlyCount)} in part, the rest state-changed`],
    ['unserved', `${share(tally.unservedCount)} from no location`],
    ['state changes', changes.length === 0 ? 'none' : `${changes.join(', ')} units`],
    ['parcels per order', parcels === null ? '-' : parcels.toFixed(3)],
    ['km per parcel', km === null ? '-' : km.toFixed(1)],
    ['decisions a second', `${grouped(tally.answeredCount / run.seconds)} (${inFlight(setting)})`],
    ['latency p50 / p99', `${us(tally.latencyUs.percentile(0.5))} / ${p99(run)}, queue included`],
    ['snapshot', snapshot(setting)],
    ['memory (RSS)', memory(run.rssBytes)],
    ['digest', `${(tally.digest >>> 0).toString(16).padStart(8, '0')} of all decisions`],
  ]);
}

function p99({ tally }: ReplayRun): string {
  return us(tally.latencyUs.percentile(0.99));
}

function inFlight({ inFlightMax, workerCount }: ReplaySetting): string {
  const workers = workerCount === 1 ? '1 worker' : `${workerCount} workers`;
  return `${inFlightMax} in flight, ${workers}`;
}

function snapshot({ locationCount, rowCount }: ReplaySetting): string {
  return `${grouped(locationCount)} locations, ${grouped(rowCount)} stock rows`;
}

function memory(rssBytes: readonly number[]): string {
  const mebibytes = rssBytes.map((bytes) => grouped(bytes / 1024 / 1024));
  return `${mebibytes.join(' > ')} MiB at the start, each quarter and the end of the decisions`;
}

function us(value: number): string {
  return Number.isNaN(value) ? '-' : `${grouped(value)} us`;
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
