// Tests of what after-actions become: what they do with the order, and at which groups.

import { describe, expect, test } from 'vitest';
import { STATE_CHANGE, type AfterActionProgram } from '../../src/columns/program.js';
import type {
  AfterActionDocument,
  LocationGroupDocument,
} from '../../src/configuration/document.js';
import { firstGroup, programOf, ROUTE, sampleDocument } from './samples.js';

const { none, cancel, backorder, customerCare, available } = STATE_CHANGE;

function compiled(afterActionNone: AfterActionDocument): AfterActionProgram | null {
  return firstGroup(programOf(sampleDocument({ afterActionNone }))).afterNone;
}

describe('what an action does', () => {
  test.each([
    ['LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED', false, true, none],
    ['LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY', false, false, cancel],
    ['LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY', false, false, backorder],
    ['LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY', false, false, customerCare],
    ['QUANTITY_SPLIT_ASSIGN_IF_FULFILLED', true, true, none],
    ['QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', true, false, cancel],
    ['QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY', true, false, backorder],
    ['QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY', true, false, customerCare],
  ])('%s', (name, isQuantitySplit, isIfFulfilled, restState) => {
    expect(compiled({ action: `FAILOVER_ACTION_${name}` })).toMatchObject({
      kind: 'split',
      isQuantitySplit,
      isIfFulfilled,
      restState,
    });
  });

  test.each([
    ['CANCEL_ORDER', 'settle', cancel],
    ['ASSIGN_TO_CUSTOMER_CARE', 'settle', customerCare],
    ['ASSIGN_TO_BACKORDER', 'settle', backorder],
    ['ASSIGN_TO_GROUP', 'go-to-group', none],
    ['SEND_ORDER_TO_BIDDING', 'bidding', available],
  ])('%s', (name, kind, restState) => {
    expect(compiled({ action: `FAILOVER_ACTION_${name}` })).toMatchObject({ kind, restState });
  });

  test('none is none', () => {
    const group = firstGroup(programOf(sampleDocument()));
    expect([group.afterPartial, group.afterNone]).toEqual([null, null]);
  });
});

describe('where an action goes on, at the second of four active groups', () => {
  /** First and last group; the third in the document is not active. */
  function rangeOf(name: string, restart: string, restartGroup?: string): number[] {
    const afterActionNone = {
      action: `FAILOVER_ACTION_${name}`,
      restartAttempt: `RESTART_ATTEMPT_${restart}`,
      ...(restartGroup === undefined ? {} : { restartGroup }),
    };
    const group = (rank: number, rest: LocationGroupDocument = {}): LocationGroupDocument => ({
      name: `g${rank}`,
      route: ROUTE,
      rank,
      ...rest,
    });
    const locationGroups = [
      group(1),
      group(2, { afterActionNone }),
      group(3, { active: false }),
      group(4),
      group(5),
      group(6, { active: false }),
      { name: 'elsewhere', route: 'bring', rank: 1 },
    ];
    const routes = [
      { name: ROUTE, orderType: 'ORDER_TYPE_DIRECTSHIP' },
      { name: 'bring', orderType: 'ORDER_TYPE_DELIVERY' },
    ];
    const { routes: programs } = programOf({ locationGroups, routes });
    const after = programs[1]?.groups[1].afterNone;
    return [after?.firstGroup ?? -1, after?.lastGroup ?? -1];
  }

  const SPLIT = 'LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED';

  test.each([
    [SPLIT, 'UNSPECIFIED', undefined, 1, 1],
    [SPLIT, 'CURRENT_GROUP', undefined, 1, 1],
    [SPLIT, 'START_AT_BEGINNING', undefined, 0, 3],
    [SPLIT, 'GROUP_RANK', 'g4', 2, 3],
    [SPLIT, 'GROUP_RANK', 'g1', 0, 3],
    // The first active one behind one that is not.
    [SPLIT, 'GROUP_RANK', 'g3', 2, 3],
    [SPLIT, 'GROUP_RANK', 'g6', 4, 3],
    // The next group, where nobody of the route has the name.
    [SPLIT, 'GROUP_RANK', 'nobody', 2, 3],
    [SPLIT, 'GROUP_RANK', 'elsewhere', 2, 3],
    [SPLIT, 'GROUP_RANK', undefined, 2, 3],
    ['ASSIGN_TO_GROUP', 'UNSPECIFIED', undefined, 2, 3],
    ['ASSIGN_TO_GROUP', 'START_AT_BEGINNING', undefined, 0, 3],
    ['ASSIGN_TO_GROUP', 'CURRENT_GROUP', undefined, 1, 1],
    ['ASSIGN_TO_GROUP', 'GROUP_RANK', 'g5', 3, 3],
    ['ASSIGN_TO_GROUP', 'GROUP_RANK', 'nobody', 2, 3],
  ])('%s %s %s', (name, restart, target, firstGroup, lastGroup) => {
    expect(rangeOf(name, restart, target)).toEqual([firstGroup, lastGroup]);
  });
});
