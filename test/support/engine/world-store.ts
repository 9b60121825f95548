// How does a generated world get into a real engine: the store on disk, the workers, and calls
// through the pool?

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/engine/engine.js';
import type { EngineOptions } from '../../../src/engine/engine-options.js';
import type { RefusalDetail } from '../../../src/base/outcome.js';
import type { ConfigurationDocument } from '../../../src/configuration/document.js';
import type { ModelWorld } from '../model/messages.js';

/** The scope that worlds are loaded into. */
export const SCOPE = { tenantId: '1', siteId: '1' };

/** An engine on a folder of its own, and how it goes away. */
export type TemporaryEngine = { readonly engine: Engine; readonly close: () => Promise<void> };

/** Opens an engine on an empty store. */
export async function openTemporaryEngine(
  options: Partial<EngineOptions>,
): Promise<TemporaryEngine> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'shipfrom-test-'));
  const engine = await Engine.open({ dataDirectory, ...options });
  return {
    engine,
    async close() {
      await engine.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Loads a world by the store's own methods; `shuffle` may change the order. */
export async function loadWorld(
  engine: Engine,
  world: ModelWorld,
  shuffle: <T>(items: readonly T[]) => T[] = (items) => [...items],
): Promise<void> {
  const { store } = engine;
  const locations = shuffle(world.locations);
  await store.upsertLocations('1', locations);
  for (const location of locations) {
    if (location.onHold === true) await store.setLocationHold('1', location.code, true);
  }
  await store.writePostalCodes(
    '1',
    shuffle(world.postalCodes).map((code) => ({
      countryCode: code.countryCode,
      postalCode: code.postalCode,
      latitude: code.coordinates.latitude ?? 0,
      longitude: code.coordinates.longitude ?? 0,
    })),
  );
  await store.publishPostalCodes('1');
  await store.upsertInventory('1', shuffle(world.inventory), true);
  for (const { holdId, lines } of world.holds ?? []) {
    const request = { holdId, orderId: '', lines, ttlMs: 0, isPartialAllowed: false };
    await store.holdInventory('1', request, '');
  }
  const document = world.configuration as unknown as ConfigurationDocument;
  await store.applyConfiguration(SCOPE, document, '', false);
}

/** What came of a call through the pool. */
export type Outcome = { readonly refusal: RefusalDetail | null; readonly bytes: Uint8Array | null };

/** Sends a call through the pool; waits where the queue is full. */
export function callPool(
  engine: Engine,
  kind: number,
  bytes: Uint8Array,
  deadlineEpochMs = Infinity,
  scope = SCOPE,
): Promise<Outcome> {
  return new Promise<Outcome>((resolve) => {
    const onDone = (refusal: RefusalDetail | null, answer: Uint8Array | null): void =>
      resolve({ refusal, bytes: answer });
    const submit = (): void => {
      const ticket = engine.router.submit({ kind, ...scope, bytes, deadlineEpochMs, onDone });
      if (ticket < 0) engine.router.whenRoom(submit);
    };
    submit();
  });
}
