// `shipfrom config lint`: rules that cannot do what they say, and what past orders make of them.

import type { Command } from 'commander';
import type { FieldViolation } from '../../base/outcome.js';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { parseMessage, withLines } from '../document.js';
import { EXIT, type LocatedViolation, refusedInput, wrongUse } from '../failure.js';
import { print, printJson } from '../output.js';
import { type PlainMessage, toJson } from '../proto-json.js';
import { requestOrders } from '../replay/orders.js';
import { messageType } from '../schema.js';
import { readDocument } from '../source.js';
import { grouped, listing, table } from '../table.js';

type LintOptions = ClientOptions & { readonly orders?: string; readonly json?: boolean };

const METHOD = 'ConfigurationService.ValidateConfiguration';
/** What a call may bring. */
const ORDERS_MAX = 10_000;
/** Ten thousand orders are decided, and some of them twice. */
const TIMEOUT_MS = 300_000;

const HELP = `
FILE is YAML or JSON, - is standard input; without it the live rules are looked through. What is
found hangs on the rules and on the locations of now, and never on an order or on stock: filters
that never pass or never fail, groups without members or behind the end of routing, sorts that never
decide, values that match nothing, limits that contradict, what nothing uses.
--orders FILE has past orders as JSON lines, one SuggestRoutingRequest each, at most 10,000: each is
decided for itself on the stock of now, and nothing is recorded. Then it is said which groups,
filters and actions were never used, and which orders end in customer care whatever the stock.
Exit code 1 where there is a warning, or where apply would refuse the document.`;

/** Adds the command to `config`. */
export function addConfigLint(parent: Command, done: (exitCode: number) => void): void {
  withClientOptions(
    parent
      .command('lint')
      .argument('[file]', 'a document; absent: the live rules')
      .description('look for rules that cannot do what they say')
      .option('--orders <file>', 'past orders as JSON lines')
      .option('--json', 'print what was found as JSON')
      .addHelpText('after', HELP),
  ).action(async (file: string | undefined, options: LintOptions) =>
    done(await lintConfig(file, options)),
  );
}

type FindingJson = {
  readonly kind: string;
  readonly severity: string;
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly example: string;
};
type UsageJson = {
  readonly orderCount: number;
  readonly refusedCount: number;
  readonly refusedOrders: readonly { readonly index: number; readonly message: string }[];
  readonly careCount: number;
  readonly alwaysCareCount: number;
  readonly groups: readonly GroupUsageJson[];
};
type GroupUsageJson = {
  readonly group: string;
  readonly triedCount: number;
  readonly skippedCount: number;
  readonly fullMatchCount: number;
  readonly partialCount: number;
  readonly noneCount: number;
  readonly splitCount: number;
};
type AnswerJson = {
  readonly violations: readonly FieldViolation[];
  readonly findings: readonly FindingJson[];
  readonly omittedFindingCount: number;
  readonly usage?: UsageJson | null;
};
type LineOf = (path: string) => number;

async function lintConfig(file: string | undefined, options: LintOptions): Promise<number> {
  const read = file === undefined ? null : await readRules(file);
  const orders = options.orders === undefined ? [] : await readOrders(options.orders);
  const request = { ...(read === null ? {} : { configuration: read.message }), orders };
  const timed = { ...options, timeoutMs: TIMEOUT_MS };
  const message = await withClient(timed, (client) => client.call(METHOD, request));
  const type = messageType('ValidateConfigurationResponse');
  const answer = toJson(type, message, { hasDefaults: true }) as AnswerJson;
  const lineOf: LineOf = read?.lineOf ?? (() => 0);
  const { violations, findings } = answer;
  const isBad = violations.length > 0 || findings.some(({ severity }) => severity === 'WARNING');
  if (options.json === true) printJson(answer);
  else if (violations.length > 0) throw refused(file ?? '', violations, lineOf);
  else print(answerText(answer, lineOf));
  return isBad ? EXIT.refused : EXIT.done;
}

async function readRules(file: string): Promise<{ message: PlainMessage; lineOf: LineOf }> {
  return parseMessage(file, await readDocument(file), messageType('Configuration'));
}

async function readOrders(file: string): Promise<PlainMessage[]> {
  if (file === '-') throw wrongUse('--orders needs a file: it is looked at before it is read');
  const orders: PlainMessage[] = [];
  const problems: LocatedViolation[] = [];
  for await (const batch of requestOrders(file)) {
    for (const { line, message, problem } of batch.orders) {
      if (problem === undefined) orders.push(message);
      else problems.push({ field: '', description: problem, line });
    }
    if (orders.length > ORDERS_MAX) throw wrongUse(`${file}: has more than 10,000 orders`);
  }
  if (problems.length > 0) throw refusedInput(`${file}: not all lines are orders`, problems);
  return orders;
}

function refused(file: string, violations: readonly FieldViolation[], lineOf: LineOf) {
  const count = violations.length === 1 ? 'a problem' : `${violations.length} problems`;
  return refusedInput(`${file}: ${count}`, withLines(violations, lineOf));
}

function answerText({ findings, omittedFindingCount, usage }: AnswerJson, lineOf: LineOf): string {
  const columns = ['severity', 'kind', 'where', 'rule', 'what'].map((heading) => ({ heading }));
  const rows = findings.map(({ severity, kind, path, name, text, example }) => {
    const line = lineOf(path);
    const what = example === '' ? text : `${text} (${example})`;
    return [severity, kind, line === 0 ? path : `line ${line}: ${path}`, name, what];
  });
  const found = rows.length === 0 ? 'nothing was found\n' : table(columns, rows);
  const more = omittedFindingCount === 0 ? '' : `${omittedFindingCount} more are not listed\n`;
  return found + more + (usage === undefined || usage === null ? '' : usageText(usage));
}

function usageText(usage: UsageJson): string {
  const { orderCount, refusedCount, refusedOrders, careCount, alwaysCareCount, groups } = usage;
  const headings = ['group', 'tried', 'skipped', 'full', 'partial', 'none', 'in splits'];
  const columns = headings.map((heading, place) => ({ heading, isRight: place > 0 }));
  const rows = groups.map((one) => [
    one.group,
    ...[one.triedCount, one.skippedCount, one.fullMatchCount].map(grouped),
    ...[one.partialCount, one.noneCount, one.splitCount].map(grouped),
  ]);
  const counts = listing([
    ['orders decided', grouped(orderCount)],
    ['refused', grouped(refusedCount)],
    ['end in customer care', grouped(careCount)],
    ['whatever the stock', grouped(alwaysCareCount)],
  ]);
  const faults = refusedOrders.map(({ index, message }) => `order ${index + 1}: ${message}\n`);
  return `\n${counts}${faults.join('')}\n${rows.length === 0 ? '' : table(columns, rows)}`;
}
