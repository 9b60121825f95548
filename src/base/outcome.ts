// How a request is refused: one shape of error from the rule that found it to the wire.

/** The gRPC codes that the product answers with (google.rpc.Code). */
export const STATUS = {
  ok: 0,
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  outOfRange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

/** One of the codes of `STATUS`. */
export type StatusCode = (typeof STATUS)[keyof typeof STATUS];

/** One field of a request that was refused. */
export type FieldViolation = {
  /** The path of the field in the request, for example `items[1].quantity`. */
  readonly field: string;
  /** Why, in one sentence for people. */
  readonly description: string;
};

/** Values of a refusal by their names, for programs. */
export type RefusalMetadata = Readonly<Record<string, string>>;

/** What a refusal says. It crosses threads as it is. */
export type RefusalDetail = {
  readonly code: StatusCode;
  /** A stable reason for programs, UPPER_SNAKE_CASE, at most 63 characters. */
  readonly reason: string;
  readonly message: string;
  readonly violations: readonly FieldViolation[];
  /**
   * What the message says of this one case, for programs: values by lowerCamelCase names, see
   * google.rpc.ErrorInfo.
   */
  readonly metadata?: RefusalMetadata;
  /** Milliseconds after which the caller may try again; absent where trying again does not help. */
  readonly retryAfterMs?: number;
};

/** A request that is refused for a reason that its sender can act on. Nothing was written. */
export class Refusal extends Error {
  readonly detail: RefusalDetail;

  constructor(detail: RefusalDetail) {
    super(detail.message);
    this.name = 'Refusal';
    this.detail = detail;
  }
}

/** A field that holds what it may not hold. */
export function invalidField(field: string, description: string): Refusal {
  return invalidFields([{ field, description }]);
}

/** Fields that hold what they may not hold; at least one. */
export function invalidFields(violations: readonly FieldViolation[]): Refusal {
  const first = violations[0];
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
  return new Refusal({
    code: STATUS.invalidArgument,
    reason: 'INVALID_FIELD',
    message: `${first.field}: ${first.description}${more}`,
    violations,
  });
}

/** A field or value that the contract has and this release does not serve. */
export function unimplementedField(field: string, description: string): Refusal {
  return new Refusal({
    code: STATUS.unimplemented,
    reason: 'FIELD_NOT_SERVED',
    message: `${field}: ${description}`,
    violations: [{ field, description }],
  });
}

/** Something that was named and is not there. */
export function notFound(what: string, name: string): Refusal {
  return new Refusal({
    code: STATUS.notFound,
    reason: 'NOT_FOUND',
    message: `no ${what} '${name}'`,
    violations: [],
    metadata: { resource: what, name },
  });
}

/** A state of the store that forbids the request. */
export function failedPrecondition(
  reason: string,
  message: string,
  rest: Partial<Pick<RefusalDetail, 'violations' | 'metadata'>> = {},
): Refusal {
  return new Refusal({ code: STATUS.failedPrecondition, reason, message, violations: [], ...rest });
}

/** Something whose id or name somebody has. */
export function alreadyExists(reason: string, field: string, description: string): Refusal {
  const violations = [{ field, description }];
  const message = `${field}: ${description}`;
  return new Refusal({ code: STATUS.alreadyExists, reason, message, violations });
}

/** A limit that is reached; `reason` names it. */
export function exhausted(
  reason: string,
  message: string,
  retryAfterMs?: number,
  metadata: RefusalMetadata = {},
): Refusal {
  const detail = { code: STATUS.resourceExhausted, reason, message, violations: [], metadata };
  return new Refusal(retryAfterMs === undefined ? detail : { ...detail, retryAfterMs });
}

/**
 * A tenant that has as many of `things` as there may be; the reason is SHARED_MEMORY_FULL. `note`
 * ends the message.
 */
export function memoryFull(things: string, maximum: number, note = ''): Refusal {
  return new Refusal({
    code: STATUS.resourceExhausted,
    reason: 'SHARED_MEMORY_FULL',
    message: `a tenant has at most ${maximum} ${things}${note}`,
    violations: [],
    metadata: { limit: things.replaceAll(' ', '_'), maximum: String(maximum) },
  });
}

/** What was refused speaks of itself; here it stands in the field `path`. */
export function withPathsOf(path: string, detail: RefusalDetail): RefusalDetail {
  const violations = detail.violations.map(({ field, description }) => ({
    field: `${path}.${field}`,
    description,
  }));
  const isNamed = detail.violations.some(({ field }) => detail.message.startsWith(`${field}:`));
  const message = isNamed ? `${path}.${detail.message}` : detail.message;
  return { ...detail, message, violations };
}
