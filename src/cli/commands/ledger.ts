// `shipfrom ledger export`: every change of stock rows that is kept, for other programs.

import { type Command, Option } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { EXIT } from '../failure.js';
import { print } from '../output.js';
import { type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { LEDGER_HEADER, ledgerLine, type EntryJson } from '../stock/ledger-csv.js';
import { productOf, type ProductOptions, withProduct } from '../stock/row-options.js';

type ExportOptions = ClientOptions &
  ProductOptions & { readonly location?: string; readonly format: 'csv' | 'jsonl' };

const PAGE_SIZE = 1000;

const HELP = `
Oldest first, to standard output. CSV has a header, counts before and after, and flags as true and
false; after a row that went the counts after are empty. JSON lines have the entries of the
contract. Changes older than settings.ledger_days are folded: an OPENING_BALANCE for each row that
they left comes first, with the counts after the last of them and none before.`;

/** Adds the command to the program. */
export function addLedger(program: Command, done: (exitCode: number) => void): void {
  const ledger = program.command('ledger').description('what changed stock');
  const command = withProduct(
    ledger.command('export').description('print every change of stock rows, oldest first'),
  )
    .option('--location <code>', 'only at this location')
    .addOption(
      new Option('--format <format>', 'what is printed').choices(['csv', 'jsonl']).default('csv'),
    )
    .addHelpText('after', HELP);
  withClientOptions(command).action(async (options: ExportOptions) => {
    await exportLedger(options);
    done(EXIT.done);
  });
}

async function exportLedger(options: ExportOptions): Promise<void> {
  const { upc, sku, partNumber, location = '', format } = options;
  const isOne = (upc ?? sku ?? partNumber) !== undefined;
  const filter = { locationCode: location, ...(isOne ? { product: productOf(options) } : {}) };
  const type = messageType('ListLedgerResponse');
  if (format === 'csv') print(LEDGER_HEADER);
  await withClient(options, async (client) => {
    let pageToken = '';
    do {
      const request = { ...filter, pageSize: PAGE_SIZE, pageToken };
      const answer = await client.call('InventoryService.ListLedger', request);
      const page = toJson(type, answer, { hasDefaults: true }) as PlainMessage;
      const entries = page.entries as EntryJson[];
      const lines = entries.map((entry) => {
        return format === 'csv' ? ledgerLine(entry) : `${JSON.stringify(entry)}\n`;
      });
      print(lines.join(''));
      pageToken = page.nextPageToken as string;
    } while (pageToken !== '');
  });
}
