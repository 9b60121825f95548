// What past orders say against a set of rules: groups that they never came to, filters that refused
// nothing, actions that never ran, and rules that send orders to a person whatever the stock.

import {
  counted,
  Findings,
  type LintFinding,
  type LintPlace,
} from '../configuration/lint/findings.js';
import type { Rules } from '../configuration/lint/rules.js';
import type { OrderInCare, Usage } from './usage.js';

/** The findings of orders; none where no order was decided. */
export function usageFindings(rules: Rules, usage: Usage): LintFinding[] {
  const findings = new Findings();
  const { orderCount, counter } = usage;
  if (orderCount === 0) return findings.all;
  const orders = counted(orderCount, 'order');
  for (const { program, document, path, name } of rules.activeGroups()) {
    const counts = counter.groups.get(program);
    if (counts === undefined) continue;
    const { tried, skipped, splits } = counts;
    if (tried + splits === 0) {
      const text = `none of the ${orders} was tried here`;
      const why = skipped > 0 ? `: its filters skipped it ${skipped} times` : '';
      findings.note('GROUP_NEVER_TRIED', { path, name }, text + why);
      continue;
    }
    const actions = [
      ['after_action_partial', document.afterActionPartial, counts.partial],
      ['after_action_none', document.afterActionNone, counts.none],
    ] as const;
    for (const [field, action, count] of actions) {
      if (action === undefined || count > 0) continue;
      const place = { path: `${path}.${field}`, name };
      const text = `none of the ${orders} made the group run ${action.action}`;
      findings.note('ACTION_NEVER_RUN', place, text);
    }
  }
  for (const filter of rules.filters.values()) {
    if (!counter.asked.has(filter.name) || counter.refusing.has(filter.name)) continue;
    const text = `refused nothing that its groups could have served the ${orders} with`;
    findings.note('FILTER_NEVER_REFUSED', filter, text);
  }
  for (const [reasons, alike] of byReasons(usage.alwaysInCare)) {
    const orders = counted(alike.length, 'order');
    const verb = alike.length === 1 ? 'ends' : 'end';
    const text = `${orders} ${verb} in customer care whatever the stock: ${reasons}`;
    const [{ orderId, index }] = alike;
    const example = orderId === '' ? `orders[${index}]` : orderId;
    findings.warn('ORDERS_ALWAYS_IN_CARE', placeOf(rules, alike[0]), text, example);
  }
  return findings.all;
}

/** Orders that end so for the same reasons are one finding. */
function byReasons(orders: readonly OrderInCare[]): Map<string, OrderInCare[]> {
  const groups = new Map<string, OrderInCare[]>();
  for (const order of orders) {
    const reasons = order.reasons.join('; ') || 'no group serves it';
    const alike = groups.get(reasons);
    if (alike === undefined) groups.set(reasons, [order]);
    else alike.push(order);
  }
  return groups;
}

/** The first rule that is named: a filter where one refuses, else a group. */
function placeOf(rules: Rules, { culprits }: OrderInCare): LintPlace {
  const first = culprits.find(({ kind }) => kind === 'filter') ?? culprits[0];
  if (first === undefined) return { path: '', name: '' };
  const places = first.kind === 'filter' ? rules.filters : rules.groups;
  return places.get(first.name) ?? { path: '', name: first.name };
}
