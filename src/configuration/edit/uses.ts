// Where filters and groups name other resources, and what they are with another name in its place.

import type {
  AfterActionDocument,
  FilterDocument,
  LocationGroupDocument,
  LocationSortDocument,
  ScoreOptionsDocument,
} from '../document.js';
import type { ResourceKind } from './edit.js';

/**
 * A user of a resource in which another name of that resource stands in the place of its name; the
 * very same object where it does not use it.
 */
export type Rename<T> = (user: T, from: string, to: string) => T;

/** How filters and groups use the resources of a kind; absent: they do not. */
export type Uses = {
  readonly filter?: Rename<FilterDocument>;
  readonly locationGroup?: Rename<LocationGroupDocument>;
  /** Whether a resource may go though it is used: its name then means nothing. */
  readonly isLoose?: true;
};

/** By the kind of what is used. */
export const USES: Readonly<Record<ResourceKind, Uses>> = {
  dataList: { filter: (filter, from, to) => renamed(filter, ['dataList'], from, to) },
  filter: { locationGroup: withFilter },
  route: { locationGroup: (group, from, to) => renamed(group, ['route'], from, to) },
  locationGroup: { locationGroup: withGroup, isLoose: true },
  dataSet: { filter: withDataSet, locationGroup: withDataSetInSorts },
  rateCard: { locationGroup: withRateCard },
};

function withDataSet(filter: FilterDocument, from: string, to: string): FilterDocument {
  const { dataPoint } = filter;
  const point = dataPoint && renamed(dataPoint, ['dataSet'], from, to);
  return withField(renamed(filter, ['dataSet'], from, to), 'dataPoint', point);
}

function withFilter(group: LocationGroupDocument, from: string, to: string): LocationGroupDocument {
  const { filters, filterLogicalGroups } = group;
  const tree = changed(filterLogicalGroups, (node) =>
    withField(node, 'filters', renamedIn(node.filters, from, to)),
  );
  const listed = withField(group, 'filters', renamedIn(filters, from, to));
  return withField(listed, 'filterLogicalGroups', tree);
}

function withGroup(group: LocationGroupDocument, from: string, to: string): LocationGroupDocument {
  const rename = (action: AfterActionDocument | undefined) =>
    action && renamed(action, ['restartGroup'], from, to);
  const partial = withField(group, 'afterActionPartial', rename(group.afterActionPartial));
  return withField(partial, 'afterActionNone', rename(group.afterActionNone));
}

function withDataSetInSorts(
  group: LocationGroupDocument,
  from: string,
  to: string,
): LocationGroupDocument {
  const fields = ['modelDataSet', 'costDataSet'] as const;
  return withSorts(group, (sort) =>
    withScore(renamed(sort, ['dataSet'], from, to), (score) => renamed(score, fields, from, to)),
  );
}

function withRateCard(
  group: LocationGroupDocument,
  from: string,
  to: string,
): LocationGroupDocument {
  return withSorts(group, (sort) =>
    withScore(sort, (score) => withField(score, 'rateCards', renamedIn(score.rateCards, from, to))),
  );
}

function withSorts(
  group: LocationGroupDocument,
  change: (sort: LocationSortDocument) => LocationSortDocument,
): LocationGroupDocument {
  return withField(group, 'sorts', changed(group.sorts, change));
}

function withScore(
  sort: LocationSortDocument,
  change: (score: ScoreOptionsDocument) => ScoreOptionsDocument,
): LocationSortDocument {
  return sort.score === undefined ? sort : withField(sort, 'score', change(sort.score));
}

/** The object with `to` in the fields that hold `from`; the same where none does. */
function renamed<T extends object>(
  object: T,
  fields: readonly (keyof T)[],
  from: string,
  to: string,
): T {
  const held = fields.filter((field) => object[field] === from);
  if (held.length === 0) return object;
  return { ...object, ...Object.fromEntries(held.map((field) => [field, to])) };
}

/** The names with `to` for `from`; the same list where it is not there. */
function renamedIn(
  names: readonly string[] | undefined,
  from: string,
  to: string,
): readonly string[] | undefined {
  return changed(names, (name) => (name === from ? to : name));
}

/** The list of what `change` makes of its members; the same list where all stay the same. */
function changed<T>(
  list: readonly T[] | undefined,
  change: (member: T) => T,
): readonly T[] | undefined {
  if (list === undefined) return undefined;
  const after = list.map(change);
  return after.every((member, place) => member === list[place]) ? list : after;
}

/** The object with another value in a field; the same where it has that value. */
function withField<T extends object, K extends keyof T>(object: T, field: K, value: T[K]): T {
  return object[field] === value ? object : { ...object, [field]: value };
}
