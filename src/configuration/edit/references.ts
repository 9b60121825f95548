// Who uses a resource: resources refer to one another by name, so a name that changes changes where
// it is used, and what is used stays.

import { failedPrecondition } from '../../base/outcome.js';
import type { ConfigurationDocument } from '../document.js';
import type { ResourceDocument, ResourceKind } from './edit.js';
import { SPELLINGS } from './resources.js';

/** Characters of the names of users that a refusal lists, as JSON. */
const USERS_CHARACTERS_MAX = 280;

/**
 * The document in which whatever uses the old name of a resource uses the new one.
 */
export function withNewName(
  document: ConfigurationDocument,
  kind: ResourceKind,
  oldName: string,
  newName: string,
): ConfigurationDocument {
  const { filters = [], locationGroups = [] } = document;
  switch (kind) {
    case 'dataList':
      return {
        ...document,
        filters: filters.map((filter) =>
          filter.dataList === oldName ? { ...filter, dataList: newName } : filter,
        ),
      };
    case 'filter':
      return {
        ...document,
        locationGroups: locationGroups.map((group) => {
          const names = group.filters ?? [];
          if (!names.includes(oldName)) return group;
          return { ...group, filters: names.map((name) => (name === oldName ? newName : name)) };
        }),
      };
    case 'route':
      return {
        ...document,
        locationGroups: locationGroups.map((group) =>
          group.route === oldName ? { ...group, route: newName } : group,
        ),
      };
    case 'locationGroup':
      return document;
  }
}

/**
 * Throws FAILED_PRECONDITION with reason RESOURCE_IN_USE and the names of the users where a
 * resource is used.
 */
export function refuseUsed(
  document: ConfigurationDocument,
  kind: ResourceKind,
  name: string,
): void {
  const users = usersOf(document, kind, name);
  if (users.length === 0) return;
  const { title } = SPELLINGS[kind];
  const userTitle = kind === 'dataList' ? 'filter' : 'location group';
  const listed = fitting(users.map((user) => user.name ?? ''));
  const names = listed.map((user) => `'${user}'`).join(', ');
  const more = users.length > listed.length ? ` and ${users.length - listed.length} more` : '';
  const verb =
    users.length === 1 ? `${userTitle} ${names} uses` : `${userTitle}s ${names}${more} use`;
  throw failedPrecondition('RESOURCE_IN_USE', `${title} '${name}' is in use: ${verb} it`, {
    metadata: {
      users: JSON.stringify(listed),
      userCount: String(users.length),
      userKind: userTitle,
    },
  });
}

function usersOf(
  document: ConfigurationDocument,
  kind: ResourceKind,
  name: string,
): readonly ResourceDocument[] {
  const { filters = [], locationGroups = [] } = document;
  switch (kind) {
    case 'dataList':
      return filters.filter((filter) => filter.dataList === name);
    case 'filter':
      return locationGroups.filter((group) => (group.filters ?? []).includes(name));
    case 'route':
      return locationGroups.filter((group) => group.route === name);
    case 'locationGroup':
      return [];
  }
}

/** The first names, as many as an error has room for, and at least one. */
function fitting(names: readonly string[]): string[] {
  let left = USERS_CHARACTERS_MAX;
  return names.filter((name, place) => {
    left -= JSON.stringify(name).length + 1;
    return left >= 0 || place === 0;
  });
}
