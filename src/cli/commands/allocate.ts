// `shipfrom allocate`: an order gets its stock.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { parseMessage, withLines } from '../document.js';
import { CliFailure, EXIT } from '../failure.js';
import { type AllocationJson, allocationText } from '../orders/allocation-text.js';
import { print, printJson } from '../output.js';
import { fromJson, type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { readDocument } from '../source.js';
import { withKey } from '../stock/row-options.js';
import { clean } from '../table.js';

type AllocateOptions = ClientOptions & {
  readonly hold?: string;
  readonly strict?: boolean;
  readonly split: boolean;
  readonly maxSplits?: number;
  readonly backorder: boolean;
  readonly priority: string;
  readonly expectedVersion?: number;
  readonly idempotencyKey?: string;
  readonly json?: boolean;
};

const PRIORITIES = ['low', 'normal', 'high', 'critical'];

const HELP = `
ORDER is a JSON file (YAML too), - is standard input: an order as 'shipfrom suggest' takes it, with
an orderId, which names the allocation. It is routed and committed in one step; units that nothing
has wait for stock (see 'shipfrom backorders') where the rules say so. Where the answer was lost,
the same command with the same --idempotency-key answers it again and allocates nothing twice.`;

/** Adds the command to the program. */
export function addAllocate(program: Command, done: (exitCode: number) => void): void {
  const command = program
    .command('allocate <order>')
    .description('allocate stock to an order')
    .option('--hold <id>', "a hold of the order's own: it ends, and its units are the order's")
    .option('--strict', 'refuse the order unless stock that is there serves every unit')
    .option('--no-split', 'at most one location serves the order')
    .addOption(
      new Option('--max-splits <n>', 'locations beyond the first at most').argParser(splitsOf),
    )
    .option('--no-backorder', 'refuse the order where units would wait')
    .addOption(
      new Option('--priority <priority>', 'among the orders that wait')
        .choices(PRIORITIES)
        .default('normal'),
    )
    .addOption(versionOption())
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', HELP);
  withClientOptions(withKey(command)).action(async (file: string, options: AllocateOptions) => {
    await allocate(file, options);
    done(EXIT.done);
  });
}

/** The option that names the version of an order's allocation. */
export function versionOption(): Option {
  const option = new Option('--expected-version <n>', 'refused unless the order has this version');
  return option.argParser(splitsOf);
}

async function allocate(file: string, options: AllocateOptions): Promise<void> {
  const text = await readDocument(file);
  const type = messageType('SuggestRoutingRequest');
  const { message: order, lineOf } = parseMessage(file, text, type);
  if (options.hold !== undefined) order.holdId = options.hold;
  const request = { ...termsOf(options), order };
  try {
    const answer = await withClient(options, (client) => {
      return client.call('AllocationService.AllocateOrder', request);
    });
    const answered = messageType('AllocateOrderResponse');
    const json = toJson(answered, answer, { hasDefaults: true }) as PlainMessage;
    if (options.json === true) printJson(json);
    else {
      print(allocationText(json.allocation as AllocationJson));
      const { holdId } = order;
      if (typeof holdId === 'string' && holdId !== '' && json.holdConsumed !== true) {
        const hold = clean(holdId);
        print(`\nthe hold ${hold} had ended, or nobody knows it: the order got what was free`);
      }
    }
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    const { exitCode, code, message, reason, violations } = error;
    // What is not of the order was given by an option, and stands nowhere in the file.
    const located = violations.flatMap((one) => {
      const field = withoutOrder(one.field);
      return field === one.field ? [one] : withLines([{ ...one, field }], lineOf);
    });
    throw new CliFailure(exitCode, code, withoutOrder(message), reason, located);
  }
}

/** A path, or a text that begins with one, as it is in the file of the order. */
function withoutOrder(path: string): string {
  return path.replace(/^order\./, '');
}

/** The request without its order. */
function termsOf(options: AllocateOptions): PlainMessage {
  const { split, maxSplits, backorder, strict = false, expectedVersion } = options;
  const policy = {
    ...(split ? {} : { allowSplit: false }),
    ...(maxSplits === undefined ? {} : { maxSplits }),
    ...(backorder ? {} : { allowBackorder: false }),
    strict,
  };
  const json = {
    policy,
    priority: options.priority.toUpperCase(),
    ...(expectedVersion === undefined ? {} : { expectedOrderVersion: expectedVersion }),
    idempotencyKey: options.idempotencyKey ?? '',
  };
  return fromJson(messageType('AllocateOrderRequest'), json).message;
}

/** Reads a whole number from 0 up. */
function splitsOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 up.');
}
