// The events GROUP_FILTER_LOGICAL_GROUP: which locations each node of a group's filter tree keeps,
// made of what its filters say one by one.

import type { FilterNode, FilterProgram, GroupProgram } from '../columns/program.js';
import type { SuggestionEvent } from './events.js';
import type { Scene } from './scene.js';
import { type GroupInput, judge, type OpenPair, type Verdict } from './verdicts.js';

/** Bytes of a code, roughly. */
const CODE_BYTES = 20;

type Holds = (pair: OpenPair) => boolean;

/** The events of all nodes of a tree, the root first. */
export function treeEvents(
  scene: Scene,
  group: GroupProgram,
  root: FilterNode,
  input: GroupInput,
): SuggestionEvent[] {
  const events: SuggestionEvent[] = [];
  judgeNode(scene, group, root, input, events);
  return events;
}

/** Adds the events of a node and of those below it; answers which pairs it keeps. */
function judgeNode(
  scene: Scene,
  group: GroupProgram,
  node: FilterNode,
  input: GroupInput,
  events: SuggestionEvent[],
): Holds {
  const place = events.length;
  const below = node.nodes.map((child) => judgeNode(scene, group, child, input, events));
  const own = node.filters.map((filter) => holdsOf(scene, filter, input));
  const members = [...own, ...below];
  const holds: Holds = (pair) => {
    if (members.length === 0) return true;
    return node.isOr ? members.some((member) => member(pair)) : members.every((m) => m(pair));
  };
  events.splice(place, 0, nodeEvent(scene, group, node, input, holds));
  return holds;
}

function nodeEvent(
  scene: Scene,
  group: GroupProgram,
  { orderIndex }: FilterNode,
  input: GroupInput,
  holds: Holds,
): SuggestionEvent {
  const nodes = scene.group(group).filterLogicalGroups ?? [];
  const node = nodes.find((each) => (each.orderIndex ?? 0) === orderIndex) ?? { orderIndex };
  const kept = new Set(input.pairs.filter(holds).map(({ candidate }) => candidate));
  const candidates = input.candidates.filter((candidate) => kept.has(candidate));
  const count = scene.listable(candidates.length, CODE_BYTES);
  const { candidateLocation } = scene.scratch;
  return {
    type: 'SUGGESTION_EVENT_TYPE_GROUP_FILTER_LOGICAL_GROUP',
    name: group.name,
    causeId: group.id,
    filterNodeJudged: {
      node,
      outputLocationCodes: candidates.slice(0, count).map((c) => scene.code(candidateLocation[c])),
      omittedLocationCount: candidates.length - count,
    },
  };
}

function holdsOf(scene: Scene, filter: FilterProgram, input: GroupInput): Holds {
  const verdict: Verdict = judge(scene, filter, input);
  switch (verdict.scope) {
    case 'order':
      return () => !verdict.isRefused;
    case 'location': {
      const refused = new Set(verdict.candidates);
      return ({ candidate }) => !refused.has(candidate);
    }
    case 'line': {
      const refused = new Set(verdict.lines);
      return ({ line }) => !refused.has(line);
    }
    case 'pair': {
      const refused = new Set(verdict.pairs.map(({ pair }) => pair));
      return ({ pair }) => !refused.has(pair);
    }
  }
}
