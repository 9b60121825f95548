// What a document is after one edit. Pure; whether the result may be kept is for the validator to
// say, except for what it could not say in the words of the request.

import {
  failedPrecondition,
  type FieldViolation,
  invalidField,
  Refusal,
  STATUS,
} from '../../base/outcome.js';
import type { ConfigurationDocument, LocationGroupDocument } from '../document.js';
import type { ConfigurationEdit, ResourceDocument, ResourceKind } from './edit.js';
import { masked } from './mask.js';
import { type ChangedMembers, withLocations, withoutLocations } from './members.js';
import { refuseUsed, withNewName } from './references.js';
import { digestOf, placeOf, resourcesOf, SPELLINGS, withResources } from './resources.js';

/** A document after an edit. */
export type EditedDocument = {
  readonly document: ConfigurationDocument;
  /** What was made or changed; null where something was removed. */
  readonly subject:
    | { readonly kind: ResourceKind; readonly place: number }
    | { readonly kind: 'settings' }
    | null;
  /** The path of the request that a path of the document stands for. */
  readonly toRequestPath: (path: string) => string;
};

/**
 * What the validator found in an edited document, with paths of the request. What breaks elsewhere
 * because the resource itself is wrong is left out.
 */
export function violationsOfRequest(
  { toRequestPath }: EditedDocument,
  violations: readonly FieldViolation[],
): FieldViolation[] {
  const inRequest = violations.map(({ field, description }) => ({
    field: toRequestPath(field),
    description,
  }));
  const own = inRequest.filter(({ field }, i) => field !== violations[i].field);
  return own.length > 0 ? own : inRequest;
}

const ADDED = { inGroup: 'locations', inRequest: 'locations' };
const REMOVED = { inGroup: 'excluded_location_codes', inRequest: 'location_codes' };

type EditOf<A extends ConfigurationEdit['action']> = Extract<ConfigurationEdit, { action: A }>;

/**
 * Applies an edit to a stored document. A new resource comes last and has no id. Throws NOT_FOUND
 * for an id that is not there, FAILED_PRECONDITION with reason ETAG_MISMATCH or RESOURCE_IN_USE,
 * ALREADY_EXISTS with reason NAME_TAKEN, and INVALID_ARGUMENT with paths of the request.
 */
export function applyEdit(
  document: ConfigurationDocument,
  edit: ConfigurationEdit,
): EditedDocument {
  switch (edit.action) {
    case 'create':
      return create(document, edit);
    case 'update':
      return update(document, edit);
    case 'delete':
      return remove(document, edit);
    case 'update-settings':
      return updateSettings(document, edit);
    case 'set-filters':
      return changeGroup(document, edit, (group) => ({
        ...group,
        filters: edit.filters,
        filterLogicalGroups: edit.filterLogicalGroups,
      }));
    case 'set-sorts':
      return changeGroup(document, edit, (group) => ({ ...group, sorts: edit.sorts }));
    case 'remove-locations':
      return changeMembers(document, edit, REMOVED, (group) =>
        withoutLocations(group, edit.locationCodes),
      );
    case 'add-locations':
      return changeMembers(document, edit, ADDED, (group) => withLocations(group, edit.locations));
  }
}

function create(document: ConfigurationDocument, edit: EditOf<'create'>): EditedDocument {
  const { kind } = edit;
  const { id: _, ...resource } = edit.resource;
  refuseConflicts(document, kind, resource);
  const resources = resourcesOf(document, kind);
  return {
    document: withResources(document, kind, [...resources, resource]),
    subject: { kind, place: resources.length },
    toRequestPath: resourcePath(kind, resources.length),
  };
}

function update(document: ConfigurationDocument, edit: EditOf<'update'>): EditedDocument {
  const { kind, id } = edit;
  const place = placeOf(document, kind, id);
  const before = resourcesOf(document, kind)[place];
  checkEtag(before, edit.etag, nameOf(kind, before));
  const after = { ...masked(kind, before, edit.resource, edit.mask), id };
  refuseConflicts(document, kind, after);
  const oldName = before.name ?? '';
  const newName = after.name ?? '';
  const updated = replaced(document, kind, place, after);
  // A name that is refused goes nowhere.
  if (newName === oldName || newName === '') return updated;
  return { ...updated, document: withNewName(updated.document, kind, oldName, newName) };
}

function remove(document: ConfigurationDocument, edit: EditOf<'delete'>): EditedDocument {
  const { kind } = edit;
  const place = placeOf(document, kind, edit.id);
  const resources = resourcesOf(document, kind);
  const resource = resources[place];
  checkEtag(resource, edit.etag, nameOf(kind, resource));
  refuseUsed(document, kind, resource.name ?? '');
  const rest = resources.filter((_, other) => other !== place);
  return {
    document: withResources(document, kind, rest),
    subject: null,
    toRequestPath: (path) => path,
  };
}

function updateSettings(
  document: ConfigurationDocument,
  edit: EditOf<'update-settings'>,
): EditedDocument {
  const { settings: before = {} } = document;
  checkEtag(before, edit.etag, 'a setting');
  const settings = masked('settings', before, edit.settings, edit.mask);
  return {
    document: { ...document, settings },
    subject: { kind: 'settings' },
    // Requests spell it as the document does.
    toRequestPath: (path) => path,
  };
}

/** Changes a group by a request that has the group's fields beside its id. */
function changeGroup(
  document: ConfigurationDocument,
  edit: { readonly id: number; readonly etag: string },
  change: (group: LocationGroupDocument) => LocationGroupDocument,
): EditedDocument {
  const kind = 'locationGroup';
  const place = placeOf(document, kind, edit.id);
  const group = resourcesOf(document, kind)[place];
  checkEtag(group, edit.etag, nameOf(kind, group));
  return {
    ...replaced(document, kind, place, change(group)),
    toRequestPath: within(`${SPELLINGS[kind].listPath}[${place}].`, ''),
  };
}

/** Changes the members of a group; what stands in its list came from a list of the request. */
function changeMembers(
  document: ConfigurationDocument,
  edit: { readonly id: number; readonly etag: string },
  path: { readonly inGroup: string; readonly inRequest: string },
  change: (group: LocationGroupDocument) => ChangedMembers,
): EditedDocument {
  let origins: ReadonlyMap<number, number> = new Map();
  const edited = changeGroup(document, edit, (group) => {
    const changed = change(group);
    origins = changed.origins;
    return changed.group;
  });
  const begin = `${path.inGroup}[`;
  return {
    ...edited,
    toRequestPath(documentPath) {
      const inGroup = edited.toRequestPath(documentPath);
      if (inGroup === path.inGroup) return path.inRequest;
      const end = inGroup.indexOf(']');
      if (!inGroup.startsWith(begin) || end < 0) return inGroup;
      const origin = origins.get(Number(inGroup.slice(begin.length, end)));
      if (origin === undefined) return inGroup;
      return `${path.inRequest}[${origin}${inGroup.slice(end)}`;
    },
  };
}

function replaced(
  document: ConfigurationDocument,
  kind: ResourceKind,
  place: number,
  resource: ResourceDocument,
): EditedDocument {
  const resources = [...resourcesOf(document, kind)];
  resources[place] = resource;
  return {
    document: withResources(document, kind, resources),
    subject: { kind, place },
    toRequestPath: resourcePath(kind, place),
  };
}

/** Refuses what the validator would report at the resource that happens to stand later. */
function refuseConflicts(
  document: ConfigurationDocument,
  kind: ResourceKind,
  resource: ResourceDocument,
): void {
  const { path, title } = SPELLINGS[kind];
  const { id, name } = resource;
  const isOther = (other: ResourceDocument) => id === undefined || other.id !== id;
  const taken = resourcesOf(document, kind).find(
    (other) => isOther(other) && other.name === name && name !== undefined,
  );
  if (taken !== undefined) throw nameTaken(path, title, taken);
  const { isDefaultGroup, route } = resource as LocationGroupDocument;
  if (kind !== 'locationGroup' || isDefaultGroup !== true) return;
  const rival = (document.locationGroups ?? []).find(
    (other) => isOther(other) && other.isDefaultGroup === true && other.route === route,
  );
  if (rival === undefined) return;
  const description = `'${rival.name}' is the default group of route '${route}'`;
  throw invalidField(`${path}.is_default_group`, description);
}

function nameTaken(path: string, title: string, taken: ResourceDocument): Refusal {
  const { name = '', id = 0 } = taken;
  const description = `'${name}' is the name of ${title} ${id}`;
  return new Refusal({
    code: STATUS.alreadyExists,
    reason: 'NAME_TAKEN',
    message: `${path}.name: ${description}`,
    violations: [{ field: `${path}.name`, description }],
    metadata: { name, id: String(id) },
  });
}

function nameOf(kind: ResourceKind, { name = '' }: ResourceDocument): string {
  return `${SPELLINGS[kind].title} '${name}'`;
}

function checkEtag(stored: object, expectedEtag: string, what: string): void {
  if (expectedEtag === '') return;
  const { etag } = digestOf(stored);
  if (etag === expectedEtag) return;
  const message = `${what} was changed since this edit began; read it again`;
  throw failedPrecondition('ETAG_MISMATCH', message, { metadata: { expectedEtag, etag } });
}

function resourcePath(kind: ResourceKind, place: number): (path: string) => string {
  const { listPath, path } = SPELLINGS[kind];
  return within(`${listPath}[${place}]`, path);
}

/** Puts one beginning of a path in the place of another; other paths stay. */
function within(prefix: string, replacement: string): (path: string) => string {
  return (path) => (path.startsWith(prefix) ? `${replacement}${path.slice(prefix.length)}` : path);
}
