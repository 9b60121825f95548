// How the engine asks its own workers for a plan: as a caller of SuggestRouting would.

import { Refusal } from '../base/outcome.js';
import { CALL_KIND, queueFull, type Router } from '../pool/calls.js';
import type { Plan } from '../stores/allocation.js';
import type { Scope } from '../stores/scope.js';
import { decodeAnswer } from '../wire/decode-decision.js';
import { planOf } from './plans.js';

/** Has orders decided. */
export class Planner {
  private readonly router: Router;

  constructor(router: Router) {
    this.router = router;
  }

  /** The plan of a request. Rejects with the refusal; QUEUE_FULL where there is no room. */
  plan(scope: Scope, request: Uint8Array, deadlineEpochMs: number): Promise<Plan> {
    return new Promise((resolve, reject) => {
      const ticket = this.router.submit({
        kind: CALL_KIND.suggest,
        ...scope,
        bytes: request,
        deadlineEpochMs,
        onDone: (refusal, bytes) => {
          if (refusal !== null) reject(new Refusal(refusal));
          else if (bytes !== null) {
            const { suggestionId, ...decided } = decodeAnswer(bytes);
            resolve(planOf(decided, suggestionId));
          }
        },
      });
      if (ticket < 0) reject(new Refusal(queueFull(this.router.queueMax)));
    });
  }

  /** The same for what nobody waits for: it waits until there is room. */
  async planLater(scope: Scope, request: Uint8Array): Promise<Plan> {
    // Half of the queue is left to those who wait.
    while (this.router.depth * 2 > this.router.queueMax) await pause();
    return this.plan(scope, request, Number.POSITIVE_INFINITY);
  }
}

const PAUSE_MS = 5;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
