// How a configuration becomes the program that the core runs against one table of locations.

import { bitWords, setBit } from '../base/bits.js';
import { currencyExponent } from '../base/units.js';
import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import {
  ATTRIBUTE,
  IDENTIFIER,
  ORDER_TYPE,
  SORT,
  STATE_CHANGE,
  STRATEGY,
  type GroupProgram,
  type Predicate,
  type Program,
  type RecordPolicy,
  type RouteProgram,
} from '../columns/program.js';
import {
  compileFilter,
  type CompiledFilter,
  type FilterSurroundings,
  type WordDictionary,
} from './compile-filter.js';
import { compileGroup, type ActionRanges, type KnownLocations } from './compile-group.js';
import type {
  ConfigurationDocument,
  DecisionRecordsDocument,
  FilterDocument,
  LocationGroupDocument,
  RouteDocument,
} from './document.js';
import {
  numberOf,
  ORDER_TYPES,
  RECORD_MODE,
  RECORD_MODES,
  STATE_CHANGES,
  STRATEGIES,
} from './enumerations.js';
import type { LocationDocument } from './location-document.js';

/** The locations of a tenant as the core sees them and as they were written. */
export type CompileLocations = {
  readonly table: LocationTable;
  /** By location index; undefined is a hole. */
  readonly documents: readonly (LocationDocument | undefined)[];
};

/** The currency where the settings name none. */
const DEFAULT_CURRENCY = 'USD';

/**
 * The program of a valid document whose resources have ids; an empty document gives the program
 * without routes. `configurationVersion` is 0 where none was ever applied. Throws where the
 * document breaks a rule of validateConfiguration that the program rests on.
 */
export function compileProgram(
  document: ConfigurationDocument,
  configurationVersion: number,
  locations: CompileLocations,
  words: WordDictionary,
): Program {
  const { settings = {} } = document;
  const filters = new FilterCache(document, {
    lists: new Map((document.dataLists ?? []).map((list) => [list.name ?? '', list])),
    currencyPlaces: currencyExponent(settings.currencyCode || DEFAULT_CURRENCY),
    documents: locations.documents,
    words,
  });
  const known = knownLocations(locations);
  // By number of OrderType, of which 0 is none.
  const routeCount = ORDER_TYPES.numbers.size + 1;
  const routes: (RouteProgram | null)[] = Array.from({ length: routeCount }, () => null);
  for (const orderType of [ORDER_TYPE.directShip, ORDER_TYPE.delivery]) {
    const route = servingRoute(document.routes ?? [], orderType);
    if (route === undefined) continue;
    routes[orderType] = compileRoute(document, route, filters, known);
  }
  return {
    configurationVersion,
    locationVersion: locations.table.version,
    defaultState: numberOf(STATE_CHANGES, settings.defaultStateChange) || STATE_CHANGE.customerCare,
    isInternationalAllowed: settings.allowInternationalAssignment === true,
    routes,
    allRoutes: routes.filter((route) => route !== null),
    maxFulfillingLocations: settings.maxFulfillingLocations ?? 0,
    maxSplitItemLocations: settings.maxSplitItemLocations ?? 0,
    autoAssignLimit: settings.autoAssignLimit ?? 0,
    tooManyAssignsState:
      numberOf(STATE_CHANGES, settings.tooManyAssignsAction) || STATE_CHANGE.customerCare,
    identifierMapping: IDENTIFIER.upc,
    records: recordPolicy(settings.decisionRecords),
    cityPredicates: filters.cityPredicates,
  };
}

function compileRoute(
  document: ConfigurationDocument,
  route: RouteDocument,
  filters: FilterCache,
  known: KnownLocations,
): RouteProgram {
  const groups = groupsOf(document, route, filters, known);
  const { id = 0, name = '' } = route;
  return {
    id,
    name,
    orderType: numberOf(ORDER_TYPES, route.orderType),
    readsRowDetails: groups.some(readsDetails),
    strategy: numberOf(STRATEGIES, route.candidateSortStrategy) || STRATEGY.minimizeShipments,
    prefersAtomic: route.preferAtomicAssignments === true,
    groups,
  };
}

function recordPolicy({ mode, share = 1 }: DecisionRecordsDocument = {}): RecordPolicy {
  const number = numberOf(RECORD_MODES, mode);
  if (number === RECORD_MODE.share) return { mode: 'share', share };
  return { mode: number === RECORD_MODE.onRequest ? 'on-request' : 'all', share: 1 };
}

/** Whether a group reads more of a stock row than its units. */
function readsDetails(group: GroupProgram): boolean {
  const { pairPredicates, sorts } = group;
  return (
    sorts.some(({ type }) => type === SORT.ltd) ||
    pairPredicates.some(({ attribute }) => attribute !== ATTRIBUTE.inventoryAvailable)
  );
}

/** Of the active routes of an order type the one with the lowest id. */
function servingRoute(
  routes: readonly RouteDocument[],
  orderType: number,
): RouteDocument | undefined {
  return routes
    .filter((route) => route.active !== false)
    .filter((route) => numberOf(ORDER_TYPES, route.orderType) === orderType)
    .sort((a, b) => idOf(a) - idOf(b))
    .at(0);
}

/** The active groups of a route by rank, then id. */
function groupsOf(
  document: ConfigurationDocument,
  route: RouteDocument,
  filters: FilterCache,
  known: KnownLocations,
): GroupProgram[] {
  const all = (document.locationGroups ?? [])
    .filter((group) => group.route === route.name)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || idOf(a) - idOf(b));
  const active = all.filter((group) => group.active !== false);
  return active.map((group, place) => {
    const compiled = (group.filters ?? []).map((name) => filters.get(name));
    return compileGroup(group, compiled, known, actionRanges(all, active, place));
  });
}

/**
 * Where the actions of the group at `place` of the active ones look. An inactive target stands for
 * the first active group behind it; an unknown one for the next group.
 */
function actionRanges(
  all: readonly LocationGroupDocument[],
  active: readonly LocationGroupDocument[],
  place: number,
): ActionRanges {
  return {
    current: place,
    count: active.length,
    placeOf(name) {
      const target = all.findIndex((group) => group.name === name);
      if (target < 0) return place + 1;
      return all.slice(0, target).filter((group) => group.active !== false).length;
    },
  };
}

function idOf(resource: { readonly id?: number; readonly name?: string }): number {
  if (resource.id === undefined) throw new Error(`'${resource.name}' has no id`);
  return resource.id;
}

function knownLocations({ table, documents }: CompileLocations): KnownLocations {
  const present = new Uint32Array(bitWords(table.count));
  const byCode: number[] = [];
  for (let index = 0; index < table.count; index++) {
    if (documents[index] === undefined || !(table.flags[index] & LOCATION_FLAG.present)) continue;
    setBit(present, index);
    byCode.push(index);
  }
  byCode.sort((a, b) => table.codeRank[a] - table.codeRank[b]);
  return { table, byCode, present };
}

/** Compiles each filter once, however many groups name it, and none that no group names. */
class FilterCache {
  /** In the order in which the groups name them first: the same document gives the same. */
  readonly cityPredicates: Predicate[] = [];
  private readonly documents: ReadonlyMap<string, FilterDocument>;
  private readonly compiled = new Map<string, CompiledFilter>();
  private readonly surroundings: FilterSurroundings;

  constructor(document: ConfigurationDocument, surroundings: FilterSurroundings) {
    const filters = document.filters ?? [];
    this.documents = new Map(filters.map((filter) => [filter.name ?? '', filter]));
    this.surroundings = surroundings;
  }

  get(name: string): CompiledFilter {
    const known = this.compiled.get(name);
    if (known !== undefined) return known;
    const document = this.documents.get(name);
    if (document === undefined) throw new Error(`no filter '${name}'`);
    const compiled = compileFilter(document, this.surroundings, this.cityPredicates.length);
    if (compiled.kind === 'predicate' && compiled.predicate.cityIndex >= 0) {
      this.cityPredicates.push(compiled.predicate);
    }
    this.compiled.set(name, compiled);
    return compiled;
  }
}
