// How many units more of a line a location must have to be chosen: one after the other is tried,
// since one unit more may well do what two do not.

import { ROW_FLAG, type StockColumns } from '../../../columns/stock.js';
import { emptyRow } from '../../../columns/stock-writer.js';
import { ownUnitsOf } from '../../../core/stock/own-hold.js';
import type { Flip } from '../answer.js';
import { firstThat } from '../budget.js';
import { type FlipContext, givenOn, tryOn } from './flip-context.js';
import { segmentOfLine } from './line-segment.js';
import { unitsBound } from './units-bound.js';

/** One entry for each line; lines that ask for the same stock have the same. */
export function unitFlips(context: FlipContext): Flip[] {
  const { scene } = context;
  const known = new Map<number, Omit<Flip, 'units'> & { units: NonNullable<Flip['units']> }>();
  return Array.from({ length: scene.order.lineCount }, (_, line): Flip => {
    const orderItemId = scene.itemId(line);
    const slot = scene.scratch.lineSlot[line];
    if (slot < 0) {
      const text = `line ${orderItemId}: its product has no stock row anywhere`;
      return nothing(orderItemId, text, true, 0);
    }
    const before = known.get(slot) ?? unitFlip(context, line, slot);
    known.set(slot, before);
    const units = { ...before.units, orderItemId };
    return { ...before, text: `line ${orderItemId}: ${before.text}`, units };
  });
}

type UnitFlip = Flip & { units: NonNullable<Flip['units']> };

function nothing(
  orderItemId: NonNullable<Flip['units']>['orderItemId'],
  text: string,
  exhaustive: boolean,
  onHandFrom: number,
): UnitFlip {
  const units = { orderItemId, added: 0, onHandFrom, onHandTo: onHandFrom };
  return { kind: 'FLIP_KIND_UNITS', text, found: false, exhaustive, units, assignments: [] };
}

/** Of the first line of a slot; its text does not name the line yet. */
function unitFlip(context: FlipContext, line: number, slot: number): UnitFlip {
  const { scene, world, location, watcher, budget } = context;
  const product = scene.scratch.slotProduct[slot];
  const { segment, names } = segmentOfLine(scene, world.replay, line);
  const row = world.row(product, location, segment) ?? emptyRow(location, segment);
  const none = (text: string, isExhaustive = true) =>
    nothing(scene.itemId(line), text, isExhaustive, row.onHand);
  if (watcher.isShutOut) return none('more units do not choose it');
  if ((row.flags & ROW_FLAG.blocked) !== 0) return none('more units of its blocked row are none');
  if ((row.flags & ROW_FLAG.infinite) !== 0) return none('it has any number of units already');
  const { scratch } = scene;
  const own = ownUnitsOf(scratch, scratch.slotHead[slot], location, segment);
  const held = Math.max(0, row.held - own);
  const missing = Math.max(0, row.allocated + held + row.safetyStock - row.onHand);
  const most = missing + unitsBound(scene, watcher.route, product);
  budget.begin();
  const withUnits = <T>(added: number, body: (stock: StockColumns) => T): T =>
    world.withRow(product, { ...row, onHand: row.onHand + added }, (stock) =>
      body({ ...stock, ...names }),
    );
  const { change, isExhaustive } = firstThat(countUp(missing + 1, most), (added) =>
    withUnits(added, (stock) => tryOn(context, 0, () => ({ ...world.ground, stock }))),
  );
  if (change === null) {
    const text = isExhaustive ? 'no number of units more chooses it' : 'not all were tried';
    return none(text, isExhaustive);
  }
  const assignments = withUnits(change, (stock) => givenOn(context, { ...world.ground, stock }));
  const onHandTo = row.onHand + change;
  const units = {
    orderItemId: scene.itemId(line),
    added: change,
    onHandFrom: row.onHand,
    onHandTo,
  };
  const text = `${change} more on hand, ${onHandTo} instead of ${row.onHand}`;
  return { kind: 'FLIP_KIND_UNITS', text, found: true, exhaustive: true, units, assignments };
}

/** The largest count of a row. */
const ON_HAND_MAX = 0x7fffffff;

function* countUp(first: number, last: number): Generator<number> {
  for (let count = first; count <= Math.min(last, ON_HAND_MAX); count++) yield count;
}
