// The world of a record as the store under test gives it. Must not know which store it is.

import type { TenantView } from '../../../src/columns/views.js';
import type { ReplayInputs, ReplayWorld } from '../../../src/explain/inputs.js';
import type { Subject } from '../contract.js';
import { recordOf, type RecordFacts } from './records.js';
import { siteOfTenant } from './tenant.js';

/** The tenant and the site of records. */
export const SCOPE = siteOfTenant('1');

/** What was published of the tenant last. */
export function viewOf(subject: Subject): TenantView {
  const view = subject.opened.views.tenant(SCOPE.tenantId);
  if (view === undefined) throw new Error('the tenant was never published');
  return view;
}

/** The world of a record of the tenant; by default under what is live now. */
export async function worldOf(subject: Subject, facts: Partial<RecordFacts>): Promise<ReplayWorld> {
  const { world, problem } = await inputsOf(subject, facts);
  if (world === null) throw new Error(`${problem?.reason}: ${problem?.detail}`);
  return world;
}

/** The inputs of a record of the tenant; by default under what is live now. */
export function inputsOf(subject: Subject, facts: Partial<RecordFacts>): Promise<ReplayInputs> {
  const { number: tenant, locations } = viewOf(subject);
  const program = subject.opened.views.site(SCOPE.tenantId, SCOPE.siteId)?.program;
  const versions = {
    locationVersion: locations.version,
    configurationVersion: program?.configurationVersion ?? 0,
  };
  const record = recordOf({ suggestionId: 1, tenant, ...versions, ...facts });
  return subject.opened.store.replayInputs(SCOPE, record);
}
