import { type Build, failure, viewOf } from "./build.ts";
import { Crew } from "./threads/crew.ts";

/** The most pages of 64 KiB that a memory may have. */
const mostPages = 65536;

/** A program in a memory of its own. */
export interface Instantiated {
  readonly buffer: ArrayBuffer;
  /** Runs it so many times; throws what it fails with. */
  readonly run: (count: number) => void;
  /** Ends its threads; it can no longer be run. */
  dispose(): void;
}

/**
 * Gives a program a memory.
 *
 * @throws {RangeError} saying how many bytes a program needs that is too
 * large for memory.
 */
export function instantiate(
  { bytes, pages, contents, errors, threads }: Build,
): Instantiated {
  const memory = memoryOf(pages, threads > 1);
  const module = new WebAssembly.Module(bytes);
  const environment = { memory };
  const { exports } = new WebAssembly.Instance(module, { environment });
  // A shared one has all that is used of it here but slice.
  const buffer = memory.buffer as ArrayBuffer;
  for (const content of contents) {
    viewOf(buffer, content.buffer).set(content.data);
  }
  const run = exports.run as (count: number) => void;
  const failed = new Int32Array(buffer, failure, 2);
  const crew = threads === 1 ? undefined : new Crew(module, memory, threads);
  return {
    buffer,
    run(count) {
      crew?.call();
      run(count);
      const [site, element] = failed;
      if (site !== 0) throw errors[site - 1](element);
    },
    dispose: () => crew?.dispose(),
  };
}

function memoryOf(pages: number, shared: boolean): WebAssembly.Memory {
  try {
    if (pages > mostPages) throw new RangeError("too many pages");
    return new WebAssembly.Memory(
      shared ? { initial: pages, maximum: pages, shared } : { initial: pages },
    );
  } catch (cause) {
    throw new RangeError(
      `Cannot compile: the program needs ${pages * 65536} bytes of memory, ` +
        `more than there is`,
      { cause },
    );
  }
}
