// Looks through a set of rules, and through what past orders make of them. The answer has the form
// of the contract's ValidateConfigurationResponse.

import type { PostalTable } from '../columns/postal.js';
import { bySeverity, type LintFinding } from '../configuration/lint/findings.js';
import { lintConfiguration } from '../configuration/lint/lint.js';
import { Rules } from '../configuration/lint/rules.js';
import type { LocationDocument } from '../configuration/location-document.js';
import type { ReplayWorld } from './inputs.js';
import type { RefusedOrder, Usage } from './usage.js';
import { usageOf } from './usage.js';
import { usageFindings } from './usage-findings.js';

/** Findings that are listed; the others are counted. */
const FINDINGS_MAX = 5000;
/** Orders that are listed; the others are counted. */
const ORDERS_MAX = 100;

/** What is looked through, and on what. */
export type LintTask = {
  readonly tenantId: string;
  /** The rules, and the stock and locations of now; its maps of names may be empty. */
  readonly world: ReplayWorld;
  readonly postal: PostalTable;
  /** By location index; undefined is a hole. */
  readonly locationDocuments: readonly (LocationDocument | undefined)[];
  /** SuggestRoutingRequest messages; null: none were given. */
  readonly orders: readonly Uint8Array[] | null;
};

/** What orders made of a group. */
export type GroupUsage = {
  readonly group: string;
  readonly route: string;
  readonly triedCount: number;
  readonly skippedCount: number;
  readonly fullMatchCount: number;
  readonly partialCount: number;
  readonly noneCount: number;
  readonly splitCount: number;
};

/** What was found. */
export type LintOutcome = {
  readonly findings: readonly LintFinding[];
  readonly omittedFindingCount: number;
  readonly usage?: {
    readonly orderCount: number;
    readonly refusedCount: number;
    readonly refusedOrders: readonly RefusedOrder[];
    readonly careCount: number;
    readonly alwaysCareCount: number;
    readonly alwaysCareOrders: readonly {
      readonly index: number;
      readonly orderId: string;
      readonly reasons: readonly string[];
    }[];
    readonly groups: readonly GroupUsage[];
  };
};

/** Looks through the rules of a task. */
export function lint(task: LintTask): LintOutcome {
  const { tenantId, world, postal, locationDocuments, orders } = task;
  const locations = { table: world.locations, documents: locationDocuments };
  const rules = new Rules(world.configuration, world.program, locations);
  const found = lintConfiguration(rules);
  const usage = orders === null ? null : usageOf(tenantId, world, postal, orders);
  if (usage !== null) found.push(...usageFindings(rules, usage));
  const findings = bySeverity(found).slice(0, FINDINGS_MAX);
  const omittedFindingCount = found.length - findings.length;
  const told = { findings, omittedFindingCount };
  return usage === null ? told : { ...told, usage: toldUsage(rules, usage) };
}

function toldUsage(rules: Rules, usage: Usage): NonNullable<LintOutcome['usage']> {
  const { orderCount, refusedCount, refusedOrders, careCount, alwaysInCare, counter } = usage;
  const alwaysCareOrders = alwaysInCare
    .slice(0, ORDERS_MAX)
    .map(({ index, orderId, reasons }) => ({ index, orderId, reasons }));
  const groups = rules.activeGroups().map(({ name, document, program }): GroupUsage => {
    const counts = counter.groups.get(program);
    return {
      group: name,
      route: document.route ?? '',
      triedCount: counts?.tried ?? 0,
      skippedCount: counts?.skipped ?? 0,
      fullMatchCount: counts?.fullMatches ?? 0,
      partialCount: counts?.partial ?? 0,
      noneCount: counts?.none ?? 0,
      splitCount: counts?.splits ?? 0,
    };
  });
  const alwaysCareCount = alwaysInCare.length;
  const counts = { orderCount, refusedCount, careCount, alwaysCareCount };
  return { ...counts, refusedOrders, alwaysCareOrders, groups };
}
