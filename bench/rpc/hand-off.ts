// What the pieces of a call cost by themselves: the answer alone on one thread, and the hand-off to
// a worker and back.

import { Engine } from '../../src/engine/engine.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { ask, type Fixture } from './fixture.js';

/** CPU microseconds of one call. */
export type PieceCosts = {
  /** Decode, decide and encode, on a worker's thread, batches of one call. */
  readonly answerUs: number;
  /** A call through the pool less its answer, by the number in flight. */
  readonly handOffUs: ReadonlyMap<number, number>;
};

/** Measures the pieces on the fixture's store. The CPU is that of all threads of this process. */
export async function measurePieces(
  fixture: Fixture,
  batch: Uint8Array,
  batchOrders: number,
  calls: number,
): Promise<PieceCosts> {
  const { dataDirectory } = fixture;
  const engine = await Engine.open({ dataDirectory, workerCount: 1, isInlineAllowed: false });
  // A long batch is nearly all answer: one hand-off for all of its orders.
  await run(engine, CALL_KIND.batch, batch, Math.ceil(calls / batchOrders), 1);
  const batches = Math.ceil((calls * 4) / batchOrders);
  const perBatchUs = await run(engine, CALL_KIND.batch, batch, batches, 2);
  const answerUs = perBatchUs / batchOrders;
  const handOffUs = new Map<number, number>();
  for (const inFlight of [1, 8, 64]) {
    await run(engine, CALL_KIND.suggest, fixture.request, calls, inFlight);
    const callUs = await run(engine, CALL_KIND.suggest, fixture.request, calls, inFlight);
    handOffUs.set(inFlight, callUs - answerUs);
  }
  await engine.close();
  return { answerUs, handOffUs };
}

async function run(
  engine: Engine,
  kind: number,
  bytes: Uint8Array,
  calls: number,
  inFlight: number,
): Promise<number> {
  const start = process.cpuUsage();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await ask(engine, kind, bytes);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const used = process.cpuUsage(start);
  return (used.user + used.system) / calls;
}
