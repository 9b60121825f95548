// What did the engine really keep and remove at each moment that a log tells of? Listens beside the
// recorder and keeps the columns of the moment as plain sets. Must not know: what the events say.

import { createOrderColumns } from '../../../src/columns/order.js';
import { createCandidateColumns, createPlanColumns } from '../../../src/columns/plan.js';
import type { GroupProgram, RouteProgram } from '../../../src/columns/program.js';
import { listCandidates } from '../../../src/core/candidates.js';
import { routeOrder } from '../../../src/core/route-order.js';
import { createCoreScratch } from '../../../src/core/scratch.js';
import type { SuggestionEvent } from '../../../src/explain/events.js';
import { Recorder } from '../../../src/explain/recorder.js';
import { Scene } from '../../../src/explain/scene.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../../../src/wire/decode-order.js';
import type { WorldEngine } from '../../support/engine/world-engine.js';

/** `location/line` of pairs, as text. */
export type Pairs = ReadonlySet<string>;

/** A group that was tried: its events and the pairs that the engine let live. */
export type SpiedGroup = {
  readonly name: string;
  readonly events: readonly SuggestionEvent[];
  readonly alive: Pairs;
};

/** What was seen of one decision. */
export type Spied = {
  readonly events: readonly SuggestionEvent[];
  /** Pairs of the pool; undefined where there is no route. */
  readonly pool: Pairs | undefined;
  readonly groups: readonly SpiedGroup[];
};

/** The name of a pair. */
export function pairName(locationCode: string, line: number | string): string {
  return `${locationCode}/${line}`;
}

class Spy extends Recorder {
  pool: Pairs | undefined;
  readonly groups: SpiedGroup[] = [];
  private readonly seen: Scene;

  constructor(scene: Scene, isOfCandidates: boolean) {
    super(scene, isOfCandidates);
    this.seen = scene;
  }

  override poolOpened(route: RouteProgram): void {
    super.poolOpened(route);
    const { scratch } = this.seen;
    const excluded = new Set(scratch.excludedPairs.subarray(0, scratch.excludedCount));
    this.pool = this.pairs((pair, candidate) => {
      return scratch.candidateInPool[candidate] === 1 && !excluded.has(pair);
    });
  }

  override groupEvaluated(group: GroupProgram): void {
    const first = this.events.length;
    const { scratch } = this.seen;
    const alive = this.pairs((pair) => scratch.pairAlive[pair] === 1);
    super.groupEvaluated(group);
    const after = this.pairs((pair) => scratch.pairAlive[pair] === 1);
    if ([...after].join() !== [...alive].join()) throw new Error('the recorder changed the pairs');
    this.groups.push({ name: group.name, events: this.events.slice(first), alive });
  }

  private pairs(isWanted: (pair: number, candidate: number) => boolean): Pairs {
    const { scratch, order } = this.seen;
    const found = new Set<string>();
    for (let line = 0; line < order.lineCount; line++) {
      const slot = scratch.lineSlot[line];
      for (let pair = scratch.pairStart[line]; pair < scratch.pairStart[line + 1]; pair++) {
        const row = scratch.slotRowStart[slot] + pair - scratch.pairStart[line];
        const candidate = scratch.rowCandidate[row];
        if (!isWanted(pair, candidate)) continue;
        const code = this.seen.code(scratch.candidateLocation[candidate]);
        found.add(pairName(code, this.seen.itemId(line)));
      }
    }
    return found;
  }
}

/** Decides a request as it is, and watches. */
export function spyOn(
  engine: WorldEngine,
  kind: 'suggest' | 'candidates',
  request: Uint8Array,
): Spied {
  const order = createOrderColumns();
  order.decisionTimeMs[0] = 0;
  const isOfCandidates = kind === 'candidates';
  const decode = isOfCandidates ? decodeSuggestCandidates : decodeSuggestRouting;
  const refusal = decode(request, 0, request.length, order);
  if (refusal !== null) throw new Error(refusal.message);
  const scratch = createCoreScratch();
  const plan = createPlanColumns();
  const candidates = createCandidateColumns();
  const { replayWorld, view } = engine;
  const { program } = replayWorld;
  const spy = new Spy(new Scene(replayWorld, { order, scratch, plan, candidates }), isOfCandidates);
  scratch.observer = spy;
  if (isOfCandidates) listCandidates(order, program, view, scratch, plan, candidates);
  else routeOrder(order, program, view, scratch, plan);
  return { events: spy.events, pool: spy.pool, groups: spy.groups };
}
