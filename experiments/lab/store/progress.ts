/** How long something may take before its progress is shown, in ms. */
const patience = 2000;

/** Says on a terminal, in one line, how far something is. */
export class Progress {
  readonly #start = performance.now();
  #shown = 0;

  constructor(readonly label: string) {}

  /** Shows the progress, at most ten times a second. */
  update(done: number, all: number): void {
    const now = performance.now();
    if (!Deno.stderr.isTerminal()) return;
    if (now - this.#start < patience || now - this.#shown < 100) return;
    this.#shown = now;
    this.#write(`\r${this.label}: ${done} of ${all} trials`);
  }

  /** Clears the line. */
  end(): void {
    if (this.#shown > 0) this.#write("\r\x1b[K");
  }

  #write(text: string): void {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  }
}
