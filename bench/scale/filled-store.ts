// A store on disk with as many stock rows as are wanted, made by seed, straight into its tables:
// twenty million updates by way of the store would take far longer than what is to be measured. A
// process of its own, so that what filling costs in memory is not taken for what the rows take.
//
//   node filled-store.js FOLDER PRODUCTS LOCATIONS ROWS_PER_PRODUCT SEED

import { bytesOf } from '../../src/base/text.js';
import { PRODUCT_KIND, ROW_FLAG } from '../../src/columns/stock.js';
import { emptyRow } from '../../src/columns/stock-writer.js';
import { between, type Random, randomOf } from '../../src/cli/replay/random.js';
import { encodeCode } from '../../src/stores/embedded/code-codec.js';
import {
  binaryKey,
  type Database,
  openDatabase,
  rowKey,
  transact,
} from '../../src/stores/embedded/database.js';
import { ALWAYS, encodeRow } from '../../src/stores/embedded/row-codec.js';
import { locationCode, randomLatitude, randomLongitude, skuOf } from '../support/network.js';

/** The tenant of the store, and the number under which its rows are kept. */
const TENANT = { id: '1', number: 1 } as const;
/** Products of a transaction. */
const CHUNK = 2000;

function main([folder, ...numbers]: readonly string[]): void {
  const [products, locations, rowsPerProduct, seed] = numbers.map(Number);
  const database = openDatabase(folder);
  const random = randomOf(seed, 1);
  transact(database, () => {
    putLocations(database, locations, random);
    void database.tenants.put(TENANT.id, {
      number: TENANT.number,
      sequence: products * rowsPerProduct,
      locationCount: locations,
    });
  });
  for (let from = 0; from < products; from += CHUNK) {
    const end = Math.min(products, from + CHUNK);
    transact(database, () => {
      for (let product = from; product < end; product++) {
        putProduct(database, product, locations, rowsPerProduct, random);
      }
    });
  }
  void database.root.close();
}

function putLocations(database: Database, count: number, random: Random): void {
  for (let index = 0; index < count; index++) {
    void database.locations.put([TENANT.number, index], {
      code: locationCode(index),
      name: `Location ${index}`,
      countryCode: 'US',
      coordinates: { latitude: randomLatitude(random), longitude: randomLongitude(random) },
      wmsEnabled: true,
    });
  }
}

/** A product with one code, and rows at as many places: one in each equal stretch of locations. */
function putProduct(
  database: Database,
  product: number,
  locations: number,
  rowCount: number,
  random: Random,
): void {
  const { number } = TENANT;
  const code = encodeCode(product, PRODUCT_KIND.sku, bytesOf(skuOf(product)));
  void database.productCodes.put(binaryKey(number, product), code);
  const stretch = Math.floor(locations / rowCount);
  for (let i = 0; i < rowCount; i++) {
    const location = i * stretch + between(random, 0, stretch - 1);
    const values = {
      ...emptyRow(location, 0),
      onHand: between(random, 3, 40),
      allocated: between(random, 0, 2),
      safetyStock: between(random, 0, 1),
      ltd: between(random, 0, 100),
      flags: ROW_FLAG.hasLtd,
      version: 1,
    };
    const row = encodeRow({ values, asOfEpochMs: Number.NaN, appearedAt: ALWAYS });
    void database.rows.put(rowKey(number, product, location, 0), row);
  }
}

main(process.argv.slice(2));
