// What it takes to decide a recorded order again, as the store hands it over. Structured-clonable:
// columns are shared memory, the rest is small.

import type { LocationTable } from '../columns/locations.js';
import type { Program } from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import type { ConfigurationDocument } from '../configuration/document.js';
import type { AttributeDocument, LocationDocument } from '../configuration/location-document.js';

/** Why a decision cannot be decided again, with the names of the contract. */
export type ReplayProblem = {
  readonly reason: 'STOCK_EXPIRED' | 'LOCATIONS_EXPIRED' | 'CONFIGURATION_EXPIRED';
  /** For people. */
  readonly detail: string;
};

/** What the segment of a row says. */
export type RowSegment = {
  readonly tags: Readonly<Record<string, string>>;
  /** Of future stock: when it is to come. */
  readonly futureEpochMs?: number;
};

/** The state that a decision was taken on. */
export type ReplayWorld = {
  readonly program: Program;
  /**
   * The rows of the order's products as they were; the products are numbered 0, 1, 2 ... in the
   * order of the lines that first name them, and found by the codes of the recorded request.
   */
  readonly stock: StockColumns;
  readonly locations: LocationTable;
  readonly configuration: ConfigurationDocument;
  /** By location index: at least those that have rows in `stock`. */
  readonly locationDocuments: ReadonlyMap<number, LocationDocument>;
  /** By number of the rows' segments. */
  readonly segments: ReadonlyMap<number, RowSegment>;
  /** By number of the rows' sets of plain attributes, as they were written. */
  readonly attributeSets: ReadonlyMap<number, readonly string[]>;
  /** By number of the rows' sets of extensible attributes: each name once, values not blank. */
  readonly extensibleSets: ReadonlyMap<number, readonly AttributeDocument[]>;
};

/** A record and what it was decided on. */
export type ReplayInputs = {
  readonly tenantId: string;
  readonly siteId: string;
  /** See wire/record.ts. */
  readonly record: Uint8Array;
  /** The SuggestionLog message, where one was stored with the record. */
  readonly storedLog: Uint8Array | null;
  /** Null where there is a problem. */
  readonly world: ReplayWorld | null;
  readonly problem: ReplayProblem | null;
};
