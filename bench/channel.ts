/** A contestant in a process of its own. */
import type { Reply, Request } from "./peers/contestant.ts";
import { commandOf, type ContestantId } from "./contestants.ts";

/** What is thrown where a contestant's process ends too early. */
export class Ended extends Error {}

/** Lines of JSON to and from a process. */
export class Channel {
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #errors: Promise<string>;
  #rest = "";

  /** @throws {Ended} if there is no such program. */
  constructor(id: ContestantId, python: string) {
    const { program, options } = commandOf(id, python);
    try {
      this.#process = new Deno.Command(program, {
        ...options,
        ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
      }).spawn();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new Ended(`there is no program ${program}`);
    }
    this.#writer = this.#process.stdin.getWriter();
    this.#reader = this.#process.stdout
      .pipeThrough(new TextDecoderStream()).getReader();
    this.#errors = new Response(this.#process.stderr).text();
  }

  /** @throws {Ended} with what the process said last, if it has ended. */
  async ask(request: Request): Promise<Reply> {
    try {
      const line = JSON.stringify(request) + "\n";
      await this.#writer.write(new TextEncoder().encode(line));
    } catch {
      throw new Ended(await this.#lastWords());
    }
    for (;;) {
      const end = this.#rest.indexOf("\n");
      if (end >= 0) {
        const reply = JSON.parse(this.#rest.slice(0, end)) as Reply;
        this.#rest = this.#rest.slice(end + 1);
        return reply;
      }
      const { value, done } = await this.#reader.read();
      if (done) throw new Ended(await this.#lastWords());
      this.#rest += value;
    }
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => {});
    try {
      this.#process.kill("SIGTERM");
    } catch {
      // It has ended.
    }
    await this.#process.status;
    await this.#errors;
    await this.#reader.cancel().catch(() => {});
  }

  async #lastWords(): Promise<string> {
    // deno-lint-ignore no-control-regex
    const text = (await this.#errors).replace(/\x1b\[[0-9;]*m/g, "");
    const lines = text.split("\n").map((line) => line.trim());
    return lines.findLast((line) => /error|exception/i.test(line)) ??
      lines.findLast((line) => line !== "") ?? "it ended without a word";
  }
}
