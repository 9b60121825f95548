// The locations of a tenant as an immutable table in shared memory, built from their documents.

import { bytesOf } from '../base/text.js';
import {
  addEntry,
  createDictionary,
  dictionaryOf,
  type Dictionary,
} from '../columns/dictionary.js';
import {
  COUNTRY_KIND,
  EXTERNAL_KIND,
  admissionOf,
  LOCATION_FLAG,
  LOCATION_KIND,
  type LocationTable,
} from '../columns/locations.js';
import { findPostal, type PostalTable } from '../columns/postal.js';
import { sharedDoubles, sharedInts } from '../columns/stock.js';
import type { LocationDocument } from '../configuration/location-document.js';
import { sphereX, sphereY, sphereZ } from '../base/sphere.js';
import { encodeLocationWire, type LocationWire } from '../wire/encode-location.js';

/** The documents of a tenant's locations by index; undefined where one was deleted. */
export type LocationDocuments = readonly (LocationDocument | undefined)[];

const NO_WIRE: LocationWire = { bytes: new Uint8Array(0), codeStart: 0, codeBytes: 0 };

/** The points of locations on the unit sphere, by index; NaN in x where the place is unknown. */
export type Points = {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
};

/** The table of the given documents. Places without coordinates are looked up in `postal`. */
export function buildLocationTable(
  documents: LocationDocuments,
  version: number,
  postal: PostalTable,
): LocationTable {
  const points = emptyPoints(documents.length);
  documents.forEach((document, index) => {
    if (document === undefined) return;
    const { countryCode = '', postalCode = '' } = document;
    const entry = hasCoordinates(document) ? -1 : findPostal(postal, countryCode, postalCode);
    if (entry >= 0) copyPoint(postal, entry, points, index);
  });
  return tableOf(documents, version, points);
}

/** The table that had the given documents and, of those without coordinates, the given points. */
export function restoreLocationTable(
  documents: LocationDocuments,
  version: number,
  known: Points,
): LocationTable {
  const points = emptyPoints(documents.length);
  documents.forEach((document, index) => {
    if (document !== undefined) copyPoint(known, index, points, index);
  });
  return tableOf(documents, version, points);
}

/** Whether a location has a place of its own. */
export function hasCoordinates({ coordinates }: LocationDocument): boolean {
  return coordinates?.latitude !== undefined && coordinates.longitude !== undefined;
}

function emptyPoints(count: number): Points {
  const [x, y, z] = [sharedDoubles(count), sharedDoubles(count), sharedDoubles(count)];
  return { x: x.fill(Number.NaN), y, z };
}

function copyPoint(from: Points, place: number, to: Points, index: number): void {
  to.x[index] = from.x[place];
  to.y[index] = from.y[place];
  to.z[index] = from.z[place];
}

/** `points` becomes part of the table, where locations with coordinates get their own. */
function tableOf(documents: LocationDocuments, version: number, points: Points): LocationTable {
  const count = documents.length;
  const codes = documents.map((document) => bytesOf(document?.code ?? ''));
  const wire = wireColumns(documents);
  const countries = countryDictionary(documents);
  const table = {
    version,
    count,
    codes: codeDictionary(documents, codes),
    ids: sharedDoubles(count),
    flags: sharedInts(count),
    admission: sharedInts(count),
    codeRank: codeRanks(documents, codes),
    country: sharedInts(count),
    countries: countries.dictionary,
    ...points,
    ...wire,
  };
  for (let i = 0; i < count; i++) {
    const document = documents[i];
    if (document === undefined) continue;
    table.ids[i] = document.id ?? 0;
    table.flags[i] = flagsOf(document);
    table.country[i] = countries.numbers.get(countryKey(document)) ?? 0;
    table.admission[i] = admissionOf(table.flags[i], table.country[i]);
    const { latitude, longitude } = document.coordinates ?? {};
    if (latitude === undefined || longitude === undefined) continue;
    points.x[i] = sphereX(latitude, longitude);
    points.y[i] = sphereY(latitude, longitude);
    points.z[i] = sphereZ(latitude);
  }
  return table;
}

/** The bits of LOCATION_FLAG that a location has, with the contract's defaults. */
function flagsOf(document: LocationDocument): number {
  let flags: number = LOCATION_FLAG.present;
  if (document.active ?? true) flags |= LOCATION_FLAG.active;
  if (document.onHold ?? false) flags |= LOCATION_FLAG.onHold;
  if (document.directShip ?? true) flags |= LOCATION_FLAG.directShip;
  if (document.transferEnabled ?? false) flags |= LOCATION_FLAG.transferEnabled;
  if (document.pickup ?? false) flags |= LOCATION_FLAG.pickup;
  if (document.deliveryEnabled ?? false) flags |= LOCATION_FLAG.deliveryEnabled;
  if (document.express ?? false) flags |= LOCATION_FLAG.express;
  if (document.wmsEnabled ?? false) flags |= LOCATION_FLAG.wmsEnabled;
  if (document.requiresManifest ?? false) flags |= LOCATION_FLAG.requiresManifest;
  if (document.consolidationEnabled ?? false) flags |= LOCATION_FLAG.consolidationEnabled;
  return flags;
}

/** Codes and external store ids, each to the index. Both are unique. */
function codeDictionary(documents: LocationDocuments, codes: readonly Uint8Array[]): Dictionary {
  const externalIds = documents.map((document) => bytesOf(document?.externalStoreId ?? ''));
  const keys = [...codes, ...externalIds.filter((id) => id.length > 0)];
  let byteCount = 0;
  for (const key of keys) byteCount += key.length + 1;
  const dictionary = createDictionary(Math.max(1, keys.length), Math.max(1, byteCount));
  for (let i = 0; i < documents.length; i++) {
    if (documents[i] === undefined) continue;
    addEntry(dictionary, LOCATION_KIND, codes[i], i);
    if (externalIds[i].length > 0) addEntry(dictionary, EXTERNAL_KIND, externalIds[i], i);
  }
  return dictionary;
}

/** The places of the codes in UTF-8 byte order; deleted locations come last. */
function codeRanks(documents: LocationDocuments, codes: readonly Uint8Array[]): Int32Array {
  const order = documents
    .map((_, index) => index)
    .filter((index) => documents[index] !== undefined);
  order.sort((left, right) => Buffer.compare(codes[left], codes[right]));
  const ranks = sharedInts(documents.length).fill(order.length);
  order.forEach((index, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}

function countryKey(document: LocationDocument): string {
  return (document.countryCode ?? '').trim().toUpperCase();
}

function countryDictionary(documents: LocationDocuments): {
  dictionary: Dictionary;
  numbers: Map<string, number>;
} {
  const numbers = new Map<string, number>();
  // Number 0 stands for unknown, so the dictionary starts with a key that no request has.
  const keys = [bytesOf('')];
  for (const document of documents) {
    if (document === undefined) continue;
    const key = countryKey(document);
    if (key === '' || numbers.has(key)) continue;
    numbers.set(key, keys.length);
    keys.push(bytesOf(key));
  }
  return { dictionary: dictionaryOf(COUNTRY_KIND, keys), numbers };
}

function wireColumns(documents: LocationDocuments) {
  const count = documents.length;
  const parts = documents.map((document) =>
    document === undefined ? NO_WIRE : encodeLocationWire(wireLocation(document)),
  );
  let total = 0;
  for (const part of parts) total += part.bytes.length;
  const wireBytes = new Uint8Array(new SharedArrayBuffer(total));
  const wireEnd = sharedInts(count);
  const codeStart = sharedInts(count);
  const codeBytes = sharedInts(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    wireBytes.set(parts[i].bytes, at);
    codeStart[i] = at + parts[i].codeStart;
    codeBytes[i] = parts[i].codeBytes;
    at += parts[i].bytes.length;
    wireEnd[i] = at;
  }
  return { wireEnd, codeStart, codeBytes, wireBytes };
}

function wireLocation(document: LocationDocument) {
  return {
    code: document.code ?? '',
    name: document.name ?? '',
    city: document.city ?? '',
    state: document.state ?? '',
    countryCode: document.countryCode ?? '',
    postalCode: document.postalCode ?? '',
    directShip: document.directShip ?? true,
    express: document.express ?? false,
    pickup: document.pickup ?? false,
    transferEnabled: document.transferEnabled ?? false,
    deliveryEnabled: document.deliveryEnabled ?? false,
  };
}
