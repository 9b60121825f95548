// What is counted of the calls of each method: begun, answered by code, and how long they took.
// Counting writes into columns and allocates nothing; the clock is Node's own, whose moments before
// Node 24 are small objects.

import { elapsedUs, momentUs } from './clock.js';
import { createHistogram, type Histogram, observe } from './histogram.js';
import { ReasonCounts } from './reason-counts.js';
import { TenantCalls } from './tenant-calls.js';

/** Codes of gRPC: 0 to 16. */
const CODE_COUNT = 17;
const UNKNOWN = 2;

/** From 50 microseconds to 10 seconds; those of decisions are among the first. */
const CALL_BOUNDS_US = [
  50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
  2_000_000, 5_000_000, 10_000_000,
];

/** How the messages of a method come and go. */
export type MethodType = 'unary' | 'client_stream' | 'server_stream' | 'bidi_stream';

/** Which method. */
export type MethodName = {
  readonly service: string;
  readonly method: string;
  readonly type: MethodType;
};

/** Counts the calls of one method. */
export class CallMeter {
  readonly name: MethodName;
  /** Float64[1]: calls that were begun. */
  readonly begun = new Float64Array(1);
  /** By code of gRPC: calls that have ended. */
  readonly ended = new Float64Array(CODE_COUNT);
  /** Microseconds of a call; of a stream, where it counts them, of an order in it. */
  readonly durationUs: Histogram = createHistogram(CALL_BOUNDS_US);

  constructor(name: MethodName) {
    this.name = name;
  }

  /** A call begins; answers when, for `end`. */
  begin(): number {
    this.begun[0]++;
    return momentUs();
  }

  /** It ends, with a code of gRPC. */
  end(begunUs: number, code: number): void {
    this.close(code);
    this.time(begunUs);
  }

  /** Something of it is done that began at `begunUs`. */
  time(begunUs: number): void {
    observe(this.durationUs, elapsedUs(begunUs));
  }

  /** It ends, and how long it was open says nothing. */
  close(code: number): void {
    this.ended[code >= 0 && code < CODE_COUNT ? code : UNKNOWN]++;
  }
}

/** The meters of a server. */
export class CallMeters {
  /** Why calls were refused. */
  readonly refusals = new ReasonCounts();
  /** Who called; of streams of orders each order. */
  readonly tenants = new TenantCalls();
  private readonly byName = new Map<string, CallMeter>();

  /** The meter of a method. */
  of(name: MethodName): CallMeter {
    const key = `${name.service}/${name.method}`;
    const known = this.byName.get(key);
    if (known !== undefined) return known;
    const meter = new CallMeter(name);
    this.byName.set(key, meter);
    return meter;
  }

  /** All of them, in the order in which they were made. */
  all(): Iterable<CallMeter> {
    return this.byName.values();
  }
}
