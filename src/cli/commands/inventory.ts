// `shipfrom inventory`: what is in stock, and changes of it by hand.

import { type Command, Option } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { countOf } from '../count.js';
import { EXIT, wrongUse } from '../failure.js';
import { print, printJson } from '../output.js';
import { type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import {
  type ChangeOptions,
  productOf,
  type ProductOptions,
  rowOf,
  type RowOptions,
  wholeOf,
  withChange,
  withKey,
  withProduct,
  withRow,
  withSegment,
} from '../stock/row-options.js';
import {
  type InventoryJson,
  inventoryText,
  type LevelJson,
  levelText,
  type TransferJson,
  transferText,
} from '../stock/stock-text.js';

type Common = ClientOptions & { readonly json?: boolean };
type AdjustOptions = Common &
  RowOptions &
  ChangeOptions & {
    readonly onHand?: number;
    readonly inTransit?: number;
    readonly safetyStock?: number;
    readonly expectedVersion?: number;
  };
type BlockOptions = Common & RowOptions & ChangeOptions & { readonly hold?: boolean };
type TransferOptions = Common &
  ProductOptions & {
    readonly segment?: Readonly<Record<string, string>>;
    readonly from: string;
    readonly to: string;
    readonly quantity: number;
    readonly id?: string;
    readonly idempotencyKey?: string;
  };
type ReceiveOptions = Common &
  ProductOptions & {
    readonly segment?: Readonly<Record<string, string>>;
    readonly received?: number;
    readonly lost?: number;
    readonly idempotencyKey?: string;
  };

const RECEIVE_HELP = `
TRANSFER is the id that transfer printed. Without a product everything that is on its way came.`;

/** Adds the commands to the program. */
export function addInventory(program: Command, done: (exitCode: number) => void): void {
  const parent = program.command('inventory').description('what is in stock, and changes of it');
  const define = (name: string, description: string): Command =>
    parent.command(name).description(description).option('--json', 'print the answer as JSON');
  const add = <Options extends object>(
    command: Command,
    act: (options: Options, argument: string) => Promise<void>,
  ): void => {
    withClientOptions(command).action(async (...given: unknown[]) => {
      const options = given.at(-2) as Options;
      await act(options, given.length > 2 ? (given[0] as string) : '');
      done(EXIT.done);
    });
  };
  add(withProduct(define('get', 'one product at every location, with totals')), get);
  const whole = (flags: string, text: string) => new Option(flags, text).argParser(wholeOf);
  add(
    withChange(withRow(define('adjust', 'add to the counts of a row, or take from them')))
      .addOption(whole('--on-hand <units>', 'physical units; below 0: taken, as --on-hand=-3'))
      .addOption(whole('--in-transit <units>', 'units on their way'))
      .addOption(whole('--safety-stock <units>', 'units that routing leaves alone'))
      .addOption(whole('--expected-version <n>', 'refused unless the row has this version')),
    adjust,
  );
  add(
    withChange(withRow(define('block', 'hide a row from routing'))).option(
      '--hold',
      'also over refreshes of the count',
    ),
    (options: BlockOptions) => setBlock('BlockInventory', options),
  );
  add(
    withChange(withRow(define('unblock', 'show a row to routing again'))),
    (options: BlockOptions) => setBlock('UnblockInventory', options),
  );
  const count = (flags: string, text: string) => new Option(flags, text).argParser(countOf);
  add(
    withKey(withSegment(withProduct(define('transfer', 'send units to another location'))))
      .requiredOption('--from <location>', 'the location that sends')
      .requiredOption('--to <location>', 'the location that receives')
      .addOption(count('--quantity <units>', 'how many').makeOptionMandatory())
      .option('--id <transfer>', 'names the transfer; absent: the store does'),
    transfer,
  );
  add(
    withKey(withSegment(withProduct(define('receive <transfer>', 'take units of a transfer in'))))
      .addOption(count('--received <units>', 'units of the product that came'))
      .addOption(count('--lost <units>', 'units of the product that will not come'))
      .addHelpText('after', RECEIVE_HELP),
    receive,
  );
}

async function get(options: Common & ProductOptions): Promise<void> {
  const answer = await ask(options, 'GetInventory', { product: productOf(options) });
  show(options, answer, () => inventoryText(answer as InventoryJson));
}

async function adjust(options: AdjustOptions): Promise<void> {
  const { onHand = 0, inTransit = 0, safetyStock = 0, expectedVersion = 0 } = options;
  const adjustment = {
    row: rowOf(options),
    onHandDelta: onHand,
    inTransitDelta: inTransit,
    safetyStockDelta: safetyStock,
    expectedVersion,
  };
  const request = { adjustments: [adjustment], ...changeOf(options) };
  const answer = await ask(options, 'AdjustInventory', request);
  show(options, answer, () => levelText((answer.levels as LevelJson[])[0]));
}

async function setBlock(method: string, options: BlockOptions): Promise<void> {
  const hold = options.hold === true ? { holdOverRefreshes: true } : {};
  const request = { rows: [rowOf(options)], ...hold, ...changeOf(options) };
  const answer = await ask(options, method, request);
  show(options, answer, () => levelText((answer.levels as LevelJson[])[0]));
}

async function transfer(options: TransferOptions): Promise<void> {
  const { from, to, quantity, id = '', segment = {}, idempotencyKey = '' } = options;
  const answer = await ask(options, 'TransferInventory', {
    transferId: id,
    fromLocationCode: from,
    toLocationCode: to,
    lines: [{ product: productOf(options), segment, quantity }],
    idempotencyKey,
  });
  show(options, answer, () => transferText(answer.transfer as TransferJson));
}

async function receive(options: ReceiveOptions, transferId: string): Promise<void> {
  const { received = 0, lost = 0, idempotencyKey = '' } = options;
  const lines = isProductGiven(options)
    ? [{ product: productOf(options), segment: options.segment ?? {}, received, lost }]
    : [];
  if (lines.length === 0 && (received > 0 || lost > 0)) {
    throw wrongUse('--received and --lost are of a product: --upc, --sku or --part-number');
  }
  const answer = await ask(options, 'ReceiveTransfer', { transferId, lines, idempotencyKey });
  show(options, answer, () => transferText(answer.transfer as TransferJson));
}

function isProductGiven({ upc, sku, partNumber }: ProductOptions): boolean {
  return (upc ?? sku ?? partNumber) !== undefined;
}

function changeOf({ reference = '', idempotencyKey = '' }: ChangeOptions): PlainMessage {
  return { reference, idempotencyKey };
}

/** Calls a method of the service; gives its answer in JSON. */
async function ask(
  options: ClientOptions,
  method: string,
  request: PlainMessage,
): Promise<PlainMessage> {
  const answer = await withClient(options, (client) =>
    client.call(`InventoryService.${method}`, request),
  );
  const type = messageType(`${method}Response`);
  return toJson(type, answer, { hasDefaults: true }) as PlainMessage;
}

function show({ json }: Common, answer: PlainMessage, text: () => string): void {
  if (json === true) printJson(answer);
  else print(text());
}
