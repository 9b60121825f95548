// How tests of the core write a small network with any rows and routes, and read a decision in few
// words. Must not know: what is expected of them.

import { askCandidates, askSuggest, openWorld } from '../../support/engine/world-engine.js';
import type {
  Filter,
  InventoryUpdate,
  Location,
  LocationGroup,
  ModelWorld,
  Route,
  Settings,
} from '../../support/model/messages.js';

/** A network in few words. */
export type Network = {
  /** Locations by code; without coordinates none is nearer than another. */
  readonly places: Readonly<Record<string, Partial<Location>>>;
  /** Rows as [location, upc, units, more]. */
  readonly rows: readonly (readonly [string, string, number, Partial<InventoryUpdate>?])[];
  /** One DIRECTSHIP route where not given. */
  readonly routes?: readonly Route[];
  /** What the one group of each route has besides its name; all locations are in it. */
  readonly group?: Partial<LocationGroup>;
  readonly settings?: Settings;
  readonly filters?: readonly Filter[];
};

/** An after-action by the end of its name. */
export function actionOf(name: string) {
  return { action: `FAILOVER_ACTION_${name}` };
}

/** Divides lines where no location has all; what is missing is decided by the settings. */
export const DIVIDING = {
  afterActionPartial: actionOf('QUANTITY_SPLIT_ASSIGN_IF_FULFILLED'),
};

/** Writes a network out in full. */
function networkOf({ places, rows, settings = {}, ...rest }: Network): ModelWorld {
  const { group = {}, filters = [] } = rest;
  const routes = rest.routes ?? [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }];
  const locationGroups = routes.map(({ name }, place) => ({
    name: `group ${place}`,
    route: name,
    rank: 1,
    isDefaultGroup: true,
    ...group,
  }));
  return {
    locations: Object.entries(places).map(([code, more]) => ({ code, ...more })),
    inventory: rows.map(([locationCode, upc, onHand, more]) => {
      return { product: { upc }, locationCode, onHand, ...more };
    }),
    postalCodes: [],
    configuration: { settings, filters: [...filters], routes: [...routes], locationGroups },
  };
}

type Json = Record<string, unknown>;

/** What tests read of an assignment or of a state change. */
type Piece = {
  readonly orderItemId: number;
  readonly locationCode: string;
  readonly quantity: number;
  readonly route?: string;
  readonly transferToLocationCode?: string;
  readonly futureEpochMs?: number;
  readonly stateChange: string;
};

/** What tests read of a candidate. */
type Candidate = {
  readonly locationCode: string;
  readonly inventory?: readonly {
    readonly orderItemId: number;
    readonly available: number;
    readonly future?: readonly { readonly available: number; readonly futureEpochMs: number }[];
  }[];
};

/** A request of the given items; `more` goes over the defaults. */
export function requestOf(items: readonly object[], more: object = {}): object {
  return { orderType: 'ORDER_TYPE_DIRECTSHIP', totalMinor: 100, items, ...more };
}

/** The decision on an order. */
export function decisionOf(network: Network, request: object): Json {
  const { decision } = askSuggest(openWorld(networkOf(network)), request);
  return (decision ?? {}) as Json;
}

/**
 * What is assigned and what becomes of the rest: `line:location:units`, then `via ROUTE`,
 * `to location` and `at time` where an assignment says so; `line:STATE:units`.
 */
export function summaryOf(decision: Json): string[] {
  const { assignments, futureAssignments, stateChanges } = decision;
  return [
    ...[...list<Piece>(assignments), ...list<Piece>(futureAssignments)].map(textOf),
    ...list<Piece>(stateChanges).map(({ orderItemId, stateChange, quantity }) => {
      return `${orderItemId}:${stateChange.replace('STATE_CHANGE_', '')}:${quantity}`;
    }),
  ];
}

function textOf({ orderItemId, locationCode, quantity, ...leg }: Piece): string {
  const { route, transferToLocationCode: to, futureEpochMs: time } = leg;
  return [
    `${orderItemId}:${locationCode}:${quantity}`,
    ...(route === undefined ? [] : [`via ${route.replace('ORDER_TYPE_', '')}`]),
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(time === undefined ? [] : [`at ${time}`]),
  ].join(' ');
}

function list<Each>(value: unknown): readonly Each[] {
  return (value ?? []) as readonly Each[];
}

/** Reasons of the warnings, in their order. */
export function warningsOf({ warnings }: Json): string[] {
  return list<{ reason: string }>(warnings).map(({ reason }) => {
    return reason.replace('WARNING_REASON_', '');
  });
}

/** The order in a network in few words. */
export function decidedOf(network: Network, items: readonly object[], more?: object): string[] {
  return summaryOf(decisionOf(network, requestOf(items, more)));
}

/** Candidates as `location: line=units`, with `+units@time` for what is to come. */
export function candidatesOf(network: Network, items: readonly object[], more?: object): string[] {
  const request = { orderType: 'ORDER_TYPE_DIRECTSHIP', items, ...more };
  const { candidates } = askCandidates(openWorld(networkOf(network)), request);
  return list<Candidate>(candidates).map(({ locationCode, inventory = [] }) => {
    const entries = inventory.map(({ orderItemId, available, future = [] }) => {
      const times = future.map((each) => `+${each.available}@${each.futureEpochMs}`);
      return `${orderItemId}=${available}${times.join('')}`;
    });
    return [`${locationCode}:`, ...entries].join(' ');
  });
}
