// Is what allocations count the sum of what they counted, whatever the clock, the rules and the
// store do meanwhile? Random operations beside a list of all that was ever counted.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ConfigurationDocument,
  FulfillmentLimitDocument,
} from '../../../src/configuration/document.js';
import { openDatabase, transact, type Database } from '../../../src/stores/embedded/database.js';
import {
  countLimits,
  fullCounts,
  returnLimits,
  type LimitAsk,
  type LimitReturn,
} from '../../../src/stores/embedded/limits/counts.js';
import { areCountsOld, pruneCounts } from '../../../src/stores/embedded/limits/prune.js';
import {
  applyTallies,
  loadTallies,
  settleTallies,
} from '../../../src/stores/embedded/limits/tallies.js';
import { ruleOf, startOf } from '../../../src/stores/embedded/limits/rules.js';
import { TenantDraft } from '../../../src/stores/embedded/tenant-draft.js';
import { TenantState } from '../../../src/stores/embedded/tenant-state.js';

const SITE = 'shop';
const ZONES = ['', 'Europe/Berlin', 'Asia/Kathmandu'];
const BEGIN = Date.parse('2026-03-27T21:10:00.123Z');

let folder: string;
let database: Database;
let tenants = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-limits-'));
  database = openDatabase(folder);
});
afterAll(async () => {
  await database.root.close();
  await rm(folder, { recursive: true });
});

type Limit = FulfillmentLimitDocument;
type Counted = { -readonly [Key in keyof LimitReturn]: LimitReturn[Key] };

function documentOf(limits: readonly (Limit | null)[]): ConfigurationDocument {
  return {
    routes: [{ id: 1, name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    locationGroups: limits.map((fulfillmentLimit, i) => ({
      id: 11 + i,
      name: `group ${i}`,
      route: 'ship',
      rank: 1 + i,
      isDefaultGroup: i === 0,
      ...(fulfillmentLimit === null ? {} : { fulfillmentLimit }),
    })),
  };
}

/** A tenant with three locations, whose store is a part of one: that of the limits. */
class Subject {
  state: TenantState;
  now = BEGIN;
  hasPruned = false;
  /** All that was counted and not returned. */
  readonly counted: Counted[] = [];
  private limits: readonly (Limit | null)[];
  private readonly number = ++tenants;

  constructor(limits: readonly (Limit | null)[]) {
    this.limits = limits;
    this.state = new TenantState('1', this.number, {});
    this.commit((draft) => {
      const locations = ZONES.map((timeZone, i) => ({ id: i + 1, code: `L${i}`, timeZone }));
      draft.putLocations(new Map(locations.map((location, i) => [i, location])));
      this.putRules(draft);
    });
  }

  commit(body: (draft: TenantDraft) => void): void {
    const draft = new TenantDraft(this.state, database, this.now);
    transact(database, () => {
      body(draft);
      draft.recompile();
      settleTallies(database, draft);
    });
    draft.apply();
    applyTallies(draft);
  }

  private putRules(draft: TenantDraft): void {
    const document = documentOf(this.limits);
    draft.putSite(SITE, {
      record: { live: 1, versionCount: 1, nextId: 99 },
      version: { etag: '', createTimeEpochMs: 0 },
      document,
      program: draft.compile(document, 1),
    });
  }

  change(limits: readonly (Limit | null)[]): void {
    this.limits = limits;
    this.commit((draft) => this.putRules(draft));
  }

  count(asks: readonly LimitAsk[]): void {
    const full = asks.filter((ask) => this.isFull(ask));
    this.commit((draft) => {
      expect(fullCounts(database, draft, SITE, asks)).toEqual(full);
      countLimits(database, draft, SITE, asks);
    });
    const limited = asks.filter(({ groupId }) => this.limits[groupId - 11] !== null);
    this.counted.push(...limited.map((ask) => ({ ...ask, countedAtEpochMs: this.now })));
  }

  giveBack(place: number, items: number): void {
    const found = this.counted[place % Math.max(1, this.counted.length)];
    if (found === undefined) return;
    const orders = items >= found.items ? found.orders : 0;
    const valueMinor = Math.min(1, found.valueMinor);
    const given = { ...found, orders, items: Math.min(items, found.items), valueMinor };
    this.commit((draft) => returnLimits(database, draft, SITE, [given]));
    found.items -= given.items;
    found.valueMinor -= valueMinor;
    if (orders === 1) found.orders = 0;
  }

  /** On what it left on disk. */
  reopen(): void {
    const { table, documents, indexes, sites } = this.state;
    this.state = new TenantState('1', this.number, {});
    Object.assign(this.state, { table, documents, indexes });
    const draft = new TenantDraft(this.state, database, this.now);
    const site = sites.get(SITE);
    if (site === undefined) throw new Error('no site');
    const program = draft.compile(site.document, 1);
    this.state.sites = new Map([[SITE, { ...site, program }]]);
    loadTallies(database, this.state, this.now);
  }

  prune(): void {
    this.hasPruned = true;
    while (areCountsOld(this.state, this.now)) {
      transact(database, () => pruneCounts(database, this.state, this.now, 5000));
    }
  }

  /** Whether a location has reached the limit of a group, by all that was ever counted. */
  isFull({ groupId, location, orders }: LimitAsk, at = this.now): boolean {
    const limit = this.limits[groupId - 11] ?? null;
    if (limit === null) return false;
    const most = limit.limit ?? 0;
    if (most === 0) return true;
    const kind = limit.type?.replace('FULFILLMENT_LIMIT_TYPE_', '');
    if (kind === 'ORDERS' && orders === 0) return false;
    const start = startOf(ruleOf(limit, ZONES[location]), at);
    let used = 0;
    for (const one of this.counted) {
      if (one.groupId !== groupId || one.location !== location) continue;
      if (one.countedAtEpochMs < start) continue;
      used += kind === 'ORDERS' ? one.orders : kind === 'ITEMS' ? one.items : one.valueMinor;
    }
    return used >= most;
  }

  /** Now, later, and about when counts of a limit that rolls count no more. */
  private timesOf(groupId: number, later: number): number[] {
    const limit = this.limits[groupId - 11] ?? null;
    const lengthMs = limit === null ? 0 : ruleOf(limit).lengthMs;
    const ends = this.counted.slice(-5).map((one) => one.countedAtEpochMs + lengthMs);
    const times = [later, ...ends, ...ends.map((end) => end - 1)];
    return [this.now, ...times.filter((time) => time > this.now)];
  }

  /** What routing reads is what is so, now and later. Answers how often somebody is full. */
  expectColumns(laterMs: number): number {
    let fullCount = 0;
    const groups = this.state.sites.get(SITE)?.program.allRoutes[0].groups ?? [];
    for (const { id: groupId, limit } of groups) {
      for (let location = 0; location < ZONES.length; location++) {
        const ask = { groupId, location, orders: 1, items: 1, valueMinor: 1 } as const;
        for (const at of this.timesOf(groupId, this.now + laterMs)) {
          const isFull = (limit?.fullUntilMs[location] ?? 0) > at;
          expect(isFull, `group ${groupId} at ${location}`).toBe(this.isFull(ask, at));
          fullCount += Number(isFull);
        }
      }
    }
    return fullCount;
  }
}

const limitOf = fc.record<Limit>({
  type: fc.constantFrom('ORDERS', 'ITEMS', 'VALUE').map((end) => `FULFILLMENT_LIMIT_TYPE_${end}`),
  limit: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.constant(0)),
  durationUnit: fc.constantFrom('HOUR', 'DAY', 'WEEK').map((end) => `DURATION_UNIT_${end}`),
  durationCount: fc.constantFrom(0, 1, 2),
  period: fc.constantFrom('LIMIT_PERIOD_CALENDAR', 'LIMIT_PERIOD_ROLLING'),
});
const limits = fc.tuple(limitOf, fc.option(limitOf, { freq: 4 }));
const ask = fc.record<LimitAsk>({
  groupId: fc.constantFrom(11, 12),
  location: fc.nat(2),
  orders: fc.constantFrom(0, 1, 1, 1),
  items: fc.nat(2),
  valueMinor: fc.nat(2),
});
const asks = fc.uniqueArray(ask, {
  maxLength: 3,
  selector: ({ groupId, location }) => `${groupId} ${location}`,
});
const stepMs = fc.oneof(fc.nat(2), fc.nat(40 * 60_000), fc.nat(30 * 3_600_000));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ wait: stepMs, count: asks }) },
  { weight: 3, arbitrary: fc.record({ give: fc.nat(), items: fc.nat(2) }) },
  fc.record({ limits }),
  fc.constant({ reopens: true }),
  fc.constant({ prunes: true }),
);

describe('counts of fulfilment limits', () => {
  it('are the sum of what was counted', () => {
    let fullCount = 0;
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 30 }), (first, steps) => {
        const subject = new Subject(first);
        for (const one of steps) {
          if ('count' in one) {
            subject.now += one.wait;
            subject.count(one.count);
          } else if ('give' in one) subject.giveBack(one.give, one.items);
          else if ('limits' in one) {
            // What was forgotten under a shorter limit does not come back.
            if (!subject.hasPruned) subject.change(one.limits);
          } else if ('reopens' in one) subject.reopen();
          else subject.prune();
          fullCount += subject.expectColumns(1 + (subject.now % 90_000_000));
        }
      }),
      { numRuns: 150 },
    );
    expect(fullCount).toBeGreaterThan(1000);
  });
});
