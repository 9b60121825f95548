// Sends parts of an import to a server, and finds the line of what it refuses. Knows no file
// format.

import type { FieldViolation } from '../../base/outcome.js';
import type { ShipfromClient } from '../client.js';
import { CliFailure, EXIT } from '../failure.js';
import type { PlainMessage } from '../proto-json.js';
import type { ImportOutcome } from './outcome.js';
import type { FileRecord } from './records.js';

/** What sends one part; resolves when it is stored. Rejects where the server cannot go on. */
export type SendPart = (part: readonly FileRecord[], outcome: ImportOutcome) => Promise<void>;

/** What is imported, and how. */
export type Sender = { readonly partRecords: number; readonly send: SendPart };

/** Locations are set all or none, so what is refused is taken out and the rest sent again. */
export function locationSender(client: ShipfromClient): Sender {
  const lines = new Map<string, number>();
  return {
    partRecords: 1000,
    async send(part, outcome) {
      let left = part.filter((record) => isNewCode(record, lines, outcome));
      while (left.length > 0) {
        const refused = await upsertLocations(client, left);
        for (const [i, violations] of refused) outcome.refuse(left[i].line, violations);
        if (refused.size === 0) outcome.importedCount += left.length;
        left = refused.size === 0 ? [] : left.filter((_, i) => !refused.has(i));
      }
    },
  };
}

function isNewCode(
  record: FileRecord,
  lines: Map<string, number>,
  outcome: ImportOutcome,
): boolean {
  const code = record.message.code as string | undefined;
  const before = code === undefined ? undefined : lines.get(code);
  if (before !== undefined) {
    const description = `'${code}' is on line ${before} already`;
    outcome.refuse(record.line, [{ field: 'code', description }]);
    return false;
  }
  if (code !== undefined) lines.set(code, record.line);
  return true;
}

/** What the server refused, by place in the part; nothing where all were stored. */
async function upsertLocations(
  client: ShipfromClient,
  part: readonly FileRecord[],
): Promise<Map<number, FieldViolation[]>> {
  const refused = new Map<number, FieldViolation[]>();
  try {
    const locations = part.map((record) => record.message);
    await client.call('LocationService.BatchUpsertLocations', { locations });
  } catch (error) {
    if (!(error instanceof CliFailure) || error.exitCode !== EXIT.refused) throw error;
    for (const { field, description } of error.violations) {
      const match = /^locations\[(\d+)\]\.?(.*)$/.exec(field);
      if (match === null || Number(match[1]) >= part.length) continue;
      const list = refused.get(Number(match[1])) ?? [];
      list.push({ field: match[2], description });
      refused.set(Number(match[1]), list);
    }
    // Refused as a whole, as where the tenant is full: no line is at fault.
    if (refused.size === 0) throw error;
  }
  return refused;
}

/**
 * Stock rows, each part one call, so that what is acknowledged is known to the part, and the answer
 * has room for every line that is refused.
 */
export function inventorySender(client: ShipfromClient): Sender {
  return {
    partRecords: 10_000,
    async send(part, outcome) {
      const updates = part.map((record) => record.message);
      const answer = await client.stream<ImportAnswer>('InventoryService.ImportInventory', [
        { updates },
      ]);
      outcome.importedCount += Number(answer.writtenCount);
      outcome.staleCount += Number(answer.staleCount);
      noteRefusals(answer, part, 'updates', outcome);
    },
  };
}

/** Postal codes become visible at the end of each call, so a call is large. */
export function postalSender(client: ShipfromClient): Sender {
  const messageRecords = 10_000;
  return {
    partRecords: 100_000,
    async send(part, outcome) {
      const messages: PlainMessage[] = [];
      for (let at = 0; at < part.length; at += messageRecords) {
        const postalCodes = part.slice(at, at + messageRecords).map((record) => record.message);
        messages.push({ postalCodes });
      }
      const answer = await client.stream<ImportAnswer>(
        'LocationService.ImportPostalCodes',
        messages,
      );
      outcome.importedCount += Number(answer.importedCount);
      noteRefusals(answer, part, 'postal_codes', outcome);
    },
  };
}

type ImportAnswer = {
  readonly writtenCount: unknown;
  readonly staleCount: unknown;
  readonly importedCount: unknown;
  readonly refusedCount: unknown;
  readonly errors: readonly {
    readonly index: unknown;
    readonly status: { readonly message: string; readonly fieldViolations: FieldViolation[] };
  }[];
};

function noteRefusals(
  answer: ImportAnswer,
  part: readonly FileRecord[],
  list: string,
  outcome: ImportOutcome,
): void {
  for (const { index, status } of answer.errors) {
    const line = part[Number(index)]?.line ?? 0;
    const prefix = new RegExp(`^${list}\\[\\d+\\]\\.?`);
    const violations = status.fieldViolations.map(({ field, description }) => ({
      field: field.replace(prefix, ''),
      description,
    }));
    outcome.refuse(line, violations.length > 0 ? violations : [asViolation(status.message)]);
  }
  outcome.refusedCount += Math.max(0, Number(answer.refusedCount) - answer.errors.length);
}

function asViolation(message: string): FieldViolation {
  return { field: '', description: message };
}
