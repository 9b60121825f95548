// LocationGroupService: the location groups of a site, one by one, and parts of them.

import { invalidField } from '../base/outcome.js';
import type {
  FilterLogicalGroupDocument,
  LocationSortDocument,
  RankedLocationDocument,
} from '../configuration/document.js';
import type { Store } from '../stores/store.js';
import type { Contract, Handlers } from './definitions.js';
import { editing, type EditRequest, resourceMethods, targetOf } from './resource-methods.js';
import type { Edge } from './unary.js';

/** The full name of the service. */
export const LOCATION_GROUP_SERVICE = 'shipfrom.v1.LocationGroupService';

type FiltersRequest = EditRequest & {
  readonly filters?: readonly string[];
  readonly filterLogicalGroups?: readonly FilterLogicalGroupDocument[];
};
type SortsRequest = EditRequest & { readonly sorts?: readonly LocationSortDocument[] };
type AddRequest = EditRequest & { readonly locations?: readonly RankedLocationDocument[] };
type RemoveRequest = EditRequest & { readonly locationCodes?: readonly string[] };

/** The handlers of the service. */
export function locationGroupHandlers(contract: Contract, edge: Edge, store: Store): Handlers {
  const name = LOCATION_GROUP_SERVICE;
  const service = { contract, edge, store, name, kind: 'locationGroup' } as const;
  return {
    ...resourceMethods(service),
    SetLocationGroupFilters: editing<FiltersRequest>(
      service,
      'SetLocationGroupFilters',
      (request) => ({
        action: 'set-filters',
        ...targetOf(request),
        filters: request.filters ?? [],
        filterLogicalGroups: request.filterLogicalGroups ?? [],
      }),
    ),
    SetLocationGroupSorts: editing<SortsRequest>(service, 'SetLocationGroupSorts', (request) => ({
      action: 'set-sorts',
      ...targetOf(request),
      sorts: request.sorts ?? [],
    })),
    AddLocations: editing<AddRequest>(service, 'AddLocations', (request) => ({
      action: 'add-locations',
      ...targetOf(request),
      locations: atLeastOne('locations', request.locations),
    })),
    RemoveLocations: editing<RemoveRequest>(service, 'RemoveLocations', (request) => ({
      action: 'remove-locations',
      ...targetOf(request),
      locationCodes: atLeastOne('location_codes', request.locationCodes),
    })),
  };
}

function atLeastOne<T>(path: string, values: readonly T[] = []): readonly T[] {
  if (values.length === 0) throw invalidField(path, 'must name at least one');
  return values;
}
