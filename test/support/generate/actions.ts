// Which random after-actions do groups have? Must not know: how they are followed.

import type { AfterAction, LocationGroup } from '../model/messages.js';
import type { Rng } from './random.js';

const SPLITS = [
  'LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED',
  'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
  'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
] as const;

const OTHERS = [
  'CANCEL_ORDER',
  'ASSIGN_TO_CUSTOMER_CARE',
  'ASSIGN_TO_BACKORDER',
  'ASSIGN_TO_GROUP',
  'ASSIGN_TO_GROUP',
  'SEND_ORDER_TO_BIDDING',
] as const;

const RESTARTS = ['UNSPECIFIED', 'START_AT_BEGINNING', 'CURRENT_GROUP', 'GROUP_RANK'] as const;

/** What the groups of one route choose from. */
interface Choice {
  groups: LocationGroup[];
  /** Names of groups of other routes, or of none. */
  strangers: readonly string[];
  /** Whether all are splits, unless most are to name a group, often one of no use. */
  isPlain: boolean;
  isRestless: boolean;
}

/** Gives the groups of one route their after-actions, or none. */
export function addActions(
  rng: Rng,
  groups: LocationGroup[],
  strangers: readonly string[],
  isPlain: boolean,
): void {
  const choice: Choice = { groups, strangers, isPlain, isRestless: rng.chance(0.35) };
  if (choice.isRestless && groups.length > 2) rng.pick(groups).active = false;
  for (const group of groups) {
    if (rng.chance(isPlain ? 0.95 : 0.75)) group.afterActionPartial = randomAction(rng, choice);
    if (rng.chance(choice.isRestless ? 0.85 : 0.6))
      group.afterActionNone = randomAction(rng, choice);
  }
}

function randomAction(rng: Rng, choice: Choice): AfterAction {
  const isSplit = rng.chance(choice.isPlain && !choice.isRestless ? 1 : 0.55);
  const action = rng.pick(isSplit ? SPLITS : OTHERS);
  const after: AfterAction = { action: `FAILOVER_ACTION_${action}` };
  const isNaming = choice.isRestless && rng.chance(0.7);
  const restart = isNaming ? 'GROUP_RANK' : rng.pick(RESTARTS);
  if (restart !== 'UNSPECIFIED') after.restartAttempt = `RESTART_ATTEMPT_${restart}`;
  const target = restart === 'GROUP_RANK' ? randomTarget(rng, choice) : undefined;
  if (target !== undefined) after.restartGroup = target;
  return after;
}

/** Inactive ones, strangers and none at all more often than they are there. */
function randomTarget(rng: Rng, { groups, strangers }: Choice): string | undefined {
  const draw = rng.next();
  if (draw < 0.2) return undefined;
  if (draw < 0.4) return rng.pick(strangers);
  const inactive = groups.filter((group) => group.active === false);
  return rng.pick(inactive.length > 0 && draw < 0.7 ? inactive : groups).name;
}
