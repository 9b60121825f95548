// The events of one group: who it could use, what its filters refuse and why, and in which order
// the rest comes.

import { SORT, type GroupProgram } from '../columns/program.js';
import type { LocationGroupDocument } from '../configuration/document.js';
import { kmOfChord } from '../core/geo.js';
import { markSurvivors } from '../core/group.js';
import { keyColumnOf, makeSortKeys } from '../core/sort/keys.js';
import { sortSurvivors } from '../core/sort/survivors.js';
import type { LoggedGroup, LoggedLocation, SortKeyed, SuggestionEvent } from './events.js';
import { filterEvents } from './filter-events.js';
import { locationsRemoved } from './pool-events.js';
import type { Scene } from './scene.js';
import { scoreEvents } from './score-event.js';
import { ltdOf, rowsOfSlot, unitsOf } from './stock-rows.js';
import { treeEvents } from './tree-events.js';
import { type GroupInput, groupInput, type OpenPair } from './verdicts.js';

/** What the locations of a group have of lines, in all of them; further ones are counted only. */
const INVENTORY_MAX = 20_000;
/** Bytes of entries, roughly. */
const LOCATION_BYTES = 130;
const INVENTORY_BYTES = 8;
const CODE_BYTES = 20;

/** A group as the contract's log shows it. */
export function loggedGroup(document: LocationGroupDocument): LoggedGroup {
  const { afterActionPartial, afterActionNone } = document;
  const { filterLogicalGroups, useRetailerExclusionList, fulfillmentLimit } = document;
  return {
    id: document.id ?? 0,
    name: document.name ?? '',
    rank: document.rank ?? 0,
    isDefaultGroup: document.isDefaultGroup ?? false,
    description: document.description ?? '',
    active: document.active ?? true,
    filters: document.filters ?? [],
    sorts: document.sorts ?? [],
    ...(afterActionPartial === undefined ? {} : { afterActionPartial }),
    ...(afterActionNone === undefined ? {} : { afterActionNone }),
    ...(filterLogicalGroups === undefined ? {} : { filterLogicalGroups }),
    ...(useRetailerExclusionList === true ? { useRetailerExclusionList } : {}),
    ...(fulfillmentLimit === undefined ? {} : { fulfillmentLimit }),
  };
}

/** The events of a group that a filter on the order skips. */
export function skippedGroupEvents(scene: Scene, group: GroupProgram): SuggestionEvent[] {
  const input = groupInput(scene, group);
  return [entered(scene, group, input), ...filterEvents(scene, group, input, 'order')];
}

/** The events of a group that was evaluated last, up to its sort. */
export function triedGroupEvents(scene: Scene, group: GroupProgram): SuggestionEvent[] {
  const { scratch, order } = scene;
  const input = groupInput(scene, group);
  const events: SuggestionEvent[] = [];
  const held = input.onHold.map((candidate) => ({ locationCode: codeOf(scene, candidate) }));
  const cause = { name: group.name, causeId: group.id };
  const onHold = locationsRemoved(scene, 'REMOVED_ON_HOLD_LOCATIONS', held, cause);
  if (onHold !== null) events.push(onHold);
  const left = input.leftOut.map(({ candidate, line }) => ({
    locationCode: codeOf(scene, candidate),
    ...(line < 0 ? {} : { orderItemId: scene.itemId(line) }),
  }));
  const type = 'REMOVED_RETAILER_EXCLUDED_LOCATIONS';
  const excluded = locationsRemoved(scene, type, left, cause);
  if (excluded !== null) events.push(excluded);
  const full = input.full.map((candidate) => ({ locationCode: codeOf(scene, candidate) }));
  const overfulfilled = locationsRemoved(scene, 'REMOVED_OVERFULFILLED_LOCATIONS', full, cause);
  if (overfulfilled !== null) events.push(overfulfilled);
  events.push(entered(scene, group, input), ...filterEvents(scene, group, input, 'members'));
  if (group.tree !== null) events.push(...treeEvents(scene, group, group.tree, input));
  markSurvivors(order, scratch);
  const survivors = input.candidates.filter((c) => scratch.candidateSurvives[c] === 1);
  if (group.filters.length > 0) events.push(filtered(scene, group, input.candidates, survivors));
  makeSortKeys(group, order, scene.locations, scratch);
  sortSurvivors(group, scene.locations, scratch);
  events.push(...sortEvents(scene, group, survivors));
  return events;
}

function codeOf(scene: Scene, candidate: number): string {
  return scene.code(scene.scratch.candidateLocation[candidate]);
}

/** Location codes, and where there are too many of them a line for people that says so. */
function codesOf(
  scene: Scene,
  candidates: ArrayLike<number>,
  errors: string[],
  what: string,
): string[] {
  const count = scene.listable(candidates.length, CODE_BYTES);
  const omitted = candidates.length - count;
  if (omitted > 0) errors.push(`${omitted} more locations of the ${what} are not listed`);
  return Array.from({ length: count }, (_, i) => codeOf(scene, candidates[i]));
}

function entered(scene: Scene, group: GroupProgram, input: GroupInput): SuggestionEvent {
  const pairsOf = pairsByCandidate(input);
  const shown = listedCount(scene, input, pairsOf);
  return {
    type: 'SUGGESTION_EVENT_TYPE_GROUP',
    name: group.name,
    causeId: group.id,
    groupEntered: {
      group: loggedGroup(scene.group(group)),
      locations: loggedLocations(scene, group, input, pairsOf, shown),
      omittedLocationCount: input.candidates.length - shown,
    },
  };
}

type PairsByCandidate = ReadonlyMap<number, readonly OpenPair[]>;

function pairsByCandidate(input: GroupInput): PairsByCandidate {
  const pairsOf = new Map<number, OpenPair[]>();
  for (const pair of input.pairs) {
    const pairs = pairsOf.get(pair.candidate);
    if (pairs === undefined) pairsOf.set(pair.candidate, [pair]);
    else pairs.push(pair);
  }
  return pairsOf;
}

/** How many locations are listed: each brings what it has of every open line. */
function listedCount(
  scene: Scene,
  { candidates, pairs }: GroupInput,
  pairsOf: PairsByCandidate,
): number {
  if (candidates.length === 0) return 0;
  const pairsEach = pairs.length / candidates.length;
  const countMax = scene.listable(
    candidates.length,
    LOCATION_BYTES + INVENTORY_BYTES * Math.min(pairsEach, INVENTORY_MAX),
  );
  let pairCount = 0;
  let count = 0;
  while (count < countMax && pairCount < INVENTORY_MAX) {
    pairCount += pairsOf.get(candidates[count])?.length ?? 0;
    count++;
  }
  return count;
}

function loggedLocations(
  scene: Scene,
  group: GroupProgram,
  input: GroupInput,
  pairsOf: PairsByCandidate,
  count: number,
): LoggedLocation[] {
  const ltds = largestLtds(scene, input);
  return input.candidates.slice(0, count).map((candidate) => {
    const inventory = (pairsOf.get(candidate) ?? []).map(({ line, row }) => ({
      orderItemId: scene.itemId(line),
      available: scene.scratch.rowUnits[row],
    }));
    const maxLtd = ltds.get(candidate);
    return {
      ...loggedLocation(scene, group, candidate),
      ...(maxLtd === undefined ? {} : { maxLtd }),
      inventory,
    };
  });
}

function loggedLocation(
  scene: Scene,
  group: GroupProgram,
  candidate: number,
): Omit<LoggedLocation, 'inventory'> {
  const location = scene.scratch.candidateLocation[candidate];
  const document = scene.document(location);
  const coordinates = scene.place(location);
  const distanceKm = scene.distanceKm(location);
  return {
    locationId: document.id ?? 0,
    locationCode: scene.code(location),
    name: document.name ?? '',
    express: scene.hasFlag(location, 'express'),
    active: scene.hasFlag(location, 'active'),
    city: document.city ?? '',
    state: document.state ?? '',
    postalCode: document.postalCode ?? '',
    countryCode: document.countryCode ?? '',
    ...(coordinates === undefined ? {} : { coordinates }),
    directShip: scene.hasFlag(location, 'directShip'),
    transferEnabled: scene.hasFlag(location, 'transferEnabled'),
    pickup: scene.hasFlag(location, 'pickup'),
    deliveryEnabled: scene.hasFlag(location, 'deliveryEnabled'),
    ...(distanceKm === undefined ? {} : { distanceKm }),
    rank: group.ranks[location],
  };
}

/** The largest known ltd of each candidate's rows, from the stock itself. */
function largestLtds(scene: Scene, input: GroupInput): Map<number, number> {
  const { scratch, stock } = scene;
  const ltds = new Map<number, number>();
  const candidateOf = new Map(
    input.candidates.map((candidate) => [scratch.candidateLocation[candidate], candidate]),
  );
  const slots = new Set(input.pairs.map(({ line }) => scratch.lineSlot[line]));
  for (const slot of slots) {
    for (const row of rowsOfSlot(scene, slot)) {
      const candidate = candidateOf.get(stock.rows.location[row]);
      if (candidate === undefined || unitsOf(scene, slot, row) === 0) continue;
      const ltd = ltdOf(scene, row);
      const before = ltds.get(candidate);
      if (ltd !== undefined && (before === undefined || ltd > before)) ltds.set(candidate, ltd);
    }
  }
  return ltds;
}

function filtered(
  scene: Scene,
  group: GroupProgram,
  before: readonly number[],
  after: readonly number[],
): SuggestionEvent {
  const errors: string[] = [];
  return {
    type: 'SUGGESTION_EVENT_TYPE_GROUP_FILTER',
    name: group.name,
    causeId: group.id,
    groupFiltered: {
      filters: group.filters.map(({ name }) => name),
      inputLocationCodes: codesOf(scene, before, errors, 'input'),
      outputLocationCodes: codesOf(scene, after, errors, 'output'),
    },
    errors,
  };
}

/** The events SORT, one for each key, and GROUP_SORT; the keys are made and applied. */
function sortEvents(
  scene: Scene,
  group: GroupProgram,
  survivors: readonly number[],
): SuggestionEvent[] {
  const sorts = scene.group(group).sorts ?? [];
  const cause = { name: group.name, causeId: group.id };
  const events: SuggestionEvent[] = sorts.map((sort, level) => {
    const keyErrors: string[] = [];
    const codes = codesOf(scene, survivors, keyErrors, 'sort');
    const values = codes.map((locationCode, i) => {
      const value = sortValue(scene, group, level, survivors[i]);
      return value === undefined ? { locationCode } : { locationCode, value };
    });
    const sortKeyed: SortKeyed = { sort, values };
    if (hasNoEffect(group, level)) keyErrors.push(`${sort.type} names no column: no effect`);
    return { type: 'SUGGESTION_EVENT_TYPE_SORT', ...cause, sortKeyed, errors: keyErrors };
  });
  events.push(...scoreEvents(scene, group, survivors));
  const { scratch } = scene;
  const errors = sorts.flatMap(({ type }, level) =>
    hasNoEffect(group, level) ? [`${type} names no column: no effect`] : [],
  );
  const sorted = scratch.survivors.subarray(0, scratch.survivorCount);
  const groupSorted = {
    sorts,
    inputLocationCodes: codesOf(scene, survivors, errors, 'input'),
    outputLocationCodes: codesOf(scene, sorted, errors, 'output'),
  };
  events.push({ type: 'SUGGESTION_EVENT_TYPE_GROUP_SORT', ...cause, groupSorted, errors });
  return events;
}

/** Whether a key reads a column of a data set and names none. */
function hasNoEffect({ sorts }: GroupProgram, level: number): boolean {
  const { type, column } = sorts[level];
  return (type === SORT.cost || type === SORT.dataSet) && column === null;
}

/** A key as it is told: not negated, and a distance in kilometres; undefined: unknown. */
export function sortValue(
  scene: Scene,
  group: GroupProgram,
  level: number,
  candidate: number,
): number | undefined {
  const { scratch } = scene;
  const { type, isDescending } = group.sorts[level];
  const column = keyColumnOf(group, level);
  const key = scratch.sortKeys[column * scratch.candidateCount + candidate];
  if (key === Infinity) return undefined;
  const value = isDescending ? 0 - key : key;
  return type === SORT.distance ? kmOfChord(value) : value;
}
