// Looks through a set of rules for what cannot do what it says. What is found is so whatever the
// order and the stock: it rests on the rules and on the locations of now alone.

import { Findings, type LintFinding } from './findings.js';
import { lintActions } from './actions.js';
import { FilterReaches, lintFilters } from './filters.js';
import { lintMembers } from './members.js';
import { lintRoutes } from './routes.js';
import type { Rules } from './rules.js';
import { lintSorts } from './sorts.js';
import { lintUnused } from './unused.js';
import { lintValues } from './values.js';

/** Everything that is found, each kind in the order of the document. */
export function lintConfiguration(rules: Rules): LintFinding[] {
  const findings = new Findings();
  const reaches = new FilterReaches(rules);
  if (rules.presentCount === 0) {
    const text = 'no location is known: rules on locations were not looked at';
    findings.note('NO_LOCATIONS', { path: '', name: '' }, text);
  }
  lintRoutes(rules, findings);
  if (rules.presentCount > 0) lintMembers(rules, reaches, findings);
  lintFilters(rules, reaches, findings);
  if (rules.presentCount > 0) lintSorts(rules, reaches, findings);
  lintActions(rules, findings);
  lintValues(rules, findings);
  lintUnused(rules.document, findings);
  return findings.all;
}
