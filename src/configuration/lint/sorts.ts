// Sort keys that never put one location before another: those of which all locations have the same,
// and those behind keys by which no two locations are equal.

import { hasBit } from '../../base/bits.js';
import { SORT, type RouteProgram } from '../../columns/program.js';
import { counted, type Findings } from './findings.js';
import type { FilterReaches } from './filters.js';
import { possibleMembers } from './members.js';
import type { ActiveGroup, Rules } from './rules.js';

/** Adds the keys that never decide. */
export function lintSorts(rules: Rules, reaches: FilterReaches, findings: Findings): void {
  for (const route of rules.liveRoutes) {
    for (const group of route.groups) {
      if (group.sorts.length === 0) continue;
      lintGroup(rules, reaches, route, rules.group(group), findings);
    }
  }
}

function lintGroup(
  rules: Rules,
  reaches: FilterReaches,
  route: RouteProgram,
  group: ActiveGroup,
  findings: Findings,
): void {
  const { program, path, name } = group;
  const bits = possibleMembers(rules, reaches, route, program);
  const members = rules.locations.documents.flatMap((_, index) =>
    hasBit(bits, index) ? [index] : [],
  );
  if (members.length === 0) return;
  if (members.length === 1) {
    const text = 'one location alone can serve here: there is nothing to sort';
    findings.note(
      'SORT_NEVER_DECIDES',
      { path: `${path}.sorts`, name },
      text,
      rules.codeOf(members[0]),
    );
    return;
  }
  // Locations that no key before tells apart; keys that wait for the order can only part them more.
  let classes: readonly (readonly number[])[] = [members];
  program.sorts.forEach(({ type, column }, level) => {
    const place = { path: `${path}.sorts[${level}]`, name };
    const title = (group.document.sorts?.[level].type ?? '').replace('SORT_TYPE_', '');
    const isOfColumn = type === SORT.cost || type === SORT.dataSet;
    if (isOfColumn && column === null) {
      findings.warn('SORT_NEVER_DECIDES', place, `${title} names no column`);
      return;
    }
    if (classes.length === 0) {
      const text = `${title} is never asked: no two locations are equal by the keys before it`;
      findings.warn('SORT_NEVER_DECIDES', place, text);
      return;
    }
    if (!isOfColumn && type !== SORT.rank) return;
    const keyOf = (index: number) => (column === null ? program.ranks[index] : column[index]);
    const parted = classes.map((members) => partedBy(members, keyOf));
    if (parted.every((parts) => parts.length === 1)) {
      const what = level === 0 ? '' : ', where the keys before leave them equal';
      const text = `${title} is the same for ${counted(members.length, 'location')}${what}`;
      const example = rules.codeOf(classes[0][0]);
      findings.note('SORT_NEVER_DECIDES', place, text, example);
    }
    classes = parted.flat().filter((part) => part.length > 1);
  });
}

/** The members by their key; what is unknown, NaN, is one key. */
function partedBy(members: readonly number[], keyOf: (index: number) => number): number[][] {
  const parts = new Map<number, number[]>();
  for (const index of members) {
    const part = parts.get(keyOf(index));
    if (part === undefined) parts.set(keyOf(index), [index]);
    else part.push(index);
  }
  return [...parts.values()];
}
