// What was assigned so far, as a log tells it.

import type { LoggedAssignment } from './events.js';
import type { Scene } from './scene.js';

/** Bytes of an assignment, roughly. */
const ASSIGNMENT_BYTES = 40;

/** Assignments, and a line for people where not all of them are listed. */
export type ToldAssignments = {
  readonly assignments: readonly LoggedAssignment[];
  readonly errors: readonly string[];
};

/** The commitments from `first` on that were made until now, as far as the log has room. */
export function toldAssignments(scene: Scene, first: number): ToldAssignments {
  const count = scene.scratch.commitCount - first;
  const told = scene.listable(count, ASSIGNMENT_BYTES);
  const assignments = assignmentsOf(scene, first, first + told);
  const errors = told < count ? [`${count - told} more assignments are not listed`] : [];
  return { assignments, errors };
}

function assignmentsOf(scene: Scene, first: number, end: number): LoggedAssignment[] {
  const { scratch } = scene;
  const assignments: LoggedAssignment[] = [];
  for (let i = first; i < end; i++) {
    const location = scratch.commitLocation[i];
    const distanceKm = scene.distanceKm(location);
    assignments.push({
      orderItemId: scene.itemId(scratch.commitLine[i]),
      locationCode: scene.code(location),
      quantity: scratch.commitUnits[i],
      ...(distanceKm === undefined ? {} : { distanceKm }),
    });
  }
  return assignments;
}
