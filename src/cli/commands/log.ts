// `shipfrom log`: why a recorded decision came out as it did, event by event.

import { type Command, Option } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { countOf } from '../count.js';
import { EXIT, refusedInput, wrongUse } from '../failure.js';
import type { LogJson } from '../log/log-json.js';
import { logText } from '../log/log-text.js';
import { print, printJson } from '../output.js';
import { type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';

type LogOptions = ClientOptions & {
  readonly order?: string;
  readonly externalId?: string;
  readonly limit: number;
  readonly all?: boolean;
  readonly json?: boolean;
};

/** Logs of a page at most; see GetSuggestionLogRequest. */
const PAGE_SIZE_MAX = 100;

const HELP = `
SUGGESTION is the suggestion_id of an answer; or --order or --external-id name an order, whose
newest decisions are shown, --limit of them. Each is decided again from its record and from the
stock, locations and rules of then; where these are no longer known, the log says so.`;

/** Adds the command to the program. */
export function addLog(program: Command, done: (exitCode: number) => void): void {
  withClientOptions(
    program
      .command('log [suggestion]')
      .description('say why a recorded decision came out as it did')
      .option('--order <id>', 'the decisions on an order')
      .option('--external-id <id>', 'the decisions on an external_response_id')
      .addOption(new Option('--limit <n>', 'decisions at most').argParser(countOf).default(1))
      .option('--all', 'print every line of detail')
      .option('--json', 'print the logs as JSON')
      .addHelpText('after', HELP),
  ).action(async (suggestion: string | undefined, options: LogOptions) => {
    done(await log(suggestion, options));
  });
}

async function log(suggestion: string | undefined, options: LogOptions): Promise<number> {
  const key = keyOf(suggestion, options);
  const logs = await withClient(options, async (client) => {
    const found: LogJson[] = [];
    let pageToken = '';
    do {
      const pageSize = Math.min(PAGE_SIZE_MAX, options.limit - found.length);
      const request = { ...key, pageSize, pageToken };
      const answer = await client.call('RoutingService.GetSuggestionLog', request);
      const type = messageType('GetSuggestionLogResponse');
      const page = toJson(type, answer, { hasDefaults: true }) as PlainMessage;
      found.push(...(page.logs as LogJson[]));
      pageToken = page.nextPageToken as string;
    } while (pageToken !== '' && found.length < options.limit);
    return found;
  });
  if (logs.length === 0) throw refusedInput('no record of such a decision is kept', []);
  if (options.json === true) printJson({ logs });
  else print(logs.map((one) => logText(one, options.all === true)).join('\n'));
  return EXIT.done;
}

/** Which decisions are asked for; exactly one of the three must be given. */
function keyOf(suggestion: string | undefined, { order, externalId }: LogOptions): PlainMessage {
  const given = [suggestion, order, externalId].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw wrongUse('give a SUGGESTION, or --order ID, or --external-id ID, and only one of them');
  }
  if (order !== undefined) return { orderId: order };
  if (externalId !== undefined) return { externalResponseId: externalId };
  const suggestionId = /^[1-9]\d{0,15}$/.test(suggestion ?? '') ? Number(suggestion) : Number.NaN;
  if (!Number.isSafeInteger(suggestionId)) {
    throw wrongUse(`SUGGESTION '${suggestion}' is not a whole number above 0`);
  }
  return { suggestionId };
}
