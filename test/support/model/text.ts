// How does routing read text: folded, as a number, in byte order, as a hash?
// Must not know: attributes, locations, orders.

/** The form in which filter text compares: NFC, trimmed, lower case. */
export function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** The form in which country codes compare; empty: unknown. */
export function countryKey(text: string | undefined): string {
  return (text ?? '').trim().toUpperCase();
}

/** The first five characters. */
export function firstFive(text: string): string {
  return [...text].slice(0, 5).join('');
}

/** Folded text; postal codes of the United States are cut to five characters. */
export function comparable(text: string, country: string | undefined): string {
  return countryKey(country) === 'US' ? firstFive(fold(text)) : fold(text);
}

/** The number that a text is as a whole, else undefined. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : undefined;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Epoch milliseconds of a date of ISO 8601, by the calendar of the language; else undefined. */
export function parseInstant(text: string): number | undefined {
  const [day = '', ...times] = text.trim().split('T');
  if (!DAY.test(day) || day < '0001' || times.length > 1) return undefined;
  if (!times.every((time) => TIME.test(time))) return undefined;
  const midnight = new Date(`${day}T00:00:00Z`);
  // A day that the month does not have is refused, or becomes another one.
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  return isDay ? Date.parse(text.trim()) : undefined;
}

/** The pieces between commas, trimmed; empty ones are dropped. */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** Compares by UTF-8 bytes; negative: `left` first. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Unsigned 32-bit FNV-1a over the bytes, or over more bytes where a hash so far is given. */
export function fnv1a(bytes: Uint8Array, hashSoFar: number = FNV_OFFSET): number {
  let hash = hashSoFar;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return hash;
}
