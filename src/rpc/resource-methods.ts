// The methods that the services of configuration resources have in common, over the store. A
// service is its kind of resource and what it has besides.

import type { handleUnaryCall } from '@grpc/grpc-js';
import { invalidField } from '../base/outcome.js';
import type {
  ConfigurationEdit,
  ResourceDocument,
  ResourceKind,
} from '../configuration/edit/edit.js';
import { SPELLINGS } from '../configuration/edit/resources.js';
import type { ResourceKey, Store, StoredResource, Versioned } from '../stores/store.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import { pageSizeOf } from './paging.js';
import { scopeOf } from './scope.js';
import { type Edge, unary } from './unary.js';

/** What a service of resources is made of. */
export type ResourceService = {
  readonly contract: Contract;
  readonly edge: Edge;
  readonly store: Store;
  /** The full name of the service. */
  readonly name: string;
  /** What it keeps; also the name of the field in its messages. */
  readonly kind: ResourceKind;
};

/** A FieldMask as it is decoded. */
export type Mask = { readonly paths?: readonly string[] };

/** What every request for an edit of one resource has. */
export type EditRequest = {
  readonly id?: number;
  readonly etag?: string;
  readonly validateOnly?: boolean;
};

type OfKind<T> = { readonly [K in ResourceKind]?: T };
type CreateRequest = OfKind<ResourceDocument> & { readonly validateOnly?: boolean };
type UpdateRequest = CreateRequest & { readonly updateMask?: Mask; readonly etag?: string };
type GetRequest = { readonly id?: number; readonly name?: string };
type ListRequest = {
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly nameContains?: string;
};

/** The handlers of Create, Get, List, Update and Delete. */
export function resourceMethods(service: ResourceService): Handlers {
  const { contract, edge, store, name, kind } = service;
  const { list, path } = SPELLINGS[kind];
  const one = upperFirst(kind);
  const many = upperFirst(list);
  const codec = <Request extends object>(method: string) =>
    codecOf<Request, object>(contract, name, method);
  const required = (resource: ResourceDocument | undefined): ResourceDocument => {
    if (resource === undefined) throw invalidField(path, 'is required');
    return resource;
  };
  return {
    [`Create${one}`]: editing<CreateRequest>(service, `Create${one}`, (request) => ({
      action: 'create',
      kind,
      resource: required(request[kind]),
    })),
    [`Get${one}`]: unary(edge, codec<GetRequest>(`Get${one}`), async (request, metadata) => {
      const scope = scopeOf(metadata);
      return answerOf(kind, await store.getResource(scope, kind, keyOf(request)));
    }),
    [`List${many}`]: unary(edge, codec<ListRequest>(`List${many}`), async (request, metadata) => {
      const scope = scopeOf(metadata);
      const { pageSize, pageToken = '', nameContains = '' } = request;
      const size = pageSizeOf(pageSize);
      const page = await store.listResources(scope, kind, nameContains, size, pageToken);
      const { items, nextPageToken, configurationVersion } = page;
      return {
        [list]: items.map(({ resource }) => resource),
        etags: items.map(({ etag }) => etag),
        nextPageToken,
        configurationVersion,
      };
    }),
    [`Update${one}`]: editing<UpdateRequest>(service, `Update${one}`, (request) => {
      const resource = required(request[kind]);
      return {
        action: 'update',
        kind,
        id: idOf(resource.id, `${path}.id`),
        etag: request.etag ?? '',
        resource,
        mask: request.updateMask?.paths ?? [],
      };
    }),
    [`Delete${one}`]: editing<EditRequest>(service, `Delete${one}`, ({ id, etag = '' }) => ({
      action: 'delete',
      kind,
      id: idOf(id, 'id'),
      etag,
    })),
  };
}

/** The handler of a method that makes one edit, and answers the resource after it. */
export function editing<Request extends { readonly validateOnly?: boolean }>(
  service: ResourceService,
  method: string,
  editOf: (request: Request) => ConfigurationEdit,
): handleUnaryCall<Buffer, Uint8Array> {
  const { contract, edge, store, name, kind } = service;
  const codec = codecOf<Request, object>(contract, name, method);
  return unary(edge, codec, async (request, metadata) => {
    const scope = scopeOf(metadata);
    const isTrial = request.validateOnly ?? false;
    return answerOf(kind, await store.editConfiguration(scope, editOf(request), isTrial));
  });
}

/** The target of an edit of one resource. Throws a `Refusal` where the request names none. */
export function targetOf({ id, etag = '' }: EditRequest): { id: number; etag: string } {
  return { id: idOf(id, 'id'), etag };
}

/** What a caller is told of a resource: under the name of its kind, if it is there. */
export function answerOf(
  field: string,
  { resource, etag, configurationVersion }: Versioned<Partial<StoredResource>>,
): object {
  if (resource === undefined) return { configurationVersion };
  return { [field]: resource, etag, configurationVersion };
}

function keyOf({ id, name }: GetRequest): ResourceKey {
  if ((id === undefined) === (name === undefined)) {
    throw invalidField('key', 'must be an id or a name');
  }
  if (name === undefined) return { id: idOf(id, 'id') };
  if (name === '') throw invalidField('name', 'must not be empty');
  return { name };
}

function idOf(id: number | undefined, path: string): number {
  if (id !== undefined && id >= 1) return id;
  throw invalidField(path, 'must be 1 or above');
}

function upperFirst(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
