// Which filters of a group keep a location, or one of its lines, out, and with which values: of a
// list each that does not hold, of a tree those of the branch that does not.

import type { FilterNode, FilterProgram, GroupProgram } from '../../columns/program.js';
import { FilterText } from '../filter-text.js';
import type { Scene } from '../scene.js';
import { type GroupInput, judge, type OpenPair } from '../verdicts.js';
import type { Refused } from './answer.js';

/** A filter that fails a pair. */
type Failing = { readonly filter: FilterProgram; readonly node?: number };

/** The refusals of what a location could serve in a group; `input` has its pairs alone. */
export function refusalsOf(scene: Scene, group: GroupProgram, input: GroupInput): Refused[] {
  const judged = new Judged(scene, group, input);
  const told = new Map<string, Refused>();
  for (const pair of input.pairs) {
    const failing = group.tree === null ? judged.ofList(pair) : judged.ofTree(group.tree, pair);
    for (const { filter, node } of failing) {
      const line = filter.scope === 'line' || filter.scope === 'pair' ? pair.line : -1;
      const key = `${filter.name} ${line} ${node ?? ''}`;
      if (!told.has(key)) told.set(key, judged.told(filter, line, pair, node));
    }
  }
  return [...told.values()];
}

/** The filters on the order that skip a group. */
export function skipsOf(scene: Scene, group: GroupProgram): Refused[] {
  const input = { pairs: [], candidates: [], onHold: [], leftOut: [], full: [] };
  const judged = new Judged(scene, group, input);
  const pair = { pair: -1, line: -1, candidate: -1, row: -1 };
  const isOfOrder = ({ filter }: Failing) => filter.scope === 'order';
  const failing = group.tree === null ? judged.ofList(pair) : judged.ofTree(group.tree, pair);
  return failing.filter(isOfOrder).map(({ filter, node }) => judged.told(filter, -1, pair, node));
}

/** What the filters of one group say of some pairs; each filter is asked once. */
class Judged {
  private readonly scene: Scene;
  private readonly group: GroupProgram;
  private readonly input: GroupInput;
  private readonly verdicts = new Map<FilterProgram, (pair: OpenPair) => boolean>();
  private readonly texts = new Map<FilterProgram, FilterText>();

  constructor(scene: Scene, group: GroupProgram, input: GroupInput) {
    this.scene = scene;
    this.group = group;
    this.input = input;
  }

  ofList(pair: OpenPair): Failing[] {
    return this.group.filters
      .filter((filter) => !this.holds(filter, pair))
      .map((filter) => ({ filter }));
  }

  /** The filters that would have to hold; none: the node holds. */
  ofTree({ isOr, filters, nodes, orderIndex: node }: FilterNode, pair: OpenPair): Failing[] {
    const own = filters.map((filter) => (this.holds(filter, pair) ? [] : [{ filter, node }]));
    const all = [...own, ...nodes.map((below) => this.ofTree(below, pair))];
    if (isOr && all.some((failing) => failing.length === 0)) return [];
    return all.flat();
  }

  told(filter: FilterProgram, line: number, { candidate, row }: OpenPair, node?: number): Refused {
    const words = this.texts.get(filter) ?? new FilterText(this.scene, this.group, filter);
    this.texts.set(filter, words);
    const isOfPair = filter.scope === 'pair';
    const isOfLocation = isOfPair || filter.scope === 'location';
    const subject = {
      line,
      candidate: isOfLocation ? candidate : -1,
      row: isOfPair ? row : -1,
    };
    return {
      filter: filter.name,
      ...(line < 0 ? {} : { orderItemId: this.scene.itemId(line) }),
      ...words.refusal(subject),
      ...(node === undefined ? {} : { node }),
    };
  }

  private holds(filter: FilterProgram, pair: OpenPair): boolean {
    const known = this.verdicts.get(filter) ?? this.judged(filter);
    this.verdicts.set(filter, known);
    return known(pair);
  }

  private judged(filter: FilterProgram): (pair: OpenPair) => boolean {
    // Without a pair only the order can be asked: what else there is may hold.
    const isAsked = filter.scope === 'order' || this.input.pairs.length > 0;
    if (!isAsked) return () => true;
    const verdict = judge(this.scene, filter, this.input);
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
        const refused = new Set(verdict.pairs.map(({ pair: number }) => number));
        return ({ pair: number }) => !refused.has(number);
      }
    }
  }
}
