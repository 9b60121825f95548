// Filters that refuse everything or nothing, whatever the order, and filters of one group that
// leave each other nothing.

import type { FilterProgram } from '../../columns/program.js';
import type { FilterDocument } from '../document.js';
import { counted, type Findings } from './findings.js';
import { areExclusive, reachOf, readFilter, type Reach, type ReadFilter } from './reach.js';
import {
  both,
  filterPlace,
  isEmpty,
  requiredFilters,
  without,
  type ActiveGroup,
  type Placed,
  type Rules,
} from './rules.js';

/** What the filters of a document do, each looked at once. */
export class FilterReaches {
  private readonly rules: Rules;
  private readonly read = new Map<string, ReadFilter | null>();

  constructor(rules: Rules) {
    this.rules = rules;
  }

  /** What a filter of a group does with the locations `among`, or with whatever comes. */
  reachOf({ name, bits }: FilterProgram, among: Uint32Array): Reach {
    if (bits !== null) {
      if (isEmpty(among)) return { neverPasses: false, neverFails: false };
      return {
        neverPasses: isEmpty(both(among, bits)),
        neverFails: isEmpty(without(among, bits)),
      };
    }
    const filter = this.readOf(name);
    return filter === null ? { neverPasses: false, neverFails: false } : reachOf(filter);
  }

  /** A filter taken apart; null: it compares two attributes. */
  readOf(name: string): ReadFilter | null {
    const known = this.read.get(name);
    if (known !== undefined) return known;
    const placed = this.rules.filters.get(name);
    const read = placed === undefined ? null : readFilter(this.rules, placed.document);
    this.read.set(name, read);
    return read;
  }
}

/** Adds what is wrong with the filters that active groups use. */
export function lintFilters(rules: Rules, reaches: FilterReaches, findings: Findings): void {
  const seen = new Set<string>();
  for (const group of rules.activeGroups()) {
    for (const filter of group.program.filters) {
      const placed = rules.filters.get(filter.name);
      if (placed === undefined) continue;
      // Ranks are those of the group: the same filter may be another one elsewhere.
      const isRanked = readsRank(placed.document);
      if (!isRanked && seen.has(filter.name)) continue;
      seen.add(filter.name);
      const among = isRanked ? both(rules.present, group.program.listed) : rules.present;
      const reach = reaches.reachOf(filter, among);
      const path = isRanked ? filterPlace(group, filter.name) : placed.path;
      report(rules, { ...placed, path }, filter, reach, findings);
    }
    lintExclusions(group, reaches, findings);
  }
}

function readsRank({ attribute, dataPoint }: FilterDocument): boolean {
  return [attribute, dataPoint?.attribute].includes('location.rank');
}

function report(
  rules: Rules,
  placed: Placed<FilterDocument>,
  { bits }: FilterProgram,
  { neverPasses, neverFails }: Reach,
  findings: Findings,
): void {
  const what = `${placed.document.attribute} ${operatorOf(placed.document)}`;
  const known = counted(rules.presentCount, 'known location');
  const example = bits === null ? '' : rules.firstOf(rules.present);
  if (neverPasses) {
    const text =
      bits === null
        ? `${what} holds for no value that can come`
        : `${what} keeps none of the ${known}`;
    findings.warn('FILTER_NEVER_PASSES', placed, text, example);
  }
  if (neverFails) {
    const text =
      bits === null
        ? `${what} holds for every value that can come`
        : `${what} keeps all of the ${known}`;
    findings.note('FILTER_NEVER_FAILS', placed, text, example);
  }
}

/** The operator, and what it compares with where that is short. */
function operatorOf({ operator = '', customValue, dataList, dataPoint }: FilterDocument): string {
  const name = operator.replace('FILTER_OPERATOR_', '');
  if (dataList !== undefined) return `${name} data list '${dataList}'`;
  if (dataPoint !== undefined) return `${name} ${dataPoint.attribute}`;
  const { stringValue = '', unit = '' } = customValue ?? {};
  const value = stringValue.length > 60 ? `${stringValue.slice(0, 60)}...` : stringValue;
  return `${name} '${value}'${unit === '' ? '' : ` ${unit.replace('MEASURE_UNIT_', '')}`}`;
}

/** The first two filters on each attribute that a group wants both and that leave nothing. */
function lintExclusions(group: ActiveGroup, reaches: FilterReaches, findings: Findings): void {
  const byPath = new Map<string, { name: string; read: ReadFilter }[]>();
  for (const filter of requiredFilters(group.program)) {
    const read = filter.bits === null ? reaches.readOf(filter.name) : null;
    if (read === null || reachOf(read).neverPasses) continue;
    const same = byPath.get(read.attribute.path) ?? [];
    byPath.set(read.attribute.path, same);
    same.push({ name: filter.name, read });
  }
  for (const [path, filters] of byPath) {
    const pair = firstPair(filters, (one, other) => areExclusive(one.read, other.read));
    if (pair === null) continue;
    const [one, other] = pair;
    const names = `'${one.name}' and '${other.name}'`;
    const text = `${names} leave no value of ${path}: the group serves nobody`;
    const place = { path: filterPlace(group, other.name), name: group.name };
    findings.warn('FILTERS_EXCLUDE', place, text, one.name);
  }
}

/** The first two members that are related so; null: there are none. */
export function firstPair<T>(
  members: readonly T[],
  areRelated: (one: T, other: T) => boolean,
): readonly [T, T] | null {
  for (let later = 1; later < members.length; later++) {
    const earlier = members.slice(0, later).find((one) => areRelated(one, members[later]));
    if (earlier !== undefined) return [earlier, members[later]];
  }
  return null;
}
