// What one edit of a configuration says: which resource it is about, and what is to become of it.
// Plain values that cross threads.

import type {
  DataListDocument,
  DataSetDocument,
  FilterDocument,
  FilterLogicalGroupDocument,
  LocationGroupDocument,
  LocationSortDocument,
  RankedLocationDocument,
  RateCardDocument,
  RouteDocument,
  SettingsDocument,
} from '../document.js';

/** What a configuration has many of. */
export type ResourceKind =
  | 'dataList'
  | 'filter'
  | 'locationGroup'
  | 'route'
  | 'dataSet'
  | 'rateCard';

/** One of them. */
export type ResourceDocument =
  | DataListDocument
  | FilterDocument
  | LocationGroupDocument
  | RouteDocument
  | DataSetDocument
  | RateCardDocument;

/** Which resource an edit is about, and the etag that it must have; empty: any. */
type Target = { readonly id: number; readonly etag: string };

/**
 * An edit. A mask holds names of fields in the contract's spelling; empty or `*`: all of them. What
 * a mask names and the new value has not is reset.
 */
export type ConfigurationEdit =
  | {
      readonly action: 'create';
      readonly kind: ResourceKind;
      readonly resource: ResourceDocument;
    }
  | (Target & {
      readonly action: 'update';
      readonly kind: ResourceKind;
      readonly resource: ResourceDocument;
      readonly mask: readonly string[];
    })
  | (Target & { readonly action: 'delete'; readonly kind: ResourceKind })
  | (Target & {
      readonly action: 'set-filters';
      readonly filters: readonly string[];
      /** A tree in place of the list. */
      readonly filterLogicalGroups: readonly FilterLogicalGroupDocument[];
    })
  | (Target & { readonly action: 'set-sorts'; readonly sorts: readonly LocationSortDocument[] })
  | (Target & {
      readonly action: 'add-locations';
      readonly locations: readonly RankedLocationDocument[];
    })
  | (Target & { readonly action: 'remove-locations'; readonly locationCodes: readonly string[] })
  | {
      readonly action: 'update-settings';
      readonly settings: SettingsDocument;
      readonly mask: readonly string[];
      readonly etag: string;
    };
