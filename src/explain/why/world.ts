// The world that a question is asked on, and how it looks with one thing changed: a program that is
// compiled again, a table of locations with other flags, a stock row with other values.

import { admissionOf, LOCATION_FLAG, type LocationTable } from '../../columns/locations.js';
import type { Program } from '../../columns/program.js';
import { STOCK_HEADER, type StockColumns } from '../../columns/stock.js';
import type { RowValues } from '../../columns/stock-writer.js';
import { compileProgram } from '../../configuration/compile.js';
import type { WordDictionary } from '../../configuration/compile-filter.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import type { LocationDocument } from '../../configuration/location-document.js';
import type { ReplayWorld } from '../inputs.js';
import { type OwnStock, rowAt } from '../own-stock.js';
import type { Ground } from './decider.js';
import { wordsOf } from './words.js';

/** Locations times groups that cost as much to compile as a decision costs. */
const COMPILED_PER_DECISION = 4000;

/** What may be changed, one thing at a time. */
export class WhyWorld {
  readonly replay: ReplayWorld;
  readonly ground: Ground;
  /** What it costs to compile, in decisions. */
  readonly compileCost: number;
  private readonly own: OwnStock;
  private readonly documents: (LocationDocument | undefined)[];
  private readonly words: WordDictionary;

  constructor(world: ReplayWorld, own: OwnStock) {
    const stock = own.columns();
    const { locations, program } = world;
    this.own = own;
    this.replay = { ...world, stock };
    this.ground = { stock, locations, program };
    this.documents = Array.from({ length: locations.count }, (_, index) =>
      world.locationDocuments.get(index),
    );
    this.words = wordsOf(stock, stock.header[STOCK_HEADER.rowTail]);
    const groupCount = program.allRoutes.reduce((sum, { groups }) => sum + groups.length, 0);
    this.compileCost = 2 + Math.ceil((locations.count * groupCount) / COMPILED_PER_DECISION);
  }

  /** The ground under another document, which is valid. */
  withDocument(document: ConfigurationDocument): Ground {
    const { configurationVersion } = this.ground.program;
    const { locations } = this.ground;
    return { ...this.ground, program: this.compile(document, locations, configurationVersion) };
  }

  /** The ground with a location that is not on hold, or is active. */
  withLocation(location: number, change: 'released' | 'active'): Ground {
    const table = this.ground.locations;
    const flags = table.flags.slice();
    if (change === 'released') flags[location] &= ~LOCATION_FLAG.onHold;
    else flags[location] |= LOCATION_FLAG.active;
    const admission = table.admission.slice();
    admission[location] = admissionOf(flags[location], table.country[location]);
    const locations = { ...table, flags, admission };
    const { configurationVersion } = this.ground.program;
    const program = this.compile(this.replay.configuration, locations, configurationVersion);
    return { ...this.ground, locations, program };
  }

  /** The row of (product, location, segment); undefined: there is none. */
  row(product: number, location: number, segment: number): RowValues | undefined {
    const row = this.own.writer.findRow(product, location, segment);
    return row < 0 ? undefined : rowAt(this.own.columns(), row);
  }

  /** What `body` makes of the stock with a row set so, which is put back as it was afterwards. */
  withRow<T>(product: number, values: RowValues, body: (stock: StockColumns) => T): T {
    const { writer } = this.own;
    const { location, segment } = values;
    const before = this.row(product, location, segment);
    writer.setRows(product, [values]);
    try {
      return body(this.own.columns());
    } finally {
      if (before === undefined) writer.removeRows(product, [{ location, segment }]);
      else writer.setRows(product, [before]);
    }
  }

  private compile(document: ConfigurationDocument, table: LocationTable, version: number): Program {
    return compileProgram(document, version, { table, documents: this.documents }, this.words);
  }
}
