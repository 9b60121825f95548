// `shipfrom replay`: a file of orders through the real pool, in this process, and what came of
// them.

import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Engine } from '../../engine/engine.js';
import { countOf, workerCountOf } from '../count.js';
import { wrongUse } from '../failure.js';
import { openEngine } from '../host.js';
import { formatOf } from '../import/records.js';
import { print, printJson, warn } from '../output.js';
import { readBaskets } from '../replay/baskets.js';
import type { OrderBatch } from '../replay/decide.js';
import { readNetwork } from '../replay/network.js';
import { decideWithBar, type Replayed, replayNetwork } from '../replay/network-replay.js';
import {
  basketOrders,
  type Destination,
  type ProductField,
  requestOrders,
} from '../replay/orders.js';
import { regretOf } from '../replay/regret/regret.js';
import { regretJson, regretText } from '../replay/regret/report.js';
import { exitCodeOf, reportJson, reportText } from '../replay/report.js';
import { REPLAY_SCOPE } from '../replay/stock.js';
import { readHead } from '../source.js';

type ReplayOptions = {
  readonly dataDir: string;
  readonly network?: string;
  readonly productKey: ProductField;
  readonly seed: number;
  readonly inFlight: number;
  readonly workers?: number;
  readonly regret?: boolean;
  readonly json?: boolean;
};

const HELP = `
FILE is one of two, seen from its first character:
  JSON lines   one SuggestRoutingRequest a line, in the form that 'shipfrom suggest' takes
  baskets      one order a line, product codes separated by commas; a code is one unit, repeats add
               up; each goes to the city of a location that is drawn by --seed

Without --network the orders are decided on the store of --data-dir, in this process: its stock and
rules are read and not changed, no decision is recorded, and a server that has the folder open makes
the command refuse.
With --network a temporary store is filled from a CSV of locations (location_code, kind, city,
state, country_code, latitude, longitude) and seeded stock: each product at half of the locations
of kind distribution_center with 20 to 200 units, at a tenth of the others with 1 to 4.

Printed: orders decided whole, split, in part and not; units by state change; parcels per order; km
per parcel; decisions a second; p50 and p99 latency with --in-flight orders under way; memory.
Orders do not deplete one another.

--regret decides each order that was served in full over several locations again: with no rules at
all, and with one rule less. Each is in one of three classes. 'by a rule': without rules fewer
parcels do; each filter, group, action, strategy, limit, exclusion or field of the request whose
absence alone helps is named. Else 'where stock lay': some location has a unit for every line, and
too few of some. Else it 'had to be': no location has a unit for every line.`;

/** Adds the command to the program. */
export function addReplay(program: Command, done: (exitCode: number) => void): void {
  program
    .command('replay <file>')
    .description('route a file of orders through the pool of this process')
    .addOption(
      new Option('--data-dir <folder>', 'the store to decide on')
        .env('SHIPFROM_DATA_DIR')
        .default('.shipfrom'),
    )
    .option('--network <csv>', 'instead: a network with seeded stock in a temporary store')
    .addOption(
      new Option('--product-key <name>', 'what the codes of baskets are')
        .choices(['upc', 'sku', 'partNumber'])
        .default('sku'),
    )
    .option('--seed <n>', 'of destinations and stock', countOf, 1)
    .option('--in-flight <n>', 'orders under way at once', countOf, 64)
    .addOption(
      new Option('--workers <n>', 'routing threads; absent: one less than processors')
        .env('SHIPFROM_WORKERS')
        .argParser(workerCountOf),
    )
    .option('--regret', 'say why orders were split, and by which rules')
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: ReplayOptions) => done(await replay(file, options)));
}

async function replay(file: string, options: ReplayOptions): Promise<number> {
  if (file === '-') throw wrongUse('replay needs a file: it is looked at before it is read');
  const isRequests = formatOf(await readHead(file)) === 'jsonl';
  if (isRequests && options.network !== undefined) {
    throw wrongUse('--network takes baskets; requests are decided on the store of --data-dir');
  }
  const wantsRegret = options.regret === true;
  const replayed =
    options.network === undefined
      ? await replayStore(file, isRequests, options)
      : await replayNetwork({
          locations: await readNetwork(options.network),
          baskets: await readBaskets(file),
          seed: options.seed,
          workers: options.workers,
          inFlightMax: options.inFlight,
          wantsRegret,
        });
  printReplay(replayed, options.json === true);
  return exitCodeOf(replayed.run);
}

/** Prints the figures on stdout and what was at fault on stderr. */
export function printReplay({ run, setting, regret }: Replayed, isJson: boolean): void {
  if (isJson) {
    const more = regret === null ? {} : { regret: regretJson(regret) };
    printJson({ ...reportJson(run, setting), ...more });
    return;
  }
  print(reportText(run, setting));
  if (regret !== null) print(regretText(regret));
  for (const fault of run.tally.faults) warn(`${fault}\n`);
}

async function replayStore(
  file: string,
  isRequests: boolean,
  options: ReplayOptions,
): Promise<Replayed> {
  // An engine makes a folder that is missing, and would then route on nothing.
  if (!existsSync(options.dataDir)) throw wrongUse(`there is no store in ${options.dataDir}`);
  // What is replayed was never asked: its records would push out those of real orders.
  const engine = await openEngine({ ...options, isRecordingAllowed: false });
  try {
    const { tenantId } = REPLAY_SCOPE;
    const { locationCount, rowCount } = await engine.store.counts(tenantId);
    const { workerCount } = engine;
    const setting = { workerCount, inFlightMax: options.inFlight, locationCount, rowCount };
    const orders = await ordersOf(engine, file, isRequests, options);
    const run = await decideWithBar(engine, orders(), options.inFlight);
    const regret = options.regret === true ? await regretOf(engine.store, orders()) : null;
    return { run, setting, regret };
  } finally {
    await engine.close();
  }
}

/** The orders of the file from its beginning, as often as they are asked for. */
async function ordersOf(
  engine: Engine,
  file: string,
  isRequests: boolean,
  { dataDir, productKey, seed }: ReplayOptions,
): Promise<() => AsyncIterable<OrderBatch> | Iterable<OrderBatch>> {
  if (isRequests) return () => requestOrders(file);
  const baskets = await readBaskets(file);
  const destinations = await destinationsOf(engine, dataDir);
  return () => basketOrders(baskets, destinations, productKey, seed);
}

async function destinationsOf(engine: Engine, dataDir: string): Promise<Destination[]> {
  const destinations: Destination[] = [];
  let pageToken = '';
  do {
    const page = await engine.store.listLocations(REPLAY_SCOPE.tenantId, 1000, pageToken);
    destinations.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  if (destinations.length === 0) throw wrongUse(`the store in ${dataDir} has no locations`);
  return destinations;
}
