// What a tenant in a folder is in Redis: its hashes, how many fields each has, and the fields
// themselves. Asks no Redis.

import type { Database } from '../embedded/database.js';
import {
  type FieldWrite,
  fieldOf,
  hashName,
  rangeOf,
  TENANT_TABLES,
  type TableKey,
  type TenantTable,
} from '../redis/tenant-tables.js';

/** A tenant of a folder: its id, and the number under which the folder has it. */
export type FolderTenant = { readonly tenantId: string; readonly number: number };

/** By name of a hash, see `hashName`: how many fields it has. */
export type FieldCounts = ReadonlyMap<string, number>;

/** How many fields the hashes of a tenant have. */
export function fieldCounts(database: Database, tenant: FolderTenant): FieldCounts {
  const counts = new Map<string, number>();
  for (const table of TENANT_TABLES) {
    for (const key of keysOf(database, table, tenant)) {
      const name = hashName(table, fieldOf(table, key, undefined).bucket);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** All fields of a tenant, table by table. Nobody may write the folder meanwhile. */
export function* fieldsOfTenant(
  database: Database,
  tenant: FolderTenant,
): Generator<FieldWrite & { readonly value: Buffer }> {
  for (const table of TENANT_TABLES) {
    const { tenantId, number } = tenant;
    for (const { key, value } of table.of(database).getRange(rangeOf(table, tenantId, number))) {
      const write = fieldOf(table, ownKey(key), value);
      yield { ...write, value: write.value as Buffer };
    }
  }
}

/** How many entries each table of a tenant has, by the name of the table. */
export function entryCounts(counts: FieldCounts): Record<string, number> {
  const entries: Record<string, number> = {};
  for (const { name } of TENANT_TABLES) entries[name] = 0;
  for (const [name, count] of counts) entries[name.split(':', 1)[0]] += count;
  return entries;
}

function* keysOf(
  database: Database,
  table: TenantTable,
  { tenantId, number }: FolderTenant,
): Generator<TableKey> {
  for (const { key } of table.of(database).getRange(rangeOf(table, tenantId, number))) {
    yield ownKey(key);
  }
}

/** The bytes of a key are its cursor's, which goes on. */
function ownKey(key: TableKey): TableKey {
  return Buffer.isBuffer(key) ? Buffer.from(key) : key;
}
