// Whether it is enough to lift the hold of a location, to activate it, or to unblock one of its
// rows.

import { ROW_FLAG } from '../../../columns/stock.js';
import type { Flip } from '../answer.js';
import type { Ground } from '../decider.js';
import { type FlipContext, givenOn, tryOn } from './flip-context.js';

/** What is there to be lifted, each with what comes of it. */
export function holdFlips(context: FlipContext): Flip[] {
  const { scene, location, world } = context;
  const flips: Flip[] = [];
  context.budget.begin();
  if (scene.hasFlag(location, 'onHold')) {
    const ground = () => world.withLocation(location, 'released');
    const what = 'lifting the hold of the location';
    flips.push(lifted(context, what, { kind: 'HOLD_KIND_LOCATION' }, ground));
  }
  if (!scene.hasFlag(location, 'active')) {
    const ground = () => world.withLocation(location, 'active');
    flips.push(lifted(context, 'activating it', { kind: 'HOLD_KIND_INACTIVE' }, ground));
  }
  return [...flips, ...blockedFlips(context)];
}

function lifted(
  context: FlipContext,
  what: string,
  hold: NonNullable<Flip['hold']>,
  makeGround: () => Ground,
): Flip {
  const outcome = tryOn(context, context.world.compileCost, makeGround);
  return flipOf(what, hold, outcome, outcome === true ? givenOn(context, makeGround()) : []);
}

function flipOf(
  what: string,
  hold: NonNullable<Flip['hold']>,
  outcome: boolean | null,
  assignments: Flip['assignments'],
): Flip {
  const verb = outcome === null ? 'was not tried' : outcome ? 'chooses it' : 'does not choose it';
  const found = outcome === true;
  const kind = 'FLIP_KIND_HOLD';
  return { kind, text: `${what} ${verb}`, found, exhaustive: outcome !== null, hold, assignments };
}

/** The blocked rows of the location that lines ask for, each once, by the first line. */
function blockedFlips(context: FlipContext): Flip[] {
  const { scene, world, watcher } = context;
  return watcher.blocked.map(({ line, product, values }) => {
    const { tags: segment = {} } = world.replay.segments.get(values.segment) ?? {};
    const orderItemId = scene.itemId(line);
    const hold = { kind: 'HOLD_KIND_BLOCKED_ROW', orderItemId, segment };
    const free = { ...values, flags: values.flags & ~(ROW_FLAG.blocked | ROW_FLAG.holdBlock) };
    const found = world.withRow(product, free, (stock) => {
      const ground = { ...world.ground, stock };
      const outcome = tryOn(context, 0, () => ground);
      return { outcome, given: outcome === true ? givenOn(context, ground) : [] };
    });
    const what = `unblocking its row for line ${orderItemId}`;
    return flipOf(what, hold, found.outcome, found.given);
  });
}
