// Reads protobuf as the specification has it where protobufjs is lenient: text must be UTF-8 and
// must be all there.

import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs';

/** A reader that throws on text that is cut short or is not UTF-8. */
export class StrictReader extends protobuf.BufferReader {
  override string(): string {
    const lengthBytes = this.uint32();
    const end = this.pos + lengthBytes;
    if (end > this.len) throw new RangeError('text is cut short');
    const bytes = this.buf.subarray(this.pos, end) as Buffer;
    if (!isUtf8(bytes)) throw new RangeError('text is not UTF-8');
    this.pos = end;
    return bytes.toString('utf8');
  }
}
