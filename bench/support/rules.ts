// Which rules does a bench route by? One route of one group over all locations, as a document that
// is compiled like any other; each bench adds the filters that it asks about.

import type { Program } from '../../src/columns/program.js';
import { compileProgram } from '../../src/configuration/compile.js';
import type {
  ConfigurationDocument,
  DataListDocument,
  DataSetDocument,
  FilterDocument,
  FilterLogicalGroupDocument,
  LocationGroupDocument,
  LocationSortDocument,
  RateCardDocument,
  RouteDocument,
  SettingsDocument,
} from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { assignIds } from '../../src/configuration/versions.js';
import { HUBS_PER_REGION, locationCode, type Network } from './network.js';

/** How far an order is shipped at most. */
export const REACH_KM = 2500;

/** What the split of a group is called in a configuration. */
export type SplitAction = 'LINE_ITEM_SPLIT' | 'QUANTITY_SPLIT';

/** What differs between the rules of benches. */
export type RuleOptions = {
  readonly split: SplitAction;
  /** Without the distribution centres an order of several lines is split. */
  readonly isWithoutHubs?: boolean;
  /** All the same so many of them. */
  readonly hubsKept?: number;
  readonly filters: readonly FilterDocument[];
  /** A tree of the filters; without it all of them must hold. */
  readonly tree?: readonly FilterLogicalGroupDocument[];
  readonly dataLists?: readonly DataListDocument[];
  readonly dataSets?: readonly DataSetDocument[];
  /** Without them by distance. */
  readonly sorts?: readonly LocationSortDocument[];
  readonly rateCards?: readonly RateCardDocument[];
  readonly settings?: SettingsDocument;
  readonly route?: RouteDocument;
  readonly group?: LocationGroupDocument;
};

/** A filter on a custom value. */
export function filterOn(
  attribute: string,
  operator: string,
  stringValue: string,
  unit?: string,
): FilterDocument {
  return {
    name: `${attribute} ${operator} ${stringValue.slice(0, 100)}`,
    attribute,
    operator: `FILTER_OPERATOR_${operator}`,
    customValue: unit === undefined ? { stringValue } : { stringValue, unit },
  };
}

/** The filters of common rules: one that is settled when they are compiled, one that is not. */
export const COMMON_FILTERS: readonly FilterDocument[] = [
  filterOn('location.wmsEnabled', 'EQUAL', 'true'),
  filterOn('location.distance', 'LESS_OR_EQUAL', String(REACH_KM), 'MEASURE_UNIT_KM'),
];

/** The program of such rules on a network: full match by distance, else a split. */
export function compileRules(network: Network, options: RuleOptions): Program {
  return compileDocument(ruleDocument(network, options), network);
}

/** The document of such rules. */
export function ruleDocument(network: Network, options: RuleOptions): ConfigurationDocument {
  const action = { action: `FAILOVER_ACTION_${options.split}_BACKORDER_WITHOUT_INVENTORY` };
  return {
    dataLists: options.dataLists ?? [],
    dataSets: options.dataSets ?? [],
    rateCards: options.rateCards ?? [],
    filters: options.filters,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP', ...options.route }],
    locationGroups: [
      {
        name: 'all',
        route: 'ship',
        rank: 1,
        isDefaultGroup: true,
        excludedLocationCodes: hubCodes(network, excludedHubsOf(options)),
        filters:
          options.tree === undefined ? options.filters.map((filter) => filter.name ?? '') : [],
        filterLogicalGroups: options.tree ?? [],
        sorts: options.sorts ?? [{ type: 'SORT_TYPE_DISTANCE' }],
        afterActionPartial: action,
        ...options.group,
      },
    ],
  };
}

function excludedHubsOf({ isWithoutHubs, hubsKept }: RuleOptions): number {
  if (isWithoutHubs !== true) return 0;
  return HUBS_PER_REGION - (hubsKept ?? 0);
}

/** The program of a document. Throws where it is not valid. */
export function compileDocument(
  document: ConfigurationDocument,
  { table, documents }: Pick<Network, 'table' | 'documents'>,
): Program {
  const violations = validateConfiguration(document);
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
  let lastId = 0;
  const stored = assignIds(undefined, document, () => ++lastId);
  return compileProgram(stored, 1, { table, documents }, new Words());
}

/** The codes of the first hubs of every region. */
function hubCodes({ shape }: Network, count: number): string[] {
  const codes: string[] = [];
  for (let region = 0; region < shape.regions; region++) {
    for (let hub = 0; hub < count; hub++) {
      codes.push(locationCode(region * shape.locationsPerRegion + hub));
    }
  }
  return codes;
}

class Words {
  private readonly numbers = new Map<string, number>();

  intern(word: string): number {
    const number = this.numbers.get(word) ?? this.numbers.size;
    this.numbers.set(word, number);
    return number;
  }
}
