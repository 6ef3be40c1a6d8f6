import { Failure } from "../../failure.ts";
import type {
  BareRecord,
  PlainError,
  TrialsReply,
  TrialsRequest,
} from "./messages.ts";

/** A worker that answers one request at a time. */
export class Thread {
  readonly #worker: Worker;

  /** Starts the worker whose program is at this place. */
  constructor(program: URL) {
    this.#worker = new Worker(program, { type: "module" });
  }

  /**
   * The records of some cells.
   *
   * @throws {Failure} where the worker meets one.
   * @throws {Error} with the name and the message of any other error in it.
   */
  ask(request: TrialsRequest): Promise<readonly BareRecord[]> {
    const { promise, resolve, reject } = Promise.withResolvers<
      readonly BareRecord[]
    >();
    this.#worker.onmessage = ({ data }: MessageEvent<TrialsReply>) => {
      if ("error" in data) reject(errorFrom(data.error));
      else resolve(data.records);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    this.#worker.postMessage(request);
    return promise;
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
