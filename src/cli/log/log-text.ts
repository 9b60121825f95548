// A suggestion log as a list of events for people: what happened, in its order, with a few lines of
// detail for each.

import { type LineJson, productOf } from '../decision.js';
import { clean, type Column, grouped, table } from '../table.js';
import type { EventJson, LogJson, RequestJson } from './log-json.js';
import { assignmentLines, decisionLines, headed, list, LISTED_MAX, omitted } from './log-parts.js';
import { stepLines } from './log-steps.js';

const COLUMNS: readonly Column[] = [
  { heading: '#', isRight: true },
  { heading: 'event' },
  { heading: 'name' },
  { heading: 'what' },
];

/** The log with a heading; `isWhole`: every line of detail. */
export function logText(log: LogJson, isWhole: boolean): string {
  const rows = log.events.flatMap((event, i) => {
    const [first = '', ...rest] = cut(detailsOf(event), isWhole);
    const head = [`${i + 1}`, event.type, event.name, first];
    return [head, ...rest.map((line) => ['', '', '', line])];
  });
  return `${headingOf(log)}\n${table(COLUMNS, rows)}`;
}

/** When and under what it was decided, and whether it was made again. */
function headingOf(log: LogJson): string {
  const { suggestionId, orderId, decideTime = '', context } = log;
  const order = orderId === '' ? '' : ` of order ${clean(orderId)}`;
  const version = context?.configurationVersion ?? 0;
  const sequence = context?.snapshotSequence ?? 0;
  const state = `rules ${version}, stock ${sequence}`;
  return `Suggestion ${suggestionId}${order}, ${decideTime}, ${state}\n${verdictOf(log)}\n`;
}

function verdictOf(log: LogJson): string {
  if (log.reproduced) return 'Decided again: the same decision, to the byte.';
  const { notReproducedReason: reason, notReproducedDetail: detail } = log;
  const label = reason === 'UNSPECIFIED' || reason === '' ? '' : ` (${reason})`;
  return `Not decided again${label}: ${detail}`;
}

function cut(lines: readonly string[], isWhole: boolean): readonly string[] {
  if (isWhole || lines.length <= LISTED_MAX) return lines;
  const rest = lines.length - LISTED_MAX;
  return [...lines.slice(0, LISTED_MAX), `and ${grouped(rest)} more; --all shows all`];
}

function detailsOf(event: EventJson): string[] {
  const lines = [...payloadOf(event), ...event.errors];
  return lines.filter((line) => line !== '');
}

function payloadOf(event: EventJson): string[] {
  if (event.request !== undefined) return requestLines(event.request);
  const { routeSelected: route, inventoryRead: read, locationsRemoved: removed } = event;
  if (route !== undefined) {
    const groups = route.groups.map(({ name, active }) => (active ? name : `${name} (inactive)`));
    return [`${route.route?.name ?? ''}: ${groups.join(', ')}`];
  }
  if (read !== undefined) {
    const rows = read.rows.length + read.omittedRowCount;
    const locations = new Set(read.rows.map(({ locationCode }) => locationCode));
    return [`${grouped(rows)} rows at ${grouped(locations.size)} locations`];
  }
  if (removed !== undefined) {
    const lines = removed.locations.map(({ locationCode, orderItemId }) =>
      orderItemId === 0 ? locationCode : `${locationCode} for line ${orderItemId}`,
    );
    return [...lines, omitted(removed.omittedLocationCount, 'locations')];
  }
  return groupPayloadOf(event);
}

function groupPayloadOf(event: EventJson): string[] {
  const { groupEntered: entered, filterApplied: applied, groupFiltered: filtered } = event;
  if (entered !== undefined) {
    const count = entered.locations.length + entered.omittedLocationCount;
    const codes = entered.locations.map(({ locationCode }) => locationCode);
    return [headed(`${grouped(count)} locations`, codes)];
  }
  if (applied !== undefined) {
    const lines = applied.removals.map(({ locationCode, orderItemId, text }) => {
      const line = orderItemId === 0 ? '' : `line ${orderItemId}`;
      const who = [locationCode, line].filter((part) => part !== '').join(' for ');
      return who === '' ? text : `${who}: ${text}`;
    });
    const skipped = applied.skippedGroup ? ['the group is skipped'] : [];
    return [...skipped, ...lines, omitted(applied.omittedRemovalCount, 'removals')];
  }
  if (filtered !== undefined) {
    const { inputLocationCodes: before, outputLocationCodes: after } = filtered;
    return [headed(`${grouped(after.length)} of ${grouped(before.length)} locations`, after)];
  }
  return sortPayloadOf(event);
}

function sortPayloadOf(event: EventJson): string[] {
  const { sortKeyed: keyed, groupSorted: sorted } = event;
  if (keyed !== undefined) {
    const { type, direction } = keyed.sort;
    const values = keyed.values.map(({ locationCode, value }) => {
      const text = value === undefined ? 'unknown' : `${Math.round(value * 10) / 10}`;
      return `${locationCode} ${text}`;
    });
    const order = direction === 'UNSPECIFIED' ? 'NATURAL' : direction;
    return [headed(`${type} ${order}`, values)];
  }
  if (sorted !== undefined) return [list(sorted.outputLocationCodes)];
  return endPayloadOf(event);
}

function endPayloadOf(event: EventJson): string[] {
  const { afterActionRun: run, splitSearched: split, defaultResponse: rest, response } = event;
  if (run !== undefined) {
    const { action = '', restartAttempt = '' } = run.action ?? {};
    const from = restartAttempt === 'UNSPECIFIED' ? '' : ` ${restartAttempt}`;
    return [`${run.match}: ${action}${from}`];
  }
  if (split !== undefined) {
    const taken = `took ${list(split.outputLocationCodes) || 'nothing'}`;
    const count = `of ${grouped(split.inputLocationCodes.length)} candidates`;
    return [`${taken} ${count}`, ...assignmentLines(split.assignments)];
  }
  if (rest !== undefined) return [`${rest.stateChange}: lines ${rest.orderItemIds.join(', ')}`];
  if (response?.decision !== undefined) return decisionLines(response.decision);
  return response === undefined ? stepLines(event) : [list(response.candidateLocationCodes)];
}

function requestLines({ orderType, items, isExpress, shippingAddress }: RequestJson): string[] {
  const { postalCode = '', state = '', countryCode = '' } = shippingAddress ?? {};
  const place = [postalCode, state, countryCode].filter((part) => part !== '').join(' ');
  const express = isExpress ? ', express' : '';
  const lines = items.map((item: LineJson) => `${item.quantity ?? 0} ${productOf(item)}`);
  return [`${orderType}${express}${place === '' ? '' : `, to ${place}`}: ${list(lines)}`];
}
