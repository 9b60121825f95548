// What waits at a tenant's line, and how it is taken.

import type { Refusal } from '../../base/outcome.js';
import { elementsOf, type WriteCall } from '../embedded/group-writes.js';
import type { StoreOutcome } from '../messages.js';

/** Elements of the calls of one group at most: a script keeps all others waiting. */
const GROUP_ELEMENTS_MAX = 2000;
/** A call and what takes its answer. */
export type Asked = { readonly call: WriteCall; readonly answer: (outcome: StoreOutcome) => void };

/** What waits for its turn: calls are committed together, the rest is done by itself. */
export type Work = { readonly asked: Asked } | { readonly task: () => void | Promise<void> };

/** Takes the calls at the front that are committed together. */
export function takeGroup(work: Work[]): Asked[] {
  const group: Asked[] = [];
  let elementCount = 0;
  for (let next = work[0]; next !== undefined && 'asked' in next; next = work[0]) {
    if (elementCount >= GROUP_ELEMENTS_MAX) break;
    group.push(next.asked);
    elementCount += elementsOf(next.asked.call);
    work.shift();
  }
  return group;
}

/** Refuses all calls that wait; the rest goes on waiting. */
export function refuseAll(work: Work[], { detail }: Refusal): void {
  for (const one of work.splice(0)) {
    if ('asked' in one) one.asked.answer({ isDone: false, detail });
    else work.push(one);
  }
}
