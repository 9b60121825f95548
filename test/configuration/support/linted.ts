// What a look through a document finds, on locations that are written as stores keep them.

import { emptyPostalTable } from '../../../src/columns/empty.js';
import { compileProgram } from '../../../src/configuration/compile.js';
import type { ConfigurationDocument } from '../../../src/configuration/document.js';
import type { LintFinding } from '../../../src/configuration/lint/findings.js';
import { lintConfiguration } from '../../../src/configuration/lint/lint.js';
import { Rules } from '../../../src/configuration/lint/rules.js';
import type { LocationDocument } from '../../../src/configuration/location-document.js';
import { validateConfiguration } from '../../../src/configuration/validate.js';
import { assignIds } from '../../../src/configuration/versions.js';
import { buildLocationTable } from '../../../src/stores/location-table.js';
import { counter, SampleWords } from '../samples.js';

/** Three locations that ship directly; C is in Canada. */
export const LOCATIONS: readonly LocationDocument[] = [
  { code: 'A', name: 'Alpha', countryCode: 'US', city: 'Reno', wmsEnabled: true },
  { code: 'B', name: 'Beta', countryCode: 'US', city: 'Reno' },
  { code: 'C', name: 'Gamma', countryCode: 'CA', city: 'Hull' },
];

/** All findings of a document; throws where it is not valid. */
export function linted(
  document: ConfigurationDocument,
  documents: readonly (LocationDocument | undefined)[] = LOCATIONS,
): LintFinding[] {
  const violations = validateConfiguration(document);
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
  const stored = assignIds(undefined, document, counter());
  const table = buildLocationTable(documents, 1, emptyPostalTable());
  const locations = { table, documents };
  const program = compileProgram(stored, 1, locations, new SampleWords());
  return lintConfiguration(new Rules(stored, program, locations));
}

/** The paths at which a document has findings of a kind, without its prefix. */
export function placesOf(
  kind: string,
  document: ConfigurationDocument,
  documents: readonly (LocationDocument | undefined)[] = LOCATIONS,
): string[] {
  const all = linted(document, documents);
  return all.filter((one) => one.kind === `LINT_KIND_${kind}`).map(({ path }) => path);
}
