// What is counted and how: buckets, reasons, busy time and moments. Counting makes no garbage.

import { expect, it, vi } from 'vitest';
import { Refusal, STATUS } from '../../src/base/outcome.js';
import { again } from '../../src/engine/allocator.js';
import { CallMeters } from '../../src/telemetry/call-meter.js';
import { elapsedUs, momentUs } from '../../src/telemetry/clock.js';
import {
  BusyClock,
  busySeconds,
  createPoolFigures,
  WORK,
} from '../../src/telemetry/engine-figures.js';
import { createHistogram, observe } from '../../src/telemetry/histogram.js';
import { ReasonCounts } from '../../src/telemetry/reason-counts.js';
import { TenantCalls } from '../../src/telemetry/tenant-calls.js';

it('puts an observation into the first bucket whose bound is not below it', () => {
  const histogram = createHistogram([1, 10]);
  for (const value of [0, 1, 1.5, 10, 11]) observe(histogram, value);
  expect(Array.from(histogram.counts)).toEqual([2, 2, 1]);
  expect(histogram.sum[0]).toBe(23.5);
});

it('measures over the end of the clock', () => {
  const clock = vi.spyOn(performance, 'now');
  clock.mockReturnValue(2 ** 32 / 1000 - 0.001);
  const begunUs = momentUs();
  expect(Math.abs(begunUs)).toBeLessThan(2 ** 31 + 1);
  clock.mockReturnValue(2 ** 32 / 1000 + 2);
  expect(elapsedUs(begunUs)).toBeLessThanOrEqual(2002);
  expect(elapsedUs(begunUs)).toBeGreaterThanOrEqual(2000);
  clock.mockRestore();
});

it('names a bounded number of reasons', () => {
  const counts = new ReasonCounts();
  for (let i = 0; i < 150; i++) counts.add(`REASON_${i}`);
  counts.add('REASON_0');
  counts.add('');
  const found = new Map(counts.entries());
  expect(found.size).toBe(101);
  expect(found.get('REASON_0')).toBe(2);
  expect(found.get('OTHER')).toBe(51);
});

it('counts the calls of a bounded number of tenants', () => {
  const calls = new TenantCalls();
  for (let i = 0; i < 100; i++) calls.add(`t${i}`);
  expect(calls.entries()).toHaveLength(100);
  for (let i = 90; i < 150; i++) calls.add(`t${i}`);
  const found = new Map(calls.entries());
  expect(found.size).toBe(101);
  expect([found.get('t0'), found.get('t99'), found.get('')]).toEqual([1, 2, 50]);
});

it('counts every plan that met other stock, the last one included', async () => {
  const conflicts = new ReasonCounts();
  const conflict = (reason: string): Refusal =>
    new Refusal({ code: STATUS.aborted, reason, message: '', violations: [] });
  let attempts = 0;
  const served = await again(conflicts, async () => {
    if (attempts++ < 2) throw conflict('STOCK_CHANGED');
    return attempts;
  });
  expect(served).toBe(3);
  const lost = again(conflicts, async () => {
    throw conflict('ORDER_CHANGED');
  });
  await expect(lost).rejects.toThrow(Refusal);
  expect(Object.fromEntries(conflicts.entries())).toEqual({ STOCK_CHANGED: 2, ORDER_CHANGED: 4 });
});

it('counts the time of work by kind, also where it fails', () => {
  const { busy } = createPoolFigures();
  const [first, second] = [new BusyClock(busy), new BusyClock(busy)];
  const spin = (ms: number): number => {
    const endMs = performance.now() + ms;
    while (performance.now() < endMs);
    return ms;
  };
  expect(first.timed(WORK.routing, spin)(4)).toBe(4);
  second.timed(WORK.routing, spin)(4);
  const failing = second.timed(WORK.explaining, (ms: number) => {
    spin(ms);
    throw new Error('fails');
  });
  expect(() => failing(2)).toThrow('fails');
  expect(busySeconds(busy, WORK.routing)).toBeGreaterThanOrEqual(0.0079);
  expect(busySeconds(busy, WORK.explaining)).toBeGreaterThanOrEqual(0.0019);
});

it('makes no garbage, whatever is counted', () => {
  const meters = new CallMeters();
  const meter = meters.of({ service: 's', method: 'm', type: 'unary' });
  const count = (calls: number): void => {
    for (let i = 0; i < calls; i++) {
      meter.close(STATUS.ok);
      observe(meter.durationUs, i & 0xffff);
      meters.tenants.add('shop');
    }
  };
  count(200_000);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  count(100_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(512 * 1024);
  expect(meter.ended[STATUS.ok]).toBe(300_000);
});
