// The events FILTER of a group: what each of its filters refuses by itself, with the values that it
// compared. A location that two filters refuse is told by both.

import type { FilterProgram, GroupProgram } from '../columns/program.js';
import type { Subject } from './attribute-values.js';
import type { FilterRemoval, SuggestionEvent } from './events.js';
import { FilterText } from './filter-text.js';
import type { Scene } from './scene.js';
import { type GroupInput, judge, refusedCount, type Verdict } from './verdicts.js';

const NOTHING: Subject = { line: -1, candidate: -1, row: -1 };

/**
 * The events of the filters on the order that skip the group, or of those on its members that
 * refuse something. In a tree a filter on the order may refuse without skipping.
 */
export function filterEvents(
  scene: Scene,
  group: GroupProgram,
  input: GroupInput,
  of: 'order' | 'members',
): SuggestionEvent[] {
  const isAsked = ({ scope }: FilterProgram) =>
    of === 'order' ? scope === 'order' : scope !== 'order' || group.tree !== null;
  return group.filters.filter(isAsked).flatMap((filter) => {
    const verdict = judge(scene, filter, input);
    if (refusedCount(verdict) === 0) return [];
    return [filterEvent(scene, group, filter, verdict, of === 'order')];
  });
}

function filterEvent(
  scene: Scene,
  group: GroupProgram,
  filter: FilterProgram,
  verdict: Verdict,
  skippedGroup: boolean,
): SuggestionEvent {
  const removals = removalsOf(scene, new FilterText(scene, group, filter), verdict);
  const document = scene.filter(filter.name);
  return {
    type: 'SUGGESTION_EVENT_TYPE_FILTER',
    name: filter.name,
    causeId: document?.id ?? 0,
    filterApplied: {
      ...(document === undefined ? {} : { filter: document }),
      skippedGroup,
      removals,
      omittedRemovalCount: refusedCount(verdict) - removals.length,
    },
  };
}

function removalsOf(scene: Scene, words: FilterText, verdict: Verdict): FilterRemoval[] {
  const { candidateLocation } = scene.scratch;
  const code = (candidate: number) => scene.code(candidateLocation[candidate]);
  const count = scene.listable(refusedCount(verdict), words.refusalBytes);
  switch (verdict.scope) {
    case 'order':
      return [words.refusal(NOTHING)];
    case 'location':
      return verdict.candidates.slice(0, count).map((candidate) => ({
        locationCode: code(candidate),
        ...words.refusal({ ...NOTHING, candidate }),
      }));
    case 'line':
      return verdict.lines.slice(0, count).map((line) => ({
        orderItemId: scene.itemId(line),
        ...words.refusal({ ...NOTHING, line }),
      }));
    case 'pair':
      return verdict.pairs.slice(0, count).map(({ line, candidate, row }) => ({
        locationCode: code(candidate),
        orderItemId: scene.itemId(line),
        ...words.refusal({ line, candidate, row }),
      }));
  }
}
