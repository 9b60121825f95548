// Small numbers for texts, in the order in which the texts first came. What is not on disk yet can
// be taken back.

import { memoryFull } from '../../base/outcome.js';

/** Texts and their numbers, from 0. */
export class Interner {
  private readonly what: string;
  private readonly countMax: number;
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  /** At most `countMax` texts; `what` they are, for the refusal of one more. */
  constructor(what: string, countMax: number) {
    this.what = what;
    this.countMax = countMax;
  }

  /** How many texts there are; the next one gets this number. */
  get count(): number {
    return this.texts.length;
  }

  /** The number of a text, a new one where it has none. Refuses at the limit. */
  intern(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    if (this.texts.length >= this.countMax) throw memoryFull(this.what, this.countMax);
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** The number of a text, or -1. */
  find(text: string): number {
    return this.numbers.get(text) ?? -1;
  }

  /** The text of a number that was given. */
  textOf(number: number): string {
    return this.texts[number];
  }

  /** Forgets all but the first `count` texts. */
  truncate(count: number): void {
    while (this.texts.length > count) this.numbers.delete(this.texts.pop() as string);
  }
}
