// How long does a decision take at each point of a curve? From the bytes of a request to those of
// the answer, the points in turns. It is the time that processors spent on this process, which does
// nothing beside: what else the machine does then takes caches from it, and no time.

import type { Program } from '../../src/columns/program.js';
import { routeOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import type { BenchMemory } from '../core/bench-run.js';
import { encodeResponse } from '../support/encode.js';
import { median, sink } from '../support/measure.js';
import type { Network } from '../support/network.js';
import type { ScaleRun, Series } from './scale-run.js';

const CONTEXT = { configurationVersion: 1, snapshotSequence: 0, snapshotAgeMs: 0 };
const NS_PER_US = 1000;
const NS_PER_MS = 1e6;
const ROUNDS = { smoke: 7, full: 15 } as const;
/** How long a point is decided before anything counts, and in each round. */
const WARM_MS = { smoke: 30, full: 400 } as const;
const ROUND_MS = { smoke: 5, full: 40 } as const;

/** Orders that are decided at one place of a curve. */
export type Point = {
  readonly x: number;
  readonly network: Network;
  readonly document: ConfigurationDocument;
  readonly program: Program;
  readonly requests: readonly Uint8Array[];
};

/** What a point took. */
export type PointFigures = {
  readonly x: number;
  /** Stock rows that an order touches, and the different locations that have them, in the mean. */
  readonly rows: number;
  readonly candidates: number;
  /** Microseconds of a decision: the median of the rounds. */
  readonly us: number;
  /** Over the first point of the same round: the median, the lowest and the highest round. */
  readonly ratio: number;
  readonly ratioMin: number;
  readonly ratioMax: number;
  /** Locations that an order ships from in the mean. */
  readonly parcels: number;
  readonly rounds: number;
};

/** Decides orders of points, all in one working memory. */
export class Decider {
  /** The answer of the last order: `target[0 .. lengthBytes)`. */
  readonly target = new Uint8Array(1 << 20);
  lengthBytes = 0;
  private readonly memory: BenchMemory;

  constructor(memory: BenchMemory) {
    this.memory = memory;
  }

  /** Stock rows that the last order touched. */
  get rowsTouched(): number {
    return this.memory.plan.rowsTouched;
  }

  /** Locations that have stock of the last order. */
  get candidateCount(): number {
    return this.memory.scratch.candidateCount;
  }

  /** Locations that the last order ships from. */
  get parcelCount(): number {
    const { plan } = this.memory;
    return new Set(plan.assignmentLocation.subarray(0, plan.assignmentCount)).size;
  }

  /** Decides one order of a point. Throws where it is refused. */
  decide({ network: { view }, program }: Point, request: Uint8Array): number {
    const { order, plan, scratch } = this.memory;
    const refusal = decodeSuggestRouting(request, 0, request.length, order);
    if (refusal !== null) throw new Error(refusal.message);
    routeOrder(order, program, view, scratch, plan);
    this.lengthBytes = encodeResponse(this.target, order, plan, view.locations, CONTEXT);
    if (this.lengthBytes < 0) throw new Error('an answer is larger than the bench expects');
    return this.lengthBytes;
  }

  /** All orders of a point so many times; nanoseconds of one. */
  time(point: Point, repeats: number): number {
    const { requests } = point;
    const start = process.cpuUsage();
    let total = 0;
    for (let i = 0; i < repeats; i++) {
      for (let j = 0; j < requests.length; j++)
        total = (total + this.decide(point, requests[j])) | 0;
    }
    const { user, system } = process.cpuUsage(start);
    sink(total);
    return ((user + system) * NS_PER_US) / (repeats * requests.length);
  }
}

/** Measures the points of a line in turns. */
export function measurePoints(run: ScaleRun, points: readonly Point[]): PointFigures[] {
  const size = run.isSmoke ? 'smoke' : 'full';
  const decider = new Decider(run.memory);
  const repeats = points.map((point) => repeatsOf(decider, point, size));
  const ns = points.map((): number[] => []);
  for (let round = 0; round < ROUNDS[size]; round++) {
    for (let step = 0; step < points.length; step++) {
      // Who comes first changes from round to round.
      const i = round % 2 === 0 ? step : points.length - 1 - step;
      ns[i].push(decider.time(points[i], repeats[i]));
    }
  }
  return points.map((point, i) => {
    const ratios = ns[i].map((each, round) => each / ns[0][round]);
    return {
      x: point.x,
      ...meansOf(decider, point),
      us: median(ns[i]) / 1000,
      ratio: median(ratios),
      ratioMin: Math.min(...ratios),
      ratioMax: Math.max(...ratios),
      rounds: ratios.length,
    };
  });
}

/** Warms a point up; answers how often its orders fill a round. */
function repeatsOf(decider: Decider, point: Point, size: 'smoke' | 'full'): number {
  const warmNs = WARM_MS[size] * NS_PER_MS;
  const roundNs = ROUND_MS[size] * NS_PER_MS;
  let repeats = 1;
  let spentNs = 0;
  for (;;) {
    const passNs = decider.time(point, repeats) * repeats * point.requests.length;
    spentNs += passNs;
    if (passNs < roundNs) repeats *= 2;
    else if (spentNs >= warmNs) return repeats;
  }
}

function meansOf(decider: Decider, point: Point) {
  const { requests } = point;
  let rows = 0;
  let candidates = 0;
  let parcels = 0;
  for (const request of requests) {
    decider.decide(point, request);
    rows += decider.rowsTouched;
    candidates += decider.candidateCount;
    parcels += decider.parcelCount;
  }
  const count = requests.length;
  return { rows: rows / count, candidates: candidates / count, parcels: parcels / count };
}

/** A line of a plot out of figures. */
export function seriesOf(name: string, figures: readonly PointFigures[]): Series {
  return { name, points: figures.map(({ x, us }) => [x, us] as const) };
}

/** What a curve tells the guard: its last point over its first. */
export function ratioOf(name: string, figures: readonly PointFigures[]) {
  const last = figures[figures.length - 1];
  return { name, ratio: last.ratio, pairs: last.rounds };
}

/** A figure's cells beside the name of its point. */
export function cellsOf(figures: PointFigures) {
  const { rows, candidates, parcels, us, ratio, ratioMin, ratioMax } = figures;
  return {
    'rows an order': rows,
    'locations with stock': candidates,
    parcels,
    'us a decision': us,
    'ns a row': rows === 0 ? 0 : (us * 1000) / rows,
    'over the first': ratio,
    lowest: ratioMin,
    highest: ratioMax,
  };
}
