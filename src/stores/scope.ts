// Whose data a call is about.

/** A tenant and one of its sites. Both match `[A-Za-z0-9_-]{1,64}`. */
export type Scope = { readonly tenantId: string; readonly siteId: string };
