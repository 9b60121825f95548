// The engine as a way of splitting orders: from the bytes of a request to the bytes of the answer,
// as a worker does it, timed one by one.

import { bytesOf } from '../../src/base/text.js';
import { emptyPostalTable } from '../../src/columns/empty.js';
import { PRODUCT_KIND, ROW_FIELDS, sharedDoubles } from '../../src/columns/stock.js';
import { StockWriter } from '../../src/columns/stock-writer.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import type { PlainMessage } from '../../src/cli/proto-json.js';
import { messageType } from '../../src/cli/schema.js';
import type { DecisionJson } from '../../src/cli/decision.js';
import { toJson } from '../../src/cli/proto-json.js';
import { Answerer } from '../../src/pool/answerer.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { buildLocationTable } from '../../src/stores/location-table.js';
import { compileDocument } from '../support/rules.js';

/** A decision and how long it took. */
export type Decided = { readonly decision: DecisionJson; readonly us: number };

/** Stock rows of a product, by location's place in the list, ascending. */
export type ProductRows = readonly (readonly [location: number, units: number])[];

const SITE = bytesOf('1');

/** An engine on one network. */
export class EngineSide {
  private readonly answerer = new Answerer();
  private readonly documents: readonly LocationDocument[];
  private readonly view;
  private readonly request = messageType('SuggestRoutingRequest');
  private readonly response = messageType('SuggestRoutingResponse');
  private epoch = 0;

  constructor(documents: readonly LocationDocument[], products: ReadonlyMap<string, ProductRows>) {
    this.documents = documents;
    const postal = emptyPostalTable();
    const locations = buildLocationTable(documents, 1, postal);
    const stock = stockOf(products);
    const counters = sharedDoubles(1);
    this.view = { tenantId: '1', number: 1, stock, locations, postal, holds: [], counters };
  }

  /** Sets the rules for the orders that follow. */
  setRules(document: ConfigurationDocument): void {
    const { documents, view } = this;
    const program = compileDocument(document, { table: view.locations, documents });
    this.answerer.learn({
      epoch: ++this.epoch,
      tenants: [{ number: 1, view }],
      sites: [{ number: 1, program, siteId: SITE }],
    });
  }

  /** The bytes of a request. */
  encode(message: PlainMessage): Uint8Array {
    return Uint8Array.from(this.request.encode(this.request.fromObject(message)).finish());
  }

  /** Decides and forgets: for warming up. */
  run(bytes: Uint8Array): void {
    const { suggest } = CALL_KIND;
    const refusal = this.answerer.answer(suggest, 1, 1, bytes, 0, bytes.length, 0);
    if (refusal !== null) throw new Error(refusal.message);
  }

  /** Decides, timed. */
  decide(bytes: Uint8Array): Decided {
    const start = process.hrtime.bigint();
    this.run(bytes);
    const us = Number(process.hrtime.bigint() - start) / 1000;
    const { answerer, response } = this;
    const answer = response.decode(answerer.bytes.subarray(0, answerer.lengthBytes));
    const json = toJson(response, answer as unknown as PlainMessage, { hasDefaults: true });
    return { decision: (json as PlainMessage).decision as DecisionJson, us };
  }
}

function stockOf(products: ReadonlyMap<string, ProductRows>) {
  let rowCapacity = 0;
  for (const rows of products.values()) rowCapacity += rows.length;
  const writer = new StockWriter({ productCapacity: products.size, rowCapacity });
  const row = new Int32Array(ROW_FIELDS.length);
  for (const [sku, rows] of products) {
    const product = writer.addProduct();
    writer.addCode(PRODUCT_KIND.sku, bytesOf(sku), product);
    for (const [location, units] of rows) {
      row.fill(0);
      row[ROW_FIELDS.indexOf('location')] = location;
      row[ROW_FIELDS.indexOf('onHand')] = units;
      row[ROW_FIELDS.indexOf('version')] = 1;
      writer.appendRow(product, row);
    }
  }
  return writer.columns;
}
