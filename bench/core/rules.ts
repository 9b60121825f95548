// What does a rule cost? The evaluation of a group with a rule beside the same without it, on an
// order of 5 lines and 1,000 rows: the difference over what the rule has to say something of.

import type { GroupProgram, Program } from '../../src/columns/program.js';
import type {
  DataListDocument,
  DataSetDocument,
  FilterDocument,
  FilterLogicalGroupDocument,
} from '../../src/configuration/document.js';
import { filterCandidates } from '../../src/core/filter/location-scope.js';
import { evaluateGroup } from '../../src/core/group.js';
import { prepareOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { timePairs } from '../support/measure.js';
import { compileRules, filterOn, ruleDocument, type RuleOptions } from '../support/rules.js';
import type { Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { Judge } from './judge.js';

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
  readonly tree?: readonly FilterLogicalGroupDocument[];
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

/** What every location has: nothing of its own, and the default of the column. */
const FACTS: DataSetDocument = {
  name: 'facts',
  columns: [{ name: 'ceiling', defaultValue: '1e9' }],
};

const CEILING = { attribute: 'location.dataSet', dataSet: 'facts', dataSetColumn: 'ceiling' };

function comparison(attribute: string, operator: string, other: object): FilterDocument {
  const name = `${attribute} ${operator}`;
  return { name, attribute, operator: `FILTER_OPERATOR_${operator}`, dataPoint: other };
}

/** The filters of a tree, in the order of its nodes: near or well stocked, and one of two more. */
const TREE_FILTERS = [
  filterOn('location.distance', 'LESS_OR_EQUAL', '12000'),
  filterOn('inventory.available', 'GREATER_OR_EQUAL', '50'),
  filterOn('location.state', 'IN', ALL_STATES),
  inverseList('item.partNumber'),
];

const TREE: readonly FilterLogicalGroupDocument[] = [0, 1, 2].map((orderIndex) => ({
  orderIndex,
  logicalOperator: orderIndex === 0 ? 'LOGICAL_OPERATOR_AND' : 'LOGICAL_OPERATOR_OR',
  filters: TREE_FILTERS.slice(orderIndex * 2 - 2, orderIndex * 2).map(({ name = '' }) => name),
  ...(orderIndex === 0 ? {} : { parentOrderIndex: 0 }),
}));

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
    name: "the order's state in a list",
    filters: [filterOn('order.shippingAddress.state', 'IN', ALL_STATES)],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    // One kernel for state and country; the country lets all through.
    name: "state equal to the order's",
    filters: [
      comparison('location.countryCode', 'EQUAL', {
        attribute: 'order.shippingAddress.countryCode',
      }),
    ],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    name: 'units available below a column of a data set',
    filters: [comparison('inventory.available', 'LESS_OR_EQUAL', CEILING)],
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
  {
    name: 'extensible attribute of the stock absent',
    filters: [
      {
        ...filterOn('inventory.extensibleAttributes', 'NOT_EQUAL', 'fragile'),
        attributeFqn: 'acme.handling',
      },
    ],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    name: 'extensible attribute of the order absent',
    filters: [{ ...filterOn('order.attributes', 'NOT_EQUAL', 'x'), attributeFqn: 'acme.x' }],
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX,
  },
  {
    name: 'column of a data set at least',
    filters: [{ ...CEILING, ...filterOn('location.dataSet', 'GREATER_OR_EQUAL', '1') }],
    per: 'location',
    nsMax: STATIC_NS_MAX,
  },
  {
    name: 'tree of four filters, two of them of pairs',
    filters: TREE_FILTERS,
    tree: TREE,
    per: 'candidate',
    nsMax: DYNAMIC_NS_MAX * TREE_FILTERS.length,
  },
];

/** Prints what each rule adds. */
export function benchRules(run: BenchRun): void {
  const { isSmoke, report, scenario, memory } = run;
  const found = scenario(SCENARIO);
  const pairs = isSmoke ? 5 : 21;
  const rounds = isSmoke ? 200 : 1500;
  // Details of rows are there for the rules that read them.
  const detailed = compile(found, [filterOn('inventory.ltd', 'GREATER_THAN', '0')]);
  const prepared = prepare(found, memory, detailed);
  const bare = groupOf(compile(found, []));
  const locationCount = found.network.table.count;
  const rules = RULES.map((rule) => ({
    rule,
    group: groupOf(compile(found, rule.filters, rule.tree)),
  }));
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
  judgeRules(run, found);
}

/** Whole decisions under each rule: that it lets through is known, and here that all else stays. */
function judgeRules(run: BenchRun, { network, requests }: Scenario): void {
  const judge = new Judge(run.memory);
  for (const { filters, tree } of RULES) {
    const rules = rulesOf(filters, tree);
    const program = compileRules(network, rules);
    judge.judge({ network, program, document: ruleDocument(network, rules) }, requests[0]);
  }
  judge.printTo(run, QUESTION);
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

function compile(
  { network }: Scenario,
  filters: readonly FilterDocument[],
  tree?: readonly FilterLogicalGroupDocument[],
): Program {
  return compileRules(network, rulesOf(filters, tree));
}

function rulesOf(
  filters: readonly FilterDocument[],
  tree?: readonly FilterLogicalGroupDocument[],
): RuleOptions {
  const tables = { dataLists: [PART_NUMBERS], dataSets: [FACTS] };
  const trees = tree === undefined ? {} : { tree };
  return { split: 'QUANTITY_SPLIT', filters, ...trees, ...tables };
}

function groupOf(program: Program): GroupProgram {
  const group = program.routes[1]?.groups[0];
  if (group === undefined) throw new Error('the program has no group');
  return group;
}

/** An order that was gathered and waits for its groups. */
function prepare(
  { requests, view }: Scenario,
  { order, plan, scratch }: BenchMemory,
  program: Program,
) {
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
      filterCandidates(group, order, scratch);
      return scratch.candidateAlive[scratch.candidateCount - 1];
    },
    nothing: (): number => scratch.candidateAlive[scratch.candidateCount - 1],
  };
}
