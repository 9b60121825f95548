// What the store thread knows of a tenant between two commits: all of it is on disk and in the
// shared columns.

import { bytesOf } from '../../base/text.js';
import { HoldsWriter } from '../../columns/holds-writer.js';
import { StockWriter, type StockWriterOptions } from '../../columns/stock-writer.js';
import { sharedDoubles } from '../../columns/stock.js';
import { TENANT_COUNTER, type SiteView, type TenantView } from '../../columns/views.js';
import { ATTRIBUTE_SETS_MAX, SEGMENTS_MAX, WORDS_MAX } from '../../columns/limits.js';
import type { LocationTable } from '../../columns/locations.js';
import type { PostalTable } from '../../columns/postal.js';
import type { Program } from '../../columns/program.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import { buildLocationTable, type LocationDocuments } from '../location-table.js';
import { buildPostalTable } from '../postal-table.js';
import { attributeText, segmentOf, segmentTags, segmentText, setWords } from '../row-names.js';
import type { SiteRecord, VersionRecord } from './database.js';
import { Interner } from './interner.js';
import type { Tallies } from './limits/tally.js';

/** The live rules of a site. */
export type SiteState = {
  readonly record: SiteRecord;
  readonly version: VersionRecord;
  readonly document: ConfigurationDocument;
  readonly program: Program;
};

/** How much a tenant may have, where that is less than the product allows; for tests. */
export type TenantLimits = Pick<StockWriterOptions, 'productsMax' | 'rowsMax'> & {
  readonly segmentsMax?: number;
  readonly attributeSetsMax?: number;
  readonly wordsMax?: number;
};

/** The untagged segment and the empty attribute set have number 0. */
const EMPTY_SEGMENT = segmentText({}, undefined);
const EMPTY_SET = attributeText([]);

/** A tenant. */
export class TenantState {
  readonly tenantId: string;
  /** Which keys on disk are the tenant's. */
  readonly number: number;
  readonly writer: StockWriter;
  /** The active holds. */
  readonly holds = new HoldsWriter();
  /** Float64[1] in shared memory, see TENANT_COUNTER. */
  counters = sharedDoubles(Object.keys(TENANT_COUNTER).length);
  /**
   * Segments and attribute sets by the texts of row-names.ts, and the words of these and of the
   * rules. The numbers of words hold while the process runs, and are not kept.
   */
  readonly segments: Interner;
  readonly words: Interner;
  readonly attributeSets: Interner;
  /** By product: the first of its codes. */
  readonly firstCodes: number[] = [];
  documents: LocationDocuments = [];
  /** Location code to index. */
  indexes: ReadonlyMap<string, number> = new Map();
  postal: PostalTable;
  /** Whether postal codes were written that routing does not see. */
  isPostalPending = false;
  /** When the first of the active holds ends, in epoch milliseconds; infinity: there is none. */
  nextHoldEndMs = Number.POSITIVE_INFINITY;
  /** What is counted against fulfilment limits. */
  readonly tallies: Tallies = new Map();
  /** How many lines of orders wait, by product; -1: unknown ones. */
  waiting = new Map<number, number>();
  /** By product that lines wait for: the value of `riseCount` when there was more of it. */
  readonly riseCounts = new Map<number, number>();
  riseCount = 0;
  /** Of the event that was written last; 0: none was. */
  eventSequence = 0;
  table: LocationTable;
  sites: ReadonlyMap<string, SiteState> = new Map();

  constructor(tenantId: string, number: number, options: StockWriterOptions & TenantLimits) {
    this.tenantId = tenantId;
    this.number = number;
    this.writer = new StockWriter(options);
    const { segmentsMax, attributeSetsMax, wordsMax } = options;
    this.segments = new Interner('segments', segmentsMax ?? SEGMENTS_MAX);
    this.attributeSets = new Interner('attribute sets', attributeSetsMax ?? ATTRIBUTE_SETS_MAX);
    this.words = new Interner('attribute words', wordsMax ?? WORDS_MAX);
    this.segments.intern(EMPTY_SEGMENT);
    this.attributeSets.intern(EMPTY_SET);
    this.postal = buildPostalTable([], 0);
    this.table = buildLocationTable([], 1, this.postal);
  }

  /** Stock rows changed since the tenant began. */
  get sequence(): number {
    return this.counters[TENANT_COUNTER.sequence];
  }

  set sequence(sequence: number) {
    this.counters[TENANT_COUNTER.sequence] = sequence;
  }

  /** New counters of the same values, to be published; the old ones are never written again. */
  renewCounters(): void {
    const renewed = sharedDoubles(this.counters.length);
    renewed.set(this.counters);
    this.counters = renewed;
  }

  /** Writes the names that the columns do not have yet. */
  writeNames(): void {
    const { writer, segments, attributeSets, words } = this;
    const { names } = writer;
    for (let set = names.setCount; set < attributeSets.count; set++) {
      names.addSet(setWords(attributeSets.textOf(set), words));
    }
    for (let word = names.wordCount; word < words.count; word++) {
      names.addWord(bytesOf(words.textOf(word)));
    }
    for (let number = names.segmentCount; number < segments.count; number++) {
      const segment = segmentOf(segments.textOf(number));
      names.addSegment(segmentTags(segment), segment.futureEpochMs ?? Number.NaN);
    }
  }

  /** What other threads are to be given. */
  view(): TenantView {
    return {
      tenantId: this.tenantId,
      number: this.number,
      stock: this.writer.columns,
      locations: this.table,
      postal: this.postal,
      holds: this.holds.columns,
      counters: this.counters,
    };
  }

  /** The rules of the sites that `isWanted` names. */
  siteViews(isWanted: (siteId: string) => boolean): SiteView[] {
    const views: SiteView[] = [];
    for (const [siteId, { program }] of this.sites) {
      if (isWanted(siteId)) views.push({ tenantId: this.tenantId, siteId, program });
    }
    return views;
  }
}
