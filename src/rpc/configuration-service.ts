// ConfigurationService: versions of the document of rules, over the store.

import { invalidField, invalidFields, Refusal, STATUS } from '../base/outcome.js';
import type { ConfigurationDocument } from '../configuration/document.js';
import type { Linter } from '../pool/calls.js';
import type { Store, StoredConfiguration, VersionInfo } from '../stores/store.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import { pageSizeOf } from './paging.js';
import { scopeOf } from './scope.js';
import { type Timestamp, timestampOf } from './timestamps.js';
import { type Edge, unary } from './unary.js';
import { validateConfiguration, type ValidateRequest } from './validate-configuration.js';

/** The full name of the service. */
export const CONFIGURATION_SERVICE = 'shipfrom.v1.ConfigurationService';

type Version = {
  readonly version: number;
  readonly etag: string;
  readonly createTime?: Timestamp;
  readonly active: boolean;
};
type VersionAnswer = { readonly version: Version };
type DocumentAnswer = VersionAnswer & { readonly configuration: ConfigurationDocument };
type GetRequest = { readonly version?: number };
type ApplyRequest = {
  readonly configuration?: ConfigurationDocument;
  readonly etag?: string;
  readonly validateOnly?: boolean;
};
type ListRequest = { readonly pageSize?: number; readonly pageToken?: string };
type ListAnswer = { readonly versions: readonly Version[]; readonly nextPageToken: string };
type ActivateRequest = { readonly version?: number; readonly etag?: string };

/** What the handlers need of an engine. */
export type ConfigurationParts = { readonly store: Store; readonly linter: Linter };

/** The handlers of the service. */
export function configurationHandlers(
  contract: Contract,
  edge: Edge,
  { store, linter }: ConfigurationParts,
): Handlers {
  const codec = <Request extends object, Answer extends object>(method: string) =>
    codecOf<Request, Answer>(contract, CONFIGURATION_SERVICE, method);
  return {
    GetConfiguration: unary(
      edge,
      codec<GetRequest, DocumentAnswer>('GetConfiguration'),
      async ({ version = 0 }, metadata) => {
        const scope = scopeOf(metadata);
        if (version < 0) throw invalidField('version', 'must be 0 or above');
        return documentAnswer(await store.getConfiguration(scope, version));
      },
    ),
    ApplyConfiguration: unary(
      edge,
      codec<ApplyRequest, DocumentAnswer>('ApplyConfiguration'),
      async ({ configuration, etag = '', validateOnly = false }, metadata) => {
        const scope = scopeOf(metadata);
        if (configuration === undefined) throw invalidField('configuration', 'is required');
        const applied = store.applyConfiguration(scope, configuration, etag, validateOnly);
        return documentAnswer(await applied.catch(withPathsOfRequest));
      },
    ),
    ListConfigurationVersions: unary(
      edge,
      codec<ListRequest, ListAnswer>('ListConfigurationVersions'),
      async ({ pageSize, pageToken = '' }, metadata) => {
        const scope = scopeOf(metadata);
        const page = await store.listConfigurationVersions(scope, pageSizeOf(pageSize), pageToken);
        return { versions: page.items.map(versionOf), nextPageToken: page.nextPageToken };
      },
    ),
    ActivateConfiguration: unary(
      edge,
      codec<ActivateRequest, VersionAnswer>('ActivateConfiguration'),
      async ({ version = 0, etag = '' }, metadata) => {
        const scope = scopeOf(metadata);
        if (version < 1) throw invalidField('version', 'must be 1 or above');
        return { version: versionOf(await store.activateConfiguration(scope, version, etag)) };
      },
    ),
    ValidateConfiguration: validateConfiguration(
      edge,
      codec<ValidateRequest, object>('ValidateConfiguration'),
      { store, linter },
    ),
  };
}

function documentAnswer({ info, document }: StoredConfiguration): DocumentAnswer {
  return { version: versionOf(info), configuration: document };
}

function versionOf(info: VersionInfo): Version {
  const version = { version: info.version, etag: info.etag, active: info.isActive };
  // Version 0 was never made.
  if (info.version === 0) return version;
  return { ...version, createTime: timestampOf(info.createTimeEpochMs) };
}

/** The store speaks of a document; a caller of Apply sent it in the field `configuration`. */
function withPathsOfRequest(thrown: unknown): never {
  const isInvalid = thrown instanceof Refusal && thrown.detail.code === STATUS.invalidArgument;
  if (!isInvalid || thrown.detail.violations.length === 0) throw thrown;
  throw invalidFields(
    thrown.detail.violations.map(({ field, description }) => ({
      field: `configuration.${field}`,
      description,
    })),
  );
}
