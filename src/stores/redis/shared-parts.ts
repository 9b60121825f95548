// What all tenants of a Redis store have in common.

import type { StoreFigures } from '../../telemetry/engine-figures.js';
import type { Database } from '../embedded/database.js';
import type { Applied, GroupWrites } from '../embedded/group-writes.js';
import type { TenantLimits, TenantState } from '../embedded/tenant-state.js';
import type { CallOutcome } from '../messages.js';
import type { RedisKeys } from './keys.js';
import type { Overlay } from './overlay.js';
import type { Scripted } from './scripts.js';

/** The parts of an open store. */
export type SharedParts = {
  readonly client: Scripted;
  readonly keys: RedisKeys;
  /** Tells this engine from others, in turns and stamps. */
  readonly engineId: string;
  /** A stamp that nobody ever had. */
  readonly nextStamp: () => string;
  /** The replica, with what is on top of it. */
  readonly database: Database;
  readonly overlay: Overlay;
  readonly tenants: Map<string, TenantState>;
  readonly writes: GroupWrites;
  readonly limits: TenantLimits;
  readonly figures: StoreFigures;
  /** Answers calls. */
  readonly answer: (answers: readonly CallOutcome[]) => void;
  /** Tells the other threads. */
  readonly tell: (applied: Applied) => void;
  readonly warn: (message: string) => void;
};
