// Keys of what is kept in the order in which it happened: tenant | 64-bit sequence.

/** Bytes of the sequence in such a key. */
export const SEQUENCE_BYTES = 8;

/** The key of the entry with this sequence. */
export function sequenceKey(tenant: number, sequence: number): Buffer {
  const key = Buffer.allocUnsafe(4 + SEQUENCE_BYTES);
  key.writeUInt32BE(tenant, 0);
  key.writeUInt32BE(Math.floor(sequence / 2 ** 32), 4);
  key.writeUInt32BE(sequence >>> 0, 8);
  return key;
}

/** The sequence of a key. */
export function sequenceOfKey(key: Uint8Array): number {
  return sequenceIn(key.subarray(4));
}

/** The sequence of the tail of such a key. */
export function sequenceIn(tail: Uint8Array): number {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  return bytes.readUInt32BE(0) * 2 ** 32 + bytes.readUInt32BE(4);
}
