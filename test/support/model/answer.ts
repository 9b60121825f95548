// How is what was decided written down? Must not know: how it was decided.

import type { CommittedTake, Ledger } from './ledger.js';
import type { Line } from './lines.js';
import type { Assignment, Location, ModelDecision, StateChange } from './messages.js';
import type { Order } from './order.js';
import type { LocationScore } from './rules.js';

/** A decision without its route and warnings. */
type Answer = Omit<ModelDecision, 'route' | 'warnings'>;

/** Writes down every line in request order; all of them must be decided. */
export function answerOf(order: Order, ledger: Ledger, point: Location | undefined): Answer {
  const answer: Answer = {
    assignments: [],
    futureAssignments: [],
    stateChanges: [],
    availableLocationCodes: ledger.availableLocationCodes,
    searches: ledger.searches,
  };
  for (const line of order.lines) {
    for (const take of ledger.takes.filter((each) => each.line === line)) {
      const isFuture = take.futureEpochMs !== undefined;
      const list = isFuture ? answer.futureAssignments : answer.assignments;
      list.push(assignmentOf(take, order, isFuture ? undefined : point));
    }
    if (line.need === 0) continue;
    const stateChange = allowedState(line, ledger.states.get(line) as StateChange);
    answer.stateChanges.push({ orderItemId: line.id, quantity: line.need, stateChange });
  }
  const scores = scoresOf(ledger);
  if (scores.length > 0) answer.locationScores = scores;
  return answer;
}

function assignmentOf(take: CommittedTake, order: Order, point: Location | undefined): Assignment {
  const { distanceKm, location } = take.place;
  return {
    orderItemId: take.line.id,
    locationCode: location.code,
    quantity: take.units,
    ...(distanceKm === undefined ? {} : { distanceKm }),
    ...(take.futureEpochMs === undefined ? {} : { futureEpochMs: take.futureEpochMs }),
    ...wayOf(take, order, point),
    ...(take.limitGroupId === undefined ? {} : { limitGroupId: take.limitGroupId }),
  };
}

/** How units leave their location, where that is not how the decision says. */
function wayOf(
  take: CommittedTake,
  order: Order,
  point: Location | undefined,
): Pick<Assignment, 'route' | 'transferToLocationCode'> {
  if (take.isFromStore) return {};
  const target = order.isTransfer ? order.pickupStore : point;
  const isThere = target?.code === take.place.location.code;
  const isByTransfer = order.orderType === 'ORDER_TYPE_BOPIS' || (point !== undefined && !isThere);
  return {
    ...(isByTransfer ? { route: 'ORDER_TYPE_TRANSFER' as const } : {}),
    ...(target === undefined || isThere ? {} : { transferToLocationCode: target.code }),
  };
}

/** Each location once, as it scored when it was first chosen; current assignments come first. */
function scoresOf(ledger: Ledger): LocationScore[] {
  const scores = new Map<string, LocationScore>();
  for (const { place, score } of ledger.takes) {
    const { code } = place.location;
    if (score !== undefined && !scores.has(code)) scores.set(code, score);
  }
  return [...scores.values()];
}

/** A line that may not wait is looked at by a person instead. */
function allowedState(line: Line, state: StateChange): StateChange {
  const mayWait = line.item.backorderable === true;
  return state === 'STATE_CHANGE_BACKORDER' && !mayWait ? 'STATE_CHANGE_CUSTOMER_CARE' : state;
}
