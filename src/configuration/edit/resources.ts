// Where the resources of each kind stand in a document, what they are called, and how one of them
// is told from another version of itself.

import { createHash } from 'node:crypto';
import { notFound } from '../../base/outcome.js';
import type { ConfigurationDocument, SettingsDocument } from '../document.js';
import type { ResourceDocument, ResourceKind } from './edit.js';

/** How a kind of resources is spelt. */
type Spelling = {
  /** Its list in a ConfigurationDocument. */
  readonly list: 'dataLists' | 'filters' | 'locationGroups' | 'routes' | 'dataSets' | 'rateCards';
  /** The same in paths of the contract. */
  readonly listPath: string;
  /** One of them, as a field of requests. */
  readonly path: string;
  /** For people. */
  readonly title: string;
};

/** By kind. */
export const SPELLINGS: Readonly<Record<ResourceKind, Spelling>> = {
  dataList: {
    list: 'dataLists',
    listPath: 'data_lists',
    path: 'data_list',
    title: 'data list',
  },
  filter: { list: 'filters', listPath: 'filters', path: 'filter', title: 'filter' },
  locationGroup: {
    list: 'locationGroups',
    listPath: 'location_groups',
    path: 'location_group',
    title: 'location group',
  },
  route: { list: 'routes', listPath: 'routes', path: 'route', title: 'route' },
  dataSet: { list: 'dataSets', listPath: 'data_sets', path: 'data_set', title: 'data set' },
  rateCard: { list: 'rateCards', listPath: 'rate_cards', path: 'rate_card', title: 'rate card' },
};

/** The resources of a kind, in the order of the document. */
export function resourcesOf(
  document: ConfigurationDocument,
  kind: ResourceKind,
): readonly ResourceDocument[] {
  return document[SPELLINGS[kind].list] ?? [];
}

/** The document with other resources of a kind. */
export function withResources(
  document: ConfigurationDocument,
  kind: ResourceKind,
  resources: readonly ResourceDocument[],
): ConfigurationDocument {
  return { ...document, [SPELLINGS[kind].list]: resources };
}

/** The place of a resource in its list. Throws NOT_FOUND where none has the id. */
export function placeOf(document: ConfigurationDocument, kind: ResourceKind, id: number): number {
  const place = resourcesOf(document, kind).findIndex((resource) => resource.id === id);
  if (place < 0) throw notFound(SPELLINGS[kind].title, String(id));
  return place;
}

const ETAG_DIGITS = 16;
const digests = new WeakMap<object, { readonly etag: string; readonly lengthBytes: number }>();

/**
 * What a resource or settings are told by, in the form in which they are stored: its etag, which
 * changes with every change of it and of nothing else, and the length of its JSON. Kept as long as
 * the object lives, which nothing may change.
 */
export function digestOf(stored: ResourceDocument | SettingsDocument): {
  readonly etag: string;
  readonly lengthBytes: number;
} {
  const known = digests.get(stored);
  if (known !== undefined) return known;
  const text = JSON.stringify(stored);
  const etag = createHash('sha256').update(text).digest('hex').slice(0, ETAG_DIGITS);
  const digest = { etag, lengthBytes: Buffer.byteLength(text) };
  digests.set(stored, digest);
  return digest;
}
