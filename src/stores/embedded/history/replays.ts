// What it takes to decide a recorded order again: the rules, the locations and the stock of then,
// put together from what is kept.

import { LRUCache } from 'lru-cache';
import { EMPTY_PROGRAM, emptyTenantView } from '../../../columns/empty.js';
import { createOrderColumns } from '../../../columns/order.js';
import type { Program } from '../../../columns/program.js';
import { STOCK_HEADER, type StockColumns } from '../../../columns/stock.js';
import { compileProgram } from '../../../configuration/compile.js';
import type { WordDictionary } from '../../../configuration/compile-filter.js';
import type { ConfigurationDocument } from '../../../configuration/document.js';
import type { LocationDocument } from '../../../configuration/location-document.js';
import type { ReplayInputs, ReplayProblem, ReplayWorld } from '../../../explain/inputs.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../../../wire/decode-order.js';
import { readRecord, RECORD_KIND, type DecisionRecord } from '../../../wire/record.js';
import { attributesOf, extensibleOf, segmentOf } from '../../row-names.js';
import type { Scope } from '../../store.js';
import type { Configurations } from '../configurations.js';
import type { Database } from '../database.js';
import type { Interner } from '../interner.js';
import type { TenantState } from '../tenant-state.js';
import { locationsThen, type Locations } from './location-history.js';
import { replayStock } from './replay-stock.js';

/** Locations of all tables that are kept at hand: four of the largest. */
const LOCATIONS_CACHED_MAX = 4 * 65_536;
/** What an object that is no column takes, about. */
const OBJECT_BYTES = 64;
/** Bytes of the programs that are kept at hand, roughly. */
const PROGRAM_BYTES_CACHED_MAX = 64 * 1024 * 1024;
/** The first number of words that no stock row has. */
const UNKNOWN_WORDS = 2 ** 30;

/** Puts the state of then together, for records of all tenants. */
export class Replays {
  readonly order = createOrderColumns();
  private readonly database: Database;
  private readonly configurations: Configurations;
  private readonly locations = new LRUCache<string, Locations>({
    maxSize: LOCATIONS_CACHED_MAX,
    sizeCalculation: ({ documents }) => documents.length + 1,
  });
  private readonly programs = new LRUCache<string, Program>({
    maxSize: PROGRAM_BYTES_CACHED_MAX,
    sizeCalculation: bytesOfProgram,
  });

  constructor(database: Database, configurations: Configurations) {
    this.database = database;
    this.configurations = configurations;
  }

  /**
   * The inputs of a record, with the state of then or why it is not to be had. `state` is undefined
   * where the tenant was never written. With `hasAllLocations` the documents of all locations come
   * along, and not those of the stock alone.
   */
  inputsOf(
    state: TenantState | undefined,
    scope: Scope,
    bytes: Uint8Array,
    storedLog: Uint8Array | null,
    hasAllLocations = false,
  ): ReplayInputs {
    // Its own memory: what is posted to another thread is copied with everything around it.
    const record = bytes.slice();
    const inputs = { ...scope, record, storedLog };
    const read = readRecord(record, 0);
    if (read.tenant === 0 || state === undefined) {
      return { ...inputs, world: EMPTY_WORLD, problem: null };
    }
    const world = this.worldOf(state, scope.siteId, read, hasAllLocations);
    if ('reason' in world) return { ...inputs, world: null, problem: world };
    return { ...inputs, world, problem: null };
  }

  private worldOf(
    state: TenantState,
    siteId: string,
    record: DecisionRecord,
    hasAllLocations: boolean,
  ): ReplayWorld | ReplayProblem {
    const configuration = this.configurationOf(state, siteId, record.configurationVersion);
    if (configuration === null) {
      const detail = `version ${record.configurationVersion} of the configuration is gone`;
      return { reason: 'CONFIGURATION_EXPIRED', detail };
    }
    const locations = this.locationsOf(state, record.locationVersion);
    if (locations === null) {
      const detail = `the locations of version ${record.locationVersion} are no longer known`;
      return { reason: 'LOCATIONS_EXPIRED', detail };
    }
    const program = this.programOf(state, siteId, configuration, locations, record);
    if (typeof program === 'string') return { reason: 'CONFIGURATION_EXPIRED', detail: program };
    if (!this.decode(record)) {
      return { reason: 'STOCK_EXPIRED', detail: 'the recorded request cannot be read' };
    }
    const stock = replayStock(this.database, state, record, this.order, program.identifierMapping);
    if ('lostProduct' in stock) {
      const detail = `not all changes of the product '${stock.lostProduct}' since then are known`;
      return { reason: 'STOCK_EXPIRED', detail };
    }
    const { table, documents } = locations;
    const names = namesOf(state, stock, documents);
    const world = { program, stock, locations: table, configuration, ...names };
    return hasAllLocations ? { ...world, locationDocuments: documentsOf(documents) } : world;
  }

  private configurationOf(
    state: TenantState,
    siteId: string,
    version: number,
  ): ConfigurationDocument | null {
    // The rules of a site that never had any.
    if (version === 0) return {};
    const site = state.sites.get(siteId);
    if (site === undefined || version > site.record.versionCount) return null;
    try {
      return this.configurations.get(state, siteId, version).document ?? null;
    } catch {
      // Every version is kept: what cannot be read is damaged.
      return null;
    }
  }

  private locationsOf(state: TenantState, version: number): Locations | null {
    if (version === state.table.version) return state;
    const { number } = state;
    const name = `${number}/${version}`;
    const known = this.locations.get(name);
    if (known !== undefined) return known;
    const newer = this.nearestOf(state, version);
    const then = locationsThen(this.database, number, newer, version);
    if (then !== null) this.locations.set(name, then);
    return then;
  }

  /** The oldest locations at hand that are newer than a version. */
  private nearestOf(state: TenantState, version: number): Locations {
    let nearest: Locations = state;
    const prefix = `${state.number}/`;
    for (const [name, locations] of this.locations.entries()) {
      const { version: other } = locations.table;
      if (!name.startsWith(prefix) || other < version) continue;
      if (other < nearest.table.version) nearest = locations;
    }
    return nearest;
  }

  /** The program of then; or why there is none, where this release does not take its rules. */
  private programOf(
    state: TenantState,
    siteId: string,
    document: ConfigurationDocument,
    locations: Locations,
    { configurationVersion, locationVersion }: DecisionRecord,
  ): Program | string {
    const live = state.sites.get(siteId)?.program;
    if (
      live?.configurationVersion === configurationVersion &&
      live.locationVersion === locationVersion
    ) {
      return live;
    }
    const { number, words } = state;
    // A word that had no number gets one when a row has it: then the program reads another one.
    const versions = `${configurationVersion}/${locationVersion}/${words.count}`;
    const name = `${number}/${siteId}/${versions}`;
    const known = this.programs.get(name);
    if (known !== undefined) return known;
    try {
      const then = compileProgram(document, configurationVersion, locations, knownWords(words));
      this.programs.set(name, then);
      return then;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `version ${configurationVersion} of the configuration is not understood: ${why}`;
    }
  }

  /** Decodes the request into `order`; false where it is damaged. */
  private decode({ kind, request }: DecisionRecord): boolean {
    const decode = kind === RECORD_KIND.suggest ? decodeSuggestRouting : decodeSuggestCandidates;
    return decode(request, 0, request.length, this.order) === null;
  }
}

const EMPTY_VIEW = emptyTenantView('');

/** What a tenant that was never written decides on. */
const EMPTY_WORLD: ReplayWorld = {
  program: EMPTY_PROGRAM,
  stock: EMPTY_VIEW.stock,
  locations: EMPTY_VIEW.locations,
  configuration: {},
  locationDocuments: new Map(),
  segments: new Map(),
  attributeSets: new Map(),
  extensibleSets: new Map(),
};

/**
 * The numbers of the words that are there, and for others numbers that no row has: what is compiled
 * for a replay gives no word a number that lasts.
 */
export function knownWords(words: { find(text: string): number }): WordDictionary {
  const unknown = new Map<string, number>();
  return {
    intern(text: string): number {
      const known = words.find(text);
      if (known >= 0) return known;
      const number = unknown.get(text) ?? UNKNOWN_WORDS + unknown.size;
      unknown.set(text, number);
      return number;
    },
  };
}

/** What the names in the rows of `stock` stand for. */
export function namesOf(
  state: TenantState,
  stock: StockColumns,
  documents: Locations['documents'],
) {
  const count = stock.header[STOCK_HEADER.rowTail];
  const numbersIn = (column: Int32Array) => [...new Set(column.subarray(0, count))];
  const { location, segment, attributes, extensible } = stock.rows;
  const named = <T>(column: Int32Array, names: Interner, read: (text: string) => T) =>
    new Map(numbersIn(column).map((number) => [number, read(names.textOf(number))]));
  return {
    locationDocuments: new Map(
      numbersIn(location).map((index) => [index, documents[index] ?? {}] as const),
    ),
    segments: named(segment, state.segments, segmentOf),
    attributeSets: named(attributes, state.attributeSets, attributesOf),
    extensibleSets: named(extensible, state.attributeSets, extensibleOf),
  };
}

/** The documents of all locations, by index. */
function documentsOf(documents: Locations['documents']): ReplayWorld['locationDocuments'] {
  const all = new Map<number, LocationDocument>();
  documents.forEach((document, index) => {
    if (document !== undefined) all.set(index, document);
  });
  return all;
}

/** The bytes of all columns of a program, each once, and roughly those of its objects. */
function bytesOfProgram(program: Program): number {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [program];
  let lengthBytes = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (!ArrayBuffer.isView(value)) {
      lengthBytes += OBJECT_BYTES;
      waiting.push(...Object.values(value));
    } else if (!seen.has(value.buffer)) {
      seen.add(value.buffer);
      lengthBytes += value.buffer.byteLength;
    }
  }
  return lengthBytes;
}
