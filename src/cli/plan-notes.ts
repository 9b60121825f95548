// What stands below the units of a decision: why there are so many parcels, and how the locations
// scored that were chosen by score.

import { clean, type Column, grouped, table } from './table.js';

/** The JSON form of a location's score. */
export type LocationScoreJson = {
  readonly locationCode: string;
  readonly score: number;
  readonly inventory: number;
  readonly shipping: number;
  readonly model: number;
  readonly cost: number;
  readonly rate?: {
    readonly carrier: string;
    readonly service: string;
    readonly priceMinor: number;
    readonly transitDays: number;
  };
};

/** The JSON form of what is known of the best plan of a search. */
export type PlanProofJson = {
  readonly parcels: number;
  readonly parcelsBound: number;
  readonly proven: boolean;
  readonly reason?: BoundReasonJson;
  readonly costMinor?: number;
  readonly costBoundMinor?: number;
};

type BoundReasonJson = {
  readonly noSharedLocation?: { readonly orderItemIds: readonly number[] };
  readonly shortLine?: { readonly orderItemId: number; readonly locations: number };
  readonly leastCoverage?: { readonly lines: number; readonly most: number };
  readonly allTried?: unknown;
};

/** Lines that are named in a reason. */
const LINES_MAX = 8;

const SCORE_COLUMNS: readonly Column[] = [
  { heading: 'location' },
  { heading: 'score', isRight: true },
  { heading: 'inventory', isRight: true },
  { heading: 'shipping', isRight: true },
  { heading: 'model', isRight: true },
  { heading: 'cost', isRight: true },
  { heading: 'rate' },
];

/** How each location scored; empty where none was chosen by score. */
export function scoreTable(scores: readonly LocationScoreJson[]): string {
  if (scores.length === 0) return '';
  const rows = scores.map((one) => {
    const terms = [one.score, one.inventory, one.shipping, one.model, one.cost];
    return [one.locationCode, ...terms.map((term) => term.toFixed(3)), rateOf(one)];
  });
  return `\nHow they scored:\n\n${table(SCORE_COLUMNS, rows)}`;
}

/** A location's score in a few words. */
export function scoreText(one: LocationScoreJson): string {
  const rate = rateOf(one);
  const terms = `inventory ${one.inventory.toFixed(3)}, shipping ${one.shipping.toFixed(3)}`;
  const more = `model ${one.model.toFixed(3)}, cost ${one.cost.toFixed(3)}`;
  const by = rate === '' ? '' : `; ${rate}`;
  return `${one.locationCode} ${one.score.toFixed(3)}: ${terms}, ${more}${by}`;
}

function rateOf({ rate }: LocationScoreJson): string {
  if (rate === undefined) return '';
  const by = [rate.carrier, rate.service].filter((part) => part !== '').join(' ');
  const days = rate.transitDays === 1 ? '1 day' : `${grouped(rate.transitDays)} days`;
  return `${by}, ${grouped(rate.priceMinor)} minor units, ${days}`;
}

/** A line for each search that assigned something. */
export function proofText(proofs: readonly PlanProofJson[]): string {
  return proofLines(proofs)
    .map((line) => `${clean(line)}\n`)
    .join('');
}

/** `2 parcels, proven: lines 1 and 3 share no location`, one for each search. */
export function proofLines(proofs: readonly PlanProofJson[]): string[] {
  return proofs.map((proof, i) => {
    const which = proofs.length === 1 ? '' : `search ${i + 1}: `;
    return which + proofLine(proof);
  });
}

function proofLine(proof: PlanProofJson): string {
  const { parcels, parcelsBound, proven, costMinor } = proof;
  const why = reasonOf(proof.reason);
  const because = why === '' ? '' : `: ${why}`;
  if (costMinor !== undefined) return `${parcelsOf(parcels)}, ${costOf(proof)}`;
  if (proven) return `${parcelsOf(parcels)}, proven${parcels > 1 ? because : ''}`;
  const bound = parcelsBound > 1 ? because : '';
  return `${parcelsOf(parcels)}, not proven: at least ${grouped(parcelsBound)}${bound}`;
}

function costOf({ proven, costMinor = 0, costBoundMinor = 0 }: PlanProofJson): string {
  const cost = `${decimal(costMinor)} minor units`;
  if (proven) return `proven the cheapest: ${cost}`;
  return `${cost}, not proven: at least ${decimal(costBoundMinor)}`;
}

function reasonOf(reason: BoundReasonJson | undefined): string {
  const { noSharedLocation: apart, shortLine: short, leastCoverage: least } = reason ?? {};
  if (apart !== undefined) {
    const ids = apart.orderItemIds;
    if (ids.length === 2) return `lines ${andOf(ids)} share no location`;
    return `no two of lines ${andOf(ids)} share a location`;
  }
  if (short !== undefined) {
    const { locations, orderItemId } = short;
    const fewer = locations - 1;
    const who = fewer === 1 ? 'location has' : `${grouped(fewer)} locations have`;
    return `no ${who} all of line ${orderItemId}`;
  }
  if (least !== undefined) {
    return `${grouped(least.lines)} lines, and no location has more than ${grouped(least.most)}`;
  }
  return reason?.allTried === undefined ? '' : 'every smaller set was ruled out';
}

/** `1, 2 and 3`, the first eight of them. */
function andOf(ids: readonly number[]): string {
  const rest = ids.length - LINES_MAX;
  if (rest > 0) return `${ids.slice(0, LINES_MAX).join(', ')} and ${grouped(rest)} more`;
  return `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}

function parcelsOf(count: number): string {
  return count === 1 ? '1 parcel' : `${grouped(count)} parcels`;
}

function decimal(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
