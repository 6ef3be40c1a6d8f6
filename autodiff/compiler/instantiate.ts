import { type Build, viewOf } from "./build.ts";

/** The most pages of 64 KiB that a memory may have. */
const mostPages = 65536;

/** A program in a memory of its own. */
export interface Instantiated {
  readonly buffer: ArrayBuffer;
  /** Runs it so many times. */
  readonly run: (count: number) => void;
}

/**
 * Gives a program a memory.
 *
 * @throws {RangeError} saying how many bytes a program needs that is too
 * large for memory.
 */
export function instantiate({ bytes, pages, contents }: Build): Instantiated {
  const memory = memoryOf(pages);
  const module = new WebAssembly.Module(bytes);
  const environment = { memory };
  const { exports } = new WebAssembly.Instance(module, { environment });
  const buffer = memory.buffer as ArrayBuffer;
  for (const content of contents) {
    viewOf(buffer, content.buffer).set(content.data);
  }
  return { buffer, run: exports.run as (count: number) => void };
}

function memoryOf(pages: number): WebAssembly.Memory {
  try {
    if (pages > mostPages) throw new RangeError("too many pages");
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    throw new RangeError(
      `Cannot compile: the program needs ${pages * 65536} bytes of memory, ` +
        `more than there is`,
      { cause },
    );
  }
}
