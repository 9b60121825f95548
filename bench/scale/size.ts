// How much memory does a large network take, at rest, while it is loaded anew beside what routing
// still uses, and while its columns grow? The rows come from a store on disk, by the way that they
// take when a process starts.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rowColumnsOf, STOCK_HEADER } from '../../src/columns/stock.js';
import { emptyRow } from '../../src/columns/stock-writer.js';
import { type Database, openDatabase } from '../../src/stores/embedded/database.js';
import { loadTenants } from '../../src/stores/embedded/load-tenants.js';
import type { TenantState } from '../../src/stores/embedded/tenant-state.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import { collectGarbage } from '../core/bench-run.js';
import type { Network } from '../support/network.js';
import { checkedText, checkPoints } from './check.js';
import { measurePoints } from './decide.js';
import { availableBytes, MemoryWatch, ownBytes, sharedBytesOf } from './memory.js';
import { FIVE_LINES, pointOf } from './points.js';
import type { CurveResult, ScaleRun, TableRow } from './scale-run.js';

const BYTES_A_ROW_MAX = 60;
/** What else a process holds is nothing beside so many rows. */
const BAR_ROWS_MIN = 1_000_000;
const ROWS_PER_PRODUCT = 20;
const LOCATIONS = { smoke: 1000, full: 10_000 } as const;
/** What the worst moment takes of memory for a row, and of disk; and memory for all else. */
const PEAK_BYTES_A_ROW = 260;
const DISK_BYTES_A_ROW = 160;
const OTHER_BYTES = 2 ** 30;
const RANDOM_ORDERS = { smoke: 50, full: 1000 } as const;
const CHECKED = { smoke: 2, full: 20 } as const;
const MIB = 2 ** 20;

/** A moment of the run. */
type Moment = {
  readonly moment: string;
  readonly rowCount: number;
  /** Of all columns that are in use, without the room that they keep for new rows, and with it. */
  readonly filledBytes: number;
  readonly columnBytes: number;
  /** The heap of JavaScript. */
  readonly heapBytes: number;
  /** Memory in use since before the first row: in the end, and at the most. */
  readonly usedBytes: number;
  readonly peakBytes: number;
  readonly seconds: number;
};

/** What the run comes to. */
type Found = {
  readonly moments: readonly Moment[];
  readonly us: number;
  readonly checkedCount: number;
};

/** Measures as many rows as are asked for, or as the machine holds. */
export async function benchSize(run: ScaleRun): Promise<CurveResult> {
  const size = run.isSmoke ? 'smoke' : 'full';
  const rowCount = affordableRows(run.rowCount);
  const folder = mkdtempSync(join(tmpdir(), 'bench-scale-rows-'));
  try {
    fill(folder, rowCount, LOCATIONS[size], run.seed);
    const database = openDatabase(folder);
    const found = await measure(run, database);
    await database.root.close();
    return resultOf(run, rowCount, found);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As many rows as were asked for, or as many as there is room for. */
function affordableRows(wanted: number): number {
  const { bavail, bsize } = statfsSync(tmpdir());
  const byMemory = (availableBytes() - OTHER_BYTES) / PEAK_BYTES_A_ROW;
  const byDisk = (bavail * bsize) / DISK_BYTES_A_ROW;
  const products = Math.floor(Math.min(wanted, byMemory, byDisk) / ROWS_PER_PRODUCT);
  if (products < 1) throw new Error('there is no room for even a few rows');
  return products * ROWS_PER_PRODUCT;
}

function fill(folder: string, rowCount: number, locations: number, seed: number): void {
  const script = fileURLToPath(new URL('./filled-store.js', import.meta.url));
  const numbers = [rowCount / ROWS_PER_PRODUCT, locations, ROWS_PER_PRODUCT, seed].map(String);
  const { status } = spawnSync(process.execPath, [script, folder, ...numbers], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the store could not be filled');
}

/** Takes the moments, and decides orders on what was loaded, and on what has grown. */
async function measure(run: ScaleRun, database: Database): Promise<Found> {
  const watch = await MemoryWatch.start();
  collectGarbage();
  const before = ownBytes();
  const moments: Moment[] = [];
  /** What routing uses, the newest last. */
  const held: TenantState[] = [];
  const take = (moment: string, act: () => void): void => {
    collectGarbage();
    watch.takePeak();
    const startMs = performance.now();
    act();
    const seconds = (performance.now() - startMs) / 1000;
    const peakBytes = watch.takePeak() - before;
    collectGarbage();
    const { rowCount } = held[held.length - 1].writer;
    const columnBytes = sharedBytesOf(held.map((state) => state.view()));
    const roomBytes = held.reduce((sum, state) => sum + roomBytesOf(state), 0);
    moments.push({
      moment,
      rowCount,
      filledBytes: columnBytes - roomBytes,
      columnBytes,
      heapBytes: process.memoryUsage().heapTotal,
      usedBytes: ownBytes() - before,
      peakBytes,
      seconds,
    });
  };
  take('loaded', () => held.push(loadOnly(database)));
  const first = decideOn(run, held[0]);
  take('loaded anew, the old columns in use', () => held.push(loadOnly(database)));
  held.shift();
  take('the old columns dropped', () => undefined);
  take('grown by a row too many', () => growColumns(held[0]));
  const last = decideOn(run, held[0]);
  await watch.stop();
  return { moments, us: first.us, checkedCount: first.checkedCount + last.checkedCount };
}

/** Bytes of the row and product columns behind the last row and product. */
function roomBytesOf({ writer }: TenantState): number {
  const { columns, productCount } = writer;
  const { productStart, header } = columns;
  let bytes = (productStart.length - productCount) * 4 * productStart.BYTES_PER_ELEMENT;
  for (const { length, BYTES_PER_ELEMENT } of rowColumnsOf(columns)) {
    bytes += (length - header[STOCK_HEADER.rowTail]) * BYTES_PER_ELEMENT;
  }
  return bytes;
}

function loadOnly(database: Database): TenantState {
  const [state] = loadTenants(database, {}, 0).values();
  return state;
}

/** Decides random orders, and has some of them judged. */
function decideOn(run: ScaleRun, state: TenantState): { us: number; checkedCount: number } {
  const size = run.isSmoke ? 'smoke' : 'full';
  const { table, documents, writer } = state;
  const view = state.view();
  const shape = {
    seed: run.seed,
    regions: 1,
    locationsPerRegion: table.count,
    productsPerRegion: writer.productCount,
    rowsPerProduct: ROWS_PER_PRODUCT,
  };
  const known = documents as readonly LocationDocument[];
  const network: Network = { shape, documents: known, table, stock: view.stock, view };
  const point = pointOf(writer.rowCount, network, { ...FIVE_LINES, count: RANDOM_ORDERS[size] });
  const checkedCount = checkPoints(run, [point], CHECKED[size]);
  const [{ us }] = measurePoints(run, [point]);
  return { us, checkedCount };
}

/** Adds a row to one product after the other until there is no room for another list to move to. */
function growColumns({ writer, table }: TenantState): void {
  writer.takeGrowth();
  for (let product = 0; !writer.takeGrowth(); product++) {
    const { rows, productStart } = writer.columns;
    const used = rows.location[productStart[product]];
    const location = used === 0 ? table.count - 1 : used - 1;
    writer.setRows(product, [{ ...emptyRow(location, 0), onHand: 5, version: 1 }]);
  }
}

function resultOf({ rowCount: wanted, report }: ScaleRun, rowCount: number, found: Found) {
  const rows = found.moments.map((each): TableRow => {
    const perRow = (bytes: number): number => bytes / each.rowCount;
    return {
      moment: each.moment,
      rows: each.rowCount,
      'in use MiB': each.usedBytes / MIB,
      'of it heap': each.heapBytes / MIB,
      'bytes a row, columns filled': perRow(each.filledBytes),
      'set aside': perRow(each.columnBytes),
      'in use': perRow(each.usedBytes),
      'at the most': perRow(each.peakBytes),
      seconds: each.seconds,
    };
  });
  const [loaded] = found.moments;
  if (rowCount >= BAR_ROWS_MIN) {
    const holdTo = (name: string, bytes: number): void =>
      report.atMost('size', name, bytes / rowCount, BYTES_A_ROW_MAX, 'bytes a row');
    holdTo('columns at rest', loaded.filledBytes);
    holdTo('all that the process holds at rest', loaded.usedBytes);
  }
  const short =
    rowCount === wanted
      ? []
      : [`Asked for ${wanted}, the machine had room for ${rowCount} rows and no more.`];
  const result: CurveResult = {
    question: 'How much memory does a large network take, and how much at its worst moments?',
    tables: [{ title: `${ROWS_PER_PRODUCT} rows a product`, rows }],
    plot: null,
    remarks: [
      ...short,
      'Set aside is what the columns are long, with an eighth of room for new rows; in use is ' +
        'what the process holds beyond what it held before, its heap too, mapped files not.',
      `A decision on 5 lines takes ${found.us.toFixed(1)} us.`,
      checkedText(found.checkedCount),
    ],
    ratios: [],
  };
  return result;
}
