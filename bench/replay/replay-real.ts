// How the engine decides 25,900 real orders on a real network of 3,251 locations. SHIPFROM_DATA
// names the folder with us-retail-network.csv and retail-baskets.txt; without it both are made by
// seed, in the same shape. Options: --smoke (a few hundred orders on a small network), --json,
// --regret, --seed N, --in-flight N, --workers N.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printReplay } from '../../src/cli/commands/replay.js';
import { CliFailure, EXIT, failureText } from '../../src/cli/failure.js';
import { type Basket, generateBaskets, readBaskets } from '../../src/cli/replay/baskets.js';
import {
  generateNetwork,
  readNetwork,
  type ReplayLocation,
  thinned,
} from '../../src/cli/replay/network.js';
import { replayNetwork } from '../../src/cli/replay/network-replay.js';
import { exitCodeOf } from '../../src/cli/replay/report.js';

const SMOKE_ORDERS = 300;
/** Smoke takes every n-th location of each kind. */
const SMOKE_LOCATION_STEP = 16;

type Input = { locations: ReplayLocation[]; baskets: Basket[]; origin: string };

async function inputOf(folder: string | undefined, seed: number): Promise<Input> {
  if (folder === undefined || folder === '') {
    return {
      locations: generateNetwork(seed),
      baskets: generateBaskets(seed),
      origin:
        'SHIPFROM_DATA is not set: a GENERATED network and GENERATED orders of the same shape',
    };
  }
  return {
    locations: await readNetwork(join(folder, 'us-retail-network.csv')),
    baskets: await readBaskets(join(folder, 'retail-baskets.txt')),
    origin: 'the real network and the real orders',
  };
}

/** The first orders and the longest one, on a thin network. */
function smoke({ locations, baskets, origin }: Input): Input {
  const longest = baskets.reduce((best, basket) => (basket.size > best.size ? basket : best));
  const first = baskets.slice(0, SMOKE_ORDERS - 1);
  return {
    locations: thinned(locations, SMOKE_LOCATION_STEP),
    baskets: [...first, longest],
    origin: `${origin}; smoke: ${SMOKE_ORDERS} orders, every ${SMOKE_LOCATION_STEP}th location`,
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      regret: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      'in-flight': { type: 'string', default: '64' },
      workers: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  const all = await inputOf(process.env.SHIPFROM_DATA, seed);
  const input = values.smoke ? smoke(all) : all;
  const longest = input.baskets.reduce((most, basket) => Math.max(most, basket.size), 0);
  process.stderr.write(
    `${input.origin}\n${input.baskets.length} orders, the longest of ${longest} lines, ` +
      `${input.locations.length} locations, seed ${seed}\n`,
  );
  const replayed = await replayNetwork({
    locations: input.locations,
    baskets: input.baskets,
    seed,
    workers: values.workers === undefined ? undefined : Number(values.workers),
    inFlightMax: Number(values['in-flight']),
    wantsRegret: values.regret,
  });
  const { run } = replayed;
  printReplay(replayed, values.json);
  const isComplete = run.tally.answeredCount === input.baskets.length;
  if (!isComplete) process.stderr.write('NOT EVERY ORDER WAS ANSWERED\n');
  return isComplete ? exitCodeOf(run) : EXIT.refused;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CliFailure)) throw error;
  process.stderr.write(failureText(error, false));
  process.exitCode = error.exitCode;
}
