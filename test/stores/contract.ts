// What every store owes, whatever keeps its state: one suite over a maker of stores.

import { afterEach, beforeEach, describe } from 'vitest';
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

/** The store under test; a part of the suite may open it anew. */
export interface Subject {
  opened: OpenedStore;
  /** Closes the store and opens it on what it left. */
  reopen(limits?: TestLimits): Promise<void>;
}

/** Runs the suite over the stores of a maker. */
export function storeContract(makeHome: () => Promise<StoreHome>): void {
  describe('the contract of stores', () => {
    let home: StoreHome;
    const subject: Subject = {
      opened: undefined as unknown as OpenedStore,
      async reopen(limits) {
        await subject.opened.store.close();
        subject.opened = await home.open(limits);
      },
    };
    beforeEach(async () => {
      home = await makeHome();
      subject.opened = await home.open();
    });
    afterEach(async () => {
      await subject.opened.store.close();
      await home.remove();
    });
    inventoryContract(subject);
    rowFieldContract(subject);
    ledgerContract(subject);
    locationContract(subject);
    recordContract(subject);
    replayContract(subject);
    rewindContract(subject);
    configurationContract(subject);
    editContract(subject);
    stockContract(subject);
    tableContract(subject);
  });
}
