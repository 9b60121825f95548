// What waits at a tenant's line, and how it is taken.

import type { Refusal } from '../../base/outcome.js';
import { elementsOf, type WriteCall } from '../embedded/group-writes.js';
import type { CallOutcome } from '../messages.js';

/** Elements of the calls of one group at most: a script keeps all others waiting. */
const GROUP_ELEMENTS_MAX = 2000;

/** What waits for its turn: calls are committed together, the rest is done by itself. */
export type Work = { readonly call: WriteCall } | { readonly task: () => void | Promise<void> };

/** Takes the calls at the front that are committed together. */
export function takeGroup(work: Work[]): WriteCall[] {
  const group: WriteCall[] = [];
  let elementCount = 0;
  for (let next = work[0]; next !== undefined && 'call' in next; next = work[0]) {
    if (elementCount >= GROUP_ELEMENTS_MAX) break;
    group.push(next.call);
    elementCount += elementsOf(next.call);
    work.shift();
  }
  return group;
}

/** Takes out all calls that wait, and gives their refusals; the rest goes on waiting. */
export function refuseAll(work: Work[], { detail }: Refusal): CallOutcome[] {
  const refused: CallOutcome[] = [];
  for (const one of work.splice(0)) {
    if ('call' in one) refused.push({ id: one.call.id, outcome: { isDone: false, detail } });
    else work.push(one);
  }
  return refused;
}
