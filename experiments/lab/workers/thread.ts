import { Failure } from "../../failure.ts";
import type {
  BareRecord,
  PlainError,
  TrialsReply,
  TrialsRequest,
} from "./messages.ts";

/** A worker that answers requests one after another. */
export class Thread {
  readonly #worker: Worker;
  /** Who waits for an answer, in the order of the requests. */
  readonly #waiting: PromiseWithResolvers<readonly BareRecord[]>[] = [];
  #end?: Error;

  /** Starts the worker whose program is at this place. */
  constructor(program: URL) {
    this.#worker = new Worker(program, { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<TrialsReply>) => {
      const { resolve, reject } = this.#waiting.shift()!;
      if ("error" in data) reject(errorFrom(data.error));
      else resolve(data.records);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end = new Failure(`A worker has ended: ${event.message}`);
      for (const { reject } of this.#waiting.splice(0)) reject(this.#end);
    };
  }

  /** How many requests it has not answered yet. */
  get asked(): number {
    return this.#waiting.length;
  }

  /**
   * The records of some cells.
   *
   * @throws {Failure} where the worker meets one, or has ended.
   * @throws {Error} with the name and the message of any other error in it.
   */
  ask(request: TrialsRequest): Promise<readonly BareRecord[]> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const asked = Promise.withResolvers<readonly BareRecord[]>();
    this.#waiting.push(asked);
    this.#worker.postMessage(request);
    return asked.promise;
  }

  /** Ends the worker, whatever it does. */
  close(): void {
    this.#worker.terminate();
  }
}

function errorFrom({ name, message, stack }: PlainError): Error {
  if (name === "Failure") return new Failure(message);
  const error = new Error(message);
  return Object.assign(error, { name, stack });
}
