// How a configuration becomes the program that the core runs against one table of locations.

import { bitWords, setBit } from '../base/bits.js';
import { bytesOf } from '../base/text.js';
import { currencyExponent } from '../base/units.js';
import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import {
  ATTRIBUTE,
  IDENTIFIER,
  ORDER_TYPE,
  SORT,
  STATE_CHANGE,
  STRATEGY,
  type CostProgram,
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
import {
  compileGroup,
  findLocation,
  type ActionRanges,
  type KnownLocations,
} from './compile-group.js';
import { LimitCompiler } from './compile-limit.js';
import { compileRetailer } from './compile-retailer.js';
import { ScoreCompiler } from './compile-score.js';
import { filtersOfTree } from './compile-tree.js';
import { dataSetsByName } from './data-sets.js';
import type {
  ConfigurationDocument,
  DecisionRecordsDocument,
  FilterDocument,
  LocationGroupDocument,
  RouteDocument,
} from './document.js';
import {
  IDENTIFIER_MAPPINGS,
  numberOf,
  ORDER_TYPES,
  RECORD_MODE,
  RECORD_MODES,
  STATE_CHANGES,
  STRATEGIES,
} from './enumerations.js';
import type { LocationDocument } from './location-document.js';
import { LocationValues } from './location-values.js';

/** The locations of a tenant as the core sees them and as they were written. */
export type CompileLocations = {
  readonly table: LocationTable;
  /** By location index; undefined is a hole. */
  readonly documents: readonly (LocationDocument | undefined)[];
};

/** The ids that a ProductIdentifierMapping names, by its number. */
const MAPPED_IDS = [
  IDENTIFIER.upc,
  IDENTIFIER.upc,
  IDENTIFIER.sku,
  IDENTIFIER.partNumber,
  IDENTIFIER.partNumber | IDENTIFIER.upc,
  IDENTIFIER.partNumber | IDENTIFIER.sku,
  IDENTIFIER.upc | IDENTIFIER.sku,
  IDENTIFIER.partNumber | IDENTIFIER.upc | IDENTIFIER.sku,
];

/** The currency where the settings name none, ISO 4217. */
export const DEFAULT_CURRENCY = 'USD';

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
  const dataSets = dataSetsByName(document.dataSets);
  const currencyPlaces = currencyExponent(settings.currencyCode || DEFAULT_CURRENCY);
  const filters = new FilterCache(document, {
    lists: new Map((document.dataLists ?? []).map((list) => [list.name ?? '', list])),
    dataSets,
    currencyPlaces,
    values: new LocationValues(locations.documents, dataSets, currencyPlaces),
    words,
  });
  const known = knownLocations(locations, document);
  const scores = new ScoreCompiler(document, locations);
  const allRoutes = (document.routes ?? [])
    .filter((route) => route.active !== false)
    .sort((a, b) => idOf(a) - idOf(b))
    .map((route) => compileRoute(document, route, filters, known, scores));
  return {
    configurationVersion,
    locationVersion: locations.table.version,
    defaultState: numberOf(STATE_CHANGES, settings.defaultStateChange) || STATE_CHANGE.customerCare,
    isInternationalAllowed: settings.allowInternationalAssignment === true,
    routes: servingRoutes(allRoutes),
    allRoutes,
    maxFulfillingLocations: settings.maxFulfillingLocations ?? 0,
    maxSplitItemLocations: settings.maxSplitItemLocations ?? 0,
    autoAssignLimit: settings.autoAssignLimit ?? 0,
    tooManyAssignsState:
      numberOf(STATE_CHANGES, settings.tooManyAssignsAction) || STATE_CHANGE.customerCare,
    identifierMapping: MAPPED_IDS[numberOf(IDENTIFIER_MAPPINGS, settings.productIdentifierMapping)],
    records: recordPolicy(settings.decisionRecords),
    cityPredicates: filters.cityPredicates,
    limitCount: known.limits.count,
  };
}

function compileRoute(
  document: ConfigurationDocument,
  route: RouteDocument,
  filters: FilterCache,
  known: KnownLocations,
  scores: ScoreCompiler,
): RouteProgram {
  const groups = groupsOf(document, route, filters, known, scores);
  const { id = 0, name = '' } = route;
  return {
    id,
    name,
    nameBytes: bytesOf(name),
    orderType: numberOf(ORDER_TYPES, route.orderType),
    readsRowDetails: groups.some(readsDetails),
    strategy: numberOf(STRATEGIES, route.candidateSortStrategy) || STRATEGY.minimizeShipments,
    prefersAtomic: route.preferAtomicAssignments === true,
    cost: compileCost(route),
    groups,
  };
}

function compileCost({ candidateSortStrategy, cost = {} }: RouteDocument): CostProgram | null {
  if (numberOf(STRATEGIES, candidateSortStrategy) !== STRATEGY.minimizeCost) return null;
  const { parcelMinor = 0, unitMinor = 0, unitKmMinor = 0 } = cost;
  return { parcelMinor, unitMinor, unitKmMinor };
}

function recordPolicy({ mode, share = 1 }: DecisionRecordsDocument = {}): RecordPolicy {
  const number = numberOf(RECORD_MODES, mode);
  if (number === RECORD_MODE.share) return { mode: 'share', share };
  return { mode: number === RECORD_MODE.onRequest ? 'on-request' : 'all', share: 1 };
}

/** Sorts that read more of a stock row than its units. */
const DETAILED_SORTS: ReadonlySet<number> = new Set([
  SORT.ltd,
  SORT.excessCount,
  SORT.excessPercentage,
]);

/** The attributes of a stock row that are not its units. */
const ROW_DETAILS: ReadonlySet<number> = new Set([
  ATTRIBUTE.inventoryLtd,
  ATTRIBUTE.inventoryAttributes,
  ATTRIBUTE.inventoryExtensibleAttributes,
]);

/** Whether a group reads more of a stock row than its units. */
function readsDetails({ filters, sorts }: GroupProgram): boolean {
  return (
    sorts.some(({ type }) => DETAILED_SORTS.has(type)) ||
    filters.some(({ predicate }) => predicate !== null && attributesOf(predicate).some(isDetail))
  );
}

function attributesOf({ attribute, point }: Predicate): number[] {
  return point === null ? [attribute] : [point.left.attribute, point.right.attribute];
}

function isDetail(attribute: number): boolean {
  return ROW_DETAILS.has(attribute);
}

/** The order types that have routes of their own. */
const ROUTED_TYPES = [
  ORDER_TYPE.directShip,
  ORDER_TYPE.transfer,
  ORDER_TYPE.sthConsolidated,
  ORDER_TYPE.delivery,
];

/** By order type the first of the active routes, which come by id. */
function servingRoutes(allRoutes: readonly RouteProgram[]): (RouteProgram | null)[] {
  // By number of OrderType, of which 0 is none.
  const routeCount = ORDER_TYPES.numbers.size + 1;
  const routes: (RouteProgram | null)[] = Array.from({ length: routeCount }, () => null);
  for (const orderType of ROUTED_TYPES) {
    routes[orderType] = allRoutes.find((route) => route.orderType === orderType) ?? null;
  }
  routes[ORDER_TYPE.sthConsolidated] ??= routes[ORDER_TYPE.directShip];
  return routes;
}

/** The active groups of a route by rank, then id. */
function groupsOf(
  document: ConfigurationDocument,
  route: RouteDocument,
  filters: FilterCache,
  known: KnownLocations,
  scores: ScoreCompiler,
): GroupProgram[] {
  const all = (document.locationGroups ?? [])
    .filter((group) => group.route === route.name)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || idOf(a) - idOf(b));
  const active = all.filter((group) => group.active !== false);
  return active.map((group, place) => {
    const { filters: names = [], filterLogicalGroups: nodes = [] } = group;
    const compiled = (nodes.length > 0 ? filtersOfTree(nodes) : names).map((name) =>
      filters.get(name),
    );
    const ranges = actionRanges(all, active, place);
    return compileGroup(group, compiled, known, ranges, scores, filters.values);
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

function knownLocations(
  { table, documents }: CompileLocations,
  { settings = {}, locationGroups = [] }: ConfigurationDocument,
): KnownLocations {
  const present = new Uint32Array(bitWords(table.count));
  const byCode: number[] = [];
  for (let index = 0; index < table.count; index++) {
    if (documents[index] === undefined || !(table.flags[index] & LOCATION_FLAG.present)) continue;
    setBit(present, index);
    byCode.push(index);
  }
  byCode.sort((a, b) => table.codeRank[a] - table.codeRank[b]);
  const find = (code: string) => findLocation({ table, present }, code);
  const retailer = compileRetailer(settings.retailerExclusions ?? [], table.count, find);
  const limits = new LimitCompiler(locationGroups, table.count);
  return { table, byCode, present, retailer, limits };
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

  /** What is known of the locations, which sorts read too. */
  get values(): LocationValues {
    return this.surroundings.values;
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
