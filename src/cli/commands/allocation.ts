// `shipfrom allocation` and `shipfrom backorders`: what orders have and wait for, and changes of it
// by hand.

import { type Command, Option } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { countOf } from '../count.js';
import { EXIT, wrongUse } from '../failure.js';
import {
  type AllocationJson,
  allocationTable,
  allocationText,
  type BackorderJson,
  backorderTable,
} from '../orders/allocation-text.js';
import { type UnitsJson, withUnits } from '../orders/units-option.js';
import { print, printJson } from '../output.js';
import { fromJson, type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { productOf, type ProductOptions, withKey, withProduct } from '../stock/row-options.js';
import { versionOption } from './allocate.js';

type Common = ClientOptions & { readonly json?: boolean };
type ChangeOptions = Common & {
  readonly line?: readonly UnitsJson[];
  readonly expectedVersion?: number;
  readonly idempotencyKey?: string;
};
type RejectOptions = ChangeOptions & { readonly leaveUnblocked?: boolean };
type ListOptions = Common & {
  readonly status?: string;
  readonly location?: string;
  readonly limit: number;
};
type BackordersOptions = Common & ProductOptions & { readonly limit: number };

/** Items of a page at most. */
const PAGE_SIZE_MAX = 1000;

const STATUS_HELP = `
Statuses: fully_allocated, partially_allocated, backordered, unallocated, shipped and released.`;

const LINE_HELP = `
LINE is the order_item_id; --line may be given again: --line 1 --line 2=3 --line 3@NYC=1.`;

const REJECT_HELP = `
In one step the units are given back, the location's rows of the products are blocked until a count
comes, and the units are routed again without the location.`;

/** Adds both commands to the program. */
export function addAllocation(program: Command, done: (exitCode: number) => void): void {
  const parent = program.command('allocation').description('what orders have, and changes of it');
  const define = (name: string, description: string): Command =>
    parent.command(name).description(description).option('--json', 'print the answer as JSON');
  const change = (name: string, description: string, all: string, hasLocation = true): Command =>
    withKey(
      withUnits(define(name, description), all, hasLocation).addOption(versionOption()),
    ).addHelpText('after', LINE_HELP);
  const act = (command: Command, run: (...given: never[]) => Promise<void>): void => {
    withClientOptions(command).action(async (...given: unknown[]) => {
      await run(...(given as never[]));
      done(EXIT.done);
    });
  };
  act(define('show <order>', 'say what an order has'), async (orderId: string, options: Common) => {
    show(options, await ask(options, 'GetAllocation', { orderId }));
  });
  act(
    withLimit(define('list', 'list orders by their id'))
      .option('--status <status>', 'only with this status')
      .option('--location <code>', 'only with units at this location that have not left')
      .addHelpText('after', STATUS_HELP),
    list,
  );
  act(
    change('release <order>', 'give units back', 'all that have not left'),
    (orderId: string, options: ChangeOptions) => changeUnits('Release', orderId, options),
  );
  act(
    change('ship <order>', 'say that units have left', 'all that are allocated'),
    (orderId: string, options: ChangeOptions) => changeUnits('Ship', orderId, options),
  );
  act(
    change('reject <order> <location>', 'say that a location refuses units', 'all there', false)
      .option('--leave-unblocked', "leave the location's rows of the products as they are")
      .addHelpText('after', REJECT_HELP),
    (orderId: string, locationCode: string, options: RejectOptions) => {
      const { leaveUnblocked = false } = options;
      return changeUnits('Reject', orderId, options, { locationCode, leaveUnblocked });
    },
  );
  const waiting = program
    .command('backorders')
    .description('list the lines that wait for stock, in the order in which they are served')
    .option('--json', 'print them as JSON');
  act(withLimit(withProduct(waiting)), backorders);
}

function withLimit(command: Command): Command {
  return command.addOption(
    new Option('--limit <n>', 'at most this many').argParser(countOf).default(100),
  );
}

async function changeUnits(
  change: 'Release' | 'Ship' | 'Reject',
  orderId: string,
  options: ChangeOptions,
  rest: PlainMessage = {},
): Promise<void> {
  const { line: lines = [], expectedVersion, idempotencyKey = '' } = options;
  const version = expectedVersion === undefined ? {} : { expectedOrderVersion: expectedVersion };
  const request = { orderId, lines, ...version, idempotencyKey, ...rest };
  show(options, await ask(options, `${change}Allocation`, request));
}

async function list(options: ListOptions): Promise<void> {
  const { status, location = '', limit } = options;
  const json = { locationCode: location, ...(status ? { status: status.toUpperCase() } : {}) };
  const { message, problems } = fromJson(messageType('ListAllocationsRequest'), json);
  if (problems.length > 0) throw wrongUse(`--status: ${problems[0].description.toLowerCase()}`);
  const allocations = await pages(options, 'ListAllocations', 'allocations', message, limit);
  if (options.json === true) printJson({ allocations });
  else print(allocationTable(allocations as AllocationJson[]));
}

async function backorders(options: BackordersOptions): Promise<void> {
  const { upc, sku, partNumber, limit } = options;
  const isOne = (upc ?? sku ?? partNumber) !== undefined;
  const request = isOne ? { product: productOf(options) } : {};
  const found = await pages(options, 'ListBackorders', 'backorders', request, limit);
  if (options.json === true) printJson({ backorders: found });
  else print(backorderTable(found as BackorderJson[]));
}

/** What a listing method has, page by page, up to `limit`. */
async function pages(
  options: ClientOptions,
  method: string,
  field: string,
  request: PlainMessage,
  limit: number,
): Promise<unknown[]> {
  const found: unknown[] = [];
  let pageToken = '';
  do {
    const pageSize = Math.min(PAGE_SIZE_MAX, limit - found.length);
    const page = await ask(options, method, { ...request, pageSize, pageToken });
    found.push(...(page[field] as unknown[]));
    pageToken = page.nextPageToken as string;
  } while (pageToken !== '' && found.length < limit);
  return found;
}

/** Calls a method of the service; gives its answer in JSON. */
async function ask(
  options: ClientOptions,
  method: string,
  request: PlainMessage,
): Promise<PlainMessage> {
  const answer = await withClient(options, (client) => {
    return client.call(`AllocationService.${method}`, request);
  });
  return toJson(messageType(`${method}Response`), answer, { hasDefaults: true }) as PlainMessage;
}

function show({ json }: Common, answer: PlainMessage): void {
  if (json === true) printJson(answer);
  else print(allocationText(answer.allocation as AllocationJson));
}
