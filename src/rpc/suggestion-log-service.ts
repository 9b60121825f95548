// GetSuggestionLog: the logs of recorded decisions, made again when they are asked for.

import type { handleUnaryCall } from '@grpc/grpc-js';
import { bytesOf } from '../base/text.js';
import { invalidField } from '../base/outcome.js';
import type { RecordQuery, Scope, Store } from '../stores/store.js';
import type { Codec } from './codec.js';
import { errorOf, unauthenticated } from './errors.js';
import { fieldBytes } from '../wire/message-parts.js';
import { pageSizeOf } from './paging.js';
import { scopeOf } from './scope.js';
import type { ComposedLog } from './suggestion-log.js';
import type { SuggestionLogs } from './suggestion-logs.js';
import type { Edge } from './unary.js';

const PAGE_SIZE_DEFAULT = 10;
const PAGE_SIZE_MAX = 100;
/** Bytes of a page at most, so that clients take it by default; it always holds one log. */
const PAGE_BYTES_MAX = 3 * 1024 * 1024;

const LOGS_FIELD = 1;
const TOKEN_FIELD = 2;

/** A decoded shipfrom.v1.GetSuggestionLogRequest. */
export type LogRequest = {
  readonly suggestionId?: number;
  readonly orderId?: string;
  readonly externalResponseId?: string;
  readonly view?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
};

/** The handler of the method; its answer is put together from logs that are bytes already. */
export function getSuggestionLog(
  edge: Edge,
  codec: Codec<LogRequest, object>,
  store: Store,
  logs: SuggestionLogs,
): handleUnaryCall<Buffer, Uint8Array> {
  return (call, callback) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      callback(unauthenticated());
      return;
    }
    const answer = async () =>
      pageOf(codec.decode(call.request), scopeOf(call.metadata), store, logs);
    answer().then(
      (bytes) => callback(null, bytes),
      (thrown: unknown) => callback(errorOf(thrown, edge.log, call.getPath())),
    );
  };
}

async function pageOf(
  request: LogRequest,
  scope: Scope,
  store: Store,
  logs: SuggestionLogs,
): Promise<Uint8Array> {
  const query = queryOf(request);
  const pageSize = pageSizeOf(request.pageSize, PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX);
  const wantsEvents = request.view !== 'SUGGESTION_LOG_VIEW_BASIC';
  if (wantsEvents && request.suggestionId !== undefined) {
    const recent = logs.recent(scope, request.suggestionId);
    if (recent !== undefined) return fieldBytes(LOGS_FIELD, recent);
  }
  // Whole logs may be large: one at a time until the page is full. Outlines come together.
  const step = wantsEvents ? 1 : pageSize;
  const parts: Uint8Array[] = [];
  let bytesLeft = PAGE_BYTES_MAX;
  let token = request.pageToken ?? '';
  do {
    const count = Math.min(step, pageSize - parts.length);
    let page = await store.findReplays(scope, query, count, token);
    const made = await Promise.all(page.items.map((item) => logs.make(item, wantsEvents, null)));
    const fitting = fittingOf(made, bytesLeft, parts.length === 0 ? 1 : 0);
    const isFull = fitting.length < made.length;
    if (isFull && fitting.length === 0) break;
    // The page ends before the first log that does not fit, and the next one begins with it.
    if (isFull) page = await store.findReplays(scope, query, fitting.length, token);
    for (const { bytes } of fitting) {
      bytesLeft -= bytes.length;
      parts.push(fieldBytes(LOGS_FIELD, bytes));
    }
    token = page.nextPageToken;
    if (isFull) break;
  } while (token !== '' && parts.length < pageSize && bytesLeft > 0);
  if (token !== '') parts.push(fieldBytes(TOKEN_FIELD, bytesOf(token)));
  return Buffer.concat(parts);
}

/** The first of some logs, those that so many bytes have room for, at least `countMin`. */
function fittingOf(
  made: readonly ComposedLog[],
  bytesLeft: number,
  countMin: number,
): readonly ComposedLog[] {
  let rest = bytesLeft;
  const tooMuch = made.findIndex(({ bytes }) => {
    rest -= bytes.length;
    return rest < 0;
  });
  return tooMuch < 0 ? made : made.slice(0, Math.max(tooMuch, countMin));
}

/** Which records are asked for; of a site where nothing is named. */
function queryOf({ suggestionId, orderId, externalResponseId }: LogRequest): RecordQuery {
  if (suggestionId !== undefined) {
    if (suggestionId < 1) throw invalidField('suggestion_id', 'must be 1 or above');
    return { suggestionId };
  }
  if (orderId !== undefined) {
    if (orderId === '') throw invalidField('order_id', 'must not be empty');
    return { orderId };
  }
  if (externalResponseId === undefined) return {};
  if (externalResponseId === '') throw invalidField('external_response_id', 'must not be empty');
  return { externalResponseId };
}
