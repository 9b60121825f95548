// Callers that allocate, release, ship and adjust through any of several engines, each step with a
// key that is asked again, of whichever engine, until it is answered. Must not know what fails
// meanwhile.

import type { ServiceError } from '@grpc/grpc-js';
import { STATUS } from '../../../src/base/outcome.js';
import { type Decoded, refusedOf, type TestClient } from '../../rpc/support/client.js';
import { createRng, type Rng } from '../../support/generate/random.js';
import type { ServedEngine } from './served-engine.js';
import { CODES, PRODUCTS } from './shop.js';

const CALLERS = 6;
/** Between two steps of a caller: the machine is to have time for what is tested. */
const PAUSE_MS = 4;
const DEADLINE_MS = 3000;
/** Where hundreds are asked at once. */
const PATIENT_MS = 30_000;

/** Nobody knows whether such a step was taken, or it was not, and asking again is safe. */
const UNDECIDED: readonly number[] = [
  STATUS.unavailable,
  STATUS.deadlineExceeded,
  STATUS.aborted,
  STATUS.cancelled,
];

/** Refusals: nothing was changed. */
const DECIDED: readonly number[] = [STATUS.failedPrecondition, STATUS.notFound];

/** A request with its key. */
type Keyed = { readonly idempotencyKey: string; readonly orderId?: string };

/** What a request was answered. */
export type Asked = {
  readonly code: number;
  /** What it changed; null: it was refused. */
  readonly answer: Decoded;
  /** Why it was refused; empty: it was not. */
  readonly reason: string;
};

/** A step that was answered. */
export type Step = Asked & {
  readonly method: string;
  readonly request: Keyed;
  /** What it was about: an order; empty: a row. */
  readonly orderId: string;
  /** The engine that answered. */
  readonly engine: ServedEngine;
  readonly begunMs: number;
  readonly answeredMs: number;
};

/** Calls that were put off, and how long that took. */
export type PutOff = { readonly code: number; readonly begunMs: number; readonly tookMs: number };

/** Callers at work. */
export class Load {
  /** In the order of the answers. */
  readonly steps: Step[] = [];
  readonly putOff: PutOff[] = [];
  /** When calls were begun that are not answered yet. */
  readonly open = new Set<{ readonly begunMs: number }>();
  private readonly engines: readonly ServedEngine[];
  private readonly headers: { readonly 'x-tenant-id': string };
  private readonly callers: Promise<void>[];
  private isEnding = false;
  private isAbandoned = false;

  /** Starts; `engines` may grow, and those that ended are left out. */
  constructor(engines: readonly ServedEngine[], tenant: string, seed: number) {
    this.engines = engines;
    this.headers = { 'x-tenant-id': tenant };
    this.callers = Array.from({ length: CALLERS }, (_, caller) => {
      return this.work(`c${caller}`, createRng(seed * 1000 + caller));
    });
    // Whoever waits for them hears it.
    for (const caller of this.callers) caller.catch(() => undefined);
  }

  /** Waits until something that was begun after `sinceMs` has an effect; gives when. */
  async effectAfter(sinceMs: number): Promise<number> {
    let at = 0;
    for (;;) {
      for (; at < this.steps.length; at++) {
        const { begunMs, answeredMs, reason } = this.steps[at];
        if (begunMs >= sinceMs && reason === '') return answeredMs;
      }
      await pause(1);
      // What ends a caller ends whoever waits for one.
      await Promise.race([Promise.all(this.callers), pause(0)]);
    }
  }

  /** Waits until every step that was begun is answered. */
  async end(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.callers);
  }

  /** Ends whatever is under way: nothing is answered any more. */
  abandon(): void {
    this.isEnding = true;
    this.isAbandoned = true;
  }

  /** Asks again what was answered, of another engine; what differs. */
  async repeated(step: Step): Promise<string> {
    const others = this.living().filter((engine) => engine !== step.engine);
    const engine = others[0] ?? this.living()[0];
    const again = await this.asked(step.method, step.request, () => engine);
    const [then, now] = [step, again].map(({ answer, reason }) => JSON.stringify([answer, reason]));
    return then === now ? '' : `${step.method} ${step.request.idempotencyKey}: ${then}, now ${now}`;
  }

  private living(): ServedEngine[] {
    return this.engines.filter(({ isEnded }) => !isEnded);
  }

  private async work(name: string, rng: Rng): Promise<void> {
    const open: string[] = [];
    for (let number = 0; !this.isEnding; number++) {
      const key = `${name}.${number}`;
      const turn = rng.next();
      const kind = open.length === 0 ? turn * 0.8 : turn;
      if (kind < 0.6) {
        if (await this.allocate(key, rng)) open.push(key);
      } else if (kind < 0.8) await this.adjust(key, rng);
      else {
        const orderId = open.shift() ?? '';
        const method = kind < 0.9 ? 'ReleaseAllocation' : 'ShipAllocation';
        const request = { orderId, idempotencyKey: key };
        await this.take(`AllocationService.${method}`, request, orderId, rng);
      }
      await pause(PAUSE_MS);
    }
  }

  /** Whether the order was allocated. */
  private async allocate(orderId: string, rng: Rng): Promise<boolean> {
    const items = rng.sample(PRODUCTS, rng.integer(1, 2)).map((product) => {
      return { ...product, quantity: rng.integer(1, 3), backorderable: true };
    });
    const order = { orderId, orderType: 'ORDER_TYPE_DIRECTSHIP', items, totalMinor: 100 };
    const policy = { allowBackorder: false };
    const request = { order, policy, idempotencyKey: orderId };
    return this.take('AllocationService.AllocateOrder', request, orderId, rng);
  }

  private adjust(key: string, rng: Rng): Promise<boolean> {
    const row = { product: rng.pick(PRODUCTS), locationCode: rng.pick(CODES) };
    const adjustments = [{ row, onHandDelta: rng.integer(1, 4) }];
    const request = { adjustments, reference: key, idempotencyKey: key };
    return this.take('InventoryService.AdjustInventory', request, '', rng);
  }

  private async take(method: string, request: Keyed, orderId: string, rng: Rng): Promise<boolean> {
    const step = await this.asked(method, request, () => rng.pick(this.living()));
    this.steps.push({ ...step, orderId });
    return step.reason === '';
  }

  /** Asks one engine after the other until there is an answer. */
  private async asked(method: string, request: Keyed, pick: () => ServedEngine): Promise<Step> {
    while (!this.isAbandoned) {
      const engine = pick();
      const begunMs = performance.now();
      const call = { begunMs };
      this.open.add(call);
      const asked = await askOnce(engine.client, method, request, this.headers);
      this.open.delete(call);
      const answeredMs = performance.now();
      if (asked.isDecided) {
        return { method, request, orderId: '', engine, begunMs, answeredMs, ...asked };
      }
      this.putOff.push({ code: asked.code, begunMs, tookMs: answeredMs - begunMs });
      await pause(20);
    }
    throw new Error('abandoned');
  }
}

/** Asks an engine with a key until there is an answer. */
export async function askUntilDecided(
  client: TestClient,
  method: string,
  request: Keyed,
  headers: Readonly<Record<string, string>>,
): Promise<Asked> {
  for (;;) {
    const asked = await askOnce(client, method, request, headers, PATIENT_MS);
    if (asked.isDecided) return asked;
    await pause(5);
  }
}

/** Throws where the refusal is not one that a caller may meet. */
async function askOnce(
  client: TestClient,
  method: string,
  request: Keyed,
  headers: Readonly<Record<string, string>>,
  deadlineMs = DEADLINE_MS,
): Promise<Asked & { readonly isDecided: boolean }> {
  try {
    const answer = await client.call(method, request, { headers, deadlineMs });
    return { isDecided: true, code: STATUS.ok, answer, reason: '' };
  } catch (error) {
    const { code, reason, message } = refusedOf(error as ServiceError);
    const isDecided = DECIDED.includes(code);
    if (isDecided || UNDECIDED.includes(code)) return { isDecided, code, answer: null, reason };
    throw new Error(`${method}: ${code} ${message}`, { cause: error });
  }
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
