// What a group of operations changes of a tenant before it is committed. Operations read and write
// the draft; it becomes the tenant's state when it is on disk, or is dropped.

import { compileProgram } from '../../configuration/compile.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import type { LocationDocument } from '../../configuration/location-document.js';
import type { LocationTable } from '../../columns/locations.js';
import type { PostalTable } from '../../columns/postal.js';
import type { Program } from '../../columns/program.js';
import type { RowChange, RowName, RowValues } from '../../columns/stock-writer.js';
import type { ProductCode } from '../inventory-check.js';
import { buildLocationTable, type LocationDocuments } from '../location-table.js';
import { setWords } from '../row-names.js';
import { WaitingChanges } from './allocation/waiting-changes.js';
import { binaryKey, type Database } from './database.js';
import { encodeCode } from './code-codec.js';
import { VERSION_MASK } from './history/ledger-codec.js';
import type { Locations } from './history/location-history.js';
import type { Tallies } from './limits/tally.js';
import { HoldChanges } from './stock/hold-changes.js';
import type { SiteState, TenantState } from './tenant-state.js';

type StagedCode = { readonly kind: number; readonly bytes: Uint8Array; readonly product: number };

/** How far a draft has come, to go back to. */
export type DraftMark = {
  readonly segmentCount: number;
  readonly wordCount: number;
  readonly setCount: number;
  readonly codeCount: number;
  readonly productCount: number;
};

/** The changes of one tenant in one group of operations. */
export class TenantDraft {
  readonly state: TenantState;
  /** By product: what happens to its rows, in order. */
  readonly rowChanges = new Map<number, RowChange[]>();
  /**
   * By product: how many changes its version counts, where its rows are set as others left them.
   */
  readonly rowSteps = new Map<number, number>();
  readonly changedSites = new Set<string>();
  sites: Map<string, SiteState>;
  /** Whether something was written, so that a tenant that is new comes into being. */
  isWritten = false;
  /** When the changes are made. */
  readonly timeEpochMs: number;
  newRowCount = 0;
  changedRowCount = 0;
  /** See TenantState. */
  nextHoldEndMs: number;
  /** Whether nobody can tell where locations were before. */
  isPastUnknown = false;
  /** Holds whose time was over. */
  expiredHoldCount = 0;
  /** Which holds begin and end. */
  readonly holds = new HoldChanges();
  /** What is counted against fulfilment limits, where that may have changed. */
  readonly tallies: Tallies = new Map();
  /** Who waits for stock, and may be served. */
  readonly waiting = new WaitingChanges();
  /** Events written in the running transaction. */
  eventCount = 0;
  locationCount: number;
  /** Whether postal codes were written that routing does not see. */
  isPostalPending: boolean;
  private readonly database: Database;
  private readonly start: DraftMark;
  private readonly codes: StagedCode[] = [];
  private readonly codeProducts = new Map<string, number>();
  private newProductCount = 0;
  private persisted: DraftMark;
  private documents: LocationDocuments;
  private indexes: ReadonlyMap<string, number>;
  private currentPostal: PostalTable;
  private currentTable: LocationTable;
  private isTableStale = false;

  constructor(state: TenantState, database: Database, timeEpochMs: number) {
    this.state = state;
    this.database = database;
    this.timeEpochMs = timeEpochMs;
    this.sites = new Map(state.sites);
    this.documents = state.documents;
    this.locationCount = state.documents.length;
    this.indexes = state.indexes;
    this.currentPostal = state.postal;
    this.isPostalPending = state.isPostalPending;
    this.nextHoldEndMs = state.nextHoldEndMs;
    this.currentTable = state.table;
    this.start = this.mark();
    this.persisted = this.start;
  }

  /** The place to go back to. */
  mark(): DraftMark {
    return {
      segmentCount: this.state.segments.count,
      wordCount: this.state.words.count,
      setCount: this.state.attributeSets.count,
      codeCount: this.codes.length,
      productCount: this.newProductCount,
    };
  }

  /** Forgets the names that came after a mark. Nothing of them may be on disk. */
  rollBack(mark: DraftMark): void {
    this.state.segments.truncate(mark.segmentCount);
    this.state.words.truncate(mark.wordCount);
    this.state.attributeSets.truncate(mark.setCount);
    while (this.codes.length > mark.codeCount) {
      const { kind, bytes } = this.codes.pop() as StagedCode;
      this.codeProducts.delete(codeKey(kind, bytes));
    }
    this.newProductCount = mark.productCount;
  }

  /** Forgets everything. */
  drop(): void {
    this.rollBack(this.start);
  }

  /** The product of a code, or -1. */
  findProduct({ kind, bytes }: ProductCode): number {
    const known = this.state.writer.findProduct(kind, bytes);
    if (known >= 0 || this.codes.length === 0) return known;
    return this.codeProducts.get(codeKey(kind, bytes)) ?? -1;
  }

  /** A new product. Refuses at the limit. */
  addProduct(): number {
    this.state.writer.checkRoom(this.newProductCount + 1, 0);
    return this.state.writer.productCount + this.newProductCount++;
  }

  /** Whether products have codes that nobody knew before. */
  get hasNewCodes(): boolean {
    return this.codes.length > 0;
  }

  /** Gives a product a code that no product has. */
  addCode({ kind, bytes }: Pick<ProductCode, 'kind' | 'bytes'>, product: number): void {
    this.codes.push({ kind, bytes, product });
    this.codeProducts.set(codeKey(kind, bytes), product);
  }

  /** The number of a set of attributes by its text; its words get numbers too. */
  internSet(text: string): number {
    const { attributeSets, words } = this.state;
    const known = attributeSets.find(text);
    if (known >= 0) return known;
    setWords(text, words);
    return attributeSets.intern(text);
  }

  /** Writes the names that came since the last call into the running transaction. */
  persistNames(): void {
    const { number, segments, attributeSets, writer } = this.state;
    const { persisted, database } = this;
    for (let i = persisted.segmentCount; i < segments.count; i++) {
      void database.segments.put([number, i], JSON.parse(segments.textOf(i)));
    }
    for (let i = persisted.setCount; i < attributeSets.count; i++) {
      void database.attributeSets.put([number, i], JSON.parse(attributeSets.textOf(i)));
    }
    for (let i = persisted.codeCount; i < this.codes.length; i++) {
      const { kind, bytes, product } = this.codes[i];
      const key = binaryKey(number, writer.codeCount + i);
      void database.productCodes.put(key, encodeCode(product, kind, bytes));
    }
    this.persisted = this.mark();
  }

  /** The place of the next change of a row among all those of the tenant. */
  get nextSequence(): number {
    return this.state.sequence + this.changedRowCount + 1;
  }

  /** The place of the next event among all those of the tenant. */
  get nextEventSequence(): number {
    return this.state.eventSequence + this.eventCount + 1;
  }

  /** The code that first named a product. */
  firstCode(product: number): { readonly kind: number; readonly bytes: Uint8Array } {
    const { firstCodes, writer } = this.state;
    const known = firstCodes[product];
    if (known === undefined) {
      return this.codes.find((code) => code.product === product) as StagedCode;
    }
    const { kind, key } = writer.codeAt(known);
    return { kind, bytes: key };
  }

  /** The version of a product after the next change of one of its rows; 31 bits. */
  nextProductVersion(product: number): number {
    const { productVersion } = this.state.writer.columns;
    const changeCount = this.rowChanges.get(product)?.length ?? 0;
    // The word of a product that the columns do not have yet is undefined, and its half 0.
    return ((productVersion[product] >>> 1) + changeCount + 1) & VERSION_MASK;
  }

  /** The segments of a product's rows at a location, ascending. */
  segmentsAt(product: number, location: number): number[] {
    const segments: number[] = [];
    const { writer } = this.state;
    if (product < writer.productCount) {
      const { rows, productStart, productCount } = writer.columns;
      const end = productStart[product] + productCount[product];
      let row = writer.firstRowFrom(product, location, 0);
      for (; row < end && rows.location[row] === location; row++) segments.push(rows.segment[row]);
    }
    const changes = this.rowChanges.get(product);
    if (changes === undefined) return segments;
    const there = new Set(segments);
    for (const change of changes) {
      if (change.location !== location) continue;
      if (change.values === null) there.delete(change.segment);
      else there.add(change.segment);
    }
    return [...there].sort((left, right) => left - right);
  }

  /** Notes a row that is written, for the columns. */
  setRow(product: number, values: RowValues, isNew: boolean): void {
    const { location, segment } = values;
    this.changeRow(product, { location, segment, values });
    if (isNew) this.newRowCount++;
  }

  /** Notes a row that goes, for the columns. */
  removeRow(product: number, name: RowName): void {
    this.changeRow(product, { ...name, values: null });
  }

  private changeRow(product: number, change: RowChange): void {
    const changes = this.rowChanges.get(product);
    if (changes === undefined) this.rowChanges.set(product, [change]);
    else changes.push(change);
    this.changedRowCount++;
  }

  /** The index of a location, or -1. */
  locationIndex(code: string): number {
    return this.indexes.get(code) ?? -1;
  }

  /** A location by its index, which is given. */
  location(index: number): LocationDocument {
    return this.documents[index] as LocationDocument;
  }

  /** The documents of all locations by index. */
  get locationDocuments(): LocationDocuments {
    return this.documents;
  }

  /**
   * Puts locations at their indexes; a document without an index before is a new one at the end.
   */
  putLocations(changes: ReadonlyMap<number, LocationDocument | undefined>): void {
    const documents = [...this.documents];
    const indexes = new Map(this.indexes);
    for (const [index, document] of changes) {
      const old = documents[index];
      if (old?.code !== undefined) indexes.delete(old.code);
      if (document?.code !== undefined) indexes.set(document.code, index);
      documents[index] = document;
    }
    this.documents = documents;
    this.indexes = indexes;
    this.locationCount = documents.length;
    this.isTableStale = true;
  }

  /** Makes another table of postal codes the visible one. */
  putPostal(postal: PostalTable): void {
    this.currentPostal = postal;
    this.isPostalPending = false;
    this.isTableStale = true;
  }

  /** The table of postal codes that is visible in the draft. */
  get postal(): PostalTable {
    return this.currentPostal;
  }

  /** The locations as they are in the draft. */
  get locations(): Locations {
    return { table: this.table(), documents: this.documents };
  }

  /** The table of the locations as they are in the draft. */
  table(): LocationTable {
    if (this.isTableStale) {
      const version = this.currentTable.version + 1;
      this.currentTable = buildLocationTable(this.documents, version, this.currentPostal);
      this.isTableStale = false;
    }
    return this.currentTable;
  }

  /** Gives the table of the locations the version under which others know it. */
  putTableVersion(version: number): void {
    this.currentTable = buildLocationTable(this.documents, version, this.currentPostal);
    this.isTableStale = false;
  }

  /** The program of a document against the draft's locations. Throws where it does not compile. */
  compile(document: ConfigurationDocument, version: number): Program {
    return compileProgram(document, version, this.locations, this.state.words);
  }

  /** Makes a site's rules the live ones. */
  putSite(siteId: string, site: SiteState): void {
    this.sites.set(siteId, site);
    this.changedSites.add(siteId);
  }

  /** Compiles again what was compiled against other locations. */
  recompile(): void {
    const { version } = this.table();
    for (const [siteId, site] of this.sites) {
      if (site.program.locationVersion === version) continue;
      const program = this.compile(site.document, site.record.live);
      this.putSite(siteId, { ...site, program });
    }
  }

  /**
   * Makes the draft the tenant's state, the columns included. Answers whether other threads need a
   * new view.
   */
  apply(): boolean {
    const { state } = this;
    this.holds.applyEnds(state.holds);
    this.applyNames();
    this.applyRows();
    const isNewTable = state.table !== this.currentTable;
    state.documents = this.documents;
    state.indexes = this.indexes;
    state.postal = this.currentPostal;
    state.isPostalPending = this.isPostalPending;
    state.nextHoldEndMs = this.nextHoldEndMs;
    state.eventSequence += this.eventCount;
    this.waiting.apply(state);
    state.table = this.currentTable;
    state.sites = this.sites;
    const hasGrown = state.writer.takeGrowth();
    // A reader of the old columns must not see the sequence of rows that only the new ones have.
    if (hasGrown) state.renewCounters();
    state.sequence += this.changedRowCount;
    this.holds.applyBeginnings(state.holds, state.sequence);
    const isNewHolds = state.holds.takeGrowth();
    return isNewHolds || hasGrown || isNewTable || this.changedSites.size > 0;
  }

  /** The changes of a product are seen together: no reader gets a version in between. */
  private applyRows(): void {
    const { writer } = this.state;
    for (const [product, changes] of this.rowChanges) {
      writer.changeRows(product, changes, this.rowSteps.get(product));
    }
  }

  private applyNames(): void {
    const { writer, firstCodes } = this.state;
    for (let i = 0; i < this.newProductCount; i++) writer.addProduct();
    for (const { kind, bytes, product } of this.codes) {
      firstCodes[product] ??= writer.codeCount;
      writer.addCode(kind, bytes, product);
    }
    this.state.writeNames();
  }
}

function codeKey(kind: number, bytes: Uint8Array): string {
  return `${kind}${Buffer.from(bytes).toString('latin1')}`;
}
