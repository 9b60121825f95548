// Listens to a decision that is made again and writes down its events, in the order of the log.

import { ORDER_TEXT } from '../columns/order.js';
import type { AfterActionProgram, GroupProgram, RouteProgram } from '../columns/program.js';
import { STATE_CHANGES } from '../configuration/enumerations.js';
import type { DecisionObserver } from '../core/observer.js';
import { orderTypeName } from './attribute-values.js';
import type { LoggedAssignment, RouteSelected, SuggestionEvent } from './events.js';
import { loggedGroup, skippedGroupEvents, triedGroupEvents } from './group-events.js';
import { inventoryRequest } from './inventory-event.js';
import { poolRemovals } from './pool-events.js';
import type { Scene } from './scene.js';

/** Bytes of an assignment and of a code, roughly. */
const ASSIGNMENT_BYTES = 40;
const CODE_BYTES = 20;

/** Records the events of one decision, or of one list of candidates. */
export class Recorder implements DecisionObserver {
  readonly events: SuggestionEvent[] = [{ type: 'SUGGESTION_EVENT_TYPE_NEW_REQUEST' }];
  private readonly scene: Scene;
  private readonly isOfCandidates: boolean;
  /** Commitments that were told. */
  private toldCount = 0;

  constructor(scene: Scene, isOfCandidates: boolean) {
    this.scene = scene;
    this.isOfCandidates = isOfCandidates;
  }

  /** No route serves the order type; told before anything is decided. */
  noRouteFound(): void {
    const name = routeKind(this.scene.order.orderType);
    this.events.push({ type: 'SUGGESTION_EVENT_TYPE_NO_ROUTE_FOUND', name });
  }

  poolOpened(route: RouteProgram): void {
    const { scene } = this;
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_ROUTE_SELECTED',
      name: routeKind(scene.order.orderType),
      causeId: route.id,
      routeSelected: routeSelected(scene, route),
    });
    this.events.push(inventoryRequest(scene), ...poolRemovals(scene));
    this.toldCount = 0;
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
    const { scene } = this;
    const { scratch } = scene;
    const { ordered, orderedCount, commitCount } = scratch;
    const shown = scene.listable(orderedCount, CODE_BYTES);
    const first = this.toldCount;
    this.toldCount = commitCount;
    const told = scene.listable(commitCount - first, ASSIGNMENT_BYTES);
    const assignments = assignmentsOf(scene, first, first + told);
    const omitted = commitCount - first - told;
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_AFTER_ACTION_SORT',
      name: group.name,
      causeId: group.id,
      ...(omitted === 0 ? {} : { errors: [`${omitted} more assignments are not listed`] }),
      splitSearched: {
        strategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS',
        inputLocationCodes: codes(scene, ordered.subarray(0, shown)),
        outputLocationCodes: codes(scene, takenFrom(scene, first)),
        omittedLocationCount: orderedCount - shown,
        assignments,
      },
    });
  }

  restReached(): void {
    const { scene } = this;
    const { order, scratch } = scene;
    const open = Array.from({ length: order.lineCount }, (_, line) => line).filter(
      (line) => scratch.lineOpen[line] === 1,
    );
    this.events.push({
      type: 'SUGGESTION_EVENT_TYPE_DEFAULT_RESPONSE',
      defaultResponse: {
        stateChange: stateChangeName(scene.world.program.defaultState),
        orderItemIds: open.map((line) => scene.itemId(line)),
      },
    });
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

function routeKind(orderType: number): string {
  return `route.ordertype.${orderTypeName(orderType).replace('ORDER_TYPE_', '').toLowerCase()}`;
}

function stateChangeName(state: number): string {
  for (const [name, number] of STATE_CHANGES.numbers) if (number === state) return name;
  return STATE_CHANGES.unspecified;
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

/** The candidates of the commitments from `first` on, in the order in which the walk took them. */
function takenFrom(scene: Scene, first: number): Iterable<number> {
  const { takeCount, takeRow, commitCount, commitLocation } = scene.scratch;
  const { rowCandidate, candidateLocation } = scene.scratch;
  const used = new Set(commitLocation.subarray(first, commitCount));
  const taken = new Set<number>();
  for (let i = 0; i < takeCount; i++) {
    const candidate = rowCandidate[takeRow[i]];
    if (used.has(candidateLocation[candidate])) taken.add(candidate);
  }
  return taken;
}

function assignmentsOf(scene: Scene, first: number, end: number): LoggedAssignment[] {
  const { scratch } = scene;
  const assignments: LoggedAssignment[] = [];
  for (let i = first; i < end; i++) {
    const location = scratch.commitLocation[i];
    const distanceKm = scene.distanceKm(location);
    assignments.push({
      orderItemId: scene.itemId(scratch.commitLine[i]),
      locationCode: scene.code(location),
      quantity: scratch.commitUnits[i],
      ...(distanceKm === undefined ? {} : { distanceKm }),
    });
  }
  return assignments;
}
