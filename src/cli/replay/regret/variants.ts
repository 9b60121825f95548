// What would the rules be with one of them less, or with none? Documents that differ from the live
// one in one rule, and fields that a request can do without.

import { GROUP_LOCATIONS_MAX } from '../../../columns/limits.js';
import type {
  AfterActionDocument,
  ConfigurationDocument,
  FilterLogicalGroupDocument,
  LocationGroupDocument,
  RouteDocument,
  SettingsDocument,
} from '../../../configuration/document.js';

/** What a rule is a part of. */
export type RuleKind =
  | 'filter'
  | 'group'
  | 'action'
  | 'strategy'
  | 'limit'
  | 'exclusion'
  | 'request';

/** A rule that is left out. */
export type Variant = {
  readonly kind: RuleKind;
  /** What it is called; of a request: the field. */
  readonly name: string;
  /** The rules without it; there may be two ways. Empty: the live rules, a field of the request. */
  readonly documents: readonly ConfigurationDocument[];
};

/** Fields of a request that keep locations out or lines together. */
export const RESTRICTIONS = [
  'excludedLocations',
  'allowedLocationCodes',
  'isExpress',
  'inventoryRequestType',
  'bundlingStrategy',
] as const;

const FEWEST = 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS';

/** A split that may divide every line over all that any group of the route lets through. */
const WIDEST: AfterActionDocument = {
  action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
};

/** Each rule of a document that may keep parcels apart, `codes` being all locations. */
export function variantsOf(document: ConfigurationDocument, codes: readonly string[]): Variant[] {
  const { filters = [], settings = {}, routes = [] } = document;
  const groups = activeGroups(document);
  return [
    ...filters.flatMap(({ name = '' }) => filterVariant(document, groups, name)),
    ...groups.flatMap((group) => groupVariants(document, group, codes)),
    ...routes.flatMap((route) => routeVariants(document, route)),
    ...settingVariants(document, settings, groups),
    ...RESTRICTIONS.map((name): Variant => ({ kind: 'request', name, documents: [] })),
  ];
}

/**
 * The rules with nothing left of them but their routes: every location may serve, and what no
 * single one has is divided over as few as can be.
 */
export function withoutRules(document: ConfigurationDocument): ConfigurationDocument {
  const routes = document.routes ?? [];
  return {
    ...document,
    settings: {
      ...document.settings,
      maxFulfillingLocations: 0,
      maxSplitItemLocations: 0,
      retailerExclusions: [],
      allowInternationalAssignment: true,
    },
    routes: routes.map((route) => fewestParcels(route)),
    locationGroups: routes.map(({ name = '' }, place) => ({
      name: `every location ${place}`,
      route: name,
      rank: 1,
      isDefaultGroup: true,
      afterActionPartial: WIDEST,
    })),
  };
}

function activeGroups({ locationGroups = [], routes = [] }: ConfigurationDocument) {
  const served = new Set(routes.filter(({ active }) => active !== false).map(({ name }) => name));
  return locationGroups.filter(({ active, route }) => active !== false && served.has(route));
}

function filterVariant(
  document: ConfigurationDocument,
  groups: readonly LocationGroupDocument[],
  name: string,
): Variant[] {
  const isUsed = groups.some(
    ({ filters = [], filterLogicalGroups = [] }) =>
      filters.includes(name) || filterLogicalGroups.some((node) => node.filters?.includes(name)),
  );
  if (!isUsed) return [];
  const locationGroups = (document.locationGroups ?? []).map((group) => ({
    ...group,
    filters: (group.filters ?? []).filter((one) => one !== name),
    filterLogicalGroups: treeWithout(group.filterLogicalGroups ?? [], name),
  }));
  return [{ kind: 'filter', name, documents: [{ ...document, locationGroups }] }];
}

/**
 * A tree in which a filter always holds: so does every node that asks for it or for something else,
 * which is left without members.
 */
function treeWithout(
  nodes: readonly FilterLogicalGroupDocument[],
  name: string,
): FilterLogicalGroupDocument[] {
  const emptied = new Set<number>();
  for (const { orderIndex = 0, logicalOperator, filters = [] } of nodes) {
    if (logicalOperator === 'LOGICAL_OPERATOR_OR' && filters.includes(name)) {
      emptied.add(orderIndex);
    }
  }
  const parents = new Map(
    nodes.map(({ orderIndex = 0, parentOrderIndex }) => [orderIndex, parentOrderIndex]),
  );
  const isBelow = (index: number | undefined): boolean => {
    for (let at = index; at !== undefined; at = parents.get(at)) if (emptied.has(at)) return true;
    return false;
  };
  const kept = nodes.filter(({ parentOrderIndex }) => !isBelow(parentOrderIndex));
  return kept.map((node) => {
    if (emptied.has(node.orderIndex ?? 0)) return { ...node, filters: [] };
    return { ...node, filters: (node.filters ?? []).filter((one) => one !== name) };
  });
}

/** A group with every location in it, and a group whose actions do not hold orders up. */
function groupVariants(
  document: ConfigurationDocument,
  group: LocationGroupDocument,
  codes: readonly string[],
): Variant[] {
  const { name = '', afterActionPartial, afterActionNone } = group;
  const variants: Variant[] = [];
  const opened = openedGroup(document, group, codes);
  if (opened !== null) {
    variants.push({ kind: 'group', name, documents: [withGroup(document, group, opened)] });
  }
  if (afterActionPartial === undefined && afterActionNone === undefined) return variants;
  const none = { afterActionPartial: undefined, afterActionNone: undefined };
  const widest = { afterActionPartial: WIDEST, afterActionNone: WIDEST };
  const documents = [none, widest].map((actions) => withGroup(document, group, actions));
  return [...variants, { kind: 'action', name, documents }];
}

/** What makes every location a member; null where every one is, or where no document can say it. */
function openedGroup(
  { locationGroups = [] }: ConfigurationDocument,
  { route, isDefaultGroup, locations = [], excludedLocationCodes = [] }: LocationGroupDocument,
  codes: readonly string[],
): Partial<LocationGroupDocument> | null {
  if (isDefaultGroup === true) {
    return excludedLocationCodes.length === 0 ? null : { excludedLocationCodes: [] };
  }
  const listed = new Set(locations.map(({ locationCode }) => locationCode));
  const others = codes.filter((code) => !listed.has(code));
  if (others.length === 0) return null;
  // A route has one default group at most; beside another one the members are listed.
  const isFree = !locationGroups.some((one) => one.isDefaultGroup === true && one.route === route);
  if (isFree) return { isDefaultGroup: true };
  if (listed.size + others.length > GROUP_LOCATIONS_MAX) return null;
  return { locations: [...locations, ...others.map((locationCode) => ({ locationCode }))] };
}

function withGroup(
  document: ConfigurationDocument,
  group: LocationGroupDocument,
  change: Partial<LocationGroupDocument>,
): ConfigurationDocument {
  const locationGroups = (document.locationGroups ?? []).map((one) =>
    one === group ? { ...one, ...change } : one,
  );
  return { ...document, locationGroups };
}

function routeVariants(document: ConfigurationDocument, route: RouteDocument): Variant[] {
  const { name = '', active, candidateSortStrategy = FEWEST, preferAtomicAssignments } = route;
  const isFewest = candidateSortStrategy === FEWEST && preferAtomicAssignments !== true;
  if (active === false || isFewest) return [];
  const routes = (document.routes ?? []).map((one) => (one === route ? fewestParcels(one) : one));
  return [{ kind: 'strategy', name, documents: [{ ...document, routes }] }];
}

function fewestParcels(route: RouteDocument): RouteDocument {
  const strategy = { candidateSortStrategy: FEWEST, preferAtomicAssignments: false };
  return { ...route, ...strategy, cost: undefined };
}

function settingVariants(
  document: ConfigurationDocument,
  settings: SettingsDocument,
  groups: readonly LocationGroupDocument[],
): Variant[] {
  const variants: Variant[] = [];
  const add = (kind: RuleKind, name: string, change: SettingsDocument): void => {
    const changed = { ...document, settings: { ...settings, ...change } };
    variants.push({ kind, name, documents: [changed] });
  };
  const { maxFulfillingLocations = 0, maxSplitItemLocations = 0 } = settings;
  if (maxFulfillingLocations > 0) {
    add('limit', 'maxFulfillingLocations', { maxFulfillingLocations: 0 });
  }
  if (maxSplitItemLocations > 0) {
    add('limit', 'maxSplitItemLocations', { maxSplitItemLocations: 0 });
  }
  const isRead = groups.some(({ useRetailerExclusionList }) => useRetailerExclusionList === true);
  if (isRead && (settings.retailerExclusions ?? []).length > 0) {
    add('exclusion', 'retailerExclusions', { retailerExclusions: [] });
  }
  if (settings.allowInternationalAssignment !== true) {
    add('exclusion', 'locations in other countries', { allowInternationalAssignment: true });
  }
  return variants;
}
