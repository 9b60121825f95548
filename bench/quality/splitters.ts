// Every rule of splitting that the engine is set beside, and the order of locations it is given.

import { hotwax } from './peers/hotwax.js';
import { kiboQuantity } from './peers/kibo.js';
import { magentoDistance, magentoPriority } from './peers/magento.js';
import { medusa } from './peers/medusa.js';
import { residualGreedy } from './peers/residual-greedy.js';
import { saleorHighestStock } from './peers/saleor.js';
import { salesforce } from './peers/salesforce.js';
import { spreeMinSplits } from './peers/spree.js';
import { vendure } from './peers/vendure.js';
import type { Splitter } from './problem.js';

/** A rule with its name. */
export type NamedSplitter = {
  readonly name: string;
  readonly split: Splitter;
  /** Whether it is given the distribution centres first, then the others. */
  readonly isCentersFirst: boolean;
};

/** All rules but the engine's and HiGHS's; those that go by the merchant's order twice. */
export const SPLITTERS: readonly NamedSplitter[] = [
  { name: 'residual greedy cover', split: residualGreedy, isCentersFirst: false },
  { name: 'Kibo-like, split by quantity', split: kiboQuantity, isCentersFirst: false },
  { name: 'Salesforce-like enumeration', split: salesforce, isCentersFirst: false },
  { name: 'Spree-like fewest splits', split: spreeMinSplits, isCentersFirst: false },
  { name: 'HotWax-like; Kibo-like by distance', split: hotwax, isCentersFirst: false },
  { name: 'Magento-like distance', split: magentoDistance, isCentersFirst: false },
  { name: 'Saleor-like highest stock', split: saleorHighestStock, isCentersFirst: false },
  { name: 'Magento-like priority, Solidus-like', split: magentoPriority, isCentersFirst: false },
  { name: 'Vendure-like', split: vendure, isCentersFirst: false },
  { name: 'Medusa-like first location', split: medusa, isCentersFirst: false },
  { name: 'Magento-like priority, centers first', split: magentoPriority, isCentersFirst: true },
  { name: 'Spree-like, centers first', split: spreeMinSplits, isCentersFirst: true },
  { name: 'Vendure-like, centers first', split: vendure, isCentersFirst: true },
  { name: 'Medusa-like, centers first', split: medusa, isCentersFirst: true },
];
