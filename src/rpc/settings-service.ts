// SettingsService: what holds for all routes of a site.

import { invalidField } from '../base/outcome.js';
import type { SettingsDocument } from '../configuration/document.js';
import type { Store } from '../stores/store.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import { answerOf, type Mask } from './resource-methods.js';
import { scopeOf } from './scope.js';
import { type Edge, unary } from './unary.js';

/** The full name of the service. */
export const SETTINGS_SERVICE = 'shipfrom.v1.SettingsService';

type UpdateRequest = {
  readonly settings?: SettingsDocument;
  readonly updateMask?: Mask;
  readonly etag?: string;
  readonly validateOnly?: boolean;
};

/** The handlers of the service. */
export function settingsHandlers(contract: Contract, edge: Edge, store: Store): Handlers {
  const codec = <Request extends object>(method: string) =>
    codecOf<Request, object>(contract, SETTINGS_SERVICE, method);
  return {
    GetSettings: unary(edge, codec('GetSettings'), async (_, metadata) =>
      answerOf('settings', await store.getSettings(scopeOf(metadata))),
    ),
    UpdateSettings: unary(
      edge,
      codec<UpdateRequest>('UpdateSettings'),
      async ({ settings, updateMask, etag = '', validateOnly = false }, metadata) => {
        const scope = scopeOf(metadata);
        if (settings === undefined) throw invalidField('settings', 'is required');
        const mask = updateMask?.paths ?? [];
        const edit = { action: 'update-settings', settings, mask, etag } as const;
        return answerOf('settings', await store.editConfiguration(scope, edit, validateOnly));
      },
    ),
  };
}
