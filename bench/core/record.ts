// What does the record of a decision cost the thread that decides? The same orders from bytes to
// bytes with and without it, in turns.

import { bytesOf } from '../../src/base/text.js';
import type { Recording } from '../../src/columns/record-ring.js';
import { Answerer } from '../../src/pool/answerer.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { timePairs } from '../support/measure.js';
import { createBenchRecording, skipRecords } from '../support/recording.js';
import { microseconds } from '../support/report.js';
import { SCENARIO_NAMES, type Scenario } from '../support/scenarios.js';
import { normalDecision } from '../../test/support/engine/normal.js';
import { decodeMessage } from '../../test/support/engine/protos.js';
import type { BenchRun } from './bench-run.js';
import { judgeScenarios } from './judge.js';

const QUESTION = 'record';
const RECORD_US_MAX = 1.5;
/** Decisions of which a record is more than the noise of the clock. */
const BARRED_ROWS_MAX = 500;
/** Stock rows of a round. */
const ROUND_ROWS = { smoke: 20_000, full: 2_000_000 } as const;
const PAIRS = { smoke: 3, full: 31 } as const;

/** Prints orders that are recorded beside the same orders that are not. */
export function benchRecord(run: BenchRun): void {
  const { isSmoke, report, scenario } = run;
  const size = isSmoke ? 'smoke' : 'full';
  const recording = createBenchRecording();
  const [recorded, plain] = [new Answerer(recording), new Answerer()];
  const rows = SCENARIO_NAMES.map((name) => {
    const found = scenario(name);
    const { rowCount } = found;
    const count = Math.max(1, Math.round(ROUND_ROWS[size] / rowCount));
    const withRecord = roundOf(found, count, recorded, recording);
    const without = roundOf(found, count, plain, null);
    expectAlike(withRecord, recorded, without, plain, name);
    const timing = timePairs(PAIRS[size], 1, count, withRecord, without);
    if (rowCount <= BARRED_ROWS_MAX) {
      report.atMost(QUESTION, name, microseconds(timing.differenceNs), RECORD_US_MAX, 'us');
    }
    return {
      orders: name,
      'record bytes': recordBytes(found, recorded, recording),
      'recorded us': microseconds(timing.firstNs),
      'not recorded us': microseconds(timing.secondNs),
      'record us': microseconds(timing.differenceNs),
      ratio: timing.ratio,
      pairs: timing.pairCount,
    };
  });
  report.table(`${QUESTION}: orders that are recorded, and the same that are not`, rows);
  judgeScenarios(run, QUESTION, SCENARIO_NAMES);
}

/** Throws where the last order of a round is decided otherwise because it is recorded. */
function expectAlike(
  withRecord: () => number,
  recorded: Answerer,
  without: () => number,
  plain: Answerer,
  name: string,
): void {
  withRecord();
  without();
  const [first, second] = [recorded, plain].map(({ bytes, lengthBytes }) => {
    const answer = decodeMessage('SuggestRoutingResponse', bytes.subarray(0, lengthBytes));
    return JSON.stringify(normalDecision(answer.decision as object));
  });
  if (first !== second) throw new Error(`${name}: ${first} with a record, ${second} without`);
}

/** So many orders; the ring is emptied after each. */
function roundOf(
  { requests, view, program }: Scenario,
  count: number,
  answerer: Answerer,
  recording: Recording | null,
): () => number {
  const news = {
    tenants: [{ number: 1, view }],
    sites: [{ number: 1, program, siteId: bytesOf('1') }],
  };
  return () => {
    answerer.learn({ epoch: answerer.knownEpoch + 1, ...news });
    let total = 0;
    for (let i = 0; i < count; i++) {
      const bytes = requests[i % requests.length];
      const refusal = answerer.answer(CALL_KIND.suggest, 1, 1, bytes, 0, bytes.length, 0);
      if (refusal !== null) throw new Error(refusal.message);
      if (recording !== null) skipRecords(recording);
      total += answerer.lengthBytes;
    }
    return total;
  };
}

/** Bytes of a record of the scenario on average. */
function recordBytes(found: Scenario, answerer: Answerer, recording: Recording): number {
  const { requests } = found;
  const [{ head }] = recording.rings;
  const before = head[1];
  roundOf(found, requests.length, answerer, recording)();
  return ((head[1] - before) >>> 0) / requests.length;
}
