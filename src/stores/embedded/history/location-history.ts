// How the tables of locations of before can be had again: for each table that was published, what
// it changed of the one before it.

import type { LocationTable } from '../../../columns/locations.js';
import {
  hasCoordinates,
  restoreLocationTable,
  type LocationDocuments,
} from '../../location-table.js';
import type { Database, LocationUndo, UndoRecord } from '../database.js';

/** Records that are pruned in one step at most: each may have every location in it. */
const PRUNED_MAX = 100;

/** A table of locations with the documents that it was made of. */
export type Locations = { readonly table: LocationTable; readonly documents: LocationDocuments };

/** Writes how to get from `now` back to `before`, in the running transaction. */
export function putUndo(
  database: Database,
  tenant: number,
  before: Locations,
  now: Locations,
  timeEpochMs: number,
): void {
  const changes: LocationUndo[] = [];
  const { length: count } = before.documents;
  for (let index = 0; index < count; index++) {
    const undo = undoOf(before, now, index);
    if (undo !== undefined) changes.push(undo);
  }
  const record: UndoRecord = { previous: before.table.version, timeEpochMs, count, changes };
  void database.locationUndo.put([tenant, now.table.version], record);
}

function undoOf(before: Locations, now: Locations, index: number): LocationUndo | undefined {
  const document = before.documents[index];
  if (document === undefined) {
    return now.documents[index] === undefined ? undefined : { index, document: null };
  }
  const point = hasCoordinates(document) ? undefined : { point: pointText(before.table, index) };
  if (document !== now.documents[index]) return { index, document, ...point };
  if (point === undefined || isSamePoint(before.table, now.table, index)) return undefined;
  return { index, ...point };
}

function isSamePoint(left: LocationTable, right: LocationTable, index: number): boolean {
  return (
    Object.is(left.x[index], right.x[index]) &&
    Object.is(left.y[index], right.y[index]) &&
    Object.is(left.z[index], right.z[index])
  );
}

function pointText({ x, y, z }: LocationTable, index: number): string | null {
  if (Number.isNaN(x[index])) return null;
  return Buffer.from(Float64Array.of(x[index], y[index], z[index]).buffer).toString('base64');
}

/**
 * The locations that were live under the table version `version`, going back from `newer`; null
 * where that is no longer known.
 */
export function locationsThen(
  database: Database,
  tenant: number,
  newer: Locations,
  version: number,
): Locations | null {
  const documents = [...newer.documents];
  const x = Float64Array.from(newer.table.x);
  const y = Float64Array.from(newer.table.y);
  const z = Float64Array.from(newer.table.z);
  let at = newer.table.version;
  while (at > version) {
    const record = database.locationUndo.get([tenant, at]);
    if (record === undefined) return null;
    documents.length = record.count;
    for (const { index, document, point } of record.changes) {
      if (document !== undefined) documents[index] = document ?? undefined;
      if (point !== undefined) [x[index], y[index], z[index]] = pointOf(point);
    }
    at = record.previous;
  }
  if (at !== version) return null;
  return { table: restoreLocationTable(documents, version, { x, y, z }), documents };
}

function pointOf(text: string | null): [number, number, number] {
  if (text === null) return [Number.NaN, 0, 0];
  const bytes = Buffer.from(text, 'base64');
  return [bytes.readDoubleLE(0), bytes.readDoubleLE(8), bytes.readDoubleLE(16)];
}

/**
 * Forgets the oldest tables of a tenant, those that were replaced before `oldestEpochMs`, at most
 * `limit` and PRUNED_MAX. Answers whether there may be more of them. Runs in a transaction.
 */
export function pruneUndo(
  database: Database,
  tenant: number,
  oldestEpochMs: number,
  limit: number,
): boolean {
  const most = Math.min(limit, PRUNED_MAX);
  const range = { start: [tenant], end: [tenant + 1], limit: most };
  const versions: number[] = [];
  for (const { key, value } of database.locationUndo.getRange(range)) {
    if (value.timeEpochMs >= oldestEpochMs) break;
    versions.push(key[1] as number);
  }
  for (const version of versions) void database.locationUndo.remove([tenant, version]);
  return versions.length === most;
}

/** Whether the oldest record of a tenant is from before `oldestEpochMs`. */
export function isUndoOld(database: Database, tenant: number, oldestEpochMs: number): boolean {
  const range = { start: [tenant], end: [tenant + 1], limit: 1 };
  for (const { value } of database.locationUndo.getRange(range)) {
    return value.timeEpochMs < oldestEpochMs;
  }
  return false;
}
