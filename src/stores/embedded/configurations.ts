// The versions of a site's configuration: reads them, makes new ones and makes one of them live.

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { failedPrecondition, invalidField, invalidFields, notFound } from '../../base/outcome.js';
import type { ConfigurationDocument } from '../../configuration/document.js';
import { digestOf } from '../../configuration/edit/resources.js';
import { validateConfiguration } from '../../configuration/validate.js';
import { assignIds, keepIds } from '../../configuration/versions.js';
import type { Page, StoredConfiguration, VersionInfo } from '../store.js';
import type { Database, VersionRecord } from './database.js';
import type { TenantDraft } from './tenant-draft.js';
import type { SiteState, TenantState } from './tenant-state.js';

/** Parsed documents of versions that are not live. */
const DOCUMENTS_CACHED_MAX = 32;
const ETAG_DIGITS = 16;
const NEVER_APPLIED: StoredConfiguration = {
  info: { version: 0, etag: '', createTimeEpochMs: 0, isActive: true },
  document: {},
};

/** The configurations of all tenants. */
export class Configurations {
  private readonly database: Database;
  private readonly documents = new LRUCache<string, ConfigurationDocument>({
    max: DOCUMENTS_CACHED_MAX,
  });

  constructor(database: Database) {
    this.database = database;
  }

  /** A version; 0: the live one. `state` is undefined where the tenant was never written. */
  get(state: TenantState | undefined, siteId: string, version: number): StoredConfiguration {
    const site = state?.sites.get(siteId);
    if (version === 0) return site === undefined ? NEVER_APPLIED : liveOf(site);
    if (state === undefined || site === undefined) throw noVersion(version);
    return this.read(state.number, siteId, site, version);
  }

  /** The versions of a site, newest first. */
  list(
    state: TenantState | undefined,
    siteId: string,
    pageSize: number,
    pageToken: string,
  ): Page<VersionInfo> {
    const site = state?.sites.get(siteId);
    const newest = site?.record.versionCount ?? 0;
    const first = pageToken === '' ? newest : Number(pageToken);
    const isToken = pageToken === '' || /^[1-9]\d{0,14}$/.test(pageToken);
    if (!isToken || first > newest) {
      throw invalidField('page_token', 'not a token of this list');
    }
    const items: VersionInfo[] = [];
    if (state === undefined) return { items, nextPageToken: '' };
    let version = first;
    for (; version > 0 && items.length < pageSize; version--) {
      const record = this.versionRecord(state.number, siteId, version);
      items.push(infoOf(record, version, version === site?.record.live));
    }
    return { items, nextPageToken: version > 0 ? String(version) : '' };
  }

  /**
   * Checks a document against the draft; unless it is only to be checked, makes it the live
   * version.
   */
  apply(
    draft: TenantDraft,
    siteId: string,
    document: ConfigurationDocument,
    etag: string,
    validateOnly: boolean,
  ): StoredConfiguration {
    const site = draft.sites.get(siteId);
    checkEtag(site, etag);
    const violations = validateConfiguration(document);
    if (violations.length > 0) throw invalidFields(violations);
    if (validateOnly) return checkedOnly(draft, site, document);
    let nextId = nextIdOf(site);
    const stored = assignIds(site?.document, document, () => nextId++);
    return this.keep(draft, siteId, stored, nextId);
  }

  /**
   * Makes a valid document in its normal form, with ids, the newest and the live version. `nextId`
   * is the id of the next resource.
   */
  keep(
    draft: TenantDraft,
    siteId: string,
    stored: ConfigurationDocument,
    nextId: number,
  ): StoredConfiguration {
    const number = (draft.sites.get(siteId)?.record.versionCount ?? 0) + 1;
    const version = { etag: etagOf(number, stored), createTimeEpochMs: Date.now() };
    const program = draft.compile(stored, number);
    const record = { live: number, versionCount: number, nextId };
    const tenant = draft.state.number;
    void this.database.documents.put([tenant, siteId, number], stored);
    void this.database.versions.put([tenant, siteId, number], version);
    void this.database.sites.put([tenant, siteId], record);
    draft.putSite(siteId, { record, version, document: stored, program });
    return { info: infoOf(version, number, true), document: stored };
  }

  /** Makes a version the live one. */
  activate(draft: TenantDraft, siteId: string, version: number, etag: string): VersionInfo {
    const site = draft.sites.get(siteId);
    if (site === undefined) throw noVersion(version);
    checkEtag(site, etag);
    const { info, document } = this.read(draft.state.number, siteId, site, version);
    const program = draft.compile(document, version);
    const record = { ...site.record, live: version };
    void this.database.sites.put([draft.state.number, siteId], record);
    draft.putSite(siteId, {
      record,
      version: { etag: info.etag, createTimeEpochMs: info.createTimeEpochMs },
      document,
      program,
    });
    return { ...info, isActive: true };
  }

  private read(
    tenant: number,
    siteId: string,
    site: SiteState,
    version: number,
  ): StoredConfiguration {
    if (version === site.record.live) return liveOf(site);
    if (!(Number.isInteger(version) && version > 0 && version <= site.record.versionCount)) {
      throw noVersion(version);
    }
    const record = this.versionRecord(tenant, siteId, version);
    // Versions never change; the etag keeps the name of one that was never committed from meaning
    // another.
    const name = `${tenant}/${siteId}/${version}/${record.etag}`;
    let document = this.documents.get(name);
    if (document === undefined) {
      document = this.database.documents.get([tenant, siteId, version]) as ConfigurationDocument;
      this.documents.set(name, document);
    }
    return { info: infoOf(record, version, false), document };
  }

  private versionRecord(tenant: number, siteId: string, version: number): VersionRecord {
    return this.database.versions.get([tenant, siteId, version]) as VersionRecord;
  }
}

function checkedOnly(
  draft: TenantDraft,
  site: SiteState | undefined,
  document: ConfigurationDocument,
): StoredConfiguration {
  // Only documents with ids compile; the ones that are made up here go nowhere, nor do the words.
  let nextId = nextIdOf(site);
  tryToCompile(
    draft,
    assignIds(site?.document, document, () => nextId++),
  );
  const { info } = site === undefined ? NEVER_APPLIED : liveOf(site);
  return { info, document: keepIds(site?.document, document) };
}

/** Throws where a document with ids does not compile; leaves nothing behind. */
export function tryToCompile(draft: TenantDraft, document: ConfigurationDocument): void {
  const mark = draft.mark();
  try {
    draft.compile(document, 0);
  } finally {
    draft.rollBack(mark);
  }
}

/** The id of the next resource of a site; undefined is one without a configuration. */
export function nextIdOf(site: SiteState | undefined): number {
  return site?.record.nextId ?? 1;
}

function checkEtag(site: SiteState | undefined, etag: string): void {
  if (etag === '' || etag === site?.version.etag) return;
  const message = 'another version went live since this edit began';
  const metadata = { expectedEtag: etag, etag: site?.version.etag ?? '' };
  throw failedPrecondition('ETAG_MISMATCH', message, { metadata });
}

function noVersion(version: number): Error {
  return notFound('configuration version', String(version));
}

function liveOf(site: SiteState): StoredConfiguration {
  return { info: infoOf(site.version, site.record.live, true), document: site.document };
}

function infoOf(record: VersionRecord, version: number, isActive: boolean): VersionInfo {
  return { version, ...record, isActive };
}

/** Made of the etags of the parts, so that an edit hashes what it changed and no more. */
function etagOf(version: number, document: ConfigurationDocument): string {
  const { settings = {}, dataLists = [], filters = [], locationGroups = [] } = document;
  const { routes = [], dataSets = [], rateCards = [] } = document;
  const rules = [settings, ...dataLists, ...filters, ...locationGroups, ...routes];
  const hash = createHash('sha256').update(`${version}`);
  for (const part of [...rules, ...dataSets, ...rateCards]) {
    hash.update(`\n${digestOf(part).etag}`);
  }
  return hash.digest('hex').slice(0, ETAG_DIGITS);
}
