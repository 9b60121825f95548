// A store on disk, the requests to ask it and the real answers to them: what the servers of the
// bench are started on.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../src/engine/engine.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { framed } from './children.js';
import { decisionOf } from './client/answer-check.js';
import { decodeMessage, encodeMessage } from '../../test/support/engine/protos.js';
import {
  BENCH_CONFIGURATION,
  benchInventory,
  benchLocations,
  benchOrder,
  PRODUCTS_BY,
  type Workload,
} from './workload.js';

/** Orders of a batch. */
export const BATCH_ORDERS = 100;

/** Files and bytes of one workload. */
export type Fixture = {
  readonly folder: string;
  readonly dataDirectory: string;
  /** Requests with the five bytes before each: of one order, a batch, a message of a stream. */
  readonly unaryBody: Buffer;
  readonly batchBody: Buffer;
  readonly streamBody: Buffer;
  /** The decision that every answer must hold. */
  readonly decision: Buffer;
  /** A file with the answers that the echo gives back. */
  readonly answers: string;
  /** The request of one order. */
  readonly request: Uint8Array;
};

/**
 * Fills a store for a workload, asks it and writes everything to a folder of its own;
 * `decisionRecords` are settings.
 */
export async function makeFixture(
  workload: Workload,
  decisionRecords?: { readonly mode: string },
): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-bench-rpc-'));
  const dataDirectory = join(folder, 'data');
  const order = benchOrder(workload);
  const request = encodeMessage('SuggestRoutingRequest', order);
  const requests = Array.from({ length: BATCH_ORDERS }, () => order);
  const batch = encodeMessage('BatchSuggestRoutingRequest', { requests });
  const frame = encodeMessage('StreamSuggestRoutingRequest', { requestId: '1', request: order });
  const engine = await Engine.open({ dataDirectory, workerCount: 1 });
  await engine.store.upsertLocations('1', benchLocations());
  await engine.store.upsertInventory('1', benchInventory(workload), true);
  const scope = { tenantId: '1', siteId: '1' };
  const configuration = {
    ...BENCH_CONFIGURATION,
    settings: { decisionRecords, productIdentifierMapping: PRODUCTS_BY },
  };
  await engine.store.applyConfiguration(scope, configuration, '', false);
  const unaryAnswer = await ask(engine, CALL_KIND.suggest, request);
  expectAssigned(unaryAnswer, workload);
  const answers = {
    unary: Buffer.from(unaryAnswer).toString('base64'),
    batch: Buffer.from(await ask(engine, CALL_KIND.batch, batch)).toString('base64'),
    frame: Buffer.from(await ask(engine, CALL_KIND.stream, frame)).toString('base64'),
  };
  await engine.close();
  const answersFile = join(folder, 'answers.json');
  writeFileSync(answersFile, JSON.stringify(answers));
  return {
    folder,
    dataDirectory,
    request,
    unaryBody: framed(request),
    batchBody: framed(batch),
    streamBody: framed(frame),
    decision: decisionOf(Buffer.from(unaryAnswer)),
    answers: answersFile,
  };
}

/** The answer's bytes to one call; throws where it is refused. */
export function ask(engine: Engine, kind: number, bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    engine.router.submit({
      kind,
      tenantId: '1',
      siteId: '1',
      bytes,
      deadlineEpochMs: Infinity,
      onDone: (refusal, answer) => {
        if (answer === null) reject(new Error(refusal?.message ?? 'no answer'));
        else resolve(answer);
      },
    });
  });
}

function expectAssigned(answer: Uint8Array, workload: Workload): void {
  const decoded = decodeMessage('SuggestRoutingResponse', answer);
  const { assignments } = decoded.decision as { assignments: unknown[] };
  if (assignments.length < workload.lineCount) {
    throw new Error(`${workload.name}: the bench's order is not assigned in full`);
  }
}
