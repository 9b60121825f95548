// Callers of a server, each with one call at a time, on one connection. A child process of the
// bench, so that their CPU is not counted: argument 1 is the port; runs come as messages, one after
// the other, and what came of a run is the answer.

import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { encodeMessage } from '../../test/support/engine/protos.js';
import type { CallerResult, CallerTask } from './caller-process.js';
import { orderOf, unitsOf } from './world.js';

const identity = (bytes: Buffer): Buffer => bytes;
const client = new Client(`127.0.0.1:${process.argv[2]}`, credentials.createInsecure());
const PATHS = {
  allocate: '/shipfrom.v1.AllocationService/AllocateOrder',
  suggest: '/shipfrom.v1.RoutingService/SuggestRouting',
} as const;

/** What comes as messages, between two calls. */
const state = { isStopped: false };

type Prepared = { readonly bytes: Buffer; readonly units: number };

function prepare({ kind, prefix }: CallerTask, number: number): Prepared {
  const order = orderOf(prefix, number);
  const units = unitsOf(order);
  if (kind === 'suggest') {
    return { bytes: Buffer.from(encodeMessage('SuggestRoutingRequest', order.json)), units };
  }
  const request = { order: order.json, idempotencyKey: `${prefix}-${number}` };
  return { bytes: Buffer.from(encodeMessage('AllocateOrderRequest', request)), units };
}

function call(path: string, bytes: Buffer): Promise<ServiceError | null> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, identity, identity, bytes, new Metadata(), (error) => {
      resolve(error);
    });
  });
}

async function run(task: CallerTask): Promise<CallerResult> {
  const path = PATHS[task.kind];
  const ready = Array.from({ length: task.orders }, (_, number) => prepare(task, number));
  const timesUs: number[] = [];
  let next = 0;
  let units = 0;
  let retried = 0;
  const caller = async (): Promise<void> => {
    while (!state.isStopped && (task.orders === 0 || next < task.orders)) {
      const number = next++;
      const { bytes, units: wanted } = ready[number] ?? prepare(task, number);
      const startMs = performance.now();
      for (;;) {
        const error = await call(path, bytes);
        if (error === null) break;
        if (error.code !== status.ABORTED) throw error;
        retried++;
      }
      timesUs.push((performance.now() - startMs) * 1000);
      units += wanted;
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: task.callers }, caller));
  const seconds = (performance.now() - startMs) / 1000;
  timesUs.sort((left, right) => left - right);
  const at = (share: number) => timesUs[Math.floor((timesUs.length - 1) * share)] ?? 0;
  return { orders: timesUs.length, units, seconds, retried, p50Us: at(0.5), p99Us: at(0.99) };
}

process.on('message', (message: CallerTask | 'stop') => {
  if (message === 'stop') {
    state.isStopped = true;
    return;
  }
  state.isStopped = false;
  run(message).then(
    (result) => process.send?.(result),
    (error: Error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => client.close());
