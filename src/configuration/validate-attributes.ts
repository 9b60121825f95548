// Whether what a filter names, or one side of a comparison, is an attribute: its path, and what the
// attribute needs besides.

import {
  FILTER_ATTRIBUTES,
  findAttribute,
  type AttributeNaming,
  type FilterAttribute,
} from './attributes.js';
import { checkRequiredText, refuse, type Report } from './checks.js';
import { findColumn, resolveAttribute, type DataSets } from './data-sets.js';
import type { DataPointDocument } from './document.js';

/** The fields that name something besides the path, and the attributes that they go with. */
const NAMES: readonly {
  readonly field: 'customAttributeName' | 'attributeFqn' | 'dataSet' | 'dataSetColumn';
  readonly path: string;
  readonly naming: AttributeNaming;
  readonly owners: string;
}[] = [
  {
    field: 'customAttributeName',
    path: 'custom_attribute_name',
    naming: 'custom-key',
    owners: 'custom data',
  },
  {
    field: 'attributeFqn',
    path: 'attribute_fqn',
    naming: 'fqn',
    owners: 'extensible attributes',
  },
  { field: 'dataSet', path: 'data_set', naming: 'column', owners: 'location.dataSet' },
  { field: 'dataSetColumn', path: 'data_set_column', naming: 'column', owners: 'location.dataSet' },
];

/**
 * Checks the attribute that a filter or a data point at `path` names. Returns it, a column of a
 * data set with the type and the unit that it has; undefined where it was refused.
 */
export function checkAttribute(
  report: Report,
  path: string,
  reference: DataPointDocument,
  dataSets: DataSets,
): FilterAttribute | undefined {
  const named = reference.attribute ?? '';
  const attribute = findAttribute(named);
  if (attribute === undefined) {
    refuse(report, `${path}.attribute`, `'${named}' is not an attribute; ${servedNear(named)}`);
    return undefined;
  }
  for (const { field, path: name, naming, owners } of NAMES) {
    if (attribute.naming !== naming) {
      if ((reference[field] ?? '') === '') continue;
      refuse(report, `${path}.${name}`, `goes with ${owners} only, not with ${named}`);
    } else if (naming !== 'column') checkRequiredText(report, `${path}.${name}`, reference[field]);
  }
  if (attribute.naming === 'column' && !checkColumn(report, path, reference, dataSets)) {
    return undefined;
  }
  return resolveAttribute(reference, dataSets);
}

/** The attributes of what a path begins with; all of them would not fit into an error. */
function servedNear(path: string): string {
  const owners = new Map<string, string[]>();
  for (const known of FILTER_ATTRIBUTES) {
    const [owner, ...rest] = known.path.split('.');
    owners.set(owner, [...(owners.get(owner) ?? []), rest.join('.')]);
  }
  const owner = path.split('.', 1)[0];
  const names = owners.get(owner);
  return names === undefined
    ? `they begin with ${[...owners.keys()].join('., ')}.`
    : `of ${owner} there are ${names.join(', ')}`;
}

/** Whether the column is one that filters may read. */
function checkColumn(
  report: Report,
  path: string,
  reference: DataPointDocument,
  dataSets: DataSets,
): boolean {
  const { dataSet = '', dataSetColumn = '' } = reference;
  if (!dataSets.has(dataSet)) {
    refuse(report, `${path}.data_set`, `no data set has the name '${dataSet}'`);
    return false;
  }
  const column = findColumn(dataSets, reference);
  const field = `${path}.data_set_column`;
  if (column === undefined) {
    refuse(report, field, `data set '${dataSet}' has no column '${dataSetColumn}'`);
  } else if (column.filterable === false) {
    refuse(report, field, `column '${dataSetColumn}' is not filterable`);
  }
  return column !== undefined && column.filterable !== false;
}
