// What a location group becomes against a table of locations: its members and their ranks, its
// predicates by what they read, its sorts and after-actions.

import { clearBit, hasBit, setBit, sharedBits } from '../base/bits.js';
import { bytesOf } from '../base/text.js';
import { lookUp } from '../columns/dictionary.js';
import { LOCATION_FLAG, LOCATION_KIND, type LocationTable } from '../columns/locations.js';
import {
  SORT,
  type AfterActionProgram,
  type FilterProgram,
  type GroupProgram,
  type Predicate,
  type SortProgram,
} from '../columns/program.js';
import { sharedInts } from '../columns/stock.js';
import type { CompiledFilter, SettledFilter } from './compile-filter.js';
import type { LimitCompiler } from './compile-limit.js';
import type { ScoreCompiler } from './compile-score.js';
import { NO_RETAILER, type RetailerProgram } from './compile-retailer.js';
import { compileTree } from './compile-tree.js';
import type {
  AfterActionDocument,
  LocationGroupDocument,
  LocationSortDocument,
} from './document.js';
import {
  ACTIONS,
  afterActionOf,
  ASSIGN_TO_GROUP,
  DIRECTION,
  DIRECTIONS,
  numberOf,
  RESTART,
  RESTARTS,
  SORTS,
} from './enumerations.js';
import type { LocationValues } from './location-values.js';

/** The locations that groups are compiled against. */
export type KnownLocations = {
  readonly table: LocationTable;
  /** The indexes of the locations that are there, by code in UTF-8 byte order. */
  readonly byCode: readonly number[];
  /** The same as bits. */
  readonly present: Uint32Array;
  /** What the retailer leaves out, for groups that use the list. */
  readonly retailer: RetailerProgram;
  readonly limits: LimitCompiler;
};

/** Where the after-actions of a group may send an order; places are those of the active groups. */
export type ActionRanges = {
  readonly current: number;
  readonly count: number;
  /** The place that the group of a name stands for. */
  placeOf(name: string | undefined): number;
};

type Membership = { readonly listed: Uint32Array; readonly ranks: Int32Array };

/** Compiles a valid group; `filters` are the compiled filters that it names. */
export function compileGroup(
  group: LocationGroupDocument,
  filters: readonly CompiledFilter[],
  known: KnownLocations,
  ranges: ActionRanges,
  scores: ScoreCompiler,
  values: LocationValues,
): GroupProgram {
  const membership = listedOf(group, known);
  const { ranks } = membership;
  const settled = filters.map((one) => (one.kind === 'ranked' ? one.settle(ranks) : one));
  const programs = settled.map(filterProgram);
  const nodes = group.filterLogicalGroups ?? [];
  const isTree = nodes.length > 0;
  const retailer = group.useRetailerExclusionList === true ? known.retailer : NO_RETAILER;
  // A tree judges its filters itself.
  const required = isTree ? [] : settled;
  return {
    id: group.id ?? 0,
    name: group.name ?? '',
    rank: group.rank ?? 0,
    ...membership,
    members: membersOf(membership, isTree ? [] : programs, known.table, retailer.retailerExcluded),
    filters: programs,
    orderPredicates: predicatesOf(required, 'order'),
    linePredicates: predicatesOf(required, 'line'),
    locationPredicates: predicatesOf(required, 'location'),
    pairPredicates: predicatesOf(required, 'pair'),
    tree: isTree ? compileTree(nodes, new Map(programs.map((one) => [one.name, one]))) : null,
    ...retailer,
    sorts: (group.sorts ?? []).map((sort) => compileSort(sort, scores, values)),
    afterPartial: compileAction(group.afterActionPartial, ranges),
    afterNone: compileAction(group.afterActionNone, ranges),
    limit: known.limits.compile(group),
  };
}

/**
 * Listed locations get their numbers; in a default group all others get the numbers after the
 * highest listed one.
 */
function listedOf(group: LocationGroupDocument, known: KnownLocations): Membership {
  const listed = sharedBits(known.table.count);
  const ranks = sharedInts(known.table.count);
  let highestRank = 0;
  (group.locations ?? []).forEach(({ locationCode = '', rank = 0 }, place) => {
    const number = rank === 0 ? place + 1 : rank;
    highestRank = Math.max(highestRank, number);
    const index = findLocation(known, locationCode);
    if (index < 0) return;
    setBit(listed, index);
    ranks[index] = number;
  });
  if (group.isDefaultGroup === true) addUnlisted(group, known, { listed, ranks }, highestRank);
  return { listed, ranks };
}

function addUnlisted(
  group: LocationGroupDocument,
  known: KnownLocations,
  { listed, ranks }: Membership,
  highestRank: number,
): void {
  const excluded = new Uint32Array(listed.length);
  for (const code of group.excludedLocationCodes ?? []) {
    const index = findLocation(known, code);
    if (index >= 0) setBit(excluded, index);
  }
  let rank = highestRank;
  for (const index of known.byCode) {
    if (hasBit(excluded, index)) {
      clearBit(listed, index);
      ranks[index] = 0;
    } else if (!hasBit(listed, index)) {
      setBit(listed, index);
      ranks[index] = ++rank;
    }
  }
}

/** The index of a location that is there, or -1. */
export function findLocation(
  known: Pick<KnownLocations, 'table' | 'present'>,
  code: string,
): number {
  const bytes = bytesOf(code);
  const index = lookUp(known.table.codes, LOCATION_KIND, bytes, 0, bytes.length);
  return index >= 0 && hasBit(known.present, index) ? index : -1;
}

/** The filter by itself; ranks are those of the group, so its bits are the group's own. */
function filterProgram(filter: SettledFilter): FilterProgram {
  const { name } = filter;
  return filter.kind === 'locations'
    ? { name, scope: 'location', bits: filter.bits, predicate: null }
    : { name, scope: filter.scope, bits: null, predicate: filter.predicate };
}

/**
 * The listed locations that are not on hold, that the retailer does not leave out and that every
 * filter on the location alone keeps: a hold counts in every group, and is settled with the table
 * of locations as these are.
 */
function membersOf(
  { listed }: Membership,
  filters: readonly FilterProgram[],
  table: LocationTable,
  leftOut: Uint32Array | null,
): Uint32Array {
  const members = sharedBits(table.count);
  members.set(listed);
  for (let index = 0; index < table.count; index++) {
    if ((table.flags[index] & LOCATION_FLAG.onHold) !== 0) clearBit(members, index);
  }
  if (leftOut !== null) leftOut.forEach((bits, word) => (members[word] &= ~bits));
  for (const { bits } of filters) {
    if (bits === null) continue;
    for (let word = 0; word < members.length; word++) members[word] &= bits[word];
  }
  return members;
}

function predicatesOf(filters: readonly SettledFilter[], scope: string): Predicate[] {
  return filters.flatMap((filter) =>
    filter.kind === 'predicate' && filter.scope === scope ? [filter.predicate] : [],
  );
}

/** Sorts whose largest key comes first unless something else is said. */
const NATURALLY_DESCENDING: ReadonlySet<number> = new Set([
  SORT.ltd,
  SORT.highestAvailable,
  SORT.excessCount,
  SORT.excessPercentage,
  SORT.score,
]);

function compileSort(
  sort: LocationSortDocument,
  scores: ScoreCompiler,
  values: LocationValues,
): SortProgram {
  const type = numberOf(SORTS, sort.type);
  const direction = numberOf(DIRECTIONS, sort.direction);
  const isNatural = direction === 0 || direction === DIRECTION.natural;
  const isOfColumn = type === SORT.cost || type === SORT.dataSet;
  const isNaturallyDescending = NATURALLY_DESCENDING.has(type);
  return {
    type,
    isDescending: isNatural ? isNaturallyDescending : direction === DIRECTION.descending,
    column: isOfColumn ? values.writtenNumbers(sort) : null,
    score: type === SORT.score ? scores.compile(sort.score) : null,
  };
}

function compileAction(
  action: AfterActionDocument | undefined,
  ranges: ActionRanges,
): AfterActionProgram | null {
  const number = numberOf(ACTIONS, action?.action);
  if (number === 0) return null;
  const { current, count } = ranges;
  const lastGroup = count - 1;
  switch (numberOf(RESTARTS, action?.restartAttempt)) {
    case RESTART.startAtBeginning:
      return afterActionOf(number, { firstGroup: 0, lastGroup });
    case RESTART.currentGroup:
      return afterActionOf(number, { firstGroup: current, lastGroup: current });
    case RESTART.groupRank: {
      const firstGroup = ranges.placeOf(action?.restartGroup);
      return afterActionOf(number, { firstGroup, lastGroup });
    }
    default: {
      // A split stays where it is; an order that is sent on goes to the next group.
      const isSent = number === ASSIGN_TO_GROUP;
      const firstGroup = isSent ? current + 1 : current;
      return afterActionOf(number, { firstGroup, lastGroup: isSent ? lastGroup : current });
    }
  }
}
