// The value of a product code on disk: product (32 bits, big-endian), kind (one byte), the code's
// bytes.

const CODE_START = 5;

/** The bytes of a code. */
export function encodeCode(product: number, kind: number, code: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(CODE_START + code.length);
  bytes.writeUInt32BE(product, 0);
  bytes[4] = kind;
  bytes.set(code, CODE_START);
  return bytes;
}

/** The code of some bytes. */
export function decodeCode(bytes: Buffer): { product: number; kind: number; code: Uint8Array } {
  return {
    product: bytes.readUInt32BE(0),
    kind: bytes[4],
    code: new Uint8Array(bytes.subarray(CODE_START)),
  };
}
