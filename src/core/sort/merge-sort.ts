// Sorts candidates by any rule that is a total order, without garbage: bottom-up merge sort between
// two columns.

import type { LocationTable } from '../../columns/locations.js';
import type { GroupProgram } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';

/**
 * Whether candidate `a` comes before candidate `b`. `group` is null where no group's sort is asked.
 */
export type ComesBefore = (
  a: number,
  b: number,
  group: GroupProgram | null,
  locations: LocationTable,
  scratch: CoreScratch,
) => boolean;

/**
 * Sorts the first `count` of `items` by `firstKeys`, smallest first, and where these are equal by
 * `comesBefore`; `firstKeys` is by candidate and never NaN. `mergeBuffer` is the other column;
 * answers the one of the two that holds the result.
 */
export function mergeSort(
  items: Int32Array<ArrayBuffer>,
  count: number,
  firstKeys: Float64Array,
  comesBefore: ComesBefore,
  group: GroupProgram | null,
  locations: LocationTable,
  scratch: CoreScratch,
): Int32Array<ArrayBuffer> {
  let source = items;
  let target = scratch.mergeBuffer;
  for (let width = 1; width < count; width *= 2) {
    for (let low = 0; low < count; low += width * 2) {
      const middle = Math.min(low + width, count);
      const end = Math.min(low + width * 2, count);
      let left = low;
      let right = middle;
      for (let to = low; to < end; to++) {
        let takesRight = left >= middle;
        if (!takesRight && right < end) {
          // Most pairs are settled by the first key, without a call.
          const difference = firstKeys[source[right]] - firstKeys[source[left]];
          if (difference < 0) takesRight = true;
          else if (!(difference > 0)) {
            takesRight = comesBefore(source[right], source[left], group, locations, scratch);
          }
        }
        target[to] = takesRight ? source[right++] : source[left++];
      }
    }
    const swap = source;
    source = target;
    target = swap;
  }
  scratch.mergeBuffer = target;
  return source;
}
