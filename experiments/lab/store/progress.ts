/** How long something may take before its progress is shown, in ms. */
const patience = 2000;

/** Says on a terminal, in one line, how far something is. */
export class Progress {
  readonly #start = performance.now();
  #shown = 0;

  constructor(readonly label: string) {}

  /** Shows how many trials are done, at most ten times a second. */
  update(done: number, all: number): void {
    if (performance.now() - this.#shown < 100) return;
    this.note(`${done} of ${all} trials`);
  }

  /** Shows what is being done. */
  note(text: string): void {
    const now = performance.now();
    if (!Deno.stderr.isTerminal() || now - this.#start < patience) return;
    this.#shown = now;
    this.#write(`\r${this.label}: ${text}\x1b[K`);
  }

  /** Clears the line. */
  end(): void {
    if (this.#shown > 0) this.#write("\r\x1b[K");
  }

  #write(text: string): void {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  }
}
