// What does a rule cost? The evaluation of a group with a rule beside the same without it, on an
// order of 5 lines and 1,000 rows: the difference over what the rule has to say something of.

import type { GroupProgram, Program } from '../../src/columns/program.js';
import type { DataListDocument, FilterDocument } from '../../src/configuration/document.js';
import { filterCandidates } from '../../src/core/filter/location-scope.js';
import { evaluateGroup } from '../../src/core/group.js';
import { prepareOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { timePairs } from '../support/measure.js';
import { compileRules, filterOn } from '../support/rules.js';
import type { Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';

const QUESTION = 'rules';
const STATIC_NS_MAX = 0.1;
const DYNAMIC_NS_MAX = 4;
const SCENARIO = '5 lines, 1,000 rows';
const LIST_ENTRIES = 1000;
const WARM_ROUNDS = 5000;

/** Every rule lets everything through, so that the work after it stays the same. */
type Rule = {
  readonly name: string;
  readonly filters: readonly FilterDocument[];
  /** What its cost is divided by. */
  readonly per: 'location' | 'candidate';
  readonly nsMax: number;
};

const PART_NUMBERS: DataListDocument = {
  name: 'part numbers',
  type: 'DATA_LIST_TYPE_STRING',
  entries: Array.from({ length: LIST_ENTRIES }, (_, i) => ({ stringValue: `X${i}` })),
};

const ALL_STATES = 'CA,TX,NY,FL,IL,OH,GA,WA,CO,AZ';

function inverseList(attribute: string): FilterDocument {
  const operator = 'FILTER_OPERATOR_NOT_IN';
  return { name: attribute, attribute, operator, dataList: PART_NUMBERS.name };
}

const RULES: readonly Rule[] = [
  {
    name: 'ten static rules on the location',
    filters: [
      filterOn('location.wmsEnabled', 'EQUAL', 'true'),
      filterOn('location.requiresManifest', 'EQUAL', 'false'),
      filterOn('location.countryCode', 'EQUAL', 'US'),
      filterOn('location.state', 'IN', ALL_STATES),
      filterOn('location.state', 'NOT_EQUAL', 'ZZ'),
      filterOn('location.addressType', 'EQUAL', 'STORE'),
      filterOn('location.city', 'NOT_EQUAL', 'Nowhere'),
      filterOn('location.name', 'STARTS_WITH', 'Location'),
      filterOn('location.locationCode', 'STARTS_WITH', 'L'),
      filterOn('location.rank', 'GREATER_OR_EQUAL', '1'),
    ],
    per: 'location',
    nsMax: STATIC_NS_MAX,
  },
  {
    name: 'distance at most',
    filters: [filterOn('location.distance', 'LESS_OR_EQUAL', '12000')],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    name: 'item in a list of 1,000',
    filters: [inverseList('item.partNumber')],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    name: "state equal to the order's",
    filters: [filterOn('order.shippingAddress.state', 'IN', ALL_STATES)],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    name: 'units available at least',
    filters: [filterOn('inventory.available', 'GREATER_OR_EQUAL', '1')],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    name: 'inventory attribute absent',
    filters: [filterOn('inventory.attributes', 'DOES_NOT_CONTAIN', 'fragile')],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
];

/** Prints what each rule adds. */
export function benchRules({ isSmoke, report, scenario, memory }: BenchRun): void {
  const found = scenario(SCENARIO);
  const pairs = isSmoke ? 5 : 21;
  const rounds = isSmoke ? 200 : 1500;
  const prepared = prepare(found, memory);
  const bare = groupOf(compile(found, []));
  const locationCount = found.network.table.count;
  const rules = RULES.map((rule) => ({ rule, group: groupOf(compile(found, rule.filters)) }));
  // All rules are warm before the first is timed: one that is met anew has code compiled anew.
  for (let i = 0; i < WARM_ROUNDS; i++) {
    prepared.evaluate(bare);
    for (const { group } of rules) prepared.evaluate(group);
  }
  const rows = rules.map(({ rule, group }) => {
    const withRule = (): number => prepared.evaluate(group);
    const timing = timePairs(pairs, rounds, 1, withRule, () => prepared.evaluate(bare));
    const count = rule.per === 'location' ? locationCount : prepared.candidateCount;
    const ns = timing.differenceNs / count;
    report.atMost(QUESTION, rule.name, ns, rule.nsMax, `ns a ${rule.per}`);
    return {
      rule: rule.name,
      'with ns': timing.firstNs,
      'without ns': timing.secondNs,
      'difference ns': timing.differenceNs,
      over: `${count} ${rule.per}s`,
      'ns each': ns,
    };
  });
  rows.push(membershipRow(prepared, bare, pairs, rounds));
  report.table(`${QUESTION}: evaluating a group with and without, ${SCENARIO}`, rows);
}

/** What the bit of all static rules together costs a candidate: the whole look-up, not a part. */
function membershipRow(
  prepared: ReturnType<typeof prepare>,
  bare: GroupProgram,
  pairs: number,
  rounds: number,
) {
  const look = (): number => prepared.filter(bare);
  const timing = timePairs(pairs, rounds, 1, look, prepared.nothing);
  return {
    rule: 'the bit of all static rules together',
    'with ns': timing.firstNs,
    'without ns': timing.secondNs,
    'difference ns': timing.differenceNs,
    over: `${prepared.candidateCount} candidates`,
    'ns each': timing.differenceNs / prepared.candidateCount,
  };
}

function compile({ network }: Scenario, filters: readonly FilterDocument[]): Program {
  return compileRules(network, { split: 'QUANTITY_SPLIT', filters, dataLists: [PART_NUMBERS] });
}

function groupOf(program: Program): GroupProgram {
  const group = program.routes[1]?.groups[0];
  if (group === undefined) throw new Error('the program has no group');
  return group;
}

/** An order that was gathered and waits for its groups. */
function prepare({ requests, view, program }: Scenario, { order, plan, scratch }: BenchMemory) {
  const [request] = requests;
  const refusal = decodeSuggestRouting(request, 0, request.length, order);
  if (refusal !== null) throw new Error(refusal.message);
  prepareOrder(order, program, view, scratch, plan);
  return {
    candidateCount: scratch.candidateCount,
    evaluate: (group: GroupProgram): number => {
      if (!evaluateGroup(group, order, view.stock, scratch)) throw new Error('a rule failed');
      return scratch.candidateCovers[scratch.candidateCount - 1];
    },
    filter: (group: GroupProgram): number => {
      filterCandidates(group, scratch);
      return scratch.candidateAlive[scratch.candidateCount - 1];
    },
    nothing: (): number => scratch.candidateAlive[scratch.candidateCount - 1],
  };
}
