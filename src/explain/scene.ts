// What a decision that is made again rests on, with the names that people gave things: locations,
// lines, groups and filters by their numbers.

import { textOf } from '../base/text.js';
import { currencyExponent } from '../base/units.js';
import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import type { ORDER_TEXT, OrderColumns } from '../columns/order.js';
import type { CandidateColumns, PlanColumns } from '../columns/plan.js';
import type { GroupProgram } from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import { type DataSets, dataSetsByName } from '../configuration/data-sets.js';
import type {
  DataListDocument,
  FilterDocument,
  LocationGroupDocument,
} from '../configuration/document.js';
import type { CoordinatesDocument, LocationDocument } from '../configuration/location-document.js';
import { kmOfChord } from '../core/geo.js';
import type { CoreScratch } from '../core/scratch.js';
import type { Id } from './events.js';
import type { ReplayWorld } from './inputs.js';

/** Entries of a list in a log at most; what is left out is counted. */
const LISTED_MAX = 2000;
/**
 * Bytes of all lists of a log, roughly: with the request and the decision it stays below the 4 MiB
 * that clients take by default. Lists that come later have few entries then.
 */
const LOG_BYTES_MAX = 2.5 * 1024 * 1024;
/** Entries that a list may have even so. */
const LISTED_MIN = 20;

/** The columns of the decision at hand. */
export type SceneColumns = {
  readonly order: OrderColumns;
  readonly scratch: CoreScratch;
  readonly plan: PlanColumns;
  readonly candidates: CandidateColumns;
};

/** One order, the world that it is decided in, and the columns of the decision. */
export class Scene {
  readonly world: ReplayWorld;
  readonly order: OrderColumns;
  readonly scratch: CoreScratch;
  readonly plan: PlanColumns;
  readonly candidates: CandidateColumns;
  readonly locations: LocationTable;
  readonly stock: StockColumns;
  /** By slot: see rowsOfSlot. */
  readonly slotRows = new Map<number, readonly number[]>();
  readonly lists: ReadonlyMap<string, DataListDocument>;
  readonly dataSets: DataSets;
  /** Decimal places of the currency of the settings. */
  readonly currencyPlaces: number;
  private readonly filters: ReadonlyMap<string, FilterDocument>;
  private readonly groups: ReadonlyMap<string, LocationGroupDocument>;
  private bytesLeft = LOG_BYTES_MAX;

  constructor(world: ReplayWorld, { order, scratch, plan, candidates }: SceneColumns) {
    const { configuration } = world;
    this.world = world;
    this.order = order;
    this.scratch = scratch;
    this.plan = plan;
    this.candidates = candidates;
    this.locations = world.locations;
    this.stock = world.stock;
    this.lists = byName(configuration.dataLists);
    this.dataSets = dataSetsByName(configuration.dataSets);
    this.currencyPlaces = currencyExponent(configuration.settings?.currencyCode || 'USD');
    this.filters = byName(configuration.filters);
    this.groups = byName(configuration.locationGroups);
  }

  /** How many of `count` entries of roughly so many bytes the next list of the log may have. */
  listable(count: number, entryBytes: number): number {
    const room = Math.max(LISTED_MIN, Math.floor(this.bytesLeft / entryBytes));
    const listed = Math.min(count, LISTED_MAX, room);
    this.bytesLeft -= listed * entryBytes;
    return listed;
  }

  /** The id of a line. */
  itemId(line: number): Id {
    const high = BigInt(this.order.itemIdHigh[line]);
    const id = (high << 32n) | BigInt(this.order.itemIdLow[line] >>> 0);
    const number = Number(id);
    return Number.isSafeInteger(number) ? number : String(id);
  }

  /** A range of the request's bytes as text. */
  text(start: number, lengthBytes: number): string {
    return textOf(this.order.bytes, start, start + lengthBytes);
  }

  /** A text of the order, by ORDER_TEXT. */
  orderText(text: (typeof ORDER_TEXT)[keyof typeof ORDER_TEXT]): string {
    return this.text(this.order.texts[text * 2], this.order.texts[text * 2 + 1]);
  }

  /** The code of a location. */
  code(location: number): string {
    const { codeStart, codeBytes, wireBytes } = this.locations;
    return textOf(wireBytes, codeStart[location], codeStart[location] + codeBytes[location]);
  }

  /** A location as it was written; empty where only its row in the table is left. */
  document(location: number): LocationDocument {
    return this.world.locationDocuments.get(location) ?? {};
  }

  hasFlag(location: number, flag: keyof typeof LOCATION_FLAG): boolean {
    return (this.locations.flags[location] & LOCATION_FLAG[flag]) !== 0;
  }

  /** Kilometres from the destination; undefined where either place is unknown. */
  distanceKm(location: number): number | undefined {
    const { scratch, locations } = this;
    if (!scratch.hasDestination) return undefined;
    const dx = locations.x[location] - scratch.destinationX;
    const dy = locations.y[location] - scratch.destinationY;
    const dz = locations.z[location] - scratch.destinationZ;
    const distance = kmOfChord(dx * dx + dy * dy + dz * dz);
    return Number.isNaN(distance) ? undefined : distance;
  }

  /** Where a location is; undefined where that is unknown. */
  place(location: number): CoordinatesDocument | undefined {
    const { coordinates } = this.document(location);
    if (coordinates?.latitude !== undefined && coordinates.longitude !== undefined) {
      return coordinates;
    }
    const { x, y, z } = this.locations;
    return Number.isNaN(x[location]) ? undefined : degrees(x[location], y[location], z[location]);
  }

  filter(name: string): FilterDocument | undefined {
    return this.filters.get(name);
  }

  /** The document of a group; an empty one where the program knows more than the documents. */
  group(group: GroupProgram): LocationGroupDocument {
    return this.groups.get(group.name) ?? {};
  }

  /** Candidates or locations by location code: `locationOf` says which location an entry is. */
  byCode(entries: number[], locationOf: (entry: number) => number): number[] {
    const { codeRank } = this.locations;
    return entries.sort((a, b) => codeRank[locationOf(a)] - codeRank[locationOf(b)]);
  }
}

function byName<T extends { readonly name?: string }>(
  resources: readonly T[] | undefined,
): ReadonlyMap<string, T> {
  return new Map((resources ?? []).map((resource) => [resource.name ?? '', resource]));
}

/** Degrees of a point on the unit sphere, to seven places: a centimetre. */
export function degrees(x: number, y: number, z: number): CoordinatesDocument {
  const round = (radians: number) => Math.round((radians * 180 * 1e7) / Math.PI) / 1e7;
  const latitude = round(Math.asin(Math.max(-1, Math.min(1, z))));
  return { latitude, longitude: round(Math.atan2(y, x)) };
}
