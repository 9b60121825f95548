// Which words do random worlds, orders and filters share, so that filters meet values?
// Must not know: how worlds and orders are put together.

import type { ProductKey } from '../model/messages.js';
import type { Rng } from './random.js';

/** A product by all of its keys; the first is the one that every row names. */
export interface Product {
  keys: ProductKey[];
}

/** City, state, country, postal code and centre; some share all but the code. */
export const TOWNS = [
  { city: 'New York', state: 'NY', country: 'US', postal: '10001', lat: 40.7506, lon: -73.9972 },
  { city: 'New York', state: 'NY', country: 'US', postal: '10002', lat: 40.7157, lon: -73.9863 },
  { city: 'Albany', state: 'NY', country: 'US', postal: '12345', lat: 42.8142, lon: -73.9396 },
  { city: 'Chicago', state: 'IL', country: 'US', postal: '60601', lat: 41.8858, lon: -87.6181 },
  { city: 'Dallas', state: 'TX', country: 'US', postal: '75001', lat: 32.9598, lon: -96.8385 },
  { city: 'San José', state: 'CA', country: 'US', postal: '95110', lat: 37.3422, lon: -121.8996 },
  { city: 'Seattle', state: 'WA', country: 'US', postal: '98101', lat: 47.6114, lon: -122.3305 },
  { city: 'Toronto', state: 'ON', country: 'CA', postal: 'M5V 2T6', lat: 43.6404, lon: -79.3995 },
  { city: 'Montréal', state: 'QC', country: 'CA', postal: 'H2X 1Y4', lat: 45.5127, lon: -73.5719 },
  { city: 'Zürich', state: 'ZH', country: 'CH', postal: '8001', lat: 47.3716, lon: 8.5423 },
] as const;

/** Names of locations. */
export const LOCATION_NAMES = ['Main Store', 'Éclair Outlet', 'DC North', 'DC South', 'Old Mill'];
/** Kinds of address. */
export const ADDRESS_TYPES = ['COMMERCIAL', 'RESIDENTIAL', 'Dock'];
/** Titles of products; one holds a comma. */
export const PRODUCT_TITLES = ['Blue Mug', 'Red Mug', 'Mug, large', 'Café Press', 'Straße Sign'];
/** Attributes of stock rows. */
export const STOCK_ATTRIBUTES = ['Fragile', 'cold', 'OVERSIZE', 'été', 'hazmat', 'vip', 'gold'];
/** Names inside custom data, of orders and of items. */
export const CUSTOM_NAMES = ['tier', 'score', 'Größe'];
/** Values inside custom data: numbers in several spellings, and text. */
export const CUSTOM_VALUES = [
  'gold',
  'Silver',
  '5',
  '5.0',
  '12',
  '-3.5',
  'XL',
  'vip-5',
  'red, blue',
];
/** Codes of pickup stores, known or not. */
export const PICKUP_CODES = ['L01', 'L03', 'elsewhere'];
/** Segments of stock rows: category to tag; some carry all tags of others. */
export const SEGMENTS: readonly Record<string, string>[] = [
  { channel: 'b2b' },
  { channel: 'club' },
  { channel: 'b2b', tier: 'gold' },
  { tier: 'gold' },
  { channel: 'club', tier: 'gold', größe: 'XL' },
];
/** When stock is to come: epoch milliseconds. */
export const FUTURE_TIMES = [
  1_900_000_000_000, 1_900_086_400_000, 1_900_086_400_001, 1_900_604_800_000, 1_902_592_000_000,
];
/** Grams of one unit. */
export const WEIGHTS_GRAMS = [0, 120, 500, 2000, 15000];
/** Centimetres of one side. */
export const SIDES_CM = [1, 7.5, 30, 122];

/** Kinds of customer accounts. */
export const ACCOUNT_TYPES = ['B2B', 'Retail', 'Société'];
/** Companies that buy. */
export const COMPANIES = ['Acme Ltd', 'Müller & Co', 'Straße AG'];
/** Ids of customers elsewhere. */
export const CUSTOMER_IDS = ['crm-17', 'CRM-18', '0042'];
/** Segments of customers. */
export const CUSTOMER_SEGMENTS = ['VIP', 'wholesale', 'Employé', 'new', 'Gold'];
/** Since when somebody is a customer: four instants as they follow one another, three twice. */
export const CUSTOMER_DATES = [
  '1969-12-31T23:59:59.999Z',
  '2019-06-30',
  '2019-06-30T02:00+02:00',
  '2020-02-29T12:30:00.5Z',
  '2020-02-29T05:00:00.500000-07:30',
  '2023-12-31T19:00:00-05:00',
  '2024-01-01',
];

/** The same text to a filter, written otherwise: case, padding, decomposed letters. */
export function messy(rng: Rng, text: string): string {
  const writings = [
    (plain: string) => plain,
    (plain: string) => plain,
    (plain: string) => plain.toUpperCase(),
    (plain: string) => plain.toLowerCase(),
    (plain: string) => `  ${plain} `,
    (plain: string) => `\t${plain}\u00a0`,
    (plain: string) => plain.normalize('NFD'),
  ];
  // The sharp s has no single upper-case letter; it would become another text.
  const usable = text.includes('ß') ? writings.filter((_, index) => index !== 2) : writings;
  return rng.pick(usable)(text);
}

/** A postal code as people write it: with the add-on of the United States, in lower case. */
export function messyPostal(rng: Rng, postal: string, country: string): string {
  if (country === 'US' && rng.chance(0.4)) return `${postal}-${rng.integer(1000, 9999)}`;
  return rng.chance(0.3) ? ` ${postal.toLowerCase()}` : postal;
}

/** A beginning, an end or a middle of a text. */
export function fragment(rng: Rng, text: string): { start: string; end: string; middle: string } {
  const letters = [...text];
  const length = Math.min(rng.pick([1, 1, 2, 4]), letters.length);
  const from = rng.integer(0, letters.length - length);
  return {
    start: letters.slice(0, length).join(''),
    end: letters.slice(-length).join(''),
    middle: letters.slice(from, from + length).join(''),
  };
}
