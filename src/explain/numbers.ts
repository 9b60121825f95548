// How numbers are written in a log: as short as they can be without saying the opposite of what was
// decided.

const DECIMALS_MAX = 9;

/**
 * A number with as few decimals, at least `decimals`, as leave it on the same side of each of
 * `others` as it is. Whole numbers have none.
 */
export function shortNumber(value: number, others: readonly number[] = [], decimals = 1): string {
  if (Number.isInteger(value)) return String(value);
  for (let places = decimals; places < DECIMALS_MAX; places++) {
    const rounded = Number(value.toFixed(places));
    if (others.every((other) => Math.sign(rounded - other) === Math.sign(value - other))) {
      return String(rounded);
    }
  }
  return String(value);
}

/** Minor units of money in major ones, with all places of the currency. */
export function majorUnits(minor: number, places: number): string {
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
