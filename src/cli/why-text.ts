// Why a location was chosen or not, as text for people.

import { clean, type Column, table } from './table.js';

type KeyJson = {
  readonly key: string;
  readonly value?: number;
  readonly otherValue?: number;
  readonly decides: boolean;
};
type GroupJson = {
  readonly group: string;
  readonly rank: number;
  readonly step: string;
  readonly future: boolean;
  readonly outcome: string;
  readonly text: string;
  readonly refusals: readonly { readonly filter: string; readonly text: string }[];
  readonly shortages: readonly {
    readonly orderItemId: number;
    readonly product: string;
    readonly needed: number;
    readonly available: number;
  }[];
  readonly place?: {
    readonly place: number;
    readonly survivors: number;
    readonly otherLocationCode: string;
    readonly keys: readonly KeyJson[];
  } | null;
};
type FlipJson = {
  readonly kind: string;
  readonly text: string;
  readonly found: boolean;
  readonly exhaustive: boolean;
  readonly assignments: readonly { readonly orderItemId: number; readonly quantity: number }[];
};

/** The JSON form of an ExplainLocationResponse, as far as it is printed. */
export type WhyJson = {
  readonly text: string;
  readonly verdict: string;
  readonly lines: readonly {
    readonly orderItemId: number;
    readonly quantity: number;
    readonly available: number;
    readonly state: string;
  }[];
  readonly groups: readonly GroupJson[];
  readonly flips: readonly FlipJson[];
  readonly exhaustive: boolean;
  readonly decisions: number;
};

/** More units than that are any number. */
const INFINITE_UNITS = 4_000_000_000;

const LINE_COLUMNS: readonly Column[] = [
  { heading: 'line', isRight: true },
  { heading: 'quantity', isRight: true },
  { heading: 'it has', isRight: true },
  { heading: 'state' },
];

const GROUP_COLUMNS: readonly Column[] = [
  { heading: 'rank', isRight: true },
  { heading: 'group' },
  { heading: 'step' },
  { heading: 'the location' },
];

/** The answer for people: the main reason, the lines, the groups, and what would choose it. */
export function whyText(answer: WhyJson): string {
  const { text, lines, groups, verdict } = answer;
  const parts = [`${clean(text)}\n`];
  if (lines.length > 0) parts.push(linesText(lines));
  if (groups.length > 0) parts.push(groupsText(groups));
  if (verdict !== 'CHOSEN') parts.push(flipsText(answer));
  return parts.join('\n');
}

function linesText(lines: WhyJson['lines']): string {
  const rows = lines.map(({ orderItemId, quantity, available, state }) => [
    `${orderItemId}`,
    `${quantity}`,
    available >= INFINITE_UNITS ? 'any number' : `${available}`,
    wordsOf(state),
  ]);
  return table(LINE_COLUMNS, rows);
}

function groupsText(groups: readonly GroupJson[]): string {
  const rows = groups.flatMap((entry) => {
    const { rank, group, step, future, text } = entry;
    const told = `${wordsOf(step)}${future ? ', future stock' : ''}`;
    return [
      [`${rank}`, group, told, text],
      ...detailsOf(entry).map((detail) => ['', '', '', `  ${detail}`]),
    ];
  });
  return table(GROUP_COLUMNS, rows);
}

/** What the sentence of an entry does not say. */
function detailsOf({ text, refusals, shortages, place }: GroupJson): string[] {
  const details: string[] = [];
  for (const refusal of refusals) {
    if (text.includes(refusal.text)) continue;
    details.push(`'${refusal.filter}': ${refusal.text}`);
  }
  if (shortages.length > 1) {
    for (const { orderItemId, product, needed, available } of shortages) {
      details.push(`line ${orderItemId}: ${available} of ${needed} ${product}`);
    }
  }
  if (place !== undefined && place !== null && place.keys.length > 0) {
    const { survivors, otherLocationCode, keys } = place;
    details.push(`${place.place} of ${survivors} in the sort; ${otherLocationCode} beside it:`);
    for (const { key, value, otherValue, decides } of keys) {
      const mark = decides ? ' (decides)' : '';
      const values = key === 'LOCATION_CODE' ? '' : ` ${told(value)}, ${told(otherValue)}`;
      details.push(`  ${key}${values}${mark}`);
    }
  }
  return details;
}

function told(value: number | undefined): string {
  if (value === undefined) return 'unknown';
  return Number.isInteger(value) ? `${value}` : `${Number(value.toFixed(3))}`;
}

function flipsText({ flips, exhaustive, decisions }: WhyJson): string {
  const found = flips.filter((flip) => flip.found);
  const none = flips.filter((flip) => !flip.found);
  const lines = [
    found.length > 0 ? 'One of these would choose it:' : 'No single change would choose it.',
    ...found.map((flip) => `  ${clean(flip.text)}${givenText(flip)}`),
    ...(none.length > 0 ? ['Looked for in vain:'] : []),
    ...none.map((flip) => `  ${wordsOf(flip.kind)}: ${clean(flip.text)}`),
    `${decisions} decisions${exhaustive ? '' : '; not everything was tried'}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What the location would give. */
function givenText({ assignments }: FlipJson): string {
  const parts = assignments.map(
    ({ orderItemId, quantity }) => `${quantity} of line ${orderItemId}`,
  );
  return parts.length === 0 ? '' : ` (gives ${parts.join(', ')})`;
}

/** NOT_REACHED: not reached. */
function wordsOf(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}
