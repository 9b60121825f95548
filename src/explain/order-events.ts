// The events of an order that are no group's: limits, the pickup store, offers, and stock that is
// yet to come.

import type { GroupProgram } from '../columns/program.js';
import { toldAssignments } from './commitments.js';
import type { SuggestionEvent } from './events.js';
import { stateChangeName } from './names.js';
import type { Scene } from './scene.js';

/** Bytes of a code, roughly. */
const CODE_BYTES = 20;

/** The order was assigned too often. */
export function autoLimitEvent({ world, order }: Scene): SuggestionEvent {
  const { autoAssignLimit, tooManyAssignsState } = world.program;
  return {
    type: 'SUGGESTION_EVENT_TYPE_AUTO_ASSIGN_LIMIT_EXCEEDED',
    autoAssignLimitExceeded: {
      autoAssignLimit,
      assignmentCount: order.assignmentsSoFar,
      stateChange: stateChangeName(tooManyAssignsState),
    },
  };
}

/** The pickup store gave what it has; these are the first commitments. */
export function pickupEvent(scene: Scene): SuggestionEvent {
  const { scratch } = scene;
  const { id = 0, name = '' } = scene.document(scratch.givingStore);
  const { assignments, errors } = toldAssignments(scene, 0);
  return {
    type: 'SUGGESTION_EVENT_TYPE_PICKUP_LOCATION_ASSIGNED',
    name,
    causeId: id,
    errors,
    pickupAssigned: { locationCode: scene.code(scratch.givingStore), assignments },
  };
}

/** A limit kept a better split of a group's order out; `used` locations served it before. */
export function maxSplitsEvent({ world, order }: Scene, group: GroupProgram, used: number) {
  const { maxFulfillingLocations, maxSplitItemLocations } = world.program;
  return {
    type: 'SUGGESTION_EVENT_TYPE_MAX_SPLITS_EXCEEDED',
    name: group.name,
    causeId: group.id,
    maxSplitsExceeded: {
      maxFulfillingLocations,
      maxSplitItemLocations,
      usedLocationCount: used,
      maxLocations: order.maxLocations,
    },
  } as const satisfies SuggestionEvent;
}

/** The order is offered to the survivors of a group, which are in the plan. */
export function biddingEvent(scene: Scene, group: GroupProgram): SuggestionEvent {
  const { availableCount, availableLocation } = scene.plan;
  const count = scene.listable(availableCount, CODE_BYTES);
  const listed = availableLocation.subarray(0, count);
  return {
    type: 'SUGGESTION_EVENT_TYPE_MAKE_LOCATIONS_AVAILABLE',
    name: group.name,
    causeId: group.id,
    locationsAvailable: {
      locationCodes: Array.from(listed, (location) => scene.code(location)),
      omittedLocationCount: availableCount - count,
    },
  };
}

/** Future stock is tried for the lines that are open now. */
export function futureBegunEvent(scene: Scene): SuggestionEvent {
  return {
    type: 'SUGGESTION_EVENT_TYPE_FUTURE_ATP_INITIATED',
    futureStep: { orderItemIds: openItems(scene), assignments: [] },
  };
}

/** What came of future stock: the commitments from `first` on. */
export function futureEndedEvent(scene: Scene, first: number): SuggestionEvent {
  const isUsed = scene.scratch.commitCount > first;
  const { assignments, errors } = toldAssignments(scene, first);
  const type = isUsed ? 'FUTURE_ATP_USED' : 'FUTURE_ATP_NOT_USED';
  return {
    type: `SUGGESTION_EVENT_TYPE_${type}`,
    errors,
    futureStep: { orderItemIds: openItems(scene), assignments },
  };
}

/** The default state for what is open. */
export function defaultEvent(scene: Scene): SuggestionEvent {
  return {
    type: 'SUGGESTION_EVENT_TYPE_DEFAULT_RESPONSE',
    defaultResponse: {
      stateChange: stateChangeName(scene.world.program.defaultState),
      orderItemIds: openItems(scene),
    },
  };
}

function openItems(scene: Scene) {
  const { order, scratch } = scene;
  const lines = Array.from({ length: order.lineCount }, (_, line) => line);
  return lines.filter((line) => scratch.lineOpen[line] === 1).map((line) => scene.itemId(line));
}
