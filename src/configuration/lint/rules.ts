// A document with its program and the locations that it is looked at against: where each rule
// stands, and what it was compiled to.

import { bitWords, hasBit, setBit } from '../../base/bits.js';
import { currencyExponent } from '../../base/units.js';
import { LOCATION_FLAG } from '../../columns/locations.js';
import {
  ORDER_TYPE,
  type FilterNode,
  type FilterProgram,
  type GroupProgram,
  type Program,
  type RouteProgram,
} from '../../columns/program.js';
import type { FilterAttribute } from '../attributes.js';
import { type CompileLocations, DEFAULT_CURRENCY } from '../compile.js';
import { findLocation } from '../compile-group.js';
import { type DataSets, dataSetsByName, resolveAttribute } from '../data-sets.js';
import type {
  ConfigurationDocument,
  DataListDocument,
  FilterDocument,
  LocationGroupDocument,
  RouteDocument,
} from '../document.js';
import type { LintPlace } from './findings.js';

/** The order types whose routes orders take; BOPIS takes that of TRANSFER. */
const ROUTED: ReadonlySet<number> = new Set([
  ORDER_TYPE.directShip,
  ORDER_TYPE.transfer,
  ORDER_TYPE.sthConsolidated,
  ORDER_TYPE.delivery,
]);

/** A resource and where it stands. */
export type Placed<T> = LintPlace & { readonly document: T };

/** An active group of an active route. */
export type ActiveGroup = Placed<LocationGroupDocument> & { readonly program: GroupProgram };

/** The rules that are looked through. */
export class Rules {
  readonly document: ConfigurationDocument;
  readonly program: Program;
  readonly locations: CompileLocations;
  /** Bits over the locations that are there. */
  readonly present: Uint32Array;
  readonly presentCount: number;
  readonly lists: ReadonlyMap<string, DataListDocument>;
  readonly dataSets: DataSets;
  /** Decimal places of the currency of the settings. */
  readonly currencyPlaces: number;
  readonly filters: ReadonlyMap<string, Placed<FilterDocument>>;
  readonly groups: ReadonlyMap<string, Placed<LocationGroupDocument>>;
  readonly routes: ReadonlyMap<string, Placed<RouteDocument>>;

  /** The document is valid and has ids; the program is what it compiles to. */
  constructor(document: ConfigurationDocument, program: Program, locations: CompileLocations) {
    this.document = document;
    this.program = program;
    this.locations = locations;
    const { table, documents } = locations;
    this.present = new Uint32Array(bitWords(table.count));
    let count = 0;
    for (let index = 0; index < table.count; index++) {
      const isThere = (table.flags[index] & LOCATION_FLAG.present) !== 0;
      if (!isThere || documents[index] === undefined) continue;
      setBit(this.present, index);
      count++;
    }
    this.presentCount = count;
    this.lists = new Map((document.dataLists ?? []).map((list) => [list.name ?? '', list]));
    this.dataSets = dataSetsByName(document.dataSets);
    this.currencyPlaces = currencyExponent(document.settings?.currencyCode || DEFAULT_CURRENCY);
    this.filters = placed('filters', document.filters);
    this.groups = placed('location_groups', document.locationGroups);
    this.routes = placed('routes', document.routes);
  }

  /** The active routes that some order may take. */
  get liveRoutes(): readonly RouteProgram[] {
    return this.program.allRoutes.filter(({ orderType }) => ROUTED.has(orderType));
  }

  /** The active groups of these routes, route by route. */
  activeGroups(): ActiveGroup[] {
    return this.liveRoutes.flatMap(({ groups }) => groups.map((group) => this.group(group)));
  }

  /** A group that was compiled, with its document. */
  group(program: GroupProgram): ActiveGroup {
    const found = this.groups.get(program.name);
    if (found === undefined) throw new Error(`no group '${program.name}'`);
    return { ...found, program };
  }

  /** The attribute that a filter reads. */
  attributeOf(filter: FilterDocument): FilterAttribute {
    const attribute = resolveAttribute(filter, this.dataSets);
    if (attribute === undefined) throw new Error(`filter '${filter.name}' has no attribute`);
    return attribute;
  }

  /** Whether a location has the code, byte for byte. */
  isKnown(code: string): boolean {
    return findLocation({ table: this.locations.table, present: this.present }, code) >= 0;
  }

  codeOf(index: number): string {
    return this.locations.documents[index]?.code ?? '';
  }

  /** The code of the first location of a set; empty where it has none. */
  firstOf(bits: Uint32Array): string {
    for (let index = 0; index < this.locations.table.count; index++) {
      if (hasBit(bits, index)) return this.codeOf(index);
    }
    return '';
  }

  /** Bits over the locations that are there and have a flag. */
  withFlag(flag: number): Uint32Array {
    const { table } = this.locations;
    const bits = new Uint32Array(this.present.length);
    for (let index = 0; index < table.count; index++) {
      if ((table.flags[index] & flag) !== 0 && hasBit(this.present, index)) setBit(bits, index);
    }
    return bits;
  }
}

function placed<T extends { readonly name?: string }>(
  kind: string,
  documents: readonly T[] = [],
): ReadonlyMap<string, Placed<T>> {
  return new Map(
    documents.map((document, place) => {
      const { name = '' } = document;
      return [name, { path: `${kind}[${place}]`, name, document }];
    }),
  );
}

/** Bits of both sets. */
export function both(one: Uint32Array, other: Uint32Array): Uint32Array {
  return one.map((word, i) => word & other[i]);
}

/** Bits of the one set and not of the other. */
export function without(one: Uint32Array, other: Uint32Array): Uint32Array {
  return one.map((word, i) => word & ~other[i]);
}

/** Bits of either set. */
export function either(one: Uint32Array, other: Uint32Array): Uint32Array {
  return one.map((word, i) => word | other[i]);
}

/** Whether a set has no members. */
export function isEmpty(bits: Uint32Array): boolean {
  return bits.every((word) => word === 0);
}

/** The filters that must hold for whatever a group serves: all, or of a tree those under AND. */
export function requiredFilters({ filters, tree }: GroupProgram): readonly FilterProgram[] {
  return tree === null ? filters : [...new Set(requiredOf(tree))];
}

function requiredOf({ isOr, filters, nodes }: FilterNode): FilterProgram[] {
  if (isOr && filters.length + nodes.length > 1) return [];
  return [...filters, ...nodes.flatMap(requiredOf)];
}

/** Where a group names a filter: in its list, or in its tree. */
export function filterPlace({ path, document }: Placed<LocationGroupDocument>, name: string) {
  const { filters = [], filterLogicalGroups = [] } = document;
  const inList = filters.indexOf(name);
  if (inList >= 0) return `${path}.filters[${inList}]`;
  const node = filterLogicalGroups.findIndex((one) => one.filters?.includes(name));
  const inNode = filterLogicalGroups[node]?.filters?.indexOf(name) ?? 0;
  return `${path}.filter_logical_groups[${node}].filters[${inNode}]`;
}
