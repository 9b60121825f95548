// Which operand lies next to one that is said to choose a location, on the side of the one that is?
// Must not know: how it was found.

import { parseInstant } from '../../support/model/text.js';
import type { ModelWorld } from '../../support/model/messages.js';
import type { Rng } from '../../support/generate/random.js';

/** An operand of a filter before and after. */
export type Operand = { readonly filter: string; readonly from: string; readonly to: string };

const WHOLE = ['inventory.available', 'inventory.ltd', 'location.rank'];
const QUANTITIES = ['order.items.quantity', 'order.items.totalQuantity'];

/** The next one; null: it is no other than the one before. */
export function nearerOperand(world: ModelWorld, { filter, from, to }: Operand): string | null {
  const named = world.configuration.filters?.find(({ name }) => name === filter);
  const attribute = named?.attribute ?? '';
  const [before, after] = [from.split(','), to.split(',')];
  if (before.length === 1) return nearer(attribute, from, to);
  const place = before.findIndex((piece, i) => piece.trim() !== after[i].trim());
  const next = nearer(attribute, before[place], after[place]);
  if (next === null) return null;
  return after.map((piece, i) => (i === place ? next : piece)).join(',');
}

function nearer(attribute: string, from: string, to: string): string | null {
  if (attribute === 'customer.customerSinceDate') {
    const [one, other] = [parseInstant(from), parseInstant(to)] as [number, number];
    const next = other + Math.sign(one - other);
    return next === one ? null : new Date(next).toISOString();
  }
  const [one, other] = [Number(from), Number(to)];
  const step =
    WHOLE.includes(attribute) || QUANTITIES.includes(attribute)
      ? 1
      : attribute === 'order.total'
        ? 0.01
        : 1e-6;
  if (Math.abs(one - other) <= step) return null;
  return (other + Math.sign(one - other) * step).toFixed(6);
}

/** A random number in place of that of a random filter; null: there is none. */
export function randomOperand(rng: Rng, world: ModelWorld): Operand | null {
  const ordering = /(_THAN|_TO|EQUAL)$/;
  const filters = (world.configuration.filters ?? []).filter(
    ({ operator, customValue, attribute }) =>
      ordering.test(operator) &&
      /^-?\d+(\.\d+)?$/.test(customValue?.stringValue ?? '') &&
      /distance|available|ltd|rank|total|fraud|quantity|weight|length|width|height/i.test(
        attribute,
      ),
  );
  if (filters.length === 0) return null;
  const { name, customValue } = rng.pick(filters);
  const from = customValue?.stringValue ?? '';
  const near = Number(from) + rng.integer(-3, 3);
  const to = rng.chance(0.5) ? near : rng.integer(0, 3000);
  return { filter: name, from, to: String(to) };
}

const NUMBERS: readonly (readonly [string, number, string?])[] = [
  ['location.distance', 1500, 'MEASURE_UNIT_MI'],
  ['location.distance', 2000, 'MEASURE_UNIT_KM'],
  ['inventory.available', 6],
  ['inventory.ltd', 10],
  ['location.rank', 8],
  ['item.weight', 2000],
  ['order.items.totalQuantity', 8],
];
const ORDERING = ['LESS_THAN', 'LESS_OR_EQUAL', 'GREATER_THAN', 'GREATER_OR_EQUAL'];

/** The world with a filter on a number more in some of the groups that have a list of them. */
export function withNumbers<W extends ModelWorld>(rng: Rng, world: W): W {
  const filters = [...(world.configuration.filters ?? [])];
  const locationGroups = (world.configuration.locationGroups ?? []).map((group) => {
    if ((group.filterLogicalGroups ?? []).length > 0 || !rng.chance(0.6)) return group;
    const [attribute, most, unit] = rng.pick(NUMBERS);
    const name = `number ${filters.length}`;
    const isRange = rng.chance(0.2);
    const value = rng.integer(0, most);
    const stringValue = isRange ? `${value}, ${value + rng.integer(0, most)}` : String(value);
    const operator = `FILTER_OPERATOR_${isRange ? 'BETWEEN' : rng.pick(ORDERING)}`;
    const customValue = { stringValue, ...(unit === undefined ? {} : { unit }) };
    filters.push({ name, attribute, operator, customValue });
    return { ...group, filters: [...(group.filters ?? []), name] };
  });
  return { ...world, configuration: { ...world.configuration, filters, locationGroups } };
}
