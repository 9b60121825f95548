// The form in which a configuration is kept, and the ids of its resources from one version to the
// next.

import type { ConfigurationDocument } from './document.js';
import {
  normalizeDataList,
  normalizeFilter,
  normalizeGroup,
  normalizeRoute,
  normalizeSettings,
} from './normal-form.js';
import { normalizeDataSet, normalizeRateCard } from './normal-tables.js';

type Resource = { readonly id?: number; readonly name?: string };

/**
 * The document in the one form that equal documents share: the lists of its resources are there,
 * values that mean nothing (empty texts, false, 0, ..._UNSPECIFIED) and ids are not. Flags and
 * numbers for which absent is not 0 (`active`, `acceptNulls`, coefficients) are kept as they were
 * given.
 */
export function normalizeConfiguration(document: ConfigurationDocument): ConfigurationDocument {
  return {
    settings: normalizeSettings(document.settings ?? {}),
    dataLists: (document.dataLists ?? []).map(normalizeDataList),
    filters: (document.filters ?? []).map(normalizeFilter),
    locationGroups: (document.locationGroups ?? []).map(normalizeGroup),
    routes: (document.routes ?? []).map(normalizeRoute),
    dataSets: (document.dataSets ?? []).map(normalizeDataSet),
    rateCards: (document.rateCards ?? []).map(normalizeRateCard),
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
  const normal = normalizeConfiguration(next);
  return {
    settings: normal.settings,
    dataLists: identify(previous?.dataLists, normal.dataLists, allocateId),
    filters: identify(previous?.filters, normal.filters, allocateId),
    locationGroups: identify(previous?.locationGroups, normal.locationGroups, allocateId),
    routes: identify(previous?.routes, normal.routes, allocateId),
    dataSets: identify(previous?.dataSets, normal.dataSets, allocateId),
    rateCards: identify(previous?.rateCards, normal.rateCards, allocateId),
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
  const { settings = {} } = edited;
  return {
    settings: settings === previous.settings ? settings : normalizeSettings(settings),
    dataLists: settle(previous.dataLists, edited.dataLists, normalizeDataList),
    filters: settle(previous.filters, edited.filters, normalizeFilter),
    locationGroups: settle(previous.locationGroups, edited.locationGroups, normalizeGroup),
    routes: settle(previous.routes, edited.routes, normalizeRoute),
    dataSets: settle(previous.dataSets, edited.dataSets, normalizeDataSet),
    rateCards: settle(previous.rateCards, edited.rateCards, normalizeRateCard),
  };
}

/** Whether two documents in their normal form say the same. */
export function isSameDocument(left: ConfigurationDocument, right: ConfigurationDocument): boolean {
  return (
    isSameValue(left.settings ?? {}, right.settings ?? {}) &&
    isSameList(left.dataLists, right.dataLists) &&
    isSameList(left.filters, right.filters) &&
    isSameList(left.locationGroups, right.locationGroups) &&
    isSameList(left.routes, right.routes) &&
    isSameList(left.dataSets, right.dataSets) &&
    isSameList(left.rateCards, right.rateCards)
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
