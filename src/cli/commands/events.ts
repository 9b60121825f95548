// `shipfrom events`: what happened to stock and orders, and with --follow what happens.

import { type Command, Option } from 'commander';
import {
  type ClientOptions,
  type ShipfromClient,
  withClient,
  withClientOptions,
} from '../client.js';
import { EXIT, wrongUse } from '../failure.js';
import { isReaderGone, print } from '../output.js';
import { fromJson, type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { type EventJson, eventLine } from '../stock/event-text.js';
import { wholeOf } from '../stock/row-options.js';

type EventsOptions = ClientOptions & {
  readonly after: number;
  readonly kinds: readonly string[];
  readonly follow?: boolean;
  readonly json?: boolean;
};

/** A WatchEventsResponse in JSON. */
type AnswerJson = { readonly events: readonly EventJson[]; readonly nextAfterSequence: number };

const METHOD = 'AllocationService.WatchEvents';

const HELP = `
In order, each with its sequence: --after takes the last one that was seen and goes on behind it.
A line names the first five units of an event, --json all of them.
Kinds: allocated, backordered, released, shipped, rejected, stock_low, stock_out, stock_short and
hold_expired. Events older than settings.event_days, or beyond settings.event_count_max, are gone;
where some behind --after are, that is said, with exit code 1.`;

/** Adds the command to the program. */
export function addEvents(program: Command, done: (exitCode: number) => void): void {
  const after = new Option(
    '--after <sequence>',
    'those after this one; 0: from the oldest that is kept, -1: none so far',
  );
  const command = program
    .command('events')
    .description('say what happened to stock and orders')
    .addOption(after.argParser(wholeOf).default(0))
    .addOption(new Option('--kinds <kinds...>', 'only these').default([], 'all'))
    .option('--follow', 'go on as things happen, until it is stopped')
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', HELP);
  withClientOptions(command).action(async (options: EventsOptions) => {
    const request = requestOf(options);
    await withClient(options, (client) => showEvents(client, request, options));
    done(EXIT.done);
  });
}

function requestOf({ after, kinds }: EventsOptions): PlainMessage {
  const json = { afterSequence: after, kinds: kinds.map((kind) => kind.toUpperCase()) };
  const { message, problems } = fromJson(messageType('WatchEventsRequest'), json);
  if (problems.length > 0) throw wrongUse(`--kinds: ${problems[0].description.toLowerCase()}`);
  return message;
}

/** Prints what there is at the start; where it follows, it goes on as long as somebody reads. */
async function showEvents(
  client: ShipfromClient,
  request: PlainMessage,
  { follow = false, json = false }: EventsOptions,
): Promise<void> {
  const end = follow ? Number.POSITIVE_INFINITY : await lastSequence(client);
  const text = (one: EventJson) => (json ? `${JSON.stringify(one)}\n` : eventLine(one));
  for await (const { events, nextAfterSequence } of answers(client, request)) {
    const wanted = events.filter(({ sequence }) => sequence <= end);
    print(wanted.map(text).join(''));
    if (nextAfterSequence >= end || isReaderGone()) return;
  }
}

async function lastSequence(client: ShipfromClient): Promise<number> {
  for await (const { nextAfterSequence } of answers(client, { afterSequence: -1 })) {
    return nextAfterSequence;
  }
  return 0;
}

async function* answers(
  client: ShipfromClient,
  request: PlainMessage,
): AsyncGenerator<AnswerJson, void> {
  const type = messageType('WatchEventsResponse');
  for await (const answer of client.watch(METHOD, request)) {
    yield toJson(type, answer, { hasDefaults: true }) as AnswerJson;
  }
}
