// Lets a few at a time do something long, the others wait in the order in which they came.

/** Admits at most so many at once. */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private freeCount: number;

  constructor(count: number) {
    this.freeCount = count;
  }

  /** Runs `body` when its turn has come; gives or throws what it does. */
  async pass<T>(body: () => Promise<T>): Promise<T> {
    if (this.freeCount > 0) this.freeCount--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await body();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.freeCount++;
      else next();
    }
  }
}
