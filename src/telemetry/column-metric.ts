// Metrics as prom-client's registry takes them, whose values lie in columns of ours: they are read
// when somebody asks, and nothing is counted twice.

import type { Metric, Registry } from 'prom-client';
import type { Histogram } from './histogram.js';

/** The labels of a series. */
export type Labels = Readonly<Record<string, string>>;

/** One number under a metric's name, or under another that belongs to it. */
type Value = { readonly labels: Labels; readonly value: number; readonly metricName?: string };

/** What a registry asks of a metric that it prints. */
type Printed = {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly Value[];
};

/** Series of a metric: their labels, and what each is. */
export type Series<T> = Iterable<readonly [Labels, T]>;

/** Adds metrics to a registry. `help` is a sentence, and `read` is called for every scrape. */
export class ColumnMetrics {
  private readonly registry: Registry;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** A number that only grows. */
  counter(name: string, help: string, read: () => number | Series<number>): void {
    this.add({ name, help, type: 'counter' }, () => numbersOf(read()));
  }

  /** A number that comes and goes. */
  gauge(name: string, help: string, read: () => number | Series<number>): void {
    this.add({ name, help, type: 'gauge' }, () => numbersOf(read()));
  }

  /** A histogram whose columns are in units of which `perUnit` are one of the metric's. */
  histogram(
    name: string,
    help: string,
    perUnit: number,
    read: () => Histogram | Series<Histogram>,
  ): void {
    this.add({ name, help, type: 'histogram' }, () => {
      const found = read();
      const series: Series<Histogram> = 'bounds' in found ? [[{}, found]] : found;
      return [...series].flatMap(([labels, one]) => bucketsOf(name, labels, one, perUnit));
    });
  }

  private add(head: Omit<Printed, 'values'>, read: () => readonly Value[]): void {
    const get = async (): Promise<Printed> => ({ ...head, values: read() });
    // What a registry uses of a metric: its name, and what `get` resolves with.
    this.registry.registerMetric({ ...head, get } as unknown as Metric);
  }
}

function numbersOf(found: number | Series<number>): Value[] {
  if (typeof found === 'number') return [{ labels: {}, value: found }];
  return Array.from(found, ([labels, value]) => ({ labels, value }));
}

/** Buckets add up from the first on, as the format wants them. */
function bucketsOf(
  name: string,
  labels: Labels,
  { bounds, counts, sum }: Histogram,
  perUnit: number,
): Value[] {
  let count = 0;
  const values = Array.from(counts, (inBucket, bucket) => {
    count += inBucket;
    const le = bucket < bounds.length ? String(bounds[bucket] / perUnit) : '+Inf';
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
  });
  return [
    ...values,
    { metricName: `${name}_sum`, labels, value: sum[0] / perUnit },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
