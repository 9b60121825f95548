// Whether a configuration may be applied. Every rule is checked and everything unknown is refused,
// so that a document that passes also compiles. It must not know stored versions or locations:
// unknown location codes are kept.

import type { FieldViolation } from '../base/outcome.js';
import { DATA_LISTS_MAX, FILTERS_MAX, GROUPS_MAX, ROUTES_MAX } from '../columns/limits.js';
import { checkCount, checkEnumeration, checkNames, type Report } from './checks.js';
import type { ConfigurationDocument, RouteDocument } from './document.js';
import { ORDER_TYPES, STRATEGIES } from './enumerations.js';
import { checkShape } from './shape.js';
import { checkFilter } from './validate-filters.js';
import { checkGroups } from './validate-groups.js';
import { checkDataList } from './validate-lists.js';
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
  const accepted = resourcesOf(previous);
  const report: Report = checkShape(document, accepted);
  if (report.length > 0) return report;
  const { dataLists = [], filters = [], locationGroups = [], routes = [] } = document;
  const isCounted = [
    checkCount(report, 'data_lists', dataLists.length, DATA_LISTS_MAX),
    checkCount(report, 'filters', filters.length, FILTERS_MAX),
    checkCount(report, 'location_groups', locationGroups.length, GROUPS_MAX),
    checkCount(report, 'routes', routes.length, ROUTES_MAX),
  ];
  if (isCounted.includes(false)) return report;

  checkSettings(report, document.settings ?? {});
  const listNames = checkNames(report, 'data_lists', dataLists);
  dataLists.forEach((list, place) => {
    if (!accepted.has(list)) checkDataList(report, `data_lists[${place}]`, list);
  });
  const filterNames = checkNames(report, 'filters', filters);
  filters.forEach((filter, place) => {
    checkFilter(report, `filters[${place}]`, filter, listNames);
  });
  checkNames(report, 'location_groups', locationGroups);
  const routeReport: Report = [];
  const routeNames = checkNames(routeReport, 'routes', routes);
  checkGroups(report, locationGroups, { routes: routeNames, filters: filterNames }, accepted);
  routes.forEach((route, place) => checkRoute(routeReport, `routes[${place}]`, route));
  return report.concat(routeReport);
}

function resourcesOf(document: ConfigurationDocument): ReadonlySet<object> {
  const { dataLists = [], filters = [], locationGroups = [], routes = [] } = document;
  return new Set<object>([...dataLists, ...filters, ...locationGroups, ...routes]);
}

function checkRoute(report: Report, path: string, route: RouteDocument): void {
  checkEnumeration(report, `${path}.order_type`, ORDER_TYPES, route.orderType, true);
  const { candidateSortStrategy } = route;
  const field = `${path}.candidate_sort_strategy`;
  checkEnumeration(report, field, STRATEGIES, candidateSortStrategy, false);
}
