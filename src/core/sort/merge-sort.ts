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
 * Sorts the first `count` of `items`, with `mergeBuffer` beside them; answers the one of the two
 * that holds the result.
 */
export function mergeSort(
  items: Int32Array<ArrayBuffer>,
  count: number,
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
        const takesRight =
          left >= middle ||
          (right < end && comesBefore(source[right], source[left], group, locations, scratch));
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
