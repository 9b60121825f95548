// Why was an order split? Decides it again with one rule less, with no rules, and with a single
// unit of each line, by the engine itself and on the same stock.

import { bytesOf } from '../../../base/text.js';
import type { TenantView } from '../../../columns/views.js';
import type { Program } from '../../../columns/program.js';
import { Answerer } from '../../../pool/answerer.js';
import { CALL_KIND } from '../../../pool/calls.js';
import type { PlainMessage } from '../../proto-json.js';
import { messageType } from '../../schema.js';
import { RESTRICTIONS, type RuleKind, type Variant } from './variants.js';

/** What orders are judged on: the rules as they are, without any, and with one less. */
export type RegretWorld = {
  readonly view: TenantView;
  readonly live: Program;
  readonly free: Program;
  readonly variants: readonly (Variant & { readonly programs: readonly Program[] })[];
};

/** What a rule did to orders. */
export type RuleRegret = {
  readonly kind: RuleKind;
  readonly name: string;
  /** Orders that have fewer parcels without this rule alone, and parcels fewer in all of them. */
  orderCount: number;
  parcelCount: number;
};

/** What came of all orders. */
export type Regret = {
  /** Orders that were served in full from several locations; only these are judged. */
  splitCount: number;
  /** The three classes; each split order is in one. */
  hadToBeCount: number;
  byPlacementCount: number;
  byRuleCount: number;
  /** Of those that were split by a rule: how many one location could serve. */
  byRuleSingleCount: number;
  /** Of those: how many have no single rule whose absence helps. */
  byRulesTogetherCount: number;
  /** Orders that were served in part from several locations: not judged. */
  inPartCount: number;
  /** Parcels of the split orders, and the fewest without rules. */
  parcelCount: number;
  leastParcelCount: number;
  /** Split orders of which the fewest parcels are not proven. */
  unprovenCount: number;
  /** Rules that kept parcels apart, those of most orders first. */
  rules: RuleRegret[];
};

type Served = {
  readonly parcels: number;
  readonly isWhole: boolean;
  readonly isProven: boolean;
};

type Decision = {
  readonly assignments: readonly { readonly locationCode: string }[];
  readonly futureAssignments: readonly unknown[];
  readonly stateChanges: readonly unknown[];
  readonly planProofs: readonly { readonly proven?: boolean }[];
};

/** Numbers that the answerer knows them by; a program has its place, counted from 1. */
const TENANT = 1;
const LIVE = 1;
const FREE = 2;

/** Judges orders, one after another. */
export class Judge {
  private readonly world: RegretWorld;
  private readonly answerer = new Answerer();
  private readonly request = messageType('SuggestRoutingRequest');
  private readonly response = messageType('SuggestRoutingResponse');
  /** By variant: the numbers of its programs. */
  private readonly sites: readonly (readonly number[])[];
  private readonly blamed: readonly RuleRegret[];
  private readonly total = {
    splitCount: 0,
    hadToBeCount: 0,
    byPlacementCount: 0,
    byRuleCount: 0,
    byRuleSingleCount: 0,
    byRulesTogetherCount: 0,
    inPartCount: 0,
    parcelCount: 0,
    leastParcelCount: 0,
    unprovenCount: 0,
  };

  constructor(world: RegretWorld) {
    this.world = world;
    const programs = [world.live, world.free];
    this.sites = world.variants.map((variant) =>
      variant.programs.map((program) => programs.push(program)),
    );
    this.blamed = world.variants.map(({ kind, name }) => {
      return { kind, name, orderCount: 0, parcelCount: 0 };
    });
    const siteId = bytesOf('');
    this.answerer.learn({
      epoch: 1,
      tenants: [{ number: TENANT, view: world.view }],
      sites: programs.map((program, i) => ({ number: i + 1, program, siteId })),
    });
  }

  /** An order as it was sent; one that is refused is passed over. */
  judge(order: PlainMessage): void {
    const { total } = this;
    const served = this.decide(order, LIVE);
    if (served === null || served.parcels < 2) return;
    if (!served.isWhole) {
      total.inPartCount++;
      return;
    }
    const bare = withoutRestrictions(order);
    const free = this.decide(bare, FREE);
    // A search that ran out of its budget may have found less than the rules left it.
    const least = free?.isWhole === true ? Math.min(free.parcels, served.parcels) : served.parcels;
    total.splitCount++;
    total.parcelCount += served.parcels;
    total.leastParcelCount += least;
    if (free?.isProven !== true) total.unprovenCount++;
    if (least < served.parcels) this.blame(order, served.parcels, least);
    else if (this.hasOneOfEach(bare)) total.byPlacementCount++;
    else total.hadToBeCount++;
  }

  /** What came of all orders so far. */
  regret(): Regret {
    const rules = this.blamed.filter(({ orderCount }) => orderCount > 0);
    const sorted = [...rules].sort(
      (a, b) => b.orderCount - a.orderCount || b.parcelCount - a.parcelCount,
    );
    return { ...this.total, rules: sorted };
  }

  /** Finds each rule whose absence alone lets fewer parcels serve the order. */
  private blame(order: PlainMessage, parcels: number, least: number): void {
    const { total, world, sites, blamed } = this;
    let isFound = false;
    world.variants.forEach(({ kind, name }, i) => {
      const fewest =
        kind === 'request'
          ? this.parcelsWithout(order, name)
          : Math.min(...sites[i].map((site) => this.parcelsOn(order, site)));
      if (fewest >= parcels) return;
      isFound = true;
      blamed[i].orderCount++;
      blamed[i].parcelCount += parcels - fewest;
    });
    total.byRuleCount++;
    if (least === 1) total.byRuleSingleCount++;
    if (!isFound) total.byRulesTogetherCount++;
  }

  private parcelsWithout(order: PlainMessage, field: string): number {
    if (!Object.hasOwn(order, field)) return Number.POSITIVE_INFINITY;
    const { [field]: _, ...rest } = order;
    return this.parcelsOn(rest, LIVE);
  }

  /** Parcels of an order that is served in full, else Infinity. */
  private parcelsOn(order: PlainMessage, site: number): number {
    const served = this.decide(order, site);
    return served?.isWhole === true ? served.parcels : Number.POSITIVE_INFINITY;
  }

  /** Whether some location has a unit for every line. */
  private hasOneOfEach(bare: PlainMessage): boolean {
    const items = (bare.items as PlainMessage[]).map((item) => ({ ...item, quantity: 1 }));
    return this.parcelsOn({ ...bare, items }, FREE) === 1;
  }

  private decide(order: PlainMessage, site: number): Served | null {
    const { answerer, request, response } = this;
    const bytes = request.encode(order).finish();
    const { suggest } = CALL_KIND;
    const refusal = answerer.answer(suggest, TENANT, site, bytes, 0, bytes.length, 0);
    if (refusal !== null) return null;
    const answer = response.decode(answerer.bytes.subarray(0, answerer.lengthBytes));
    const { decision } = answer as unknown as { decision: Decision };
    const codes = new Set(decision.assignments.map(({ locationCode }) => locationCode));
    return {
      parcels: codes.size,
      isWhole: decision.stateChanges.length + decision.futureAssignments.length === 0,
      isProven: decision.planProofs.every(({ proven }) => proven === true),
    };
  }
}

function withoutRestrictions(order: PlainMessage): PlainMessage {
  const bare = { ...order };
  for (const field of RESTRICTIONS) delete bare[field];
  return bare;
}
