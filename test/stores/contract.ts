// What every store owes, whatever keeps its state: one suite over a maker of stores.

import { afterAll, afterEach, beforeEach, describe } from 'vitest';
import { configurationContract } from './contract-configuration.js';
import { editContract } from './contract-edits.js';
import { inventoryContract } from './contract-inventory.js';
import { ledgerContract } from './contract-ledger.js';
import { locationContract } from './contract-locations.js';
import { recordContract } from './contract-records.js';
import { replayContract } from './contract-replays.js';
import { rewindContract } from './contract-rewind.js';
import { rowFieldContract } from './contract-row-fields.js';
import { stockContract } from './contract-stock.js';
import { tableContract } from './contract-tables.js';
import type { OpenedStore, StoreHome, TestLimits } from './support/opened-store.js';
import { takeTenant } from './support/tenant.js';

/** The store under test; a part of the suite may open it anew. */
export interface Subject {
  opened: OpenedStore;
  /** How much of what is tried at random is tried, up to 1: calls cost more in some stores. */
  readonly effort: number;
  /** Closes the store and opens it on what it left; with limits only where it was renewed. */
  reopen(limits?: TestLimits): Promise<void>;
  /** Closes the store and opens an empty one with other limits, which ends with the test. */
  renew(limits: TestLimits): Promise<void>;
}

/** The parts of the suite, and whether the tests of a part can share a store. */
const PARTS: readonly {
  readonly title: string;
  readonly part: (subject: Subject) => void;
  readonly isShared: boolean;
}[] = [
  { title: 'stock rows', part: inventoryContract, isShared: true },
  { title: 'the fields of a row', part: rowFieldContract, isShared: true },
  { title: 'the ledger', part: ledgerContract, isShared: true },
  { title: 'locations', part: locationContract, isShared: true },
  // Suggestion ids and rings of records belong to the store, not to a tenant.
  { title: 'records', part: recordContract, isShared: false },
  { title: 'replays', part: replayContract, isShared: true },
  { title: 'rows of then', part: rewindContract, isShared: true },
  { title: 'rules', part: configurationContract, isShared: true },
  { title: 'edits', part: editContract, isShared: true },
  { title: 'stock operations', part: stockContract, isShared: true },
  { title: 'tables', part: tableContract, isShared: true },
];

/** Runs the suite over the stores of a maker; for the effort see `Subject`. */
export function storeContract(makeHome: () => Promise<StoreHome>, effort = 1): void {
  describe('the contract of stores', () => {
    describe.each(PARTS)('on $title', ({ part, isShared }) => {
      partOfContract({ makeHome, effort }, part, isShared);
    });
  });
}

/** A part over one store, in which each test has a tenant, or over a new store for each test. */
function partOfContract(
  { makeHome, effort }: { readonly makeHome: () => Promise<StoreHome>; readonly effort: number },
  part: (subject: Subject) => void,
  isShared: boolean,
): void {
  let home: StoreHome | undefined;
  let isKept = isShared;
  const open = async (limits?: TestLimits) => {
    home ??= await makeHome();
    subject.opened = await home.open(limits);
  };
  const leave = async () => {
    await subject.opened.store.close();
    await home?.remove();
    home = undefined;
  };
  const subject: Subject = {
    opened: undefined as unknown as OpenedStore,
    effort,
    async reopen(limits) {
      await subject.opened.store.close();
      await open(limits);
    },
    async renew(limits) {
      isKept = false;
      await leave();
      await open(limits);
    },
  };
  beforeEach(async () => {
    takeTenant();
    if (home === undefined) await open();
  });
  afterEach(async () => {
    if (!isKept) await leave();
    isKept = isShared;
  });
  afterAll(async () => {
    if (home !== undefined) await leave();
  });
  part(subject);
}
