// What a place of a batch holds: bytes one behind another, up to where the next place begins.

import { describe, expect, it } from 'vitest';
import {
  BATCH_SLOTS_MAX,
  createBatchArena,
  placeStart,
  putBeside,
  WaitingRequests,
} from '../../src/pool/batches.js';

describe('bytes beside their slots', () => {
  it('lie in the place of their batch while it has room, and never in the next', () => {
    const { requests } = createBatchArena(2);
    const second = placeStart(BATCH_SLOTS_MAX);
    requests.bytes.fill(9, second);
    const half = new Uint8Array(second / 2).fill(1);
    const rest = new Uint8Array(second / 2 + 1).fill(2);
    const first = putBeside(requests, 0, placeStart(0), half, half.length);
    expect(putBeside(requests, 1, first, rest, rest.length)).toBe(first);
    expect(putBeside(requests, 2, first, rest, half.length)).toBe(second);
    expect([...requests.starts.subarray(0, 3)]).toEqual([0, -1, first]);
    expect(requests.bytes[first - 1]).toBe(1);
    expect(requests.bytes[second - 1]).toBe(2);
    expect(requests.bytes[second]).toBe(9);
    expect(putBeside(requests, BATCH_SLOTS_MAX + 7, second, half, 3)).toBe(second + 3);
    expect([...requests.bytes.subarray(second, second + 4)]).toEqual([1, 1, 1, 9]);
    expect(requests.starts[BATCH_SLOTS_MAX + 7]).toBe(second);
  });
});

describe('large requests that wait', () => {
  it('are copies, in memory of those that are gone, but for the very large', () => {
    const waiting = new WaitingRequests();
    const request = new Uint8Array(40_000).fill(1);
    const [first, second] = [waiting.copyOf(request), waiting.copyOf(request)];
    request.fill(2);
    expect(first.buffer).not.toBe(second.buffer);
    waiting.giveBack(first);
    const third = waiting.copyOf(request.subarray(0, 20_000));
    expect(third.buffer).toBe(first.buffer);
    expect(third).toEqual(new Uint8Array(20_000).fill(2));
    expect(second).toEqual(new Uint8Array(40_000).fill(1));
    const long = waiting.copyOf(new Uint8Array(70_000).fill(3));
    waiting.giveBack(long);
    expect(waiting.copyOf(request).buffer).not.toBe(long.buffer);
    expect(long).toEqual(new Uint8Array(70_000).fill(3));
  });
});
