// The columns of locations, stock rows and postal codes in CSV files. What is absent is named here
// and nowhere else.

import type { PlainMessage } from '../proto-json.js';
import { coordinatesOf, type RecordShape } from './columns.js';

const PLACE_ALIASES = [
  ['lat', 'latitude'],
  ['lon', 'longitude'],
  ['lng', 'longitude'],
  ['country', 'countryCode'],
  ['zip', 'postalCode'],
  ['zipcode', 'postalCode'],
] as const;

/**
 * Locations. Absent: active and directShip are true, all other flags false, texts empty, no place.
 */
export function locationShape(countryCode: string | undefined): RecordShape {
  return {
    typeName: 'Location',
    columns: {
      code: 'text',
      name: 'text',
      addressLine1: 'text',
      city: 'text',
      state: 'text',
      countryCode: 'text',
      postalCode: 'text',
      latitude: 'decimal',
      longitude: 'decimal',
      addressType: 'text',
      active: 'boolean',
      directShip: 'boolean',
      transferEnabled: 'boolean',
      pickup: 'boolean',
      deliveryEnabled: 'boolean',
      express: 'boolean',
      wmsEnabled: 'boolean',
      requiresManifest: 'boolean',
      externalStoreId: 'text',
      consolidationEnabled: 'boolean',
      timeZone: 'text',
    },
    attributesField: 'attributes',
    aliases: new Map([...PLACE_ALIASES, ['locationcode', 'code'], ['address', 'addressLine1']]),
    required: [['code']],
    toMessage: (cells, problems) => withCountry(coordinatesOf(cells, problems), countryCode),
  };
}

/**
 * Stock rows. Absent: counts keep their value, and are 0 in a new row, where ltd and the threshold
 * are unknown; the first key of upc, sku, part number names it; a row without a time is stock that
 * is there.
 */
export const INVENTORY_SHAPE: RecordShape = {
  typeName: 'InventoryUpdate',
  columns: {
    upc: 'text',
    sku: 'text',
    partNumber: 'text',
    locationCode: 'text',
    segment: 'tags',
    onHand: 'integer',
    allocated: 'integer',
    inTransit: 'integer',
    safetyStock: 'integer',
    ltd: 'integer',
    blocked: 'boolean',
    hasInfiniteInventory: 'boolean',
    attributes: 'texts',
    clearAttributes: 'boolean',
    asOf: 'time',
    expectedVersion: 'integer',
    futureEpochMs: 'epochMs',
    excessThreshold: 'integer',
    holdBlock: 'boolean',
    clearExtensibleAttributes: 'boolean',
  },
  attributesField: 'extensibleAttributes',
  aliases: new Map([
    ['location', 'locationCode'],
    ['futuretime', 'futureEpochMs'],
  ]),
  required: [['upc', 'sku', 'partNumber'], ['locationCode']],
  toMessage: (cells, problems) => {
    const { upc, sku, partNumber, ...rest } = cells;
    const keys = Object.entries({ upc, sku, partNumber }).filter(([, code]) => code !== undefined);
    const [product, ...aliases] = keys.map(([name, code]) => ({ [name]: code }));
    if ('product' in rest) {
      problems.push({
        field: 'product',
        description: 'given together with upc, sku or partNumber',
      });
    }
    return { ...rest, product, aliases: [...((rest.aliases ?? []) as []), ...aliases] };
  },
};

/** Postal codes. Absent: the country is that of --country. */
export function postalShape(countryCode: string | undefined): RecordShape {
  return {
    typeName: 'PostalCode',
    columns: {
      countryCode: 'text',
      postalCode: 'text',
      latitude: 'decimal',
      longitude: 'decimal',
    },
    aliases: new Map([...PLACE_ALIASES, ['code', 'postalCode']]),
    required: [
      ...(countryCode === undefined ? [['countryCode']] : []),
      ['postalCode'],
      ['latitude'],
      ['longitude'],
    ],
    toMessage: (cells, problems) => withCountry(coordinatesOf(cells, problems), countryCode),
  };
}

function withCountry(message: PlainMessage, countryCode: string | undefined): PlainMessage {
  if (countryCode === undefined || 'countryCode' in message) return message;
  return { ...message, countryCode };
}
