// `shipfrom record verify`: decides the recorded decisions again and reports any that differ.

import { type Command, Option } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { countOf } from '../count.js';
import { EXIT } from '../failure.js';
import type { LogJson } from '../log/log-json.js';
import { print, printJson } from '../output.js';
import { Progress } from '../progress.js';
import { type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { grouped, listing } from '../table.js';

type VerifyOptions = ClientOptions & { readonly limit?: number; readonly json?: boolean };

/** What came of the records. */
type Tally = {
  checked: number;
  reproduced: number;
  /** By reason: those whose inputs are no longer known. */
  readonly expired: Record<string, number>;
  /** Ids of those that came out differently, or could not be decided. */
  readonly differing: number[];
};

const PAGE_SIZE = 100;
/** Ids of differing records that are printed; JSON has all. */
const IDS_MAX = 20;
const EXPIRED = /_EXPIRED$/;

const HELP = `
Every record of the site, newest first, is decided again on the stock, locations and rules of then,
and compared with what was answered, to the byte. Records whose inputs are no longer kept are
counted by reason. Exit code 1: some differ, which is a defect of Shipfrom; please report them.`;

/** Adds the command to the program. */
export function addRecord(program: Command, done: (exitCode: number) => void): void {
  const record = program.command('record').description('records of decisions');
  withClientOptions(
    record
      .command('verify')
      .description('decide the recorded decisions again and report any that differ')
      .addOption(new Option('--limit <n>', 'records at most; absent: all').argParser(countOf))
      .option('--json', 'print the counts as JSON')
      .addHelpText('after', HELP),
  ).action(async (options: VerifyOptions) => done(await verify(options)));
}

async function verify(options: VerifyOptions): Promise<number> {
  const tally: Tally = { checked: 0, reproduced: 0, expired: {}, differing: [] };
  const progress = new Progress('verify');
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  await withClient(options, async (client) => {
    let pageToken = '';
    do {
      const pageSize = Math.min(PAGE_SIZE, limit - tally.checked);
      const request = { view: 2, pageSize, pageToken };
      const answer = await client.call('RoutingService.GetSuggestionLog', request);
      const type = messageType('GetSuggestionLogResponse');
      const page = toJson(type, answer, { hasDefaults: true }) as PlainMessage;
      for (const log of page.logs as LogJson[]) count(tally, log);
      pageToken = page.nextPageToken as string;
      progress.show(tally.checked, options.limit ?? 0, `${grouped(tally.checked)} records`);
    } while (pageToken !== '' && tally.checked < limit);
  }).finally(() => progress.clear());
  if (options.json === true) printJson(tally);
  else print(tallyText(tally));
  return tally.differing.length === 0 ? EXIT.done : EXIT.refused;
}

function count(tally: Tally, log: LogJson): void {
  tally.checked++;
  const { reproduced, notReproducedReason: reason, suggestionId } = log;
  if (reproduced) tally.reproduced++;
  else if (EXPIRED.test(reason)) tally.expired[reason] = (tally.expired[reason] ?? 0) + 1;
  else tally.differing.push(suggestionId);
}

function tallyText({ checked, reproduced, expired, differing }: Tally): string {
  const reasons = Object.entries(expired).map(
    ([reason, times]) => [reason.toLowerCase().replaceAll('_', ' '), grouped(times)] as const,
  );
  const counts = listing([
    ['checked', grouped(checked)],
    ['the same to the byte', grouped(reproduced)],
    ...reasons,
    ['differing', grouped(differing.length)],
  ]);
  if (differing.length === 0) return counts;
  const rest = differing.length - IDS_MAX;
  const more = rest > 0 ? ` and ${grouped(rest)} more; --json has all` : '';
  return `${counts}suggestions ${differing.slice(0, IDS_MAX).join(', ')}${more}\n`;
}
