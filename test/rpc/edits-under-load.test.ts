// Edits of the rules while orders stream in: every answer names a version and is right for it.

import { afterEach, describe, expect, it } from 'vitest';
import { type Decoded, type TestClient, times } from './support/client.js';
import { loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const CODES = ['N0', 'N1', 'N2', 'N3', 'N4'];
const STATES = [
  'STATE_CHANGE_CANCEL',
  'STATE_CHANGE_CUSTOMER_CARE',
  'STATE_CHANGE_AVAILABLE',
  'STATE_CHANGE_BACKORDER',
];

let running: Running;

afterEach(() => running.stop());

/** What the edited parts of the rules are, as far as they matter to the order of this test. */
type Rules = {
  /** Codes by rank. */
  readonly ranked: readonly string[];
  readonly state: string;
  /** Codes in the data list of the filter. */
  readonly listed: readonly string[];
  readonly isFiltered: boolean;
};

/** One edit: the call, and what it makes of the rules. */
type Edit = {
  readonly method: string;
  readonly request: object;
  readonly change: (rules: Rules) => Rules;
};

/** The rules of the first version, which `writeRules` makes. */
const FIRST: Rules = { ranked: CODES, state: STATES[0], listed: [], isFiltered: true };

type Ids = { readonly group: number; readonly list: number };

async function writeRules(client: TestClient): Promise<Ids> {
  await client.call('LocationService.BatchUpsertLocations', {
    locations: CODES.map((code) => ({ code, name: code, countryCode: 'US' })),
  });
  await client.call('InventoryService.BatchUpsertInventory', {
    updates: CODES.map((locationCode) => ({ product: { upc: 'X' }, locationCode, onHand: 9 })),
  });
  const { dataList } = await client.call('DataListService.CreateDataList', {
    dataList: { name: 'closed', type: 'DATA_LIST_TYPE_LOCATION' },
  });
  await client.call('FilterService.CreateFilter', {
    filter: {
      name: 'open',
      attribute: 'location.locationCode',
      operator: 'FILTER_OPERATOR_NOT_IN',
      dataList: 'closed',
    },
  });
  const { configuration } = await client.call('ConfigurationService.GetConfiguration', {});
  const { version } = await client.call('ConfigurationService.ApplyConfiguration', {
    configuration: {
      ...configuration,
      settings: { defaultStateChange: FIRST.state },
      locationGroups: [
        {
          name: 'ranked',
          route: 'ship',
          rank: 1,
          locations: CODES.map((locationCode, i) => ({ locationCode, rank: i + 1 })),
          filters: ['open'],
          sorts: [{ type: 'SORT_TYPE_RANK' }],
          afterActionPartial: {
            action: 'FAILOVER_ACTION_LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED',
          },
        },
      ],
    },
  });
  expect(version.version).toBe(FIRST_VERSION);
  const { locationGroup } = await client.call('LocationGroupService.GetLocationGroup', {
    name: 'ranked',
  });
  return { group: locationGroup.id, list: dataList.id };
}

/** What `loadNetwork` and `writeRules` come to: two documents, a list and a filter. */
const FIRST_VERSION = 4;

/** One unit that the first open location gets, and one that nobody has. */
const SPLIT = {
  ...ORDER,
  items: [
    { upc: 'X', quantity: 1, backorderable: true },
    { upc: 'NOBODY', quantity: 1, backorderable: true },
  ],
};

/** The location that gets the first line, and the state of whatever no location gets. */
function expected({ ranked, state, listed, isFiltered }: Rules): string {
  const first = ranked.find((code) => !isFiltered || !listed.includes(code));
  return `${first ?? state} ${state}`;
}

function decided({ assignments, stateChanges }: Decoded): string {
  const states = new Map<number, string>(
    stateChanges.map((one: Decoded) => [one.orderItemId, one.stateChange]),
  );
  return `${assignments[0]?.locationCode ?? states.get(1)} ${states.get(2)}`;
}

/** The edit with this number. Edits of one batch change different parts, in whatever order. */
function editOf(number: number, { group, list }: Ids): Edit {
  const turn = Math.floor(number / 4);
  switch (number % 4) {
    case 0: {
      const ranked = CODES.map((_, i) => CODES[(i * 2 + turn) % CODES.length]);
      const locations = ranked.map((locationCode, i) => ({ locationCode, rank: i + 1 }));
      return {
        method: 'LocationGroupService.AddLocations',
        request: { id: group, locations },
        change: (rules) => ({ ...rules, ranked }),
      };
    }
    case 1: {
      const state = STATES[turn % STATES.length];
      return {
        method: 'SettingsService.UpdateSettings',
        request: {
          settings: { defaultStateChange: state },
          updateMask: { paths: ['default_state_change'] },
        },
        change: (rules) => ({ ...rules, state }),
      };
    }
    case 2: {
      const listed = CODES.filter((_, i) => (turn >> i) & 1);
      return {
        method: 'DataListService.UpdateDataList',
        request: {
          dataList: {
            id: list,
            name: `closed ${turn % 3}`,
            entries: listed.map((stringValue) => ({ stringValue })),
          },
          updateMask: { paths: ['name', 'entries'] },
        },
        change: (rules) => ({ ...rules, listed }),
      };
    }
    default: {
      const isFiltered = turn % 3 !== 0;
      return {
        method: 'LocationGroupService.SetLocationGroupFilters',
        request: { id: group, filters: isFiltered ? ['open'] : [] },
        change: (rules) => ({ ...rules, isFiltered }),
      };
    }
  }
}

/** What a stream of orders was answered, and what it had to be answered at least. */
type Answered = { readonly version: number; readonly floor: number; readonly decision: string };

/** Orders on one stream, so many at once, until it is stopped. */
class OrderStream {
  readonly answers: Answered[] = [];
  private readonly stream;
  private readonly floors: number[] = [];
  private readonly acknowledged: () => number;
  private isStopping = false;
  private ended: Promise<void>;

  constructor(client: TestClient, inFlight: number, acknowledged: () => number) {
    this.acknowledged = acknowledged;
    this.stream = client.duplex('RoutingService.StreamSuggestRouting', { deadlineMs: 60_000 });
    this.stream.on('data', (answer: Decoded) => this.hear(answer));
    this.ended = new Promise((resolve, reject) => {
      this.stream.on('end', resolve);
      this.stream.on('error', reject);
    });
    this.ended.catch(() => {});
    for (let i = 0; i < inFlight; i++) this.send();
  }

  stop(): Promise<void> {
    this.isStopping = true;
    return this.ended;
  }

  private send(): void {
    // The place of an order is its request id.
    const requestId = String(this.floors.push(this.acknowledged()) - 1);
    this.stream.write({ requestId, request: SPLIT });
  }

  private hear({ requestId, response, error }: Decoded): void {
    if (response === undefined || response === null) throw new Error(JSON.stringify(error));
    this.answers.push({
      version: response.context.configurationVersion,
      floor: this.floors[Number(requestId)],
      decision: decided(response.decision),
    });
    if (!this.isStopping) this.send();
    else if (this.answers.length === this.floors.length) this.stream.end();
  }
}

/** Makes the edits, four at once, and answers the decision that each version must give. */
async function editAll(
  client: TestClient,
  ids: Ids,
  editCount: number,
  acknowledge: (version: number) => void,
): Promise<Map<number, string>> {
  const decisions = new Map([[FIRST_VERSION, expected(FIRST)]]);
  let rules = FIRST;
  for (let number = 0; number < editCount; number += 4) {
    const edits = times(4, 0).map((_, i) => editOf(number + i, ids));
    const made = await Promise.all(
      edits.map(async ({ method, request, change }) => {
        const { configurationVersion } = await client.call(method, request);
        acknowledge(configurationVersion);
        return { version: configurationVersion as number, change };
      }),
    );
    made.sort((left, right) => left.version - right.version);
    for (const { version, change } of made) {
      rules = change(rules);
      // An edit that changes nothing answers the version that is there, before or after its maker.
      decisions.set(version, expected(rules));
    }
  }
  return decisions;
}

async function editUnderLoad(workerCount: number, editCount: number) {
  running = await startReal({ workerCount });
  const { client } = running;
  await loadNetwork(client);
  const ids = await writeRules(client);
  let acknowledged = FIRST_VERSION;
  const acknowledge = (version: number) => {
    acknowledged = Math.max(acknowledged, version);
  };
  const one = new OrderStream(client, 1, () => acknowledged);
  const many = new OrderStream(client, 64, () => acknowledged);
  const decisions = await editAll(client, ids, editCount, acknowledge);
  await Promise.all([one.stop(), many.stop()]);
  const { items } = await running.engine.store.listConfigurationVersions(
    { tenantId: '1', siteId: '1' },
    1,
    '',
  );
  return { decisions, lastVersion: items[0].version, one: one.answers, many: many.answers };
}

function checkAnswers(answers: readonly Answered[], decisions: ReadonlyMap<number, string>): void {
  const wrong = answers.filter(({ version, decision }) => decisions.get(version) !== decision);
  expect(wrong.slice(0, 5)).toEqual([]);
  const early = answers.filter(({ version, floor }) => version < floor);
  expect(early.slice(0, 5)).toEqual([]);
}

function isNeverBack(answers: readonly Answered[]): boolean {
  return answers.every(({ version }, i) => i === 0 || version >= answers[i - 1].version);
}

describe('while orders stream in', () => {
  it('a thousand edits are seen by what comes after them, and none is seen in part', async () => {
    const { decisions, lastVersion, one, many } = await editUnderLoad(1, 1000);
    // Every edit but those that changed nothing is a version.
    expect(lastVersion).toBe(FIRST_VERSION + decisions.size - 1);
    expect(lastVersion).toBeGreaterThan(900);
    checkAnswers(one, decisions);
    checkAnswers(many, decisions);
    expect([isNeverBack(one), isNeverBack(many)]).toEqual([true, true]);
    expect(many.length).toBeGreaterThan(1000);
    expect(new Set(many.map(({ version }) => version)).size).toBeGreaterThan(100);
    expect(new Set(many.map(({ decision }) => decision)).size).toBeGreaterThan(10);
  });

  it('so are fewer on several workers', async () => {
    const { decisions, one, many } = await editUnderLoad(2, 400);
    checkAnswers(one, decisions);
    checkAnswers(many, decisions);
    // Of several orders in flight a later one may be answered before an earlier one.
    expect(isNeverBack(one)).toBe(true);
    expect(new Set(many.map(({ version }) => version)).size).toBeGreaterThan(40);
  });
});
