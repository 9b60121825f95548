// How a score comes into the answer: terms are noted where a group's survivors are ordered, and
// listed when the locations are taken.

import { SCORE_DOUBLES, SCORE_RATE_INTS, type PlanColumns } from '../../columns/plan.js';
import { RATE_INTS, type OrderColumns } from '../../columns/order.js';
import type { GroupProgram, ScoreProgram } from '../../columns/program.js';
import { candidateAt } from '../pool.js';
import type { CoreScratch } from '../scratch.js';
import { NOTE_INTS, roomForScore } from './scratch.js';

/** What a group's sort scores by; null: it has no score. */
function scoreOf(group: GroupProgram): ScoreProgram | null {
  const { sorts } = group;
  for (let i = 0; i < sorts.length; i++) if (sorts[i].score !== null) return sorts[i].score;
  return null;
}

/** Forgets what was noted: before the groups of a split are united. */
export function clearNotes(scratch: CoreScratch): void {
  scratch.score.hasNotes = false;
}

/** Notes the terms of the candidate that serves all that is open, and nobody else's. */
export function noteFullMatch(
  groups: readonly GroupProgram[],
  g: number,
  scratch: CoreScratch,
  candidate: number,
): void {
  clearNotes(scratch);
  if (scoreOf(groups[g]) !== null) noteScore(g, scratch, candidate);
}

/**
 * Notes the terms of the survivors of group `g`, which was evaluated and sorted last, that no group
 * before it keeps: call it before they are marked as ordered.
 */
export function noteScores(groups: readonly GroupProgram[], g: number, scratch: CoreScratch): void {
  if (scoreOf(groups[g]) === null) return;
  const { survivors, candidateIsOrdered } = scratch;
  for (let i = 0; i < scratch.survivorCount; i++) {
    if (candidateIsOrdered[survivors[i]] === 0) noteScore(g, scratch, survivors[i]);
  }
}

/** Notes the terms of one candidate of group `g`, whose sort keys were made last. */
function noteScore(g: number, scratch: CoreScratch, candidate: number): void {
  const { score } = scratch;
  const { noted, notedTerms: terms, notedRate } = score;
  if (!score.hasNotes) {
    score.hasNotes = true;
    for (let c = 0; c < scratch.candidateCount; c++) noted[c] = 0;
  }
  noted[candidate] = 1;
  const at = candidate * SCORE_DOUBLES;
  terms[at] = score.candidateScore[candidate];
  terms[at + 1] = score.candidateInventory[candidate];
  terms[at + 2] = score.candidateShipping[candidate];
  terms[at + 3] = score.candidateModel[candidate];
  terms[at + 4] = score.candidateCost[candidate];
  terms[at + 5] = score.candidatePriceMinor[candidate];
  terms[at + 6] = score.candidateDays[candidate];
  notedRate[candidate * NOTE_INTS] = score.candidateRate[candidate];
  notedRate[candidate * NOTE_INTS + 1] = score.candidateRateCard[candidate];
  notedRate[candidate * NOTE_INTS + 2] = g;
}

/**
 * Lists what is noted of the locations that the commitments from `first` on took, each location of
 * a decision once. `groups` are those that the notes were made with.
 */
export function listScores(
  groups: readonly GroupProgram[],
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  first: number,
): void {
  const { score, commitLocation } = scratch;
  if (!score.hasNotes) return;
  for (let i = first; i < scratch.commitCount; i++) {
    const location = commitLocation[i];
    if (score.listed[location] === score.listedStamp) continue;
    const candidate = candidateAt(scratch, location);
    if (candidate < 0 || score.noted[candidate] === 0) continue;
    score.listed[location] = score.listedStamp;
    listScore(groups, order, scratch, plan, candidate);
  }
}

function listScore(
  groups: readonly GroupProgram[],
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  candidate: number,
): void {
  const { notedTerms, notedRate } = scratch.score;
  const rate = notedRate[candidate * NOTE_INTS];
  const card = notedRate[candidate * NOTE_INTS + 1];
  const program = scoreOf(groups[notedRate[candidate * NOTE_INTS + 2]]);
  const entry = plan.scoreCount;
  roomForScore(plan, 0);
  plan.scoreRate.fill(0, entry * SCORE_RATE_INTS, (entry + 1) * SCORE_RATE_INTS);
  if (rate >= 0) {
    const { rates, bytes } = order;
    const at = rate * RATE_INTS;
    copyText(plan, 0, bytes, rates[at], rates[at + 1]);
    copyText(plan, 2, bytes, rates[at + 2], rates[at + 3]);
  } else if (card >= 0 && program !== null) {
    const { carrier, service } = program.rateCards[card];
    copyText(plan, 0, carrier, 0, carrier.length);
    copyText(plan, 2, service, 0, service.length);
  }
  plan.scoreLocation[entry] = scratch.candidateLocation[candidate];
  for (let i = 0; i < SCORE_DOUBLES; i++) {
    plan.scoreTerms[entry * SCORE_DOUBLES + i] = notedTerms[candidate * SCORE_DOUBLES + i];
  }
  plan.scoreCount = entry + 1;
}

/** Copies a text of the rate of the entry that is being listed; `part` is 0 or 2. */
function copyText(
  plan: PlanColumns,
  part: number,
  source: Uint8Array,
  start: number,
  lengthBytes: number,
): void {
  roomForScore(plan, lengthBytes);
  const { scoreText, scoreTextBytes, scoreRate } = plan;
  for (let i = 0; i < lengthBytes; i++) scoreText[scoreTextBytes + i] = source[start + i];
  scoreRate[plan.scoreCount * SCORE_RATE_INTS + part] = scoreTextBytes;
  scoreRate[plan.scoreCount * SCORE_RATE_INTS + part + 1] = lengthBytes;
  plan.scoreTextBytes = scoreTextBytes + lengthBytes;
}
