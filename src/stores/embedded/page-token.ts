// The token of a page: a text that says where the next one begins, in letters that travel well.

import { invalidField } from '../../base/outcome.js';

/** The token of a place. */
export function tokenOf(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** The place of a token; refuses what is none. */
export function tokenText(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (tokenOf(text) !== token) throw invalidField('page_token', 'not a token of this list');
  return text;
}
