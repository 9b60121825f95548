// After-actions that do nothing or less than they say, and limits of which one keeps another, or an
// action, from having an effect.

import type { AfterActionProgram } from '../../columns/program.js';
import type { AfterActionDocument } from '../document.js';
import { ACTIONS, ASSIGN_TO_GROUP, numberOf, RESTART, RESTARTS } from '../enumerations.js';
import type { Findings } from './findings.js';
import type { ActiveGroup, Rules } from './rules.js';

/** An after-action, where it stands and what it became. */
type PlacedAction = {
  readonly group: ActiveGroup;
  readonly path: string;
  readonly isNone: boolean;
  readonly document: AfterActionDocument;
  readonly program: AfterActionProgram;
};

/** Adds what is wrong with after-actions and limits. */
export function lintActions(rules: Rules, findings: Findings): void {
  const actions = rules.liveRoutes.flatMap(({ groups }) =>
    groups.flatMap((group, place) => actionsOf(rules.group(group), place)),
  );
  for (const { place, groupCount, action } of withCounts(rules, actions)) {
    lintTarget(rules, action, findings);
    lintEffect(action, place, groupCount, findings);
  }
  lintLimits(
    rules,
    actions.map(({ action }) => action),
    findings,
  );
}

type AtPlace = { readonly place: number; readonly action: PlacedAction };

function actionsOf(group: ActiveGroup, place: number): AtPlace[] {
  const { document, program, path } = group;
  const both = [
    [document.afterActionPartial, program.afterPartial, 'after_action_partial'],
    [document.afterActionNone, program.afterNone, 'after_action_none'],
  ] as const;
  return both.flatMap(([written, compiled, field]) => {
    if (written === undefined || compiled === null) return [];
    const isNone = field === 'after_action_none';
    const action = {
      group,
      path: `${path}.${field}`,
      isNone,
      document: written,
      program: compiled,
    };
    return [{ place, action }];
  });
}

function withCounts(rules: Rules, actions: readonly AtPlace[]) {
  const counts = new Map(rules.liveRoutes.map(({ name, groups }) => [name, groups.length]));
  return actions.map((one) => {
    const { route = '' } = one.action.group.document;
    return { ...one, groupCount: counts.get(route) ?? 0 };
  });
}

/** The group that an action names, where it reads one. */
function lintTarget(rules: Rules, action: PlacedAction, findings: Findings): void {
  const { group, document, program } = action;
  const restart = numberOf(RESTARTS, document.restartAttempt);
  const place = { path: action.path, name: group.name };
  if (restart === 0) return;
  if (program.kind !== 'split' && program.kind !== 'go-to-group') {
    const text = `${nameOf(document.action)} ends routing: its restart_attempt is never read`;
    findings.note('RESTART_NEVER_READ', place, text, nameOf(document.restartAttempt));
    return;
  }
  if (restart !== RESTART.groupRank) return;
  const { restartGroup = '' } = document;
  const target = rules.groups.get(restartGroup)?.document;
  if (restartGroup === '') {
    const text = 'GROUP_RANK names no group: the next group by rank is meant';
    findings.warn('ACTION_TARGET', place, text);
  } else if (target === undefined || target.route !== group.document.route) {
    const why = target === undefined ? 'there is none' : `it is of route '${target.route}'`;
    const text = `names group '${restartGroup}', but ${why}: the next group by rank is meant`;
    findings.warn('ACTION_TARGET', place, text, restartGroup);
  } else if (target.active === false) {
    const text = `names group '${restartGroup}', which is inactive: the next active one is meant`;
    findings.warn('ACTION_TARGET', place, text, restartGroup);
  }
}

function lintEffect(
  { group, path, isNone, document, program }: PlacedAction,
  groupPlace: number,
  groupCount: number,
  findings: Findings,
): void {
  const place = { path, name: group.name };
  const { kind, firstGroup, lastGroup, isIfFulfilled } = program;
  const left = isIfFulfilled ? 'nothing is done' : 'only the rest gets its state';
  if (numberOf(ACTIONS, document.action) === ASSIGN_TO_GROUP) {
    // Nothing changed since the group was tried: it is left for the next one at once.
    if (firstGroup === groupPlace) {
      const text = 'sends the order to its own group, where nothing has changed: as no action does';
      findings.warn('ACTION_WITHOUT_EFFECT', place, text, group.name);
    } else if (firstGroup === groupPlace + 1) {
      const text = 'sends the order to the next group, where it goes without an action too';
      findings.note('ACTION_WITHOUT_EFFECT', place, text);
    }
  } else if (kind === 'split' && firstGroup >= groupCount) {
    const text = `no group is behind this one to split over: ${left}`;
    findings.warn('ACTION_WITHOUT_EFFECT', place, text);
  } else if (kind === 'split' && isNone && firstGroup === groupPlace && lastGroup === groupPlace) {
    const text = `the group could serve nothing, and the split looks in it alone: ${left}`;
    findings.note('ACTION_WITHOUT_EFFECT', place, text);
  }
}

function nameOf(value = ''): string {
  return value.replace(/^(FAILOVER_ACTION|RESTART_ATTEMPT)_/, '');
}

function lintLimits(rules: Rules, actions: readonly PlacedAction[], findings: Findings): void {
  const { settings = {} } = rules.document;
  const { maxFulfillingLocations = 0, maxSplitItemLocations = 0, autoAssignLimit = 0 } = settings;
  const splitOfOrder = { path: 'settings.max_fulfilling_locations', name: '' };
  const splitOfLine = { path: 'settings.max_split_item_locations', name: '' };
  if (maxFulfillingLocations > 0 && maxSplitItemLocations > maxFulfillingLocations) {
    const text = `a line may have ${maxSplitItemLocations} locations, its order only`;
    const whole = `${text} ${maxFulfillingLocations}: the limit of lines is never met`;
    findings.warn('LIMITS_CONTRADICT', splitOfLine, whole);
  }
  const split = actions.find(({ program }) => program.kind === 'split');
  if (maxFulfillingLocations === 1 && split !== undefined) {
    const text = 'an order has one location at most: a split takes what that one can give';
    findings.note('LIMITS_CONTRADICT', splitOfOrder, text, split.group.name);
  }
  const divided = actions.find(({ program }) => program.isQuantitySplit);
  if (maxSplitItemLocations === 1 && maxFulfillingLocations !== 1 && divided !== undefined) {
    const text = 'a line has one location at most: no quantity split ever divides a line';
    findings.note('LIMITS_CONTRADICT', splitOfLine, text, divided.group.name);
  }
  const { tooManyAssignsAction } = settings;
  if (autoAssignLimit === 0 && tooManyAssignsAction !== undefined) {
    const place = { path: 'settings.too_many_assigns_action', name: '' };
    const text = 'never happens: auto_assign_limit is 0, so no order is assigned too often';
    findings.note('LIMITS_CONTRADICT', place, text);
  }
}
