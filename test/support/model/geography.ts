// Where is an address, and how far are two points apart? Must not know: groups, stock.

import type { Coordinates, PostalCode } from './messages.js';
import { countryKey, firstFive } from './text.js';

const EARTH_RADIUS_KM = 3958.76 * 1.609344;

/** Degrees, both halves known. */
export interface Point {
  latitude: number;
  longitude: number;
}

/** An address as far as it says where it is. */
interface Place {
  coordinates?: Coordinates;
  countryCode?: string;
  postalCode?: string;
}

/** Points by postal key. */
export type PostalTable = Map<string, Point>;

/** Builds the table; the last entry of a key wins. */
export function postalTable(postalCodes: PostalCode[]): PostalTable {
  const table: PostalTable = new Map();
  for (const entry of postalCodes) {
    const point = pointOf(entry.coordinates);
    const key = postalKey(entry.countryCode, entry.postalCode);
    if (key !== undefined && point !== undefined) table.set(key, point);
  }
  return table;
}

/** The coordinates of an address, else its postal code's, else undefined. */
export function locate(place: Place | undefined, table: PostalTable): Point | undefined {
  const point = pointOf(place?.coordinates);
  if (point !== undefined) return point;
  const key = postalKey(place?.countryCode, place?.postalCode);
  return key === undefined ? undefined : table.get(key);
}

/** Great circle in kilometres by the haversine formula; undefined where an end is unknown. */
export function distanceKm(from: Point | undefined, to: Point | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  const halfLatitude = radians(to.latitude - from.latitude) / 2;
  const halfLongitude = radians(to.longitude - from.longitude) / 2;
  const haversine =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function pointOf(coordinates: Coordinates | undefined): Point | undefined {
  const { latitude, longitude } = coordinates ?? {};
  if (latitude === undefined || longitude === undefined) return undefined;
  return { latitude, longitude };
}

function postalKey(countryCode?: string, postalCode?: string): string | undefined {
  const country = countryKey(countryCode);
  const code = (postalCode ?? '').trim().toUpperCase();
  if (country === '' || code === '') return undefined;
  return `${country} ${country === 'US' ? firstFive(code) : code}`;
}
