// When two texts are the same to a rule: the one folding that operands and attributes go through.

/** Normal form C, trimmed, in lower case: the form in which filters compare text. */
export function foldText(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The text of UTF-8 bytes. Bytes that are not UTF-8 come out as U+FFFD. */
export function textOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  // A decoder refuses shared memory, so those bytes are copied first.
  return decoder.decode(bytes.slice(start, end));
}

/** The UTF-8 bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Compares texts by their UTF-8 bytes: negative, 0 or positive. */
export function compareUtf8(left: string, right: string): number {
  const a = bytesOf(left);
  const b = bytesOf(right);
  const count = Math.min(a.length, b.length);
  for (let i = 0; i < count; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/**
 * Writes the folded form of `source[start .. start + lengthBytes)` to `target` and returns its
 * length in bytes. ASCII, nearly all there is, makes no garbage; other text goes by way of a
 * string. `target` must hold three times `lengthBytes`, which no folding of UTF-8 exceeds.
 */
export function foldInto(
  source: Uint8Array,
  start: number,
  lengthBytes: number,
  target: Uint8Array,
): number {
  let first = start;
  let end = start + lengthBytes;
  while (first < end && isAsciiSpace(source[first])) first++;
  while (end > first && isAsciiSpace(source[end - 1])) end--;
  for (let i = first; i < end; i++) {
    const byte = source[i];
    if (byte >= 0x80) return foldUnicodeInto(source, start, lengthBytes, target);
    target[i - first] = byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
  }
  return end - first;
}

/** Whether a byte of UTF-8 is one of the blanks of ASCII. */
export function isAsciiSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function foldUnicodeInto(
  source: Uint8Array,
  start: number,
  lengthBytes: number,
  target: Uint8Array,
): number {
  const folded = bytesOf(foldText(textOf(source, start, start + lengthBytes)));
  target.set(folded);
  return folded.length;
}

/** Whether the bytes are UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates. */
export function isUtf8(bytes: Uint8Array, start: number, lengthBytes: number): boolean {
  const end = start + lengthBytes;
  let i = start;
  while (i < end) {
    const byte = bytes[i];
    if (byte < 0x80) {
      i++;
      continue;
    }
    const size = sequenceLength(byte);
    if (size === 0 || i + size > end || !isSequence(bytes, i, size)) return false;
    i += size;
  }
  return true;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

function isSequence(bytes: Uint8Array, at: number, size: number): boolean {
  const lead = bytes[at];
  const second = bytes[at + 1];
  let low = 0x80;
  let high = 0xbf;
  if (lead === 0xe0) low = 0xa0;
  else if (lead === 0xed) high = 0x9f;
  else if (lead === 0xf0) low = 0x90;
  else if (lead === 0xf4) high = 0x8f;
  if (second < low || second > high) return false;
  for (let k = 2; k < size; k++) if ((bytes[at + k] & 0xc0) !== 0x80) return false;
  return true;
}
