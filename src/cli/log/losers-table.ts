// Who lost and to what, as a table for people.

import { grouped, type Column, table } from '../table.js';
import type { LogJson } from './log-json.js';
import { losersOf } from './losers.js';

/** Rows that are shown where not all are asked for. */
const ROWS_MAX = 20;

const COLUMNS: readonly Column[] = [
  { heading: 'location' },
  { heading: 'group' },
  { heading: 'lost to' },
];

/** The table below a decision; empty where nobody lost, a line where the log could not be made. */
export function losersText(log: LogJson | undefined, isWhole: boolean): string {
  if (log === undefined) return '';
  if (!log.reproduced) return `\nNo reasons: ${log.notReproducedDetail || 'the log is missing'}\n`;
  const losers = losersOf(log);
  const omitted = omittedText(log);
  if (losers.length === 0) return omitted;
  const shown = isWhole ? losers : losers.slice(0, ROWS_MAX);
  const rows = shown.map(({ locationCode, group, lostTo }) => [locationCode, group, lostTo]);
  const rest = losers.length - shown.length;
  const more = rest === 0 ? '' : `and ${grouped(rest)} more; --all shows all\n`;
  return `\nWho else had stock, and lost to what:\n\n${table(COLUMNS, rows)}${more}${omitted}`;
}

/** A log lists 2,000 entries of a kind at most, and counts the others. */
function omittedText(log: LogJson): string {
  let count = 0;
  for (const { groupEntered, inventoryRead } of log.events) {
    count += (groupEntered?.omittedLocationCount ?? 0) + (inventoryRead?.omittedRowCount ?? 0);
  }
  return count === 0 ? '' : `${grouped(count)} locations and rows more are not in the log\n`;
}
