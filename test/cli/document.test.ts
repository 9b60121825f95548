// YAML and JSON documents are refused with the line at fault, and survive a round trip.

import { expect, test } from 'vitest';
import { parseMessage, toYaml } from '../../src/cli/document.js';
import { CliFailure } from '../../src/cli/failure.js';
import { toJson } from '../../src/cli/proto-json.js';
import { messageType } from '../../src/cli/schema.js';

const TYPE = messageType('Configuration');

function violationsOf(text: string): string[] {
  try {
    parseMessage('rules.yaml', text, TYPE);
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    return error.violations.map(
      ({ field, description, line }) => `${line ?? '-'} ${field}: ${description}`,
    );
  }
  return [];
}

test.each([
  ['filters:\n  - name: a\n    operater: EQUAL\n', '3 filters[0].operater: unknown key'],
  ['filters:\n  - name: a\n  - operator: EQUALS\n', "3 filters[1].operator: 'EQUALS'"],
  [
    'dataLists:\n  - entries:\n      - stringValue: 1500\n',
    '3 dataLists[0].entries[0].stringValue: must be text, not 1500: write it in quotes',
  ],
  ['{"routes":\n [{"orderType": 7}]}', '2 routes[0].orderType: must be one of'],
  ['routes: []\nroutes: []\n', '2 : Map keys must be unique'],
  ['routes: [\n', '2 : '],
  ['- a\n', '- : must be an object, not a list'],
])('%j is refused', (text, expected) => {
  expect(violationsOf(text).join('\n')).toContain(expected);
});

test('keys that only another type has are left out by name, and no others', () => {
  const type = messageType('SuggestCandidatesRequest');
  const read = (text: string) =>
    parseMessage('order.json', text, type, messageType('SuggestRoutingRequest'));
  const { message, leftOut } = read('{orderId: a, total_minor: 5, isExpress: true, sort: null}');
  expect(message).toEqual({ isExpress: true });
  expect(leftOut).toEqual(['orderId', 'total_minor']);
  expect(() => read('{orderID: a, totalMinor: 5}')).toThrow('a problem');
  expect(() => read('[orderId]')).toThrow('a problem');
});

test('a path leads to the line of a key of a map, whatever the key holds', () => {
  const values = ['a.b: x', 'drive-cost: "5"', '"[0]": z', "'\\\"': w"];
  const lines = [
    'dataSets:',
    '  - rows:',
    '      - values:',
    ...values.map((one) => `          ${one}`),
  ];
  const { lineOf } = parseMessage('rules.yaml', lines.join('\n'), TYPE);
  const at = (key: string) => lineOf(`data_sets[0].rows[0].values[${JSON.stringify(key)}]`);
  expect(['a.b', 'drive-cost', '[0]', '\\"'].map(at)).toEqual([4, 5, 6, 7]);
  expect(lineOf('data_sets[0].rows[0].location_code')).toBe(3);
});

test('what is 0, false or empty and has a meaning so survives', () => {
  const message = {
    locationGroups: [
      {
        sorts: [{ score: { inventoryCoefficient: 0, priceShare: 0 } }],
        filterLogicalGroups: [{ orderIndex: 1, parentOrderIndex: 0 }],
      },
    ],
    dataSets: [
      {
        columns: [{ name: 'cost', defaultValue: '0', filterable: false, sortable: false }],
        rows: [{ locationCode: 'A', values: { cost: '0.50' } }],
      },
    ],
    rateCards: [
      {
        active: false,
        defaultUnitWeightGrams: 0,
        weightBandsGrams: [0.5, 2],
        zones: [{ distanceKmMax: 0, priceMinor: [0, 100] }],
      },
    ],
  };
  const yaml = toYaml(toJson(TYPE, message));
  expect(parseMessage('rules.yaml', yaml, TYPE).message).toEqual(message);
  expect(yaml).toContain('parentOrderIndex: 0');
});

test('an empty document is an empty configuration', () => {
  expect(parseMessage('rules.yaml', '', TYPE).message).toEqual({});
});

test('aliases that would unfold without end are refused', () => {
  const lines = ['n0: &n0 [x]'];
  for (let i = 1; i < 10; i++)
    lines.push(
      `n${i}: &n${i} [${Array(9)
        .fill(`*n${i - 1}`)
        .join(', ')}]`,
    );
  const bomb = lines.join('\n');
  expect(() => parseMessage('rules.yaml', bomb, TYPE)).toThrow(CliFailure);
});

test('the three states of a filter on what is unknown survive', () => {
  const filters = [
    { name: 'a' },
    { name: 'b', acceptNulls: false },
    { name: 'c', acceptNulls: true },
  ];
  const yaml = toYaml(toJson(TYPE, { filters }));
  expect(yaml.match(/acceptNulls: .*/g)).toEqual(['acceptNulls: false', 'acceptNulls: true']);
  expect(parseMessage('rules.yaml', yaml, TYPE).message).toEqual({ filters });
});

test('texts that look like numbers come back as texts', () => {
  const yaml = toYaml({ dataLists: [{ name: '007', entries: [{ stringValue: '02134' }] }] });
  expect(parseMessage('rules.yaml', yaml, TYPE).message).toEqual({
    dataLists: [{ name: '007', entries: [{ stringValue: '02134' }] }],
  });
});
