// An event as a line for people.

import { list } from '../log/log-parts.js';
import { clean, grouped } from '../table.js';

type ProductJson = Readonly<Record<string, string>>;

/** An Event in JSON. */
export type EventJson = {
  readonly sequence: number;
  readonly kind: string;
  readonly time: string;
  readonly orderId: string;
  readonly orderVersion: number;
  readonly units: readonly {
    readonly orderItemId: number;
    readonly product?: ProductJson;
    readonly locationCode: string;
    readonly quantity: number;
  }[];
  readonly row?: {
    readonly product?: ProductJson;
    readonly locationCode: string;
    readonly segment: Readonly<Record<string, string>>;
    readonly effective: number;
    readonly short: number;
  };
  readonly holdId: string;
};

const SEQUENCE_WIDTH = 8;
const KIND_WIDTH = 12;
/** Units of an event that are named. */
const UNITS_MAX = 5;

/** Its sequence, time and kind, and what it is about. */
export function eventLine(event: EventJson): string {
  const { sequence, time, kind, row } = event;
  const about = row === undefined ? aboutUnits(event) : aboutRow(row);
  const head = [String(sequence).padStart(SEQUENCE_WIDTH), time, kind.padEnd(KIND_WIDTH)];
  return `${[...head, clean(about)].join('  ').trimEnd()}\n`;
}

function aboutRow({
  product,
  locationCode,
  segment,
  effective,
  short,
}: NonNullable<EventJson['row']>): string {
  const tags = Object.entries(segment).map(([category, tag]) => ` ${category}=${tag}`);
  const units = short > 0 ? `${grouped(short)} short` : `${grouped(effective)} effective`;
  return `${codeOf(product)} at ${locationCode}${tags.join('')}: ${units}`;
}

function aboutUnits({ orderId, orderVersion, holdId, units }: EventJson): string {
  const version = orderVersion > 0 ? ` v${orderVersion}` : '';
  const order = orderId === '' ? '' : `order ${orderId}${version}`;
  const hold = holdId === '' ? '' : `hold ${holdId}`;
  const parts = units.map(({ product, locationCode, quantity }) => {
    const place = locationCode === '' ? 'waiting' : `at ${locationCode}`;
    return `${grouped(quantity)} ${codeOf(product)} ${place}`;
  });
  const subject = [hold, order].filter((one) => one !== '').join(' of ');
  return parts.length === 0 ? subject : `${subject}: ${list(parts, UNITS_MAX)}`;
}

function codeOf(product: ProductJson = {}): string {
  return Object.values(product).join(' ');
}
