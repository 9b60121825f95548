// Imports a file: reads ahead by one part while the server stores another. Memory does not grow
// with the file.

import { CliFailure } from '../failure.js';
import { Progress } from '../progress.js';
import { sizeOf } from '../source.js';
import { grouped } from '../table.js';
import { ImportOutcome } from './outcome.js';
import { type FileRecord, type ReadOptions, readRecords } from './records.js';
import type { Sender } from './sender.js';

/**
 * Sends a file's records part by part, in their order. A server that goes away ends the import with
 * what was stored up to then; a file that cannot be read rejects where nothing was sent yet.
 */
export async function runImport(
  path: string,
  options: ReadOptions,
  sender: Sender,
): Promise<ImportOutcome> {
  const outcome = new ImportOutcome();
  const sizeBytes = await sizeOf(path);
  const progress = new Progress('importing');
  let part: FileRecord[] = [];
  let sending: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await sending;
    const full = part;
    part = [];
    sending = full.length === 0 ? Promise.resolve() : sender.send(full, outcome);
    // The failure is met at the next flush; without this it would count as unhandled until then.
    sending.catch(() => undefined);
  };
  try {
    for await (const { records, bytesRead } of readRecords(path, options)) {
      for (const record of records) {
        if (record.problems.length > 0) outcome.refuse(record.line, record.problems);
        else part.push(record);
        if (part.length >= sender.partRecords) await flush();
      }
      progress.show(bytesRead, sizeBytes, `${grouped(outcome.importedCount)} records`);
    }
    await flush();
    await sending;
  } catch (error) {
    if (!(error instanceof CliFailure) || outcome.importedCount === 0) throw error;
    outcome.stopped = `${error.code}: ${error.message}`;
  } finally {
    progress.clear();
  }
  return outcome;
}
