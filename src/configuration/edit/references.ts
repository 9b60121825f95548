// Who uses a resource: resources refer to one another by name, so a name that changes changes where
// it is used, and what is used stays.

import { failedPrecondition } from '../../base/outcome.js';
import type { ConfigurationDocument } from '../document.js';
import type { ResourceKind } from './edit.js';
import { SPELLINGS } from './resources.js';
import { type Rename, USES } from './uses.js';

/** Characters of the names of users that a refusal lists, as JSON. */
const USERS_CHARACTERS_MAX = 280;

/** The document in which whatever uses the old name of a resource uses the new one. */
export function withNewName(
  document: ConfigurationDocument,
  kind: ResourceKind,
  oldName: string,
  newName: string,
): ConfigurationDocument {
  const { filter, locationGroup } = USES[kind];
  const { filters, locationGroups } = document;
  const rename = <T>(users: readonly T[] | undefined, change: Rename<T> | undefined) =>
    change === undefined ? users : users?.map((user) => change(user, oldName, newName));
  return {
    ...document,
    filters: rename(filters, filter),
    locationGroups: rename(locationGroups, locationGroup),
  };
}

/**
 * Throws FAILED_PRECONDITION with reason RESOURCE_IN_USE and the names of the users where a
 * resource is used, and may not go.
 */
export function refuseUsed(
  document: ConfigurationDocument,
  kind: ResourceKind,
  name: string,
): void {
  const users = usersOf(document, kind, name);
  const all = users.flatMap(({ names }) => names);
  const userCount = all.length;
  if (userCount === 0) return;
  const listed = fitting(all);
  let left = listed.length;
  const phrases = users.map(({ title, names }) => {
    const shown = names.slice(0, left);
    left -= shown.length;
    return phraseOf(title, names.length, shown);
  });
  const verb = userCount === 1 ? 'uses' : 'use';
  const what = `${SPELLINGS[kind].title} '${name}'`;
  const message = `${what} is in use: ${phrases.join(' and ')} ${verb} it`;
  throw failedPrecondition('RESOURCE_IN_USE', message, {
    metadata: {
      users: JSON.stringify(listed),
      userCount: String(userCount),
      userKind: users.map(({ title }) => title).join(', '),
    },
  });
}

/** For example: filters 'a', 'b' and 7 more. */
function phraseOf(title: string, count: number, shown: readonly string[]): string {
  if (shown.length === 0) return `${count} ${title}${count === 1 ? '' : 's'}`;
  const names = shown.map((user) => `'${user}'`).join(', ');
  const more = count > shown.length ? ` and ${count - shown.length} more` : '';
  return `${title}${count === 1 ? '' : 's'} ${names}${more}`;
}

/** The names of the users that keep a resource from going, by kind of user; none are left out. */
function usersOf(
  document: ConfigurationDocument,
  kind: ResourceKind,
  name: string,
): { readonly title: string; readonly names: readonly string[] }[] {
  const { filter, locationGroup, isLoose } = USES[kind];
  if (isLoose === true) return [];
  const { filters = [], locationGroups = [] } = document;
  return [
    { title: SPELLINGS.filter.title, names: namesOf(filters, filter, name) },
    { title: SPELLINGS.locationGroup.title, names: namesOf(locationGroups, locationGroup, name) },
  ].filter(({ names }) => names.length > 0);
}

/** Of those that another name would change. */
function namesOf<T extends { readonly name?: string }>(
  users: readonly T[],
  rename: Rename<T> | undefined,
  name: string,
): string[] {
  if (rename === undefined) return [];
  return users.filter((user) => rename(user, name, '') !== user).map((user) => user.name ?? '');
}

/** The first names, as many as an error has room for, and at least one. */
function fitting(names: readonly string[]): string[] {
  let left = USERS_CHARACTERS_MAX;
  return names.filter((name, place) => {
    left -= JSON.stringify(name).length + 1;
    return left >= 0 || place === 0;
  });
}
