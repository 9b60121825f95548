// How do tests write a small world and an order in few words?
// Must not know: what is expected of them.

import type {
  Filter,
  FullLocation,
  InventoryUpdate,
  Location,
  LocationGroup,
  ModelDecision,
  ModelWorld,
  OrderItem,
  Route,
  Settings,
  SuggestRoutingRequest,
} from './messages.js';
import type { DataSet, RateCard } from './rules.js';
import { modelSuggest } from './suggest.js';

/** The encoded request where nothing reads it. */
export const NO_BYTES = new Uint8Array();

/** A small world in few words. */
export interface Scenario {
  /** Units by location, then upc. */
  stock: Record<string, Record<string, number>>;
  /** What a location has beside its code and active flags. */
  places?: Record<string, Partial<Location>>;
  /** Groups of the one DIRECTSHIP route; rank is their place, members are all locations. */
  groups?: Partial<LocationGroup>[];
  filters?: Record<string, Omit<Filter, 'name'>>;
  dataLists?: Record<string, string[]>;
  settings?: Settings;
  /** What the route has beside its name and order type, and other routes. */
  route?: Partial<Route>;
  moreRoutes?: Route[];
  /** Rows beside those of `stock`. */
  moreStock?: InventoryUpdate[];
  /** What all rows of a location have beside their units. */
  rows?: Record<string, Partial<InventoryUpdate>>;
  dataSets?: DataSet[];
  rateCards?: RateCard[];
  full?: FullLocation[];
}

/** Writes a scenario out in full. */
export function worldOf(scenario: Scenario): ModelWorld {
  const codes = Object.keys(scenario.stock);
  return {
    locations: codes.map((code) => ({ code, ...scenario.places?.[code] })),
    inventory: [
      ...codes.flatMap((code) =>
        Object.entries(scenario.stock[code] ?? {}).map(([upc, onHand]) => {
          return { product: { upc }, locationCode: code, onHand, ...scenario.rows?.[code] };
        }),
      ),
      ...(scenario.moreStock ?? []),
    ],
    postalCodes: [],
    full: scenario.full ?? [],
    configuration: {
      settings: scenario.settings ?? {},
      dataSets: scenario.dataSets ?? [],
      rateCards: scenario.rateCards ?? [],
      routes: [
        { name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP', ...scenario.route },
        ...(scenario.moreRoutes ?? []),
      ],
      filters: Object.entries(scenario.filters ?? {}).map(([name, filter]) => {
        return { name, ...filter };
      }),
      dataLists: Object.entries(scenario.dataLists ?? {}).map(([name, values]) => {
        const entries = values.map((stringValue) => ({ stringValue }));
        return { name, type: 'DATA_LIST_TYPE_STRING', entries };
      }),
      locationGroups: (scenario.groups ?? [{}]).map((group, index) => {
        const locations = codes.map((locationCode) => ({ locationCode }));
        return { name: `group ${index}`, route: 'ship', rank: index + 1, locations, ...group };
      }),
    },
  };
}

/** Items as [upc, quantity, more]; the destination is at 40 N, 80 W. */
export function orderOf(
  items: (readonly [string, number, Partial<OrderItem>?])[],
  extra: Partial<SuggestRoutingRequest> = {},
): SuggestRoutingRequest {
  return {
    orderId: 'order',
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    totalMinor: 1000,
    shippingAddress: { coordinates: { latitude: 40, longitude: -80 } },
    items: items.map(([upc, quantity, more]) => ({ upc, quantity, ...more })),
    ...extra,
  };
}

/** Decides an order in a scenario. */
export function decide(scenario: Scenario, order: SuggestRoutingRequest): ModelDecision {
  return modelSuggest(worldOf(scenario), order, NO_BYTES);
}

/**
 * `line:location:units`, with `>location` where they go on to and `@time` where they are to come,
 * and `line:STATE:units` for what nothing serves.
 */
export function summary(decision: ModelDecision): string[] {
  return [
    ...[...decision.assignments, ...decision.futureAssignments].map((assignment) => {
      const { orderItemId, locationCode, quantity, transferToLocationCode } = assignment;
      const target = transferToLocationCode === undefined ? '' : `>${transferToLocationCode}`;
      const time = assignment.futureEpochMs === undefined ? '' : `@${assignment.futureEpochMs}`;
      return `${orderItemId}:${locationCode}:${quantity}${target}${time}`;
    }),
    ...decision.stateChanges.map(({ orderItemId, stateChange, quantity }) => {
      return `${orderItemId}:${stateChange.replace('STATE_CHANGE_', '')}:${quantity}`;
    }),
  ];
}

/** A place that many degrees north of the destination. */
export const north = (degrees: number): Partial<Location> => ({
  coordinates: { latitude: 40 + degrees, longitude: -80 },
});
/** An after-action by the ends of its names. */
export const action = (name: string, restart?: string) => ({
  action: `FAILOVER_ACTION_${name}`,
  ...(restart === undefined ? {} : { restartAttempt: `RESTART_ATTEMPT_${restart}` }),
});
/** A filter with a value of its own, by the ends of its names. */
export const custom = (
  attribute: string,
  operator: string,
  stringValue: string,
  unit?: string,
) => ({
  attribute,
  operator: `FILTER_OPERATOR_${operator}`,
  customValue: { stringValue, ...(unit === undefined ? {} : { unit: `MEASURE_UNIT_${unit}` }) },
});
