// What a location group must be: part of a route, with filters that exist, locations once each, and
// actions that act.

import { GROUP_LOCATIONS_MAX } from '../columns/limits.js';
import {
  checkCodes,
  checkCount,
  checkEnumeration,
  checkOptionalText,
  checkRank,
  refuse,
  type Report,
} from './checks.js';
import type {
  AfterActionDocument,
  LocationGroupDocument,
  LocationSortDocument,
} from './document.js';
import { ACTIONS, DIRECTIONS, RESTARTS, SORTS } from './enumerations.js';

/** The names that groups may refer to. */
export type GroupReferences = {
  readonly routes: ReadonlySet<string>;
  readonly filters: ReadonlySet<string>;
};

/** Checks all groups but their names, those in `accepted` for their references alone. */
export function checkGroups(
  report: Report,
  groups: readonly LocationGroupDocument[],
  { routes, filters }: GroupReferences,
  accepted: ReadonlySet<object>,
): void {
  const defaultGroupOf = new Map<string, number>();
  groups.forEach((group, place) => {
    const path = `location_groups[${place}]`;
    checkOptionalText(report, `${path}.description`, group.description);
    checkPlace(report, path, group, routes);
    checkDefault(report, place, group, defaultGroupOf);
    if (!accepted.has(group)) checkMembers(report, path, group);
    checkFilterNames(report, `${path}.filters`, group.filters ?? [], filters);
    checkSorts(report, `${path}.sorts`, group.sorts ?? []);
    checkAction(report, `${path}.after_action_partial`, group.afterActionPartial);
    checkAction(report, `${path}.after_action_none`, group.afterActionNone);
  });
}

function checkPlace(
  report: Report,
  path: string,
  group: LocationGroupDocument,
  routes: ReadonlySet<string>,
): void {
  const route = group.route ?? '';
  if (!routes.has(route)) refuse(report, `${path}.route`, `no route has the name '${route}'`);
  checkRank(report, `${path}.rank`, group.rank, 1);
}

/** `defaultGroupOf` holds the place of the default group of each route seen so far. */
function checkDefault(
  report: Report,
  place: number,
  group: LocationGroupDocument,
  defaultGroupOf: Map<string, number>,
): void {
  const path = `location_groups[${place}]`;
  if (group.isDefaultGroup !== true) {
    if ((group.excludedLocationCodes ?? []).length === 0) return;
    refuse(report, `${path}.excluded_location_codes`, 'goes with a default group only');
    return;
  }
  const route = group.route ?? '';
  const other = defaultGroupOf.get(route);
  if (other !== undefined) {
    const where = `location_groups[${other}]`;
    refuse(report, `${path}.is_default_group`, `${where} is the default group of '${route}'`);
  } else {
    defaultGroupOf.set(route, place);
  }
}

function checkMembers(report: Report, path: string, group: LocationGroupDocument): void {
  const locations = group.locations ?? [];
  if (checkCount(report, `${path}.locations`, locations.length, GROUP_LOCATIONS_MAX)) {
    const codes = locations.map((location) => location.locationCode);
    checkCodes(report, codes, (place) => `${path}.locations[${place}].location_code`);
    locations.forEach(({ rank }, place) => {
      checkRank(report, `${path}.locations[${place}].rank`, rank, 0);
    });
  }
  const excluded = group.excludedLocationCodes ?? [];
  const field = `${path}.excluded_location_codes`;
  if (checkCount(report, field, excluded.length, GROUP_LOCATIONS_MAX)) {
    checkCodes(report, excluded, (place) => `${field}[${place}]`);
  }
}

function checkFilterNames(
  report: Report,
  path: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  names.forEach((name, place) => {
    const field = `${path}[${place}]`;
    if (!known.has(name)) refuse(report, field, `no filter has the name '${name}'`);
    else if (seen.has(name)) refuse(report, field, `'${name}' is there twice`);
    seen.add(name);
  });
}

function checkSorts(report: Report, path: string, sorts: readonly LocationSortDocument[]): void {
  const seen = new Set<number>();
  sorts.forEach((sort, place) => {
    const field = `${path}[${place}].type`;
    const type = checkEnumeration(report, field, SORTS, sort.type, true);
    if (type > 0 && seen.has(type)) refuse(report, field, `${sort.type} is there twice`);
    seen.add(type);
    checkEnumeration(report, `${path}[${place}].direction`, DIRECTIONS, sort.direction, false);
  });
}

function checkAction(report: Report, path: string, action: AfterActionDocument | undefined): void {
  if (action === undefined) return;
  checkEnumeration(report, `${path}.action`, ACTIONS, action.action, true);
  checkEnumeration(report, `${path}.restart_attempt`, RESTARTS, action.restartAttempt, false);
}
