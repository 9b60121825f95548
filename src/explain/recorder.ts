// Listens to a decision that is made again and writes down its events, in the order of the log.

import { ORDER_TEXT } from '../columns/order.js';
import type { AfterActionProgram, GroupProgram, RouteProgram } from '../columns/program.js';
import { CONSOLIDATION, type DecisionObserver } from '../core/observer.js';
import { orderTypeName } from './attribute-values.js';
import { toldAssignments } from './commitments.js';
import { consolidationBegun, consolidationEvents } from './consolidation-events.js';
import type { RouteSelected, SuggestionEvent } from './events.js';
import { loggedGroup, skippedGroupEvents, triedGroupEvents } from './group-events.js';
import { inventoryRequest } from './inventory-event.js';
import { routeKind, strategyName } from './names.js';
import {
  autoLimitEvent,
  biddingEvent,
  defaultEvent,
  futureBegunEvent,
  futureEndedEvent,
  maxSplitsEvent,
  pickupEvent,
} from './order-events.js';
import { insufficientEvent, poolRemovals } from './pool-events.js';
import type { Scene } from './scene.js';

/** Bytes of a code, roughly. */
const CODE_BYTES = 20;

/** Records the events of one decision, or of one list of candidates. */
export class Recorder implements DecisionObserver {
  readonly events: SuggestionEvent[] = [{ type: 'SUGGESTION_EVENT_TYPE_NEW_REQUEST' }];
  private readonly scene: Scene;
  private readonly isOfCandidates: boolean;
  private route: RouteProgram | null = null;
  /** Commitments that were told. */
  private toldCount = 0;
  /** Locations that served the order when commitments were told last. */
  private usedCount = 0;
  private futureStart = 0;
  private isConsolidating = false;
  private isInvalidOverride = false;

  constructor(scene: Scene, isOfCandidates: boolean) {
    this.scene = scene;
    this.isOfCandidates = isOfCandidates;
  }

  /** No route serves the order type; told before anything is decided. */
  noRouteFound(): void {
    const name = routeKind(this.scene.order.orderType);
    this.events.push({ type: 'SUGGESTION_EVENT_TYPE_NO_ROUTE_FOUND', name });
  }

  autoLimitExceeded(): void {
    this.events.push(autoLimitEvent(this.scene));
  }

  pickupAssigned(): void {
    this.events.push(pickupEvent(this.scene));
    this.tell();
  }

  requestTypeNarrowed(): void {
    const event = insufficientEvent(this.scene);
    if (event !== null) this.events.push(event);
  }

  futureBegun(): void {
    const { scene } = this;
    // The rows that are meant are others from now on.
    scene.slotRows.clear();
    this.futureStart = scene.scratch.commitCount;
    this.tell();
    this.events.push(futureBegunEvent(scene), ...poolRemovals(scene));
  }

  futureEnded(): void {
    this.events.push(futureEndedEvent(this.scene, this.futureStart));
    this.tell();
  }

  consolidationStepped(step: number, location: number): void {
    const { scene, isInvalidOverride, isConsolidating } = this;
    if (!isConsolidating) this.events.push(...consolidationBegun(scene));
    this.isConsolidating = true;
    const isNamed = scene.orderText(ORDER_TEXT.consolidationOverride) !== '';
    const isOverridden = isNamed && !isInvalidOverride;
    this.events.push(...consolidationEvents(scene, step, location, isOverridden));
    this.isInvalidOverride ||= step === CONSOLIDATION.invalidOverride;
  }

  biddingOpened(group: GroupProgram): void {
    this.events.push(biddingEvent(this.scene, group));
  }

  poolOpened(route: RouteProgram): void {
    const { scene } = this;
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_ROUTE_SELECTED',
      name: routeKind(scene.order.orderType),
      causeId: route.id,
      routeSelected: routeSelected(scene, route),
    });
    this.route = route;
    this.events.push(inventoryRequest(scene), ...poolRemovals(scene));
  }

  groupSkipped(group: GroupProgram): void {
    this.events.push(...skippedGroupEvents(this.scene, group));
  }

  groupEvaluated(group: GroupProgram): void {
    this.events.push(...triedGroupEvents(this.scene, group));
  }

  groupUnited(group: GroupProgram, isTried: boolean): void {
    // A split asks groups again, which is told as a whole; candidates ask each once.
    if (!this.isOfCandidates) return;
    if (isTried) this.groupEvaluated(group);
    else this.groupSkipped(group);
  }

  fullMatchFound(_group: GroupProgram, candidate: number): void {
    const { id = 0, name = '' } = this.scene.document(
      this.scene.scratch.candidateLocation[candidate],
    );
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_FOUND_FULL_ORDER_LOCATION',
      name,
      causeId: id,
    });
  }

  actionReached(group: GroupProgram, action: AfterActionProgram | null, isPartial: boolean): void {
    if (action === null) return;
    const document = this.scene.group(group);
    const given = isPartial ? document.afterActionPartial : document.afterActionNone;
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_AFTER_ACTION',
      name: group.name,
      causeId: group.id,
      afterActionRun: {
        match: isPartial ? 'GROUP_MATCH_PARTIAL' : 'GROUP_MATCH_NONE',
        ...(given === undefined ? {} : { action: given }),
      },
    });
  }

  splitSearched(group: GroupProgram): void {
    const { scene, usedCount } = this;
    const { ordered, orderedCount, isLimitHit } = scene.scratch;
    if (isLimitHit) this.events.push(maxSplitsEvent(scene, group, usedCount));
    const shown = scene.listable(orderedCount, CODE_BYTES);
    const first = this.toldCount;
    this.tell();
    const { assignments, errors } = toldAssignments(scene, first);
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_AFTER_ACTION_SORT',
      name: group.name,
      causeId: group.id,
      errors,
      splitSearched: {
        strategy: strategyName(this.route?.strategy ?? 0),
        inputLocationCodes: codes(scene, ordered.subarray(0, shown)),
        outputLocationCodes: takenSince(scene, first),
        omittedLocationCount: orderedCount - shown,
        assignments,
      },
    });
  }

  restReached(): void {
    this.events.push(defaultEvent(this.scene));
  }

  /** What is committed until now is told. */
  private tell(): void {
    const { commitCount, usedCount } = this.scene.scratch;
    this.toldCount = commitCount;
    this.usedCount = usedCount + this.scene.order.shipmentsElsewhere;
  }

  /** The last event; nothing comes after it. */
  end(): void {
    const { scene } = this;
    const { candidates } = scene;
    const listed = this.isOfCandidates ? candidates.location.subarray(0, candidates.count) : [];
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_RESPONSE',
      response: {
        externalResponseId: scene.orderText(ORDER_TEXT.externalResponseId),
        candidateLocationCodes: Array.from(listed, (location) => scene.code(location)),
      },
    });
  }
}

function routeSelected(scene: Scene, program: RouteProgram): RouteSelected {
  const { routes = [], locationGroups = [] } = scene.world.configuration;
  const route = routes.find(({ name }) => name === program.name);
  const inactive = locationGroups.filter(
    (group) => group.route === program.name && group.active === false,
  );
  return {
    orderType: orderTypeName(program.orderType),
    ...(route === undefined ? {} : { route }),
    groups: [...program.groups.map((group) => scene.group(group)), ...inactive].map(loggedGroup),
  };
}

function codes(scene: Scene, candidates: Iterable<number>): string[] {
  return Array.from(candidates, (c) => scene.code(scene.scratch.candidateLocation[c]));
}

/** The locations of the commitments from `first` on, in the order in which they were taken. */
function takenSince(scene: Scene, first: number): string[] {
  const { commitCount, commitLocation } = scene.scratch;
  const taken = new Set(commitLocation.subarray(first, commitCount));
  return Array.from(taken, (location) => scene.code(location));
}
