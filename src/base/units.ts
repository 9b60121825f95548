// What units are worth in one another. Every conversion of the product is here.

/** Kilometres in an international mile. */
export const KM_PER_MILE = 1.609344;

/**
 * Mean radius of the Earth in kilometres: the 3958.76 miles that the routing specification uses.
 */
export const EARTH_RADIUS_KM = 3958.76 * KM_PER_MILE;

/** Grams in the units of mass. */
export const GRAMS_PER = { g: 1, kg: 1000, oz: 28.349523125, lb: 453.59237 } as const;

/** Centimetres in the units of length. */
export const CM_PER = { cm: 1, m: 100, in: 2.54, ft: 30.48 } as const;

/** Currencies of ISO 4217 whose minor unit is not a hundredth, with their exponents. */
const CURRENCY_EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/**
 * The most decimal places of a minor unit: what is a number of minor units with these is one with
 * fewer.
 */
export const CURRENCY_EXPONENT_MAX = 4;

/** The decimal places of a currency's minor unit by ISO 4217. The code is not checked. */
export function currencyExponent(currencyCode: string): number {
  return CURRENCY_EXPONENTS[currencyCode] ?? 2;
}

/**
 * A decimal text of major units in minor units, by moving the point and not by multiplying:
 * '19.99' with exponent 2 is 1999 exactly. Not a number: NaN, for the caller to refuse.
 */
export function majorToMinor(text: string, exponent: number): number {
  if (Number.isNaN(parseDecimal(text))) return Number.NaN;
  const [digits, power = '0'] = text.trim().split(/e/i);
  return Number(`${digits}e${Number(power) + exponent}`);
}

/** A decimal number as people write it: sign, digits, point, exponent; else NaN. */
export function parseDecimal(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
}
