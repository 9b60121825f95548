// What a location group becomes against a table of locations: its members and their ranks, its
// predicates by what they read, its sorts and after-actions.

import { bitWords, clearBit, hasBit, setBit } from '../base/bits.js';
import { bytesOf } from '../base/text.js';
import { lookUp } from '../columns/dictionary.js';
import { LOCATION_KIND, type LocationTable } from '../columns/locations.js';
import {
  SORT,
  type AfterActionProgram,
  type GroupProgram,
  type Predicate,
  type SortProgram,
} from '../columns/program.js';
import { sharedInts } from '../columns/stock.js';
import type { CompiledFilter } from './compile-filter.js';
import type {
  AfterActionDocument,
  LocationGroupDocument,
  LocationSortDocument,
} from './document.js';
import {
  ACTIONS,
  afterActionOf,
  DIRECTION,
  DIRECTIONS,
  numberOf,
  RESTART,
  RESTARTS,
  SORTS,
} from './enumerations.js';
import { matchesNumber } from './matching.js';

/** The locations that groups are compiled against. */
export type KnownLocations = {
  readonly table: LocationTable;
  /** The indexes of the locations that are there, by code in UTF-8 byte order. */
  readonly byCode: readonly number[];
  /** The same as bits. */
  readonly present: Uint32Array;
};

type Membership = { readonly members: Uint32Array; readonly ranks: Int32Array };

/** Compiles a valid group; `filters` are the compiled filters that it names. */
export function compileGroup(
  group: LocationGroupDocument,
  filters: readonly CompiledFilter[],
  known: KnownLocations,
): GroupProgram {
  const membership = membersOf(group, known);
  for (const filter of filters) narrow(membership, filter, known.table.count);
  return {
    name: group.name ?? '',
    rank: group.rank ?? 0,
    ...membership,
    orderPredicates: predicatesOf(filters, 'order'),
    linePredicates: predicatesOf(filters, 'line'),
    locationPredicates: predicatesOf(filters, 'location-distance'),
    pairPredicates: predicatesOf(filters, 'pair'),
    sorts: (group.sorts ?? []).map(compileSort),
    afterPartial: compileAction(group.afterActionPartial),
    afterNone: compileAction(group.afterActionNone),
  };
}

/**
 * Listed locations get their numbers; in a default group all others get the numbers after the
 * highest listed one.
 */
function membersOf(group: LocationGroupDocument, known: KnownLocations): Membership {
  const members = new Uint32Array(
    new SharedArrayBuffer(bitWords(known.table.count) * Uint32Array.BYTES_PER_ELEMENT),
  );
  const ranks = sharedInts(known.table.count);
  let highestRank = 0;
  (group.locations ?? []).forEach(({ locationCode = '', rank = 0 }, place) => {
    const number = rank === 0 ? place + 1 : rank;
    highestRank = Math.max(highestRank, number);
    const index = findLocation(known, locationCode);
    if (index < 0) return;
    setBit(members, index);
    ranks[index] = number;
  });
  if (group.isDefaultGroup === true) addUnlisted(group, known, { members, ranks }, highestRank);
  return { members, ranks };
}

function addUnlisted(
  group: LocationGroupDocument,
  known: KnownLocations,
  { members, ranks }: Membership,
  highestRank: number,
): void {
  const excluded = new Uint32Array(members.length);
  for (const code of group.excludedLocationCodes ?? []) {
    const index = findLocation(known, code);
    if (index >= 0) setBit(excluded, index);
  }
  let rank = highestRank;
  for (const index of known.byCode) {
    if (hasBit(excluded, index)) {
      remove(members, ranks, index);
    } else if (!hasBit(members, index)) {
      setBit(members, index);
      ranks[index] = ++rank;
    }
  }
}

/** The index of a location that is there, or -1. */
function findLocation(known: KnownLocations, code: string): number {
  const bytes = bytesOf(code);
  const index = lookUp(known.table.codes, LOCATION_KIND, bytes, 0, bytes.length);
  return index >= 0 && hasBit(known.present, index) ? index : -1;
}

function remove(members: Uint32Array, ranks: Int32Array, index: number): void {
  clearBit(members, index);
  ranks[index] = 0;
}

/**
 * Takes out the members that a filter on the location alone does not keep. The others keep their
 * ranks.
 */
function narrow({ members, ranks }: Membership, filter: CompiledFilter, count: number): void {
  if (filter.kind === 'predicate') return;
  for (let index = 0; index < count; index++) {
    if (!hasBit(members, index)) continue;
    const isKept =
      filter.kind === 'locations'
        ? hasBit(filter.bits, index)
        : matchesNumber(filter.operator, ranks[index], filter.numbers);
    if (!isKept) remove(members, ranks, index);
  }
}

function predicatesOf(filters: readonly CompiledFilter[], scope: string): Predicate[] {
  return filters.flatMap((filter) =>
    filter.kind === 'predicate' && filter.scope === scope ? [filter.predicate] : [],
  );
}

function compileSort(sort: LocationSortDocument): SortProgram {
  const type = numberOf(SORTS, sort.type);
  const direction = numberOf(DIRECTIONS, sort.direction);
  const isNatural = direction === 0 || direction === DIRECTION.natural;
  const isNaturallyDescending = type === SORT.ltd || type === SORT.highestAvailable;
  return {
    type,
    isDescending: isNatural ? isNaturallyDescending : direction === DIRECTION.descending,
  };
}

function compileAction(action: AfterActionDocument | undefined): AfterActionProgram | null {
  const number = numberOf(ACTIONS, action?.action);
  if (number === 0) return null;
  const restart = numberOf(RESTARTS, action?.restartAttempt);
  return afterActionOf(number, restart === RESTART.startAtBeginning);
}
