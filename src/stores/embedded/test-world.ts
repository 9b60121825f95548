// The world of a test: stock that a caller brings, read as updates of rows are, under rules that
// may be anybody's, on the locations and postal codes of now. Nothing of it is kept.

import { invalidFields } from '../../base/outcome.js';
import { compileProgram } from '../../configuration/compile.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import { validateConfiguration } from '../../configuration/validate.js';
import { assignIds } from '../../configuration/versions.js';
import type { RoutingTest, Scope, TestWorld } from '../store.js';
import type { Configurations } from './configurations.js';
import type { Database } from './database.js';
import { namesOf } from './history/replays.js';
import { TenantDraft } from './tenant-draft.js';
import { TenantState } from './tenant-state.js';
import { planInventory } from './write-inventory.js';

/** A number that no tenant has: nothing is stored under it. */
const NO_TENANT = 0;

type Rules = { readonly document: ConfigurationDocument; readonly version: number };

/**
 * The world of a test. `state` is undefined where the tenant was never written. Throws a `Refusal`
 * for a bad row, an unknown version and a bad document.
 */
export function testWorldOf(
  database: Database,
  configurations: Configurations,
  state: TenantState | undefined,
  scope: Scope,
  test: RoutingTest,
): TestWorld {
  const { document, version } = rulesOf(configurations, state, scope, test);
  const trial = new TenantState(scope.tenantId, NO_TENANT, {});
  if (state !== undefined) {
    trial.documents = state.documents;
    trial.indexes = state.indexes;
    trial.postal = state.postal;
    trial.table = state.table;
  }
  const draft = new TenantDraft(trial, database, 0);
  const { rows } = planInventory(database, draft, test.rows, null, 'inventory');
  for (const { product, values } of rows) draft.setRow(product, values, true);
  draft.apply();
  const program = compileProgram(document, version, draft.locations, trial.words);
  const stock = trial.writer.columns;
  const names = namesOf(trial, stock, trial.documents);
  const world = { program, stock, locations: trial.table, configuration: document, ...names };
  return { world, postal: trial.postal };
}

/** A document has no version, and gets ids that hold for this test only. */
function rulesOf(
  configurations: Configurations,
  state: TenantState | undefined,
  { siteId }: Scope,
  { configuration, configurationVersion = 0 }: RoutingTest,
): Rules {
  if (configuration === undefined) {
    const { info, document } = configurations.get(state, siteId, configurationVersion);
    return { document, version: info.version };
  }
  const violations = validateConfiguration(configuration);
  if (violations.length > 0) {
    throw invalidFields(
      violations.map(({ field, description }) => ({
        field: `configuration.${field}`,
        description,
      })),
    );
  }
  let lastId = 0;
  return { document: assignIds(undefined, configuration, () => ++lastId), version: 0 };
}
