// What changes of locations and postal codes do: checks them against what is stored, then writes
// them.

import {
  failedPrecondition,
  invalidFields,
  memoryFull,
  notFound,
  type FieldViolation,
} from '../../base/outcome.js';
import { bytesOf } from '../../base/text.js';
import { LOCATIONS_MAX } from '../../columns/limits.js';
import { ROW_FLAG } from '../../columns/stock.js';
import { postalKey, type PostalTable } from '../../columns/postal.js';
import type { RowName } from '../../columns/stock-writer.js';
import type { LocationDocument } from '../../configuration/location-document.js';
import { checkLocations, checkPostalCodes, storedLocation } from '../location-check.js';
import { buildPostalTable, type PostalEntry } from '../postal-table.js';
import type { PostalCode } from '../store.js';
import { binaryKey, binaryRange, rowKey, type Database } from './database.js';
import { takeRow } from './history/ledger.js';
import { LEDGER_REASON } from './history/ledger-codec.js';
import { decodeRow, type StoredRow } from './row-codec.js';
import type { TenantDraft } from './tenant-draft.js';

/** Creates or replaces locations by code, all or none. */
export function writeLocations(
  database: Database,
  draft: TenantDraft,
  locations: readonly LocationDocument[],
): LocationDocument[] {
  checkLocations(locations);
  const changes = new Map<number, LocationDocument>();
  const answers: LocationDocument[] = [];
  let next = draft.locationCount;
  for (const location of locations) {
    const known = draft.locationIndex(location.code ?? '');
    const index = known < 0 ? next++ : known;
    const onHold = known < 0 ? false : (draft.location(known).onHold ?? false);
    const stored = storedLocation(location, index + 1, onHold);
    changes.set(index, stored);
    answers.push(stored);
  }
  if (next > LOCATIONS_MAX) {
    throw memoryFull('locations', LOCATIONS_MAX, ', deleted ones included');
  }
  checkExternalIds(draft, locations, changes);
  putLocations(database, draft, changes);
  return answers;
}

/** Refuses external store ids that locations outside of `changes` have. */
function checkExternalIds(
  draft: TenantDraft,
  locations: readonly LocationDocument[],
  changes: ReadonlyMap<number, LocationDocument>,
): void {
  const places = new Map<string, number>();
  locations.forEach(({ externalStoreId = '' }, place) => {
    if (externalStoreId !== '') places.set(externalStoreId, place);
  });
  if (places.size === 0) return;
  const report: FieldViolation[] = [];
  draft.locationDocuments.forEach((document, index) => {
    const place = places.get(document?.externalStoreId ?? '');
    if (place === undefined || changes.has(index)) return;
    const description = `the location '${document?.code}' has it`;
    report.push({ field: `locations[${place}].external_store_id`, description });
  });
  if (report.length > 0) throw invalidFields(report);
}

/** Puts a location on hold or ends its hold. */
export function writeHold(
  database: Database,
  draft: TenantDraft,
  code: string,
  onHold: boolean,
): LocationDocument {
  const index = knownIndex(draft, code);
  const location = { ...draft.location(index), onHold };
  putLocations(database, draft, new Map([[index, location]]));
  return location;
}

function putLocations(
  database: Database,
  draft: TenantDraft,
  changes: ReadonlyMap<number, LocationDocument>,
): void {
  for (const [index, location] of changes) {
    void database.locations.put([draft.state.number, index], location);
  }
  draft.putLocations(changes);
}

/**
 * Deletes a location and its empty rows. Refuses with LOCATION_IN_USE while a row holds anything.
 */
export function deleteLocation(database: Database, draft: TenantDraft, code: string): void {
  const index = knownIndex(draft, code);
  const { number } = draft.state;
  const rows: { product: number; row: StoredRow }[] = [];
  for (const [product, name] of rowsAt(draft, index)) {
    const bytes = database.rows.get(rowKey(number, product, name.location, name.segment));
    if (bytes === undefined) continue;
    const row = decodeRow(bytes, name.location, name.segment);
    const { values } = row;
    const isInfinite = (values.flags & ROW_FLAG.infinite) !== 0;
    if (isInfinite || values.onHand || values.allocated || values.held || values.inTransit) {
      const message = `the location '${code}' has stock`;
      throw failedPrecondition('LOCATION_IN_USE', message, { metadata: { locationCode: code } });
    }
    rows.push({ product, row });
  }
  const cause = { reason: LEDGER_REASON.locationDeleted, locationCode: code };
  for (const { product, row } of rows) {
    takeRow(database, draft, product, row, cause);
  }
  void database.locations.remove([number, index]);
  draft.putLocations(new Map([[index, undefined]]));
}

/** The rows at a location, in the columns and in the draft, each once. */
function rowsAt(draft: TenantDraft, location: number): [number, RowName][] {
  const { writer } = draft.state;
  const found = new Map<string, [number, RowName]>();
  const note = (product: number, segment: number) => {
    found.set(`${product}/${segment}`, [product, { location, segment }]);
  };
  const { columns, productCount } = writer;
  for (let product = 0; product < productCount; product++) {
    const end = columns.productStart[product] + columns.productCount[product];
    let row = writer.firstRowFrom(product, location, 0);
    for (; row < end && columns.rows.location[row] === location; row++) {
      note(product, columns.rows.segment[row]);
    }
  }
  for (const [product, changes] of draft.rowChanges) {
    for (const change of changes) if (change.location === location) note(product, change.segment);
  }
  return [...found.values()];
}

function knownIndex(draft: TenantDraft, code: string): number {
  const index = draft.locationIndex(code);
  if (index < 0) throw notFound('location', code);
  return index;
}

/** Keeps postal codes; routing does not see them yet. */
export function writePostalCodes(
  database: Database,
  draft: TenantDraft,
  codes: readonly PostalCode[],
): void {
  checkPostalCodes(codes);
  draft.isPostalPending = true;
  for (const { countryCode, postalCode, latitude, longitude } of codes) {
    const name = bytesOf(postalKey(countryCode, postalCode));
    const place = Buffer.allocUnsafe(16);
    place.writeDoubleLE(latitude, 0);
    place.writeDoubleLE(longitude, 8);
    void database.postalCodes.put(Buffer.concat([binaryKey(draft.state.number), name]), place);
  }
}

/** Shows routing all postal codes that were written. */
export function publishPostalCodes(database: Database, draft: TenantDraft): void {
  const version = draft.postal.version + 1;
  draft.putPostal(readPostalTable(database, draft.state.number, version));
}

/** The table of all postal codes of a tenant. */
export function readPostalTable(database: Database, tenant: number, version: number): PostalTable {
  const count = database.postalCodes.getKeysCount(binaryRange(tenant));
  return buildPostalTable(postalEntries(database, tenant), count, version);
}

function* postalEntries(database: Database, tenant: number): Generator<PostalEntry> {
  for (const { key, value } of database.postalCodes.getRange(binaryRange(tenant))) {
    yield {
      key: key.subarray(4),
      latitude: value.readDoubleLE(0),
      longitude: value.readDoubleLE(8),
    };
  }
}
