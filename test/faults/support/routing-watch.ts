// Whether routing goes on while something fails: asks each engine for suggestions all the time.

import type { ServiceError } from '@grpc/grpc-js';
import { pause } from './load.js';
import type { ServedEngine } from './served-engine.js';
import { ORDER } from './shop.js';

const PAUSE_MS = 10;

/** Asks each engine; those that end are left. */
export class RoutingWatch {
  /** Suggestions that were answered, and the longest time of one. */
  count = 0;
  longestMs = 0;
  /** What was refused. */
  readonly refusals: string[] = [];
  private readonly loops: Promise<void>[];
  private isEnding = false;

  /** Starts. */
  constructor(engines: readonly ServedEngine[], tenant: string) {
    this.loops = engines.map((engine) => this.ask(engine, { 'x-tenant-id': tenant }));
  }

  /** Ends, and throws where a suggestion was refused. */
  async end(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.loops);
    if (this.refusals.length > 0) throw new Error(`routing stopped: ${this.refusals.join('; ')}`);
  }

  /** Ends. */
  abandon(): void {
    this.isEnding = true;
  }

  private async ask(engine: ServedEngine, headers: Record<string, string>): Promise<void> {
    while (!this.isEnding && !engine.isEnded) {
      const begunMs = performance.now();
      try {
        await engine.client.call('RoutingService.SuggestRouting', ORDER, { headers });
        this.count++;
        this.longestMs = Math.max(this.longestMs, performance.now() - begunMs);
      } catch (error) {
        if (!engine.isEnded) this.refusals.push((error as ServiceError).message);
      }
      await pause(PAUSE_MS);
    }
  }
}
