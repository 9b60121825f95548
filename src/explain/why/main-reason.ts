// The one sentence that says what became of a location.

import type { LoggedAssignment } from '../events.js';
import type { LocationAtGroup } from './answer.js';
import type { Watcher } from './watcher.js';

/** Outcomes by how far a location came, the farthest first: it says the most. */
const TELLING = [
  'NOT_NEEDED',
  'OFFERED',
  'BEHIND',
  'LIMIT',
  'SHORT',
  'FILTERED',
  'OVERFULFILLED',
  'RETAILER_EXCLUDED',
  'ON_HOLD',
  'GROUP_SKIPPED',
  'NO_STOCK',
  'NOT_REACHED',
  'NOT_A_MEMBER',
];

/** The main reason; `given` is what a chosen location gives, null of one that is not chosen. */
export function mainReason(
  locationCode: string,
  given: readonly LoggedAssignment[] | null,
  { barriers, groups }: Watcher,
): string {
  if (given !== null) {
    const units = given.reduce((sum, { quantity }) => sum + quantity, 0);
    const lines = new Set(given.map(({ orderItemId }) => orderItemId)).size;
    return `${locationCode} gives ${counted(units, 'unit')} of ${counted(lines, 'line')}`;
  }
  const future = barriers.find((one) => one.future);
  const [now] = barriers;
  if (now !== undefined && !now.future) return `${locationCode} ${now.text}`;
  for (const outcome of TELLING) {
    const found = groups.find((one) => one.outcome === `GROUP_OUTCOME_${outcome}`);
    if (found !== undefined) return sentence(locationCode, found);
  }
  const why = future === undefined ? 'is asked by no group' : `${future.text} (future stock)`;
  return `${locationCode} ${why}`;
}

function sentence(locationCode: string, { group, outcome, text }: LocationAtGroup): string {
  const isOfGroup = /SKIPPED|NOT_REACHED/.test(outcome);
  if (isOfGroup) return `${locationCode} is not asked: group '${group}': ${text}`;
  return `${locationCode} ${text} (group '${group}')`;
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}
