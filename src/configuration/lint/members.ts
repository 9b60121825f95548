// Which locations of a group can serve an order at all: members that are active, ship orders of the
// route's type, are not on hold and get past every filter that does not wait for the order. A limit
// of 0 lets none of them.

import { LOCATION_FLAG } from '../../columns/locations.js';
import {
  ORDER_TYPE,
  type FilterNode,
  type FilterProgram,
  type GroupProgram,
  type RouteProgram,
} from '../../columns/program.js';
import type { Findings } from './findings.js';
import { firstPair, type FilterReaches } from './filters.js';
import {
  both,
  either,
  filterPlace,
  isEmpty,
  requiredFilters,
  without,
  type ActiveGroup,
  type Rules,
} from './rules.js';

/** The flag that a location needs for the orders of a route; STH_CONSOLIDATED ships directly. */
function capabilityOf({ orderType }: RouteProgram): number {
  if (orderType === ORDER_TYPE.delivery) return LOCATION_FLAG.deliveryEnabled;
  if (orderType === ORDER_TYPE.transfer) return LOCATION_FLAG.transferEnabled;
  return LOCATION_FLAG.directShip;
}

/** One step on the way from the listed locations to those that can serve. */
type Step = {
  readonly bits: Uint32Array;
  /** What is true of the locations that are left out here. */
  readonly why: string;
};

/** What is left of a group's listed locations, step by step; a step only takes away. */
function stepsOf(
  rules: Rules,
  reaches: FilterReaches,
  route: RouteProgram,
  group: GroupProgram,
): Step[] {
  const listed = both(group.listed, rules.present);
  const active = both(listed, rules.withFlag(LOCATION_FLAG.active));
  const capable = both(active, rules.withFlag(capabilityOf(route)));
  const free = without(capable, rules.withFlag(LOCATION_FLAG.onHold));
  const { retailerExcluded } = group;
  const offered = retailerExcluded === null ? free : without(free, retailerExcluded);
  const isClosed = rules.group(group).document.fulfillmentLimit?.limit === 0;
  const open = isClosed ? new Uint32Array(offered.length) : offered;
  const filtered =
    group.tree === null
      ? group.filters.reduce((bits, filter) => both(bits, kept(rules, reaches, filter)), open)
      : both(open, keptByTree(rules, reaches, group.tree));
  return [
    { bits: listed, why: 'it has no location that is known' },
    { bits: active, why: 'its locations are inactive' },
    { bits: capable, why: 'its locations do not ship orders of the type of its route' },
    { bits: free, why: 'its locations are on hold' },
    { bits: offered, why: 'the exclusions of the retailer leave none of its locations' },
    { bits: open, why: 'its fulfilment limit is 0' },
    { bits: filtered, why: 'its filters leave none of its locations' },
  ];
}

/** The locations that a filter may keep for some order. */
function kept(rules: Rules, reaches: FilterReaches, filter: FilterProgram): Uint32Array {
  if (filter.bits !== null) return filter.bits;
  const { neverPasses } = reaches.reachOf(filter, rules.present);
  return neverPasses ? new Uint32Array(rules.present.length) : rules.present;
}

/** The same of a tree: it has no NOT, so what may hold may hold for the whole. */
function keptByTree(rules: Rules, reaches: FilterReaches, node: FilterNode): Uint32Array {
  const { filters, nodes, isOr } = node;
  const members = [
    ...filters.map((filter) => kept(rules, reaches, filter)),
    ...nodes.map((child) => keptByTree(rules, reaches, child)),
  ];
  const [first, ...rest] = members;
  if (first === undefined) return rules.present;
  return rest.reduce((bits, other) => (isOr ? either(bits, other) : both(bits, other)), first);
}

/** The locations of a group that can serve some order. */
export function possibleMembers(
  rules: Rules,
  reaches: FilterReaches,
  route: RouteProgram,
  group: GroupProgram,
): Uint32Array {
  const steps = stepsOf(rules, reaches, route, group);
  return steps[steps.length - 1].bits;
}

/** Adds the groups of which no location can serve an order. */
export function lintMembers(rules: Rules, reaches: FilterReaches, findings: Findings): void {
  for (const route of rules.liveRoutes) {
    for (const program of route.groups) {
      const steps = stepsOf(rules, reaches, route, program);
      const place = steps.findIndex(({ bits }) => isEmpty(bits));
      if (place < 0) continue;
      const group = rules.group(program);
      const isFiltered = place === steps.length - 1;
      const why = isFiltered ? culprit(rules, reaches, group, steps[place - 1].bits) : null;
      const text = `no order is ever served here: ${why?.text ?? steps[place].why}`;
      // A group may be there for what it does; and holds end.
      const isMeant = place === 0 && program.afterNone !== null;
      const isHeld = steps[place].why.endsWith('on hold');
      const severity = isMeant || isHeld ? 'INFO' : 'WARNING';
      const example = place === 0 ? '' : rules.firstOf(steps[place - 1].bits);
      const path = why?.path ?? group.path;
      findings.add('GROUP_WITHOUT_MEMBERS', severity, { ...group, path }, text, example);
    }
  }
}

/** The filter, or the two filters, that leave nothing of the locations; null: all together do. */
function culprit(
  rules: Rules,
  reaches: FilterReaches,
  group: ActiveGroup,
  offered: Uint32Array,
): { readonly path: string; readonly text: string } | null {
  const filters = requiredFilters(group.program).map((filter) => {
    return { name: filter.name, bits: both(offered, kept(rules, reaches, filter)) };
  });
  const alone = filters.find(({ bits }) => isEmpty(bits));
  if (alone !== undefined) {
    const text = `'${alone.name}' leaves none of its locations`;
    return { path: filterPlace(group, alone.name), text };
  }
  const pair = firstPair(filters, (one, other) => isEmpty(both(one.bits, other.bits)));
  if (pair === null) return null;
  const [one, other] = pair;
  const text = `'${one.name}' and '${other.name}' together leave none of its locations`;
  return { path: filterPlace(group, other.name), text };
}
