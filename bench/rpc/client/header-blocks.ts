// Header blocks of HTTP/2 (RFC 7541) as far as a client of a bench needs them: those of its own
// requests, and of an answer its grpc-status. Nothing is decoded that is not asked for.

/** Entries of the table that both sides know from the start. */
const STATIC_ENTRIES = 61;
const TABLE_BYTES_MAX = 4096;
const ENTRY_BYTES = 32;
/** A byte holds at most so many characters in Huffman's code: none has fewer than five bits. */
const CHARACTERS_A_BYTE = 8 / 5;

const METHOD_POST = 0x83;
const SCHEME_HTTP = 0x86;
const NAME = { none: 0, authority: 1, path: 4, contentType: 31, userAgent: 58 } as const;

const STATUS_NAME = Buffer.from('grpc-status');
const STATUS_NAME_HUFFMAN = Buffer.from('9acac8b21234da8f', 'hex');

/** The blocks of a connection whose calls all ask for one path. */
export type RequestBlocks = {
  /** Of the first call: names its fields in full, and both sides keep them. */
  readonly first: Buffer;
  /** Of every later one: their numbers. */
  readonly later: Buffer;
};

/** The blocks of calls of gRPC for a path of less than 127 characters. */
export function requestBlocks(authority: string, path: string): RequestBlocks {
  const fields = [
    kept(NAME.path, path),
    kept(NAME.authority, authority),
    kept(NAME.contentType, 'application/grpc'),
    kept(NAME.userAgent, 'shipfrom-bench'),
    Buffer.concat([Buffer.of(0x40 | NAME.none), text('te'), text('trailers')]),
  ];
  const head = Buffer.of(METHOD_POST, SCHEME_HTTP);
  // The entry that was kept last has the lowest number.
  const numbers = fields.map((_, i) => 0x80 | (STATIC_ENTRIES + fields.length - i));
  return {
    first: Buffer.concat([head, ...fields]),
    later: Buffer.concat([head, Buffer.from(numbers)]),
  };
}

function kept(name: number, value: string): Buffer {
  return Buffer.concat([Buffer.of(0x40 | name), text(value)]);
}

function text(value: string): Buffer {
  if (value.length > 126) throw new Error('a header of the bench is too long');
  return Buffer.concat([Buffer.of(value.length), Buffer.from(value)]);
}

/** A field as far as it is looked at: the value of grpc-status, -1 for every other one. */
type Field = number;

/** Reads the blocks of one connection, all of them and in their order. */
export class StatusReader {
  private readonly table: Field[] = [];
  private tableBytes = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;

  /** The grpc-status in `bytes[start .. end)`; -1: there is none. */
  read(bytes: Buffer, start: number, end: number): number {
    this.bytes = bytes;
    this.at = start;
    let status = -1;
    while (this.at < end) {
      const field = this.readField();
      if (field >= 0) status = field;
    }
    return status;
  }

  private readField(): Field {
    const first = this.bytes[this.at];
    if ((first & 0x80) !== 0) return this.entry(this.readNumber(7));
    if ((first & 0xe0) === 0x20) {
      this.readNumber(5);
      return -1;
    }
    const isKept = (first & 0x40) !== 0;
    const start = this.at;
    const isStatus = this.readName(this.readNumber(isKept ? 6 : 4));
    const field = this.readValue(isStatus);
    if (isKept) this.keep(field, this.at - start);
    return field;
  }

  private entry(number: number): Field {
    if (number <= STATIC_ENTRIES) return -1;
    return this.table[this.table.length - (number - STATIC_ENTRIES)];
  }

  /** Whether the name is grpc-status. */
  private readName(number: number): boolean {
    if (number > 0) return this.entry(number) >= 0;
    const isHuffman = (this.bytes[this.at] & 0x80) !== 0;
    const length = this.readNumber(7);
    const name = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return name.equals(isHuffman ? STATUS_NAME_HUFFMAN : STATUS_NAME);
  }

  private readValue(isStatus: boolean): Field {
    const isHuffman = (this.bytes[this.at] & 0x80) !== 0;
    const length = this.readNumber(7);
    const start = this.at;
    this.at += length;
    if (!isStatus) return -1;
    // A code of two digits is no shorter in Huffman's code, so nobody writes it so.
    if (isHuffman) throw new Error('grpc-status in Huffman code');
    return Number(this.bytes.toString('latin1', start, this.at));
  }

  /** Entries are never given up here: a table that might overflow is an error. */
  private keep(field: Field, writtenBytes: number): void {
    this.table.push(field);
    this.tableBytes += ENTRY_BYTES + Math.ceil(writtenBytes * CHARACTERS_A_BYTE);
    if (this.tableBytes > TABLE_BYTES_MAX) throw new Error('too many headers on one connection');
  }

  private readNumber(prefixBits: number): number {
    const mask = (1 << prefixBits) - 1;
    let value = this.bytes[this.at++] & mask;
    if (value < mask) return value;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
  }
}
