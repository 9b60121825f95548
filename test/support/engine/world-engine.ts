// How is the engine asked about a generated world without a server? The same columns, program,
// decoder, core and encoder, on one thread. Must not know: the reference model.

import { STATUS, type RefusalDetail } from '../../../src/base/outcome.js';
import { bytesOf } from '../../../src/base/text.js';
import type { HoldColumns } from '../../../src/columns/holds.js';
import { HoldsWriter } from '../../../src/columns/holds-writer.js';
import { postalKey } from '../../../src/columns/postal.js';
import { PRODUCT_KIND, ROW_FLAG } from '../../../src/columns/stock.js';
import type { Recording } from '../../../src/columns/record-ring.js';
import { StockWriter, type RowValues } from '../../../src/columns/stock-writer.js';
import type { Program } from '../../../src/columns/program.js';
import type { TenantView } from '../../../src/columns/views.js';
import { compileProgram } from '../../../src/configuration/compile.js';
import type { ConfigurationDocument } from '../../../src/configuration/document.js';
import type { LocationDocument } from '../../../src/configuration/location-document.js';
import type { ReplayWorld } from '../../../src/explain/inputs.js';
import { rowAt } from '../../../src/explain/own-stock.js';
import { validateConfiguration } from '../../../src/configuration/validate.js';
import { assignIds } from '../../../src/configuration/versions.js';
import { Answerer } from '../../../src/pool/answerer.js';
import { CALL_KIND } from '../../../src/pool/calls.js';
import { buildLocationTable } from '../../../src/stores/location-table.js';
import { buildPostalTable } from '../../../src/stores/postal-table.js';
import {
  attributesOf,
  attributeText,
  extensibleOf,
  extensibleText,
  segmentOf,
  segmentTags,
  segmentText,
  setWords,
} from '../../../src/stores/row-names.js';
import type {
  FullLocation,
  Hold,
  InventoryUpdate,
  ModelWorld,
  ProductKey,
} from '../model/messages.js';
import { decodeMessage, encodeMessage } from './protos.js';

/** An engine for one world; a new one for each world. */
export type WorldEngine = {
  readonly view: TenantView;
  readonly answerer: Answerer;
  /** What it takes to decide again what the engine decided. */
  readonly replayWorld: ReplayWorld;
};

/**
 * Loads a world. Throws where its configuration is not valid. `shuffle` may change the order in
 * which it is loaded; without a recording nothing is recorded.
 */
export function openWorld(
  world: ModelWorld,
  shuffle: <T>(items: readonly T[]) => T[] = (items) => [...items],
  recording: Recording | null = null,
): WorldEngine {
  const locations = shuffle(world.locations) as unknown as LocationDocument[];
  const postal = buildPostalTable(
    world.postalCodes.map((code) => ({
      key: bytesOf(postalKey(code.countryCode, code.postalCode)),
      latitude: code.coordinates.latitude ?? Number.NaN,
      longitude: code.coordinates.longitude ?? Number.NaN,
    })),
    world.postalCodes.length,
  );
  const table = buildLocationTable(locations, 1, postal);
  const words = new Words();
  const { stock, segments, plainSets, extensibleSets } = loadStock(
    shuffle(world.inventory),
    locations,
    words,
  );
  const document = world.configuration as unknown as ConfigurationDocument;
  const violations = validateConfiguration(document);
  if (violations.length > 0)
    throw new Error(`invalid configuration: ${JSON.stringify(violations)}`);
  let lastId = 0;
  const stored = assignIds(undefined, document, () => ++lastId);
  const program = compileProgram(stored, 1, { table, documents: locations }, words);
  fillUp(program, stored, locations, world.full ?? []);
  const counters = new Float64Array(new SharedArrayBuffer(8));
  const view = {
    tenantId: '1',
    number: 1,
    stock: stock.columns,
    locations: table,
    postal,
    holds: loadHolds(world.holds ?? [], stock, locations, segments),
    counters,
  };
  const answerer = new Answerer(recording);
  answerer.setTime(0);
  answerer.learn({
    epoch: 1,
    tenants: [{ number: 1, view }],
    sites: [{ number: 1, program, siteId: bytesOf('1') }],
  });
  const replayWorld: ReplayWorld = {
    program,
    stock: stock.columns,
    locations: table,
    configuration: stored,
    locationDocuments: new Map(locations.map((location, index) => [index, location])),
    segments: read(segments, segmentOf),
    attributeSets: read(plainSets, attributesOf),
    extensibleSets: read(extensibleSets, extensibleOf),
  };
  return { view, answerer, replayWorld };
}

/** Tells the limits of a program who has reached them. */
function fillUp(
  { allRoutes }: Program,
  { locationGroups = [] }: ConfigurationDocument,
  locations: readonly LocationDocument[],
  full: readonly FullLocation[],
): void {
  const groups = allRoutes.flatMap((route) => route.groups);
  for (const { group: name, locationCode } of full) {
    const id = locationGroups.find((group) => group.name === name)?.id;
    const limit = groups.find((group) => group.id === id)?.limit;
    const index = locations.findIndex(({ code }) => code === locationCode);
    // An inactive group has no program. The time of a decision is 0 here.
    if (limit) limit.fullUntilMs[index] = 1;
  }
}

/** What numbers stand for, of the texts that have them. */
function read<T>(numbers: ReadonlyMap<string, number>, readText: (text: string) => T) {
  return new Map([...numbers].map(([text, number]) => [number, readText(text)] as const));
}

/** Numbers of texts in the order in which these come. */
class Words {
  private readonly numbers = new Map<string, number>();

  intern(word: string): number {
    const number = this.numbers.get(word) ?? this.numbers.size;
    this.numbers.set(word, number);
    return number;
  }

  /** The texts from number `first` on. */
  from(first: number): string[] {
    return [...this.numbers.keys()].slice(first);
  }
}

/** The stock, and the numbers of its segments and attribute sets by their texts. */
type LoadedStock = {
  readonly stock: StockWriter;
  readonly segments: ReadonlyMap<string, number>;
  readonly plainSets: ReadonlyMap<string, number>;
  readonly extensibleSets: ReadonlyMap<string, number>;
};

function loadStock(
  inventory: readonly InventoryUpdate[],
  locations: readonly LocationDocument[],
  words: Words,
): LoadedStock {
  const writer = new StockWriter();
  const { names } = writer;
  const segments = new Map([[segmentText({}, undefined), 0]]);
  const plainSets = new Map([[attributeText([]), 0]]);
  const extensibleSets = new Map([[extensibleText([]), 0]]);
  const setOf = (sets: Map<string, number>, text: string): number => {
    const number = sets.get(text) ?? names.addSet(setWords(text, words));
    sets.set(text, number);
    for (const word of words.from(names.wordCount)) names.addWord(bytesOf(word));
    return number;
  };
  const segmentNumber = (update: InventoryUpdate): number => {
    const { segment: tags = {}, futureEpochMs } = update;
    const text = segmentText(tags, futureEpochMs);
    const number =
      segments.get(text) ?? names.addSegment(segmentTags({ tags }), futureEpochMs ?? Number.NaN);
    segments.set(text, number);
    return number;
  };
  const indexes = new Map(locations.map((location, index) => [location.code, index]));
  for (const update of inventory) {
    const product = productOf(writer, update);
    const attributes = (update.attributes ?? []).map((attribute) => attribute.trim());
    const row = {
      location: indexes.get(update.locationCode) ?? -1,
      segment: segmentNumber(update),
      attributes: setOf(plainSets, attributeText(attributes)),
      extensible: setOf(extensibleSets, extensibleText(update.extensibleAttributes ?? [])),
    };
    writer.setRows(product, [rowOf(update, row)]);
  }
  return { stock: writer, segments, plainSets, extensibleSets };
}

/** Holds what is held of the rows, and makes the holds known. */
function loadHolds(
  holds: readonly Hold[],
  stock: StockWriter,
  locations: readonly LocationDocument[],
  segments: ReadonlyMap<string, number>,
): HoldColumns {
  const writer = new HoldsWriter();
  for (const { holdId, lines } of holds) {
    const rows = lines.map(({ product: key, locationCode, segment: tags = {}, quantity }) => {
      const { kind, code } = codeOf(key);
      const product = stock.findProduct(kind, code);
      const location = locations.findIndex((each) => each.code === locationCode);
      const segment = segments.get(segmentText(tags, undefined)) ?? -1;
      const row = rowAt(stock.columns, stock.findRow(product, location, segment));
      stock.setRows(product, [{ ...row, held: row.held + quantity }]);
      return { product, location, segment, units: quantity };
    });
    writer.begin(bytesOf(holdId), rows, 0);
  }
  return writer.columns;
}

function rowOf(
  update: InventoryUpdate,
  names: Pick<RowValues, 'location' | 'segment' | 'attributes' | 'extensible'>,
): RowValues {
  return {
    ...names,
    onHand: update.onHand ?? 0,
    allocated: update.allocated ?? 0,
    held: 0,
    inTransit: update.inTransit ?? 0,
    safetyStock: update.safetyStock ?? 0,
    ltd: update.ltd ?? 0,
    flags:
      (update.blocked ? ROW_FLAG.blocked : 0) |
      (update.hasInfiniteInventory ? ROW_FLAG.infinite : 0) |
      (update.ltd === undefined ? 0 : ROW_FLAG.hasLtd) |
      (update.excessThreshold === undefined ? 0 : ROW_FLAG.hasExcessThreshold),
    excessThreshold: update.excessThreshold ?? 0,
    version: 1,
  };
}

function productOf(writer: StockWriter, update: InventoryUpdate): number {
  const codes = [update.product, ...(update.aliases ?? [])].map(codeOf);
  const found = codes.map(({ kind, code }) => writer.findProduct(kind, code)).find((p) => p >= 0);
  const product = found ?? writer.addProduct();
  for (const { kind, code } of codes) {
    if (writer.findProduct(kind, code) < 0) writer.addCode(kind, code, product);
  }
  return product;
}

function codeOf(key: ProductKey): { kind: number; code: Uint8Array } {
  if (key.upc !== undefined) return { kind: PRODUCT_KIND.upc, code: bytesOf(key.upc) };
  if (key.sku !== undefined) return { kind: PRODUCT_KIND.sku, code: bytesOf(key.sku) };
  return { kind: PRODUCT_KIND.partNumber, code: bytesOf(key.partNumber ?? '') };
}

/** The answer's bytes to a request's bytes; throws where it is refused. */
export function askBytes(engine: WorldEngine, kind: number, request: Uint8Array): Uint8Array {
  const refusal = engine.answerer.answer(kind, 1, 1, request, 0, request.length, 0);
  if (refusal !== null) throw new RefusedRequest(refusal);
  return engine.answerer.bytes.slice(0, engine.answerer.lengthBytes);
}

/** A request that the engine refused. */
class RefusedRequest extends Error {
  constructor(detail: RefusalDetail) {
    const code = Object.entries(STATUS).find(([, value]) => value === detail.code)?.[0];
    super(`${code}: ${detail.message}`);
  }
}

/** The JSON form of the answer to an order. */
export function askSuggest(engine: WorldEngine, request: object): Record<string, unknown> {
  const bytes = encodeMessage('SuggestRoutingRequest', request);
  return decodeMessage('SuggestRoutingResponse', askBytes(engine, CALL_KIND.suggest, bytes));
}

/** The JSON form of the answer to a request for candidates. */
export function askCandidates(engine: WorldEngine, request: object): Record<string, unknown> {
  const bytes = encodeMessage('SuggestCandidatesRequest', request);
  const answer = askBytes(engine, CALL_KIND.candidates, bytes);
  return decodeMessage('SuggestCandidatesResponse', answer);
}
