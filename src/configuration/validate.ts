// Whether a configuration may be applied. Every rule is checked and everything unknown is refused,
// so that a document that passes also compiles. It must not know stored versions or locations:
// unknown location codes are kept.

import type { FieldViolation } from '../base/outcome.js';
import {
  DATA_LISTS_MAX,
  DATA_SETS_MAX,
  FILTERS_MAX,
  GROUPS_MAX,
  PARCEL_MINOR_MAX,
  RATE_CARDS_MAX,
  ROUTES_MAX,
  UNIT_KM_MINOR_MAX,
  UNIT_MINOR_MAX,
} from '../columns/limits.js';
import { STRATEGY } from '../columns/program.js';
import {
  checkCount,
  checkEnumeration,
  checkNames,
  checkRange,
  refuse,
  type Report,
} from './checks.js';
import { dataSetsByName } from './data-sets.js';
import type { ConfigurationDocument, CostModelDocument, RouteDocument } from './document.js';
import { ORDER_TYPES, STRATEGIES } from './enumerations.js';
import { checkShape } from './shape.js';
import { checkDataSet } from './validate-data-sets.js';
import { checkFilter } from './validate-filters.js';
import { checkGroups } from './validate-groups.js';
import { checkDataList } from './validate-lists.js';
import { checkRateCard } from './validate-rate-cards.js';
import { checkSettings } from './validate-settings.js';

/**
 * Everything that is wrong with a document, in its order; empty where it may be applied. Paths are
 * spelt as in the contract, for example `filters[2].custom_value.string_value`. A document of the
 * wrong shape, with unknown fields for example, is judged by its shape alone. Of what `previous`, a
 * document that passed, has as the very same object, only the references are checked again.
 */
export function validateConfiguration(
  document: ConfigurationDocument,
  previous: ConfigurationDocument = {},
): FieldViolation[] {
  const accepted = partsOf(previous);
  const report: Report = checkShape(document, accepted);
  if (report.length > 0 || !checkCounts(report, document)) return report;
  const { settings = {}, dataLists = [], filters = [], locationGroups = [] } = document;

  if (!accepted.has(settings)) checkSettings(report, settings);
  const lists = checkNames(report, 'data_lists', dataLists);
  dataLists.forEach((list, place) => {
    if (!accepted.has(list)) checkDataList(report, `data_lists[${place}]`, list);
  });
  // Filters and groups name what stands behind them in the document.
  const behind: Report = [];
  const references = {
    routes: checkRoutes(behind, document.routes ?? []),
    dataSets: dataSetsByName(document.dataSets),
    rateCards: checkTables(behind, document, accepted),
    filters: checkNames(report, 'filters', filters),
  };
  filters.forEach((filter, place) => {
    checkFilter(report, `filters[${place}]`, filter, { lists, dataSets: references.dataSets });
  });
  checkNames(report, 'location_groups', locationGroups);
  checkGroups(report, locationGroups, references, accepted);
  return report.concat(behind);
}

/** The settings and resources of a document. */
function partsOf(document: ConfigurationDocument): ReadonlySet<object> {
  const { settings = {}, dataLists = [], filters = [], locationGroups = [] } = document;
  const { routes = [], dataSets = [], rateCards = [] } = document;
  return new Set<object>([
    settings,
    ...dataLists,
    ...filters,
    ...locationGroups,
    ...routes,
    ...dataSets,
    ...rateCards,
  ]);
}

/** Refuses more resources than there may be. Returns whether there are few enough to look at. */
function checkCounts(report: Report, document: ConfigurationDocument): boolean {
  const isCounted = [
    checkCount(report, 'data_lists', document.dataLists?.length ?? 0, DATA_LISTS_MAX),
    checkCount(report, 'filters', document.filters?.length ?? 0, FILTERS_MAX),
    checkCount(report, 'location_groups', document.locationGroups?.length ?? 0, GROUPS_MAX),
    checkCount(report, 'routes', document.routes?.length ?? 0, ROUTES_MAX),
    checkCount(report, 'data_sets', document.dataSets?.length ?? 0, DATA_SETS_MAX),
    checkCount(report, 'rate_cards', document.rateCards?.length ?? 0, RATE_CARDS_MAX),
  ];
  return !isCounted.includes(false);
}

/** Returns the names. */
function checkRoutes(report: Report, routes: readonly RouteDocument[]): Set<string> {
  const names = checkNames(report, 'routes', routes);
  routes.forEach((route, place) => {
    const path = `routes[${place}]`;
    const { candidateSortStrategy } = route;
    checkEnumeration(report, `${path}.order_type`, ORDER_TYPES, route.orderType, true);
    const field = `${path}.candidate_sort_strategy`;
    const strategy = checkEnumeration(report, field, STRATEGIES, candidateSortStrategy, false);
    checkCost(report, `${path}.cost`, route.cost ?? {}, strategy === STRATEGY.minimizeCost);
  });
  return names;
}

function checkCost(
  report: Report,
  path: string,
  { parcelMinor = 0, unitMinor = 0, unitKmMinor = 0 }: CostModelDocument,
  isNeeded: boolean,
): void {
  checkRange(report, `${path}.parcel_minor`, parcelMinor, 0, PARCEL_MINOR_MAX);
  checkRange(report, `${path}.unit_minor`, unitMinor, 0, UNIT_MINOR_MAX);
  checkRange(report, `${path}.unit_km_minor`, unitKmMinor, 0, UNIT_KM_MINOR_MAX);
  if (!isNeeded || parcelMinor !== 0 || unitMinor !== 0 || unitKmMinor !== 0) return;
  refuse(report, path, 'must say what a plan costs: MINIMIZE_COST compares plans by it');
}

/** Checks data sets and rate cards; returns the names of the cards. */
function checkTables(
  report: Report,
  { dataSets = [], rateCards = [] }: ConfigurationDocument,
  accepted: ReadonlySet<object>,
): Set<string> {
  checkNames(report, 'data_sets', dataSets);
  dataSets.forEach((dataSet, place) => {
    if (!accepted.has(dataSet)) checkDataSet(report, `data_sets[${place}]`, dataSet);
  });
  const names = checkNames(report, 'rate_cards', rateCards);
  rateCards.forEach((card, place) => {
    if (!accepted.has(card)) checkRateCard(report, `rate_cards[${place}]`, card);
  });
  return names;
}
