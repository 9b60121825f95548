// What the fulfilment limit of a group means at a location: what is counted, from when on, and when
// that ends. Knows no counts.

import type {
  ConfigurationDocument,
  FulfillmentLimitDocument,
} from '../../../configuration/document.js';
import {
  DURATION_UNITS,
  LIMIT_PERIOD,
  LIMIT_PERIODS,
  LIMIT_TYPES,
  numberOf,
} from '../../../configuration/enumerations.js';
import type { SiteState } from '../tenant-state.js';
import { UTC } from '../../time-zone.js';
import { calendarPeriod, rollingMs, type Period } from './periods.js';

/** The limit of a group at a location. */
export type LimitRule = {
  /** Two rules of one text count the same from the same time on. */
  readonly text: string;
  /** One of LIMIT_TYPE. */
  readonly type: number;
  readonly limit: number;
  /** Of a limit that rolls, how long counts count; 0: it goes by the calendar. */
  readonly lengthMs: number;
  /** See calendarPeriod. */
  readonly zone: string;
  readonly unit: number;
  readonly count: number;
  /** The period that was asked for last. */
  period: Period;
};

type Limits = ReadonlyMap<number, FulfillmentLimitDocument>;

const limitsOfDocuments = new WeakMap<ConfigurationDocument, Limits>();

/** The limits of a site's groups, by the id of the group. */
export function limitsOf({ document }: Pick<SiteState, 'document'>): Limits {
  const known = limitsOfDocuments.get(document);
  if (known !== undefined) return known;
  const limits = new Map<number, FulfillmentLimitDocument>();
  for (const { id, fulfillmentLimit } of document.locationGroups ?? []) {
    if (id !== undefined && fulfillmentLimit !== undefined) limits.set(id, fulfillmentLimit);
  }
  limitsOfDocuments.set(document, limits);
  return limits;
}

const rulesOfLimits = new WeakMap<FulfillmentLimitDocument, Map<string, LimitRule>>();

/** What a limit means at a location with this time zone; '': UTC. */
export function ruleOf(document: FulfillmentLimitDocument, timeZone = ''): LimitRule {
  let rules = rulesOfLimits.get(document);
  if (rules === undefined) rulesOfLimits.set(document, (rules = new Map()));
  let rule = rules.get(timeZone);
  if (rule === undefined) rules.set(timeZone, (rule = readRule(document, timeZone)));
  return rule;
}

function readRule(document: FulfillmentLimitDocument, timeZone: string): LimitRule {
  const { limit = 0, durationCount = 0 } = document;
  const type = numberOf(LIMIT_TYPES, document.type);
  const unit = numberOf(DURATION_UNITS, document.durationUnit);
  const count = durationCount || 1;
  const isRolling = numberOf(LIMIT_PERIODS, document.period) === LIMIT_PERIOD.rolling;
  const zone = isRolling ? UTC : timeZone || UTC;
  const lengthMs = isRolling ? rollingMs(unit, count) : 0;
  const text = `${type} ${unit} ${count} ${lengthMs} ${zone}`;
  return { text, type, limit, lengthMs, zone, unit, count, period: NEVER };
}

const NEVER: Period = { startEpochMs: 0, endEpochMs: 0 };

/** From when on what was counted counts at a time. */
export function startOf(rule: LimitRule, epochMs: number): number {
  // What is exactly as old as the limit is long counts no more.
  if (rule.lengthMs > 0) return Math.floor(epochMs - rule.lengthMs) + 1;
  return periodOf(rule, epochMs).startEpochMs;
}

/** When the period of a limit of the calendar ends. */
export function endOf(rule: LimitRule, epochMs: number): number {
  return periodOf(rule, epochMs).endEpochMs;
}

function periodOf(rule: LimitRule, epochMs: number): Period {
  const { startEpochMs, endEpochMs } = rule.period;
  if (epochMs < startEpochMs || epochMs >= endEpochMs) {
    rule.period = calendarPeriod(rule.zone, rule.unit, rule.count, epochMs);
  }
  return rule.period;
}
