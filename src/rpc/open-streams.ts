// The streams that are open, so that a server which goes away can end them.

/** Streams and how to end each. */
export class OpenStreams {
  private readonly ends = new Set<() => void>();
  private isDraining = false;

  /** Takes a stream in, by what ends it. Returns what to call when it has ended by itself. */
  add(end: () => void): () => void {
    this.ends.add(end);
    if (this.isDraining) queueMicrotask(() => this.endOne(end));
    return () => {
      this.ends.delete(end);
    };
  }

  /** Ends all streams, and from now on every new one. */
  drain(): void {
    this.isDraining = true;
    for (const end of this.ends) this.endOne(end);
  }

  private endOne(end: () => void): void {
    if (this.ends.delete(end)) end();
  }
}
