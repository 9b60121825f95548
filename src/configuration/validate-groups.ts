// What a location group must be: part of a route, with filters that exist, locations once each, and
// actions that act.

import { DURATIONS_MAX, GROUP_LOCATIONS_MAX } from '../columns/limits.js';
import {
  checkCodes,
  checkCount,
  checkEnumeration,
  checkOptionalText,
  checkRange,
  checkRank,
  checkReferences,
  refuse,
  type Report,
} from './checks.js';
import type {
  AfterActionDocument,
  FulfillmentLimitDocument,
  LocationGroupDocument,
} from './document.js';
import {
  ACTIONS,
  DURATION_UNITS,
  LIMIT_PERIODS,
  LIMIT_TYPES,
  RESTART,
  RESTARTS,
} from './enumerations.js';
import { checkSorts, type SortReferences } from './validate-sorts.js';
import { checkTree } from './validate-trees.js';

/** What groups may refer to. */
export type GroupReferences = SortReferences & {
  /** Names of routes. */
  readonly routes: ReadonlySet<string>;
  /** Names of filters. */
  readonly filters: ReadonlySet<string>;
};

/** Checks all groups but their names, those in `accepted` for their references alone. */
export function checkGroups(
  report: Report,
  groups: readonly LocationGroupDocument[],
  references: GroupReferences,
  accepted: ReadonlySet<object>,
): void {
  const defaultGroupOf = new Map<string, number>();
  groups.forEach((group, place) => {
    const path = `location_groups[${place}]`;
    checkOptionalText(report, `${path}.description`, group.description);
    checkPlace(report, path, group, references.routes);
    checkDefault(report, place, group, defaultGroupOf);
    if (!accepted.has(group)) checkMembers(report, path, group);
    checkFilters(report, path, group, references.filters);
    checkSorts(report, `${path}.sorts`, group.sorts ?? [], references);
    checkAction(report, `${path}.after_action_partial`, group.afterActionPartial);
    checkAction(report, `${path}.after_action_none`, group.afterActionNone);
    checkLimit(report, `${path}.fulfillment_limit`, group.fulfillmentLimit);
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

/** A list or a tree. */
function checkFilters(
  report: Report,
  path: string,
  { filters = [], filterLogicalGroups = [] }: LocationGroupDocument,
  known: ReadonlySet<string>,
): void {
  checkReferences(report, `${path}.filters`, filters, known, 'filter');
  const field = `${path}.filter_logical_groups`;
  if (filters.length > 0 && filterLogicalGroups.length > 0) {
    refuse(report, field, 'is a tree in place of filters: a group has one or the other');
  }
  checkTree(report, field, filterLogicalGroups, known);
}

function checkLimit(
  report: Report,
  path: string,
  limit: FulfillmentLimitDocument | undefined,
): void {
  if (limit === undefined) return;
  checkEnumeration(report, `${path}.type`, LIMIT_TYPES, limit.type, true);
  // 0 is the smallest limit, and none that is meant by leaving it out.
  if (limit.limit === undefined) refuse(report, `${path}.limit`, 'must be given');
  else checkRange(report, `${path}.limit`, limit.limit, 0, Infinity);
  checkEnumeration(report, `${path}.duration_unit`, DURATION_UNITS, limit.durationUnit, true);
  checkRange(report, `${path}.duration_count`, limit.durationCount, 0, DURATIONS_MAX);
  checkEnumeration(report, `${path}.period`, LIMIT_PERIODS, limit.period, false);
}

function checkAction(report: Report, path: string, action: AfterActionDocument | undefined): void {
  if (action === undefined) return;
  checkEnumeration(report, `${path}.action`, ACTIONS, action.action, true);
  const field = `${path}.restart_attempt`;
  const restart = checkEnumeration(report, field, RESTARTS, action.restartAttempt, false);
  const { restartGroup = '' } = action;
  if (restart >= 0 && restart !== RESTART.groupRank && restartGroup !== '') {
    refuse(report, `${path}.restart_group`, 'goes with RESTART_ATTEMPT_GROUP_RANK only');
  } else {
    // A name that no group has stands for the next group.
    checkOptionalText(report, `${path}.restart_group`, restartGroup);
  }
}
