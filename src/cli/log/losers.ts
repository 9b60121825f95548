// Who had stock of an order and did not get it, and to what each lost: one line for each location,
// from the events of a log. What happened to it last is what it lost to.

import { type LineJson, lineId, productOf } from '../decision.js';
import type { EventJson, LogJson, MemberJson } from './log-json.js';

/** A location that lost, and to what; `group` is empty where no group was asked. */
export type Loser = {
  readonly locationCode: string;
  readonly group: string;
  readonly lostTo: string;
};

/** Why a location was left out before any group was asked, or of the members of a group. */
const REMOVALS: Readonly<Record<string, string>> = {
  REMOVED_BLOCKED_LOCATIONS: 'stock is blocked',
  REMOVED_INCAPABLE_LOCATIONS: 'does not serve the order type',
  REMOVED_INACTIVE_LOCATIONS: 'not active',
  REMOVED_INTERNATIONAL_LOCATIONS: 'in another country',
  REMOVED_UNLISTED_LOCATIONS: 'not among the allowed locations',
  REMOVED_EXCLUDED_LOCATIONS: 'excluded by the request',
  NON_EXPRESS_LOCATIONS_FILTERED: 'not express',
  REMOVED_INSUFFICIENT_LOCATIONS: 'has not all that is asked for',
  REMOVED_PICKUP_LOCATION: 'is where the shopper picks up',
  REMOVED_ON_HOLD_LOCATIONS: 'on hold',
  REMOVED_RETAILER_EXCLUDED_LOCATIONS: 'excluded by the retailer',
  REMOVED_OVERFULFILLED_LOCATIONS: 'at its fulfilment limit',
};

/** Of these, the ones that hold for a group. */
const OF_GROUP: ReadonlySet<string> = new Set([
  'REMOVED_ON_HOLD_LOCATIONS',
  'REMOVED_RETAILER_EXCLUDED_LOCATIONS',
  'REMOVED_OVERFULFILLED_LOCATIONS',
]);

const NOBODY_ASKED = 'in no group that was tried';

/** The losers of a log in the order in which they lost, those that nobody asked last. */
export function losersOf(log: LogJson): Loser[] {
  return new Judge(log).losers();
}

/** A group that is being tried. */
type Round = {
  readonly group: string;
  readonly members: ReadonlyMap<string, MemberJson>;
  /** By location: why filters refused it, for all lines or for some. */
  readonly refused: Map<string, string[]>;
  /** `location/line` of pairs that filters refused. */
  readonly refusedPairs: Set<string>;
  sorted: readonly string[];
  sortedBy: string;
};

/** Goes through the events once, and remembers of each location what befell it last. */
class Judge {
  private readonly items: readonly LineJson[];
  private readonly events: readonly EventJson[];
  private readonly winners: ReadonlySet<string>;
  private readonly found = new Map<string, Loser>();
  private readonly open: Map<number, number>;
  /** Of a list of candidates, how many are listed; null: a decision. */
  private readonly listedCount: number | null;
  private round: Round | null = null;

  constructor(log: LogJson) {
    this.events = log.events;
    const request = log.events.find((event) => event.request !== undefined)?.request;
    this.items = request?.items ?? [];
    this.open = new Map(this.items.map((item, i) => [lineId(item, i), item.quantity ?? 0]));
    const last = log.events.at(-1)?.response;
    this.listedCount =
      log.decision === undefined ? (last?.candidateLocationCodes.length ?? 0) : null;
    const assigned = (log.decision?.assignments ?? []).map(({ locationCode }) => locationCode);
    this.winners = new Set([...assigned, ...(last?.candidateLocationCodes ?? [])]);
  }

  losers(): Loser[] {
    const withStock = new Set<string>();
    for (const event of this.events) {
      for (const { locationCode, available } of event.inventoryRead?.rows ?? []) {
        if (available > 0) withStock.add(locationCode);
      }
      this.hear(event);
    }
    for (const code of withStock) {
      if (!this.found.has(code)) this.lose(code, '', NOBODY_ASKED);
    }
    const losers = [...this.found.values()];
    return losers.filter(({ locationCode }) => !this.winners.has(locationCode));
  }

  private hear(event: EventJson): void {
    const { type, name, locationsRemoved, groupEntered, filterApplied, groupSorted } = event;
    if (locationsRemoved !== undefined) {
      const group = OF_GROUP.has(type) ? name : '';
      for (const { locationCode, orderItemId } of locationsRemoved.locations) {
        const why = REMOVALS[type] ?? type;
        const product = orderItemId === 0 ? '' : ` for ${this.product(orderItemId)}`;
        this.lose(locationCode, group, why + product);
      }
    }
    if (groupEntered !== undefined) this.enter(name, groupEntered.locations);
    if (filterApplied !== undefined) this.filter(name, filterApplied);
    if (groupSorted !== undefined && this.round !== null) {
      this.round.sorted = groupSorted.outputLocationCodes;
      this.round.sortedBy = groupSorted.sorts.map(({ type: key }) => key).join(', ') || 'RANK';
      this.settleRound();
    }
    if (event.splitSearched !== undefined) this.split(event.splitSearched);
  }

  private enter(group: string, locations: readonly MemberJson[]): void {
    this.round = {
      group,
      members: new Map(locations.map((member) => [member.locationCode, member])),
      refused: new Map(),
      refusedPairs: new Set(),
      sorted: [],
      sortedBy: '',
    };
  }

  private filter(name: string, applied: NonNullable<EventJson['filterApplied']>): void {
    const { round } = this;
    if (round === null) return;
    for (const { locationCode, orderItemId, text } of applied.removals) {
      const codes = locationCode === '' ? [...round.members.keys()] : [locationCode];
      for (const code of codes) {
        const reasons = round.refused.get(code) ?? [];
        const why = `filter ${name}: ${text}`;
        if (!reasons.includes(why)) reasons.push(why);
        round.refused.set(code, reasons);
        if (orderItemId !== 0) round.refusedPairs.add(`${code}/${orderItemId}`);
        if (applied.skippedGroup) this.lose(code, round.group, why);
      }
    }
  }

  /** The group's survivors are known: who is no survivor lost to a filter, the others to more. */
  private settleRound(): void {
    const { round } = this;
    if (round === null) return;
    const survivors = new Set(round.sorted);
    for (const [code, member] of round.members) {
      const [first, ...more] = round.refused.get(code) ?? [];
      if (!survivors.has(code) && first !== undefined) {
        const rest = more.length === 0 ? '' : `; and ${more.length} more`;
        this.lose(code, round.group, first + rest);
      } else if (survivors.has(code)) {
        this.lose(code, round.group, this.afterFilters(member, round));
      }
    }
  }

  /** What a location lost to that the filters kept. */
  private afterFilters(member: MemberJson, round: Round): string {
    if (this.listedCount !== null) return `not among the first ${this.listedCount}`;
    return this.shortage(member, round) ?? placeIn(round, member.locationCode);
  }

  /** What a location is short of for everything that is open; undefined where it has all. */
  private shortage(member: MemberJson, round: Round): string | undefined {
    const { locationCode: code } = member;
    const left = new Map<string, number>();
    for (const { orderItemId, available } of member.inventory) {
      if (round.refusedPairs.has(`${code}/${orderItemId}`)) continue;
      left.set(this.product(orderItemId), available);
    }
    const need = new Map<string, number>();
    for (const [line, quantity] of this.open) {
      const product = this.product(line);
      need.set(product, (need.get(product) ?? 0) + quantity);
    }
    const short = [...need].flatMap(([product, units]) => {
      const missing = units - (left.get(product) ?? 0);
      return missing > 0 ? [`${missing} ${product}`] : [];
    });
    return short.length === 0 ? undefined : `short of ${short.join(', ')}`;
  }

  private split(split: NonNullable<EventJson['splitSearched']>): void {
    const taken = new Set(split.outputLocationCodes);
    for (const code of split.inputLocationCodes) {
      if (taken.has(code)) continue;
      const before = this.found.get(code);
      const why = 'others of the split could take more';
      const isKnown = before !== undefined && before.lostTo.startsWith('short of');
      if (isKnown) this.lose(code, before.group, `${before.lostTo}; ${why}`);
      else this.lose(code, '', why);
    }
    for (const { orderItemId, quantity } of split.assignments) {
      const left = (this.open.get(orderItemId) ?? 0) - quantity;
      if (left > 0) this.open.set(orderItemId, left);
      else this.open.delete(orderItemId);
    }
  }

  private lose(locationCode: string, group: string, lostTo: string): void {
    this.found.delete(locationCode);
    this.found.set(locationCode, { locationCode, group, lostTo });
  }

  private product(orderItemId: number): string {
    const item = this.items.find((one, i) => lineId(one, i) === orderItemId);
    return item === undefined ? `line ${orderItemId}` : productOf(item);
  }
}

/** What a location lost to that has everything: the order of the group. */
function placeIn({ sorted, sortedBy }: Round, code: string): string {
  return `sorted ${ordinal(sorted.indexOf(code) + 1)} by ${sortedBy}`;
}

/** 1st, 2nd, 3rd, 4th ... */
export function ordinal(place: number): string {
  const tens = place % 100;
  if (tens >= 11 && tens <= 13) return `${place}th`;
  return `${place}${['th', 'st', 'nd', 'rd'][place % 10] ?? 'th'}`;
}
