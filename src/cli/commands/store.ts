// `shipfrom store migrate`: copies a store that nobody serves from a folder into Redis, or back.

import { type Command, Option } from 'commander';
import { Refusal } from '../../base/outcome.js';
import {
  type MigratedTenant,
  type Migration,
  type MigrationEnd,
  migrateStore,
} from '../../stores/migrate/migrate.js';
import { CliFailure, EXIT, messageOf, wrongUse } from '../failure.js';
import { print, printJson } from '../output.js';
import { Progress } from '../progress.js';
import { checkedRedis, REDIS_URL_VARIABLE, withRedisNames } from '../store-options.js';
import { grouped, table } from '../table.js';

type MigrateOptions = {
  readonly from: string;
  readonly to: string;
  readonly redisCa?: string;
  readonly redisPrefix: string;
  readonly restart?: boolean;
  readonly json?: boolean;
};

const HELP = `
One end is a data folder, the other redis://HOST:PORT or rediss://HOST:PORT; the word
${REDIS_URL_VARIABLE} stands for what that variable says, so that no password is seen by others.
Nothing may be at the other end, and no server may be at either. The source stays as it is. A
folder gets its name, and Redis loses the mark that keeps servers away, when everything is there
and has been counted. What a migration that was broken off left in Redis, --restart removes: every
key under --redis-prefix.`;

/** The tables that people ask about, and what they are called here. */
const SHOWN: readonly (readonly [name: string, heading: string])[] = [
  ['locations', 'locations'],
  ['rows', 'stock rows'],
  ['versions', 'versions'],
  ['ledger', 'changes'],
  ['holds', 'holds'],
  ['allocations', 'orders'],
  ['events', 'events'],
];

/** Adds the command to the program. */
export function addStore(program: Command, done: (exitCode: number) => void): void {
  const store = program.command('store').description('move a store');
  const command = store
    .command('migrate')
    .description('copy a store from a folder into Redis, or back')
    .requiredOption('--from <place>', 'what is copied: a data folder, or the URL of a Redis')
    .requiredOption('--to <place>', 'where to: the other of the two')
    .addOption(new Option('--restart', 'remove what a migration that was broken off left in Redis'))
    .option('--json', 'print what was copied as JSON')
    .addHelpText('after', HELP);
  withRedisNames(command).action(async (options: MigrateOptions) => done(await migrate(options)));
}

async function migrate(options: MigrateOptions): Promise<number> {
  const { restart: isRestart = false, json: isJson = false } = options;
  const [from, to] = [endOf(options.from, '--from', options), endOf(options.to, '--to', options)];
  if ('redis' in from === 'redis' in to) {
    throw wrongUse('of --from and --to one must be a folder and the other one Redis');
  }
  const progress = new Progress('copying');
  const onProgress = (tenantId: string, copied: number, total: number): void => {
    progress.show(copied, total, `tenant ${tenantId}`);
  };
  let migration: Migration;
  try {
    migration = await migrateStore(from, to, { isRestart, onProgress });
  } catch (error) {
    progress.clear();
    throw failureOf(error);
  }
  progress.clear();
  if (isJson) printJson(migration);
  else print(migrationText(migration));
  return EXIT.done;
}

function endOf(
  place: string,
  flag: string,
  { redisCa: caPath, redisPrefix: prefix }: MigrateOptions,
): MigrationEnd {
  const isNamed = place === REDIS_URL_VARIABLE;
  const url = isNamed ? (process.env[REDIS_URL_VARIABLE] ?? '') : place;
  if (isNamed && url === '') throw wrongUse(`${flag}: ${REDIS_URL_VARIABLE} is not set`);
  if (!isNamed && !/^[a-z]+:\/\//i.test(url)) return { dataDirectory: place };
  return { redis: checkedRedis({ url, caPath, prefix }, flag) };
}

function failureOf(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const { reason } = error.detail;
  const hint = reason === 'TARGET_INCOMPLETE' ? ' (--restart removes what it left)' : '';
  const message = `nothing was migrated: ${messageOf(error)}${hint}`;
  return new CliFailure(EXIT.cannot, 'STORE', message, reason);
}

function migrationText({ tenants }: Migration): string {
  const columns = [
    { heading: 'tenant' },
    ...SHOWN.map(([, heading]) => ({ heading, isRight: true })),
    { heading: 'others', isRight: true },
  ];
  const rows = tenants.map((tenant) => [
    tenant.tenantId,
    ...countsOf(tenant).map((count) => grouped(count)),
  ]);
  const total = tenants.flatMap(countsOf).reduce((sum, count) => sum + count, 0);
  const whose = tenants.length === 1 ? '1 tenant' : `${grouped(tenants.length)} tenants`;
  return `${table(columns, rows)}${grouped(total)} entries of ${whose}, counted at both ends\n`;
}

function countsOf({ entries }: MigratedTenant): number[] {
  const shown = SHOWN.map(([name]) => entries[name]);
  const all = Object.values(entries).reduce((sum, count) => sum + count, 0);
  return [...shown, all - shown.reduce((sum, count) => sum + count, 0)];
}
