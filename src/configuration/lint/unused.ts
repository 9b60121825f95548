// Resources that nothing reads: filters of no group, data lists of no filter, data sets and rate
// cards of no filter and no sort, exclusions that no group asks for, costs that no strategy counts.

import type { ConfigurationDocument, LocationGroupDocument } from '../document.js';
import { SORT, STRATEGY } from '../../columns/program.js';
import { numberOf, SORTS, STRATEGIES } from '../enumerations.js';
import type { Findings } from './findings.js';

/** Adds what nothing reads. Groups and routes that are inactive read what they name. */
export function lintUnused(document: ConfigurationDocument, findings: Findings): void {
  const { settings = {}, filters = [], locationGroups = [] } = document;
  const { dataLists = [], dataSets = [] } = document;
  const note = (
    kind: string,
    resources: readonly { readonly name?: string }[],
    used: ReadonlySet<string>,
    text: string,
  ) => {
    resources.forEach(({ name = '' }, place) => {
      if (!used.has(name)) findings.note('UNUSED', { path: `${kind}[${place}]`, name }, text);
    });
  };
  const usedLists = new Set(filters.map(({ dataList = '' }) => dataList));
  note('data_lists', dataLists, usedLists, 'no filter compares with this data list');
  const usedFilters = new Set(locationGroups.flatMap(filtersOf));
  note('filters', filters, usedFilters, 'no group has this filter');
  note('data_sets', dataSets, usedDataSets(document), 'no filter and no sort reads this data set');
  lintRateCards(document, findings);
  lintCosts(document, findings);
  const { retailerExclusions = [] } = settings;
  const isAsked = locationGroups.some((group) => group.useRetailerExclusionList === true);
  if (retailerExclusions.length === 0 || isAsked) return;
  const place = { path: 'settings.retailer_exclusions', name: '' };
  findings.note('UNUSED', place, 'no group has use_retailer_exclusion_list');
}

function filtersOf({ filters = [], filterLogicalGroups = [] }: LocationGroupDocument): string[] {
  return [...filters, ...filterLogicalGroups.flatMap((node) => node.filters ?? [])];
}

function sortsOf({ locationGroups = [] }: ConfigurationDocument) {
  return locationGroups.flatMap(({ sorts = [] }) => sorts);
}

function usedDataSets(document: ConfigurationDocument): Set<string> {
  const { filters = [] } = document;
  const ofFilters = filters.flatMap(({ dataSet = '', dataPoint }) => {
    return [dataSet, dataPoint?.dataSet ?? ''];
  });
  const ofSorts = sortsOf(document).flatMap(({ dataSet = '', score }) => {
    return [dataSet, score?.modelDataSet ?? '', score?.costDataSet ?? ''];
  });
  return new Set([...ofFilters, ...ofSorts]);
}

/** A score reads the active cards that it names, or all of them; of its service only. */
function lintRateCards(document: ConfigurationDocument, findings: Findings): void {
  const scores = sortsOf(document).filter(({ type }) => numberOf(SORTS, type) === SORT.score);
  (document.rateCards ?? []).forEach((card, place) => {
    const { name = '', service: own = '' } = card;
    if (card.active === false) return;
    const isRead = scores.some(({ score = {} }) => {
      const { rateCards = [], service = '' } = score;
      const isNamed = rateCards.length === 0 || rateCards.includes(name);
      return isNamed && (service === '' || service === own);
    });
    if (isRead) return;
    const text = 'no score reads this rate card';
    findings.note('UNUSED', { path: `rate_cards[${place}]`, name }, text);
  });
}

/** Only one strategy asks what a plan costs. */
function lintCosts({ routes = [] }: ConfigurationDocument, findings: Findings): void {
  routes.forEach(({ name = '', cost, candidateSortStrategy }, place) => {
    if (cost === undefined) return;
    if (numberOf(STRATEGIES, candidateSortStrategy) === STRATEGY.minimizeCost) return;
    const text = 'candidate_sort_strategy is not MINIMIZE_COST: nothing reads what a plan costs';
    findings.note('UNUSED', { path: `routes[${place}].cost`, name }, text);
  });
}
