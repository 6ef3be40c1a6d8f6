/**
 * The laws on the command line: `deno task laws FILE#EXPORT`. Elsewhere:
 * `deno run --allow-read laws/cli.ts FILE#EXPORT`, with the permissions that
 * FILE itself needs.
 *
 * @module
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "./cli/main.ts";
import { Mistake } from "./cli/mistake.ts";

/** How long something may take before its progress is shown, in ms. */
const patience = 2000;

/** Where the user is: a task begins in the project's folder. */
function workingDirectory(): string {
  const name = "INIT_CWD";
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) ?? Deno.cwd() : Deno.cwd();
}

/** The URL of what is called by a path or a URL. */
function locate(file: string): string {
  return /^(?:https?|file|npm|jsr|data):/.test(file)
    ? file
    : pathToFileURL(resolve(workingDirectory(), file)).href;
}

/** One line on a terminal that says how far something is. */
class Line {
  readonly #start = performance.now();
  #shown = 0;

  /** Shows a text, at most ten times a second. */
  note(text: string): void {
    const now = performance.now();
    if (now - this.#start < patience || now - this.#shown < 100) return;
    if (!Deno.stderr.isTerminal()) return;
    this.#shown = now;
    this.#write(`\r${text}\x1b[K`);
  }

  /** Clears the line. */
  clear(): void {
    if (this.#shown > 0) this.#write("\r\x1b[K");
    this.#shown = 0;
  }

  #write(text: string): void {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  }
}

if (import.meta.main) {
  const line = new Line();
  try {
    const code = await main(Deno.args, {
      locate,
      print(text) {
        line.clear();
        console.log(text);
      },
      note: (text) => line.note(text),
    });
    Deno.exit(code);
  } catch (error) {
    line.clear();
    if (!(error instanceof Mistake)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
