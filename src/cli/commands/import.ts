// `shipfrom import`: locations, stock and postal codes from a file into a running server.

import { type Command, Option } from 'commander';
import {
  type ClientOptions,
  type ShipfromClient,
  withClient,
  withClientOptions,
} from '../client.js';
import type { RecordShape } from '../import/columns.js';
import { type Format, FORMATS } from '../import/records.js';
import { runImport } from '../import/run.js';
import { inventorySender, locationSender, postalSender, type Sender } from '../import/sender.js';
import { INVENTORY_SHAPE, locationShape, postalShape } from '../import/shapes.js';
import { print, printJson, warn } from '../output.js';

type ImportOptions = ClientOptions & {
  readonly format?: Format;
  readonly country?: string;
  readonly ignoreUnknown?: boolean;
  readonly json?: boolean;
};

type Kind = {
  readonly name: string;
  readonly what: string;
  readonly shape: (country: string | undefined) => RecordShape;
  readonly sender: (client: ShipfromClient) => Sender;
  readonly help: string;
};

/** Gazetteers hold postal codes only. */
const PLAIN_FORMATS = ['csv', 'jsonl'];

const COMMON_HELP = `
CSV: UTF-8, a header, fields separated by commas (or tabs, where the header has one), quotes as in
RFC 4180. Column names in camelCase or snake_case. An empty cell is an absent one. Flags are true,
false, yes, no, 1 or 0. An unknown column is refused, or left out with --ignore-unknown.
JSON lines: one object a line, in the JSON form of the contract.
FILE may be - for standard input.`;

const KINDS: readonly Kind[] = [
  {
    name: 'locations',
    what: 'locations',
    shape: locationShape,
    sender: locationSender,
    help: `
Columns (code is required): code (or location_code), name, address_line1, city, state,
country_code, postal_code, latitude, longitude, address_type, active, direct_ship,
transfer_enabled, pickup, delivery_enabled, express, wms_enabled, requires_manifest,
external_store_id, consolidation_enabled, attribute.NAME (a|b|c; NAME is the attribute's name as it
is, and there may be many of these columns).
Absent: active and direct_ship are true, the other flags false, texts empty, the place that of the
postal code. A location that exists is replaced as a whole; its hold stays. A code that comes twice
in the file is refused the second time.${COMMON_HELP}`,
  },
  {
    name: 'inventory',
    what: 'stock rows',
    shape: () => INVENTORY_SHAPE,
    sender: inventorySender,
    help: `
Columns: upc, sku, part_number (at least one; the first given names the product, the others become
aliases of it), location_code (required), segment (category=tag|...), on_hand, allocated,
in_transit, safety_stock, ltd, blocked, has_infinite_inventory, attributes (a|b|c),
clear_attributes, as_of (2026-03-01T12:00:00Z or epoch milliseconds), expected_version, future_time
or future_epoch_ms (when future stock is to come, as as_of), excess_threshold, hold_block,
attribute.NAME (a|b|c; an extensible attribute; there may be many of these columns),
clear_extensible_attributes.
Absent: counts and flags keep their value, in a new row 0 and false, and ltd and the threshold are
unknown there; but on_hand without blocked unblocks a row, unless hold_block is set. Without a
segment stock is untagged, without a time it is there. Of rows that come twice the later one
holds. In JSON lines, sku and the like may stand beside locationCode as well as inside
product.${COMMON_HELP}`,
  },
  {
    name: 'postal-codes',
    what: 'postal codes',
    shape: postalShape,
    sender: postalSender,
    help: `
Columns (all required): country_code, postal_code, latitude, longitude. country_code may be absent
with --country. Besides CSV and JSON lines two public gazetteers are read as they come: the postal
file of GeoNames (tabs, no header) and the ZCTA gazetteer of the US Census (GEOID ... INTPTLAT
INTPTLONG). The format is seen from the file, or given by --format. Of a code that comes twice the
later place holds.${COMMON_HELP}`,
  },
];

/** Adds the command to the program. */
export function addImport(program: Command, done: (exitCode: number) => void): void {
  const parent = program
    .command('import')
    .description('load locations, stock or postal codes from a file into a running server');
  for (const kind of KINDS) {
    const command = parent
      .command(`${kind.name} <file>`)
      .description(
        `import ${kind.what}: CSV, JSON lines${kind.name === 'postal-codes' ? ', gazetteers' : ''}`,
      )
      .addOption(
        new Option('--format <format>', 'instead of seeing it from the file').choices(
          kind.name === 'postal-codes' ? FORMATS : PLAIN_FORMATS,
        ),
      )
      .option('--ignore-unknown', 'leave out columns that are not known')
      .option('--json', 'print the outcome as JSON')
      .addHelpText('after', kind.help);
    if (kind.name !== 'inventory') {
      command.option('--country <code>', 'ISO 3166-1 code of CSV rows that name no country');
    }
    withClientOptions(command).action(async (file: string, options: ImportOptions) => {
      done(await importFile(kind, file, options));
    });
  }
}

async function importFile(kind: Kind, file: string, options: ImportOptions): Promise<number> {
  const reading = {
    shape: kind.shape(options.country),
    format: options.format,
    isLenient: options.ignoreUnknown === true,
  };
  const outcome = await withClient(options, (client) =>
    runImport(file, reading, kind.sender(client)),
  );
  if (options.json === true) printJson(outcome.toJson());
  else print(outcome.summary(kind.what));
  if (options.json !== true) warn(outcome.refusalText(file));
  return outcome.exitCode;
}
