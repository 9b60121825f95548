// What do rules cost in a general rule engine? The rules of bench/peers over the candidates and
// pairs of an order of 5 lines and 1,000 rows, by us and by each engine, in turns; all verdicts
// must be equal. Of rules on candidates ours is the whole filter, static rules included; of rules
// on pairs the whole evaluation of the group, down to the pairs. The engines answer another
// question, rules on any JSON, and need no columns to be built before; the distance is worked out
// for all of them, and not timed. What an item's rule says, it says at every location: who knows
// may ask once a line.

import { messageType } from '../../src/cli/schema.js';
import type { GroupProgram } from '../../src/columns/program.js';
import type { DataListDocument, FilterDocument } from '../../src/configuration/document.js';
import { kmOfChord } from '../../src/core/geo.js';
import { filterCandidates } from '../../src/core/filter/location-scope.js';
import { evaluateGroup, openPairs } from '../../src/core/group.js';
import { prepareOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { INSTALL_LINE, installedPeers } from '../peers/installed.js';
import { objectsPeer } from '../peers/objects.js';
import { type Fact, type Judgement, RULE_NAMES, type RuleName } from '../peers/peer.js';
import { cpuTimeUs, median, sink } from '../support/measure.js';
import { compileRules, filterOn, ruleDocument, type RuleOptions } from '../support/rules.js';
import type { Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { Judge } from './judge.js';

const QUESTION = 'peers';
const SCENARIO = '5 lines, 1,000 rows';
const WARM_ROUNDS = 3000;
const WARM_TURNS = 5;
const PAIRS = { smoke: 5, full: 15 } as const;
/** A timing takes at least so long. */
const ROUND_MS = { smoke: 3, full: 20 } as const;

const VALUES = {
  states: ['CA', 'TX', 'NY', 'FL', 'IL'],
  reachKm: 1500.5,
  partNumbers: Array.from({ length: 1000 }, (_, i) => `P${2 * i}`),
};

const LIST: DataListDocument = {
  name: 'part numbers',
  type: 'DATA_LIST_TYPE_STRING',
  entries: VALUES.partNumbers.map((stringValue) => ({ stringValue })),
};

const SINGLE: Readonly<Record<Exclude<RuleName, 'all'>, FilterDocument>> = {
  states: filterOn('location.state', 'IN', VALUES.states.join(',')),
  distance: filterOn('location.distance', 'LESS_OR_EQUAL', `${VALUES.reachKm}`, 'MEASURE_UNIT_KM'),
  list: {
    name: 'listed',
    attribute: 'item.partNumber',
    operator: 'FILTER_OPERATOR_IN',
    dataList: LIST.name,
  },
  sameState: {
    name: 'same state',
    attribute: 'location.state',
    operator: 'FILTER_OPERATOR_EQUAL',
    dataPoint: { attribute: 'order.shippingAddress.state' },
  },
};

/** Whether a rule is of pairs of item and location, and not of locations alone. */
const IS_OF_PAIRS: Readonly<Record<RuleName, boolean>> = {
  states: false,
  distance: false,
  list: true,
  sameState: false,
  all: true,
};

const TITLES: Readonly<Record<RuleName, string>> = {
  states: "the location's state is one of 5 (static)",
  distance: 'distance at most',
  list: 'item in a list of 1,000',
  sameState: "state equal to the order's",
  all: 'all four',
};

/** A fact, and where our verdict on it is. */
type Located = { readonly at: number; readonly fact: Fact };

type RequestJson = {
  readonly items: readonly { readonly partNumber: string }[];
  readonly shippingAddress: { readonly state: string };
};

/** Prints each engine beside ours. Throws where two verdicts differ. */
export async function benchPeers(run: BenchRun): Promise<void> {
  const { isSmoke, report, memory } = run;
  const found = run.scenario(SCENARIO);
  const peers = await installedPeers(VALUES);
  const missing = `the engines are not installed, and left out: ${INSTALL_LINE}`;
  if (peers === null) console.log(`\n${QUESTION}: ${missing}`);
  const size = isSmoke ? 'smoke' : 'full';
  const prepared = prepare(found, memory);
  const objects = objectsPeer(VALUES);
  const rows = [];
  for (const rule of RULE_NAMES) {
    const facts = IS_OF_PAIRS[rule] ? prepared.pairs : prepared.candidates;
    const group = groupOf(found, rule);
    for (const peer of [objects, ...(peers ?? [])]) {
      const theirs = peer.judgementOf(rule);
      await expectEqual(prepared, group, facts, theirs, `${peer.name}, ${TITLES[rule]}`);
      const ours = IS_OF_PAIRS[rule]
        ? (): number => prepared.evaluate(group)
        : (): number => prepared.filter(group);
      const turns = await timeTurns(ours, theirs, facts, PAIRS[size], ROUND_MS[size]);
      rows.push({ rule: TITLES[rule], engine: peer.name, ...turns, verdicts: facts.length });
      const { ratio } = turns;
      const isSteady = peer === objects && rule !== 'states' && rule !== 'list';
      if (isSteady) report.ratios.add(`${QUESTION}: ${rule}`, ratio, PAIRS[size], 'yield');
    }
  }
  report.table(`${QUESTION}: ns a verdict, ours and its in turns`, rows);
  judgeRules(run, found);
}

/** Whole decisions under each rule. */
function judgeRules(run: BenchRun, { network, requests }: Scenario): void {
  const judge = new Judge(run.memory);
  for (const rule of RULE_NAMES) {
    const rules = rulesOf(rule);
    const program = compileRules(network, rules);
    judge.judge({ network, program, document: ruleDocument(network, rules) }, requests[0]);
  }
  judge.printTo(run, QUESTION);
}

function rulesOf(rule: RuleName): RuleOptions {
  const filters = rule === 'all' ? Object.values(SINGLE) : [SINGLE[rule]];
  return { split: 'QUANTITY_SPLIT', filters, dataLists: [LIST] };
}

function groupOf({ network }: Scenario, rule: RuleName): GroupProgram {
  const group = compileRules(network, rulesOf(rule)).routes[1]?.groups[0];
  if (group === undefined) throw new Error('the program has no group');
  return group;
}

/** An order that was gathered and waits for its group, and the facts that the engines get of it. */
function prepare(
  { requests, view, program, network }: Scenario,
  { order, plan, scratch }: BenchMemory,
) {
  const [request] = requests;
  const refusal = decodeSuggestRouting(request, 0, request.length, order);
  if (refusal !== null) throw new Error(refusal.message);
  prepareOrder(order, program, view, scratch, plan);
  const type = messageType('SuggestRoutingRequest');
  const json = type.toObject(type.decode(request)) as RequestJson;
  const factOf = (candidate: number, line: number): Fact => ({
    state: network.documents[scratch.candidateLocation[candidate]].state ?? '',
    distanceKm: kmOfChord(scratch.candidateChord[candidate]),
    orderState: json.shippingAddress.state,
    partNumber: json.items[line].partNumber,
  });
  const pairs: Located[] = [];
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    const shift = scratch.pairStart[line] - scratch.slotRowStart[slot];
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (scratch.rowUnits[row] === 0) continue;
      pairs.push({ at: row + shift, fact: factOf(scratch.rowCandidate[row], line) });
    }
  }
  const candidates: Located[] = [];
  for (let at = 0; at < scratch.candidateCount; at++) {
    if (scratch.candidateInPool[at] === 1) candidates.push({ at, fact: factOf(at, 0) });
  }
  return {
    pairs,
    candidates,
    evaluate: (group: GroupProgram): number => {
      if (!evaluateGroup(group, order, view.stock, scratch)) throw new Error('a rule failed');
      openPairs(order, scratch);
      return scratch.pairAlive[0];
    },
    filter: (group: GroupProgram): number => {
      filterCandidates(group, order, scratch);
      return scratch.candidateAlive[scratch.candidateCount - 1];
    },
    verdictOf: (facts: readonly Located[], i: number): number =>
      (facts === pairs ? scratch.pairAlive : scratch.candidateAlive)[facts[i].at],
  };
}

async function expectEqual(
  prepared: ReturnType<typeof prepare>,
  group: GroupProgram,
  facts: readonly Located[],
  theirs: Judgement,
  what: string,
): Promise<void> {
  for (let i = 0; i < WARM_ROUNDS; i++) {
    prepared.filter(group);
    prepared.evaluate(group);
  }
  const verdicts = new Uint8Array(facts.length);
  await theirs(
    facts.map(({ fact }) => fact),
    verdicts,
  );
  let holdCount = 0;
  for (let i = 0; i < facts.length; i++) {
    holdCount += verdicts[i];
    if (verdicts[i] === prepared.verdictOf(facts, i)) continue;
    throw new Error(`${what}: ${verdicts[i]}, not as we: ${JSON.stringify(facts[i].fact)}`);
  }
  // A rule that holds everywhere or nowhere would prove little.
  if (holdCount === 0 || holdCount === facts.length) throw new Error(`${what}: ${holdCount} hold`);
}

/** Both in turns, after some turns that do not count; times are by verdict. */
async function timeTurns(
  ours: () => number,
  theirs: Judgement,
  located: readonly Located[],
  pairCount: number,
  roundMs: number,
) {
  const facts = located.map(({ fact }) => fact);
  const verdicts = new Uint8Array(facts.length);
  const perVerdict = (usedUs: number, rounds: number): number =>
    (usedUs * 1000) / rounds / facts.length;
  const timeOurs = (): number => {
    const startUs = cpuTimeUs();
    let rounds = 0;
    for (; cpuTimeUs() - startUs < roundMs * 1000; rounds += 100) {
      for (let i = 0; i < 100; i++) sink(ours());
    }
    return perVerdict(cpuTimeUs() - startUs, rounds);
  };
  const timeTheirs = async (): Promise<number> => {
    const startUs = cpuTimeUs();
    let rounds = 0;
    for (; cpuTimeUs() - startUs < roundMs * 1000; rounds++) await theirs(facts, verdicts);
    sink(verdicts[0]);
    return perVerdict(cpuTimeUs() - startUs, rounds);
  };
  for (let i = 0; i < WARM_TURNS; i++) {
    timeOurs();
    await timeTheirs();
  }
  const turns: { ours: number; theirs: number }[] = [];
  for (let pair = 0; pair < pairCount; pair++) {
    turns.push({ ours: timeOurs(), theirs: await timeTheirs() });
  }
  const ratios = turns.map((turn) => turn.theirs / turn.ours);
  return {
    'ours ns': median(turns.map((turn) => turn.ours)),
    'its ns': median(turns.map((turn) => turn.theirs)),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    pairs: pairCount,
  };
}
