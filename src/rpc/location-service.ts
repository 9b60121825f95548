// LocationService: the locations and postal codes of a tenant, over the store.

import { invalidField } from '../base/outcome.js';
import type { LocationDocument } from '../configuration/location-document.js';
import type { Store } from '../stores/store.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import type { OpenStreams } from './open-streams.js';
import { pageSizeOf } from './paging.js';
import { postalImport } from './postal-import.js';
import { tenantOf } from './scope.js';
import { type Edge, unary } from './unary.js';

/** The full name of the service. */
export const LOCATION_SERVICE = 'shipfrom.v1.LocationService';

/** Locations in one call. */
const UPSERTS_MAX = 5000;

type Locations = { readonly locations?: readonly LocationDocument[] };
type CodeRequest = { readonly code?: string };
type LocationAnswer = { readonly location: LocationDocument };
type ListRequest = { readonly pageSize?: number; readonly pageToken?: string };
type ListAnswer = Required<Locations> & { readonly nextPageToken: string };

/** The handlers of the service. */
export function locationHandlers(
  contract: Contract,
  edge: Edge,
  streams: OpenStreams,
  store: Store,
): Handlers {
  const codec = <Request extends object, Answer extends object>(method: string) =>
    codecOf<Request, Answer>(contract, LOCATION_SERVICE, method);
  const ofOne = <Answer extends object>(
    method: string,
    act: (tenantId: string, code: string) => Promise<Answer>,
  ) =>
    unary(edge, codec<CodeRequest, Answer>(method), async ({ code = '' }, metadata) => {
      const tenantId = tenantOf(metadata);
      if (code === '') throw invalidField('code', 'is required');
      return act(tenantId, code);
    });
  const answering = async (location: Promise<LocationDocument>): Promise<LocationAnswer> => ({
    location: await location,
  });
  return {
    BatchUpsertLocations: unary(
      edge,
      codec<Locations, Locations>('BatchUpsertLocations'),
      async ({ locations = [] }, metadata) => {
        const tenantId = tenantOf(metadata);
        if (locations.length < 1 || locations.length > UPSERTS_MAX) {
          throw invalidField('locations', `must be 1 to 5,000, is ${locations.length}`);
        }
        return { locations: await store.upsertLocations(tenantId, locations) };
      },
    ),
    GetLocation: ofOne('GetLocation', (tenantId, code) =>
      answering(store.getLocation(tenantId, code)),
    ),
    ListLocations: unary(
      edge,
      codec<ListRequest, ListAnswer>('ListLocations'),
      async ({ pageSize, pageToken = '' }, metadata) => {
        const tenantId = tenantOf(metadata);
        const page = await store.listLocations(tenantId, pageSizeOf(pageSize), pageToken);
        return { locations: page.items, nextPageToken: page.nextPageToken };
      },
    ),
    DeleteLocation: ofOne('DeleteLocation', async (tenantId, code) => {
      await store.deleteLocation(tenantId, code);
      return {};
    }),
    HoldLocation: ofOne('HoldLocation', (tenantId, code) =>
      answering(store.setLocationHold(tenantId, code, true)),
    ),
    ResumeLocation: ofOne('ResumeLocation', (tenantId, code) =>
      answering(store.setLocationHold(tenantId, code, false)),
    ),
    ImportPostalCodes: postalImport(edge, streams, codec('ImportPostalCodes'), store),
  };
}
