// The form in which a configuration is kept, and the ids of its resources from one version to the
// next.

import type {
  AfterActionDocument,
  ConfigurationDocument,
  DataListDocument,
  DecisionRecordsDocument,
  FilterDocument,
  LocationGroupDocument,
  LocationSortDocument,
  RouteDocument,
  SettingsDocument,
} from './document.js';
import {
  ACTIONS,
  DIRECTIONS,
  LIST_TYPES,
  OPERATORS,
  ORDER_TYPES,
  RECORD_MODES,
  RESTARTS,
  SORTS,
  STATE_CHANGES,
  STRATEGIES,
  UNITS,
  type Enumeration,
} from './enumerations.js';

type Resource = { readonly id?: number; readonly name?: string };

/**
 * The document in the one form that equal documents share: lists are there, values that mean
 * nothing (empty texts, false, 0, ..._UNSPECIFIED) and ids are not. `active` and `acceptNulls` are
 * kept as they were given.
 */
export function normalizeConfiguration(document: ConfigurationDocument): ConfigurationDocument {
  return {
    settings: normalizeSettings(document.settings ?? {}),
    dataLists: (document.dataLists ?? []).map(normalizeDataList),
    filters: (document.filters ?? []).map(normalizeFilter),
    locationGroups: (document.locationGroups ?? []).map(normalizeGroup),
    routes: (document.routes ?? []).map(normalizeRoute),
  };
}

/**
 * The normal form of `next`, in which resources that `previous` has under the same name keep their
 * ids. New ones have none: what an apply that only checks would store.
 */
export function keepIds(
  previous: ConfigurationDocument | undefined,
  next: ConfigurationDocument,
): ConfigurationDocument {
  return withIds(previous, next, () => undefined);
}

/**
 * The normal form of `next` with ids: resources that `previous` has under the same name keep
 * theirs, new ones get `allocateId()` in document order. Ids in `next` count for nothing.
 */
export function assignIds(
  previous: ConfigurationDocument | undefined,
  next: ConfigurationDocument,
  allocateId: () => number,
): ConfigurationDocument {
  return withIds(previous, next, allocateId);
}

function withIds(
  previous: ConfigurationDocument | undefined,
  next: ConfigurationDocument,
  allocateId: () => number | undefined,
): ConfigurationDocument {
  const { settings, dataLists, filters, locationGroups, routes } = normalizeConfiguration(next);
  return {
    settings,
    dataLists: identify(previous?.dataLists, dataLists, allocateId),
    filters: identify(previous?.filters, filters, allocateId),
    locationGroups: identify(previous?.locationGroups, locationGroups, allocateId),
    routes: identify(previous?.routes, routes, allocateId),
  };
}

function identify<T extends Resource>(
  previous: readonly T[] = [],
  next: readonly T[] = [],
  allocateId: () => number | undefined,
): T[] {
  const ids = new Map(previous.map((resource) => [resource.name, resource.id]));
  return next.map((resource) => {
    const id = ids.get(resource.name) ?? allocateId();
    return id === undefined ? resource : { id, ...resource };
  });
}

/**
 * The normal form of a document that an edit made of `previous`. What the edit left alone stays the
 * object that it was; the rest keeps its ids, and gets `allocateId()` where it has none.
 */
export function normalizeEdited(
  previous: ConfigurationDocument,
  edited: ConfigurationDocument,
  allocateId: () => number | undefined,
): ConfigurationDocument {
  const settle = <T extends Resource>(
    before: readonly T[] = [],
    after: readonly T[] = [],
    normalize: (resource: T) => T,
  ): readonly T[] => {
    if (before === after) return before;
    const known = new Set(before);
    return after.map((resource) => {
      if (known.has(resource)) return resource;
      const id = resource.id ?? allocateId();
      return id === undefined ? normalize(resource) : { id, ...normalize(resource) };
    });
  };
  return {
    settings: normalizeSettings(edited.settings ?? {}),
    dataLists: settle(previous.dataLists, edited.dataLists, normalizeDataList),
    filters: settle(previous.filters, edited.filters, normalizeFilter),
    locationGroups: settle(previous.locationGroups, edited.locationGroups, normalizeGroup),
    routes: settle(previous.routes, edited.routes, normalizeRoute),
  };
}

/** Whether two documents in their normal form say the same. */
export function isSameDocument(left: ConfigurationDocument, right: ConfigurationDocument): boolean {
  return (
    isSameValue(left.settings ?? {}, right.settings ?? {}) &&
    isSameList(left.dataLists, right.dataLists) &&
    isSameList(left.filters, right.filters) &&
    isSameList(left.locationGroups, right.locationGroups) &&
    isSameList(left.routes, right.routes)
  );
}

function isSameList(left: readonly object[] = [], right: readonly object[] = []): boolean {
  return (
    left.length === right.length && left.every((value, place) => isSameValue(value, right[place]))
  );
}

function isSameValue(left: object, right: object): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** The object without fields that mean nothing. */
function meaningful<T extends object>(fields: T): T {
  const kept = Object.entries(fields).filter(([, value]) => !isMeaningless(value));
  return Object.fromEntries(kept) as T;
}

function isMeaningless(value: unknown): boolean {
  return value === undefined || value === '' || value === false || value === 0;
}

/** The name of a value; undefined where it stands for none. */
function given(names: Enumeration, value: string | undefined): string | undefined {
  return value === names.unspecified ? undefined : value;
}

function normalizeSettings(settings: SettingsDocument): SettingsDocument {
  const { currencyCode, allowInternationalAssignment, ledgerDays } = settings;
  const defaultStateChange = given(STATE_CHANGES, settings.defaultStateChange);
  const decisionRecords = normalizeRecords(settings.decisionRecords ?? {});
  return {
    ...meaningful({ defaultStateChange, currencyCode, allowInternationalAssignment }),
    ...(Object.keys(decisionRecords).length === 0 ? {} : { decisionRecords }),
    ...meaningful({ ledgerDays }),
  };
}

function normalizeRecords(records: DecisionRecordsDocument): DecisionRecordsDocument {
  const { share, bytesMax, daysMax } = records;
  return meaningful({ mode: given(RECORD_MODES, records.mode), share, bytesMax, daysMax });
}

function normalizeDataList(list: DataListDocument): DataListDocument {
  const { name, notes, entries = [] } = list;
  return {
    ...meaningful({ name, type: given(LIST_TYPES, list.type), notes }),
    entries: entries.map((entry) =>
      meaningful({ stringValue: entry.stringValue, notes: entry.notes }),
    ),
  };
}

function normalizeFilter(filter: FilterDocument): FilterDocument {
  const { name, attribute, customAttributeName, customValue, dataList, acceptNulls } = filter;
  const operator = given(OPERATORS, filter.operator);
  const rest = {
    ...meaningful({ name, attribute, customAttributeName, operator, dataList }),
    ...(acceptNulls === undefined ? {} : { acceptNulls }),
  };
  if (customValue === undefined) return rest;
  const { stringValue } = customValue;
  return {
    ...rest,
    customValue: meaningful({ stringValue, unit: given(UNITS, customValue.unit) }),
  };
}

function normalizeGroup(group: LocationGroupDocument): LocationGroupDocument {
  const { name, description, route, rank, isDefaultGroup } = group;
  return {
    ...meaningful({ name, description, route, rank, isDefaultGroup }),
    ...activity(group),
    locations: (group.locations ?? []).map((location) =>
      meaningful({ locationCode: location.locationCode, rank: location.rank }),
    ),
    excludedLocationCodes: [...(group.excludedLocationCodes ?? [])],
    filters: [...(group.filters ?? [])],
    sorts: (group.sorts ?? []).map(normalizeSort),
    ...action('afterActionPartial', group.afterActionPartial),
    ...action('afterActionNone', group.afterActionNone),
  };
}

function normalizeSort(sort: LocationSortDocument): LocationSortDocument {
  return meaningful({
    type: given(SORTS, sort.type),
    direction: given(DIRECTIONS, sort.direction),
  });
}

function normalizeRoute(route: RouteDocument): RouteDocument {
  const { name } = route;
  const orderType = given(ORDER_TYPES, route.orderType);
  const candidateSortStrategy = given(STRATEGIES, route.candidateSortStrategy);
  return { ...meaningful({ name, orderType, candidateSortStrategy }), ...activity(route) };
}

function activity({ active }: { readonly active?: boolean }): { readonly active?: boolean } {
  return active === undefined ? {} : { active };
}

function action(
  field: 'afterActionPartial' | 'afterActionNone',
  value: AfterActionDocument | undefined,
): LocationGroupDocument {
  if (value === undefined) return {};
  return {
    [field]: meaningful({
      action: given(ACTIONS, value.action),
      restartAttempt: given(RESTARTS, value.restartAttempt),
    }),
  };
}
