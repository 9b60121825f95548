// Are the decisions of the core bench right? Each is compared with the reference model's. Orders
// that are split over a whole network have too many ways for it, so that each order is decided once
// more by both with a handful of locations allowed. Nothing here is timed.

import { messageType } from '../../src/cli/schema.js';
import type { Program } from '../../src/columns/program.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { routeOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { encodeResponse } from '../support/encode.js';
import { AnswerJudge } from '../support/judge.js';
import { locationCode, type Network } from '../support/network.js';
import { ruleDocument } from '../support/rules.js';
import type { BenchMemory, BenchRun } from './bench-run.js';

/** What decides: rules on a network, compiled and as the document that they were compiled from. */
export type Subject = {
  readonly network: Network;
  readonly program: Program;
  readonly document: ConfigurationDocument;
};

const CONTEXT = { configurationVersion: 1, snapshotSequence: 1, snapshotAgeMs: 0 };
/** Locations that an order may use the second time. */
const ALLOWED = 8;
/** Rows of an order above which the model takes seconds, if it does not give up. */
const ROWS_MAX = 25_000;
/** Orders of a scenario. */
const ORDERS = { smoke: 1, full: 8 } as const;

/** Has orders decided by the engine and the model, and counts them. */
export class Judge {
  private readonly memory: BenchMemory;
  private readonly target = new Uint8Array(1 << 20);
  private readonly whole = new AnswerJudge();
  private readonly narrow = new AnswerJudge();
  private leftOutCount = 0;

  constructor(memory: BenchMemory) {
    this.memory = memory;
  }

  /** Judges an order. Throws where engine and model differ. */
  judge(subject: Subject, request: Uint8Array): void {
    const used = this.decide(subject, request);
    const isLong = this.memory.plan.rowsTouched > ROWS_MAX;
    if (isLong || used.length > 1) this.leftOutCount++;
    else this.compare(subject, request, this.whole);
    if (isLong) return;
    const allowedLocationCodes = allowedCodes(subject, used);
    const narrow = withFields(request, { allowedLocationCodes });
    this.decide(subject, narrow);
    this.compare(subject, narrow, this.narrow);
  }

  /** Prints how many were judged. */
  printTo({ report }: BenchRun, question: string): void {
    const { whole, narrow, leftOutCount } = this;
    report.table(`${question}: orders that the reference model decided alike, none otherwise`, [
      {
        'on all locations': whole.judged.sameCount,
        'too large for it there': leftOutCount + whole.judged.tooLargeCount,
        [`with ${ALLOWED} locations allowed`]: narrow.judged.sameCount,
        'too large': narrow.judged.tooLargeCount,
      },
    ]);
  }

  /** Leaves the engine's decision in the plan; answers the locations that it uses. */
  private decide({ network, program }: Subject, request: Uint8Array): number[] {
    const { order, plan, scratch } = this.memory;
    const refusal = decodeSuggestRouting(request, 0, request.length, order);
    if (refusal !== null) throw new Error(refusal.message);
    routeOrder(order, program, network.view, scratch, plan);
    return [...new Set(plan.assignmentLocation.subarray(0, plan.assignmentCount))];
  }

  private compare({ network, document }: Subject, request: Uint8Array, judge: AnswerJudge): void {
    const { order, plan } = this.memory;
    const length = encodeResponse(this.target, order, plan, network.table, CONTEXT);
    judge.answer(network, document, request, this.target.subarray(0, length));
  }
}

/** Judges the first orders of scenarios, for a question that asks them as they are. */
export function judgeScenarios(run: BenchRun, question: string, names: readonly string[]): void {
  const judge = new Judge(run.memory);
  const count = ORDERS[run.isSmoke ? 'smoke' : 'full'];
  for (const name of names) {
    const { network, program, rules, requests } = run.scenario(name);
    const subject = { network, program, document: ruleDocument(network, rules) };
    for (const request of requests.slice(0, count)) judge.judge(subject, request);
  }
  judge.printTo(run, question);
}

/** The request with more fields: those of a message may come in parts. */
export function withFields(request: Uint8Array, fields: object): Uint8Array {
  const type = messageType('SuggestRoutingRequest');
  const more = type.encode(type.fromObject(fields)).finish();
  const joined = new Uint8Array(request.length + more.length);
  joined.set(request);
  joined.set(more, request.length);
  return joined;
}

/** The codes of the locations that were used, and of others. */
function allowedCodes({ network }: Subject, used: readonly number[]): string[] {
  const chosen = new Set(used.slice(0, ALLOWED));
  for (let i = 0; chosen.size < ALLOWED; i++) chosen.add((i * 617) % network.table.count);
  return [...chosen].map(locationCode);
}
