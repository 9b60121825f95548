// Reads a text file in pieces, strictly as UTF-8, or standard input for `-`. Memory does not grow
// with the file.

import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { fileFailure, refusedInput, wrongUse } from './failure.js';

const PIECE_BYTES = 256 * 1024;
/** Bytes of a document that is read whole: a configuration or an order. */
const DOCUMENT_BYTES_MAX = 64 * 1024 * 1024;

/** A piece of a file's text, and how many bytes have been read with it. */
export type Piece = { readonly text: string; readonly bytesRead: number };

/** The size of a file in bytes; 0 where it is not known, as of standard input. */
export async function sizeOf(path: string): Promise<number> {
  if (path === '-') return 0;
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw wrongUse(`${path}: is a folder`);
    return found.isFile() ? found.size : 0;
  } catch (error) {
    throw isSystemError(error) ? fileFailure(path, error) : error;
  }
}

/** The pieces of a file. A byte order mark at its beginning is dropped. */
export async function* readPieces(path: string): AsyncGenerator<Piece> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream =
    path === '-' ? process.stdin : createReadStream(path, { highWaterMark: PIECE_BYTES });
  let bytesRead = 0;
  let line = 1;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytesRead += chunk.length;
      const text = decoder.decode(chunk, { stream: true });
      yield { text, bytesRead };
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line++;
    }
    const text = decoder.decode();
    if (text !== '') yield { text, bytesRead };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw wrongUse(`${path}: is not UTF-8 text (at line ${line} or below)`);
    }
    throw isSystemError(error) ? fileFailure(path, error) : error;
  }
}

/**
 * A whole document. An empty one is refused: most often it is what a failed command left behind.
 */
export async function readDocument(path: string): Promise<string> {
  const parts: string[] = [];
  for await (const piece of readPieces(path)) {
    if (piece.bytesRead > DOCUMENT_BYTES_MAX) {
      throw wrongUse(`${path}: is larger than ${DOCUMENT_BYTES_MAX / 1024 / 1024} MiB`);
    }
    parts.push(piece.text);
  }
  const text = parts.join('');
  if (text.trim() === '') throw refusedInput(`${path}: is empty`, []);
  return text;
}

/**
 * The first kilobytes of a file, to see what it is; empty for standard input, which cannot be read
 * twice.
 */
export async function readHead(path: string): Promise<string> {
  if (path === '-') return '';
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
      return buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailure(path, error);
  }
}

function isSystemError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
