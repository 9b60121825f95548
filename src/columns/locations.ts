// The locations of a tenant as columns: an immutable table. A change of a location makes a new
// table, and readers that hold the old one finish with it. A location keeps its index for ever; a
// deleted one leaves a hole.

import type { Dictionary } from './dictionary.js';

/** Bits of a location's flags. */
export const LOCATION_FLAG = {
  present: 1,
  active: 2,
  onHold: 4,
  directShip: 8,
  transferEnabled: 16,
  pickup: 32,
  deliveryEnabled: 64,
  express: 128,
  wmsEnabled: 256,
  requiresManifest: 512,
  consolidationEnabled: 1024,
} as const;

/** Where the bits of countries begin in an admission: first the one of no location's country. */
const COUNTRY_SHIFT = 11;
/** Countries with a bit of their own, which those numbered from 1 on get. */
const COUNTRIES_MAX = 31 - COUNTRY_SHIFT - 1;

/** The admission of a location with these flags in a country; see LocationTable. */
export function admissionOf(flags: number, country: number): number {
  // A location in an unknown country is nowhere foreign.
  if (country === 0) return flags | (0x7fffffff & -(1 << COUNTRY_SHIFT));
  return country > COUNTRIES_MAX ? flags : flags | (1 << (COUNTRY_SHIFT + country));
}

/**
 * The bits that the admission of a location must have for an order that wants these flags and a
 * country: 0 is any, -1 one where no location is. Or -1: the country has no bit.
 */
export function wantedAdmission(flags: number, country: number): number {
  if (country === 0) return flags;
  if (country > COUNTRIES_MAX) return -1;
  return flags | (1 << (COUNTRY_SHIFT + Math.max(country, 0)));
}

/** The kind of a location code in the location dictionary. */
export const LOCATION_KIND = 1;

/** The kind of a location's external store id in the location dictionary. */
export const EXTERNAL_KIND = 2;

/** An immutable table of locations. All columns are shared memory and `count` long. */
export type LocationTable = {
  /** Grows with every new table of the tenant. */
  readonly version: number;
  readonly count: number;
  /** Location code to index, and external store id to index; each in a kind of its own. */
  readonly codes: Dictionary;
  /** The id by which the contract knows a location; 0 where one was deleted. */
  readonly ids: Float64Array;
  readonly flags: Int32Array;
  /** The flags, and the country as bits, for one comparison with what an order wants. */
  readonly admission: Int32Array;
  /**
   * The place of a location among all codes in UTF-8 byte order: the last tie-break of every sort.
   */
  readonly codeRank: Int32Array;
  /** A number for each country code, compared trimmed and in upper case; 0 is unknown. */
  readonly country: Int32Array;
  /** Country code (folded) to its number. */
  readonly countries: Dictionary;
  /** The point on the unit sphere; NaN in x where the place is unknown. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /**
   * Where the wire form of a location's Candidate fields 1 to 11 ends in `wireBytes`; field 1, the
   * code, comes first.
   */
  readonly wireEnd: Int32Array;
  /** The first byte and the length in bytes of a location's code in `wireBytes`. */
  readonly codeStart: Int32Array;
  readonly codeBytes: Int32Array;
  readonly wireBytes: Uint8Array;
};

/** The kind of a country code in the country dictionary. */
export const COUNTRY_KIND = 1;
