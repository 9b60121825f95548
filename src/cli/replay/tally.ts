// What came of the orders of a replay, and whether every unit of every order went somewhere. Memory
// stays flat.

import { FNV_BASIS, fnv1a, mix32 } from '../../base/hash.js';
import { type LineJson, lineId } from '../decision.js';
import { messageType } from '../schema.js';
import { Histogram } from './histogram.js';

/** Answers at fault that are kept for the report; all are counted. */
const FAULTS_MAX = 20;

const STATE_NAMES = ['UNSPECIFIED', 'CANCEL', 'CUSTOMER_CARE', 'AVAILABLE', 'BACKORDER'];

type Decision = {
  readonly assignments: readonly {
    readonly orderItemId: unknown;
    readonly locationCode: string;
    readonly quantity: unknown;
    readonly distanceKm?: number;
  }[];
  readonly stateChanges: readonly {
    readonly orderItemId: unknown;
    readonly quantity: unknown;
    readonly stateChange: number;
  }[];
};

/** Counts answers. */
export class Tally {
  answeredCount = 0;
  refusedCount = 0;
  /** Answers in which the units of some line do not add up. */
  unbalancedCount = 0;
  wholeCount = 0;
  splitCount = 0;
  partlyCount = 0;
  unservedCount = 0;
  lineCount = 0;
  unitCount = 0;
  parcelCount = 0;
  placedParcelCount = 0;
  parcelKm = 0;
  /** The same for the same orders on the same state, in whatever order the answers come. */
  digest = 0;
  readonly changedUnits = new Map<string, number>();
  readonly faults: string[] = [];
  readonly latencyUs = new Histogram();
  private readonly response = messageType('SuggestRoutingResponse');
  private readonly decisionType = messageType('Decision');

  /** An order that was not decided. */
  refuse(line: number, why: string): void {
    this.refusedCount++;
    this.fault(`line ${line}: ${why}`);
  }

  /** The answer to an order, and how long it took. */
  take(line: number, items: readonly LineJson[], bytes: Uint8Array, latencyUs: number): void {
    this.answeredCount++;
    this.latencyUs.add(latencyUs);
    const answer = this.response.decode(bytes) as unknown as { decision: Decision };
    const { decision } = answer;
    const encoded = this.decisionType.encode(decision).finish();
    const hash = fnv1a(FNV_BASIS ^ line, encoded, 0, encoded.length);
    this.digest = (this.digest + mix32(hash)) | 0;
    if (!this.isBalanced(items, decision)) {
      this.unbalancedCount++;
      this.fault(`line ${line}: assigned and state-changed units are not what was ordered`);
    }
    this.count(decision);
  }

  private isBalanced(items: readonly LineJson[], decision: Decision): boolean {
    const left = new Map<number, number>();
    items.forEach((item, i) => {
      left.set(lineId(item, i), Number(item.quantity));
      this.lineCount++;
      this.unitCount += Number(item.quantity);
    });
    for (const { orderItemId, quantity } of [...decision.assignments, ...decision.stateChanges]) {
      const id = Number(orderItemId);
      const units = left.get(id);
      if (units === undefined || Number(quantity) < 1) return false;
      left.set(id, units - Number(quantity));
    }
    return [...left.values()].every((units) => units === 0);
  }

  private count(decision: Decision): void {
    const parcels = new Map<string, number | undefined>();
    for (const one of decision.assignments) {
      const isKnown = Object.hasOwn(one, 'distanceKm');
      parcels.set(one.locationCode, isKnown ? one.distanceKm : undefined);
    }
    for (const distanceKm of parcels.values()) {
      this.parcelCount++;
      if (distanceKm === undefined) continue;
      this.placedParcelCount++;
      this.parcelKm += distanceKm;
    }
    for (const { stateChange, quantity } of decision.stateChanges) {
      const name = STATE_NAMES[stateChange] ?? String(stateChange);
      this.changedUnits.set(name, (this.changedUnits.get(name) ?? 0) + Number(quantity));
    }
    if (parcels.size === 0) this.unservedCount++;
    else if (decision.stateChanges.length > 0) this.partlyCount++;
    else if (parcels.size === 1) this.wholeCount++;
    else this.splitCount++;
  }

  private fault(text: string): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push(text);
  }
}
