// How many bytes does a stock row take? The columns of a stock that is loaded in one go, as at
// start, and of one that grew product by product, with the room that they keep.

import { bytesOf } from '../../src/base/text.js';
import {
  PRODUCT_KIND,
  ROW_FIELDS,
  rowColumnsOf,
  type StockColumns,
} from '../../src/columns/stock.js';
import { StockWriter } from '../../src/columns/stock-writer.js';
import { skuOf } from '../support/network.js';
import type { BenchRun } from './bench-run.js';

const QUESTION = 'size';
const BYTES_A_ROW_MAX = 60;
const ROWS = { smoke: 50_000, full: 1_000_000 } as const;
const ROWS_PER_PRODUCT = 20;

/** Prints what both ways take. */
export function benchSize({ isSmoke, report }: BenchRun): void {
  const rowCount = ROWS[isSmoke ? 'smoke' : 'full'];
  const loaded = loadInOneGo(rowCount);
  const grown = growByProduct(rowCount);
  const rows = [rowOf('loaded in one go', loaded), rowOf('grown by setRows', grown)];
  report.table(`${QUESTION}: bytes a row, ${ROWS_PER_PRODUCT} rows a product`, rows);
  report.atMost(QUESTION, 'loaded in one go', rows[0].all, BYTES_A_ROW_MAX, 'bytes a row', true);
}

function rowOf(way: string, { columns, rowCount }: StockWriter) {
  const { products } = columns;
  const perRow = (bytes: number): number => bytes / rowCount;
  const dictionaryBytes =
    products.header.byteLength +
    products.buckets.byteLength +
    products.entries.byteLength +
    products.bytes.byteLength;
  const rowBytes = rowColumnsOf(columns).reduce((sum, column) => sum + column.byteLength, 0);
  const productBytes = columns.productStart.byteLength * 4;
  return {
    way,
    rows: rowCount,
    'row columns': perRow(rowBytes),
    'product columns': perRow(productBytes),
    dictionary: perRow(dictionaryBytes),
    all: perRow(rowBytes + productBytes + dictionaryBytes + nameBytes(columns)),
  };
}

function nameBytes({ attributeSetEnd, attributeSetWords, ...stock }: StockColumns): number {
  const { attributeWordEnd, attributeWordBytes, segmentFutureMs, segmentTagEnd } = stock;
  const attributes = [attributeSetEnd, attributeSetWords, attributeWordEnd, attributeWordBytes];
  const segments = [segmentFutureMs, segmentTagEnd, stock.segmentTags, stock.segmentBytes];
  return [...attributes, ...segments].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function addProduct(writer: StockWriter): number {
  const product = writer.addProduct();
  writer.addCode(PRODUCT_KIND.sku, bytesOf(skuOf(product)), product);
  return product;
}

function loadInOneGo(rowCount: number): StockWriter {
  const productCapacity = rowCount / ROWS_PER_PRODUCT;
  const writer = new StockWriter({ productCapacity, rowCapacity: rowCount });
  const row = new Int32Array(ROW_FIELDS.length);
  for (let i = 0; i < rowCount; i++) {
    const product = i % ROWS_PER_PRODUCT === 0 ? addProduct(writer) : writer.productCount - 1;
    row[ROW_FIELDS.indexOf('location')] = i % ROWS_PER_PRODUCT;
    row[ROW_FIELDS.indexOf('onHand')] = i % 100;
    writer.appendRow(product, row);
  }
  return writer;
}

function growByProduct(rowCount: number): StockWriter {
  const writer = new StockWriter();
  for (let done = 0; done < rowCount; done += ROWS_PER_PRODUCT) {
    const rows = Array.from({ length: ROWS_PER_PRODUCT }, (_, location) => ({
      location,
      segment: 0,
      onHand: (done + location) % 100,
      allocated: 0,
      held: 0,
      inTransit: 0,
      safetyStock: 0,
      ltd: 0,
      flags: 0,
      attributes: 0,
      excessThreshold: 0,
      extensible: 0,
      version: 1,
    }));
    writer.setRows(addProduct(writer), rows);
  }
  return writer;
}
