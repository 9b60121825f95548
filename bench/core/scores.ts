// What does a score cost? The sort of a group by score beside the same by distance, on an order of
// 5 lines and 1,000 rows: without rates, with a rate card, and with the caller's rates for each
// candidate.

import type { GroupProgram } from '../../src/columns/program.js';
import type { LocationSortDocument, RateCardDocument } from '../../src/configuration/document.js';
import { evaluateGroup, markSurvivors } from '../../src/core/group.js';
import { prepareOrder } from '../../src/core/route-order.js';
import { makeSortKeys } from '../../src/core/sort/keys.js';
import { sortSurvivors } from '../../src/core/sort/survivors.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { timePairs } from '../support/measure.js';
import { locationCode, type Network } from '../support/network.js';
import { compileRules, ruleDocument, type RuleOptions } from '../support/rules.js';
import type { Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { Judge, withFields } from './judge.js';

const QUESTION = 'scores';
const SCENARIO = '5 lines, 1,000 rows';
const NS_MAX = 400;
const WARM_ROUNDS = 2000;
const RATES_EACH = 2;
const JUDGED_ORDERS = 3;

const BY_SCORE: readonly LocationSortDocument[] = [{ type: 'SORT_TYPE_SCORE' }];
const BY_DISTANCE: readonly LocationSortDocument[] = [{ type: 'SORT_TYPE_DISTANCE' }];

/** Zones by distance, as most carriers have them; the mass of no item is known. */
const CARD: RateCardDocument = {
  name: 'ground',
  carrier: 'ground',
  defaultUnitWeightGrams: 400,
  weightBandsGrams: [500, 1000, 2000, 5000, 10_000, 30_000],
  zones: [240, 480, 960, 1600, 2250, 2900, 20_100].map((distanceKmMax, zone) => ({
    distanceKmMax,
    priceMinor: [0, 1, 2, 3, 4, 5].map((band) => 700 + 120 * zone + 180 * band),
    transitDays: 1 + zone,
  })),
};

type Case = {
  readonly name: string;
  readonly rateCards: readonly RateCardDocument[];
  readonly hasCallersRates: boolean;
};

const CASES: readonly Case[] = [
  { name: 'score without rates', rateCards: [], hasCallersRates: false },
  { name: 'score with a rate card of 7 zones', rateCards: [CARD], hasCallersRates: false },
  { name: "score with the caller's 2 rates each", rateCards: [], hasCallersRates: true },
];

/** Prints what each score adds to a sort. */
export function benchScores(run: BenchRun): void {
  const { isSmoke, report, scenario, memory } = run;
  const found = scenario(SCENARIO);
  const pairs = isSmoke ? 5 : 21;
  const rounds = isSmoke ? 200 : 1500;
  const rows = CASES.map(({ name, rateCards, hasCallersRates }) => {
    const byScore = groupOf(found.network, BY_SCORE, rateCards);
    const byDistance = groupOf(found.network, BY_DISTANCE, []);
    const prepared = prepare(found, memory, hasCallersRates);
    for (let i = 0; i < WARM_ROUNDS; i++) {
      prepared.sort(byDistance);
      prepared.sort(byScore);
    }
    const first = (): number => prepared.sort(byScore);
    const timing = timePairs(pairs, rounds, 1, first, () => prepared.sort(byDistance));
    const ns = timing.differenceNs / prepared.survivorCount;
    report.atMost(QUESTION, name, ns, NS_MAX, 'ns a candidate');
    return {
      sort: name,
      'by score ns': timing.firstNs,
      'by distance ns': timing.secondNs,
      'difference ns': timing.differenceNs,
      over: `${prepared.survivorCount} candidates`,
      'ns each': ns,
    };
  });
  report.table(`${QUESTION}: sorting a group by score and by distance, ${SCENARIO}`, rows);
  judgeCases(run, found);
}

/** Whole decisions of orders under the rules of each case. */
function judgeCases(run: BenchRun, { network, requests }: Scenario): void {
  const judge = new Judge(run.memory);
  for (const { rateCards, hasCallersRates } of CASES) {
    const rules = rulesOf(BY_SCORE, rateCards);
    const program = compileRules(network, rules);
    const subject = { network, program, document: ruleDocument(network, rules) };
    for (const request of requests.slice(0, JUDGED_ORDERS)) {
      judge.judge(subject, hasCallersRates ? withRates(request, network) : request);
    }
  }
  judge.printTo(run, QUESTION);
}

function rulesOf(
  sorts: readonly LocationSortDocument[],
  rateCards: readonly RateCardDocument[],
): RuleOptions {
  return { split: 'QUANTITY_SPLIT', filters: [], sorts, rateCards };
}

function groupOf(
  network: Network,
  sorts: readonly LocationSortDocument[],
  rateCards: readonly RateCardDocument[],
): GroupProgram {
  const program = compileRules(network, rulesOf(sorts, rateCards));
  const group = program.routes[1]?.groups[0];
  if (group === undefined) throw new Error('the program has no group');
  return group;
}

/** The request with rates for every location. */
function withRates(request: Uint8Array, network: Network): Uint8Array {
  const { regions, locationsPerRegion } = network.shape;
  const locationInputs = Array.from({ length: regions * locationsPerRegion }, (_, location) => ({
    locationCode: locationCode(location),
    modelScore: (location % 10) / 10,
    costFactor: 1 + (location % 7),
    rates: Array.from({ length: RATES_EACH }, (_, i) => ({
      carrier: `carrier-${i}`,
      priceMinor: 500 + ((location * 7 + i * 400) % 900),
      transitDays: 1 + ((location + i) % 5),
    })),
  }));
  return withFields(request, { locationInputs });
}

/** An order whose group was evaluated, and waits to be sorted. */
function prepare(
  { requests, view, program, network }: Scenario,
  { order, plan, scratch }: BenchMemory,
  hasCallersRates: boolean,
) {
  const request = hasCallersRates ? withRates(requests[0], network) : requests[0];
  const refusal = decodeSuggestRouting(request, 0, request.length, order);
  if (refusal !== null) throw new Error(refusal.message);
  const { stock, locations } = view;
  prepareOrder(order, program, view, scratch, plan);
  evaluateGroup(groupOf(network, BY_DISTANCE, []), order, stock, scratch);
  markSurvivors(order, scratch);
  const sort = (group: GroupProgram): number => {
    scratch.isKeyed = false;
    makeSortKeys(group, order, locations, scratch);
    sortSurvivors(group, locations, scratch);
    return scratch.survivors[0];
  };
  sort(groupOf(network, BY_DISTANCE, []));
  return { survivorCount: scratch.survivorCount, sort };
}
