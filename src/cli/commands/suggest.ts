// `shipfrom suggest` and `shipfrom candidates`: one order to a running server, the answer as a
// table, and who lost and to what.

import type { Command } from 'commander';
import {
  type ClientOptions,
  type ShipfromClient,
  withClient,
  withClientOptions,
} from '../client.js';
import {
  type CandidateJson,
  candidateTable,
  type DecisionJson,
  decisionTable,
  type LineJson,
} from '../decision.js';
import { parseMessage, withLines } from '../document.js';
import { CliFailure, EXIT } from '../failure.js';
import type { LogJson } from '../log/log-json.js';
import { losersText } from '../log/losers-table.js';
import { print, printJson, warn } from '../output.js';
import { type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { readDocument } from '../source.js';

type SuggestOptions = ClientOptions & { readonly json?: boolean; readonly all?: boolean };

/** Locations whose names are looked up for a table; a decision rarely has more. */
const NAMES_MAX = 50;

const ORDER_HELP = `
ORDER is a JSON file (YAML too), - is standard input: the JSON form of the request, with keys in
camelCase or snake_case and enumerations by short or full name. An unknown key is refused.
  {"orderType": "DIRECTSHIP", "totalMinor": 4500,
   "shippingAddress": {"countryCode": "US", "postalCode": "60601"},
   "items": [{"sku": "MUG-BLUE", "quantity": 2}]}
candidates takes the same file, and maxCandidates and sort besides; keys that only an order has, as
orderId and totalMinor, are left out and named on stderr. No filter of candidates sees them.
Below the answer stands who else had stock, and to what each lost: the first 20, with --all each.
With --json the answer comes in the JSON form of the contract, with short names and numbers.`;

/** Adds both commands to the program. */
export function addSuggest(program: Command, done: (exitCode: number) => void): void {
  const define = (name: string, description: string): Command =>
    withClientOptions(
      program
        .command(`${name} <order>`)
        .description(description)
        .option('--json', 'print the answer and its log as JSON')
        .option('--all', 'print every location that lost')
        .addHelpText('after', ORDER_HELP),
    );
  define('suggest', 'route an order: which locations should ship it').action(
    async (file: string, options: SuggestOptions) => done(await suggest(file, options)),
  );
  define('candidates', 'list the locations that could serve an order or a cart').action(
    async (file: string, options: SuggestOptions) => done(await candidates(file, options)),
  );
}

async function suggest(file: string, options: SuggestOptions): Promise<number> {
  await withClient(options, async (client) => {
    const { request, answer } = await ask(client, file, 'SuggestRouting', options);
    if (options.json === true) printJson(answer);
    else print(await routingText(client, request, answer, options.all === true));
  });
  return EXIT.done;
}

/** The table of a decision, with the names of its locations, and who lost and to what. */
export async function routingText(
  client: ShipfromClient,
  request: PlainMessage,
  answer: PlainMessage,
  isWhole: boolean,
): Promise<string> {
  const decision = (answer.decision ?? {}) as DecisionJson;
  const names = await namesOf(client, decision);
  const chosen = decisionTable((request.items ?? []) as LineJson[], decision, names);
  return chosen + losersText(answer.suggestionLog as LogJson | undefined, isWhole);
}

async function candidates(file: string, options: SuggestOptions): Promise<number> {
  await withClient(options, async (client) => {
    const { request, answer } = await ask(client, file, 'SuggestCandidates', options);
    if (options.json === true) {
      printJson(answer);
      return;
    }
    const items = (request.items ?? []) as LineJson[];
    const found = answer.candidates as CandidateJson[];
    const warnings = answer.warnings as DecisionJson['warnings'];
    const log = answer.suggestionLog as LogJson | undefined;
    print(candidateTable(items, found, answer.totalCandidates as number, warnings));
    print(losersText(log, options.all === true));
  });
  return EXIT.done;
}

async function ask(
  client: ShipfromClient,
  file: string,
  method: string,
  options: SuggestOptions,
): Promise<{ request: PlainMessage; answer: PlainMessage }> {
  const text = await readDocument(file);
  const type = messageType(`${method}Request`);
  const order = messageType('SuggestRoutingRequest');
  const { message, leftOut, lineOf } = parseMessage(file, text, type, order);
  if (leftOut.length > 0) warn(leftOutText(file, leftOut, options.json === true));
  message.returnSuggestionLog = true;
  try {
    const answer = await client.call(`RoutingService.${method}`, message);
    const answered = messageType(`${method}Response`);
    return {
      request: message,
      answer: toJson(answered, answer, { hasDefaults: true }) as PlainMessage,
    };
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    const { exitCode, code, message: why, reason, violations } = error;
    throw new CliFailure(exitCode, code, why, reason, withLines(violations, lineOf));
  }
}

function leftOutText(file: string, leftOut: readonly string[], isJson: boolean): string {
  const message = `${file}: left out for candidates: ${leftOut.join(', ')}`;
  return isJson ? `${JSON.stringify({ warning: { message, leftOut } })}\n` : `${message}\n`;
}

async function namesOf(
  client: ShipfromClient,
  decision: DecisionJson,
): Promise<Map<string, string>> {
  const { assignments = [], futureAssignments = [] } = decision;
  const codes = new Set([...assignments, ...futureAssignments].map((one) => one.locationCode));
  const names = new Map<string, string>();
  await Promise.all(
    [...codes].slice(0, NAMES_MAX).map(async (code) => {
      try {
        const { location } = await client.call<{ location?: { name?: string } }>(
          'LocationService.GetLocation',
          { code },
        );
        names.set(code, location?.name ?? '');
      } catch {
        // A location that went away since: its code is in the table all the same.
      }
    }),
  );
  return names;
}
