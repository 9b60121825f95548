// ImportInventory: stock rows from a stream. A bad row is counted and left out.

import type { handleClientStreamingCall } from '@grpc/grpc-js';
import { invalidField, type RefusalDetail } from '../base/outcome.js';
import type { InventoryUpdate, Store } from '../stores/store.js';
import { check, type Codec } from './codec.js';
import { type Import, importCall } from './import-call.js';
import { type ImportError, ImportErrors, insideElement, refusalOr } from './import-errors.js';
import { type UpdateMessage, updateOf } from './inventory-messages.js';
import type { OpenStreams } from './open-streams.js';
import { tenantOf } from './scope.js';
import type { Shape } from './shapes.js';
import type { Edge } from './unary.js';

/** Rows in one message. */
const PART_MAX = 10_000;

/** A part of the import. */
export type InventoryPart = { readonly updates?: readonly UpdateMessage[] };
/** The answer. */
export type InventoryAnswer = {
  readonly writtenCount: number;
  readonly staleCount: number;
  readonly refusedCount: number;
  readonly errors: readonly ImportError[];
  readonly snapshotSequence: number;
};

/** The handler of the method; `updateShape` is that of one update. */
export function inventoryImport(
  edge: Edge,
  streams: OpenStreams,
  codec: Codec<InventoryPart, InventoryAnswer>,
  updateShape: Shape,
  store: Store,
): handleClientStreamingCall<Buffer, Uint8Array> {
  return importCall(edge, streams, (call) => {
    const tenantId = tenantOf(call.metadata);
    return new InventoryImport(tenantId, codec, updateShape, store);
  });
}

class InventoryImport implements Import {
  private readonly tenantId: string;
  private readonly codec: Codec<InventoryPart, InventoryAnswer>;
  private readonly updateShape: Shape;
  private readonly store: Store;
  private readonly errors = new ImportErrors();
  private seenCount = 0;
  private writtenCount = 0;
  private staleCount = 0;
  private sequence = 0;

  constructor(
    tenantId: string,
    codec: Codec<InventoryPart, InventoryAnswer>,
    updateShape: Shape,
    store: Store,
  ) {
    this.tenantId = tenantId;
    this.codec = codec;
    this.updateShape = updateShape;
    this.store = store;
  }

  async take(part: Buffer): Promise<void> {
    const { updates = [] } = this.codec.decodeUnchecked(part);
    if (updates.length > PART_MAX) {
      throw invalidField('updates', `must be at most 10,000, is ${updates.length}`);
    }
    const good: InventoryUpdate[] = [];
    const places: number[] = [];
    const refused: [number, RefusalDetail][] = [];
    updates.forEach((message, i) => {
      const result = refusalOr(() => {
        check(message, this.updateShape, '');
        return updateOf(message, '');
      });
      if ('detail' in result) refused.push([i, result.detail]);
      else places[good.push(result.value) - 1] = i;
    });
    if (good.length > 0) {
      const result = await this.store.upsertInventory(this.tenantId, good, false);
      this.writtenCount += result.writtenCount;
      this.staleCount += result.staleCount;
      this.sequence = result.sequence;
      for (const { index, detail } of result.refusals) {
        refused.push([places[index], insideElement(detail)]);
      }
    }
    refused.sort(([left], [right]) => left - right);
    for (const [i, detail] of refused) this.errors.add(this.seenCount + i, detail);
    this.seenCount += updates.length;
  }

  async finish(): Promise<Uint8Array> {
    return this.codec.encode({
      writtenCount: this.writtenCount,
      staleCount: this.staleCount,
      refusedCount: this.errors.refusedCount,
      errors: this.errors.errors,
      snapshotSequence: this.sequence,
    });
  }

  async abandon(): Promise<void> {}
}
