// `shipfrom explain`: why a location was chosen for an order or not, and what would choose it.

import type { Command } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { parseMessage, withLines } from '../document.js';
import { CliFailure, EXIT, wrongUse } from '../failure.js';
import { print, printJson } from '../output.js';
import { toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { readDocument } from '../source.js';
import { type WhyJson, whyText } from '../why-text.js';

type ExplainOptions = ClientOptions & { readonly json?: boolean };

const METHOD = 'RoutingService.ExplainLocation';
/** Thousands of decisions may be made. */
const TIMEOUT_MS = 120_000;

const HELP = `
DECISION is the suggestion_id of an answer, decided again on the stock, locations and rules of then;
or an order as JSON or YAML, - is standard input, decided on those of now, and not recorded.
LOCATION is the code of a location. What is said of it is computed: each group that was asked, each
filter with the values that it compared, what is short, which keys put another location in front,
and how many parcels the best plan with it takes. Below stand the smallest single changes that would
choose it: units of a line, a number of a filter, a rank, a hold; each was decided, and so was every
smaller one, unless it says that not all were tried.`;

/** Adds the command to the program. */
export function addExplain(program: Command, done: (exitCode: number) => void): void {
  withClientOptions(
    program
      .command('explain <decision> <location>')
      .description('say why a location was chosen or not, and what would choose it')
      .option('--json', 'print the answer as JSON')
      .addHelpText('after', HELP),
  ).action(async (decision: string, location: string, options: ExplainOptions) => {
    done(await explain(decision, location, options));
  });
}

async function explain(
  decision: string,
  locationCode: string,
  options: ExplainOptions,
): Promise<number> {
  const timed = { ...options, timeoutMs: TIMEOUT_MS };
  const isId = /^\d+$/.test(decision);
  const answer = await withClient(timed, async (client) => {
    if (isId) return client.call(METHOD, { suggestionId: idOf(decision), locationCode });
    const type = messageType('SuggestRoutingRequest');
    const { message, lineOf } = parseMessage(decision, await readDocument(decision), type);
    try {
      return await client.call(METHOD, { request: message, locationCode });
    } catch (error) {
      if (!(error instanceof CliFailure)) throw error;
      const { exitCode, code, message: why, reason, violations } = error;
      const own = violations.map((one) => {
        return { ...one, field: one.field.replace(/^request\./, '') };
      });
      throw new CliFailure(exitCode, code, why, reason, withLines(own, lineOf));
    }
  });
  const type = messageType('ExplainLocationResponse');
  const told = toJson(type, answer, { hasDefaults: true }) as WhyJson;
  if (options.json === true) printJson(told);
  else print(whyText(told));
  return EXIT.done;
}

function idOf(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) {
    throw wrongUse(`DECISION '${text}' is neither a file nor a whole number above 0`);
  }
  return id;
}
