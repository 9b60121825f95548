// What an order counts against the fulfilment limits of groups: the difference of what it had and
// what it has. An order counts once at a location; items and their share of the order's value count
// when they are assigned, and go back out of that moment.

import type { LimitAsk, LimitReturn } from '../limits/counts.js';
import type { AllocationRecord, CountedOrder, UnitsRecord } from './record.js';

/** What a change of an order counts and gives back, and the orders that are counted after it. */
export type LimitChanges = {
  readonly counts: readonly LimitAsk[];
  readonly returns: readonly LimitReturn[];
  readonly countedOrders: readonly CountedOrder[];
};

/** Units of an order that count at a location under a group since a moment. */
type Share = {
  readonly groupId: number;
  readonly location: number;
  readonly countedAtEpochMs: number;
  units: number;
};

/**
 * The changes between two states of an order; `before` is undefined where there was none, and
 * `nowEpochMs` is the moment of the change.
 */
export function limitChanges(
  before: AllocationRecord | undefined,
  after: AllocationRecord,
  nowEpochMs: number,
): LimitChanges {
  const had = sharesOf(before);
  const has = sharesOf(after);
  const known = before?.countedOrders ?? [];
  if (had.size === 0 && has.size === 0) return { counts: [], returns: [], countedOrders: known };
  const countedOrders: CountedOrder[] = [];
  const newOrders = new Set<string>();
  for (const { groupId, location } of has.values()) {
    if (countedOrders.some((one) => isAt(one, groupId, location))) continue;
    const counted = known.find((one) => isAt(one, groupId, location));
    if (counted === undefined) newOrders.add(`${groupId}/${location}`);
    countedOrders.push(counted ?? { groupId, location, countedAtEpochMs: nowEpochMs });
  }
  const nothing = { orders: 1, items: 0, valueMinor: 0 } as const;
  const returns: LimitReturn[] = known
    .filter((one) => !countedOrders.includes(one))
    .map((one) => ({ ...one, ...nothing }));
  const counts: LimitAsk[] = [];
  const valueOf = valuer(after);
  for (const [name, share] of new Map([...had, ...has])) {
    const old = had.get(name)?.units ?? 0;
    const now = has.get(name)?.units ?? 0;
    const { groupId, location, countedAtEpochMs } = share;
    const items = Math.abs(now - old);
    const valueMinor = Math.abs(valueOf(now) - valueOf(old));
    const isNew = newOrders.delete(`${groupId}/${location}`);
    const change = { groupId, location, orders: isNew ? 1 : 0, items, valueMinor } as const;
    if (now > old) counts.push(change);
    else if (now < old) returns.push({ ...change, orders: 0, countedAtEpochMs });
  }
  return { counts, returns, countedOrders };
}

function isAt(one: CountedOrder, groupId: number, location: number): boolean {
  return one.groupId === groupId && one.location === location;
}

/** By group, location and moment. */
function sharesOf(record: AllocationRecord | undefined): Map<string, Share> {
  const shares = new Map<string, Share>();
  for (const { units } of record?.lines ?? []) {
    for (const one of units) addShare(shares, one);
  }
  return shares;
}

function addShare(shares: Map<string, Share>, units: UnitsRecord): void {
  const { limitGroupId: groupId, locationIndex: location, countedAtEpochMs, quantity } = units;
  if (groupId === undefined || quantity === 0) return;
  const name = `${groupId}/${location}/${countedAtEpochMs}`;
  const known = shares.get(name);
  if (known !== undefined) known.units += quantity;
  else shares.set(name, { groupId, location, countedAtEpochMs, units: quantity });
}

/** The share of units in the value of the order; whole, so that parts add up to their sum. */
function valuer({ totalMinor, lines }: AllocationRecord): (units: number) => number {
  let all = 0;
  for (const { quantity } of lines) all += quantity;
  return (units) => Math.floor((totalMinor * units) / all);
}
