// What an import tells of the entries that it left out: a count, and the first ones with their
// places.

import { Refusal, type RefusalDetail } from '../base/outcome.js';

/** Refusals that an answer lists, as many as one part has rows; all of them are counted. */
const ERRORS_MAX = 10_000;
/** Bytes of them at most: many clients take no message above 4 MiB. */
const ERRORS_BYTES_MAX = 3 * 1024 * 1024;
/** Bytes of an entry or a violation besides its texts, rounded up. */
const FRAME_BYTES = 24;

/** A decoded shipfrom.v1.ImportError. */
export type ImportError = {
  readonly index: number;
  readonly status: {
    readonly code: number;
    readonly message: string;
    readonly reason: string;
    readonly fieldViolations: readonly { readonly field: string; readonly description: string }[];
  };
};

/** The refused entries of one import. */
export class ImportErrors {
  /** The first ones, in the order in which they were added. */
  readonly errors: ImportError[] = [];
  /** How many there are in all. */
  refusedCount = 0;
  private bytes = 0;

  /** Adds an entry by its place in the whole import. */
  add(index: number, detail: RefusalDetail): void {
    this.refusedCount++;
    // INVARIANT: the list has no gaps, so that a caller knows from where on it ends.
    if (this.errors.length >= ERRORS_MAX || this.bytes > ERRORS_BYTES_MAX) return;
    this.bytes += bytesOf(detail);
    if (this.bytes > ERRORS_BYTES_MAX) return;
    const { code, message, reason, violations } = detail;
    this.errors.push({ index, status: { code, message, reason, fieldViolations: violations } });
  }
}

/** Runs `make`. A `Refusal` becomes its detail, anything else is thrown on. */
export function refusalOr<T>(make: () => T): { value: T } | { detail: RefusalDetail } {
  try {
    return { value: make() };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { detail: thrown.detail };
    throw thrown;
  }
}

/**
 * The refusal with its paths begun inside the element: an entry of an import is named by its place
 * in the whole import.
 */
export function insideElement(detail: RefusalDetail): RefusalDetail {
  return {
    ...detail,
    message: withoutElement(detail.message),
    violations: detail.violations.map(({ field, description }) => ({
      field: withoutElement(field),
      description,
    })),
  };
}

function withoutElement(text: string): string {
  return text.replace(/^[a-z_]+\[\d+\](\.|: )?/, '');
}

/** At least the bytes of an entry with this refusal. */
function bytesOf({ message, reason, violations }: RefusalDetail): number {
  let bytes = FRAME_BYTES + Buffer.byteLength(message) + reason.length;
  for (const { field, description } of violations) {
    bytes += FRAME_BYTES + Buffer.byteLength(field) + Buffer.byteLength(description);
  }
  return bytes;
}
