// How a tenant is replaced by what Redis has of it: loaded while routing goes on with the columns
// that it has, then published at once; and what of the past that this engine saw is not there.

import { compileProgram } from '../../configuration/compile.js';
import type { Publication, SiteView } from '../../columns/views.js';
import { TENANT_COUNTER } from '../../columns/views.js';
import { openRise } from '../embedded/allocation/waiting-changes.js';
import type { TenantState } from '../embedded/tenant-state.js';
import { windowsAfter } from './feed-windows.js';
import { loadFromRedis, type Known } from './load-tenant.js';
import type { RedisClock } from './redis-clock.js';
import type { SharedParts } from './shared-parts.js';

/**
 * Loads a tenant, puts it in its place and tells of it; `onPublished` is called when routing has
 * it. Resolves when the replica has it too. Rejects where Redis cannot be asked.
 */
export async function reloadTenant(
  parts: SharedParts,
  tenantId: string,
  clock: RedisClock,
  onPublished: () => void,
): Promise<Known> {
  const { client, keys, tenants, writes, tell } = parts;
  const [, , , now] = await client.stateOf(1, keys.meta(tenantId));
  clock.take(Number(now));
  const old = tenants.get(tenantId);
  const blank = old ?? writes.newTenant(tenantId);
  const loaded = await loadFromRedis(parts, tenantId, blank.number);
  const { known } = loaded;
  // A tenant that was never written stays unknown; one that is gone has nothing any more.
  if (loaded.state === null && old === undefined) {
    writes.giveBackNumber(blank);
    return known;
  }
  const state = loaded.state ?? writes.emptyTenant(tenantId, blank.number);
  state.counters[TENANT_COUNTER.commit] = known.sequence;
  tenants.set(tenantId, state);
  const rise = openRise(state);
  tell({
    publications: [publicationOf(state, old)],
    news: [{ tenantId, lastSequence: state.eventSequence }],
    rises: rise === null ? [] : [rise],
  });
  onPublished();
  await loaded.putStock();
  return known;
}

/** Everything of a tenant; sites that it had and has no more come without rules. */
function publicationOf(state: TenantState, old: TenantState | undefined): Publication {
  const { tenantId, table, documents, words } = state;
  const gone: SiteView[] = [];
  for (const siteId of old?.sites.keys() ?? []) {
    if (state.sites.has(siteId)) continue;
    gone.push({ tenantId, siteId, program: compileProgram({}, 0, { table, documents }, words) });
  }
  return { tenant: state.view(), sites: [...state.siteViews(() => true), ...gone] };
}

/**
 * How many of the commits whose stamps are given by sequence are not among those of Redis, and the
 * stamps that are in the feed from the first of them on.
 */
export async function compareStamps(
  parts: SharedParts,
  tenantId: string,
  stamps: ReadonlyMap<number, string>,
  known: Known,
): Promise<{ readonly lostCount: number; readonly there: ReadonlyMap<number, string> }> {
  const there = new Map<number, string>();
  if (stamps.size === 0) return { lostCount: 0, there };
  let oldest = known.sequence;
  const after = Math.min(...stamps.keys()) - 1;
  for await (const entries of windowsAfter(parts, tenantId, after)) {
    for (const { sequence, stamp } of entries) there.set(sequence, stamp);
    oldest = Math.min(oldest, entries[0].sequence);
  }
  there.set(known.sequence, known.stamp);
  let lostCount = 0;
  for (const [sequence, stamp] of stamps) {
    const isBehind = sequence > known.sequence;
    // What the feed no longer has cannot be told from what is gone.
    if (isBehind || (sequence >= oldest && there.get(sequence) !== stamp)) lostCount++;
  }
  return { lostCount, there };
}
