// One edit of a site's configuration: what it makes of the live version becomes the next one.

import { invalidFields } from '../../base/outcome.js';
import {
  applyEdit,
  type EditedDocument,
  violationsOfRequest,
} from '../../configuration/edit/apply.js';
import type { ConfigurationEdit, ResourceDocument } from '../../configuration/edit/edit.js';
import { digestOf, resourcesOf } from '../../configuration/edit/resources.js';
import type { ConfigurationDocument, SettingsDocument } from '../../configuration/document.js';
import { validateConfiguration } from '../../configuration/validate.js';
import { isSameDocument, normalizeEdited } from '../../configuration/versions.js';
import type { StoredResource, Versioned } from '../store.js';
import { nextIdOf, tryToCompile, type Configurations } from './configurations.js';
import type { TenantDraft } from './tenant-draft.js';

/**
 * Applies an edit to the draft's live version and keeps what comes of it as a new version, or
 * checks it only. An edit that changes nothing makes none.
 */
export function editSite(
  configurations: Configurations,
  draft: TenantDraft,
  siteId: string,
  edit: ConfigurationEdit,
  validateOnly: boolean,
): Versioned<Partial<StoredResource>> {
  const site = draft.sites.get(siteId);
  const before = site?.document ?? {};
  const live = site?.record.live ?? 0;
  const edited = applyEdit(before, edit);
  const { document, subject } = edited;
  const violations = validateConfiguration(document, before);
  if (violations.length > 0) throw invalidFields(violationsOfRequest(edited, violations));
  let nextId = nextIdOf(site);
  const stored = normalizeEdited(before, document, () => nextId++);
  const resource = subjectOf(stored, subject);
  if (validateOnly) {
    tryToCompile(draft, stored);
    return { ...asChecked(resource, subjectOf(before, subject)), configurationVersion: live };
  }
  const version = isSameDocument(before, stored)
    ? live
    : configurations.keep(draft, siteId, stored, nextId).info.version;
  if (resource === undefined) return { configurationVersion: version };
  return { resource, etag: digestOf(resource).etag, configurationVersion: version };
}

type Stored = ResourceDocument | SettingsDocument;

function subjectOf(
  document: ConfigurationDocument,
  subject: EditedDocument['subject'],
): Stored | undefined {
  if (subject === null) return undefined;
  if (subject.kind === 'settings') return document.settings ?? {};
  return resourcesOf(document, subject.kind)[subject.place];
}

/** What a caller may send again: a new resource has no id yet, an old one its etag of now. */
function asChecked(after: Stored | undefined, before: Stored | undefined): Partial<StoredResource> {
  if (after === undefined) return {};
  if (before !== undefined) return { resource: after, etag: digestOf(before).etag };
  const { id: _, ...resource } = after as ResourceDocument;
  return { resource, etag: '' };
}
