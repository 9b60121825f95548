// Is an answer the right one? The decision in it is held against the expected bytes; ids, times and
// ages around it differ from call to call.

/** Whether a message, without the five bytes before it, is the right answer. */
export type AnswerCheck = (message: Buffer) => boolean;

/** What is asked: one order, many in a message, or one on a stream. */
export type AnswerKind = 'order' | 'batch' | 'stream';

const DECISION_FIELD = 1;
const BATCH_RESULTS_FIELD = 1;
const BATCH_RESPONSE_FIELD = 1;
const STREAM_RESPONSE_FIELD = 2;

/** Checks answers of a kind; `batchOrders` is how many results a batch must have. */
export function answerCheck(kind: AnswerKind, decision: Buffer, batchOrders: number): AnswerCheck {
  const isResponse = (bytes: Buffer, start: number, end: number): boolean => {
    const found = findField(bytes, start, end, DECISION_FIELD);
    return found !== null && decision.compare(bytes, found.start, found.end) === 0;
  };
  if (kind === 'order') return (bytes) => isResponse(bytes, 0, bytes.length);
  if (kind === 'stream') {
    return (bytes) => {
      const found = findField(bytes, 0, bytes.length, STREAM_RESPONSE_FIELD);
      return found !== null && isResponse(bytes, found.start, found.end);
    };
  }
  return (bytes) => {
    let at = 0;
    let count = 0;
    while (at < bytes.length) {
      const result = findField(bytes, at, bytes.length, BATCH_RESULTS_FIELD);
      if (result === null) return false;
      const found = findField(bytes, result.start, result.end, BATCH_RESPONSE_FIELD);
      if (found === null || !isResponse(bytes, found.start, found.end)) return false;
      count++;
      at = result.end;
    }
    return count === batchOrders;
  };
}

/** The bytes of the decision in an answer to one order. Throws where there is none. */
export function decisionOf(answer: Buffer): Buffer {
  const found = findField(answer, 0, answer.length, DECISION_FIELD);
  if (found === null) throw new Error('an answer without a decision');
  return answer.subarray(found.start, found.end);
}

type Range = { readonly start: number; readonly end: number };

/** The first value of a field whose values have a length; null: there is none. */
function findField(bytes: Buffer, start: number, end: number, number: number): Range | null {
  let at = start;
  while (at < end) {
    const tag = bytes[at++];
    let value = 0;
    // A number, or the length of what follows.
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) break;
    }
    if ((tag & 7) === 0) continue;
    if ((tag & 7) !== 2) return null;
    if (tag >> 3 === number) return { start: at, end: at + value };
    at += value;
  }
  return null;
}
