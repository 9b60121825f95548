// How a product, a row and a change are named on the command line.

import { InvalidArgumentError, Option, type Command } from 'commander';
import { wrongUse } from '../failure.js';
import type { PlainMessage } from '../proto-json.js';

/** The options that name a product. */
export type ProductOptions = {
  readonly upc?: string;
  readonly sku?: string;
  readonly partNumber?: string;
};

/** The options that name a row. */
export type RowOptions = ProductOptions & {
  readonly location: string;
  readonly segment?: Readonly<Record<string, string>>;
  readonly futureEpochMs?: number;
};

/** The options of a change. */
export type ChangeOptions = { readonly reference?: string; readonly idempotencyKey?: string };

/** Adds the options that name a product. */
export function withProduct(command: Command): Command {
  return command
    .option('--upc <code>', 'the product, by its upc')
    .option('--sku <code>', 'by its sku')
    .option('--part-number <code>', 'by its part number');
}

/** Adds the option that names a segment. */
export function withSegment(command: Command): Command {
  const option = new Option('--segment <category=tag>', 'the segment; may be given again');
  return command.addOption(option.argParser(segmentOf));
}

/** Adds the options that name a row. */
export function withRow(command: Command): Command {
  const future = new Option('--future-epoch-ms <ms>', 'of future stock: when it is to come');
  return withSegment(
    withProduct(command).requiredOption('--location <code>', 'the location'),
  ).addOption(future.argParser(wholeOf));
}

/** Adds the options of a change. */
export function withChange(command: Command): Command {
  return withKey(command).option('--reference <text>', 'what it is for; the ledger keeps it');
}

/** Adds the option that makes a call have one effect. */
export function withKey(command: Command): Command {
  return command.option('--idempotency-key <key>', 'the same again changes nothing');
}

/** The product key; throws unless exactly one code is given. */
export function productOf({ upc, sku, partNumber }: ProductOptions): PlainMessage {
  const given = Object.entries({ upc, sku, partNumber }).filter(([, code]) => code !== undefined);
  if (given.length !== 1) throw wrongUse('give one of --upc, --sku and --part-number');
  return Object.fromEntries(given);
}

/** The name of a row, as a StockRowName. */
export function rowOf(options: RowOptions): PlainMessage {
  const { location, segment, futureEpochMs } = options;
  return {
    product: productOf(options),
    locationCode: location,
    ...(segment === undefined ? {} : { segment }),
    ...(futureEpochMs === undefined ? {} : { futureEpochMs }),
  };
}

/** Reads a whole number, which may be below 0. */
export function wholeOf(text: string): number {
  const whole = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(whole)) return whole;
  throw new InvalidArgumentError('It must be a whole number.');
}

function segmentOf(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be CATEGORY=TAG.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
