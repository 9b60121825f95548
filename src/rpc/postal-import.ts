// ImportPostalCodes: postal codes from a stream. A bad one is counted and left out.

import type { handleClientStreamingCall } from '@grpc/grpc-js';
import { invalidField } from '../base/outcome.js';
import { checkPostalCodes } from '../stores/location-check.js';
import type { PostalCode, Store } from '../stores/store.js';
import type { Codec } from './codec.js';
import { type Import, importCall } from './import-call.js';
import { type ImportError, ImportErrors, insideElement, refusalOr } from './import-errors.js';
import type { OpenStreams } from './open-streams.js';
import { tenantOf } from './scope.js';
import type { Edge } from './unary.js';

/** Codes in one message. */
const PART_MAX = 10_000;

type PostalCodeMessage = {
  readonly countryCode?: string;
  readonly postalCode?: string;
  readonly coordinates?: { readonly latitude?: number; readonly longitude?: number };
};
/** A part of the import. */
export type PostalPart = { readonly postalCodes?: readonly PostalCodeMessage[] };
/** The answer. */
export type PostalAnswer = {
  readonly importedCount: number;
  readonly refusedCount: number;
  readonly errors: readonly ImportError[];
};

/** The handler of the method. */
export function postalImport(
  edge: Edge,
  streams: OpenStreams,
  codec: Codec<PostalPart, PostalAnswer>,
  store: Store,
): handleClientStreamingCall<Buffer, Uint8Array> {
  return importCall(edge, streams, (call) => {
    const tenantId = tenantOf(call.metadata);
    return new PostalImport(tenantId, codec, store);
  });
}

class PostalImport implements Import {
  private readonly tenantId: string;
  private readonly codec: Codec<PostalPart, PostalAnswer>;
  private readonly store: Store;
  private readonly errors = new ImportErrors();
  private seenCount = 0;
  private importedCount = 0;

  constructor(tenantId: string, codec: Codec<PostalPart, PostalAnswer>, store: Store) {
    this.tenantId = tenantId;
    this.codec = codec;
    this.store = store;
  }

  async take(part: Buffer): Promise<void> {
    const { postalCodes = [] } = this.codec.decodeUnchecked(part);
    if (postalCodes.length > PART_MAX) {
      throw invalidField('postal_codes', `must be at most 10,000, is ${postalCodes.length}`);
    }
    const good: PostalCode[] = [];
    for (const message of postalCodes) {
      const result = refusalOr(() => postalCodeOf(message));
      if ('value' in result) good.push(result.value);
      else this.errors.add(this.seenCount, insideElement(result.detail));
      this.seenCount++;
    }
    if (good.length === 0) return;
    await this.store.writePostalCodes(this.tenantId, good);
    this.importedCount += good.length;
  }

  async finish(): Promise<Uint8Array> {
    await this.abandon();
    return this.codec.encode({
      importedCount: this.importedCount,
      refusedCount: this.errors.refusedCount,
      errors: this.errors.errors,
    });
  }

  // What was written stays, so readers may as well see it.
  async abandon(): Promise<void> {
    if (this.importedCount > 0) await this.store.publishPostalCodes(this.tenantId);
  }
}

function postalCodeOf(message: PostalCodeMessage): PostalCode {
  const { countryCode = '', postalCode = '', coordinates } = message;
  // What is not given is no number, and refused as such.
  const { latitude = Number.NaN, longitude = Number.NaN } = coordinates ?? {};
  const code = { countryCode, postalCode, latitude, longitude };
  checkPostalCodes([code]);
  return code;
}
