// What orders have, between the contract's messages and what the engine takes. Decides nothing but
// shape.

import { invalidField } from '../base/outcome.js';
import type { AllocationRequest } from '../engine/allocator.js';
import type {
  AllocatedLine,
  AllocatedUnits,
  Allocation,
  AllocationResult,
  AllocationStatus,
  Backorder,
  Priority,
  RejectionAsk,
  UnitsAsk,
  UnitsOfLine,
} from '../stores/allocation.js';
import type { Keyed } from './stock-messages.js';
import { type Timestamp, timestampOf } from './timestamps.js';

type PriorityName = `ALLOCATION_PRIORITY_${Priority | 'UNSPECIFIED'}`;
/** The name of a status. */
export type StatusName = `ALLOCATION_STATUS_${AllocationStatus | 'UNSPECIFIED'}`;

/** A decoded AllocateOrderRequest; its order and decision stay bytes. */
export type AllocateMessage = Keyed & {
  readonly order?: object;
  readonly decision?: object;
  readonly onConflict?: `CONFLICT_ACTION_${'UNSPECIFIED' | 'FAIL' | 'REPLAN'}`;
  readonly policy?: {
    readonly allowSplit?: boolean;
    readonly maxSplits?: number;
    readonly allowBackorder?: boolean;
    readonly strict?: boolean;
  };
  readonly priority?: PriorityName;
  readonly expectedOrderVersion?: number;
};

/** A decoded request to release or ship units. */
export type UnitsMessage = Keyed & {
  readonly orderId?: string;
  readonly lines?: readonly Partial<UnitsOfLine>[];
  readonly expectedOrderVersion?: number;
};

/** A decoded RejectAllocationRequest. */
export type RejectMessage = UnitsMessage & {
  readonly locationCode?: string;
  readonly leaveUnblocked?: boolean;
};

type UnitsAnswer = Omit<AllocatedUnits, 'route' | 'transferToLocationCode'> &
  Partial<Pick<AllocatedUnits, 'route' | 'transferToLocationCode'>>;
type LineAnswer = Omit<AllocatedLine, 'assignments'> & {
  readonly assignments: readonly UnitsAnswer[];
};
/** An Allocation to be encoded. */
export type AllocationMessage = Pick<
  Allocation,
  'orderId' | 'version' | 'assignmentCount' | 'rejectedLocationCodes' | 'siteId' | 'suggestionId'
> & {
  readonly status: StatusName;
  readonly lines: readonly LineAnswer[];
  readonly priority: PriorityName;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
};
/** The answer to a change of an order. */
export type AllocationAnswer = {
  readonly allocation: AllocationMessage;
  readonly snapshotSequence: number;
  readonly holdConsumed?: boolean;
};
/** A Backorder to be encoded. */
export type BackorderMessage = Omit<Backorder, 'priority' | 'createTimeEpochMs'> & {
  readonly priority: PriorityName;
  readonly createTime: Timestamp;
};

const SPLITS_MAX = 2000;

/** What is to be allocated; `order` and `decision` are the bytes of these fields. */
export function allocationRequestOf(
  message: AllocateMessage,
  order: Uint8Array,
  decision: Uint8Array,
  deadlineEpochMs: number,
): AllocationRequest {
  const { policy = {}, onConflict, expectedOrderVersion: expectedVersion } = message;
  const { maxSplits } = policy;
  if (message.order === undefined) throw invalidField('order', 'is required');
  if (maxSplits !== undefined && (maxSplits < 0 || maxSplits > SPLITS_MAX)) {
    throw invalidField('policy.max_splits', `must be 0 to ${SPLITS_MAX}, is ${maxSplits}`);
  }
  checkVersion(expectedVersion);
  return {
    order,
    ...(message.decision === undefined ? {} : { decision }),
    isReplanned: onConflict === 'CONFLICT_ACTION_REPLAN',
    isSplitAllowed: policy.allowSplit ?? true,
    ...(maxSplits === undefined ? {} : { maxSplits }),
    isBackorderAllowed: policy.allowBackorder ?? true,
    isStrict: policy.strict ?? false,
    priority: priorityOf(message.priority),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    idempotencyKey: message.idempotencyKey ?? '',
    deadlineEpochMs,
  };
}

/** Which units are released or have left. */
export function unitsAskOf(message: UnitsMessage): UnitsAsk {
  const { orderId = '', lines = [], expectedOrderVersion: expectedVersion } = message;
  checkVersion(expectedVersion);
  return {
    orderId,
    lines: lines.map(({ orderItemId = 0, locationCode = '', quantity = 0 }) => {
      return { orderItemId, locationCode, quantity };
    }),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  };
}

/** Which units are refused. */
export function rejectionOf(message: RejectMessage): RejectionAsk {
  const { locationCode = '', leaveUnblocked = false } = message;
  return { ...unitsAskOf(message), locationCode, isLeftUnblocked: leaveUnblocked };
}

function checkVersion(expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || expectedVersion >= 0) return;
  throw invalidField('expected_order_version', `must not be negative, is ${expectedVersion}`);
}

function priorityOf(name: PriorityName = 'ALLOCATION_PRIORITY_UNSPECIFIED'): Priority {
  const priority = name.slice('ALLOCATION_PRIORITY_'.length);
  return priority === 'UNSPECIFIED' ? 'NORMAL' : (priority as Priority);
}

/** An order, as it is sent. */
export function allocationMessage(allocation: Allocation): AllocationMessage {
  const { createTimeEpochMs, updateTimeEpochMs, status, priority, lines, ...rest } = allocation;
  return {
    ...rest,
    status: `ALLOCATION_STATUS_${status}`,
    lines: lines.map((line) => ({ ...line, assignments: line.assignments.map(unitsMessage) })),
    priority: `ALLOCATION_PRIORITY_${priority}`,
    createTime: timestampOf(createTimeEpochMs),
    updateTime: timestampOf(updateTimeEpochMs),
  };
}

function unitsMessage(units: AllocatedUnits): UnitsAnswer {
  const { route, transferToLocationCode, ...rest } = units;
  return {
    ...rest,
    ...(route === 0 ? {} : { route }),
    ...(transferToLocationCode === '' ? {} : { transferToLocationCode }),
  };
}

/** An order and the sequence, as they are sent. */
export function allocationAnswer(result: AllocationResult): AllocationAnswer {
  const { allocation, sequence, isHoldConsumed } = result;
  const answer = { allocation: allocationMessage(allocation), snapshotSequence: sequence };
  return isHoldConsumed === undefined ? answer : { ...answer, holdConsumed: isHoldConsumed };
}

/** A line that waits, as it is sent. */
export function backorderMessage(backorder: Backorder): BackorderMessage {
  const { priority, createTimeEpochMs, ...rest } = backorder;
  const createTime = timestampOf(createTimeEpochMs);
  return { ...rest, priority: `ALLOCATION_PRIORITY_${priority}`, createTime };
}
