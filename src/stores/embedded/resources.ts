// What is read of a configuration resource by resource.

import { invalidField, notFound, Refusal, STATUS } from '../../base/outcome.js';
import { FNV_BASIS, fnv1a } from '../../base/hash.js';
import { bytesOf } from '../../base/text.js';
import type { ResourceDocument, ResourceKind } from '../../configuration/edit/edit.js';
import { digestOf, placeOf, resourcesOf, SPELLINGS } from '../../configuration/edit/resources.js';
import type {
  Page,
  ResourceKey,
  StoredConfiguration,
  StoredResource,
  Versioned,
} from '../store.js';

/** Bytes of the JSON of a page: many clients take no message above 4 MiB. */
const PAGE_BYTES_MAX = 3 * 1024 * 1024;

/** A resource by its id or name. Throws NOT_FOUND. */
export function getResource(
  { info, document }: StoredConfiguration,
  kind: ResourceKind,
  key: ResourceKey,
): Versioned<StoredResource> {
  const resources = resourcesOf(document, kind);
  const place =
    'id' in key
      ? placeOf(document, kind, key.id)
      : resources.findIndex(({ name }) => name === key.name);
  if (place < 0) throw notFound(SPELLINGS[kind].title, 'name' in key ? key.name : '');
  return { ...stored(resources[place]), configurationVersion: info.version };
}

/** The settings. */
export function getSettings({ info, document }: StoredConfiguration): Versioned<StoredResource> {
  const { settings = {} } = document;
  const { etag } = digestOf(settings);
  return { resource: settings, etag, configurationVersion: info.version };
}

/**
 * A page of resources by id. `read` gives a version, 0 the live one; the token of a next page names
 * the version of the first.
 */
export function listResources(
  read: (version: number) => StoredConfiguration,
  kind: ResourceKind,
  nameContains: string,
  pageSize: number,
  pageToken: string,
): Versioned<Page<StoredResource>> {
  const query = queryHash(kind, nameContains);
  const { version, afterId } = pageToken === '' ? FIRST_PAGE : placeOfToken(pageToken, query);
  const { info, document } = readVersion(read, version);
  const wanted = folded(nameContains);
  const found = resourcesOf(document, kind)
    .filter(({ id = 0, name = '' }) => id > afterId && folded(name).includes(wanted))
    .sort((left, right) => (left.id ?? 0) - (right.id ?? 0));
  const items: StoredResource[] = [];
  let bytes = 0;
  for (const resource of found.slice(0, pageSize)) {
    bytes += digestOf(resource).lengthBytes;
    if (items.length > 0 && bytes > PAGE_BYTES_MAX) break;
    items.push(stored(resource));
  }
  const isLast = items.length === found.length;
  const lastId = found[items.length - 1]?.id ?? 0;
  return {
    items,
    nextPageToken: isLast ? '' : tokenOf({ version: info.version, afterId: lastId }, query),
    configurationVersion: info.version,
  };
}

function stored(resource: ResourceDocument): StoredResource {
  return { resource, etag: digestOf(resource).etag };
}

/** In any case, and as equal texts are. */
function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

type PlaceInList = { readonly version: number; readonly afterId: number };

const FIRST_PAGE: PlaceInList = { version: 0, afterId: 0 };

/** Tells lists apart, so that the token of one is refused by another. */
function queryHash(kind: ResourceKind, nameContains: string): number {
  const bytes = bytesOf(`${kind}\n${folded(nameContains)}`);
  return fnv1a(FNV_BASIS, bytes, 0, bytes.length) >>> 0;
}

function tokenOf({ version, afterId }: PlaceInList, query: number): string {
  return Buffer.from(`${version}.${afterId}.${query}`).toString('base64url');
}

function placeOfToken(token: string, query: number): PlaceInList {
  const text = Buffer.from(token, 'base64url').toString();
  const match = /^(\d{1,15})\.(\d{1,15})\.(\d{1,10})$/.exec(text);
  if (match === null || Number(match[3]) !== query) throw strangeToken();
  const place = { version: Number(match[1]), afterId: Number(match[2]) };
  if (place.version === 0 || tokenOf(place, query) !== token) throw strangeToken();
  return place;
}

function readVersion(
  read: (version: number) => StoredConfiguration,
  version: number,
): StoredConfiguration {
  try {
    return read(version);
  } catch (error) {
    const isGone = error instanceof Refusal && error.detail.code === STATUS.notFound;
    throw isGone ? strangeToken() : error;
  }
}

function strangeToken(): Refusal {
  return invalidField('page_token', 'not a token of this list');
}
