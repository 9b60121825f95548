// The lines of a log's rarer events: limits, trees of filters, bidding, pickup, scores,
// consolidation, future stock.

import { scoreText } from '../plan-notes.js';
import { grouped } from '../table.js';
import type { EventJson } from './log-json.js';
import { assignmentLines, headed, list, omitted } from './log-parts.js';

/** What happened in such an event; no lines for any other. */
export function stepLines(event: EventJson): string[] {
  const { autoAssignLimitExceeded: often, filterNodeJudged, maxSplitsExceeded: limits } = event;
  if (often !== undefined) {
    const { assignmentCount, autoAssignLimit, stateChange } = often;
    const limit = `the limit is ${grouped(autoAssignLimit)}`;
    return [`assigned ${grouped(assignmentCount)} times, ${limit}: ${stateChange}`];
  }
  if (filterNodeJudged !== undefined) return nodeLines(filterNodeJudged);
  if (limits !== undefined) {
    const { maxFulfillingLocations: perOrder, maxSplitItemLocations: perLine } = limits;
    const { usedLocationCount: used, maxLocations: wanted = 0 } = limits;
    return [
      perOrder === 0 ? '' : `an order may have ${grouped(perOrder)} locations`,
      wanted === 0 ? '' : `the request allows ${grouped(wanted)}`,
      perLine === 0 ? '' : `a line may have ${grouped(perLine)} locations`,
      used === 0 ? '' : `${grouped(used)} were used before`,
    ];
  }
  return laterLines(event);
}

function nodeLines({
  node,
  outputLocationCodes: after,
  omittedLocationCount,
}: NonNullable<EventJson['filterNodeJudged']>): string[] {
  const { orderIndex = 0, parentOrderIndex, logicalOperator = '', filters = [] } = node ?? {};
  const below = parentOrderIndex === undefined ? 'the root' : `below ${parentOrderIndex}`;
  const of = filters.length === 0 ? '' : ` of ${list(filters)}`;
  const count = after.length + omittedLocationCount;
  return [
    `node ${orderIndex}, ${below}: ${logicalOperator}${of}`,
    headed(`keeps ${grouped(count)} locations`, after),
  ];
}

function laterLines(event: EventJson): string[] {
  const { locationsAvailable: offer, pickupAssigned, scored, consolidationStep } = event;
  if (offer !== undefined) {
    const count = offer.locationCodes.length + offer.omittedLocationCount;
    return [headed(`offered to ${grouped(count)} locations`, offer.locationCodes)];
  }
  if (pickupAssigned !== undefined) return assignmentLines(pickupAssigned.assignments);
  if (scored !== undefined) {
    const lines = scored.scores.map(scoreText);
    return [...lines, omitted(scored.omittedLocationCount, 'locations')];
  }
  if (consolidationStep !== undefined) {
    const { locationCode, sourceLocationCodes: sources, addsLocation } = consolidationStep;
    const more = addsLocation ? ', one location more' : '';
    return [headed(`at ${locationCode}${more}; sent there by`, sources)];
  }
  const { futureStep } = event;
  if (futureStep === undefined) return [];
  const { orderItemIds, assignments } = futureStep;
  const lines = orderItemIds.length === 0 ? '' : `for lines ${list(orderItemIds.map(String))}`;
  return [lines, ...assignmentLines(assignments)];
}
