// Whether the refusal of an element is on the wire what ElementStatus says, by protobufjs.

import { describe, expect, it } from 'vitest';
import { invalidFields } from '../../src/base/outcome.js';
import { encodeElementStatus } from '../../src/wire/encode-status.js';
import { decoded } from './support/proto.js';

describe('encodeElementStatus', () => {
  it('carries the same in one message', () => {
    const violations = Array.from({ length: 30 }, (_, i) => ({ field: `f${i}`, description: 'd' }));
    expect(decoded('ElementStatus', encodeElementStatus(invalidFields(violations).detail))).toEqual(
      {
        code: 3,
        message: 'f0: d (and 29 more)',
        reason: 'INVALID_FIELD',
        field_violations: violations.slice(0, 20),
      },
    );
  });
});
