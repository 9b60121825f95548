// The world of rules that are looked through: any rules of a site on the locations, the stock and
// the postal codes of now. Nothing of it is kept.

import type { FieldViolation } from '../../base/outcome.js';
import type { Program } from '../../columns/program.js';
import { compileProgram } from '../../configuration/compile.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import { validateConfiguration } from '../../configuration/validate.js';
import { assignIds } from '../../configuration/versions.js';
import type { RulesQuery, RulesWorld, Scope } from '../store.js';
import { type Configurations, nextIdOf } from './configurations.js';
import { knownWords } from './history/replays.js';
import { TenantState } from './tenant-state.js';

/** A number that no tenant has: nothing is stored under it. */
const NO_TENANT = 0;

/**
 * The rules and what they meet. `state` is undefined where the tenant was never written. Throws a
 * `Refusal` for an unknown version.
 */
export function rulesWorldOf(
  configurations: Configurations,
  state: TenantState | undefined,
  scope: Scope,
  query: RulesQuery,
): RulesWorld {
  const tenant = state ?? new TenantState(scope.tenantId, NO_TENANT, {});
  const violations = violationsOf(query);
  const { table: locations, documents: locationDocuments, postal } = tenant;
  if (violations.length > 0) return { violations, world: null, postal, locationDocuments };
  const { document, program } = rulesOf(configurations, state, tenant, scope, query);
  const world = {
    program,
    stock: tenant.writer.columns,
    locations,
    configuration: document,
    locationDocuments: new Map(),
    segments: new Map(),
    attributeSets: new Map(),
    extensibleSets: new Map(),
  };
  return { violations, world, postal, locationDocuments };
}

function violationsOf({ configuration }: RulesQuery): FieldViolation[] {
  return configuration === undefined ? [] : validateConfiguration(configuration);
}

type Compiled = { readonly document: ConfigurationDocument; readonly program: Program };

/** A document gets the ids that applying it would give: they say which of two routes serves. */
function rulesOf(
  configurations: Configurations,
  state: TenantState | undefined,
  tenant: TenantState,
  { siteId }: Scope,
  { configuration, version = 0 }: RulesQuery,
): Compiled {
  const site = state?.sites.get(siteId);
  const compile = (document: ConfigurationDocument, number: number): Compiled => {
    const { table, documents, words } = tenant;
    const program = compileProgram(document, number, { table, documents }, knownWords(words));
    return { document, program };
  };
  if (configuration !== undefined) {
    let nextId = nextIdOf(site);
    return compile(
      assignIds(site?.document, configuration, () => nextId++),
      0,
    );
  }
  const { info, document } = configurations.get(state, siteId, version);
  if (site !== undefined && info.isActive) return { document, program: site.program };
  return compile(document, info.version);
}
