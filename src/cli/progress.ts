// A progress bar on a terminal, and nothing where stderr is a file: scripts read no bars.

/** Where a bar goes; stderr in the product. */
export type Terminal = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
};

const REDRAW_MS = 100;
const BAR_WIDTH = 24;

/** One bar on one line of a terminal. */
export class Progress {
  private readonly terminal: Terminal;
  private readonly label: string;
  private readonly startMs: number;
  private readonly now: () => number;
  private drawnMs = Number.NEGATIVE_INFINITY;
  private isDrawn = false;

  constructor(label: string, terminal: Terminal = process.stderr, now = Date.now) {
    this.terminal = terminal;
    this.label = label;
    this.now = now;
    this.startMs = now();
  }

  /**
   * Shows that `done` of `total` (0: not known) is done; `note` is at the end of the line. Cheap to
   * call often.
   */
  show(done: number, total: number, note = ''): void {
    if (this.terminal.isTTY !== true) return;
    const nowMs = this.now();
    if (nowMs - this.drawnMs < REDRAW_MS) return;
    this.drawnMs = nowMs;
    this.isDrawn = true;
    // Without a total there is no bar, only the note.
    if (total <= 0) {
      this.terminal.write(`\r\x1b[K${`${this.label} ${note}`.slice(0, this.widthMax)}`);
      return;
    }
    const share = Math.min(1, done / total);
    const filled = Math.round(share * BAR_WIDTH);
    const bar = '#'.repeat(filled) + '.'.repeat(BAR_WIDTH - filled);
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    const text = `${this.label} [${bar}] ${percent}%${this.remaining(share, nowMs)} ${note}`;
    this.terminal.write(`\r\x1b[K${text.slice(0, this.widthMax)}`);
  }

  private get widthMax(): number {
    return (this.terminal.columns ?? 80) - 1;
  }

  /** Takes the bar away, so that what follows stands on a clean line. */
  clear(): void {
    if (this.isDrawn) this.terminal.write('\r\x1b[K');
    this.isDrawn = false;
    this.drawnMs = Number.NEGATIVE_INFINITY;
  }

  private remaining(share: number, nowMs: number): string {
    const elapsedMs = nowMs - this.startMs;
    if (share <= 0.01 || share >= 1 || elapsedMs < 1000) return '';
    const seconds = Math.ceil((elapsedMs * (1 - share)) / share / 1000);
    return ` ${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')} left`;
  }
}
