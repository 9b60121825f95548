// Which tenant and site a call is about, from its metadata.

import { invalidField } from '../base/outcome.js';
import type { Scope } from '../stores/store.js';
import type { CallHeaders } from './quick-wire.js';

const TENANT_HEADER = 'x-tenant-id';
const SITE_HEADER = 'x-site-id';
const DEFAULT_ID = '1';
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The tenant of a call; '1' where none is named. Throws a `Refusal` that names the header. */
export function tenantOf(metadata: CallHeaders): string {
  return headerOf(metadata, TENANT_HEADER);
}

/** The site of a call; '1' where none is named. Throws a `Refusal` that names the header. */
export function siteOf(metadata: CallHeaders): string {
  return headerOf(metadata, SITE_HEADER);
}

/** Both. */
export function scopeOf(metadata: CallHeaders): Scope {
  return { tenantId: tenantOf(metadata), siteId: siteOf(metadata) };
}

function headerOf(metadata: CallHeaders, name: string): string {
  const values = metadata.get(name);
  if (values.length === 0) return DEFAULT_ID;
  const value = values[0];
  // HTTP/2 joins repeated headers with a comma, which the pattern refuses as well.
  if (values.length > 1 || typeof value !== 'string' || !ID.test(value)) {
    throw invalidField(name, 'must be one value of 1 to 64 letters, digits, _ or -');
  }
  return value;
}
