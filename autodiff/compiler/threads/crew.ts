import { control } from "./control.ts";

/** What a thread does: its code, which needs no file. */
const source = `onmessage = ({ data: { module, memory, present } }) => {
  const environment = { memory };
  try {
    new WebAssembly.Instance(module, { environment }).exports.help();
  } finally {
    Atomics.sub(new Int32Array(memory.buffer), present, 1);
    close();
  }
};`;

/** Where the code is, once it was needed. */
let url: string | undefined;

/** Whether a page may share memory; other places do not say. */
declare const crossOriginIsolated: boolean | undefined;

/** The most threads that a program may have. */
const mostThreads = 64;

/**
 * Makes sure that there can be so many threads.
 *
 * @param name the function that asks, for messages.
 * @throws {RangeError} if it is not a whole number from 1 to 64.
 * @throws {TypeError} if there are no workers here, or no shared memory.
 */
export function checkThreads(name: string, threads: number): void {
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > mostThreads) {
    throw new RangeError(
      `Cannot ${name}: threads must be a whole number from 1 to ` +
        `${mostThreads}, current value is ${threads}`,
    );
  }
  if (threads === 1) return;
  const lack = typeof Worker === "undefined"
    ? "there are no workers here"
    : typeof SharedArrayBuffer === "undefined" ||
        typeof crossOriginIsolated === "boolean" && !crossOriginIsolated
    ? "there is no shared memory here; a page needs the headers " +
      "Cross-Origin-Opener-Policy: same-origin and " +
      "Cross-Origin-Embedder-Policy: require-corp"
    : undefined;
  if (lack === undefined) return;
  throw new TypeError(`Cannot ${name} with ${threads} threads: ${lack}`);
}

/** The threads that help with a program in shared memory. */
export class Crew {
  readonly #module: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  readonly #words: Int32Array;
  readonly #others: number;
  readonly #workers: Worker[] = [];

  /** @param size how many threads there are in all. */
  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    size: number,
  ) {
    this.#module = module;
    this.#memory = memory;
    this.#words = new Int32Array(memory.buffer);
    this.#others = size - 1;
    this.#words[control.naps >> 2] = Number(maySleep());
    this.call();
  }

  /**
   * Starts the threads that are missing: they leave when there was nothing to
   * do for a second. The program does not wait for them.
   *
   * @throws {TypeError} where workers are refused.
   */
  call(): void {
    const present = control.present >> 2;
    const missing = this.#others - Atomics.load(this.#words, present);
    if (missing <= 0) return;
    if (missing === this.#others) this.#workers.length = 0; // All have left.
    url ??= URL.createObjectURL(
      new Blob([source], { type: "application/javascript" }),
    );
    for (let i = 0; i < missing; i++) {
      const worker = newWorker(url);
      Atomics.add(this.#words, present, 1);
      const [module, memory] = [this.#module, this.#memory];
      worker.postMessage({ module, memory, present });
      this.#workers.push(worker);
    }
  }

  /** Sends them away; the program can no longer be run. */
  dispose(): void {
    Atomics.store(this.#words, control.over >> 2, 1);
    Atomics.add(this.#words, control.news >> 2, 1);
    Atomics.notify(this.#words, control.news >> 2);
    for (const worker of this.#workers.splice(0)) worker.terminate();
  }
}

function newWorker(url: string): Worker {
  try {
    return new Worker(url, { type: "module" });
  } catch (error) {
    throw new TypeError(
      "Cannot start a thread: workers whose code is a blob must be allowed " +
        `here, they are refused: ${(error as Error).message}`,
    );
  }
}

/** Whether this thread may sleep: that of a page may not. */
function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}
