// The regret of a replay for people and for programs.

import { type Column, grouped, listing, table } from '../../table.js';
import type { Regret } from './judge.js';

const COLUMNS: readonly Column[] = [
  { heading: 'rule' },
  { heading: 'name' },
  { heading: 'orders', isRight: true },
  { heading: 'parcels fewer', isRight: true },
];

/** The counts, and the rules that kept parcels apart. */
export function regretText(regret: Regret): string {
  const { splitCount, byRuleCount, parcelCount, leastParcelCount: least, rules } = regret;
  const share = (count: number): string => {
    const percent = splitCount === 0 ? 0 : (100 * count) / splitCount;
    return `${grouped(count)} (${percent.toFixed(1)} %)`;
  };
  const over = least === 0 ? 0 : (100 * (parcelCount - least)) / least;
  const counts = listing([
    ['split', `${grouped(splitCount)} orders in full over several locations`],
    ['had to be', `${share(regret.hadToBeCount)}: no location has a unit for every line`],
    [
      'where stock lay',
      `${share(regret.byPlacementCount)}: some location has, and too few; the rest lies elsewhere`,
    ],
    [
      'by a rule',
      `${share(byRuleCount)}: fewer parcels without rules; ` +
        `${grouped(regret.byRuleSingleCount)} of them from one location`,
    ],
    [
      'parcels',
      `${grouped(parcelCount)}, without rules ${grouped(least)}: ` +
        `${grouped(parcelCount - least)} over (${over.toFixed(2)} %)`,
    ],
    ['not judged', `${grouped(regret.inPartCount)} orders in part over several locations`],
    ['not proven', `${grouped(regret.unprovenCount)} of the fewest without rules`],
  ]);
  if (byRuleCount === 0) return `\nSplit regret\n\n${counts}`;
  const rows = rules.map(({ kind, name, orderCount, parcelCount: fewer }) => {
    return [kind, name, grouped(orderCount), grouped(fewer)];
  });
  const together = regret.byRulesTogetherCount;
  if (together > 0) rows.push(['several', 'none of them alone', grouped(together), '']);
  return `\nSplit regret\n\n${counts}\nWithout this rule alone:\n\n${table(COLUMNS, rows)}`;
}

/** The same figures by name. */
export function regretJson(regret: Regret): object {
  return {
    split: regret.splitCount,
    hadToBe: regret.hadToBeCount,
    byPlacement: regret.byPlacementCount,
    byRule: regret.byRuleCount,
    byRuleSingle: regret.byRuleSingleCount,
    byRulesTogether: regret.byRulesTogetherCount,
    inPart: regret.inPartCount,
    parcels: regret.parcelCount,
    leastParcels: regret.leastParcelCount,
    unproven: regret.unprovenCount,
    rules: regret.rules.map(({ kind, name, orderCount, parcelCount }) => {
      return { kind, name, orders: orderCount, parcelsFewer: parcelCount };
    }),
  };
}
