// The messages of one control-plane method: bytes to checked objects, and objects to bytes.

import type { MethodDefinition } from '@grpc/proto-loader';
import { type FieldViolation, invalidFields, Refusal } from '../base/outcome.js';
import { type Contract, contractService } from './definitions.js';
import { MALFORMED } from './errors.js';
import { findViolations, type Shape, shapeOf } from './shapes.js';
import { StrictReader } from './strict-reader.js';

/** Decodes requests and encodes answers of one method. */
export type Codec<Request extends object, Answer extends object> = {
  /** Throws a `Refusal` where the bytes are no such message or hold what no rule could accept. */
  decode(bytes: Buffer): Request;
  /**
   * Decodes and leaves the checks to `check`. Throws a `Refusal` where the bytes are no such
   * message.
   */
  decodeUnchecked(bytes: Buffer): Request;
  encode(answer: Answer): Buffer;
};

/** The codec of a method of the contract. */
export function codecOf<Request extends object, Answer extends object>(
  contract: Contract,
  service: string,
  method: string,
): Codec<Request, Answer> {
  const definition = contractService(contract, service)[method];
  const shape = shapeOf(contract, requestName(definition));
  const decodeUnchecked = (bytes: Buffer) => decodeWith<Request>(definition, bytes);
  return {
    decodeUnchecked,
    decode(bytes) {
      const request = decodeUnchecked(bytes);
      check(request, shape, '');
      return request;
    },
    encode: (answer) => definition.responseSerialize(answer),
  };
}

/** Throws a `Refusal` for what a decoded message that stands at `path` may not hold. */
export function check(message: object, shape: Shape, path: string): void {
  const violations: FieldViolation[] = [];
  findViolations(message, shape, path, violations);
  if (violations.length > 0) throw invalidFields(violations);
}

function decodeWith<Request>(definition: MethodDefinition<object, object>, bytes: Buffer): Request {
  try {
    // The generated decoder takes a reader where its declaration says bytes.
    return definition.requestDeserialize(new StrictReader(bytes) as unknown as Buffer) as Request;
  } catch {
    throw new Refusal(MALFORMED);
  }
}

function requestName(definition: MethodDefinition<object, object>): string {
  return `shipfrom.v1.${(definition.requestType.type as { name: string }).name}`;
}
